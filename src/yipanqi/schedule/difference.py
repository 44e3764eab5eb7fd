"""Two versions of a network: what was added, removed, changed and moved, and by how many days.

Activities are matched by visible id, because exports renumber keys; where ids repeat, by project and id, and where
even those repeat, by key. Links are matched inside a pair of activities, first by type, then in their order.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from datetime import datetime

from yipanqi.schedule.problem import Activity, Calendar, Link, Problem
from yipanqi.schedule.result import ScheduleResult, to_datetime
from yipanqi.schedule.working import working_minutes

Identity = tuple[str, ...]
Pair = tuple[Identity, Identity]

_NAMES = frozenset({"key", "id", "project"})
_LINK_FIELDS = ("type", "lag", "lag_unit", "lag_calendar")


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of `Activity` or `Link` with its value before and after."""

    field: str
    before: object
    after: object


@dataclass(frozen=True, slots=True)
class ChangedActivity:
    """An activity that is in both versions with other facts."""

    id: str
    name: str
    changes: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class MovedActivity:
    """An activity whose dates differ. Later is positive.

    start_days, finish_days        days of the calendar on the wall; None where a date is missing
    finish_working_minutes         working minutes of the activity's calendar in the later version
    """

    id: str
    name: str
    start_before: datetime | None
    start_after: datetime | None
    finish_before: datetime | None
    finish_after: datetime | None
    start_days: float | None
    finish_days: float | None
    finish_working_minutes: int | None


@dataclass(frozen=True, slots=True)
class LinkName:
    """A link by the visible ids of its ends."""

    predecessor: str
    successor: str
    link: Link


@dataclass(frozen=True, slots=True)
class ChangedLink:
    """A link between the same two activities with another type or lag."""

    predecessor: str
    successor: str
    changes: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """The whole difference; ids and rows in the order of the later version, removed ones in that of the earlier.

    became_critical, no_longer_critical  ids of activities in both versions
    finish_before, finish_after          latest computed finish of all projects
    """

    added: tuple[Activity, ...]
    removed: tuple[Activity, ...]
    changed: tuple[ChangedActivity, ...]
    moved: tuple[MovedActivity, ...]
    links_added: tuple[LinkName, ...]
    links_removed: tuple[LinkName, ...]
    links_changed: tuple[ChangedLink, ...]
    became_critical: tuple[str, ...]
    no_longer_critical: tuple[str, ...]
    finish_before: datetime | None
    finish_after: datetime | None

    @property
    def empty(self) -> bool:
        """True when the two versions say the same."""
        rows = (self.added, self.removed, self.changed, self.moved)
        links = (self.links_added, self.links_removed, self.links_changed)
        return not any(rows + links + (self.became_critical, self.no_longer_critical))


def difference(before: ScheduleResult, after: ScheduleResult) -> Difference:
    """What changed from one scheduled version to the next."""
    name = _identity(before.problem, after.problem)
    old = {name(a): a for a in before.problem.activities}
    new = {name(a): a for a in after.problem.activities}
    both = [(old[key], activity) for key, activity in new.items() if key in old]
    links_added, links_removed, links_changed = _links(before.problem, after.problem, name)
    return Difference(
        added=tuple(activity for key, activity in new.items() if key not in old),
        removed=tuple(activity for key, activity in old.items() if key not in new),
        changed=tuple(c for a, b in both if (c := _changed(a, b)).changes),
        moved=_moved(before, after, both),
        links_added=links_added,
        links_removed=links_removed,
        links_changed=links_changed,
        became_critical=tuple(b.id for a, b in both if _critical(after, b) and not _critical(before, a)),
        no_longer_critical=tuple(b.id for a, b in both if _critical(before, a) and not _critical(after, b)),
        finish_before=_latest_finish(before),
        finish_after=_latest_finish(after),
    )


def _identity(*problems: Problem) -> Callable[[Activity], Identity]:
    """The shortest name that no two activities of one version share."""
    names: tuple[Callable[[Activity], Identity], ...] = (lambda a: (a.id,), lambda a: (a.project, a.id))
    for name in names:
        if all(len({name(a) for a in p.activities}) == len(p.activities) for p in problems):
            return name
    return lambda a: (a.key, a.id)


