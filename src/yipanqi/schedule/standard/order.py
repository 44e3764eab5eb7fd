"""What both kinds of network need: exact numbers, an order without recursion, and all critical paths up to a bound."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

from yipanqi.schedule.errors import CycleError, InputError

Number = int | Fraction
"""Working units: days, weeks, shifts. Never a float: the answers are exact."""

MOST_PATHS = 1000
"""Critical paths listed unless the caller asks for more; their number can grow exponentially."""


def check_duration(id: str, duration: Number) -> None:
    """InputError unless `duration` is exact and not negative."""
    if isinstance(duration, bool) or not isinstance(duration, int | Fraction):
        raise InputError("schedule.bad_duration", f"duration of {id} must be an integer or a fraction", (id,))
    if duration < 0:
        raise InputError("schedule.negative_duration", f"duration of {id} is negative; give 0 or more", (id,))


def check_unique(ids: Iterable[str]) -> None:
    """InputError that names the first id given twice."""
    seen: set[str] = set()
    for id in ids:
        if id in seen:
            raise InputError(
                "schedule.duplicate_activity", f"{id} is given twice; make the ids unique", (id,)
            )
        seen.add(id)


def in_order(ids: Sequence[str], pairs: Iterable[tuple[str, str]]) -> list[str]:
    """`ids` so that the first of each pair stands before the second; CycleError if that cannot be."""
    after: dict[str, list[str]] = defaultdict(list)
    waiting = dict.fromkeys(ids, 0)
    for first, second in pairs:
        after[first].append(second)
        waiting[second] += 1
    order = [id for id in ids if waiting[id] == 0]
    for id in order:  # grows while it is walked
        for follower in after[id]:
            waiting[follower] -= 1
            if waiting[follower] == 0:
                order.append(follower)
    if len(order) < len(waiting):
        raise CycleError(_ring(after, {id for id in waiting if waiting[id] > 0}))
    return order


def _ring(after: Mapping[str, list[str]], stuck: set[str]) -> tuple[str, ...]:
    """Every stuck id has a stuck predecessor: walking backwards must come round."""
    before = {follower: id for id in sorted(stuck) for follower in after[id] if follower in stuck}
    trail = [min(stuck)]
    place = {trail[0]: 0}
    while before[trail[-1]] not in place:
        trail.append(before[trail[-1]])
        place[trail[-1]] = len(trail) - 1
    return tuple(reversed(trail[place[before[trail[-1]]] :]))


def paths(
    firsts: Iterable[str], after: Callable[[str], Iterable[str]], lasts: set[str]
) -> Iterator[tuple[str, ...]]:
    """All paths from one of `firsts` along `after` to one of `lasts`, depth first; the graph has no cycle."""
    trail: list[str] = []
    branches = [iter(tuple(firsts))]
    while branches:
        id = next(branches[-1], None)
        if id is None:
            branches.pop()
            del trail[-1:]
            continue
        trail.append(id)
        branches.append(iter(tuple(after(id))))
        if id in lasts:
            yield tuple(trail)
