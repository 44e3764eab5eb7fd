"""Files become rows of a plan; an import says what it would do, and keys stay those of the plan."""

from datetime import date, datetime
from typing import Any

import pytest

from exchange.schedule.plans import SHARED, need, shared
from yipanqi.exchange.schedule import ScheduleFile, SourceError, write
from yipanqi.exchange.schedule.source import WbsNode
from yipanqi.exchange.tables import TableError
from yipanqi.plans import merging, pasting
from yipanqi.plans.computing import computed
from yipanqi.plans.days import Calendars
from yipanqi.plans.drafts import LinkDraft
from yipanqi.plans.importing import Incoming, from_file, from_schedule, from_text
from yipanqi.plans.merging import NEW, Effect, Existing
from yipanqi.plans.pasting import read
from yipanqi.plans.queries.editing import plan_rows_of
from yipanqi.schedule import (
    Activity,
    Constraint,
    ConstraintKind,
    Kind,
    LagUnit,
    Link,
    LinkType,
    Problem,
    ProjectInfo,
)

MONDAY = datetime(2018, 9, 3, 8)
UNITS = {"建设局": 1, "国土规划局": 2}
NAMES = {1: "建设局", 2: "国土规划局"}


def problem(*activities: Activity, links: tuple[Link, ...] = (), name: str = "示例项目") -> Problem:
    return Problem((ProjectInfo("P", MONDAY, name),), activities, links)


def task(key: str, days: float, name: str = "", **fields: Any) -> Activity:
    return Activity(key, key, name or f"工作{key}", "P", duration=round(days * 480), **fields)


def file_of(*activities: Activity, links: tuple[Link, ...] = (), **fields: Any) -> ScheduleFile:
    return ScheduleFile(problem(*activities, links=links), fields.pop("format", "mspdi"), **fields)


SMALL = file_of(
    task("A", 10),
    task("B", 5),
    Activity("C", "C", "开工", "P", kind=Kind.FINISH_MILESTONE),
    links=(Link("A", "B", LinkType.START_START, 480 * 2), Link("A", "C"), Link("B", "C", lag=-480)),
)


def texts(incoming: Incoming, *cells: str) -> list[tuple[str, ...]]:
    return [tuple(line[cell] for cell in cells) for line in incoming.lines]


def test_a_schedule_becomes_rows_of_days():
    found = from_schedule(SMALL)
    assert texts(found, "key", "name", "days", "before") == [
        ("A", "工作A", "10", ""),
        ("B", "工作B", "5", "ASS+2"),
        ("C", "开工", "0", "A,BFS-1"),
    ]
    assert (found.name, found.start, found.calendar, found.remarks) == ("示例项目", date(2018, 9, 3), "5", {})


@pytest.mark.parametrize("ending", ["xer", "xml"])
def test_the_same_plan_comes_back_from_a_file(ending):
    content, _notes = write(f"plan.{ending}", SMALL)
    found = from_file(f"plan.{ending}", content[""])
    typed = read(found.lines, {})
    assert typed.faults == ()
    assert [(each.name, each.duration, each.kind) for each in typed.activities] == [
        ("工作A", 10, "task"),
        ("工作B", 5, "task"),
        ("开工", 0, "milestone"),
    ]
    assert sorted((link.type, link.lag) for link in typed.links) == [("FS", -1), ("FS", 0), ("SS", 2)]


def test_groups_of_the_breakdown_become_summaries():
    file = file_of(
        task("A", 1, wbs=("root", "p1")),
        task("C", 1, wbs=("root", "p2", "p21")),
        task("B", 1, wbs=("root", "p1")),
        format="xer",
        nodes=(WbsNode("P", ("root", "p1"), "前期"),),
    )
    assert texts(from_schedule(file), "level", "name") == [
        ("0", "前期"),
        ("1", "工作A"),
        ("1", "工作B"),
        ("0", "p2"),
        ("1", "p21"),
        ("2", "工作C"),
    ]


def test_summaries_of_the_file_are_kept_with_their_levels():
    summary = Activity("S", "1", "手续", "P", kind=Kind.WBS_SUMMARY, wbs=("1",))
    lonely = Activity("T", "2", "空汇总", "P", kind=Kind.WBS_SUMMARY, wbs=("2",))
    found = from_schedule(file_of(summary, task("A", 3, wbs=("1",)), lonely))
    assert texts(found, "level", "name", "days") == [("0", "手续", ""), ("1", "工作A", "3")]


