"""The one address without a prefix: where each role begins."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
