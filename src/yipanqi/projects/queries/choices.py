"""What the forms of the room offer."""

from yipanqi.access.actor import Actor
from yipanqi.access.registry import within
from yipanqi.targets.models import Target, TargetKind
from yipanqi.targets.rules import TargetAction
from yipanqi.targets.transitions import TargetStatus


def target_choices(actor: Actor, year_id: int) -> list[tuple[int, str]]:
    """(id, name and unit) of the figures of a year that a project may bring something to."""
    rows = within(actor, TargetAction.VIEW, Target.objects.filter(year=year_id, kind=TargetKind.INDICATOR))
    living = rows.exclude(status=TargetStatus.DROPPED).exclude(op="<=").order_by("goal__order", "order", "id")
    return [(pk, f"{name} ({unit})") for pk, name, unit in living.values_list("pk", "name", "unit")]
