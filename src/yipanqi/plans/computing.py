"""Plans with their facts → dates, floats and drivers of every activity, as days: pure, nothing is read or saved."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from yipanqi.plans.assembling import DAY_MINUTES, CrossRow, PlanRows, problem
from yipanqi.plans.days import Calendars, DayTable
from yipanqi.plans.drafts import join, split
from yipanqi.schedule import CycleError, Kind, ScheduleResult, schedule
from yipanqi.schedule.result import NONE

_DAY = 1440
_MORNING, _EVENING = 480, 1020
_EPOCH = date(1970, 1, 1).toordinal()


class Dates(NamedTuple):
    """What scheduling says of one activity. Floats in working days; late dates and floats end with the work.

    `driver` names the activity that decides the start: its key, or "<plan id>/<key>" in another plan.
    """

    start: date | None
    finish: date | None
    late_start: date | None = None
    late_finish: date | None = None
    total_float: int | None = None
    free_float: int | None = None
    critical: bool = False
    longest_path: bool = False
    driver: str = ""


@dataclass(frozen=True)
class PlanDates:
    """One scheduled plan. `total_float`: working days from the finish to the date it must keep, None without one."""

    dates: dict[str, Dates] = field(default_factory=dict)
    finish: date | None = None
    total_float: int | None = None


class Cycle(Exception):
    """The links form a ring; `names` are those of its activities, `members` their (plan id, key)."""

    def __init__(self, members: Sequence[tuple[int, str]], names: Sequence[str]) -> None:
        self.members, self.names = tuple(members), tuple(names)
        super().__init__(self.ring)

    @property
    def ring(self) -> str:
        """The ring in words, closed."""
        return " → ".join([*self.names, self.names[0]])


def computed(
    plans: Sequence[PlanRows], cross: Iterable[CrossRow], calendars: Calendars
) -> dict[int, PlanDates]:
    """Every plan scheduled, all as one network. Raises Cycle, or schedule.InputError for impossible figures."""
    result = scheduled(plans, cross, calendars)
    columns = _Columns(plans, result, calendars)
    found: dict[int, PlanDates] = {}
    at = 0
    for plan in plans:
        dates = {row.key: columns.row(at + n) for n, row in enumerate(plan.activities)}
        at += len(plan.activities)
        finish = max((one.finish for one in dates.values() if one.finish), default=None)
        found[plan.plan_id] = PlanDates(
            dates, finish, float_to(finish, plan.finish_by, calendars[plan.calendar])
        )
    return found


def scheduled(plans: Sequence[PlanRows], cross: Iterable[CrossRow], calendars: Calendars) -> ScheduleResult:
    """The engine's own result; activities in the order of the plans and their rows."""
    try:
        return schedule(problem(plans, cross, calendars))
    except CycleError as error:
        raise _named(error, plans) from None


def float_to(finish: date | None, wanted: date | None, days: DayTable) -> int | None:
    """Working days from `finish` to `wanted`, negative when it is late."""
    return None if finish is None or wanted is None else days.between(finish, wanted)


def _named(error: CycleError, plans: Sequence[PlanRows]) -> Cycle:
    members = [split(name) for name in error.activities]
    concerned = {plan_id for plan_id, _ in members}
    names = {
        (plan.plan_id, row.key): f"{plan.name}：{row.name}" if len(concerned) > 1 else row.name
        for plan in plans
        if plan.plan_id in concerned
        for row in plan.activities
    }
    return Cycle(members, [names[member] for member in members])


