"""Addresses of the room."""

from django.urls import path

from yipanqi.files import views

app_name = "files"
urlpatterns = [
    path("", views.files, name="list"),
    path("upload/", views.upload, name="upload"),
    path("<int:attachment_id>/", views.download, name="download"),
]