def test_what_a_plan_of_days_cannot_hold_is_counted():
    file = file_of(
        task("A", 1.5, actual_start=MONDAY),
        task("B", 2, constraint=Constraint(ConstraintKind.AS_LATE_AS_POSSIBLE)),
        Activity("L", "L", "管理", "P", kind=Kind.LEVEL_OF_EFFORT),
        links=(
            Link("A", "B", lag=1440 * 7, lag_unit=LagUnit.ELAPSED),
            Link("A", "L"),
        ),
    )
    found = from_schedule(file)
    assert texts(found, "key", "days", "before") == [("A", "2", ""), ("B", "2", "AFS+5")]
    assert found.remarks == {
        "plans.kinds_left_out": 1,
        "plans.links_left_out": 1,
        "plans.lags_rounded": 1,
        "plans.facts_left_out": 1,
        "plans.days_rounded": 1,
        "plans.constraints_left_out": 1,
    }


def test_of_several_projects_the_largest_is_read():
    one, two = ProjectInfo("P", MONDAY, "小"), ProjectInfo("Q", MONDAY, "大")
    activities = [task("A", 1), *(Activity(key, key, key, "Q", duration=480) for key in ("X", "Y"))]
    found = from_schedule(ScheduleFile(Problem((one, two), tuple(activities)), "xer"))
    assert (found.name, len(found.lines), found.remarks) == ("大", 2, {"plans.other_projects": 1})


def test_keys_a_plan_cannot_take_are_made_fit():
    found = from_schedule(file_of(task("A 1", 1), task("A/1", 1), task("A,1", 1)))
    assert [line["key"] for line in found.lines] == ["A-1", "A-1.2", "A-1.3"]


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("计划.doc", b"nothing", SourceError),
        ("plan.xer", b"nothing", SourceError),
        ("plan.xlsx", b"nothing", TableError),
        ("plan.csv", b"", TableError),
    ],
)
def test_a_file_that_is_no_plan_is_refused(name, content, kind):
    with pytest.raises(kind):
        from_file(name, content)


def test_a_csv_with_chinese_heads_in_the_code_page_of_an_old_machine():
    content = "编号,工作名称,工期,紧前工作,责任单位,开始,完成\n1,拆迁,20,,建设局,2018-09-03,2018-09-30\n2,开工,0,1,建设局,,2018-09-30\n"
    found = from_file("安置房.csv", content.encode("gb18030"))
    assert (found.name, found.start) == ("安置房", date(2018, 9, 3))
    assert found.dates["1"] == (date(2018, 9, 3), date(2018, 9, 30))
    assert read(found.lines, UNITS).links == (LinkDraft("1", "2"),)


@pytest.mark.parametrize("path", [*shared("xer/*.xer"), *shared("mspdi/*.xml"), *shared("mpp/*.mpp")], ids=lambda path: path.name)  # fmt: skip
def test_files_of_real_programs_become_plans(path):
    incoming = merging.without_unknown_units(from_file(path.name, need(path)), {})
    found = merging.preview(incoming, Existing(), {}, {})
    assert found.faults == ()
    rows = plan_rows_of(0, "", incoming.start, incoming.calendar, found.activities, found.links)
    dates = computed([rows], (), Calendars({}))[0].dates
    ours = {key: (one.start, one.finish) for key, one in dates.items()}
    count, differences = merging.compared(found, ours, incoming.dates)
    assert count > 0
    assert len({each.key for each in differences}) == len(differences) <= count


def test_a_plan_of_whole_days_has_the_dates_of_its_file():
    incoming = from_file("plan.mpp", need(SHARED / "mpp" / "mpsplib_10_mp_j30_a2_nr5.mpp"))
    found = merging.preview(incoming, Existing(), {}, {})
    rows = plan_rows_of(0, "", incoming.start, incoming.calendar, found.activities, found.links)
    dates = computed([rows], (), Calendars({}))[0].dates
    ours = {key: (one.start, one.finish) for key, one in dates.items()}
    assert merging.compared(found, ours, incoming.dates)[1] == ()


# --- what an import would do to a plan that exists


def existing(table: str) -> Existing:
    incoming = from_text(table)
    typed = read(incoming.lines, UNITS)
    assert typed.faults == ()
    return Existing(typed.activities, typed.links)


PLAN = existing(
    "编号\t工作名称\t工期\t紧前工作\t责任单位\nA10\t拆迁清零\t20\t\t建设局\nA20\t用地手续\t15\tA10\t国土规划局\nA30\t开工\t0\tA20\t建设局\n"
)


def previewed(table: str, mapping: dict[str, str] | None = None) -> merging.Preview:
    return merging.preview(from_text(table), PLAN, UNITS, NAMES, mapping)


def effects(found: merging.Preview) -> list[tuple[str, str, str]]:
    return [(line.source_key, line.key, line.effect.value) for line in found.lines]


