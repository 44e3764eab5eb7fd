"""MSPDI: calendars with inheritance and recurrence, units of lags, summaries, and the way back."""

from dataclasses import replace
from datetime import date, datetime

import pytest
from hypothesis import given, settings

from exchange.schedule.plans import need, problems, shared, small_plan
from yipanqi.exchange.schedule import ScheduleFile, read, write
from yipanqi.exchange.schedule.mspdi import read_mspdi, root_name, write_mspdi
from yipanqi.exchange.schedule.xer import write_xer
from yipanqi.schedule.problem import ConstraintKind, Kind, LagUnit, LinkType, Problem, Rules
from yipanqi.schedule.scheduling import schedule

OFFICE = "<WorkingTimes><WorkingTime><FromTime>08:00:00</FromTime><ToTime>12:00:00</ToTime></WorkingTime></WorkingTimes>"


def day(number: int, times: str = "") -> str:
    return f"<WeekDay><DayType>{number}</DayType><DayWorking>{int(bool(times))}</DayWorking>{times}</WeekDay>"


def exception(first: str, last: str, extra: str = "", times: str = "") -> str:
    return (
        f"<Exception><TimePeriod><FromDate>{first}T00:00:00</FromDate><ToDate>{last}T23:59:00</ToDate></TimePeriod>"
        f"<Name>例外</Name>{extra}<DayWorking>{int(bool(times))}</DayWorking>{times}</Exception>"
    )


def calendar(uid: int, name: str, base: int = -1, days: str = "", exceptions: str = "") -> str:
    return (
        f"<Calendar><UID>{uid}</UID><Name>{name}</Name><BaseCalendarUID>{base}</BaseCalendarUID>"
        f"<WeekDays>{days}</WeekDays><Exceptions>{exceptions}</Exceptions></Calendar>"
    )


def task(uid: int, level: int = 1, extra: str = "", duration: str = "PT8H0M0S") -> str:
    return f"<Task><UID>{uid}</UID><Name>工作{uid}</Name><OutlineLevel>{level}</OutlineLevel><Duration>{duration}</Duration>{extra}</Task>"


def before(uid: int, kind: int = 1, lag: int = 0, lag_format: int = 7) -> str:
    return f"<PredecessorLink><PredecessorUID>{uid}</PredecessorUID><Type>{kind}</Type><LinkLag>{lag}</LinkLag><LagFormat>{lag_format}</LagFormat></PredecessorLink>"


def project(tasks: str, calendars: str = calendar(1, "标准"), extra: str = "", tail: str = "") -> bytes:
    return (
        '<?xml version="1.0" encoding="UTF-8"?><Project xmlns="http://schemas.microsoft.com/project">'
        f"<Name>示例</Name><StartDate>2026-03-02T08:00:00</StartDate><CalendarUID>1</CalendarUID>{extra}"
        f"<Calendars>{calendars}</Calendars><Tasks>{tasks}</Tasks>{tail}</Project>"
    ).encode()


def test_units_of_lags() -> None:
    links = before(1, 1, 4800, 7) + before(1, 3, 14400, 8) + before(1, 0, 50, 19) + before(1, 2, -25, 20)
    plan = read_mspdi(project(task(1) + task(2, extra=links)))
    assert [(each.type, each.lag, each.lag_unit) for each in plan.problem.links] == [
        (LinkType.FINISH_START, 480, LagUnit.WORKING),
        (LinkType.START_START, 1440, LagUnit.ELAPSED),
        (LinkType.FINISH_FINISH, 5000, LagUnit.PERCENT),
        (LinkType.START_FINISH, -2500, LagUnit.ELAPSED_PERCENT),
    ]


def test_elapsed_duration_runs_around_the_clock() -> None:
    plan = read_mspdi(project(task(1, extra="<DurationFormat>8</DurationFormat>", duration="PT72H0M0S")))
    assert plan.problem.activities[0].calendar == "24h"
    assert plan.problem.activities[0].duration == 4320


