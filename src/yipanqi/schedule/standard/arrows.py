"""双代号: works are arrows between numbered events; times by work and by event (JGJ/T 121, scheduling.md §2).

    ET_1 = 0          ET_j = max(ET_i + D_ij)          LT_n = Tp          LT_i = min(LT_j − D_ij)
    ES = ET_i         EF = ES + D                      LF = LT_j          LS = LF − D
    TF = LT_j − ET_i − D                               FF = ET_j − ET_i − D

Where only dummies leave event j, the free float of a work runs to the earliest start of the real works behind them.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from yipanqi.schedule.errors import InputError
from yipanqi.schedule.standard.order import MOST_PATHS, Number, check_duration, check_unique, in_order, paths


@dataclass(frozen=True, slots=True)
class Arrow:
    """A work from event `tail` to event `head`; a dummy (虚工作) only orders and lasts 0."""

    id: str
    tail: str
    head: str
    duration: Number
    dummy: bool = False


@dataclass(frozen=True, slots=True)
class ArrowPlan:
    """The network; `planned` is the planned duration Tp, None: the computed one."""

    arrows: tuple[Arrow, ...]
    planned: Number | None = None


@dataclass(frozen=True, slots=True)
class ArrowTimes:
    """The six time parameters of one arrow."""

    es: Number
    ef: Number
    ls: Number
    lf: Number
    tf: Number
    ff: Number
    critical: bool


@dataclass(frozen=True, slots=True)
class EventTimes:
    """The two time parameters of one event."""

    et: Number
    lt: Number


@dataclass(frozen=True, slots=True)
class SolvedArrows:
    """Computed and planned duration, times by arrow id and by event, all critical paths as arrow ids.

    `all_paths` is False when there are more critical paths than were asked for.
    """

    computed: Number
    planned: Number
    arrows: dict[str, ArrowTimes]
    events: dict[str, EventTimes]
    critical_paths: tuple[tuple[str, ...], ...]
    all_paths: bool


def solve_arrows(plan: ArrowPlan, most_paths: int = MOST_PATHS) -> SolvedArrows:
    """Time parameters and critical paths; InputError or CycleError for a network that cannot be computed."""
    _check(plan)
    order = _events_in_order(plan)
    start, end = _ends(plan, order)
    earliest = _earliest(plan, order)
    computed = earliest[end]
    planned = computed if plan.planned is None else plan.planned
    latest = _latest(plan, order, planned)
    free_to = _next_real_start(plan, order, earliest, planned)
    smallest = planned - computed
    times = {a.id: _times(a, earliest, latest, free_to, smallest) for a in plan.arrows}
    found = list(islice(_critical_paths(plan, times, start, end), most_paths + 1))
    events = {event: EventTimes(earliest[event], latest[event]) for event in order}
    return SolvedArrows(
        computed, planned, times, events, tuple(found[:most_paths]), all_paths=len(found) <= most_paths
    )


def _check(plan: ArrowPlan) -> None:
    if not plan.arrows:
        raise InputError("schedule.empty", "the network has no arrows; give at least one")
    check_unique(arrow.id for arrow in plan.arrows)
    for arrow in plan.arrows:
        check_duration(arrow.id, arrow.duration)
        if arrow.dummy and arrow.duration:
            raise InputError(
                "schedule.long_dummy", f"dummy {arrow.id} must last 0, not {arrow.duration}", (arrow.id,)
            )


def _events_in_order(plan: ArrowPlan) -> list[str]:
    events = dict.fromkeys(event for arrow in plan.arrows for event in (arrow.tail, arrow.head))
    return in_order(list(events), ((arrow.tail, arrow.head) for arrow in plan.arrows))


def _ends(plan: ArrowPlan, order: list[str]) -> tuple[str, str]:
    """The one start and the one end event the specification asks for."""
    heads, tails = {arrow.head for arrow in plan.arrows}, {arrow.tail for arrow in plan.arrows}
    starts = tuple(event for event in order if event not in heads)
    ends = tuple(event for event in order if event not in tails)
    for code, word, found in (("schedule.starts", "start", starts), ("schedule.ends", "end", ends)):
        if len(found) > 1:
            raise InputError(code, f"events {', '.join(found)} are all {word}s; join them into one", found)
    return starts[0], ends[0]


def _leaving(plan: ArrowPlan) -> dict[str, list[Arrow]]:
    leaving: dict[str, list[Arrow]] = defaultdict(list)
    for arrow in plan.arrows:
        leaving[arrow.tail].append(arrow)
    return leaving


def _earliest(plan: ArrowPlan, order: list[str]) -> dict[str, Number]:
    leaving = _leaving(plan)
    earliest: dict[str, Number] = dict.fromkeys(order, 0)
    for event in order:
        for arrow in leaving[event]:
            earliest[arrow.head] = max(earliest[arrow.head], earliest[event] + arrow.duration)
    return earliest


def _latest(plan: ArrowPlan, order: list[str], planned: Number) -> dict[str, Number]:
    leaving = _leaving(plan)
    latest: dict[str, Number] = {}
    for event in reversed(order):
        bounds = (latest[arrow.head] - arrow.duration for arrow in leaving[event])
        latest[event] = min(bounds, default=planned)
    return latest


def _next_real_start(
    plan: ArrowPlan, order: list[str], earliest: dict[str, Number], planned: Number
) -> dict[str, Number]:
    """By event: the earliest start of the first real work at or behind it, seen through dummies; Tp at the end."""
    leaving = _leaving(plan)
    start: dict[str, Number] = {}
    for event in reversed(order):
        behind = [start[arrow.head] for arrow in leaving[event] if arrow.dummy]
        own = [earliest[event]] if len(behind) < len(leaving[event]) else []
        start[event] = min(behind + own, default=planned)
    return start


def _times(
    arrow: Arrow,
    earliest: dict[str, Number],
    latest: dict[str, Number],
    free_to: dict[str, Number],
    smallest: Number,
) -> ArrowTimes:
    """A dummy's own free float is its wave line: up to its end event and no further."""
    es = earliest[arrow.tail]
    ef = es + arrow.duration
    lf = latest[arrow.head]
    ls = lf - arrow.duration
    ff = (earliest if arrow.dummy else free_to)[arrow.head] - ef
    return ArrowTimes(es, ef, ls, lf, ls - es, ff, critical=ls - es == smallest)


def _critical_paths(
    plan: ArrowPlan, times: dict[str, ArrowTimes], start: str, end: str
) -> Iterator[tuple[str, ...]]:
    """Critical arrows joined end to end are driving: TF = Tp − Tc on each leaves no room between them."""
    leaving = _leaving(plan)
    by_id = {arrow.id: arrow for arrow in plan.arrows}

    def critical_from(event: str) -> list[str]:
        return [arrow.id for arrow in leaving[event] if times[arrow.id].critical]

    lasts = {arrow.id for arrow in plan.arrows if arrow.head == end}
    return paths(critical_from(start), lambda id: critical_from(by_id[id].head), lasts)
