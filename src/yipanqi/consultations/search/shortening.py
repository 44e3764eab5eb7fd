"""Which activity of a plan must be shorter so that its late ends come in time: the cuts of its late part.

An activity is late when its finish lies after the last day that still lets every end keep its limit (a backward
pass over the stored dates in numbers of working days, as in critical path method). A task on *every* late path is a
cut: shortening it by d working days moves every late end by d; several cuts add up. Paths are counted forwards and
backwards: x is a cut when forward(x) × backward(x) = all.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from yipanqi.consultations.search.model import AT_START, MILESTONE, TASK, TO_FINISH, Case, Remedy
from yipanqi.plans.days import DayTable
from yipanqi.plans.queries.network import NetworkActivity, NetworkLink

_FROM_START = frozenset({"SS", "SF"})


@dataclass(frozen=True)
class LatePart:
    """The late activities of a plan in the order of time, the links among them, and the late ends.

    `held` are those that something besides these links makes late, or may: a date, another plan, the plan's beginning.
    """

    order: Sequence[str]
    links: Sequence[NetworkLink]
    ends: Collection[str]
    held: Collection[str]


def shorten(case: Case, plan_id: int, limits: Mapping[str, int], days: int) -> Remedy | None:
    """Fewest tasks to shorten so that the ends of `limits` (key → number of the last working day) move by `days`.

    No task gives up more than half of its duration. None when that is not enough.
    """
    late = _late_part(case, plan_id, limits)
    cuts = sorted(_cuts(case, plan_id, late), key=lambda row: (-row.duration, row.key))
    chosen: list[tuple[NetworkActivity, int]] = []
    for row in cuts:
        if days > 0 and row.duration > 1:
            given = min(days, row.duration // 2)
            chosen.append((row, given))
            days -= given
    if days > 0 or not chosen:
        return None
    changes = tuple(
        case.change((plan_id, row.key), "duration", row.duration - given) for row, given in chosen
    )
    row, given = chosen[0]
    params = {
        "name": case.name((plan_id, row.key)),
        "before": row.duration,
        "after": row.duration - given,
        "more": len(chosen) - 1,
    }
    return Remedy("shorten", params, changes)


def _late_part(case: Case, plan_id: int, limits: Mapping[str, int]) -> LatePart:
    rows = {row.key: row for row in case.open_by_plan.get(plan_id, ()) if row.finish and row.start}
    order = _before(case, plan_id, [key for key in limits if key in rows], rows)
    days = case.days(plan_id)
    latest = dict(limits)
    for key in reversed(order):
        for link in case.links_into.get((plan_id, key), ()):
            if link.predecessor in rows:
                bound = _bound(link, latest[key], _length(rows[key], days), rows, days)
                latest[link.predecessor] = min(bound, latest.get(link.predecessor, bound))
    late = {key for key in order if _finish(case, rows[key], days) > latest[key]}
    links = [
        link
        for key in order
        if key in late
        for link in case.links_into.get((plan_id, key), ())
        if link.predecessor in late
    ]
    first = min(
        (
            days.number(row.start)
            for row in rows.values()
            if row.start and not case.has_begun((plan_id, row.key))
        ),
        default=0,
    )
    held = {
        key
        for key in late
        if _is_held(case, plan_id, key) or first - 1 > latest[key] - _length(rows[key], days)
    }
    return LatePart([key for key in order if key in late], links, late & limits.keys(), held)


def _before(
    case: Case, plan_id: int, ends: Collection[str], rows: Mapping[str, NetworkActivity]
) -> list[str]:
    """The ends and all that leads to them inside the plan, each after its predecessors."""
    order: list[str] = []
    seen: set[str] = set()
    waiting = [(key, False) for key in ends]
    while waiting:
        key, is_ready = waiting.pop()
        if is_ready:
            order.append(key)
        elif key not in seen:
            seen.add(key)
            waiting.append((key, True))
            links = case.links_into.get((plan_id, key), ())
            waiting += [(link.predecessor, False) for link in links if link.predecessor in rows]
    return order


def _finish(case: Case, row: NetworkActivity, days: DayTable) -> int:
    """The number of the evening on which it ends; a milestone that opens stands at the evening before its day."""
    return days.number(row.finish or date.max) - case.opens(row)


def _length(row: NetworkActivity, days: DayTable) -> int:
    """Working days from the evening before the start to the finish."""
    if row.kind == MILESTONE or row.start is None or row.finish is None:
        return 0
    return days.between(row.start, row.finish) + 1


def _bound(
    link: NetworkLink, latest: int, length: int, rows: Mapping[str, NetworkActivity], days: DayTable
) -> int:
    """The latest finish of a predecessor that lets its successor end by `latest`."""
    end = latest - link.lag - (0 if link.type in TO_FINISH else length)
    return end + (_length(rows[link.predecessor], days) if link.type in _FROM_START else 0)


def _cuts(case: Case, plan_id: int, late: LatePart) -> Iterator[NetworkActivity]:
    """Tasks on every late path that a shorter duration would move."""
    into: dict[str, list[NetworkLink]] = defaultdict(list)
    out: dict[str, list[NetworkLink]] = defaultdict(list)
    for link in late.links:
        into[link.successor].append(link)
        out[link.predecessor].append(link)
    forward: dict[str, int] = {}
    for key in late.order:
        own = not into[key] or key in late.held
        forward[key] = own + sum(forward[link.predecessor] for link in into[key])
    backward: dict[str, int] = {}
    for key in reversed(late.order):
        backward[key] = (key in late.ends) + sum(backward[link.successor] for link in out[key])
    paths = sum(forward[key] for key in late.ends)
    for key in late.order:
        row, place = case.network.by_key[plan_id, key], (plan_id, key)
        is_fixed = case.has_begun(place) or place in case.ends_held_from_outside
        if not is_fixed and _carries(row, into[key], out[key]) and forward[key] * backward[key] == paths:
            yield row


def _is_held(case: Case, plan_id: int, key: str) -> bool:
    """Whether a date or another plan may hold the activity."""
    row = case.network.by_key[plan_id, key]
    return bool(row.constraint) or (plan_id, key) in case.held_from_outside


def _carries(row: NetworkActivity, into: Sequence[NetworkLink], out: Sequence[NetworkLink]) -> bool:
    """Whether every late path runs through the whole length of the activity."""
    if row.kind != TASK or (row.constraint and row.constraint not in AT_START):
        return False
    return not any(link.type in TO_FINISH for link in into) and not any(
        link.type in _FROM_START for link in out
    )
