"""Each check on a small plan whose dates stand in the test like a table; the data date is Monday 1 October 2018."""

from dataclasses import replace
from datetime import datetime, timedelta

import numpy as np
import pytest

from yipanqi.schedule import (
    Activity,
    Calendar,
    Constraint,
    ConstraintKind,
    InputError,
    Kind,
    Link,
    LinkType,
    Problem,
    ProjectInfo,
    ScheduleResult,
)
from yipanqi.schedule.checks import Check, Population, Verdict, fourteen_checks
from yipanqi.schedule.problem import OFFICE_DAY, CalendarException
from yipanqi.schedule.result import NONE, to_minutes
from yipanqi.schedule.working import working_minutes

DAY = 480
DATA_DATE = datetime(2018, 10, 1, 8)
PROJECT = ProjectInfo("P", datetime(2018, 9, 3, 8), data_date=DATA_DATE)


def morning(text: str) -> datetime:
    return datetime.fromisoformat(f"2018-{text}T08:00")


def evening(text: str) -> datetime:
    return datetime.fromisoformat(f"2018-{text}T17:00")


def task(id: str, days: float = 5, **facts) -> Activity:
    return Activity(f"k{id}", id, project="P", duration=int(days * DAY), **facts)


def link(text: str, type: str = "FS", days: float = 0) -> Link:
    first, second = text
    return Link(f"k{first}", f"k{second}", LinkType(type), int(days * DAY))


def schedule_of(
    activities, links=(), floats=None, starts=None, finishes=None, path="", project=PROJECT, end="10-31"
):
    """A result as the engine would give it; what is not told starts on the data date and ends on 5 October."""
    count = len(activities)

    def column(values, default):
        return np.array([(values or {}).get(a.id, default) for a in activities], np.int64)

    start = column({k: to_minutes(morning(v)) for k, v in (starts or {}).items()}, to_minutes(DATA_DATE))
    finish = column(
        {k: to_minutes(evening(v)) for k, v in (finishes or {}).items()}, to_minutes(evening("10-05"))
    )
    float_ = column({k: int(v * DAY) for k, v in (floats or {}).items()}, 0)
    flags = np.array([a.id in path for a in activities])
    none = np.zeros(count, np.int64)
    links_none = np.zeros(len(links), np.int64)
    return ScheduleResult(
        Problem((project,), tuple(activities), tuple(links)), start, finish, start, finish, start, finish,
        float_, none, none, float_, float_, flags, flags, links_none.astype(bool), links_none,
        np.array([to_minutes(project.start)]), np.array([to_minutes(evening(end))]), np.array([0]),
    )  # fmt: skip


def unmoved(problem: Problem) -> ScheduleResult:
    return schedule_of(problem.activities, problem.links, project=problem.projects[0])


def check(name: Check, result: ScheduleResult, reschedule=unmoved):
    found = {row.check: row for row in fourteen_checks(result, reschedule)}
    assert list(found) == list(Check)
    return found[name]


def ids(row) -> list[str]:
    return ["".join(offender.ids) for offender in row.offenders]


def test_logic_excuses_one_beginning_and_one_end():
    # A─B─C      D hangs loose at both ends, E lacks a successor
    #   └─E      A is done and has had its beginning, the plan ends with C
    done = {"actual_start": morning("09-03"), "actual_finish": evening("09-07")}
    activities = [task("A", **done), task("B"), task("C"), task("D"), task("E")]
    result = schedule_of(
        activities, [link("AB"), link("BC"), link("BE")],
        starts={"A": "09-03"}, finishes={"A": "09-07", "C": "10-31"},
    )  # fmt: skip
    row = check(Check.LOGIC, result)
    assert ids(row) == ["D", "E"]
    assert (row.count, row.size, row.population) == (2, 4, Population.OPEN_ACTIVITIES)
    assert row.value == 0.5
    assert row.verdict is Verdict.FAILED


def test_links_are_counted_when_their_successor_is_open():
    done = {"actual_start": morning("09-03"), "actual_finish": evening("09-07")}
    activities = [task("A", **done), task("B", **done), *(task(x) for x in "CDE")]
    links = [link("AB", days=-1), link("BC"), link("CD", "SS", 2), link("CE", days=-1), link("DE", "FF")]
    result = schedule_of(activities, links)
    assert ids(check(Check.LEADS, result)) == ["CE"]
    assert check(Check.LEADS, result).offenders[0].days == -1
    assert ids(check(Check.LAGS, result)) == ["CD"]
    assert ids(check(Check.LINK_TYPES, result)) == ["CD", "DE"]
    for name in (Check.LEADS, Check.LAGS, Check.LINK_TYPES):
        assert check(name, result).size == 4
        assert check(name, result).verdict is Verdict.FAILED
    assert check(Check.LINK_TYPES, result).value == 0.5


