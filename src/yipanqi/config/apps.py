"""The last app of the house: connects the rooms once all of them are loaded."""

from datetime import timedelta

from django.apps import AppConfig


class HouseConfig(AppConfig):
    """Runs the wiring after every room's models exist."""

    name = "yipanqi.config"
    label = "house"

    def ready(self) -> None:
        from yipanqi.config import env, wiring
        from yipanqi.foundation import clock

        clock.set_offset(timedelta(seconds=env.CLOCK_OFFSET.number()))
        wiring.connect()
