"""Rows of plans → one `schedule.Problem`: several plans are one network, tied by the links between them.

Durations and lags are working days of the plan's calendar, a day of the engine is an office day of 480 minutes.
A plan whose data date is None is scheduled as it was planned, from its start; one with a data date shows the state
at the beginning of that day, and no unfinished work lies before it. What is done holds its successors from the day
on which it was done, whatever it should have waited for.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import NamedTuple

from yipanqi.plans.days import WEEKDAYS, Calendars, DayTable
from yipanqi.plans.drafts import join
from yipanqi.schedule import (
    Activity,
    Calendar,
    CalendarException,
    Constraint,
    ConstraintKind,
    Kind,
    Link,
    LinkType,
    Options,
    Problem,
    ProgressMode,
    ProjectInfo,
)
from yipanqi.schedule.problem import OFFICE_DAY

DAY_MINUTES = 480
_MORNING, _EVENING = time(8), time(17)
_ONE = timedelta(days=1)

_TYPES = {kind.value: kind for kind in LinkType}

TASK, MILESTONE, SUMMARY = "task", "milestone", "summary"
_AT_START = frozenset({"start_on_or_after", "mandatory_start"})


class ActivityRow(NamedTuple):
    """One activity as stored; see `models.Activity`."""

    key: str
    level: int
    kind: str
    name: str
    duration: int
    unit_id: int | None
    constraint: str
    constraint_date: date | None
    target_id: int | None = None
    constraint_reason: str = ""
    claim_kind: str = ""
    claim: str = ""
    approval: str = ""


class LinkRow(NamedTuple):
    """A dependency inside a plan."""

    predecessor: str
    successor: str
    type: str = "FS"
    lag: int = 0


class CrossRow(NamedTuple):
    """A dependency between two plans."""

    predecessor_plan: int
    predecessor: str
    successor_plan: int
    successor: str
    type: str = "FS"
    lag: int = 0


class FactRow(NamedTuple):
    """The newest fact about an activity: its state at the end of the day `as_of`."""

    as_of: date
    actual_start: date | None
    actual_finish: date | None
    remaining: int | None
    at: datetime
    waits_for_id: int | None = None
    note: str = ""


@dataclass(frozen=True)
class PlanRows:
    """One version of a plan as it is to be scheduled.

    `data_date` None means "as planned"; `finish_by` is the date that late dates run back from, None for the
    plan's own finish.
    """

    plan_id: int
    name: str
    start: date
    calendar: str
    activities: Sequence[ActivityRow]
    links: Sequence[LinkRow]
    facts: Mapping[str, FactRow] = field(default_factory=dict)
    data_date: date | None = None
    finish_by: date | None = None


def problem(plans: Sequence[PlanRows], cross: Iterable[CrossRow], calendars: Calendars) -> Problem:
    """The network of these plans. Links whose ends are not among the rows are left out."""
    used = {plan.calendar for plan in plans}
    activities = [activity for plan in plans for activity in _activities(plan, calendars[plan.calendar])]
    links = [link for plan in plans for link in _links(plan)]
    if cross := tuple(cross):
        links += _cross_links(cross, {activity.key for activity in activities})
    return Problem(
        projects=tuple(_project(plan) for plan in plans),
        activities=tuple(activities),
        links=tuple(links),
        calendars=tuple(engine_calendar(code, calendars) for code in sorted(used)) or (Calendar("7"),),
        options=Options(progress=ProgressMode.ACTUAL_DATES),
    )


def engine_calendar(code: str, calendars: Calendars) -> Calendar:
    """The engine's calendar of a plan's choice."""
    exceptions = calendars.exceptions if code == "china" else {}
    return _engine_calendar(code, tuple(sorted(exceptions.items())))


@lru_cache(maxsize=8)
def _engine_calendar(code: str, exceptions: tuple[tuple[date, bool], ...]) -> Calendar:
    """The same for all plans of a day: hundreds are scheduled one by one in a search for conflicts."""
    weekdays = WEEKDAYS[code]
    return Calendar(
        code,
        week=(OFFICE_DAY,) * weekdays + ((),) * (7 - weekdays),
        exceptions=tuple(
            CalendarException(day, day, OFFICE_DAY if works else ()) for day, works in exceptions
        ),
    )


def _project(plan: PlanRows) -> ProjectInfo:
    begin = datetime.combine(plan.start, time())
    today = datetime.combine(plan.data_date, time()) if plan.data_date else begin
    return ProjectInfo(
        id=str(plan.plan_id),
        name=plan.name,
        start=begin,
        data_date=max(begin, today),
        must_finish_by=datetime.combine(plan.finish_by, _EVENING) if plan.finish_by else None,
        calendar=plan.calendar,
    )


def _activities(plan: PlanRows, days: DayTable) -> Iterable[Activity]:
    """The plan's activities; a summary spans the deeper rows that follow it."""
    project = str(plan.plan_id)
    held = {link.successor for link in plan.links}
    path: tuple[tuple[int, str], ...] = ()
    wbs: tuple[str, ...] = ()
    for row in plan.activities:
        if path or row.kind == SUMMARY:
            path = _path(path, row)
            wbs = tuple(key for _, key in path)
        name = join(plan.plan_id, row.key)
        progress = _progress(row, plan, days)
        yield Activity(
            key=name,
            id=name,
            name=row.name,
            project=project,
            calendar=plan.calendar,
            kind=_kind(row, row.key in held),
            duration=row.duration * DAY_MINUTES if row.kind == TASK else 0,
            wbs=wbs,
            constraint=_constraint(row) if row.constraint else None,
            actual_start=progress.actual_start,
            actual_finish=progress.actual_finish,
            remaining=progress.remaining,
        )


