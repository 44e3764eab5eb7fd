"""Addresses of the room."""

from django.urls import path

from yipanqi.desk import views

app_name = "desk"
urlpatterns = [
    path("month/", views.month, name="month"),
    path("watch/", views.watch, name="watch"),
]
