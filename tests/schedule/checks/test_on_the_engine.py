"""The checks on schedules of the engine itself, and a difference of two of them."""

from dataclasses import replace
from datetime import datetime

import pytest

from yipanqi.schedule import (
    Activity,
    Constraint,
    ConstraintKind,
    Link,
    LinkType,
    Problem,
    ProjectInfo,
)
from yipanqi.schedule.checks import Check, Verdict, fourteen_checks
from yipanqi.schedule.difference import difference
from yipanqi.schedule.scheduling import schedule

DAY = 480
START = datetime(2018, 9, 3, 8)


def plan(**facts) -> Problem:
    """A ─ B ─ C    A 5 days, B 10, C 5; D 3 days between A and C."""
    lengths = {"A": 5, "B": 10, "C": 5, "D": 3}
    works = tuple(
        Activity(n, n, f"work {n}", "P", duration=d * DAY, **facts.get(n, {})) for n, d in lengths.items()
    )
    links = (Link("A", "B"), Link("B", "C"), Link("A", "D"), Link("D", "C"))
    return Problem((ProjectInfo("P", START, **facts.get("project", {})),), works, links)


def checked(problem: Problem):
    return {row.check: row for row in fourteen_checks(schedule(problem), schedule)}


def test_a_sound_plan_passes():
    rows = checked(plan())
    failed = [check for check, row in rows.items() if row.verdict is Verdict.FAILED]
    assert failed == []
    assert rows[Check.CRITICAL_PATH_TEST].value == 600


def test_a_plan_pinned_by_a_mandatory_finish_fails_the_critical_path_test():
    pinned = Constraint(ConstraintKind.MANDATORY_FINISH, datetime(2018, 10, 5, 17))
    rows = checked(plan(C={"constraint": pinned}))
    assert rows[Check.CRITICAL_PATH_TEST].verdict is Verdict.FAILED
    assert rows[Check.HARD_CONSTRAINTS].count == 1


def test_a_late_plan_has_negative_float_and_too_short_a_path():
    # 20 working days end on Friday 28 September; asked for Friday 21 September
    rows = checked(plan(project={"must_finish_by": datetime(2018, 9, 21, 17)}))
    assert {o.ids[0]: o.days for o in rows[Check.NEGATIVE_FLOAT].offenders} == {"A": -5, "B": -5, "C": -5}
    assert rows[Check.CPLI].value == pytest.approx(15 / 20)
    assert rows[Check.CPLI].verdict is Verdict.FAILED


def test_the_delay_falls_on_what_is_left_of_a_begun_activity():
    begun = {"actual_start": START, "remaining": 2 * DAY}
    rows = checked(plan(A=begun, project={"data_date": datetime(2018, 9, 6, 8)}))
    assert rows[Check.CRITICAL_PATH_TEST].value == 600


def test_two_schedules_of_the_engine_differ_by_what_was_changed():
    before = plan()
    longer = tuple(replace(a, duration=15 * DAY) if a.id == "D" else a for a in before.activities)
    after = replace(
        before,
        activities=longer,
        links=(*before.links[:1], Link("B", "C", LinkType.FINISH_FINISH), *before.links[2:]),
    )
    found = difference(schedule(before), schedule(after))
    assert [c.id for c in found.changed] == ["D"]
    assert [(m.id, m.finish_working_minutes) for m in found.moved] == [("C", 5 * DAY), ("D", 12 * DAY)]
    assert [c.changes[0].field for c in found.links_changed] == ["type"]
    assert (found.became_critical, found.no_longer_critical) == (("D",), ("B",))
