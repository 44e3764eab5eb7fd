"""Which year is on the board, when the last meeting was, and whether its figures are invented."""

from datetime import datetime, time

from yipanqi.access.actor import Actor
from yipanqi.access.registry import fetch_or_404, within
from yipanqi.foundation import clock
from yipanqi.targets.models import Goal, Meeting, Reading, Target, Year
from yipanqi.targets.rules import TargetAction


def current_year(actor: Actor, now: datetime) -> Year | None:
    """The latest year that has begun, else the earliest that is being set; None when there is none."""
    years = within(actor, TargetAction.VIEW, Year.objects.all())
    begun = years.filter(number__lte=clock.today(now).year).order_by("-number").first()
    return begun or years.order_by("number").first()


def year_of(actor: Actor, number: int) -> Year:
    """The year of that number; NotFound where there is none."""
    return fetch_or_404(actor, TargetAction.VIEW, Year.objects.all(), number=number)


def all_years(actor: Actor) -> list[Year]:
    """Every year there is, the latest first."""
    return list(within(actor, TargetAction.VIEW, Year.objects.order_by("-number")))


def last_meeting(year_id: int, now: datetime) -> Meeting | None:
    """The last meeting before today, so that a meeting that is going on is not its own past."""
    midnight = datetime.combine(clock.today(now), time(), clock.ZONE_TIME)
    return Meeting.objects.filter(year=year_id, held_at__lt=midnight).first()


def demand_target(actor: Actor, action: TargetAction, target_id: int) -> None:
    """NotFound unless `actor` may do `action` with that very target: the door of a form looks at the verb alone."""
    fetch_or_404(actor, action, Target.objects.all(), pk=target_id)


def is_illustrative(year_id: int) -> bool:
    """Whether any reading of the year is an invented example."""
    return Reading.objects.filter(target__year=year_id, illustrative=True).exists()


def goal_choices(actor: Actor, year_id: int) -> list[tuple[int, str]]:
    """(id, name) of the goals of a year, in their order."""
    goals = within(actor, TargetAction.VIEW, Goal.objects.filter(year=year_id))
    return list(goals.values_list("pk", "name"))


def goal_of(actor: Actor, year_id: int, goal_id: int) -> Goal:
    """One goal of a year; NotFound when there is none that `actor` may see."""
    return fetch_or_404(actor, TargetAction.VIEW, Goal.objects.filter(year=year_id), pk=goal_id)
