"""The project's own JSON holds everything."""

import json
from datetime import datetime

import pytest
from hypothesis import given, settings

from exchange.schedule.plans import problems, small_plan
from yipanqi.exchange.schedule import ScheduleFile, SourceError, TableOptions, read, write
from yipanqi.exchange.schedule.source import Details
from yipanqi.schedule.problem import Problem


def test_the_whole_file_reads_back() -> None:
    plan = small_plan()
    full = ScheduleFile(
        plan.problem, "x", plan.stored, {"2": Details(optimistic=60, crash_cost=1.5)}, frozenset({"3"})
    )
    written, notes = write("plan.json", full)
    again = read("plan.json", written[""])
    assert (again.problem, again.stored, again.details, again.given) == (
        full.problem,
        full.stored,
        full.details,
        full.given,
    )
    assert not notes


@given(problems())
@settings(max_examples=40, deadline=None)
def test_any_plan_reads_back(problem: Problem) -> None:
    assert read("x.json", write("x.json", ScheduleFile(problem, "x"))[0][""]).problem == problem


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            {"activities": [{"key": "1", "id": "1", "duration": "3"}]},
            "activities\\[1\\]: duration '3' is not int",
        ),
        ({"activities": [{"key": "1", "id": "1", "kind": "dance"}]}, "kind 'dance' is not one of task"),
        ({"activities": [{"key": "1", "id": "1", "colour": "red"}]}, "unknown field 'colour'"),
        ({"activities": [{"key": "1"}]}, "activities\\[1\\]"),
        ({"activities": [{"key": "1", "id": "1", "duration": -5}]}, "negative"),
        ({"activities": [{"key": "1", "id": "1", "calendar": "moon"}]}, "row 1: activity 1: calendar “moon”"),
        ({"links": [{"predecessor": "1", "successor": "99"}]}, "activity 1: a link names activity 99"),
        ({"projects": [{"id": "p", "start": "soon"}]}, "start 'soon' is not a date"),
        ({"projects": [{"id": "p", "start": "0004-01-01"}]}, "lies outside"),
        ({"activities": []}, "no activities"),
        ({"stored": []}, "stored is not an object"),
    ],
)
def test_what_does_not_fit_is_named(change: dict[str, object], message: str) -> None:
    document = {
        "format": "yipanqi-schedule",
        "projects": [{"id": "", "start": "2026-03-02T08:00"}],
        "activities": [{"key": "1", "id": "1"}],
        **change,
    }
    if "projects" in change:
        document["activities"] = [{"key": "1", "id": "1", "project": "p"}]
    with pytest.raises(SourceError, match=message):
        read("plan.json", json.dumps(document).encode(), TableOptions(start=datetime(2026, 1, 1)))
