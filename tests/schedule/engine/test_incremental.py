"""A change mended in place gives what a full computation gives, to the last array."""

from dataclasses import replace
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schedule.engine.random_plans import moment, random_activity, random_plan, with_progress
from yipanqi.schedule import (
    Activity,
    Change,
    InputError,
    Kind,
    Link,
    LinkType,
    Problem,
    Rules,
    ScheduleResult,
    reschedule,
    schedule,
)

COLUMNS = (
    *(
        "early_start",
        "early_finish",
        "late_start",
        "late_finish",
        "start",
        "finish",
        "total_float",
        "free_float",
    ),
    *(
        "interfering_float",
        "start_float",
        "finish_float",
        "critical",
        "longest_path",
        "driving",
        "link_float",
    ),
    *("project_start", "project_finish", "project_duration"),
)


def assert_same(mended: ScheduleResult, whole: ScheduleResult) -> None:
    for name in COLUMNS:
        np.testing.assert_array_equal(getattr(mended, name), getattr(whole, name), err_msg=name)
    assert mended.warnings == whole.warnings


def changed_activity(rng: Random, problem: Problem) -> Activity:
    """One fact of one activity is different, or everything but its place."""
    old = rng.choice(problem.activities)
    now = problem.projects[0].data_date or problem.projects[0].start
    fresh = random_activity(rng, old.key, [old.project])
    return rng.choice(
        (
            replace(old, duration=rng.choice((0, 480, 4800)), remaining=None),
            replace(old, constraint=fresh.constraint, deadline=fresh.deadline),
            replace(old, calendar=fresh.calendar),
            replace(old, expected_finish=moment(rng)),
            replace(old, kind=fresh.kind),
            with_progress(rng, replace(fresh, kind=old.kind), now),
            replace(old, actual_start=None, actual_finish=None, suspend=None, resume=None),
        )
    )


def changed_link(rng: Random, problem: Problem) -> dict[int, Link]:
    if not problem.links or rng.random() < 0.5:
        return {}
    number = rng.randrange(len(problem.links))
    lag = rng.choice((0, 480, -480))
    return {number: replace(problem.links[number], lag=lag, type=rng.choice(tuple(LinkType)))}


@given(st.integers(0, 2**40))
@settings(max_examples=60, deadline=None)
def test_mending_equals_computing_anew(seed: int) -> None:
    rng = Random(seed)
    problem = random_plan(rng, 14)
    result = schedule(problem)
    for _ in range(4):
        activities = (changed_activity(rng, problem),) if rng.random() < 0.8 else ()
        change = Change(activities, changed_link(rng, problem))
        problem = change.applied(problem, result.row)
        result = reschedule(result, change)
        assert_same(result, schedule(problem))


@given(st.integers(0, 2**40))
@settings(max_examples=25, deadline=None)
def test_links_come_and_go(seed: int) -> None:
    rng = Random(seed)
    problem = random_plan(rng, 8)
    keys = sorted((a.key for a in problem.activities), key=int)
    removed = frozenset(rng.sample(range(len(problem.links)), min(1, len(problem.links))))
    added = (Link(keys[0], keys[-1], LinkType.START_START),) if len(keys) > 1 else ()
    change = Change(added=added, removed=removed)
    mended = reschedule(schedule(problem), change)
    assert_same(mended, schedule(change.applied(problem, mended.row)))
    assert len(mended.problem.links) == len(problem.links) + len(added) - len(removed)


@pytest.mark.parametrize("rules", Rules)
def test_summaries_and_efforts_follow(rules: Rules) -> None:
    """Summary S over A and B, effort E from the start of A to the finish of B: B grows by two days."""
    plan = random_plan(Random(1), 1, rules)
    base = replace(plan.activities[0], kind=Kind.TASK, constraint=None, calendar="office", duration=480)
    a, b = (
        replace(base, key=k, id=k, wbs=("root", "s"), actual_start=None, actual_finish=None) for k in "AB"
    )
    summary = replace(a, key="S", id="S", kind=Kind.WBS_SUMMARY)
    effort = replace(a, key="E", id="E", kind=Kind.LEVEL_OF_EFFORT, wbs=("root",))
    links = (
        Link("A", "B"),
        Link("A", "E", LinkType.START_START),
        Link("B", "E", LinkType.FINISH_FINISH),
    )
    problem = replace(plan, activities=(summary, a, effort, b), links=links)
    result = schedule(problem)
    change = Change((replace(b, duration=1440),))
    mended = reschedule(result, change)
    assert_same(mended, schedule(change.applied(problem, result.row)))
    assert mended.dates("S").finish == mended.dates("E").finish == mended.dates("B").finish
    assert mended.dates("S").start == mended.dates("E").start == mended.dates("A").start


def test_a_change_of_nobody_is_refused() -> None:
    result = schedule(random_plan(Random(3), 5))
    stranger = replace(result.problem.activities[0], key="nobody", id="X9")
    with pytest.raises(InputError, match="no activity X9"):
        reschedule(result, Change((stranger,)))
    with pytest.raises(InputError, match="no link number 99"):
        reschedule(result, Change(links={99: Link("0", "1")}))
