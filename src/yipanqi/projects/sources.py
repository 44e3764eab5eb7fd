"""What projects bring to targets, counted: their investment, their number, their floor area, people, amounts.

A contribution counts as soon as its project has reached the stage; one that was given up counts no more, though what
was invested in it stays invested. Each count takes two queries, whatever the number of targets.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.conf import settings
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_noop, pgettext_lazy

from yipanqi.foundation import clock
from yipanqi.projects.models import Contribution, ContributionKind, InvestmentReading, StageEvent
from yipanqi.projects.transitions import Stage
from yipanqi.targets.periods import month_end
from yipanqi.targets.sources import Count, SourcedValue

RANK = {stage.value: rank for rank, stage in enumerate(stage for stage in Stage if stage != Stage.GIVEN_UP)}
"""Stages in their order; one that was given up has no rank."""
_NOT_YET = -1
_READ = gettext_noop("Investment of %(read)s of %(all)s projects")
_REACHED = gettext_noop("%(reached)s of %(all)s projects have got there")


def count_investment(target_ids: Sequence[int], day: date) -> Mapping[int, SourcedValue]:
    """The investment of the year to date, by the latest reading of each project that is known on `day`."""
    members = _members(target_ids, ContributionKind.INVESTMENT)
    latest = latest_investments({row.project_id for rows in members.values() for row in rows}, day)
    found = {}
    for target, rows in members.items():
        read = [latest[row.project_id] for row in rows if row.project_id in latest]
        if read:
            total = sum((value for value, _as_of in read), Decimal(0))
            words = _told(_READ, read=len(read), all=len(rows))
            found[target] = SourcedValue(
                total, max(as_of for _value, as_of in read), words, _is_invented(rows)
            )
    return found


def latest_investments(project_ids: Collection[int], day: date) -> dict[int, tuple[Decimal, date]]:
    """The latest current reading of each project up to `day`, and the day it speaks for. One query."""
    rows = InvestmentReading.objects.filter(
        project__in=project_ids, current=True, period__lte=month_end(day)
    ).order_by("period")
    return {
        project: (value, as_of)
        for project, value, period, at in rows.values_list("project_id", "value", "period", "at")
        if (as_of := min(period, clock.today(at))) <= day
    }


def count_projects(target_ids: Sequence[int], day: date) -> Mapping[int, SourcedValue]:
    """How many projects have reached the stage that counts for the target."""
    members = _members(target_ids, ContributionKind.COUNT)
    return _counted(members, day, lambda row: Decimal(1))


def count_amounts(target_ids: Sequence[int], day: date) -> Mapping[int, SourcedValue]:
    """The amounts, in the target's unit, of the projects that have reached the stage that counts."""
    members = _members(target_ids, ContributionKind.AMOUNT)
    return _counted(members, day, lambda row: row.amount or Decimal(0))


@dataclass(frozen=True)
class Member:
    """A contribution as it is counted: the project, the stage it counts from, its amount, the target's year."""

    project_id: int
    stage: str
    amount: Decimal | None
    year: int
    illustrative: bool


def _members(target_ids: Collection[int], kind: str) -> dict[int, list[Member]]:
    """The contributions of one kind, by target. One query."""
    members: dict[int, list[Member]] = defaultdict(list)
    rows = Contribution.objects.filter(target__in=target_ids, kind=kind)
    fields = ("target_id", "project_id", "stage", "amount", "target__year__number", "project__illustrative")
    for target, *row in rows.values_list(*fields):
        members[target].append(Member(*row))
    return members


def _counted(
    members: Mapping[int, Sequence[Member]], day: date, worth: Callable[[Member], Decimal]
) -> dict[int, SourcedValue]:
    """Sum of what has come in; the value speaks for the last change, or for the end of the month before."""
    stood = stages_on({row.project_id for rows in members.values() for row in rows}, day)
    found = {}
    for target, rows in members.items():
        reached = [row for row in rows if has_reached(stood.get(row.project_id), row.stage)]
        changed = [stood[row.project_id][1] for row in rows if row.project_id in stood]
        words = _told(_REACHED, reached=len(reached), all=len(rows))
        value = sum((worth(row) for row in reached), Decimal(0))
        spoken = _speaks_for(changed, rows[0].year, day)
        found[target] = SourcedValue(value, spoken, words, _is_invented(rows))
    return found


def _is_invented(rows: Sequence[Member]) -> bool:
    """A sum with illustrative parts is illustrative."""
    return any(row.illustrative for row in rows)


def stages_on(project_ids: Collection[int], day: date) -> dict[int, tuple[str, date]]:
    """The stage of each project at the end of `day`, and since when. One query."""
    rows = StageEvent.objects.filter(project__in=project_ids, on__lte=day).order_by("on", "id")
    return {project: (stage, on) for project, stage, on in rows.values_list("project_id", "after", "on")}


def has_reached(stood: tuple[str, date] | None, stage: str) -> bool:
    """Whether a project that stands so has come as far as `stage`."""
    return stood is not None and RANK.get(stood[0], _NOT_YET) >= RANK[stage]


def _speaks_for(changed: Iterable[date], year: int, day: date) -> date:
    """The day a count speaks for: nothing has moved since, so a new reading comes only with a move or a month."""
    floor = max(day.replace(day=1) - timedelta(days=1), date(year, 1, 1))
    return min(max([floor, *changed]), day)


def _told(msgid: str, **numbers: int) -> str:
    """Words that are stored: in the language of the house, whoever saves."""
    with translation.override(settings.LANGUAGE_CODE):
        return gettext(msgid) % numbers


SOURCES: tuple[tuple[str, "str | Promise", Count], ...] = (
    ("projects.investment", pgettext_lazy("source", "Investment of projects"), count_investment),
    ("projects.count", pgettext_lazy("source", "Count of projects"), count_projects),
    ("projects.amount", pgettext_lazy("source", "Amounts of projects"), count_amounts),
)
"""For the wiring: `register_source(*source)` for each."""
KEYS = tuple(key for key, _label, _count in SOURCES)
SOURCE_OF = {
    ContributionKind.INVESTMENT.value: "projects.investment",
    ContributionKind.COUNT.value: "projects.count",
    ContributionKind.AMOUNT.value: "projects.amount",
}
"""Which source counts a kind of contribution."""
