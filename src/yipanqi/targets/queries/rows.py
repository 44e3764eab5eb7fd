"""Targets as rows: what a list, the board and a print need of each, in one query."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Subquery
from django.utils.functional import Promise

from yipanqi.access.actor import Actor
from yipanqi.access.registry import within
from yipanqi.lights.models import LightChange
from yipanqi.lights.verdict import Colour
from yipanqi.targets.models import Measure, Reading, Target
from yipanqi.targets.rules import TargetAction
from yipanqi.targets.sources import MANUAL, find_source
from yipanqi.targets.transitions import TargetStatus


@dataclass(frozen=True)
class TargetFilter:
    """What a list is narrowed to; empty fields do not narrow. `goal_id` takes a node and all below it."""

    goal_id: int | None = None
    lead_id: int | None = None
    leader_id: int | None = None
    colour: str = ""
    kind: str = ""
    text: str = ""
    with_dropped: bool = False


@dataclass(frozen=True)
class TargetRow:
    """One target as a line. Figures are None where unknown; `colour` is grey where no light exists yet.

    `change` is the value to date less the one known at the moment asked for, `colour_before` the colour then
    (empty when there was none); `read_at` and `period` tell the age; `source` is empty for typed figures.
    """

    pk: int
    key: str
    kind: str
    name: str
    goal_id: int
    goal: str
    measure: str
    op: str
    value: Decimal | None
    approx: bool
    unit: str
    to_date: Decimal | None
    before: Decimal | None
    expected: Decimal | None
    forecast: Decimal | None
    needed: Decimal | None
    due: date | None
    due_explicit: bool
    counts_on: date | None
    done_on: date | None
    status: str
    cycle: str
    period: date | None
    read_at: datetime | None
    source: str
    source_label: str | Promise
    lead_id: int | None
    lead: str
    leader: str
    light_id: int | None
    colour: str
    colour_before: str
    since: datetime | None
    rule: str
    illustrative: bool
    version: int
    order: int
    numbers: dict[str, str]

    @property
    def less_is_better(self) -> bool:
        """Ceilings always, means unless the figure is published as "at least"."""
        return (
            self.measure == Measure.CEILING
            or self.op == "<="
            or (self.measure == Measure.MEAN and self.op != ">=")
        )

    @property
    def sign(self) -> str:
        """What stands before the promised figure."""
        return {">=": "≥", "<=": "≤", "+": "+"}.get(self.op, "")

    @property
    def change(self) -> Decimal | None:
        """How much came since the moment asked for."""
        if self.to_date is None or self.before is None:
            return None
        return self.to_date - self.before

    @property
    def gap(self) -> Decimal | None:
        """Value to date less value expected today."""
        if self.to_date is None or self.expected is None:
            return None
        return self.to_date - self.expected

    @property
    def turned(self) -> bool:
        """Whether the light has another colour than at the moment asked for."""
        return bool(self.colour_before) and self.colour_before != self.colour


def target_rows(
    actor: Actor,
    year_id: int,
    *,
    since: datetime | None = None,
    narrowed: TargetFilter | None = None,
) -> tuple[TargetRow, ...]:
    """The targets of a year that the actor may see, in the order of the list. One query; two for a subtree.

    `since` is the moment against which changes are told: the last meeting.
    """
    rows = narrow(
        within(actor, TargetAction.VIEW, Target.objects.filter(year=year_id)), narrowed or TargetFilter()
    )
    return tuple(TargetRow(**values) for values in row_values(with_history(rows, since)))


_PATHS = {each.name: each.name for each in fields(TargetRow) if each.name != "source_label"} | {
    "goal": "goal__name",
    "before": "value_before",
    "needed": "needed_pace",
    "period": "to_date_period",
    "read_at": "to_date_at",
    "lead": "lead__short_name",
    "leader": "leader__title",
    "colour": "light__colour",
    "since": "light__since",
    "rule": "light__rule",
    "illustrative": "invented",
}
_EMPTY = {"lead": "", "leader": "", "colour": Colour.GREY.value, "colour_before": "", "rule": ""}


def row_values(rows: QuerySet[Target], *more: str) -> Iterator[dict[str, Any]]:
    """What a TargetRow is made of, from rows `with_history`; the paths of `more` beside it. One query, no models."""
    names = (*_PATHS, *more)
    for found in rows.values_list(*_PATHS.values(), *more):
        values = dict(zip(names, found, strict=True))
        for name, empty in _EMPTY.items():
            values[name] = values[name] or empty
        yield values | {"source_label": source_label(values["source"])}


def narrow(rows: QuerySet[Target], by: TargetFilter) -> QuerySet[Target]:
    """The rows that the filter leaves."""
    wanted = Q()
    if by.goal_id:
        wanted &= Q(goal=by.goal_id) | Q(goal__parent=by.goal_id) | Q(goal__parent__parent=by.goal_id)
    if by.lead_id:
        wanted &= Q(lead=by.lead_id)
    if by.leader_id:
        wanted &= Q(leader=by.leader_id)
    if by.colour == Colour.GREY:
        wanted &= Q(light__isnull=True) | Q(light__colour=by.colour)
    elif by.colour:
        wanted &= Q(light__colour=by.colour)
    if by.kind:
        wanted &= Q(kind=by.kind)
    if by.text.strip():
        wanted &= Q(name__icontains=by.text.strip()) | Q(lead__name__icontains=by.text.strip())
    if not by.with_dropped:
        wanted &= ~Q(status=TargetStatus.DROPPED)
    return rows.filter(wanted)


def with_history(rows: QuerySet[Target], since: datetime | None) -> QuerySet[Target]:
    """Light, units and goal joined; colour and value at `since` beside them."""
    known = Q(at__lte=since) if since else Q(pk__in=[])
    readings = Reading.objects.filter(known, target=OuterRef("pk")).order_by("-period", "-revision")
    colours = LightChange.objects.filter(known, light=OuterRef("light")).order_by("-at", "-id")
    invented = Reading.objects.filter(target=OuterRef("pk"), illustrative=True)
    return (
        rows.select_related("light", "lead", "leader", "goal")
        .annotate(
            value_before=Subquery(readings.values("value")[:1]),
            colour_before=Subquery(colours.values("after")[:1], output_field=CharField()),
            invented=Exists(invented),
        )
        .order_by("goal__order", "order", "id")
    )


def as_row(target: Target) -> TargetRow:
    """An annotated row as a frozen one."""
    light = target.light
    return TargetRow(
        pk=target.pk,
        key=target.key,
        kind=target.kind,
        name=target.name,
        goal_id=target.goal_id,
        goal=target.goal.name,
        measure=target.measure,
        op=target.op,
        value=target.value,
        approx=target.approx,
        unit=target.unit,
        to_date=target.to_date,
        before=getattr(target, "value_before", None),
        expected=target.expected,
        forecast=target.forecast,
        needed=target.needed_pace,
        due=target.due,
        due_explicit=target.due_explicit,
        counts_on=target.counts_on,
        done_on=target.done_on,
        status=target.status,
        cycle=target.cycle,
        period=target.to_date_period,
        read_at=target.to_date_at,
        source=target.source,
        source_label=source_label(target.source),
        lead_id=target.lead_id,
        lead=target.lead.short_name if target.lead else "",
        leader=target.leader.title if target.leader else "",
        light_id=target.light_id,
        colour=light.colour if light else Colour.GREY.value,
        colour_before=getattr(target, "colour_before", None) or "",
        since=light.since if light else None,
        rule=light.rule if light else "",
        illustrative=getattr(target, "invented", False),
        version=target.version,
        order=target.order,
        numbers=target.numbers,
    )


def source_label(key: str) -> str | Promise:
    """The words for a source; empty for typed figures."""
    if key == MANUAL:
        return ""
    source = find_source(key)
    return source.label if source else key


@dataclass(frozen=True)
class Counts:
    """Lights by colour."""

    red: int = 0
    yellow: int = 0
    grey: int = 0
    green: int = 0
    blue: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return self.red + self.yellow + self.grey + self.green + self.blue


def count_colours(colours: Iterable[str]) -> Counts:
    """How many of each."""
    found = list(colours)
    return Counts(**{colour.value: found.count(colour.value) for colour in Colour})


def rows_that_turned(
    rows: Iterable[TargetRow], to: Iterable[str] = (Colour.RED, Colour.YELLOW)
) -> list[TargetRow]:
    """Those whose light took one of these colours since the moment asked for, red before yellow."""
    order = [colour.value for colour in Colour]
    wanted = {str(colour) for colour in to}
    turned = [row for row in rows if row.turned and row.colour in wanted]
    return sorted(turned, key=lambda row: order.index(row.colour))
