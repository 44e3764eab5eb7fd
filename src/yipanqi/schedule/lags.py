"""Links as columns: which of them hold, and what is left of their lags [3, 6]."""

from collections.abc import Iterator, Mapping

import numpy as np

from yipanqi.schedule.facts import Facts, whole
from yipanqi.schedule.members import expanded
from yipanqi.schedule.network import DEAD, ELAPSED, LINK_TYPES, SS_LATE
from yipanqi.schedule.problem import LagCalendar, LagUnit, ProgressMode
from yipanqi.schedule.result import NONE, Flags, Minutes
from yipanqi.schedule.timeline import Int32

FROM_FINISH = np.array([True, False, True, False])
TO_FINISH = np.array([False, False, True, True])
"""By LINK_TYPES: at which end a link begins and ends."""
WHOLE = 10_000
"""One hundred percent in hundredths of a percent."""


class LinkColumns:
    """(m,) columns of the links that stand between single activities.

    number                  position in `problem.links`; a link of a summary occurs once for each member [10.4]
    predecessor, successor  positions in `problem.activities`; kind, lag, calendar as in `Network`, where a link that
                            holds nothing is DEAD
    whole_lag               the lag before progress has eaten of it [6.3]
    kept                    False for links that hold nothing here
    fixed, gone             links that count from an actual date, so that they are floors; the ones of them that
                            hold nothing backward either
    """

    def __init__(self, facts: Facts, first: Mapping[int, int]) -> None:
        self.facts = facts
        spans = facts.members if facts.microsoft else {}
        self.links, ends = expanded(facts.problem.links, facts.row, spans, first)
        self.number, self.predecessor, self.successor = (np.ascontiguousarray(column) for column in ends.T)
        self.kind = np.fromiter((LINK_TYPES[link.type] for link in self.links), np.int8, len(self.links))
        self.calendar = self._calendars()
        self.lag = whole(link.lag for link in self.links)
        self._read_special_lags()
        self.whole_lag = self.lag.copy()
        self.kept = self._kept()
        self.from_finish, self.to_finish = FROM_FINISH[self.kind], TO_FINISH[self.kind]
        self.fixed = self._counted_from_actuals()
        self.gone = self._without_effect_backward()
        if not facts.microsoft:
            self._consume()
            self.kind[self.fixed] = SS_LATE
        self.kind[self.gone | ~self.kept] = DEAD

    def _calendars(self) -> Int32:
        """Rows of the lag calendars by option [3.3]."""
        facts = self.facts
        project = facts.project[self.successor]
        of_project = whole(facts.calendar_row[each.calendar] for each in facts.problem.projects)
        choices = np.array(
            [
                facts.calendar[self.predecessor],
                facts.calendar[self.successor],
                of_project[project],
                np.full(len(project), facts.round_the_clock),
            ]
        )
        order = {kind: i for i, kind in enumerate(LagCalendar)}
        chosen = whole(order[options.lag_calendar] for options in facts.options)[project]
        rows: Int32 = choices[chosen, np.arange(len(project))].astype(np.int32)
        return rows

    def _read_special_lags(self) -> None:
        """A link's own lag calendar, elapsed lags, percentages of the predecessor's duration [3.3, 3.4]."""
        for k, link in enumerate(self.links):
            if link.lag_calendar is not None:
                self.calendar[k] = self.facts.calendar_row[link.lag_calendar]
            if link.lag_unit is LagUnit.WORKING:
                continue
            if link.lag_unit is not LagUnit.PERCENT:
                self.calendar[k] = ELAPSED
            if link.lag_unit is not LagUnit.ELAPSED:
                whole_duration = self.facts.activities[self.predecessor[k]].duration
                self.lag[k] = round(whole_duration * link.lag / WHOLE)

    def _kept(self) -> Flags:
        """Progress override [6.5] and links between projects [11.2]."""
        facts = self.facts
        project = facts.project[self.successor]
        override = np.array([o.progress is ProgressMode.OVERRIDE for o in facts.options])[project]
        inside = np.array([not o.cross_project_links for o in facts.options])[project]
        begun = (facts.started[self.successor] != NONE) & ~TO_FINISH[self.kind]
        over = begun | (facts.finished[self.successor] != NONE)
        across = facts.project[self.predecessor] != project
        actual = np.array([o.progress is ProgressMode.ACTUAL_DATES for o in facts.options])[project]
        past = (facts.finished[self.successor] != NONE) & (facts.microsoft | actual)
        dropped: Flags = (override & over) | (inside & across) | past
        return ~dropped

    def _counted_from_actuals(self) -> Flags:
        """Links that count from an actual date [6.5, 6.7, 8.4]: floors, not links."""
        facts = self.facts
        done = facts.finished[self.predecessor] != NONE
        going = (facts.started[self.predecessor] != NONE) & ~FROM_FINISH[self.kind]
        project = facts.project[self.successor]
        from_start = np.array([not o.ss_lag_from_early_start for o in facts.options])[project]
        actual = np.array([o.progress is ProgressMode.ACTUAL_DATES for o in facts.options])[project]
        fixed: Flags = (going & from_start & (self.kind == LINK_TYPES["SS"])) | (done & actual)
        return going & ~done if facts.microsoft else fixed

    def _without_effect_backward(self) -> Flags:
        """Of those in `fixed`, the ones that hold nothing backward either."""
        done = self.facts.finished[self.predecessor] != NONE
        actual = np.array([o.progress is ProgressMode.ACTUAL_DATES for o in self.facts.options])
        gone: Flags = self.fixed & (
            self.facts.microsoft | (done & actual[self.facts.project[self.successor]])
        )
        return gone

    def floors(self) -> Iterator[tuple[int, str, int]]:
        """(row, bound, instant) for every link in `fixed`."""
        for k in np.flatnonzero(self.fixed & self.kept):
            actual = self.facts.finished if self.from_finish[k] else self.facts.started
            moment, lag = int(actual[self.predecessor[k]]), int(self.whole_lag[k])
            if lag:
                moment = self.facts.kernels.lagged(self.facts.lines, int(self.calendar[k]), moment, lag)
            yield int(self.successor[k]), "earliest_finish" if self.to_finish[k] else "earliest_start", moment

    def _consume(self) -> None:
        """A lag behind an event of the past has run since then: only the rest is left [6.3]."""
        finish = FROM_FINISH[self.kind]
        occurred = np.where(
            finish, self.facts.finished[self.predecessor], self.facts.started[self.predecessor]
        )
        passed = np.flatnonzero((occurred != NONE) & (self.lag != 0))
        now = self.facts.not_before[self.facts.project[self.successor[passed]]]
        run = self._between(self.calendar[passed], occurred[passed], now)
        self.lag[passed] = np.maximum(0, self.lag[passed] - np.maximum(0, run))

    def _between(self, calendar: Int32, begin: Minutes, end: Minutes) -> Minutes:
        rows = np.where(calendar == ELAPSED, np.int32(self.facts.round_the_clock), calendar)
        return self.facts.worked(rows, end) - self.facts.worked(rows, begin)
