"""The engine against its plain twin on random plans with everything in them."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schedule.engine.random_plans import random_plan
from schedule.engine.twin import Plan, Twin
from yipanqi.schedule import Problem, Rules, schedule
from yipanqi.schedule.result import NONE


def found_dates(plan: Plan, twin: Twin) -> tuple[int, int, int, int]:
    clock, end = twin.clock, twin.duration
    early = (clock.start(twin.early), clock.finish(twin.early + end))
    return (*early, clock.start(twin.late), clock.finish(twin.late + end))


def compare(problem: Problem) -> None:
    """Floats and flags of all; dates of what has a duration, since a moment may stand at either end of a gap."""
    plan, result = Plan(problem), schedule(problem)
    longest = plan.longest_path()
    for row, activity in enumerate(problem.activities):
        twin = plan.twins[activity.key]
        said = (activity, problem.links)
        if twin.done and not plan.microsoft:
            assert result.early_start[row] == result.total_float[row] == NONE, said
            continue
        if not twin.done:
            assert result.total_float[row] == plan.total_float(twin), said
            assert result.free_float[row] == plan.free_float(twin), said
            assert result.longest_path[row] == (activity.key in longest), said
        if twin.duration and not twin.begun:
            early_start, early_finish, late_start, late_finish = found_dates(plan, twin)
            assert result.early_start[row] == early_start, said
            assert twin.clock.worked(int(result.early_finish[row])) == twin.clock.worked(early_finish), said
            assert twin.clock.worked(int(result.late_start[row])) == twin.clock.worked(late_start), said
            assert result.late_finish[row] == late_finish, said
    for twin in plan.twins.values():
        for tie in twin.before:
            assert result.driving[tie.number] == (tie.number in plan.drives), tie.link


@pytest.mark.parametrize("rules", Rules)
@given(seed=st.integers(0, 2**40))
@settings(max_examples=60, deadline=None)
def test_engine_and_twin_agree(rules: Rules, seed: int) -> None:
    compare(random_plan(Random(seed), 12, rules))
