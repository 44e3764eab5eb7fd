"""Addresses of the room."""

from django.urls import URLPattern

app_name = "appraisal"
urlpatterns: list[URLPattern] = []
