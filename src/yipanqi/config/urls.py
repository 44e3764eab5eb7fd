"""Addresses of the house: one prefix a room."""

from django.conf import settings
from django.urls import include, path

ROOMS = ("audit", "access", "org", "workdays", "files", "lights", "targets", "board", "desk")

urlpatterns = [
    path("", include("yipanqi.web.urls")),
    *(path(f"{room}/", include(f"yipanqi.{room}.urls")) for room in ROOMS),
    path("", include("yipanqi.desk.home")),
]
if settings.DEMO:
    urlpatterns += [path("demo/", include("yipanqi.demo.urls"))]

handler403 = "yipanqi.web.errors.denied"
handler404 = "yipanqi.web.errors.missing"
handler500 = "yipanqi.web.errors.broken"
