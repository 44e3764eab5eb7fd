"""Plans as CSV and XLSX: titles in both languages, predecessors as planners type them, calendars beside."""

from dataclasses import replace
from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exchange.schedule.plans import small_plan
from yipanqi.exchange.schedule import ScheduleFile, SourceError, TableOptions, read, write
from yipanqi.exchange.schedule.table.durations import Measure, format_lag, parse_amount
from yipanqi.exchange.schedule.table.predecessors import parse_predecessors
from yipanqi.schedule.problem import ConstraintKind, Kind, LagUnit, Link, LinkType

START = TableOptions(start=datetime(2026, 3, 2))


def table(text: str, options: TableOptions = START, **companions: str) -> ScheduleFile:
    lines = "\n".join(line.strip() for line in text.strip().splitlines())
    return read(
        "plan.csv", lines.encode(), options, {name: each.encode() for name, each in companions.items()}
    )


def links(plan: ScheduleFile) -> list[tuple[str, str, str, int]]:
    return [(each.predecessor, each.successor, each.type.value, each.lag) for each in plan.problem.links]


def test_predecessors_in_the_style_of_ms_project() -> None:
    plan = table("""
        id,name,duration,predecessors
        3,挖,5,
        5,垫,2d,3
        7,绑,4h,
        9,浇,1w,3;5FS+2d;7SS-1d
        11,养,3,3FS+2;9FF-50%;7SF+3ed""")
    assert links(plan) == [
        ("3", "5", "FS", 0),
        ("3", "9", "FS", 0),
        ("5", "9", "FS", 960),
        ("7", "9", "SS", -480),
        ("3", "11", "FS", 960),
        ("9", "11", "FF", -5000),
        ("7", "11", "SF", 4320),
    ]
    assert plan.problem.links[5].lag_unit is LagUnit.PERCENT
    assert plan.problem.links[6].lag_unit is LagUnit.ELAPSED
    assert [each.duration for each in plan.problem.activities] == [2400, 960, 240, 2400, 1440]


def test_chinese_titles_and_words() -> None:
    plan = table("""
        序号,工作名称,持续时间（天）,紧前工作,限制类型,限制日期,责任单位
        1,清表,3 天,,不得早于开始,2026年3月9日,住建局
        2,路基,16小时,1FS+2个工作日；,,,
        3,完工,0,"1，2",,,""")
    first, second, last = plan.problem.activities
    assert (first.duration, first.unit) == (1440, "住建局")
    assert first.constraint is not None
    assert (first.constraint.kind, first.constraint.date) == (
        ConstraintKind.START_ON_OR_AFTER,
        datetime(2026, 3, 9, 8),
    )
    assert second.duration == 960
    assert last.kind is Kind.FINISH_MILESTONE
    assert links(plan) == [("1", "2", "FS", 960), ("1", "3", "FS", 0), ("2", "3", "FS", 0)]


def test_an_id_may_look_like_a_link() -> None:
    plan = table("""
        id,duration,predecessors
        A-1,1,
        PFS,1,A-1
        B,1,PFS;A-1SS+1d;A-1FS-2d""")
    assert links(plan) == [
        ("A-1", "PFS", "FS", 0),
        ("PFS", "B", "FS", 0),
        ("A-1", "B", "SS", 480),
        ("A-1", "B", "FS", -960),
    ]


def test_arrows_follow_the_node_they_leave() -> None:
    plan = table("""
        id,name,duration,from,to
        a,挖一,2,1,2
        b,挖二,2,2,3
        c,垫一,3,2,4
        d,,0,3,4
        e,垫二,3,4,5""")
    assert links(plan) == [
        ("a", "b", "FS", 0),
        ("a", "c", "FS", 0),
        ("b", "d", "FS", 0),
        ("c", "e", "FS", 0),
        ("d", "e", "FS", 0),
    ]
    assert plan.problem.activities[3].kind is Kind.DUMMY
    assert plan.details["c"].from_node == "2"


def test_a_day_means_its_first_or_last_working_instant() -> None:
    plan = table("""
        id,duration,constraint,constraint_date,actual_start,actual_finish
        1,1,FNLT,2026-03-06,,
        2,1,,,2026-03-03,2026-03-04
        3,1,SNET,2026-03-06 10:30,,""")
    first, second, third = plan.problem.activities
    assert first.constraint is not None
    assert first.constraint.date == datetime(2026, 3, 6, 17)
    assert (second.actual_start, second.actual_finish) == (datetime(2026, 3, 3, 8), datetime(2026, 3, 4, 17))
    assert third.constraint is not None
    assert third.constraint.date == datetime(2026, 3, 6, 10, 30)


