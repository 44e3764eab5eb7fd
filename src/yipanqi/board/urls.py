"""Addresses of the room."""

from django.urls import URLPattern

app_name = "board"
urlpatterns: list[URLPattern] = []
