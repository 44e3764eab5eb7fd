"""The one address without a prefix: where each role begins."""

from django.urls import path

from yipanqi.desk.views import home

urlpatterns = [path("", home, name="home")]