def _path(path: tuple[tuple[int, str], ...], row: ActivityRow) -> tuple[tuple[int, str], ...]:
    """The summaries that a row stands under, by level and key; a summary stands under itself."""
    above = tuple(step for step in path if step[0] < row.level)
    return (*above, (row.level, row.key)) if row.kind == SUMMARY else above


def _kind(row: ActivityRow, is_held: bool) -> Kind:
    """A milestone that ends something stands at the evening before, one that opens it at the morning."""
    if row.kind == SUMMARY:
        return Kind.WBS_SUMMARY
    if row.kind == MILESTONE:
        opens = not is_held or row.constraint in _AT_START
        return Kind.START_MILESTONE if opens else Kind.FINISH_MILESTONE
    return Kind.TASK


def _constraint(row: ActivityRow) -> Constraint | None:
    if row.constraint_date is None or row.kind == SUMMARY:
        return None
    at = _MORNING if row.constraint in _AT_START else _EVENING
    return Constraint(ConstraintKind(row.constraint), datetime.combine(row.constraint_date, at))


class Progress(NamedTuple):
    """The engine's words for a fact."""

    actual_start: datetime | None = None
    actual_finish: datetime | None = None
    remaining: int | None = None


_UNTOLD = Progress()


def _progress(row: ActivityRow, plan: PlanRows, days: DayTable) -> Progress:
    fact = plan.facts.get(row.key)
    if fact is None or fact.actual_start is None or plan.data_date is None or row.kind == SUMMARY:
        return _UNTOLD
    begun = datetime.combine(fact.actual_start, _MORNING)
    if fact.actual_finish:
        return Progress(begun, datetime.combine(fact.actual_finish, _EVENING))
    return Progress(begun, None, remaining_days(row.duration, fact, plan.data_date, days) * DAY_MINUTES)


def remaining_days(duration: int, fact: FactRow, today: date, days: DayTable) -> int:
    """Working days left at the beginning of `today`: those of the fact less those gone since, at least one.

    A fact without a remaining duration means that the work goes as planned since it began.
    """
    if fact.remaining is not None:
        left, since = fact.remaining, fact.as_of
    else:
        left, since = duration, (fact.actual_start or fact.as_of) - _ONE
    return max(1, left - days.between(since, today - _ONE))


def _links(plan: PlanRows) -> Iterable[Link]:
    prefix = join(plan.plan_id, "")
    for link in plan.links:
        yield Link(
            prefix + link.predecessor, prefix + link.successor, _TYPES[link.type], link.lag * DAY_MINUTES
        )


def _cross_links(cross: Iterable[CrossRow], known: set[str]) -> Iterable[Link]:
    for link in cross:
        before = join(link.predecessor_plan, link.predecessor)
        after = join(link.successor_plan, link.successor)
        if before in known and after in known:
            yield Link(before, after, _TYPES[link.type], link.lag * DAY_MINUTES)