class _Columns:
    """The result's columns as days; `row(i)` reads one activity."""

    def __init__(self, plans: Sequence[PlanRows], result: ScheduleResult, calendars: Calendars) -> None:
        tables = [calendars[plan.calendar] for plan in plans for _ in plan.activities]
        kinds = [activity.kind for activity in result.problem.activities]
        self.start = _days(result.start, tables, kinds, _forward)
        self.finish = _days(result.finish, tables, kinds, _back)
        self.late_start = _days(result.late_start, tables, kinds, _forward)
        self.late_finish = _days(result.late_finish, tables, kinds, _back)
        self.total, self.free = _whole(result.total_float), _whole(result.free_float)
        self.longest = result.longest_path.tolist()
        self.critical = (result.critical | result.longest_path).tolist()
        self.driver = _drivers(result)
        self._not_before(plans, tables, result)

    def _not_before(
        self, plans: Sequence[PlanRows], tables: Sequence[DayTable], result: ScheduleResult
    ) -> None:
        """What ends at the evening before the data date is shown on it: nothing unfinished lies in the past."""
        floors = [plan.data_date for plan in plans for _ in plan.activities]
        activities = result.problem.activities
        for i, (floor, finish) in enumerate(zip(floors, self.finish, strict=True)):
            if floor and finish and finish < floor and activities[i].actual_finish is None:
                day = tables[i].at_or_after(floor)
                self.finish[i] = day
                if activities[i].actual_start is None:
                    self.start[i] = day

    def row(self, i: int) -> Dates:
        """One activity."""
        return Dates(
            self.start[i],
            self.finish[i],
            self.late_start[i],
            self.late_finish[i],
            self.total[i],
            self.free[i],
            self.critical[i],
            self.longest[i],
            self.driver.get(i, ""),
        )


def _days(
    minutes: Any,
    tables: Sequence[DayTable],
    kinds: Sequence[Kind],
    settle: Callable[[date, int, DayTable], date],
) -> list[date | None]:
    """Days of a column of minutes; a task's instant at the edge of a shift belongs to the day that works there."""
    clock = minutes % _DAY
    days: list[date | None] = [
        None if day < 0 else _date(day) for day in np.where(minutes == NONE, -1, minutes // _DAY).tolist()
    ]
    edge = (minutes != NONE) & ((clock <= _MORNING) if settle is _back else (clock >= _EVENING))
    for i in np.flatnonzero(edge).tolist():
        day = days[i]
        if day and kinds[i] in (Kind.TASK, Kind.WBS_SUMMARY):
            days[i] = settle(day, int(clock[i]), tables[i])
    return days


def _back(day: date, _: int, table: DayTable) -> date:
    """The day whose evening an instant in the morning is."""
    return table.at_or_before(date.fromordinal(day.toordinal() - 1))


def _forward(day: date, _: int, table: DayTable) -> date:
    """The day whose morning an instant in the evening is."""
    return table.at_or_after(date.fromordinal(day.toordinal() + 1))


@lru_cache(maxsize=40_000)
def _date(days: int) -> date:
    return date.fromordinal(_EPOCH + days)


def _whole(minutes: Any) -> list[int | None]:
    """Working days of a column of working minutes."""
    days = (minutes // DAY_MINUTES).tolist()
    return [None if nothing else day for nothing, day in zip((minutes == NONE).tolist(), days, strict=True)]


def _drivers(result: ScheduleResult) -> dict[int, str]:
    """By position, the activity that decides its start; of several that on the longest path, then the latest."""
    links, row, activities = result.problem.links, result.row, result.problem.activities
    chosen: dict[int, tuple[bool, int, int]] = {}
    finish, longest = result.finish.tolist(), result.longest_path.tolist()
    for number in np.flatnonzero(result.driving).tolist():
        before, after = row[links[number].predecessor], row[links[number].successor]
        rank = (longest[before], finish[before], before)
        if rank > chosen.get(after, (False, NONE, -1)):
            chosen[after] = rank
    return {
        after: _seen_from(activities[after].project, activities[before].id)
        for after, (_, _, before) in chosen.items()
    }


def _seen_from(project: str, name: str) -> str:
    """The key alone inside one plan, the full name across plans."""
    plan_id, key = split(name)
    return key if str(plan_id) == project else join(plan_id, key)


def full_name(plan_id: int, driver: str, keys: Mapping[str, object]) -> tuple[int, str]:
    """(plan id, key) of a driver as seen from a plan with these keys."""
    return (plan_id, driver) if driver in keys else split(driver)
