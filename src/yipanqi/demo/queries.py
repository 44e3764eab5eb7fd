"""What the demo asks: is the year there, and when was something done last."""

from datetime import datetime

from yipanqi.lights.models import LightChange
from yipanqi.targets.models import Reading, Statement, Year


def is_built() -> bool:
    """Whether any year exists."""
    return Year.objects.exists()


def last_act() -> datetime | None:
    """The moment of the newest fact or turn of a light; None before the first."""
    moments = [
        model.objects.order_by("-at").values_list("at", flat=True).first()
        for model in (Reading, Statement, LightChange)
    ]
    return max((moment for moment in moments if moment), default=None)
