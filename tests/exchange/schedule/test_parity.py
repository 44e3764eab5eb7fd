"""Our dates beside those that P6 and MS Project stored, on the shared files and on copies under other names."""

import csv
from datetime import datetime
from pathlib import Path

import pytest

from exchange.schedule.permuting import permuted_mspdi, permuted_xer
from exchange.schedule.plans import SHARED, need, shared
from yipanqi.exchange.schedule import ScheduleFile, read
from yipanqi.exchange.schedule.comparison import Comparison, compare
from yipanqi.schedule.problem import ProgressMode
from yipanqi.schedule.scheduling import schedule
from yipanqi.schedule.working import working_minutes

XER = shared("xer/*.xer")
MSPDI = shared("mspdi/*.xml")
COLUMNS = ("ES_p6", "EF_p6", "LS_p6", "LF_p6")
THROUGH_MPXJ = shared("mpp/*.mpp") + shared("xer/*.pmxml")


def judge(plan: ScheduleFile) -> Comparison:
    found = compare(schedule(plan.problem), plan)
    override = any(
        each.options and each.options.progress is ProgressMode.OVERRIDE for each in plan.problem.projects
    )
    least = 99.9 if override else 99.95
    for measure in ("ES/EF", "TF"):
        share = found.share(measure)
        assert share is None or share >= least, found.deviations[:5]
    assert found.share("longest path") in (None, 100), [
        each for each in found.deviations if each.field == "longest_path"
    ]
    return found


def ids(path: Path) -> str:
    return path.name


@pytest.mark.parametrize("path", XER + MSPDI, ids=ids)
def test_shared_file(path: Path) -> None:
    judge(read(path.name, need(path)))


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("path", XER, ids=ids)
def test_the_same_xer_under_other_names(path: Path, seed: int) -> None:
    plain = judge(read(path.name, need(path)))
    copy = read("copy.xer", permuted_xer(need(path), seed))
    assert {each.id for each in copy.problem.activities}.isdisjoint(
        each.id for each in read(path.name, need(path)).problem.activities
    )
    assert judge(copy).counts == plain.counts


@pytest.mark.parametrize("path", MSPDI, ids=ids)
def test_the_same_mspdi_under_other_names(path: Path) -> None:
    assert (
        judge(read("copy.xml", permuted_mspdi(need(path)))).counts
        == judge(read(path.name, need(path))).counts
    )


@pytest.mark.slow
@pytest.mark.parametrize("path", THROUGH_MPXJ, ids=ids)
def test_shared_file_through_mpxj(path: Path) -> None:
    found = judge(read(path.name, need(path)))
    assert found.compared > 0


@pytest.mark.slow
def test_p6_xml_and_xer_of_one_project_say_the_same() -> None:
    one = read("plan.xer", need(SHARED / "xer" / "percent-complete-8.4.xer"))
    other = read("plan.pmxml", need(SHARED / "xer" / "percent-complete-8.4.pmxml"))
    facts = [
        [
            (each.id, each.name, each.duration, each.actual_start, each.kind)
            for each in plan.problem.activities
        ]
        for plan in (one, other)
    ]
    assert sorted(facts[0]) == sorted(facts[1])


@pytest.mark.parametrize("path", shared("p6_cases/cases/*/comparison.csv"), ids=lambda path: path.parent.name)
def test_case_captured_from_p6(path: Path) -> None:
    """Each case is one project of the import file; its table holds what P6 showed, `A` marking actual dates."""
    number = path.parent.name[:2]
    plan = read("cases.xer", need(SHARED / "p6_cases" / "cases-import.xer")).only(f"XV{number}")
    result = schedule(plan.problem)
    calendars = {each.id: each for each in plan.problem.calendars}
    by_id = {each.id: each for each in plan.problem.activities}
    for row in csv.DictReader(need(path).decode("utf-8").splitlines()):
        activity = by_id[row["activity_code"]]
        if activity.actual_finish:
            continue
        dates, calendar = result.dates(activity.key), calendars[activity.calendar]
        early_start = activity.actual_start or dates.early_start
        late_start = activity.actual_start or dates.late_start
        for column, found in zip(
            COLUMNS, (early_start, dates.early_finish, late_start, dates.late_finish), strict=True
        ):
            expected = datetime.fromisoformat(row[column].removesuffix(" A"))
            assert found is not None
            assert working_minutes(calendar, expected, found) == 0, (activity.id, column, expected, found)
        assert dates.total_float == float(row["TF_p6"]) * 480
        assert dates.free_float == float(row["FF_p6"]) * 480
