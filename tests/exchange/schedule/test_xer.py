"""XER: what is read, and that what is written reads back as the same."""

from dataclasses import replace
from datetime import date, datetime

import pytest
from hypothesis import given, settings

from exchange.schedule.plans import need, problems, shared, small_plan
from yipanqi.exchange.schedule import ScheduleFile, SourceError, read, write
from yipanqi.exchange.schedule.sentences import codes
from yipanqi.exchange.schedule.xer import read_xer, write_xer
from yipanqi.schedule.problem import (
    ConstraintKind,
    CriticalBy,
    Kind,
    LagCalendar,
    LinkType,
    Problem,
    ProgressMode,
    TotalFloat,
)

WEEK = "(0||CalendarData()((0||DaysOfWeek()((0||1()())(0||2()((0||0(s|08:00|f|12:00)())(0||1(s|13:00|f|17:00)())))(0||3()())(0||4()())(0||5()())(0||6()())(0||7()((0||0(s|20:00|f|00:00)())))))(0||Exceptions()((0||0(d|46082)())(0||1(d|46083)((0||0(f|10:00|s|09:00)())))))))"  # fmt: skip
BASE = "(0||CalendarData()((0||DaysOfWeek()((0||2()((0||0(s|08:00|f|16:00)())))))(0||Exceptions()((0||0(d|46100)())))))"


def xer(*tables: str) -> bytes:
    """An XER from tables written with blanks for tabs and `~` for a blank."""
    lines = ["ERMHDR 8.2 2026-03-01"]
    for each in tables:
        name, columns, *rows = (line.strip() for line in each.strip().splitlines())
        lines += [f"%T {name}", f"%F {columns}", *(f"%R {row}" for row in rows)]
    text = "\r\n".join([*lines, "%E", ""])
    return (
        text.replace(" ", "\t").replace("~", " ").replace("_\t", "\t").replace("\t_", "\t").encode("gb18030")
    )


CALENDARS = f"""CALENDAR
    clndr_id default_flag clndr_name base_clndr_id day_hr_cnt clndr_data
    7 Y 现场 9 10 {WEEK.replace(" ", "~")}
    9 N 基准 _ 8 {BASE}"""
PROJECT = """PROJECT
    proj_id proj_short_name clndr_id last_recalc_date plan_start_date plan_end_date critical_drtn_hr_cnt critical_path_type
    1 道路 7 2026-03-09~08:00 2026-03-02~00:00 2026-12-31~17:00 4 CT_DrivPath"""
OPTIONS = """SCHEDOPTIONS
    proj_id sched_float_type sched_calendar_on_relationship_lag sched_retained_logic sched_progress_override sched_lag_early_start_flag sched_open_critical_flag
    1 FT_SS rcal_24Hour N N N Y"""
NODES = """PROJWBS
    wbs_id proj_id proj_node_flag wbs_short_name wbs_name parent_wbs_id
    50 1 Y 道路 示例道路 _
    51 1 N 土 土建 50
    52 1 N 基 路基 51"""
TASKS = """TASK
    task_id proj_id wbs_id clndr_id task_type status_code task_code task_name target_drtn_hr_cnt remain_drtn_hr_cnt cstr_type cstr_date suspend_date resume_date act_start_date total_float_hr_cnt driving_path_flag early_start_date
    100 1 52 7 TT_Task TK_Active A1 清~表 40 10.5 CS_MSOA 2026-03-03~08:00 2026-03-05~08:00 2026-03-10~08:00 2026-03-02~08:00 -8 Y 2026-03-09~08:00
    101 1 51 _ TT_FinMile TK_NotStart A2 完 0 0 CS_MEOB 2026-04-01~17:00 _ _ _ 0 N _"""
LINKS = """TASKPRED
    task_pred_id task_id pred_task_id proj_id pred_proj_id pred_type lag_hr_cnt
    1 101 100 1 1 PR_FF -2.5"""


@pytest.fixture
def plan() -> ScheduleFile:
    return read_xer(xer(CALENDARS, PROJECT, OPTIONS, NODES, TASKS, LINKS))


def test_calendar_week_exceptions_and_what_it_inherits(plan: ScheduleFile) -> None:
    calendar = plan.problem.calendars[0]
    assert calendar.name == "现场"
    assert calendar.week[0] == ((480, 720), (780, 1020))
    assert calendar.week[5] == ((1200, 1440),)
    assert calendar.minutes_per_day == 600
    inherited, holiday, short = calendar.exceptions
    assert (inherited.first, inherited.shifts) == (date(2026, 3, 19), ())
    assert (holiday.first, holiday.shifts) == (date(2026, 3, 1), ())
    assert (short.first, short.shifts) == (date(2026, 3, 2), ((540, 600),))


def test_project_and_its_options(plan: ScheduleFile) -> None:
    info = plan.problem.projects[0]
    assert (info.id, info.name, info.calendar) == ("道路", "示例道路", "现场")
    assert (info.data_date, info.must_finish_by) == (datetime(2026, 3, 9, 8), datetime(2026, 12, 31, 17))
    assert info.options is not None
    assert info.options.total_float is TotalFloat.START
    assert info.options.lag_calendar is LagCalendar.TWENTY_FOUR_HOUR
    assert info.options.progress is ProgressMode.ACTUAL_DATES
    assert info.options.critical_by is CriticalBy.LONGEST_PATH
    assert info.options.critical_threshold == 240
    assert info.options.open_ends_critical
    assert not info.options.ss_lag_from_early_start