def test_summaries_and_levels_of_effort_are_not_counted():
    activities = [task("A"), task("L", kind=Kind.LEVEL_OF_EFFORT), task("S", kind=Kind.WBS_SUMMARY)]
    result = schedule_of(activities, [link("LA", days=-3)], floats={"L": -9, "S": 90})
    assert check(Check.LEADS, result).size == 0
    assert check(Check.NEGATIVE_FLOAT, result).count == 0
    assert check(Check.HIGH_FLOAT, result).size == 1


@pytest.mark.parametrize(
    ("kind", "hard"),
    [
        (ConstraintKind.MANDATORY_START, True),
        (ConstraintKind.FINISH_ON, True),
        (ConstraintKind.START_ON_OR_BEFORE, True),
        (ConstraintKind.FINISH_ON_OR_BEFORE, True),
        (ConstraintKind.START_ON_OR_AFTER, False),
        (ConstraintKind.AS_LATE_AS_POSSIBLE, False),
    ],
)
def test_which_constraints_are_hard(kind, hard):
    held = Constraint(kind, None if kind is ConstraintKind.AS_LATE_AS_POSSIBLE else evening("10-05"))
    row = check(Check.HARD_CONSTRAINTS, schedule_of([task("A", secondary=held), task("B")]))
    assert ids(row) == (["A"] if hard else [])


def test_floats_and_durations_stand_against_forty_four_days():
    activities = [task("A", 44), task("B", 45), task("C", 5), task("M", 0, kind=Kind.FINISH_MILESTONE)]
    result = schedule_of(activities, floats={"A": 44, "B": 44.5, "C": -1, "M": 0})
    assert ids(check(Check.HIGH_FLOAT, result)) == ["B"]
    assert ids(check(Check.NEGATIVE_FLOAT, result)) == ["C"]
    assert ids(check(Check.LONG_DURATION, result)) == ["B"]
    assert (check(Check.HIGH_FLOAT, result).size, check(Check.LONG_DURATION, result).size) == (4, 3)


def test_a_float_that_does_not_exist_is_not_negative():
    result = schedule_of([task("A")])
    result.total_float[0] = NONE
    assert check(Check.NEGATIVE_FLOAT, result).verdict is Verdict.PASSED


def test_dates_on_the_wrong_side_of_the_data_date():
    activities = [
        task("A", actual_start=morning("10-02")),
        task("B", actual_start=morning("09-24"), actual_finish=evening("10-03")),
        task("C"),
        task("D"),
    ]
    result = schedule_of(
        activities, starts={"A": "10-02", "B": "09-24", "C": "09-27"}, finishes={"B": "10-03"}
    )
    row = check(Check.INVALID_DATES, result)
    assert [(o.ids[0], o.days) for o in row.offenders] == [("A", 1), ("B", 3), ("C", 2)]
    assert row.verdict is Verdict.FAILED


def test_friday_evening_and_monday_morning_are_one_instant():
    # planned finish Friday 28 September 17:00, data date Monday 1 October 08:00: no working time between
    row = check(Check.INVALID_DATES, schedule_of([task("A")], starts={"A": "10-01"}, finishes={"A": "09-28"}))
    assert row.count == 0


def test_resources_are_reported_only():
    row = check(
        Check.RESOURCES, schedule_of([task("A"), task("B", resources=(("crane", 1),)), task("C", 0.5)])
    )
    assert (ids(row), row.size, row.verdict) == (["A"], 2, Verdict.REPORTED)


def due_plan():
    """Due by the data date: A on time, B late by 2 days, C unfinished; D finished early, E unplanned and done."""
    activities = [
        task(
            "A",
            actual_start=morning("09-03"),
            actual_finish=evening("09-07"),
            baseline_finish=evening("09-07"),
        ),
        task(
            "B",
            actual_start=morning("09-10"),
            actual_finish=evening("09-18"),
            baseline_finish=evening("09-14"),
        ),
        task("C", baseline_finish=evening("09-28")),
        task(
            "D",
            actual_start=morning("09-03"),
            actual_finish=evening("09-14"),
            baseline_finish=evening("10-26"),
        ),
        task("E", actual_start=morning("09-03"), actual_finish=evening("09-14")),
        task("F", baseline_finish=evening("10-12")),
    ]
    return schedule_of(
        activities, finishes={"A": "09-07", "B": "09-18", "D": "09-14", "E": "09-14", "C": "10-05"}
    )


def test_missed_tasks():
    row = check(Check.MISSED, due_plan())
    assert [(o.ids[0], o.days) for o in row.offenders] == [("B", 2), ("C", 5)]
    assert (row.size, row.population) == (3, Population.DUE)
    assert row.value == pytest.approx(2 / 3)


