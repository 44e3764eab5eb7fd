"""Rule 3: A's finish is later than the start that B needs, across plans, by stored dates.

A link between plans is *ready* on the evening when it lets its successor go: the predecessor's finish (its eve, for
links from the start) plus the lag. It must be ready by `needed_by`, where the asking unit named one, and by the
successor plan's own dates: its start while the link is only proposed, its latest start once the link counts.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from yipanqi.consultations.search.model import MILESTONE, Case, Found, Remedy, Rule
from yipanqi.consultations.search.shortening import shorten
from yipanqi.plans.days import DayTable
from yipanqi.plans.drafts import join
from yipanqi.plans.queries.network import Key, NetworkActivity, NetworkCross

_ONE = timedelta(days=1)


@dataclass(frozen=True)
class Delay:
    """A link that is ready `days` working days after `limit`; `by_wish` when that is the date the asking unit named."""

    link: NetworkCross
    before: NetworkActivity
    after: NetworkActivity
    ready: date
    limit: date
    days: int
    by_wish: bool

    @property
    def ends(self) -> tuple[Key, Key]:
        """Predecessor and successor."""
        return (self.before.plan_id, self.before.key), (self.after.plan_id, self.after.key)


def too_late(case: Case) -> Iterator[Found]:
    """One conflict a link between plans that comes too late."""
    by_key, done = case.network.by_key, case.network.is_done
    for link in case.network.cross:
        before = by_key.get((link.predecessor_plan, link.predecessor))
        after = by_key.get((link.successor_plan, link.successor))
        if not before or not after or done((before.plan_id, before.key)):
            continue
        if case.has_begun((after.plan_id, after.key)):
            continue
        if delay := _delay(case, link, before, after):
            yield _found(case, delay)


def _delay(case: Case, link: NetworkCross, before: NetworkActivity, after: NetworkActivity) -> Delay | None:
    table, ready = case.days(link.predecessor_plan), _ready(case, link, before)
    if ready is None:
        return None
    limits = [(link.needed_by, True), (_own_limit(case, link, after), False)]
    delays = [
        Delay(link, before, after, ready, day, table.between(day, ready), by_wish)
        for day, by_wish in limits
        if day and table.between(day, ready) > 0
    ]
    return max(delays, key=lambda one: (one.days, one.by_wish), default=None)


def _ready(case: Case, link: NetworkCross, before: NetworkActivity) -> date | None:
    """The evening on which the link lets its successor go."""
    from_start = link.type in ("SS", "SF")
    event = before.start if from_start else before.finish
    if event is None:
        return None
    in_the_morning = case.opens(before) or (from_start and before.kind != MILESTONE)
    return shifted(case.days(link.predecessor_plan), event, link.lag - in_the_morning)


def shifted(table: DayTable, day: date, count: int) -> date:
    """The working day `count` working days after `day`, before it when negative."""
    step = _ONE if count > 0 else -_ONE
    for _ in range(abs(count)):
        day += step
        while not table.is_working(day):
            day += step
    return day


def _own_limit(case: Case, link: NetworkCross, after: NetworkActivity) -> date | None:
    """The last evening that serves the successor's own dates."""
    counts = link.status == "accepted"
    if link.type in ("FF", "SF"):
        return after.late_finish if counts else _earlier(after.finish, after.late_finish)
    start = after.late_start if counts else _earlier(after.start, after.late_start)
    if start is None or (after.kind == MILESTONE and not case.opens(after)):
        return start
    return case.days(after.plan_id).at_or_before(start - _ONE)


def _earlier(day: date | None, other: date | None) -> date | None:
    return min(filter(None, (day, other)), default=None)


def _found(case: Case, delay: Delay) -> Found:
    link, (before, after) = delay.link, delay.ends
    numbers = {
        "before": case.name(before),
        "after": case.name(after),
        "before_unit": case.network.units.get(case.unit_of(before), ""),
        "after_unit": case.network.units.get(case.unit_of(after), ""),
        "ready": delay.ready.isoformat(),
        "needed": delay.limit.isoformat(),
        "by_wish": delay.by_wish,
        "proposed": link.status != "accepted",
    }
    return Found(
        rule=Rule.TOO_LATE,
        about=(join(*before), join(*after), link.type),
        days=delay.days,
        numbers=numbers,
        where=(before, after),
        units=case.units_of((before, after)),
        remedy=_remedy(case, delay),
    )


def _remedy(case: Case, delay: Delay) -> Remedy:
    """B waits where its float allows it; else A is shorter; else the two overlap."""
    if _can_wait(delay):
        return _linked(case, delay, "wait", delay.link.lag)
    if delay.link.type in ("FS", "FF") and delay.before.finish:
        plan_id = delay.before.plan_id
        last = case.days(plan_id).number(delay.before.finish) - delay.days
        if shorter := shorten(case, plan_id, {delay.before.key: last}, delay.days):
            return shorter
    return _linked(case, delay, "overlap", delay.link.lag - delay.days)


def _can_wait(delay: Delay) -> bool:
    """A proposed link that only costs float of its successor, and breaks no date that was named."""
    wished = delay.link.needed_by
    kept = wished is None or delay.ready <= wished
    return delay.link.status != "accepted" and kept and (delay.after.total_float or 0) >= delay.days


def _linked(case: Case, delay: Delay, kind: str, lag: int) -> Remedy:
    """The link counts with this lag; one that is only proposed is accepted by it."""
    before, after = delay.ends
    field = "lag" if delay.link.status == "accepted" else "add_link"
    value = {"predecessor": join(*before), "type": delay.link.type, "lag": lag}
    params = {
        "before": case.name(before),
        "after": case.name(after),
        "days": delay.days,
        "float": delay.after.total_float or 0,
    }
    return Remedy(kind, params, (case.change(after, field, value),))