def _changed(old: Activity, new: Activity) -> ChangedActivity:
    compared = (f.name for f in fields(Activity) if f.name not in _NAMES)
    return ChangedActivity(new.id, new.name, _field_changes(old, new, compared))


def _field_changes(old: object, new: object, names: Iterable[str]) -> tuple[FieldChange, ...]:
    values = ((name, getattr(old, name), getattr(new, name)) for name in names)
    return tuple(FieldChange(name, a, b) for name, a, b in values if a != b)


def _critical(result: ScheduleResult, activity: Activity) -> bool:
    return bool(result.critical[result.row[activity.key]])


def _latest_finish(result: ScheduleResult) -> datetime | None:
    finishes = [to_datetime(int(minutes)) for minutes in result.project_finish]
    return max((finish for finish in finishes if finish is not None), default=None)


def _moved(
    before: ScheduleResult, after: ScheduleResult, both: list[tuple[Activity, Activity]]
) -> tuple[MovedActivity, ...]:
    calendars = {calendar.id: calendar for calendar in after.problem.calendars}
    rows = (_movement(before, after, old, new, calendars[new.calendar]) for old, new in both)
    return tuple(
        row for row in rows if (row.start_before, row.finish_before) != (row.start_after, row.finish_after)
    )


def _movement(
    before: ScheduleResult, after: ScheduleResult, old: Activity, new: Activity, calendar: Calendar
) -> MovedActivity:
    was, now = before.dates(old.key), after.dates(new.key)
    minutes = None
    if was.finish is not None and now.finish is not None:
        minutes = working_minutes(calendar, was.finish, now.finish)
    return MovedActivity(
        new.id, new.name, was.start, now.start, was.finish, now.finish,
        _days(was.start, now.start), _days(was.finish, now.finish), minutes,
    )  # fmt: skip


def _days(first: datetime | None, second: datetime | None) -> float | None:
    return None if first is None or second is None else (second - first).total_seconds() / 86_400


def _links(
    before: Problem, after: Problem, name: Callable[[Activity], Identity]
) -> tuple[tuple[LinkName, ...], tuple[LinkName, ...], tuple[ChangedLink, ...]]:
    old, new = _by_pair(before, name), _by_pair(after, name)
    added: list[LinkName] = []
    removed: list[LinkName] = []
    changed: list[ChangedLink] = []
    for pair in dict.fromkeys((*new, *old)):
        for was, now in _matched(old.get(pair, []), new.get(pair, [])):
            ends = pair[0][-1], pair[1][-1]
            if was is None and now is not None:
                added.append(LinkName(*ends, now))
            elif was is not None and now is None:
                removed.append(LinkName(*ends, was))
            elif changes := _field_changes(was, now, _LINK_FIELDS):
                changed.append(ChangedLink(*ends, changes))
    return tuple(added), tuple(removed), tuple(changed)


def _by_pair(problem: Problem, name: Callable[[Activity], Identity]) -> dict[Pair, list[Link]]:
    """Links by the identities of their ends; the visible id stands last in every identity."""
    named = {activity.key: name(activity) for activity in problem.activities}
    pairs: dict[Pair, list[Link]] = defaultdict(list)
    for link in problem.links:
        pairs[named[link.predecessor], named[link.successor]].append(link)
    return pairs


def _matched(old: list[Link], new: list[Link]) -> list[tuple[Link | None, Link | None]]:
    """Pairs of the same link: equal ones, then those of one type, then what is left, in order."""
    left_old, left_new = list(old), list(new)
    found: list[tuple[Link | None, Link | None]] = []
    for alike in (_same_facts, _same_type, _any):
        for was in tuple(left_old):
            now = next((link for link in left_new if alike(was, link)), None)
            if now is not None:
                found.append((was, now))
                left_old.remove(was)
                left_new.remove(now)
    return found + [(was, None) for was in left_old] + [(None, now) for now in left_new]


def _same_facts(a: Link, b: Link) -> bool:
    return not _field_changes(a, b, _LINK_FIELDS)


def _same_type(a: Link, b: Link) -> bool:
    return a.type is b.type


def _any(a: Link, b: Link) -> bool:
    return True
