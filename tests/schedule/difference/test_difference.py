"""Two versions of a small plan; each test tells one change and reads it back."""

from dataclasses import replace
from datetime import datetime

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yipanqi.schedule import Activity, Link, LinkType, Problem, ProjectInfo, ScheduleResult
from yipanqi.schedule.difference import FieldChange, difference
from yipanqi.schedule.result import NONE, to_minutes

DAY = 480
PROJECT = ProjectInfo("P", datetime(2018, 9, 3, 8))


def at(text: str, hour: int = 8) -> int:
    return to_minutes(datetime.fromisoformat(f"2018-{text}T{hour:02}:00"))


def version(rows: str, links: str = "", critical: str = "", keys: str = "k") -> ScheduleResult:
    """`A 5 09-03 09-07, B …` and `AB, BC FF 2` → a scheduled plan."""
    activities, starts, finishes = [], [], []
    for row in filter(None, rows.split(", ")):
        id, days, start, finish = row.split()
        activities.append(Activity(keys + id, id, f"work {id}", "P", duration=int(days) * DAY))
        starts.append(at(start))
        finishes.append(at(finish, 17))
    made = []
    for text in filter(None, links.split(", ")):
        ends, type, lag = (*text.split(), "FS", "0")[:3] if " " not in text else text.split()
        made.append(Link(keys + ends[0], keys + ends[1], LinkType(type), int(lag) * DAY))
    start, finish = np.array(starts, np.int64), np.array(finishes, np.int64)
    none, flags = np.zeros(len(activities), np.int64), np.array([a.id in critical for a in activities], bool)
    return ScheduleResult(
        Problem((PROJECT,), tuple(activities), tuple(made)), start, finish, start, finish, start, finish,
        none, none, none, none, none, flags, flags, np.zeros(len(made), bool), np.zeros(len(made), np.int64),
        np.array([at("09-03")]), np.array([max(finishes, default=NONE)]), np.array([0]),
    )  # fmt: skip


BEFORE = version("A 5 09-03 09-07, B 5 09-10 09-14, C 2 09-17 09-18", "AB, BC, AC SS 3", critical="AB")


def test_a_version_does_not_differ_from_itself():
    found = difference(BEFORE, BEFORE)
    assert found.empty
    assert found.finish_before == found.finish_after == datetime(2018, 9, 18, 17)


def test_renumbered_keys_and_another_order_are_no_difference():
    after = version(
        "C 2 09-17 09-18, B 5 09-10 09-14, A 5 09-03 09-07", "AC SS 3, BC, AB", critical="AB", keys="x"
    )
    assert difference(BEFORE, after).empty


def test_added_and_removed_activities_with_their_links():
    after = version("A 5 09-03 09-07, B 5 09-10 09-14, D 1 09-17 09-17", "AB, BD", critical="AB")
    found = difference(BEFORE, after)
    assert [a.id for a in found.added] == ["D"]
    assert [a.id for a in found.removed] == ["C"]
    assert [(k.predecessor, k.successor) for k in found.links_added] == [("B", "D")]
    assert [(k.predecessor, k.successor) for k in found.links_removed] == [("B", "C"), ("A", "C")]
    assert found.changed == found.moved == ()


def test_a_longer_work_is_changed_and_moves_what_follows_over_the_weekend():
    after = version("A 7 09-03 09-11, B 5 09-12 09-18, C 2 09-19 09-20", "AB, BC, AC SS 3", critical="AB")
    found = difference(BEFORE, after)
    assert [(c.id, c.changes) for c in found.changed] == [("A", (FieldChange("duration", 5 * DAY, 7 * DAY),))]
    assert [(m.id, m.start_days, m.finish_days, m.finish_working_minutes) for m in found.moved] == [
        ("A", 0, 4, 2 * DAY), ("B", 2, 4, 2 * DAY), ("C", 2, 2, 2 * DAY),
    ]  # fmt: skip
    assert found.finish_after == datetime(2018, 9, 20, 17)


def test_a_link_with_another_lag_or_type_is_changed_not_exchanged():
    after = version(
        "A 5 09-03 09-07, B 5 09-10 09-14, C 2 09-17 09-18", "AB FF 1, BC, AC SS 4", critical="AB"
    )
    changed = {(k.predecessor, k.successor): k.changes for k in difference(BEFORE, after).links_changed}
    assert changed == {
        ("A", "C"): (FieldChange("lag", 3 * DAY, 4 * DAY),),
        ("A", "B"): (
            FieldChange("type", LinkType.FINISH_START, LinkType.FINISH_FINISH),
            FieldChange("lag", 0, DAY),
        ),
    }


def test_a_second_link_between_the_same_works_is_added():
    after = version(
        "A 5 09-03 09-07, B 5 09-10 09-14, C 2 09-17 09-18", "AB, BC, AC FF 1, AC SS 3", critical="AB"
    )
    found = difference(BEFORE, after)
    assert [k.link.type for k in found.links_added] == [LinkType.FINISH_FINISH]
    assert found.links_changed == found.links_removed == ()


def test_the_critical_path_moved():
    after = version("A 5 09-03 09-07, B 5 09-10 09-14, C 2 09-17 09-18", "AB, BC, AC SS 3", critical="AC")
    found = difference(BEFORE, after)
    assert (found.became_critical, found.no_longer_critical) == (("C",), ("B",))
    assert not found.empty


def test_repeated_ids_are_told_apart_by_project():
    problem = BEFORE.problem
    twins = tuple(replace(a, id="1", project=a.id) for a in problem.activities)
    projects = tuple(replace(PROJECT, id=x) for x in "ABC")
    before = replace(BEFORE, problem=replace(problem, projects=projects, activities=twins))
    longer = (twins[0], replace(twins[1], duration=9 * DAY), twins[2])
    after = replace(before, problem=replace(before.problem, activities=longer))
    found = difference(before, after)
    assert [c.changes for c in found.changed] == [(FieldChange("duration", 5 * DAY, 9 * DAY),)]
    assert not found.added


def test_a_missing_date_has_no_distance():
    after = version("A 5 09-03 09-07, B 5 09-10 09-14, C 2 09-17 09-18", "AB, BC, AC SS 3", critical="AB")
    after.finish[2] = NONE
    moved = difference(BEFORE, after).moved
    assert [(m.id, m.start_days, m.finish_days, m.finish_working_minutes) for m in moved] == [
        ("C", 0, None, None)
    ]


links = st.lists(st.sampled_from(["AB", "AC SS 1", "AC SS 2", "AC FF 1", "BC", "BC SF 4"]), max_size=6)


@given(links, links)
@settings(max_examples=60, deadline=None)
def test_the_way_back_is_the_mirror_image(first, second):
    rows = "A 5 09-03 09-07, B 5 09-10 09-14, C 2 09-17 09-18"
    before, after = version(rows, ", ".join(first)), version(rows, ", ".join(second))
    there, back = difference(before, after), difference(after, before)
    assert sorted(map(str, there.links_added)) == sorted(map(str, back.links_removed))
    assert len(there.links_changed) == len(back.links_changed)
    kept = len(second) - len(there.links_added)
    assert kept == len(first) - len(there.links_removed)
    assert there.empty == (sorted(first) == sorted(second))


@pytest.mark.parametrize("rows", ["", "A 5 09-03 09-07"])
def test_from_nothing_and_to_nothing(rows):
    empty = version("")
    full = version(rows)
    assert [a.id for a in difference(empty, full).added] == [a.id for a in full.problem.activities]
    assert [a.id for a in difference(full, empty).removed] == [a.id for a in full.problem.activities]
