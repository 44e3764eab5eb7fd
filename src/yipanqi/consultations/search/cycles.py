"""Rule 1: links that form a ring, inside a plan or across plans; links that are only proposed count."""

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from yipanqi.consultations.search.model import TASK, Case, Found, Remedy, Rule
from yipanqi.plans.drafts import join
from yipanqi.plans.queries.network import Key

MOST_RINGS = 100
_PROPOSED, _CROSS, _INNER = range(3)


class Arc(NamedTuple):
    """A link with its strength: a proposed one is the easiest to give up, one inside a plan the hardest."""

    strength: int
    before: Key
    after: Key
    type: str
    lag: int


def cycles(case: Case) -> Iterator[Found]:
    """One conflict a ring; its weakest link is what one gives up, and without all of these no ring is left."""
    arcs = _knot(list(_arcs(case)))
    for _ in range(MOST_RINGS):
        if not arcs:
            return
        ring = _ring(arcs)
        weakest = min(ring, key=lambda arc: (arc.strength, -case_days(case, arc.after), arc.before))
        yield _found(case, ring, weakest)
        arcs = _knot([arc for arc in arcs if arc != weakest])


def _arcs(case: Case) -> Iterator[Arc]:
    for link in case.network.links:
        yield Arc(
            _INNER, (link.plan_id, link.predecessor), (link.plan_id, link.successor), link.type, link.lag
        )
    for cross in case.network.cross:
        before = (cross.predecessor_plan, cross.predecessor)
        after = (cross.successor_plan, cross.successor)
        strength = _CROSS if cross.status == "accepted" else _PROPOSED
        yield Arc(strength, before, after, cross.type, cross.lag)


def _knot(arcs: list[Arc]) -> list[Arc]:
    """The arcs that lie between rings: whatever nothing leads to, or nothing leads on from, is peeled off."""
    for front in (True, False):
        arcs = _peeled(arcs, front=front)
    return arcs


def _peeled(arcs: list[Arc], *, front: bool) -> list[Arc]:
    """Without the ends that no arc leads to (`front`) or leads on from, again and again. Linear in the arcs."""
    degree: dict[Key, int] = defaultdict(int)
    leaving: dict[Key, list[Key]] = defaultdict(list)
    for arc in arcs:
        tail, head = (arc.before, arc.after) if front else (arc.after, arc.before)
        degree[head] += 1
        degree[tail] += 0
        leaving[tail].append(head)
    loose = [node for node, count in degree.items() if count == 0]
    gone = set(loose)
    while loose:
        for head in leaving[loose.pop()]:
            degree[head] -= 1
            if degree[head] == 0:
                gone.add(head)
                loose.append(head)
    return [arc for arc in arcs if arc.before not in gone and arc.after not in gone]


def _ring(arcs: list[Arc]) -> list[Arc]:
    """Follow first arcs until one stands where one has been: what lies between is a ring."""
    first: dict[Key, Arc] = {}
    for arc in sorted(arcs, reverse=True):
        first[arc.before] = arc
    node = min(first)
    seen: dict[Key, int] = {}
    walked: list[Arc] = []
    while node not in seen:
        seen[node] = len(walked)
        walked.append(first[node])
        node = first[node].after
    return walked[seen[node] :]


def case_days(case: Case, key: Key) -> int:
    """Working days of an activity; none for a milestone."""
    row = case.network.by_key.get(key)
    return row.duration if row and row.kind == TASK else 0


def _found(case: Case, ring: list[Arc], weakest: Arc) -> Found:
    keys = [arc.before for arc in ring]
    names = [case.name(key) for key in keys]
    link = {
        "predecessor": _seen_from(weakest.after[0], weakest.before),
        "type": weakest.type,
        "lag": weakest.lag,
    }
    params = {"before": case.name(weakest.before), "after": case.name(weakest.after)}
    kind = "refuse_link" if weakest.strength == _PROPOSED else "remove_link"
    return Found(
        rule=Rule.CYCLE,
        about=tuple(join(*key) for key in sorted(keys)),
        days=sum(case_days(case, key) for key in keys),
        numbers={"ring": " → ".join([*names, names[0]]), "count": len(keys)},
        where=tuple(keys),
        units=case.units_of(keys),
        remedy=Remedy(kind, params, (case.change(weakest.after, "remove_link", link),)),
    )


def _seen_from(plan_id: int, key: Key) -> str:
    return key[1] if key[0] == plan_id else join(*key)
