"""schedule, check, diff and convert on small plans of the tests' own."""

import json
from pathlib import Path

import pytest

from exchange.schedule.plans import small_plan
from yipanqi.cli import main
from yipanqi.exchange.schedule import read, write

PLAN = """id,name,duration,predecessors
1,施工许可,10,
2,基坑,15,1
3,管线,5,1
4,主体,20,2;3FS+2d
5,封顶,0,4
"""


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "plan.csv"
    path.write_text(PLAN, encoding="utf-8")
    return path


def run(*words: object) -> int:
    return main([*map(str, words)])


def test_schedule_as_json(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("schedule", plan, "--start", "2026-03-02", "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert set(found) == {"project", "activities", "warnings"}
    assert {"start", "finish", "data_date", "rules", "duration_minutes"} <= set(found["project"])
    assert found["project"]["finish"] == "2026-05-01T17:00"
    assert found["project"]["rules"] == "standard"
    assert found["project"]["duration_minutes"] == 45 * 480
    rows = {row["id"]: row for row in found["activities"]}
    assert rows["3"]["early_start"] == "2026-03-16T08:00"
    assert rows["3"]["late_finish"] == "2026-04-01T17:00"
    assert rows["3"]["total_float"] == 8 * 480
    assert [row["id"] for row in found["activities"] if row["critical"]] == ["1", "2", "4", "5"]
    assert list(rows["1"])[:4] == ["id", "name", "project", "kind"]


def test_schedule_as_table_in_both_languages(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("schedule", plan, "--start", "2026-03-02", "--lang", "zh") == 0
    chinese = capsys.readouterr().out
    assert "最早开始" in chinese
    assert "45 天" in chinese
    assert run("schedule", plan, "--start", "2026-03-02", "--lang", "en") == 0
    english = capsys.readouterr().out
    assert "2026-03-02 08:00 to 2026-05-01 17:00, 45 days" in english
    assert len(english.splitlines()) == 2 + 2 + 5


def test_warnings_are_counted_and_listed(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plan.write_text(PLAN.replace("2;3FS+2d", "2;3FS+2d;2"), encoding="utf-8")
    assert run("schedule", plan, "--start", "2026-03-02", "--lang", "en") == 0
    assert capsys.readouterr().out.endswith(
        "1 warnings\n  row 5: activity 4: a second FS link from 2 was left out\n"
    )


def test_rules_and_data_date_go_before_the_file(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert (
        run(
            "schedule",
            plan,
            "--start",
            "2026-03-02",
            "--json",
            "--rules",
            "primavera",
            "--data-date",
            "2026-03-09",
        )
        == 0
    )
    project = json.loads(capsys.readouterr().out)["project"]
    assert (project["rules"], project["data_date"]) == ("primavera", "2026-03-09T00:00")


def test_companion_calendar_beside_the_plan(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plan.write_text("id,duration,calendar\n1,5,七天\n", encoding="utf-8")
    plan.with_suffix(".calendars.csv").write_text(
        "日历,星期,班次\n七天,周一至周日,08:00-16:00\n", encoding="utf-8"
    )
    assert run("schedule", plan, "--start", "2026-03-06", "--json") == 0
    assert json.loads(capsys.readouterr().out)["activities"][0]["early_finish"] == "2026-03-10T16:00"


def test_several_projects_are_reported_each(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "two.csv"
    path.write_text("project,id,duration,predecessors\n路,1,5,\n管,1,3,路/1\n", encoding="utf-8")
    assert run("schedule", path, "--start", "2026-03-02", "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert [each["id"] for each in found["projects"]] == ["路", "管"]
    assert [(each["project"], each["early_finish"]) for each in found["activities"]] == [
        ("路", "2026-03-06T17:00"),
        ("管", "2026-03-11T17:00"),
    ]
    assert run("schedule", path, "--start", "2026-03-02", "--json", "--project", "管") == 0
    assert json.loads(capsys.readouterr().out)["activities"][0]["early_finish"] == "2026-03-04T17:00"


def test_compare_prints_its_line_and_the_differences(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "plan.xer"
    run_plan = tmp_path / "plan.csv"
    run_plan.write_text(PLAN, encoding="utf-8")
    assert run("convert", run_plan, path, "--start", "2026-03-02", "--rules", "primavera") == 0
    capsys.readouterr()
    assert run("schedule", path, "--compare", "--lang", "en", "--rules", "primavera") == 0
    assert capsys.readouterr().out == (
        "compared 5 ES/EF equal 100 % LS/LF equal 100 % TF equal 100 % FF equal 100 % "
        "longest path equal 100 % float path equal n/a\n"
    )
    path.write_bytes(path.read_bytes().replace(b"2026-03-16 08:00", b"2026-03-17 08:00"))
    assert run("schedule", path, "--compare", "--lang", "en", "--rules", "primavera") == 0
    first, *table = capsys.readouterr().out.splitlines()
    assert first.startswith("compared 5 ES/EF equal 60 % LS/LF equal 80 % TF equal 100 %")
    assert sum("early_start" in row for row in table) == 2


def test_check_names_failing_checks_and_offenders(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plan.write_text(PLAN.replace("2;3FS+2d", "2;3FS-2d"), encoding="utf-8")
    assert run("check", plan, "--start", "2026-03-02", "--lang", "en") == 0
    shown = capsys.readouterr().out
    assert "leads: 3 → 4 (-2 d)" in shown
    assert run("check", plan, "--start", "2026-03-02", "--strict") == 1
    capsys.readouterr()
    assert run("check", plan, "--start", "2026-03-02", "--json") == 0
    checks = json.loads(capsys.readouterr().out)["checks"]
    assert len(checks) == 14
    assert next(each for each in checks if each["check"] == "leads")["count"] == 1


def test_diff_of_two_versions(plan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    later = tmp_path / "later.csv"
    later.write_text(
        PLAN.replace("基坑,15,1", "基坑,18,1").replace("3,管线,5,1\n", "").replace(";3FS+2d", ""),
        encoding="utf-8",
    )
    assert run("diff", plan, later, "--start", "2026-03-02", "--lang", "en") == 0
    shown = capsys.readouterr().out
    assert "finish 2026-05-01 17:00 → 2026-05-06 17:00" in shown
    assert "removed (1)\n  3 管线" in shown
    assert "2 基坑: duration 15 d → 18 d" in shown
    assert run("diff", plan, plan, "--start", "2026-03-02", "--lang", "en") == 0
    assert capsys.readouterr().out == "the two versions say the same\n"
    assert run("diff", plan, later, "--start", "2026-03-02", "--json") == 0
    assert json.loads(capsys.readouterr().out)["removed"][0]["id"] == "3"


@pytest.mark.parametrize("suffix", [".xer", ".xml", ".xlsx", ".csv", ".json"])
def test_convert_keeps_the_dates(
    suffix: str, plan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / f"out{suffix}"
    assert run("convert", plan, out, "--start", "2026-03-02") == 0
    capsys.readouterr()
    assert run("schedule", out, "--start", "2026-03-02", "--json", "--rules", "standard") == 0
    rows = {
        row["name"]: row for row in json.loads(capsys.readouterr().out)["activities"] if row["name"] in PLAN
    }
    assert rows["主体"]["early_start"] == "2026-04-06T08:00"
    assert rows["管线"]["total_float"] == 8 * 480


def test_convert_lists_what_is_lost(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = tmp_path / "plan.json"
    source.write_bytes(write("plan.json", small_plan())[0][""])
    assert run("convert", source, tmp_path / "plan.xml", "--lang", "en") == 0
    err = capsys.readouterr().err
    assert "secondary of 1 activities has no place in MSPDI" in err
    assert err.splitlines()[-1] == "3 warnings"
    assert run("convert", source, tmp_path / "plan.mpp", "--lang", "en") == 2
    assert ".mpp files cannot be written" in capsys.readouterr().err
    again = read("plan.json", source.read_bytes())
    assert again.problem == small_plan().problem
