"""From the engine's result to a drawable plan: weekends, lags, milestones, progress."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from yipanqi.drawing.timescaled import DrawingError, NetworkPlan, draw_timescaled, from_schedule
from yipanqi.drawing.timescaled.adapter import check_day
from yipanqi.schedule import Activity, Kind, LagUnit, Link, LinkType, Problem, ProjectInfo, schedule
from yipanqi.schedule.problem import OFFICE_WEEK

DAY = 480
THURSDAY = datetime.fromisoformat("2018-03-01T08:00")


def activity(key: str, days: float, **facts: object) -> Activity:
    return Activity(key=key, id=key, name=f"工作{key}", project="p", duration=int(days * DAY), **facts)  # type: ignore[arg-type]


def problem(*activities: Activity, links: tuple[Link, ...] = (), **facts: object) -> Problem:
    project = ProjectInfo(id="p", start=THURSDAY, name="示例", **facts)  # type: ignore[arg-type]
    return Problem(projects=(project,), activities=activities, links=links)


def drawn(found: Problem) -> NetworkPlan:
    return from_schedule(schedule(found))


def test_a_work_after_the_weekend_starts_where_the_one_before_it_ends() -> None:
    plan = drawn(problem(activity("a", 2), activity("b", 3), links=(Link("a", "b"),)))
    spans = {work.id: (work.start, work.finish, work.duration) for work in plan.works}
    assert spans == {"a": (0, 2, 2), "b": (2, 7, 3)}  # Thursday and Friday, then Monday to Wednesday
    assert date(2018, 3, 3) in plan.off_days[""]
    assert all(work.critical for work in plan.works)


def test_half_days_stand_at_half_a_day() -> None:
    plan = drawn(problem(activity("a", 1.5), activity("b", 1), links=(Link("a", "b"),)))
    assert [(work.start, work.finish) for work in plan.works] == [(0, 1.5), (1.5, 4.5)]


def test_lags_are_counted_in_days_of_the_predecessor_or_of_the_clock() -> None:
    links = (
        Link("a", "b", lag=2 * DAY),
        Link("a", "c", LinkType.START_START, lag=2500, lag_unit=LagUnit.PERCENT),
        Link("a", "d", lag=2880, lag_unit=LagUnit.ELAPSED),
    )
    plan = drawn(problem(*(activity(key, 4) for key in "abcd"), links=links))
    assert [(link.kind, link.lag, link.elapsed) for link in plan.links] == [
        ("FS", 2, False),
        ("SS", 1, False),
        ("FS", 2, True),
    ]
    assert draw_timescaled(plan).statistics.collisions == 0


def test_milestones_are_nodes_and_summaries_are_left_out() -> None:
    found = problem(
        activity("a", 2),
        activity("m", 0, kind=Kind.FINISH_MILESTONE),
        activity("s", 2, kind=Kind.LEVEL_OF_EFFORT),
        links=(Link("a", "m"),),
    )
    plan = drawn(found)
    assert {work.id: work.duration for work in plan.works} == {"a": 2, "m": 0}
    assert "◆工作m" in draw_timescaled(plan).sheets[0]


def test_progress_shows_in_the_front_line_and_not_in_the_plan_dates() -> None:
    late = datetime.fromisoformat("2018-03-05T08:00")
    found = problem(
        activity("a", 4, actual_start=late, percent_complete=25.0),
        activity("b", 2),
        links=(Link("a", "b"),),
        data_date=datetime.fromisoformat("2018-03-06T08:00"),
    )
    plan = drawn(found)
    assert (plan.works[0].start, plan.works[0].finish) == (0, 6)  # planned Thursday to Tuesday
    assert plan.check == date(2018, 3, 5)
    front = draw_timescaled(plan).layout.front
    assert front is not None
    assert [(plan.works[mark.work].id, mark.late) for mark in front.marks] == [("a", 2)]


def test_nothing_to_draw_is_said_in_one_line() -> None:
    found = problem(activity("s", 2, kind=Kind.LEVEL_OF_EFFORT))
    with pytest.raises(DrawingError, match="no activities to draw"):
        drawn(found)


def test_one_project_of_several() -> None:
    first = problem(activity("a", 2))
    both = replace(
        first,
        projects=(*first.projects, ProjectInfo(id="q", start=THURSDAY)),
        activities=(*first.activities, replace(activity("b", 3), project="q")),
    )
    assert [work.id for work in from_schedule(schedule(both), project="q").works] == ["b"]


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 3, 9, 8), date(2026, 3, 8)),
        (datetime(2026, 3, 9), date(2026, 3, 8)),
        (datetime(2026, 3, 9, 17), date(2026, 3, 9)),
        (None, None),
    ],
)
def test_a_morning_data_date_is_the_evening_before(moment: datetime | None, day: date | None) -> None:
    assert check_day(moment, OFFICE_WEEK) == day
