"""The last app of the house: connects the rooms once all of them are loaded."""

from django.apps import AppConfig


class HouseConfig(AppConfig):
    """Runs the wiring after every room's models exist."""

    name = "yipanqi.config"
    label = "house"

    def ready(self) -> None:
        from yipanqi.config import wiring

        wiring.connect()