def test_activity_with_progress_pause_and_constraint(plan: ScheduleFile) -> None:
    first, last = plan.problem.activities
    assert (first.id, first.name, first.wbs) == ("A1", "清 表", ("土", "基"))
    assert (first.duration, first.remaining, first.percent_complete) == (2400, 630, 73.75)
    assert (first.suspend, first.resume) == (datetime(2026, 3, 5, 8), datetime(2026, 3, 10, 8))
    assert first.constraint is not None
    assert first.constraint.kind is ConstraintKind.START_ON_OR_AFTER
    assert (last.kind, last.calendar, last.remaining) == (Kind.FINISH_MILESTONE, "现场", None)


def test_link_and_stored_values(plan: ScheduleFile) -> None:
    (link,) = plan.problem.links
    assert (link.predecessor, link.successor, link.type, link.lag) == (
        "100",
        "101",
        LinkType.FINISH_FINISH,
        -150,
    )
    stored = plan.stored["100"]
    assert (stored.total_float, stored.longest_path) == (-480, True)
    assert stored.early_start == datetime(2026, 3, 9, 8)
    assert plan.rows["100"] > 10


def test_small_plan_reads_back() -> None:
    plan = small_plan()
    data, notes = write_xer(plan)
    again = read_xer(data)
    assert again.problem == plan.problem
    assert again.stored == plan.stored
    assert not notes


@given(problems())
@settings(max_examples=60, deadline=None)
def test_any_plan_reads_back(problem: Problem) -> None:
    data, _ = write_xer(ScheduleFile(problem, "test"))
    assert read_xer(data).problem == problem


def test_what_xer_cannot_hold_is_listed() -> None:
    plan = small_plan()
    first = replace(plan.problem.activities[0], deadline=datetime(2026, 4, 1), unit="城管局")
    problem = replace(plan.problem, activities=(first, *plan.problem.activities[1:]))
    _, notes = write_xer(replace(plan, problem=problem))
    assert {note.params["field"] for note in notes} == {"deadline", "unit"}
    assert all(note.code.removeprefix("source.") in codes() for note in notes)


def test_a_project_that_was_not_exported_keeps_within_its_dates() -> None:
    projects = """PROJECT
        proj_id proj_short_name clndr_id last_recalc_date plan_start_date export_flag
        1 道路 7 2026-03-09~08:00 2026-03-02~00:00 Y
        2 管网 7 2026-03-02~08:00 2026-03-02~00:00 _"""
    tasks = """TASK
        task_id proj_id wbs_id clndr_id task_type status_code task_code target_drtn_hr_cnt remain_drtn_hr_cnt early_start_date late_end_date
        100 1 _ 7 TT_Task TK_NotStart A1 8 8 2026-03-09~08:00 2026-03-09~17:00
        200 2 _ 7 TT_Task TK_NotStart B1 8 8 2026-03-16~08:00 2026-03-30~17:00"""
    links = """TASKPRED
        task_pred_id task_id pred_task_id proj_id pred_proj_id pred_type lag_hr_cnt
        1 100 200 1 2 PR_FS 0"""
    plan = read_xer(xer(CALENDARS, projects, tasks, links))
    inside, outside = plan.problem.activities
    assert inside.external_early_start is None
    assert outside.external_early_start == datetime(2026, 3, 16, 8)
    assert outside.external_late_finish == datetime(2026, 3, 30, 17)
    assert plan.given == {"200"}


def test_one_of_several_projects() -> None:
    text = PROJECT + "\n    2 管网 7 2026-03-09~08:00 2026-03-02~00:00 _ 0 CT_TotFloat"
    tasks = TASKS + "\n    200 2 _ 7 TT_Task TK_NotStart B1 管 8 8 _ _ _ _ _ _ N _"
    links = LINKS + "\n    2 200 100 2 1 PR_FS 0"
    plan = read("plan.xer", xer(CALENDARS, text, OPTIONS, NODES, tasks, links))
    one = plan.only("管网")
    assert [each.id for each in one.problem.activities] == ["B1"]
    assert one.problem.links == ()
    assert one.notes[-1].params == {"count": 1}
    with pytest.raises(SourceError, match="道路, 管网"):
        plan.only("桥")


def test_a_memo_with_line_feeds_does_not_break_the_table() -> None:
    data = xer(CALENDARS, PROJECT, TASKS, LINKS).replace(
        "清 表".encode("gb18030"), "清\r\n表".encode("gb18030")
    )
    assert read_xer(data).problem.activities[0].name == "清\n表"


@pytest.mark.parametrize("path", shared("xer/*.xer") + shared("p6_cases/*.xer"), ids=lambda path: path.name)
def test_shared_files_read_back(path: object) -> None:
    plan = read("plan.xer", need(path))  # type: ignore[arg-type]
    written, _ = write("plan.xer", plan)
    again = read("plan.xer", written[""])
    assert again.problem == plan.problem
    assert again.stored == plan.stored


def test_an_idle_calendar_that_nobody_uses_is_left_out() -> None:
    idle = CALENDARS.replace(BASE, "(0||CalendarData()((0||DaysOfWeek()())))").replace("现场 9", "现场 _")
    plan = read("plan.xer", xer(idle, PROJECT, OPTIONS, NODES, TASKS, LINKS))
    assert [each.id for each in plan.problem.calendars] == ["现场"]
    assert "source.idle_calendar" in [note.code for note in plan.notes]
