"""Who turned yellow or red, who is silent, and what each unit owes: over targets, plans, projects, items and letters.

Everything is read from the stored lights and their history, so that lists, reminders and bulletins cannot disagree.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import DateTimeField, Model, Value

from yipanqi.access.actor import Actor
from yipanqi.access.registry import demand
from yipanqi.assignments.models import Item, Letter
from yipanqi.assignments.transitions import LetterStatus
from yipanqi.foundation import clock
from yipanqi.lights.queries import colours_at
from yipanqi.lights.verdict import SEVERITY, Colour
from yipanqi.plans.models import Plan
from yipanqi.projects.models import Project
from yipanqi.supervision.models import Matter
from yipanqi.supervision.rules import SupervisionAction
from yipanqi.supervision.transitions import MatterStatus
from yipanqi.targets.models import Target
from yipanqi.targets.queries.asks import Ask, asks_of
from yipanqi.targets.transitions import TargetStatus

TROUBLED = (Colour.RED.value, Colour.YELLOW.value)
LATE, SILENT, UNSIGNED, UNANSWERED = "late", "silent", "unsigned", "unanswered"
NOT_YET = ("plan.not_agreed", "project.given_up", "project.not_asked", "item.aside")
"""Grey because nothing is agreed yet, nothing is asked, or it is set aside or given up; not because anyone is silent."""
FROM_PLAN = ("project.plan_late", "project.plan_warns", "project.plan_silent")
"""Rules by which a project takes its plan's light over."""
NO_READING_YET = "indicator.no_reading"
"""Grey since the year began; late only once the last fair day of a period is over."""


@dataclass(frozen=True)
class WatchRow:
    """One thing with its light. `kind` is target, plan, project, item, letter or matter; `before` is the colour at the
    moment asked for, empty when there was none; `heard` tells when its owner last entered anything."""

    kind: str
    pk: int
    name: str
    unit_id: int | None
    unit: str
    colour: str
    before: str
    rule: str
    since: datetime
    due: date | None
    heard: datetime | None

    @property
    def turned_worse(self) -> bool:
        """Yellow or red now, and better (or not known) at the moment asked for."""
        worse = not self.before or SEVERITY[Colour(self.colour)] < SEVERITY[Colour(self.before)]
        return self.colour in TROUBLED and worse and not self.repeats_plan

    @property
    def is_silent(self) -> bool:
        """Grey although something was to be heard."""
        return self.colour == Colour.GREY and self.rule not in NOT_YET and not self.repeats_plan

    @property
    def repeats_plan(self) -> bool:
        """A project's light that says what its plan's says: the plan stands in the list already."""
        return self.rule in FROM_PLAN


@dataclass(frozen=True)
class Watched:
    """The two lists; `turned` has the worst first, `silent` the longest silent first."""

    turned: tuple[WatchRow, ...]
    silent: tuple[WatchRow, ...]


def watch_rows(actor: Actor, year_id: int, since: datetime | None, now: datetime) -> Watched:
    """Turned for the worse since a moment (the last meeting), and silent now. Six queries."""
    demand(actor, SupervisionAction.WATCH)
    rows = light_rows(year_id, since or now)
    turned = [row for row in rows if row.turned_worse and row.since > (since or now)]
    silent = [row for row in rows if row.is_silent]
    return Watched(
        tuple(sorted(turned, key=lambda row: (SEVERITY[Colour(row.colour)], row.since))),
        tuple(sorted(silent, key=lambda row: row.heard or row.since)),
    )


def light_rows(year_id: int, moment: datetime, end: datetime | None = None) -> list[WatchRow]:
    """Every light of the year's targets, done ones too, plans, projects and items, with its colour at `moment`. Six queries.

    With an `end` the colours are those of that moment, and lights younger than it are left out; two queries more.
    """
    rows = [row for kind in _SOURCES for row in _lit(kind, year_id)]
    keys = [row.light for row in rows]
    before = colours_at(keys, moment)
    after = colours_at(keys, end) if end else {row.light: row.colour for row in rows}
    found = [_row(row, before.get(row.light, ""), after[row.light]) for row in rows if row.light in after]
    return sorted(found, key=lambda row: (SEVERITY[Colour(row.colour)], row.since, row.kind, row.pk))


class _Lit(NamedTuple):
    """A thing with its light, as the database gives it; `later` is the second choice of a due day."""

    kind: str
    pk: int
    name: str
    unit_id: int | None
    unit: str | None
    due: date | None
    later: date | None
    heard: datetime | None
    light: int
    colour: str
    rule: str
    since: datetime


