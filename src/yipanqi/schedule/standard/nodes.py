"""单代号 and 单代号搭接: works are nodes, bonds carry FTS STS FTF STF with a lag (scheduling.md §2).

    forward    FTS ES_j = EF_i + lag    STS ES_j = ES_i + lag    FTF EF_j = EF_i + lag    STF EF_j = ES_i + lag
    backward   the same bonds solved for i, LF and LS in place of EF and ES
    LAG_ij     the slack of a bond at earliest times          TF_i = min(TF_j + LAG_ij)       FF_i = min LAG_ij

Three traps. An earliest start below 0 is raised to 0 and the work tied to the virtual start. A latest finish above Tp
is cut to Tp and the work tied to the virtual end. That second rule also catches an inner work whose earliest finish
is the largest: no successor can hold it, so its latest finish would pass Tp.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from yipanqi.schedule.errors import InputError
from yipanqi.schedule.problem import LinkType
from yipanqi.schedule.standard.order import MOST_PATHS, Number, check_duration, check_unique, in_order, paths

FS, SS, FF, SF = LinkType.FINISH_START, LinkType.START_START, LinkType.FINISH_FINISH, LinkType.START_FINISH


@dataclass(frozen=True, slots=True)
class Work:
    """A node with its duration; 0 for a milestone."""

    id: str
    duration: Number


@dataclass(frozen=True, slots=True)
class Bond:
    """A relation of two works: FS is FTS, SS is STS, FF is FTF, SF is STF; the lag may be negative."""

    predecessor: str
    successor: str
    type: LinkType = FS
    lag: Number = 0


@dataclass(frozen=True, slots=True)
class NodePlan:
    """The network; `planned` is the planned duration Tp, None: the computed one."""

    works: tuple[Work, ...]
    bonds: tuple[Bond, ...] = ()
    planned: Number | None = None


@dataclass(frozen=True, slots=True)
class WorkTimes:
    """The six time parameters of one work."""

    es: Number
    ef: Number
    ls: Number
    lf: Number
    tf: Number
    ff: Number
    critical: bool


@dataclass(frozen=True, slots=True)
class SolvedNodes:
    """Computed and planned duration, times by work, LAG in the order of the bonds, all critical paths.

    starts, ends  works tied to the virtual start and the virtual end; one alone needs no virtual node
    all_paths     False when there are more critical paths than were asked for
    """

    computed: Number
    planned: Number
    works: dict[str, WorkTimes]
    lags: tuple[Number, ...]
    starts: tuple[str, ...]
    ends: tuple[str, ...]
    critical_paths: tuple[tuple[str, ...], ...]
    all_paths: bool


def solve_nodes(plan: NodePlan, most_paths: int = MOST_PATHS) -> SolvedNodes:
    """Time parameters and critical paths; InputError or CycleError for a network that cannot be computed."""
    _check(plan)
    duration = {work.id: work.duration for work in plan.works}
    order = in_order(list(duration), ((bond.predecessor, bond.successor) for bond in plan.bonds))
    early, starts = _forward(plan, order, duration)
    computed = max(early[id] + duration[id] for id in order)
    planned = computed if plan.planned is None else plan.planned
    late, ends = _backward(plan, order, duration, planned)
    lags = tuple(_slack(bond, early, duration) for bond in plan.bonds)
    free = _free_floats(plan, lags, {id: planned - early[id] - duration[id] for id in ends})
    works = {
        id: WorkTimes(
            early[id], early[id] + duration[id], late[id], late[id] + duration[id], late[id] - early[id], free[id],
            critical=late[id] - early[id] == planned - computed,
        )
        for id in duration
    }  # fmt: skip
    found = list(islice(_critical_paths(plan, works, lags, starts, ends), most_paths + 1))
    shown = tuple(found[:most_paths])
    return SolvedNodes(
        computed, planned, works, lags, starts, ends, shown, all_paths=len(found) <= most_paths
    )


def _check(plan: NodePlan) -> None:
    if not plan.works:
        raise InputError("schedule.empty", "the network has no works; give at least one")
    check_unique(work.id for work in plan.works)
    for work in plan.works:
        check_duration(work.id, work.duration)
    known = {work.id for work in plan.works}
    for bond in plan.bonds:
        for id in (bond.predecessor, bond.successor):
            if id not in known:
                message = (
                    f"the bond {bond.predecessor}–{bond.successor} names {id}, which is not in the network"
                )
                raise InputError("schedule.unknown_activity", message, (id,))


def start_gap(bond: Bond, duration: dict[str, Number]) -> Number:
    """The least ES_j − ES_i the bond allows: every type seen as one between starts."""
    from_finish = duration[bond.predecessor] if bond.type in (FS, FF) else 0
    to_finish = duration[bond.successor] if bond.type in (FF, SF) else 0
    return from_finish + bond.lag - to_finish


def _forward(
    plan: NodePlan, order: list[str], duration: dict[str, Number]
) -> tuple[dict[str, Number], tuple[str, ...]]:
    """Earliest starts, and the works tied to the virtual start."""
    coming: dict[str, list[Bond]] = defaultdict(list)
    for bond in plan.bonds:
        coming[bond.successor].append(bond)
    early: dict[str, Number] = {}
    tied = []
    for id in order:
        bound = max((early[b.predecessor] + start_gap(b, duration) for b in coming[id]), default=None)
        early[id] = 0 if bound is None or bound < 0 else bound
        if bound is None or bound < 0:
            tied.append(id)
    return early, tuple(tied)


def _backward(
    plan: NodePlan, order: list[str], duration: dict[str, Number], planned: Number
) -> tuple[dict[str, Number], tuple[str, ...]]:
    """Latest starts, and the works tied to the virtual end."""
    leaving: dict[str, list[Bond]] = defaultdict(list)
    for bond in plan.bonds:
        leaving[bond.predecessor].append(bond)
    late: dict[str, Number] = {}
    tied = []
    for id in reversed(order):
        last = planned - duration[id]
        bound = min((late[b.successor] - start_gap(b, duration) for b in leaving[id]), default=None)
        late[id] = last if bound is None or bound > last else bound
        if bound is None or bound > last:
            tied.append(id)
    return late, tuple(reversed(tied))


def _slack(bond: Bond, early: dict[str, Number], duration: dict[str, Number]) -> Number:
    return early[bond.successor] - early[bond.predecessor] - start_gap(bond, duration)


def _free_floats(plan: NodePlan, lags: tuple[Number, ...], to_end: dict[str, Number]) -> dict[str, Number]:
    """FF_i = min LAG_ij; a tie to the end counts as a bond with LAG = Tp − EF."""
    free = dict(to_end)
    for bond, lag in zip(plan.bonds, lags, strict=True):
        free[bond.predecessor] = min(free.get(bond.predecessor, lag), lag)
    return free


def _critical_paths(
    plan: NodePlan,
    works: dict[str, WorkTimes],
    lags: tuple[Number, ...],
    starts: tuple[str, ...],
    ends: tuple[str, ...],
) -> Iterator[tuple[str, ...]]:
    """Critical works joined by bonds with LAG = 0, from a tie to the start to a tie to the end."""
    after: dict[str, dict[str, None]] = defaultdict(dict)
    for bond, lag in zip(plan.bonds, lags, strict=True):
        if lag == 0 and works[bond.successor].critical:
            after[bond.predecessor][bond.successor] = None
    firsts = [id for id in starts if works[id].critical]
    return paths(firsts, lambda id: after[id], {id for id in ends if works[id].critical})
