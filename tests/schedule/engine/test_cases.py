"""Small plans a planner can read, bad input, and sizes that would break a recursion."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import numpy as np
import pytest

from yipanqi.schedule import (
    Activity,
    Calendar,
    CalendarException,
    Constraint,
    ConstraintKind,
    CycleError,
    InputError,
    Kind,
    Link,
    LinkType,
    Options,
    Problem,
    ProgressMode,
    ProjectInfo,
    Rules,
    options_for,
    schedule,
)
from yipanqi.schedule.engine import run
from yipanqi.schedule.network import Network
from yipanqi.schedule.result import NONE
from yipanqi.schedule.timeline import timelines

MONDAY = datetime(2026, 1, 5, 8)
DAY = 480


def plan(
    *rows: str, options: Options | None = None, data_date: datetime = MONDAY, **changes: dict[str, object]
) -> Problem:
    """Rows like "B 3 A A:SS+1": id, days, predecessors with type and lag in days."""
    activities, links = [], []
    for row in rows:
        key, days, *before = row.split()
        given = changes.get(key, {})
        activities.append(Activity(key, key, project="p", duration=int(days) * DAY, **given))
        for text in before:
            first, _, rest = text.partition(":")
            lag = int(rest[2:] or 0) * DAY
            links.append(Link(first, key, LinkType(rest[:2] or "FS"), lag))
    project = ProjectInfo("p", MONDAY, data_date=data_date)
    return Problem((project,), tuple(activities), tuple(links), options=options or Options())


def drawn(problem: Problem) -> str:
    """One line for each activity, one sign for each day of the first two weeks: = critical, - not, . float."""
    result, lines = schedule(problem), []
    for activity in problem.activities:
        found = result.dates(activity.key)
        line = ""
        for offset in range(14):
            noon = MONDAY.replace(hour=11) + timedelta(days=offset)
            if noon.weekday() < 5 and found.start is not None and found.finish is not None:
                inside, late = found.start < noon < found.finish, found.late_finish or found.finish
                line += (
                    ("=" if found.critical else "-") if inside else "." if found.finish < noon < late else " "
                )
            else:
                line += " "
        lines.append(f"{activity.key} {line.rstrip()}")
    return "\n".join(lines)


def test_a_plan_drawn() -> None:
    assert drawn(plan("A 3", "B 2 A", "C 1 A", "D 2 B C")).splitlines() == [
        "A ===",
        "B    ==",
        "C    -.",
        "D        ==",
    ]


def test_start_links_with_lag() -> None:
    assert drawn(plan("A 5", "B 2 A:SS+1", "C 2 A:FF+1")).splitlines() == [
        "A =====",
        "B  --..  .",
        "C     =  =",
    ]


def test_a_working_sunday_and_a_holiday() -> None:
    """调休: the 27th of September is worked, the 1st to the 7th of October is free."""
    office = ((480, 720), (780, 1020))
    swap = Calendar(
        "swap",
        exceptions=(
            CalendarException(date(2026, 9, 27), date(2026, 9, 27), office),
            CalendarException(date(2026, 10, 1), date(2026, 10, 7)),
        ),
    )
    start = datetime(2026, 9, 25, 8)
    problem = Problem(
        (ProjectInfo("p", start, calendar="swap"),),
        (Activity("A", "A", project="p", calendar="swap", duration=6 * DAY),),
        calendars=(swap,),
    )
    assert schedule(problem).dates("A").finish == datetime(2026, 10, 8, 17)


def test_out_of_sequence_by_all_three_ways() -> None:
    """B began although A has not: the rest of B waits, or goes on."""
    now = MONDAY + timedelta(days=7)
    facts = {"B": {"actual_start": MONDAY, "remaining": 2 * DAY}}
    finishes = {
        mode: schedule(plan("A 3", "B 4 A", options=Options(progress=mode), data_date=now, B=facts["B"]))
        .dates("B")
        .finish
        for mode in ProgressMode
    }
    assert finishes[ProgressMode.RETAINED_LOGIC] == datetime(2026, 1, 16, 17)
    assert finishes[ProgressMode.OVERRIDE] == datetime(2026, 1, 13, 17)
    assert finishes[ProgressMode.ACTUAL_DATES] == datetime(2026, 1, 16, 17)


def test_open_ends_and_interfering_float() -> None:
    """C has two days of float by the project, none if open ends are critical."""
    rows = ("A 1", "B 3 A", "C 1 A")
    assert schedule(plan(*rows)).dates("C").total_float == 2 * DAY
    assert schedule(plan(*rows, options=Options(open_ends_critical=True))).dates("C").total_float == 0
    found = schedule(plan("A 1", "B 3 A", "C 1 A", "D 1 C", "E 1 B D")).dates("C")
    assert (found.total_float, found.free_float, found.interfering_float) == (DAY, 0, DAY)


def test_a_project_from_its_finish() -> None:
    problem = plan("A 2", "B 1 A", options=options_for(Rules.MICROSOFT))
    end = datetime(2026, 1, 16, 17)
    turned = replace(problem, projects=(replace(problem.projects[0], from_finish=True, must_finish_by=end),))
    result = schedule(turned)
    assert result.dates("A").start == datetime(2026, 1, 14, 8)
    assert result.dates("B").finish == end
    assert result.problem is turned


def test_a_cycle_is_named_by_its_ids() -> None:
    with pytest.raises(CycleError, match="the links form a cycle") as caught:
        schedule(plan("S 1", "A 1 S C", "B 1 A", "C 1 B", "E 1 C"))
    ring = caught.value.activities
    at = ring.index("A")
    assert ring[at:] + ring[:at] == ("A", "B", "C")


@pytest.mark.parametrize(
    ("code", "spoilt"),
    [
        ("unknown_activity", lambda p: replace(p, links=(Link("A", "nobody"),))),
        ("self_link", lambda p: replace(p, links=(Link("A", "A"),))),
        ("duplicate_activity", lambda p: replace(p, activities=p.activities[:1] * 2)),
        (
            "unknown_calendar",
            lambda p: replace(p, activities=(replace(p.activities[0], calendar="none"),), links=()),
        ),
        (
            "unknown_project",
            lambda p: replace(p, activities=(replace(p.activities[0], project="none"),), links=()),
        ),
        ("bad_duration", lambda p: replace(p, activities=(replace(p.activities[0], duration=-1),), links=())),
        (
            "bad_duration",
            lambda p: replace(p, activities=(replace(p.activities[0], duration=10**12),), links=()),
        ),
        ("bad_lag", lambda p: replace(p, links=(Link("A", "B", lag=10**12),))),
        ("calendar_no_work", lambda p: replace(p, calendars=(Calendar("office", week=((),) * 7),))),
        (
            "calendar_shifts",
            lambda p: replace(p, calendars=(Calendar("office", week=(((0, 9), (5, 20)),) * 7),)),
        ),
        (
            "dates_reversed",
            lambda p: replace(
                p,
                activities=(
                    replace(p.activities[0], actual_start=MONDAY, actual_finish=datetime(2025, 1, 1)),
                ),
                links=(),
            ),
        ),
        (
            "date_out_of_range",
            lambda p: replace(
                p, activities=(replace(p.activities[0], deadline=datetime(9999, 1, 1)),), links=()
            ),
        ),
        (
            "contradiction",
            lambda p: replace(
                p,
                activities=(
                    replace(
                        p.activities[0],
                        constraint=Constraint(ConstraintKind.START_ON_OR_AFTER, datetime(2026, 3, 1)),
                        secondary=Constraint(ConstraintKind.START_ON_OR_BEFORE, datetime(2026, 2, 1)),
                    ),
                ),
                links=(),
            ),
        ),
    ],
)
def test_bad_facts_are_one_line(code: str, spoilt) -> None:
    with pytest.raises(InputError) as caught:
        schedule(spoilt(plan("A 1", "B 1 A")))
    assert caught.value.code == f"schedule.{code}"
    assert "\n" not in str(caught.value)


def test_a_plan_beyond_all_calendars_is_refused() -> None:
    with pytest.raises(InputError, match="after the year 9999"):
        schedule(plan(*(f"A{i} 2000000 A{i - 1}" if i else "A0 2000000" for i in range(4))))


def test_an_empty_plan_has_a_result() -> None:
    assert len(schedule(plan()).early_start) == 0


def test_warnings_name_their_activities() -> None:
    facts = {"actual_start": MONDAY, "remaining": DAY, "suspend": MONDAY}
    result = schedule(plan("A 3", "B 4 A", data_date=MONDAY + timedelta(days=1), B=facts))
    assert {w.code: w.activities for w in result.warnings} == {
        "schedule.suspended": ("B",),
        "schedule.out_of_sequence": ("B",),
    }


def test_a_chain_of_one_million_and_a_ring_of_one_million() -> None:
    n = 1_000_000
    rows, lag = np.arange(n, dtype=np.int32), np.zeros(n - 1, np.int32)
    links = (rows[:-1], rows[1:], np.zeros(n - 1, np.int8), lag, lag)
    zeros, start = np.zeros(n, np.int32), np.array([29_460_000], np.int64)
    chain = Network(timelines((Calendar("c"),)), zeros, zeros + 60, *links, zeros, start, np.array([NONE]))
    found = run(chain)
    assert found.total_float.max() == 0
    assert found.longest_path.all()
    ring = replace(chain, predecessor=rows, successor=np.roll(rows, -1), kind=np.zeros(n, np.int8), lag=zeros, lag_calendar=zeros)  # fmt: skip
    with pytest.raises(CycleError) as caught:
        run(ring)
    assert len(caught.value.activities) == n
    assert len(str(caught.value)) < 300


def test_a_milestone_has_no_work() -> None:
    result = schedule(plan("A 1", "M 3 A", M={"kind": Kind.FINISH_MILESTONE}))
    assert result.dates("M").start == result.dates("M").finish == datetime(2026, 1, 5, 17)
    assert [w.code for w in result.warnings] == ["schedule.milestone_duration"]
