"""Who turned yellow or red, who is silent, and what each unit owes: over targets, plans, projects, items and letters.

Everything is read from the stored lights and their history, so that lists, reminders and bulletins cannot disagree.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from yipanqi.access.actor import Actor
from yipanqi.access.registry import demand
from yipanqi.assignments.models import Letter
from yipanqi.assignments.transitions import LetterStatus
from yipanqi.foundation import clock
from yipanqi.lights.models import Light
from yipanqi.lights.queries import colours_at
from yipanqi.lights.verdict import SEVERITY, Colour
from yipanqi.org.models import Unit
from yipanqi.supervision.models import Matter
from yipanqi.supervision.rules import SupervisionAction
from yipanqi.supervision.transitions import MatterStatus
from yipanqi.targets.queries.asks import Ask, asks_of
from yipanqi.targets.transitions import TargetStatus

TROUBLED = (Colour.RED.value, Colour.YELLOW.value)
LATE, SILENT, UNSIGNED, UNANSWERED = "late", "silent", "unsigned", "unanswered"
NOT_YET = ("plan.not_agreed", "project.given_up", "item.aside")
"""Grey because nothing is agreed yet, or it is set aside or given up; not because anyone is silent."""
FROM_PLAN = ("project.plan_late", "project.plan_warns", "project.plan_silent")
"""A project's light that only repeats its plan's: the plan stands in the list already."""
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
    since: datetime | None
    due: date | None
    heard: datetime | None

    @property
    def turned_worse(self) -> bool:
        """Yellow or red now, and better (or not known) at the moment asked for."""
        worse = not self.before or SEVERITY[Colour(self.colour)] < SEVERITY[Colour(self.before)]
        return self.colour in TROUBLED and worse

    @property
    def is_silent(self) -> bool:
        """Grey although something was to be heard."""
        return self.colour == Colour.GREY and self.rule not in NOT_YET


@dataclass(frozen=True)
class Watched:
    """The two lists; `turned` has the worst first, `silent` the longest silent first."""

    turned: tuple[WatchRow, ...]
    silent: tuple[WatchRow, ...]


def watch_rows(actor: Actor, year_id: int, since: datetime | None, now: datetime) -> Watched:
    """Turned for the worse since a moment (the last meeting), and silent now. Three queries."""
    demand(actor, SupervisionAction.WATCH)
    rows = light_rows(year_id, since or now)
    turned = [row for row in rows if row.turned_worse and row.since and row.since > (since or now)]
    silent = [row for row in rows if row.is_silent]
    return Watched(
        tuple(sorted(turned, key=lambda row: (SEVERITY[Colour(row.colour)], row.since))),
        tuple(sorted(silent, key=lambda row: row.heard or row.since or now)),
    )


def light_rows(year_id: int, moment: datetime, end: datetime | None = None) -> list[WatchRow]:
    """Every light of the year's live targets, plans, projects and items, with its colour at `moment`. Three queries.

    With an `end` the colours are those of that moment, and lights younger than it are left out; two queries more.
    """
    live = Q(target__year=year_id, target__status=TargetStatus.ACTIVE) | Q(plan__year=year_id)
    live |= Q(project__year=year_id) | Q(item__letter__session__year=year_id)
    lights = list(
        Light.objects.filter(live)
        .select_related("target__lead", "plan__owner", "project__lead", "item__unit")
        .defer("numbers", "chain", "target__numbers")
        .order_by("severity", "since", "pk")
    )
    keys = [light.pk for light in lights]
    before = colours_at(keys, moment)
    after = colours_at(keys, end) if end else {light.pk: light.colour for light in lights}
    return [_row(light, before.get(light.pk, ""), after[light.pk]) for light in lights if light.pk in after]


def _row(light: Light, before: str, colour: str) -> WatchRow:
    kind, pk, name, unit, due, heard = _subject(light)
    return WatchRow(
        kind=kind,
        pk=pk,
        name=name,
        unit_id=unit.pk if unit else None,
        unit=unit.short_name if unit else "",
        colour=colour,
        before=before,
        rule=light.rule,
        since=light.since,
        due=due,
        heard=heard,
    )


Subject = tuple[str, int, str, Unit | None, date | None, datetime | None]


def _subject(light: Light) -> Subject:
    """What the light belongs to, whose it is, when it is due and when it was last heard of."""
    if target := getattr(light, "target", None):
        return (
            "target",
            target.pk,
            target.name,
            target.lead,
            target.counts_on or target.due,
            target.to_date_at,
        )
    if plan := getattr(light, "plan", None):
        return "plan", plan.pk, plan.name, plan.owner, plan.agreed_finish or plan.due, plan.fact_at
    if project := getattr(light, "project", None):
        return "project", project.pk, project.name, project.lead, project.due, project.invested_at
    item = light.item
    return "item", item.pk, item.text, item.unit, item.extended_to or item.due, None


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
    """Everything late or silent, by the unit that owes it; the late before the silent. At most nine queries.

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
    if not why or row.unit_id is None or row.rule in FROM_PLAN:
        return None
    since = clock.today(row.since) if row.since else None
    return Owed(row.kind, row.pk, row.name, row.unit_id, why, row.colour, since, row.due)


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
