"""`schedule(problem)`: the whole way from frozen facts to a frozen result."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import numpy as np

from yipanqi.schedule.checking import refuse_bad
from yipanqi.schedule.compile import Compiled, compiled
from yipanqi.schedule.engine import Computed, Run, arranged
from yipanqi.schedule.errors import CycleError, InputError
from yipanqi.schedule.facts import Facts, whole
from yipanqi.schedule.members import FROM_START
from yipanqi.schedule.problem import Constraint, ConstraintKind, CriticalBy, Problem
from yipanqi.schedule.result import EPOCH, MOST, NONE, Flags, Minutes, ScheduleResult, to_minutes
from yipanqi.schedule.spans import Columns, fill_spans
from yipanqi.schedule.warnings import warnings


@dataclass(frozen=True, slots=True)
class State:
    """What a repair starts from."""

    compiled: Compiled
    run: Run


def schedule(problem: Problem) -> ScheduleResult:
    """Early and late dates, floats and flags of every activity.

    InputError for facts that cannot be right, CycleError (ids along the ring) where links form one.
    """
    refuse_bad(problem)
    turned = from_finish(problem) if any(project.from_finish for project in problem.projects) else problem
    network = compiled(turned)
    begun = first_members(network)
    if begun:
        network = compiled(turned, begun)
    return assembled(problem, State(network, computed(turned, network)))


def from_finish(problem: Problem) -> Problem:
    """A project scheduled from its finish starts at its earliest late start and plans as late as possible [7.5]."""
    network = compiled(problem)
    late = computed(problem, network).results().late_start
    begin = np.full(len(problem.projects), MOST)
    np.minimum.at(begin, network.network.project, late)
    turned = {project.id for project in problem.projects if project.from_finish}
    projects = tuple(
        replace(project, start=EPOCH + timedelta(minutes=int(begin[i])), from_finish=False)
        if project.from_finish and begin[i] != MOST
        else project
        for i, project in enumerate(problem.projects)
    )
    activities = tuple(
        replace(activity, constraint=Constraint(ConstraintKind.AS_LATE_AS_POSSIBLE))
        if activity.project in turned and activity.constraint is None
        else activity
        for activity in problem.activities
    )
    return replace(problem, projects=projects, activities=activities)


def computed(problem: Problem, network: Compiled) -> Run:
    """The passes; a cycle is named by the ids a person knows."""
    try:
        run = Run(network.network, arranged(network.network))
    except CycleError as error:
        ids = [problem.activities[network.rows[int(row)]].id for row in error.activities]
        raise CycleError(tuple(ids)) from None
    run.passes()
    return run


def first_members(network: Compiled) -> dict[int, int]:
    """The member with the earliest start of each summary whose start others wait for [10.4]."""
    facts = network.facts
    wanted = {
        facts.row[link.predecessor]
        for link in facts.problem.links
        if facts.microsoft and link.type in FROM_START and facts.row[link.predecessor] in facts.members
    }
    if not wanted:
        return {}
    early = np.full(facts.n, NONE)
    early[network.rows] = computed(facts.problem, network).results().early_start
    return {row: min(facts.members[row], key=lambda i: int(early[i])) for row in wanted if facts.members[row]}


def assembled(problem: Problem, state: State) -> ScheduleResult:
    """Spreads the network's columns over all activities and adds what spans others [10]."""
    network, found = state.compiled, state.run.results()
    facts = network.facts
    if max(int(found.early_finish.max(initial=0)), int(found.finish.max(initial=0))) > LAST_MINUTE:
        what = "the plan would end after the year 9999; look for durations or lags in the wrong unit"
        raise InputError("schedule.beyond_calendar", what)
    spread = {name: np.full(facts.n, NONE) for name in COLUMNS}
    for name, column in spread.items():
        column[network.rows] = getattr(found, name)
    longest = np.zeros(facts.n, np.bool_)
    longest[network.rows] = found.longest_path
    longest[facts.finished != NONE] = False
    show_progress(facts, spread)
    columns = planned(network, spread, longest)
    fill_spans(facts, network.links, columns, found.finish)
    driving, slack = by_link(problem, network, found)
    total, free = columns.total_float, columns.free_float
    begin, length = extents(facts, columns, found.finish)
    return ScheduleResult(
        problem=problem,
        **{name: getattr(columns, name) for name in Columns.__dataclass_fields__},
        interfering_float=np.where((total == NONE) | (free == NONE), NONE, total - free),
        longest_path=longest,
        driving=driving,
        link_float=slack,
        project_start=begin,
        project_finish=found.finish,
        project_duration=length,
        noted=lambda: warnings(facts, network.links, columns, found.finish),
        state=state,
    )