def test_added_changed_the_same_and_gone():
    found = previewed(
        "编号\t工作名称\t工期\t紧前工作\t责任单位\n"
        "A10\t拆迁清零\t25\t\t建设局\n"
        "A30\t开工\t0\tA10\t建设局\n"
        "A40\t施工\t60\tA30\t建设局\n"
    )
    assert effects(found) == [
        ("A10", "A10", "changed"),
        ("A30", "A30", "changed"),
        ("A40", "A40", "added"),
    ]
    assert [each.key for each in found.gone] == ["A20"]
    assert [(each.cell, each.before, each.after) for each in found.lines[0].differences] == [
        ("days", "20", "25")
    ]
    assert found.count(Effect.REFUSED) == 0


def test_an_import_whose_ids_changed_keeps_the_keys_of_the_plan():
    found = previewed(
        "编号\t工作名称\t工期\t紧前工作\t责任单位\n1\t拆迁清零\t20\t\t建设局\n2\t用地手续\t15\t1\t国土规划局\n3\t开工\t0\t2\t建设局\n"
    )
    assert effects(found) == [("1", "A10", "same"), ("2", "A20", "same"), ("3", "A30", "same")]
    assert found.links == PLAN.links
    assert all(line.is_renamed for line in found.lines)
    assert found.gone == ()


def test_a_person_says_which_activity_a_row_is():
    table = "编号\t工作名称\t工期\t紧前工作\n1\t房屋拆除\t20\t\n2\t用地手续\t15\t1\n3\t开工\t0\t2\n"
    assert effects(previewed(table))[0] == ("1", "1", "added")
    said = previewed(table, {"1": "A10"})
    assert effects(said)[0] == ("1", "A10", "changed")
    assert said.activities[0].unit_id == 1
    assert said.gone == ()
    assert [line.effect.value for line in previewed(table, {"2": NEW}).lines][1] == "added"


def test_two_rows_cannot_be_one_activity():
    table = "编号\t工作名称\t工期\n1\t甲\t20\n2\t乙\t15\n"
    found = previewed(table, {"1": "A10", "2": "A10"})
    assert {(fault.row, fault.error.code) for fault in found.faults} == {
        (2, "plans.mapped_twice"),
        (3, "plans.mapped_twice"),
    }


def test_a_new_row_whose_id_another_activity_has_gets_a_free_one():
    plan = existing("编号\t工作名称\t工期\n1\t甲\t1\n2\t乙\t1\n")
    found = merging.preview(from_text("编号\t工作名称\t工期\n1\t乙\t1\n2\t丙\t1\n"), plan, UNITS, NAMES)
    assert effects(found) == [("1", "2", "same"), ("2", "3", "added")]


def test_rows_with_mistakes_are_refused_each_with_its_reasons():
    found = previewed(
        "编号\t工作名称\t工期\t紧前工作\t责任单位\nA10\t拆迁清零\tx\t\t某局\nA20\t用地手续\t15\tA99\t国土规划局\n"
    )
    assert [line.effect for line in found.lines] == [Effect.REFUSED, Effect.REFUSED]
    assert [(fault.row, fault.cell) for fault in found.faults] == [(2, "days"), (2, "unit"), (3, "before")]


def test_a_table_without_predecessors_leaves_the_links_alone():
    found = previewed("编号\t工作名称\t工期\nA10\t拆迁清零\t22\nA20\t用地手续\t15\nA30\t开工\t0\n")
    assert found.links == PLAN.links


def test_crews_of_a_schedule_file_are_left_out_and_counted():
    incoming = from_schedule(file_of(task("A", 1, unit="某施工队"), task("B", 1, unit="建设局")))
    kept = merging.without_unknown_units(incoming, UNITS)
    assert texts(kept, "unit") == [("",), ("建设局",)]
    assert kept.remarks == {"plans.units_left_out": 1}
    assert read(kept.lines, UNITS).faults == ()


def test_dates_beside_those_of_the_file():
    found = previewed(
        "编号\t工作名称\t工期\t开始\t完成\nA10\t拆迁清零\t20\t2018-09-03\t2018-09-28\nA20\t用地手续\t15\t2018-10-08\t2018-10-26\n"
    )
    theirs = {"A10": (date(2018, 9, 3), date(2018, 9, 28)), "A20": (date(2018, 10, 8), date(2018, 10, 26))}
    ours = {"A10": theirs["A10"], "A20": (date(2018, 10, 8), date(2018, 10, 29))}
    count, differences = merging.compared(found, ours, theirs)
    assert count == 2
    assert [(each.key, each.theirs[1], each.ours[1]) for each in differences] == [
        ("A20", date(2018, 10, 26), date(2018, 10, 29))
    ]


def test_the_cells_of_a_plan_can_be_pasted_back_into_it():
    lines = pasting.cells_of(PLAN.activities, PLAN.links, NAMES)
    found = merging.preview(Incoming(lines), PLAN, UNITS, NAMES)
    assert {line.effect for line in found.lines} == {Effect.SAME}
