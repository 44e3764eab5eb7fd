"""Addresses of the house: one prefix a room."""

from django.conf import settings
from django.urls import include, path

ROOMS = tuple(room for room in settings.STREET if room != "demo")

urlpatterns = [
    path("", include("yipanqi.web.urls")),
    *(path(f"{room}/", include(f"yipanqi.{room}.urls")) for room in ROOMS),
    path("", include("yipanqi.desk.home")),
]

handler403 = "yipanqi.web.errors.denied"
handler404 = "yipanqi.web.errors.missing"
handler500 = "yipanqi.web.errors.broken"
