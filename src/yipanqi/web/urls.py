"""Addresses of the toolkit."""

from django.urls import path

from yipanqi.web import views

app_name = "web"
urlpatterns = [
    path("language/", views.language, name="language"),
    path("text-size/", views.text_size, name="text_size"),
    path("busy/<uuid:mark>/", views.busy, name="busy"),
    path("style/", views.style, name="style"),
]
