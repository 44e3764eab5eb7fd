"""Addresses of the room."""

from django.urls import path

from yipanqi.board import views

app_name = "board"
urlpatterns = [
    path("", views.board, name="board"),
    path("meeting/", views.meeting, name="meeting"),
    path("sheet.pdf", views.sheet, name="sheet"),
    path("changes/", views.changes, name="changes"),
]
