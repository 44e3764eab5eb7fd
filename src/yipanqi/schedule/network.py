"""The network as arrays: what the compiled loops read, and the entry for callers that have arrays already."""

from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from yipanqi.schedule.result import Flags, Minutes
from yipanqi.schedule.timeline import Int32, Timelines

Int8 = NDArray[np.int8]
LINK_TYPES = {"FS": 0, "SS": 1, "FF": 2, "SF": 3}
SS_LATE, DEAD = 4, 5
"""An SS link that holds only backward: its lag runs from an actual start [8.4]; a link that holds nothing [6.5]."""
ELAPSED = -1
START_MOMENT, FINISH_MOMENT = 1, 2


class Arcs(NamedTuple):
    """The network in topological order, links grouped by their successor.

    calendar, duration (n,); at (n + 1,) where the links into a row begin; source (m,) row of the predecessor;
    kind, lag, lag_calendar (m,); link (m,) number of the link in the network
    """

    calendar: Int32
    duration: Int32
    at: Int32
    source: Int32
    kind: Int8
    lag: Int32
    lag_calendar: Int32
    link: Int32


class Bounds(NamedTuple):
    """What holds early starts besides links, (n,) each; cap, pinned, expected may be empty; see `Network`.

    given is the duration where `expected` does not change it.
    """

    floor: Minutes
    cap: Minutes
    pinned: Minutes
    expected: Minutes
    given: Int32


class Onward(NamedTuple):
    """Links by predecessor: at (n + 1,) where those out of a row begin; row (m,) successor, link (m,) place in `Arcs`.

    Empty arrays where a whole pass does not need them.
    """

    at: Int32
    row: Int32
    link: Int32


class Event(NamedTuple):
    """Early or late dates: the start as coordinate, its instant, the instant of the finish; (n,) each."""

    start: Minutes
    begins: Minutes
    ends: Minutes


NOWHERE = Onward(*(np.empty(0, np.int32) for _ in range(3)))
ALL_ROWS: Flags = np.empty(0, np.bool_)
"""An empty mark: every row is computed."""


def _no_minutes() -> Minutes:
    return np.empty(0, np.int64)


def _no_marks() -> Int8:
    return np.empty(0, np.int8)


def _no_flags() -> Flags:
    return np.empty(0, np.bool_)


@dataclass(frozen=True, slots=True)
class Network:
    """n activities and m links; rows may stand in any order.

    lines            calendars as timelines
    calendar         (n,) int32 row in `lines`
    duration         (n,) int32 working minutes still to do, ≥ 0
    predecessor, successor (m,) int32 rows; kind (m,) int8 by LINK_TYPES; lag (m,) int32 minutes;
    lag_calendar     (m,) int32 row in `lines`, or ELAPSED for minutes of the clock
    project          (n,) int32 row of the project
    not_before       (p,) instants: nothing that is still to do begins earlier (data date or start)
    finish_by        (p,) instants from which late dates run back, NONE for the computed finish
    free_start       (n,) flags or empty: `not_before` does not hold for this one [4.3]
    open_ends_critical  (p,) flags or empty: without successors no later than the own early dates [7.3]
    floor, ceiling   (n,) or empty: earliest and latest start by constraints and progress [5, 6]; NONE is no bound
    cap              (n,) or empty: the early start is not later, whatever the links say [5.8]
    pinned_early, pinned_late  (n,) or empty: a start that no link moves [5.4]
    expected         (n,) or empty: the finish is this one, the duration follows [5.6]
    finished         (n,) instants of actual finishes or NONE, or empty
    milestone        (n,) int8 or empty: START_MOMENT, FINISH_MOMENT, else 0 [1.5]
    as_late          (n,) flags or empty: early dates use up the free float [5.5]
    overruled        (n,) flags or empty: the float counts from where the links would put it [8.5]
    moment           (n,) instants or NONE, or empty: the date that places an activity without duration [1.5]
    raw_moments      True: an activity without duration stays at the instant its link or date gives [1.5]; and what
                     is as late as possible keeps its early dates, only its successors follow its late ones [5.5]
    one_finish       True: late dates of all projects run back from the latest finish of all [7.2]

    floor, ceiling, cap, pinned_early, pinned_late and expected are working-minute coordinates on the activity's own
    calendar (see timeline.py); NONE where there is no such bound.
    """

    lines: Timelines
    calendar: Int32
    duration: Int32
    predecessor: Int32
    successor: Int32
    kind: Int8
    lag: Int32
    lag_calendar: Int32
    project: Int32
    not_before: Minutes
    finish_by: Minutes
    open_ends_critical: Flags = field(default_factory=_no_flags)
    free_start: Flags = field(default_factory=_no_flags)
    floor: Minutes = field(default_factory=_no_minutes)
    ceiling: Minutes = field(default_factory=_no_minutes)
    cap: Minutes = field(default_factory=_no_minutes)
    pinned_early: Minutes = field(default_factory=_no_minutes)
    pinned_late: Minutes = field(default_factory=_no_minutes)
    expected: Minutes = field(default_factory=_no_minutes)
    finished: Minutes = field(default_factory=_no_minutes)
    milestone: Int8 = field(default_factory=_no_marks)
    as_late: Flags = field(default_factory=_no_flags)
    overruled: Flags = field(default_factory=_no_flags)
    moment: Minutes = field(default_factory=_no_minutes)
    raw_moments: bool = False
    one_finish: bool = False

    @property
    def size(self) -> int:
        """Number of activities."""
        return len(self.duration)