def test_baseline_execution_index_counts_work_done_early():
    row = check(Check.BEI, due_plan())
    assert row.size == 4  # A B C due, E without a baseline
    assert row.value == 1  # A B D E are done
    assert ids(row) == ["C"]
    assert row.verdict is Verdict.PASSED


def test_path_length_index_of_a_late_project():
    # 23 working days from 1 to 31 October; required on 24 October: 5 days short → (23 − 5) ÷ 23
    late = replace(PROJECT, must_finish_by=evening("10-24"))
    row = check(Check.CPLI, schedule_of([task("A")], project=late))
    assert row.value == pytest.approx(18 / 23)
    assert [(o.ids[0], o.days) for o in row.offenders] == [("P", -5)]
    assert row.verdict is Verdict.FAILED


def test_without_a_baseline_nothing_is_judged_against_it():
    done = task("B", actual_start=morning("09-03"), actual_finish=evening("09-07"))
    result = schedule_of([task("A"), done])
    for name in (Check.MISSED, Check.CPLI, Check.BEI):
        assert check(name, result).verdict is Verdict.NOT_APPLICABLE


def moving_end(problem: Problem) -> ScheduleResult:
    """The end of the plan follows A, whose planned end is 31 October."""
    extra = next(a.duration for a in problem.activities if a.id == "A") - 5 * DAY
    result = schedule_of(problem.activities, problem.links)
    result.project_finish[0] += extra // DAY // 5 * 7 * 1440
    return result


def test_a_delay_of_600_days_must_move_the_end():
    result = schedule_of([task("A"), task("B")], path="A", floats={"B": 3})
    moved = check(Check.CRITICAL_PATH_TEST, result, moving_end)
    assert (moved.value, moved.verdict) == (600, Verdict.PASSED)
    stuck = check(Check.CRITICAL_PATH_TEST, result, unmoved)
    assert (stuck.value, stuck.verdict, ids(stuck)) == (0, Verdict.FAILED, ["A"])


def test_the_delay_falls_on_the_longest_path_and_lengthens_what_remains():
    seen = []

    def spy(problem: Problem) -> ScheduleResult:
        seen.append(problem)
        return unmoved(problem)

    begun = task("B", 10, actual_start=morning("09-24"), percent_complete=40.0)
    check(Check.CRITICAL_PATH_TEST, schedule_of([task("A"), begun], path="B", floats={"A": -2}), spy)
    changed = seen[0].activities[1]
    assert seen[0].activities[0] == task("A")
    assert (changed.duration, changed.remaining) == (610 * DAY, 606 * DAY)


def test_an_empty_plan_is_judged_by_nobody():
    for row in fourteen_checks(schedule_of([]), unmoved):
        assert row.size == 0
        assert row.verdict is Verdict.NOT_APPLICABLE


def test_one_project_alone_is_counted():
    activities = [task("A"), replace(task("B"), project="Q")]
    result = schedule_of(activities)
    two = replace(result.problem, projects=(PROJECT, replace(PROJECT, id="Q")))
    result = replace(result, problem=two, project_finish=np.repeat(result.project_finish, 2))
    rows = fourteen_checks(result, lambda problem: replace(result, problem=problem), project="Q")
    assert {row.size for row in rows if row.population is Population.OPEN_ACTIVITIES} == {1}
    with pytest.raises(InputError, match="no project R"):
        fourteen_checks(result, unmoved, project="R")


def test_working_minutes_follow_the_exceptions_and_agree_with_counting_every_minute():
    swapped = Calendar(
        "c", exceptions=(
            CalendarException(datetime(2018, 10, 1).date(), datetime(2018, 10, 7).date()),
            CalendarException(datetime(2018, 9, 29).date(), datetime(2018, 9, 30).date(), OFFICE_DAY),
        ),
    )  # fmt: skip

    def works(moment: datetime) -> bool:
        minute = moment.hour * 60 + moment.minute
        day = moment.date().isoformat()
        free = "2018-10-01" <= day <= "2018-10-07" or (
            moment.weekday() > 4 and day not in ("2018-09-29", "2018-09-30")
        )
        return not free and any(begin <= minute < end for begin, end in OFFICE_DAY)

    first, second = datetime(2018, 9, 28, 9, 17), datetime(2018, 10, 9, 14, 3)
    span = int((second - first).total_seconds() // 60)
    assert working_minutes(swapped, first, second) == sum(
        works(first + timedelta(minutes=m)) for m in range(span)
    )
    assert working_minutes(swapped, second, first) == -working_minutes(swapped, first, second)
