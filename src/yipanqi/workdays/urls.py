"""Addresses of the room."""

from django.urls import path

from yipanqi.workdays import views

app_name = "workdays"
urlpatterns = [
    path("", views.this_year, name="this_year"),
    path("<int:year>/", views.year, name="year"),
    path("<int:year>/day/", views.edit_day, name="edit_day"),
    path("<int:year>/settle/", views.settle, name="settle_year"),
]
