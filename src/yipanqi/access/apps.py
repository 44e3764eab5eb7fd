"""The room as Django sees it: when it is ready, the rules of all rooms are known."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class AccessConfig(AppConfig):
    """Imports `rules` of every room, so that the registry is whole before the first request."""

    name = "yipanqi.access"

    def ready(self) -> None:
        autodiscover_modules("rules")