def planned(network: Compiled, spread: dict[str, Minutes], longest: Flags) -> Columns:
    """Adds the dates a bar is drawn with: actual ones, else early ones, else late ones by wish [5.5]."""
    facts = network.facts
    start, finish = spread["early_start"].copy(), spread["early_finish"].copy()
    if facts.microsoft:
        late = network.rows[network.network.as_late]
        late = late[spread["late_start"][late] > start[late]]
        start[late], finish[late] = spread["late_start"][late], spread["late_finish"][late]
    begun, done = facts.started != NONE, facts.finished != NONE
    start[begun], finish[done] = facts.started[begun], facts.finished[done]
    total = spread["total_float"]
    flags = critical(facts, total, longest)
    return Columns(
        **spread,
        start=start,
        finish=finish,
        start_float=total.copy(),
        finish_float=total.copy(),
        critical=flags,
    )


def by_link(problem: Problem, network: Compiled, found: Computed) -> tuple[Flags, Minutes]:
    """Driving flags and link floats; of a summary's link the tightest of its members' [10.4]."""
    m = len(problem.links)
    driving, slack = np.zeros(m, np.bool_), np.full(m, MOST)
    driving[network.numbers[found.driving]] = True
    np.minimum.at(slack, network.numbers, found.link_float)
    return driving, np.where(slack == MOST, NONE, slack)


def extents(facts: Facts, columns: Columns, finish: Minutes) -> tuple[Minutes, Minutes]:
    """(p,) first start and working minutes from there to the finish, on each project's calendar."""
    begin = np.full(len(finish), MOST)
    known = columns.start != NONE
    np.minimum.at(begin, facts.project[known], columns.start[known])
    begin = np.where(begin == MOST, facts.not_before, begin)
    calendars = whole(facts.calendar_row[p.calendar] for p in facts.problem.projects)
    return begin, facts.worked(calendars, finish) - facts.worked(calendars, begin)


LAST_MINUTE = to_minutes(datetime.fromisoformat("9999-12-31"))

COLUMNS = ("early_start", "early_finish", "late_start", "late_finish", "total_float", "free_float")


def show_progress(facts: Facts, columns: dict[str, Minutes]) -> None:
    """What is done has no early or late dates [6.1]; under Microsoft's rules they are the actual ones [6.7]."""
    done, begun = facts.finished != NONE, facts.started != NONE
    if not facts.microsoft:
        for column in columns.values():
            column[done] = NONE
        return
    for name in ("early_start", "late_start"):
        columns[name][begun] = facts.started[begun]
    for name in ("early_finish", "late_finish"):
        columns[name][done] = facts.finished[done]
    columns["total_float"][done] = columns["free_float"][done] = 0


def critical(facts: Facts, total: Minutes, longest: Flags) -> Flags:
    """[9.1], by each project's option."""
    threshold = np.array([o.critical_threshold for o in facts.options])[facts.project]
    by_path = np.array([o.critical_by is CriticalBy.LONGEST_PATH for o in facts.options])[facts.project]
    flags: Flags = np.where(by_path, longest, (total != NONE) & (total <= threshold))
    return flags