def test_companion_calendars() -> None:
    plan = table(
        "id,duration,calendar\n1,1,夜班\n2,1,",
        calendars="calendar,day,shifts\n夜班,周一至周五,20:00-24:00\n夜班,Sat,08:00-12:00 13:00-15:00\n夜班,2026-05-01..2026-05-05,休\n夜班,2026-05-09,20:00-22:00\n",
    )
    night = next(each for each in plan.problem.calendars if each.id == "夜班")
    assert night.week[4] == ((1200, 1440),)
    assert night.week[5] == ((480, 720), (780, 900))
    assert night.week[6] == ()
    assert [(each.first, each.last, each.shifts) for each in night.exceptions] == [
        (date(2026, 5, 1), date(2026, 5, 5), ()),
        (date(2026, 5, 9), date(2026, 5, 9), ((1200, 1320),)),
    ]
    assert [each.calendar for each in plan.problem.activities] == ["夜班", "5"]


@pytest.mark.parametrize(("workdays", "week"), [("5", 5), ("6", 6), ("7", 7)])
def test_week_of_the_option(workdays: str, week: int) -> None:
    plan = table("id,duration\n1,1w", replace(START, workdays=workdays, hours_per_day=6.0))
    calendar = plan.problem.calendars[0]
    assert sum(bool(each) for each in calendar.week) == week
    assert calendar.week[0] == ((480, 720), (780, 900))
    assert plan.problem.activities[0].duration == week * 360


def test_official_working_days_of_china() -> None:
    plan = table("id,duration\n1,1", TableOptions(start=datetime(2024, 9, 1), workdays="china"))
    days = {each.first: each.shifts for each in plan.problem.calendars[0].exceptions}
    assert days[date(2024, 10, 1)] == ()
    assert days[date(2024, 9, 29)] == ((480, 720), (780, 1020))
    assert date(2024, 10, 9) not in days


def test_estimates_and_costs_are_kept() -> None:
    plan = table("""
        id,duration,optimistic,most_likely,pessimistic,normal_cost,crash_duration,crash_cost,resources
        1,5,3,5,9d,1000.5,3,2000,crane:2;班组""")
    details = plan.details["1"]
    assert (details.optimistic, details.pessimistic, details.crash_duration) == (1440, 4320, 1440)
    assert (details.normal_cost, details.crash_cost) == (1000.5, 2000.0)
    assert plan.problem.activities[0].resources == (("crane", 2.0), ("班组", 1.0))


def test_without_a_start_the_earliest_written_date_counts_and_a_note_says_so() -> None:
    plan = table(
        "id,duration,actual_start\n1,1,2026-03-05\n2,1,2026-03-04", TableOptions(today=date(2026, 1, 1))
    )
    assert plan.problem.projects[0].start == datetime(2026, 3, 4)
    assert plan.notes[0].code == "source.start_assumed"


def test_semicolons_and_tabs_separate_as_well() -> None:
    for separator in ";\t":
        text = "id,duration,predecessors\n1,3,\n2,4,1".replace(",", separator)
        assert links(table(text)) == [("1", "2", "FS", 0)]


@pytest.mark.parametrize("name", ["plan.csv", "plan.xlsx"])
def test_a_table_reads_back(name: str) -> None:
    plan = small_plan()
    written, notes = write(name, plan)
    start = replace(START, start=plan.problem.projects[0].start)
    again = read(name, written[""], start, {key: data for key, data in written.items() if key})
    visible = {each.key: each.id for each in plan.problem.activities}
    assert again.problem.activities == tuple(
        replace(each, key=each.id, project="1") for each in plan.problem.activities
    )
    assert set(again.problem.links) == {
        replace(each, predecessor=visible[each.predecessor], successor=visible[each.successor])
        for each in plan.problem.links
    }
    calendars = {each.id: each for each in again.problem.calendars}
    assert all(calendars[each.id] == each for each in plan.problem.calendars)
    assert [note.code for note in notes] == ["source.project_lost"]


@given(
    st.integers(-(10**6), 10**6),
    st.sampled_from([LagUnit.WORKING, LagUnit.ELAPSED, LagUnit.PERCENT, LagUnit.ELAPSED_PERCENT]),
)
@settings(max_examples=200)
def test_any_lag_reads_back(lag: int, unit: LagUnit) -> None:
    measure = Measure()
    text = format_lag(lag, unit, measure)
    found = parse_amount(text, measure) if text else None
    assert (found.value, found.unit) == (lag, unit) if found else lag == 0


@given(st.text("0123456789FSfs+-dhwe%;,. 天", max_size=30))
@settings(max_examples=300)
def test_any_cell_of_predecessors_is_read_or_refused(text: str) -> None:
    try:
        found = list(parse_predecessors(text, {"1", "2", "3"}, Measure()))
    except ValueError:
        return
    assert all(each.id in {"1", "2", "3"} for each in found)


def test_link_types_in_small_letters() -> None:
    (entry,) = parse_predecessors("2ss + 1.5 d", {"2"}, Measure())
    assert (entry.type, entry.lag.value) == (LinkType.START_START, 720)


def test_rows_of_json() -> None:
    data = '[{"id": 1, "duration": 3}, {"id": 2, "duration": "2d", "predecessors": ["1SS+1d"]}]'
    plan = read("plan.json", data.encode(), START)
    assert plan.problem.links == (Link("1", "2", LinkType.START_START, 480),)
    with pytest.raises(SourceError):
        read("plan.json", b'{"activities": [1]}', START)