def test_constraints_deadline_and_hand_fixed_dates() -> None:
    constraint = "<ConstraintType>7</ConstraintType><ConstraintDate>2026-03-20T17:00:00</ConstraintDate>"
    fixed = "<Manual>1</Manual><ManualStart>2026-03-05T08:00:00</ManualStart><ManualFinish>2026-03-05T17:00:00</ManualFinish>"
    tasks = task(1, extra=constraint + "<Deadline>2026-03-25T17:00:00</Deadline>") + task(2, extra=fixed)
    first, second = read_mspdi(project(tasks)).problem.activities
    assert first.constraint is not None
    assert first.constraint.kind is ConstraintKind.FINISH_ON_OR_BEFORE
    assert first.deadline == datetime(2026, 3, 25, 17)
    assert (second.manual, second.manual_start) == (True, datetime(2026, 3, 5, 8))


def test_summaries_are_paths_and_may_have_links() -> None:
    tasks = (
        task(1, 1, "<Summary>1</Summary>")
        + task(2, 2)
        + task(3, 2)
        + task(4, 1, before(1))
        + task(5, 1, "<Active>0</Active>")
    )
    plan = read_mspdi(project(tasks))
    assert [(each.key, each.kind, each.wbs) for each in plan.problem.activities] == [
        ("1", Kind.WBS_SUMMARY, ("1",)),
        ("2", Kind.TASK, ("1",)),
        ("3", Kind.TASK, ("1",)),
        ("4", Kind.TASK, ()),
    ]
    assert [(each.predecessor, each.successor) for each in plan.problem.links] == [("1", "4")]
    assert [note.code for note in plan.notes] == ["source.inactive"]
    result = schedule(plan.problem)
    assert result.dates("4").early_start == datetime(2026, 3, 3, 8)
    _, notes = write_xer(plan)
    assert [note.code for note in notes] == ["source.summary_link"]


def test_calendar_takes_from_its_base_what_it_does_not_say() -> None:
    base = calendar(1, "标准", -1, day(7, OFFICE), exception("2026-05-01", "2026-05-03"))
    own = calendar(2, "夜班", 1, day(2, OFFICE.replace("08", "20").replace("12:", "00:")))
    found = read_mspdi(project(task(1, extra="<CalendarUID>2</CalendarUID>"), base + own)).problem
    night = next(each for each in found.calendars if each.id == "夜班")
    assert night.week[0] == ((1200, 1440),)
    assert night.week[5] == ((480, 720),)
    assert night.week[1] == ((480, 720), (780, 1020))
    assert (night.exceptions[0].first, night.exceptions[0].last) == (date(2026, 5, 1), date(2026, 5, 3))
    assert found.activities[0].calendar == "夜班"


@pytest.mark.parametrize(
    ("pattern", "days"),
    [
        ("<Type>1</Type><Period>3</Period>", ["2026-03-02", "2026-03-05", "2026-03-08"]),
        (
            "<Type>6</Type><Period>2</Period><DaysOfWeek>2</DaysOfWeek>",
            ["2026-03-02", "2026-03-16", "2026-03-30"],
        ),
        (
            "<Type>4</Type><Period>1</Period><MonthDay>31</MonthDay>",
            ["2026-03-31", "2026-05-31", "2026-07-31"],
        ),
        (
            "<Type>5</Type><Period>1</Period><MonthItem>8</MonthItem><MonthPosition>4</MonthPosition>",
            ["2026-03-27", "2026-04-24"],
        ),
        ("<Type>2</Type><Month>9</Month><MonthDay>1</MonthDay>", ["2026-10-01", "2027-10-01"]),
        (
            "<Type>3</Type><Month>4</Month><MonthItem>3</MonthItem><MonthPosition>1</MonthPosition>",
            ["2026-05-10", "2027-05-09"],
        ),
    ],
    ids=["daily", "weekly", "day of month", "last Friday", "day of year", "second Sunday of May"],
)
def test_recurring_exceptions(pattern: str, days: list[str]) -> None:
    last = {
        1: "2026-03-09",
        6: "2026-03-31",
        4: "2026-08-01",
        5: "2026-05-01",
        2: "2028-01-01",
        3: "2028-01-01",
    }
    known = exception("2026-03-02", last[int(pattern[6])], pattern)
    found = (
        read_mspdi(project(task(1), calendar(1, "标准", exceptions=known))).problem.calendars[0].exceptions
    )
    assert [each.first.isoformat() for each in found] == days
    assert all(each.first == each.last for each in found)


