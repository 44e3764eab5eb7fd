"""A finished run mended after some of its columns changed: only what they reach is computed again [11.3]."""

import numpy as np
from numpy.typing import NDArray

from yipanqi.schedule.engine import Arranged, Run
from yipanqi.schedule.network import Event, Network
from yipanqi.schedule.result import Flags

Rows = NDArray[np.intp]


def mended(before: Run, network: Network, rows: Rows, links: Rows) -> Run:
    """The run of `network`, which differs from that of `before` in the columns of these rows and links only."""
    run = Run(network, _arranged(before, network, rows))
    run.onward = before.onwards()
    if network.as_late.any() or before.network.as_late.any():
        run.passes()
        return run
    changed = _marked(before, rows)
    sources, targets = _link_ends(before, links)
    run.early, run.driving = _copied(before.early), before.driving.copy()
    moved = changed | targets | (run.floor != before.floor)
    run.place_early(run.column("pinned_early"), moved, run.onward)
    run.finish, other = run.finishes(), run.arcs.duration != before.arcs.duration
    run.ceiling = run.ceilings()
    _mend_late(before, run, changed | sources | other | (run.ceiling != before.ceiling))
    _mend_slack(before, run, changed | sources | targets | other | moved)
    return run


def _mend_late(before: Run, run: Run, dirty: Flags) -> None:
    from yipanqi.schedule.kernels import repair

    run.late = _copied(before.late)
    pinned = run.column("pinned_late")
    repair.mend_late(run.lines, run.arcs, run.onwards(), run.ceiling, pinned, run.late, dirty)


def _mend_slack(before: Run, run: Run, touched: Flags) -> None:
    from yipanqi.schedule.kernels import repair

    run.slack, run.free = before.slack.copy(), before.free.copy()
    repair.mend_slack(run.lines, run.arcs, run.onwards(), run.early, touched, run.slack, run.free)


def _arranged(before: Run, network: Network, rows: Rows) -> Arranged:
    """The same order; durations as they were left, except those of the changed rows."""
    place, arcs = before.place, before.arcs
    duration = arcs.duration.copy()
    at = _places(before, rows)
    duration[at] = network.duration[rows]
    columns = arcs._replace(
        calendar=place.sorted(network.calendar),
        duration=duration,
        kind=network.kind[arcs.link],
        lag=network.lag[arcs.link],
        lag_calendar=network.lag_calendar[arcs.link],
    )
    return Arranged(place.order, place.identity, columns)


def _places(before: Run, rows: Rows) -> Rows:
    """Rows of the network → places in topological order."""
    return rows if before.place.identity else before.places()[rows].astype(np.intp)


def _marked(before: Run, rows: Rows) -> Flags:
    flags = np.zeros(before.n, np.bool_)
    flags[_places(before, rows)] = True
    return flags


def _link_ends(before: Run, links: Rows) -> tuple[Flags, Flags]:
    """Places at which these links begin, and at which they end."""
    network = before.network
    sources, targets = network.predecessor[links], network.successor[links]
    return _marked(before, sources.astype(np.intp)), _marked(before, targets.astype(np.intp))


def _copied(event: Event) -> Event:
    return Event(*(column.copy() for column in event))
