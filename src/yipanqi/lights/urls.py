"""Addresses of the room."""

from django.urls import URLPattern, path

from yipanqi.lights import views

app_name = "lights"
urlpatterns: list[URLPattern] = [
    path("", views.rules, name="rules"),
    path("new/", views.revise, name="revise"),
    path("<int:light_id>/", views.light, name="light"),
]
