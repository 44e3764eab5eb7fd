"""Links as columns: which of them hold, and what is left of their lags [3, 6]."""

from collections.abc import Iterator

import numpy as np

from yipanqi.schedule.facts import Facts, moments, whole
from yipanqi.schedule.network import ELAPSED, LINK_TYPES
from yipanqi.schedule.problem import LagCalendar, LagUnit, Link, ProgressMode, Rules
from yipanqi.schedule.result import NONE, Flags, Minutes
from yipanqi.schedule.timeline import Int32

FROM_FINISH = np.array([True, False, True, False])
"""By LINK_TYPES: whether a link begins at its predecessor's finish."""
WHOLE = 10_000
"""One hundred percent in hundredths of a percent."""


class LinkColumns:
    """(m,) columns in the order of `problem.links`.

    predecessor, successor  positions in `problem.activities`; kind, lag, calendar as in `Network`
    kept    False for links that hold nothing: progress override [6.5], links to other projects by option [11.2]
    """

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.links = facts.problem.links
        self.predecessor = whole(facts.row[link.predecessor] for link in self.links)
        self.successor = whole(facts.row[link.successor] for link in self.links)
        self.kind = np.fromiter((LINK_TYPES[link.type.value] for link in self.links), np.int8)
        self.calendar = whole(map(self._calendar, self.links, self.predecessor, self.successor))
        self.lag = whole(map(self._minutes, self.links, self.predecessor))
        self.kept = self._kept()
        self._occurred = self._moments_passed()
        self._consume()

    def _calendar(self, link: Link, predecessor: int, successor: int) -> int:
        """Row of the lag calendar [3.3]."""
        facts = self.facts
        if link.lag_unit in (LagUnit.ELAPSED, LagUnit.ELAPSED_PERCENT):
            return ELAPSED
        if link.lag_calendar is not None:
            return facts.calendar_row[link.lag_calendar]
        project = facts.project[successor]
        rows = {
            LagCalendar.PREDECESSOR: int(facts.calendar[predecessor]),
            LagCalendar.SUCCESSOR: int(facts.calendar[successor]),
            LagCalendar.PROJECT: facts.calendar_row[facts.problem.projects[project].calendar],
            LagCalendar.TWENTY_FOUR_HOUR: facts.round_the_clock,
        }
        return rows[facts.options[project].lag_calendar]

    def _minutes(self, link: Link, predecessor: int) -> int:
        """A percentage lag is a share of the predecessor's duration [3.4]."""
        if link.lag_unit in (LagUnit.PERCENT, LagUnit.ELAPSED_PERCENT):
            return round(self.facts.activities[predecessor].duration * link.lag / WHOLE)
        return link.lag

    def _kept(self) -> Flags:
        facts = self.facts
        override = np.array([o.progress is ProgressMode.OVERRIDE for o in facts.options])
        inside = np.array([not o.cross_project_links for o in facts.options])
        project = facts.project[self.successor]
        to_start = (self.kind == LINK_TYPES["FS"]) | (self.kind == LINK_TYPES["SS"])
        begun = (facts.started[self.successor] != NONE) & to_start | (facts.finished[self.successor] != NONE)
        across = facts.project[self.predecessor] != project
        dropped: Flags = (override[project] & begun) | (inside[project] & across)
        return ~dropped

    def _moments_passed(self) -> Minutes:
        """When the event a link begins at has happened; NONE while it has not."""
        finish = FROM_FINISH[self.kind]
        return np.where(finish, self.facts.finished[self.predecessor], self.facts.started[self.predecessor])

    def _consume(self) -> None:
        """A lag behind an event of the past has run since then: only the rest is left [6.3]."""
        passed = np.flatnonzero((self._occurred != NONE) & (self.lag != 0))
        now = self.facts.not_before[self.facts.project[self.successor[passed]]]
        run = self._between(self.calendar[passed], self._occurred[passed], now)
        self.lag[passed] = np.maximum(0, self.lag[passed] - np.maximum(0, run))

    def _between(self, calendar: Int32, begin: Minutes, end: Minutes) -> Minutes:
        clock = calendar == ELAPSED
        rows = np.where(clock, np.int32(self.facts.round_the_clock), calendar)
        return self.facts.worked(rows, end) - self.facts.worked(rows, begin)
