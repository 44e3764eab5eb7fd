"""Projects as rows: what a list, the board and a print need of each, in a constant number of queries."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from yipanqi.access.actor import Actor
from yipanqi.access.registry import within
from yipanqi.foundation import clock
from yipanqi.lights.verdict import Colour
from yipanqi.projects.models import InvestmentReading, Project, ProjectKind, Sector, StageName
from yipanqi.projects.plan_states import PlanState, plan_states
from yipanqi.projects.rules import ProjectAction


@dataclass(frozen=True)
class ProjectRow:
    """One project as a line; money in 亿元, None where unknown; words in the reader's language.

    `invested` is the total of the year by the month's end `invested_period`, entered at `invested_at` by
    `invested_by`; `expected` is the total expected by today; `colour` is grey where no light exists yet.
    """

    pk: int
    code: str
    name: str
    sector: str
    sector_word: str
    kind: str
    kind_word: str
    stage: str
    stage_word: str
    stage_since: date
    is_major: bool
    firm: str
    chain_link: str
    next_step: str
    place: str
    total_investment: Decimal | None
    year_investment: Decimal | None
    invested: Decimal | None
    invested_period: date | None
    invested_at: datetime | None
    invested_by: str
    expected: Decimal | None
    heard_at: datetime | None
    due: date | None
    lead_id: int
    lead: str
    leader_id: int | None
    leader: str
    light_id: int | None
    colour: str
    since: datetime | None
    rule: str
    guarantees: int
    overdue: int
    plan: PlanState | None
    illustrative: bool
    version: int
    order: int

    @property
    def gap(self) -> Decimal | None:
        """Invested less expected by today."""
        if self.invested is None or self.expected is None:
            return None
        return self.invested - self.expected


def project_rows(actor: Actor, year_id: int, now: datetime) -> tuple[ProjectRow, ...]:
    """The projects of a year that the actor may see, in their order. One query and those of the plans."""
    rows = with_words(within(actor, ProjectAction.VIEW, Project.objects.filter(year=year_id)), now)
    found = list(rows.values_list(*_PATHS.values(), "invented"))
    plans = plan_states([values[_PK] for values in found], chains=False)
    words = _words()
    return tuple(_from_values(values, words, plans) for values in found)


_COMPUTED = ("sector_word", "kind_word", "stage_word", "plan")
_PATHS = {each.name: each.name for each in fields(ProjectRow) if each.name not in _COMPUTED} | {
    "lead": "lead__short_name",
    "leader": "leader__title",
    "colour": "light__colour",
    "since": "light__since",
    "rule": "light__rule",
    "guarantees": "open_guarantees",
    "overdue": "late_guarantees",
}
_PK = list(_PATHS).index("pk")


def _words() -> dict[str, dict[str, str]]:
    """The words of the choices in the reader's language, looked up once for all rows."""
    named = {"sector": Sector, "kind": ProjectKind, "stage": StageName}
    return {name: {value: str(label) for value, label in kinds.choices} for name, kinds in named.items()}


def _from_values(
    found: Sequence[Any], words: Mapping[str, Mapping[str, str]], plans: Mapping[int, PlanState]
) -> ProjectRow:
    *columns, invented = found
    values = dict(zip(_PATHS, columns, strict=True))
    values |= {f"{name}_word": known[values[name]] for name, known in words.items()}
    values |= {name: values[name] or "" for name in ("leader", "rule")}
    values["colour"] = values["colour"] or Colour.GREY.value
    values["illustrative"] = values["illustrative"] or invented
    return ProjectRow(**values, plan=plans.get(values["pk"]))


def with_words(rows: QuerySet[Project], now: datetime) -> QuerySet[Project]:
    """Light, units and leader joined; what is owed counted beside them."""
    open_ones = Q(guarantees__done_on__isnull=True, guarantees__isnull=False)
    invented = InvestmentReading.objects.filter(project=OuterRef("pk"), illustrative=True)
    return (
        rows.select_related("light", "lead", "leader")
        .annotate(
            open_guarantees=Count("guarantees", filter=open_ones),
            late_guarantees=Count("guarantees", filter=open_ones & Q(guarantees__due__lt=clock.today(now))),
            invented=Exists(invented),
        )
        .order_by("order", "id")
    )


def as_rows(rows: Iterable[Project]) -> tuple[ProjectRow, ...]:
    """Annotated rows as frozen ones, with their plans."""
    projects = list(rows)
    plans = plan_states([project.pk for project in projects], chains=False)
    return tuple(_as_row(project, plans) for project in projects)


def _as_row(project: Project, plans: Mapping[int, PlanState]) -> ProjectRow:
    light = project.light
    return ProjectRow(
        pk=project.pk,
        code=project.code,
        name=project.name,
        sector=project.sector,
        sector_word=str(Sector(project.sector).label),
        kind=project.kind,
        kind_word=str(ProjectKind(project.kind).label),
        stage=project.stage,
        stage_word=str(StageName(project.stage).label),
        stage_since=project.stage_since,
        is_major=project.is_major,
        firm=project.firm,
        chain_link=project.chain_link,
        next_step=project.next_step,
        place=project.place,
        total_investment=project.total_investment,
        year_investment=project.year_investment,
        invested=project.invested,
        invested_period=project.invested_period,
        invested_at=project.invested_at,
        invested_by=project.invested_by,
        expected=project.expected,
        heard_at=project.heard_at,
        due=project.due,
        lead_id=project.lead_id,
        lead=project.lead.short_name,
        leader_id=project.leader_id,
        leader=project.leader.title if project.leader else "",
        light_id=project.light_id,
        colour=light.colour if light else Colour.GREY.value,
        since=light.since if light else None,
        rule=light.rule if light else "",
        guarantees=getattr(project, "open_guarantees", 0),
        overdue=getattr(project, "late_guarantees", 0),
        plan=plans.get(project.pk),
        illustrative=project.illustrative or getattr(project, "invented", False),
        version=project.version,
        order=project.order,
    )
