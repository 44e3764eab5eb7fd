"""A plain twin of the engine: slow, without arrays, tables or order of rows, written from ADR 6 alone.

A calendar is the list of all its working minutes, a link asks its two activities, an activity asks its links. Numbers in brackets point to docs/adr/0006-schedule-semantics.md.
"""

from bisect import bisect_left
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache

from yipanqi.schedule import (
    Activity,
    Calendar,
    Constraint,
    ConstraintKind,
    Kind,
    LagCalendar,
    LagUnit,
    Link,
    LinkType,
    Options,
    Problem,
    ProgressMode,
    Rules,
)

FIRST_DAY, DAYS = date(2026, 6, 1), 360
ZERO = datetime(1970, 1, 1)
C = ConstraintKind
FROM_FINISH = {LinkType.FINISH_START, LinkType.FINISH_FINISH}
TO_FINISH = {LinkType.FINISH_FINISH, LinkType.START_FINISH}


def minutes(moment: datetime) -> int:
    return int((moment - ZERO).total_seconds()) // 60


@dataclass(frozen=True)
class Clock:
    """The working minutes of a calendar, one by one [2]."""

    work: list[int]

    def worked(self, t: int) -> int:
        return bisect_left(self.work, t)

    def start(self, w: int) -> int:
        return self.work[w]

    def finish(self, w: int) -> int:
        return self.work[w - 1] + 1

    def later(self, t: int, lag: int) -> int:
        """[3.2]"""
        if lag == 0:
            return t
        return self.finish(self.worked(t) + lag) if lag > 0 else self.start(self.worked(t) + lag)


@cache
def clock(calendar: Calendar) -> Clock:
    work = []
    for offset in range(DAYS):
        day = FIRST_DAY + timedelta(days=offset)
        shifts = calendar.week[day.weekday()]
        for exception in calendar.exceptions:
            if exception.first <= day <= exception.last:
                shifts = exception.shifts
        midnight = minutes(datetime(day.year, day.month, day.day))
        work += [midnight + minute for begin, end in shifts for minute in range(begin, end)]
    return Clock(work)


ROUND_THE_CLOCK = Calendar("always", "", (((0, 1440),),) * 7)


@dataclass
class Twin:
    """One activity's facts and what is found; coordinates are working minutes on its own calendar."""

    activity: Activity
    clock: Clock
    options: Options
    now: int
    duration: int = 0
    floor: int | None = None
    ceiling: int = 0
    cap: int | None = None
    pin: int | None = None
    late_pin: int | None = None
    early: int = 0
    late: int = 0
    before: list["Tie"] = field(default_factory=list)
    after: list["Tie"] = field(default_factory=list)

    @property
    def done(self) -> bool:
        return self.activity.actual_finish is not None

    @property
    def begun(self) -> bool:
        return self.activity.actual_start is not None

    def instant(self, of_finish: bool, start: int) -> int:
        return self.clock.finish(start + self.duration) if of_finish else self.clock.start(start)


@dataclass
class Tie:
    """A link that holds: its lag and on which clock; `late_only` holds backward only [8.4]."""

    number: int
    link: Link
    first: Twin
    second: Twin
    lag: int
    clock: Clock | None
    late_only: bool = False

    def moved(self, t: int, lag: int) -> int:
        return t + lag if self.clock is None else self.clock.later(t, lag)

    def same(self) -> bool:
        """One calendar for all: the clock is not needed, nothing is lost in the gaps of the calendar."""
        return self.first.clock is self.second.clock and (self.lag == 0 or self.clock is self.first.clock)

    def earliest_start(self) -> int:
        """[4.1, 4.2]"""
        from_finish, to_finish = self.link.type in FROM_FINISH, self.link.type in TO_FINISH
        if self.same():
            bound = self.first.early + (self.first.duration if from_finish else 0) + self.lag
        else:
            t = self.moved(self.first.instant(from_finish, self.first.early), self.lag)
            bound = self.second.clock.worked(t)
        return bound - (self.second.duration if to_finish else 0)

    def latest_start(self, start: int) -> int:
        """[7.4] of the predecessor, when the successor starts at `start`."""
        from_finish, to_finish = self.link.type in FROM_FINISH, self.link.type in TO_FINISH
        if self.same():
            bound = start + (self.second.duration if to_finish else 0) - self.lag
        else:
            t = self.moved(self.second.instant(to_finish, start), -self.lag)
            bound = self.first.clock.worked(t)
        return bound - (self.first.duration if from_finish else 0)


