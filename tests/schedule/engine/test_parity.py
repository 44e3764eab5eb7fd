"""Dates stored in real files by Primavera and MS Project, met again, also when ids and rows are mixed up."""

import os
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from yipanqi.exchange.schedule import ScheduleFile, read
from yipanqi.exchange.schedule.comparison import compare
from yipanqi.schedule import Problem, schedule

SHARED = Path(__file__).parents[4] / "shared" / "schedules"
FILES = sorted([*SHARED.glob("xer/*.xer"), *SHARED.glob("mspdi/*.xml")])
if os.environ.get("CI") == "true" and not FILES:
    pytest.fail("the shared schedule files are missing", pytrace=False)


def mixed(file: ScheduleFile, seed: int) -> ScheduleFile:
    """The same plan under other keys, ids and names, its rows and links in another order."""
    rng, problem = Random(seed), file.problem
    order = list(range(len(problem.activities)))
    rng.shuffle(order)
    key = {a.key: f"k{order[i]}" for i, a in enumerate(problem.activities)}
    activities = [
        replace(a, key=key[a.key], id=f"id-{key[a.key]}", name=f"示例 {order[i]}")
        for i, a in enumerate(problem.activities)
    ]
    links = [
        replace(li, predecessor=key[li.predecessor], successor=key[li.successor]) for li in problem.links
    ]
    rng.shuffle(activities)
    rng.shuffle(links)
    other = replace(problem, activities=tuple(activities), links=tuple(links))
    stored = {key[k]: each for k, each in file.stored.items()}
    return replace(file, problem=other, stored=stored, given=frozenset(key[k] for k in file.given))


def assert_met(file: ScheduleFile) -> None:
    found = compare(schedule(file.problem), file)
    assert all(equal == known for equal, known in found.counts.values()), (found.counts, found.deviations[:3])


@pytest.mark.skipif(not FILES, reason="the shared schedule files are not here")
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_stored_date_float_and_flag(path: Path) -> None:
    file = read(path.name, path.read_bytes())
    assert_met(file)
    assert_met(mixed(file, seed=5))


def test_the_order_of_rows_does_not_matter() -> None:
    """A → B and C, mixed: the same dates by key."""
    from schedule.engine.random_plans import random_plan

    plan = random_plan(Random(11), 12)
    turned: Problem = replace(plan, activities=plan.activities[::-1], links=plan.links[::-1])
    one, other = schedule(plan), schedule(turned)
    assert all(one.dates(a.key) == other.dates(a.key) for a in plan.activities)
