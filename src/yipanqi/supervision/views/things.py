"""The thing that an address or a form names, and what a new form about it begins with."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from yipanqi.access.doors import actor_of, now_of
from yipanqi.foundation import clock
from yipanqi.supervision.queries.things import About, Thing, thing_of
from yipanqi.workdays.queries import calendar

ANSWER_DAYS = 5
"""Working days in which an instruction is answered, where SUPERVISION_ANSWER_DAYS says nothing else."""
_PARAMS = ("target", "plan", "project", "item")


def about_of(values: Mapping[str, Any]) -> About:
    """The ids among cleaned values."""
    return About(
        values.get("target"),
        values.get("plan"),
        values.get("key") or "",
        values.get("project"),
        values.get("item"),
    )


def thing_for(request: HttpRequest) -> Thing | None:
    """The thing that the address (or the form that comes back) names; NotFound for one that is not there."""
    asked = request.POST or request.GET
    ids = {name: _number(asked.get(name, "")) for name in _PARAMS}
    return thing_of(actor_of(request), about_of({**ids, "key": asked.get("key", "")[:40]}))


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 19 else None


def first_values(request: HttpRequest, thing: Thing | None) -> dict[str, Any]:
    """Unit, day and title as a new form shows them."""
    unit = thing.unit_id if thing else _number(request.GET.get("unit", ""))
    values: dict[str, Any] = {"unit": unit, "due": answer_day(clock.today(now_of(request)))}
    if thing:
        values |= {name: getattr(thing.about, f"{name}_id") for name in _PARAMS}
        values |= {"key": thing.about.key, "title": thing.name[:200]}
    return values


def answer_day(today: date) -> date:
    """The day by which an answer is asked for unless another one is set."""
    days = int(getattr(settings, "SUPERVISION_ANSWER_DAYS", ANSWER_DAYS))
    return calendar(today.year, today.year).add(today, days)