class Plan:
    """The twins of a problem without spanning activities."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.microsoft = problem.options.rules is Rules.MICROSOFT
        self.calendars = {calendar.id: clock(calendar) for calendar in problem.calendars}
        self.projects = {project.id: project for project in problem.projects}
        self.twins = {activity.key: self.twin(activity) for activity in problem.activities}
        for number, link in enumerate(problem.links):
            self.tie(number, link)
        for twin in self.twins.values():
            self.bound(twin)
        self.forward()
        self.backward()
        self.drives = {tie.number for twin in self.twins.values() for tie in twin.before if self.driving(tie)}
        if self.microsoft and any(self.wants_late(twin) for twin in self.twins.values()):
            self.follow_late_ones()

    def twin(self, activity: Activity) -> Twin:
        project = self.projects[activity.project]
        options = project.options or self.problem.options
        now = project.start if self.microsoft or project.data_date is None else project.data_date
        twin = Twin(activity, self.calendars[activity.calendar], options, minutes(now))
        twin.duration = self.remaining(twin)
        return twin

    def remaining(self, twin: Twin) -> int:
        """[6.2], [10.2]; under Microsoft's rules the work between actual dates [6.7]."""
        activity = twin.activity
        if twin.done and self.microsoft and twin.begun:
            worked = twin.clock.worked
            return worked(minutes(activity.actual_finish)) - worked(minutes(activity.actual_start))
        moment = {Kind.START_MILESTONE, Kind.FINISH_MILESTONE, Kind.DUMMY}
        if twin.done or activity.kind in moment:
            return 0
        return activity.duration if activity.remaining is None else activity.remaining

    def lag_clock(self, link: Link, first: Twin, second: Twin) -> Clock | None:
        """[3.3, 3.4]"""
        if link.lag_unit in (LagUnit.ELAPSED, LagUnit.ELAPSED_PERCENT):
            return None
        if link.lag_calendar is not None:
            return self.calendars[link.lag_calendar]
        project = self.projects[second.activity.project]
        return {
            LagCalendar.PREDECESSOR: first.clock,
            LagCalendar.SUCCESSOR: second.clock,
            LagCalendar.PROJECT: self.calendars[project.calendar],
            LagCalendar.TWENTY_FOUR_HOUR: clock(ROUND_THE_CLOCK),
        }[second.options.lag_calendar]

    def tie(self, number: int, link: Link) -> None:
        first, second = self.twins[link.predecessor], self.twins[link.successor]
        options, from_finish = second.options, link.type in FROM_FINISH
        actual_dates = options.progress is ProgressMode.ACTUAL_DATES
        override = options.progress is ProgressMode.OVERRIDE
        across = first.activity.project != second.activity.project and not options.cross_project_links
        if across or (second.done and (self.microsoft or actual_dates or override)):
            return
        if override and second.begun and link.type not in TO_FINISH:
            return
        lag = link.lag
        if link.lag_unit in (LagUnit.PERCENT, LagUnit.ELAPSED_PERCENT):
            lag = round(first.activity.duration * link.lag / 10_000)
        tie = Tie(number, link, first, second, lag, self.lag_clock(link, first, second))
        event = first.activity.actual_finish if from_finish else first.activity.actual_start
        if self.microsoft:
            if event is not None and not from_finish and not first.done:
                self.raise_floor(tie, event)
                second.before.append(Tie(number, link, first, second, lag, tie.clock, late_only=True))
                return
        elif event is not None and (first.done and actual_dates):
            self.raise_floor(tie, event)
            return
        elif event is not None:
            if link.type is LinkType.START_START and not options.ss_lag_from_early_start:
                self.raise_floor(tie, event)
                tie.late_only = True
            tie.lag = self.rest(tie, event, second.now)
        first.after.append(tie)
        second.before.append(tie)

    def raise_floor(self, tie: Tie, event: datetime) -> None:
        """The link counts from an actual date [6.5, 6.7, 8.4]."""
        start = tie.second.clock.worked(tie.moved(minutes(event), tie.lag))
        start -= tie.second.duration if tie.link.type in TO_FINISH else 0
        tie.second.floor = max(tie.second.floor or start, start)

    def rest(self, tie: Tie, event: datetime, now: int) -> int:
        """What the past has left of a lag [6.3]."""
        line = tie.clock or clock(ROUND_THE_CLOCK)
        run = max(0, line.worked(now) - line.worked(minutes(event)))
        return max(0, tie.lag - run) if tie.lag else 0

    def bound(self, twin: Twin) -> None:
        """Floors, ceilings, caps and pins [4.3, 5, 6]."""
        activity, worked = twin.activity, twin.clock.worked
        if not twin.done:
            for constraint in (activity.constraint, activity.secondary):
                if constraint is not None and constraint.date is not None:
                    self.constrain(twin, constraint)
            self.outside(twin)
        if self.microsoft:
            self.microsoft_progress(twin)
        elif not twin.done and twin.begun:
            resume = activity.resume if activity.suspend is not None else None
            for moment in (activity.actual_start, resume):
                if moment is not None:
                    self.not_before(twin, worked(minutes(moment)))
        if not self.free(twin):
            self.not_before(twin, worked(twin.now))

    def not_before(self, twin: Twin, start: int) -> None:
        twin.floor = start if twin.floor is None else max(twin.floor, start)

    def free(self, twin: Twin) -> bool:
        """Whether links or a date place it and not its project's start [4.3]."""
        if not self.microsoft:
            return False
        both_finish = any(tie.link.type is LinkType.FINISH_FINISH for tie in twin.before)
        constraint = twin.activity.constraint
        dated = constraint is not None and constraint.kind in (C.START_ON_OR_AFTER, C.FINISH_ON_OR_AFTER)
        linked = bool(twin.before)
        return twin.pin is not None or (linked and not both_finish) or (dated and not linked)

    def constrain(self, twin: Twin, constraint: Constraint) -> None:
        """[5.1–5.4, 5.8, 5.9]"""
        kind, start = constraint.kind, twin.clock.worked(minutes(constraint.date))
        of_finish = kind in (C.FINISH_ON, C.FINISH_ON_OR_AFTER, C.FINISH_ON_OR_BEFORE, C.MANDATORY_FINISH)
        start -= twin.duration if of_finish else 0
        hard = twin.options.honor_constraints
        if self.microsoft and not hard:
            kind = {C.MANDATORY_START: C.START_ON, C.MANDATORY_FINISH: C.FINISH_ON}.get(kind, kind)
        if twin.begun and not of_finish:
            return
        if kind in (C.START_ON, C.START_ON_OR_AFTER, C.FINISH_ON, C.FINISH_ON_OR_AFTER):
            self.not_before(twin, start)
        if kind in (C.START_ON, C.START_ON_OR_BEFORE, C.FINISH_ON, C.FINISH_ON_OR_BEFORE):
            self.not_after(twin, start)
        if kind in (C.MANDATORY_START, C.MANDATORY_FINISH):
            twin.late_pin = start
            twin.pin = None if twin.begun else start
        if (
            self.microsoft
            and hard
            and kind in (C.START_ON_OR_BEFORE, C.FINISH_ON_OR_BEFORE)
            and not twin.begun
        ):
            twin.cap = start

    def not_after(self, twin: Twin, start: int) -> None:
        twin.ceiling = min(twin.ceiling or start, start)

    def outside(self, twin: Twin) -> None:
        """External dates [6.6], deadline [5.7], expected finish [5.6]."""
        activity, worked = twin.activity, twin.clock.worked
        if activity.external_early_start is not None and not twin.begun:
            self.not_before(twin, worked(minutes(activity.external_early_start)))
        late = [activity.external_late_finish, activity.deadline if self.microsoft else None]
        for moment in late:
            if moment is not None:
                self.not_after(twin, worked(minutes(moment)) - twin.duration)

    def microsoft_progress(self, twin: Twin) -> None:
        """[6.7]"""
        if not twin.begun:
            return
        activity, worked = twin.activity, twin.clock.worked
        begin = worked(minutes(activity.actual_start))
        if twin.done:
            twin.pin = twin.late_pin = begin
            return
        rest = begin + max(0, activity.duration - twin.duration)
        if activity.resume is not None:
            rest = max(rest, worked(minutes(activity.resume)))
        twin.pin = rest if twin.floor is None else max(rest, twin.floor)

    def expected(self, twin: Twin) -> int | None:
        moment = twin.activity.expected_finish
        if moment is None or twin.done or self.microsoft or not twin.options.use_expected_finish:
            return None
        return twin.clock.worked(minutes(moment))

    def forward(self) -> None:
        """Predecessors before their successors [4]."""
        self.given = {key: twin.duration for key, twin in self.twins.items()}
        for twin in reversed(self.last_first()):
            self.place(twin)
        if not self.microsoft:
            self.push_late_ones()

    def place(self, twin: Twin) -> None:
        twin.duration = self.given[twin.activity.key]
        twin.early = self.placed(twin)
        end = self.expected(twin)
        if end is not None:
            twin.duration = max(0, end - twin.early)

    def placed(self, twin: Twin) -> int:
        if twin.pin is not None:
            return twin.pin if twin.floor is None else max(twin.pin, twin.floor)
        start = self.linked(twin)
        return start if twin.cap is None else min(start, twin.cap)

    def linked(self, twin: Twin) -> int:
        bounds = [tie.earliest_start() for tie in twin.before if not tie.late_only]
        return max(bounds + ([] if twin.floor is None else [twin.floor]))

    def finish(self, project: str) -> int:
        """[7.1, 7.2]"""
        one = not self.problem.options.float_per_project
        ends = [max(twin.now for twin in self.twins.values())] if one else self.nows(project)
        for twin in self.twins.values():
            if one or twin.activity.project == project:
                done = twin.activity.actual_finish
                ends.append(minutes(done) if done else twin.instant(True, twin.early))
        return max(ends)

    def nows(self, project: str) -> list[int]:
        return [twin.now for twin in self.twins.values() if twin.activity.project == project]

    def own_finish(self, project: str) -> int:
        ends = self.nows(project)
        for twin in self.twins.values():
            if twin.activity.project == project:
                done = twin.activity.actual_finish
                ends.append(minutes(done) if done else twin.instant(True, twin.early))
        return max(ends)

    def follow_late_ones(self) -> None:
        """Microsoft's as late as possible: successors see late dates, its own early ones stay [5.5]."""
        own: dict[str, int] = {}
        for twin in reversed(self.last_first()):
            self.place(twin)
            own[twin.activity.key] = twin.early
            if self.wants_late(twin):
                twin.early = max(twin.early, twin.late)
        self.drives = {tie.number for twin in self.twins.values() for tie in twin.before if self.driving(tie)}
        for key, early in own.items():
            self.twins[key].early = early

    def wants_late(self, twin: Twin) -> bool:
        kinds = [c.kind for c in (twin.activity.constraint, twin.activity.secondary) if c]
        return C.AS_LATE_AS_POSSIBLE in kinds and not twin.begun

    def push_late_ones(self) -> None:
        """Primavera's as late as possible [5.5]."""
        limits = {name: self.own_finish(name) for name in self.projects if self.nows(name)}
        order = self.last_first()
        for twin in order:
            if self.wants_late(twin):
                latest = [tie.latest_start(tie.second.early) for tie in twin.after]
                latest.append(twin.clock.worked(limits[twin.activity.project]) - twin.duration)
                twin.early = max(twin.early, min(latest))

    def last_first(self) -> list[Twin]:
        """Successors before their predecessors."""
        order: list[Twin] = []
        waiting = list(self.twins.values())
        while waiting:
            for twin in waiting:
                if all(any(tie.second is other for other in order) for tie in twin.after):
                    order.append(twin)
                    waiting.remove(twin)
                    break
        return order

    def backward(self) -> None:
        """[7]"""
        for twin in self.twins.values():
            project = self.projects[twin.activity.project]
            by = project.must_finish_by
            end = minutes(by) if by is not None else self.finish(twin.activity.project)
            self.not_after(twin, twin.clock.worked(end) - twin.duration)
            if twin.options.open_ends_critical and not twin.after:
                self.not_after(twin, twin.early)
        for twin in self.last_first():
            bounds = [tie.latest_start(tie.second.late) for tie in twin.after]
            twin.late = min([twin.ceiling, *bounds]) if twin.late_pin is None else twin.late_pin

    def driving(self, tie: Tie) -> bool:
        """[9.2]"""
        twin = tie.second
        if twin.pin is not None or tie.late_only or (self.microsoft and self.wants_late(twin)):
            return False
        return tie.earliest_start() == twin.early and (twin.cap is None or twin.cap >= self.linked(twin))

    def free_float(self, twin: Twin) -> int:
        """[8.2]"""
        rooms = [tie.latest_start(tie.second.early) - twin.early for tie in twin.after]
        end = twin.clock.worked(self.finish(twin.activity.project)) - twin.duration - twin.early
        room = max(0, min(rooms) if rooms else end)
        return min(room, max(0, self.total_float(twin))) if self.microsoft else room

    def total_float(self, twin: Twin) -> int:
        """[8.1, 8.5]"""
        constraint = twin.activity.constraint
        hard = (C.MANDATORY_START, C.MANDATORY_FINISH, C.START_ON_OR_BEFORE, C.FINISH_ON_OR_BEFORE)
        if self.microsoft and constraint is not None and constraint.kind in hard and not twin.begun:
            bounds = [tie.earliest_start() for tie in twin.before if not tie.late_only]
            return twin.late - max([twin.early, *bounds, *([] if twin.floor is None else [twin.floor])])
        return twin.late - twin.early

    def longest_path(self) -> set[str]:
        """[9.3]"""
        on = {
            key
            for key, twin in self.twins.items()
            if twin.early + twin.duration >= twin.clock.worked(self.own_finish(twin.activity.project))
        }
        for twin in self.last_first():
            if any(tie.second.activity.key in on and tie.number in self.drives for tie in twin.after):
                on.add(twin.activity.key)
        return {key for key in on if not self.twins[key].done}