def test_work_weeks_hold_for_their_period() -> None:
    week = (
        "<WorkWeeks><WorkWeek><TimePeriod><FromDate>2026-03-02T00:00:00</FromDate><ToDate>2026-03-08T00:00:00</ToDate>"
        f"</TimePeriod><WeekDays>{day(7, OFFICE)}{day(2)}</WeekDays></WorkWeek></WorkWeeks>"
    )
    text = calendar(1, "标准").replace("</Calendar>", f"{week}</Calendar>")
    found = read_mspdi(project(task(1), text)).problem.calendars[0].exceptions
    assert [(each.first.isoformat(), each.shifts) for each in found] == [
        ("2026-03-02", ()),
        ("2026-03-07", ((480, 720),)),
    ]


def test_a_task_is_worked_on_whenever_any_of_its_team_works() -> None:
    night = calendar(2, "夜班", 1, day(2, OFFICE.replace("08", "20").replace("12:", "00:")))
    people = "".join(
        f"<Resource><UID>{uid}</UID><Name>组{uid}</Name><Type>1</Type><CalendarUID>{uid}</CalendarUID></Resource>"
        for uid in (1, 2)
    )
    given_to = "".join(
        f"<Assignment><UID>{uid}</UID><TaskUID>1</TaskUID><ResourceUID>{uid}</ResourceUID><Units>0.5</Units></Assignment>"
        for uid in (1, 2)
    )
    tail = f"<Resources>{people}</Resources><Assignments>{given_to}</Assignments>"
    found = read_mspdi(project(task(1), calendar(1, "标准") + night, tail=tail)).problem
    team = next(each for each in found.calendars if each.id == found.activities[0].calendar)
    assert team.week[0] == ((480, 720), (780, 1020), (1200, 1440))
    assert found.activities[0].resources == (("组1", 0.5), ("组2", 0.5))


def test_stored_slack_is_in_tenths_of_a_minute() -> None:
    extra = "<EarlyStart>2026-03-02T08:00:00</EarlyStart><TotalSlack>-4800</TotalSlack><FreeSlack>0</FreeSlack><Critical>1</Critical>"
    stored = read_mspdi(project(task(1, extra=extra))).stored["1"]
    assert (stored.total_float, stored.free_float, stored.critical) == (-480, 0, True)


@given(problems(Rules.MICROSOFT))
@settings(max_examples=60, deadline=None)
def test_any_plan_reads_back(problem: Problem) -> None:
    data, _ = write_mspdi(ScheduleFile(problem, "test"))
    assert read_mspdi(data).problem == problem


def test_a_plan_of_another_program_becomes_an_outline() -> None:
    data, notes = write_mspdi(small_plan())
    again = read_mspdi(data).problem
    names = {each.key: each.name for each in again.activities}
    assert [
        names[key]
        for each in again.activities
        if each.name == "路基" and each.kind is Kind.TASK
        for key in each.wbs
    ] == ["土建", "路基"]
    assert {note.code for note in notes} == {"source.field_lost", "source.kind_lost"}
    assert root_name(data) == "Project"


def test_several_projects_become_summaries_of_one() -> None:
    plan = small_plan()
    other = replace(plan.problem.projects[0], id="管", name="管网")
    moved = tuple(
        replace(each, project="管") if each.key in ("4", "5") else each for each in plan.problem.activities
    )
    joined = replace(plan.problem, projects=(*plan.problem.projects, other), activities=moved)
    data, notes = write_mspdi(replace(plan, problem=joined))
    found = read_mspdi(data).problem
    assert sorted(each.name for each in found.activities if each.kind is Kind.WBS_SUMMARY) == [
        "土建",
        "管",
        "路",
        "路基",
    ]
    assert "source.projects_joined" in {note.code for note in notes}


@pytest.mark.parametrize("path", shared("mspdi/*.xml"), ids=lambda path: path.name)
def test_shared_files_read_back(path: object) -> None:
    plan = read("plan.xml", need(path))  # type: ignore[arg-type]
    written, _ = write("plan.xml", plan)
    again = read("plan.xml", written[""])
    assert again.problem == plan.problem
    assert again.stored == plan.stored