_LIGHT = ("light", "light__colour", "light__rule", "light__since")
_NOTHING = Value(None, DateTimeField())
_SOURCES: dict[str, tuple[type[Model], dict[str, Any], tuple[Any, ...]]] = {
    "target": (
        Target,
        {"year": "", "status__in": (TargetStatus.ACTIVE, TargetStatus.DONE)},
        ("name", "lead", "lead__short_name", "counts_on", "due", "to_date_at"),
    ),
    "plan": (
        Plan,
        {"year": ""},
        ("name", "owner", "owner__short_name", "agreed_finish", "due", "fact_at"),
    ),
    "project": (Project, {"year": ""}, ("name", "lead", "lead__short_name", "due", "due", "invested_at")),
    "item": (
        Item,
        {"letter__session__year": ""},
        ("text", "unit", "unit__short_name", "extended_to", "due", _NOTHING),
    ),
}
"""By kind: the rows, what they are narrowed to (empty: the year), and name, unit, its name, two due days, last heard."""


def _lit(kind: str, year_id: int) -> Iterable[_Lit]:
    model, narrowed, columns = _SOURCES[kind]
    wanted = {name: value or year_id for name, value in narrowed.items()}
    rows = model._default_manager.filter(light__isnull=False, **wanted).order_by()
    return (_Lit(kind, *row) for row in rows.values_list("pk", *columns, *_LIGHT))


def _row(lit: _Lit, before: str, colour: str) -> WatchRow:
    return WatchRow(
        kind=lit.kind,
        pk=lit.pk,
        name=lit.name,
        unit_id=lit.unit_id,
        unit=lit.unit or "",
        colour=colour,
        before=before,
        rule=lit.rule,
        since=lit.since,
        due=lit.due or lit.later,
        heard=lit.heard,
    )


@dataclass(frozen=True)
class Owed:
    """One thing that a unit is late or silent with; `why` is late, silent, unsigned or unanswered."""

    kind: str
    pk: int
    name: str
    unit_id: int
    why: str
    colour: str
    since: date | None
    due: date | None

    @property
    def key(self) -> str:
        """By which the same line is recognised in an earlier reminder."""
        return f"{self.kind}:{self.pk}"

    def as_json(self) -> dict[str, object]:
        """As a reminder keeps it."""
        return {
            "kind": self.kind,
            "pk": self.pk,
            "name": self.name,
            "why": self.why,
            "colour": self.colour,
            "since": self.since.isoformat() if self.since else "",
            "due": self.due.isoformat() if self.due else "",
        }


def owed_by_unit(actor: Actor, year_id: int, now: datetime) -> dict[int, tuple[Owed, ...]]:
    """Everything late or silent, by the unit that owes it; the late before the silent. At most twelve queries.

    Late is red; a plan whose project is listed for the same reason stands once. A target whose figure of the period
    is missing after its last fair day is silent even while its light still shines.
    """
    today = clock.today(now)
    rows = light_rows(year_id, now)
    owed = {one.key: one for one in _missing(actor, rows, now)}
    owed |= {one.key: one for one in map(_owed, rows) if one is not None}
    for one in (*_unsigned(year_id, today), *_unanswered(year_id, today)):
        owed[one.key] = one
    by_unit: dict[int, list[Owed]] = defaultdict(list)
    for one in owed.values():
        by_unit[one.unit_id].append(one)
    return {unit: tuple(sorted(lines, key=_urgency)) for unit, lines in by_unit.items()}


def _urgency(one: Owed) -> tuple[bool, date, str]:
    return (one.why == SILENT, one.due or date.max, one.key)


def _owed(row: WatchRow) -> Owed | None:
    silent = row.is_silent and row.rule != NO_READING_YET
    why = LATE if row.colour == Colour.RED else SILENT if silent else ""
    if not why or row.unit_id is None or row.repeats_plan:
        return None
    return Owed(row.kind, row.pk, row.name, row.unit_id, why, row.colour, clock.today(row.since), row.due)


def _missing(actor: Actor, rows: Iterable[WatchRow], now: datetime) -> Iterable[Owed]:
    """Figures and words of the period that nobody sent, once their last fair day is over."""
    units = {row.unit_id for row in rows if row.kind == "target" and row.unit_id is not None}
    today = clock.today(now)
    late = (ask for ask in asks_of(actor, units, now).open if ask.due_on < today)
    return map(_silent, late)


def _silent(ask: Ask) -> Owed:
    row = ask.row
    return Owed("target", row.pk, row.name, row.lead_id or 0, SILENT, row.colour, ask.due_on, row.counts_on)


def _unsigned(year_id: int, today: date) -> Iterable[Owed]:
    """Letters that nobody signed for in time."""
    letters = Letter.objects.filter(session__year=year_id, status=LetterStatus.ISSUED, sign_by__lt=today)
    for letter in letters:
        yield Owed(
            "letter",
            letter.pk,
            letter.number,
            letter.unit_id,
            UNSIGNED,
            "red",
            letter.sign_by,
            letter.sign_by,
        )


def _unanswered(year_id: int, today: date) -> Iterable[Owed]:
    """Matters whose unit has not answered by the day set."""
    for matter in Matter.objects.filter(year=year_id, status=MatterStatus.UNDER_WAY, due__lt=today):
        yield Owed(
            "matter", matter.pk, matter.title, matter.unit_id, UNANSWERED, "red", matter.due, matter.due
        )
