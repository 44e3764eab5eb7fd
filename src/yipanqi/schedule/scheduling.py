"""`schedule(problem)`: the whole way from frozen facts to a frozen result."""

import numpy as np

from yipanqi.schedule.checking import refuse_bad
from yipanqi.schedule.compile import Compiled, compiled
from yipanqi.schedule.engine import Computed, run
from yipanqi.schedule.errors import CycleError
from yipanqi.schedule.problem import CriticalBy, Problem
from yipanqi.schedule.result import NONE, Flags, Minutes, ScheduleResult


def schedule(problem: Problem) -> ScheduleResult:
    """Early and late dates, floats and flags of every activity.

    InputError for facts that cannot be right, CycleError (ids along the ring) where links form one.
    """
    refuse_bad(problem)
    network = compiled(problem)
    try:
        found = run(network.network)
    except CycleError as error:
        ids = [problem.activities[network.rows[int(row)]].id for row in error.activities]
        raise CycleError(tuple(ids)) from None
    return finished(problem, network, found)


def finished(problem: Problem, compiled: Compiled, found: Computed) -> ScheduleResult:
    """Spreads the network's columns over all activities and takes away what is already done [6.1]."""
    n, m, rows = len(problem.activities), len(problem.links), compiled.rows
    done = compiled.facts.finished != NONE

    def column(values: Minutes) -> Minutes:
        out = np.full(n, NONE)
        out[rows] = values
        out[done] = NONE
        return out

    early_start, early_finish = column(found.early_start), column(found.early_finish)
    total, free = column(found.total_float), column(found.free_float)
    longest = np.zeros(n, np.bool_)
    longest[rows] = found.longest_path
    longest &= ~done
    driving, slack = np.zeros(m, np.bool_), np.full(m, NONE)
    driving[compiled.links], slack[compiled.links] = found.driving, found.link_float
    return ScheduleResult(
        problem=problem,
        early_start=early_start,
        early_finish=early_finish,
        late_start=column(found.late_start),
        late_finish=column(found.late_finish),
        start=np.where(compiled.facts.started != NONE, compiled.facts.started, early_start),
        finish=np.where(done, compiled.facts.finished, early_finish),
        total_float=total,
        free_float=free,
        interfering_float=np.where(done, NONE, total - free),
        start_float=total,
        finish_float=total,
        critical=critical(compiled, total, longest),
        longest_path=longest,
        driving=driving,
        link_float=slack,
        project_start=compiled.facts.not_before,
        project_finish=found.finish,
        project_duration=np.zeros(len(found.finish), np.int64),
    )


def critical(compiled: Compiled, total: Minutes, longest: Flags) -> Flags:
    """[9.1] or [9.2], by each project's option."""
    options, project = compiled.facts.options, compiled.facts.project
    threshold = np.array([o.critical_threshold for o in options])[project]
    by_path = np.array([o.critical_by is CriticalBy.LONGEST_PATH for o in options])[project]
    flags: Flags = np.where(by_path, longest, (total != NONE) & (total <= threshold))
    return flags
