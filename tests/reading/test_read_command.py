"""`yipanqi read`: what it prints, writes and refuses."""

import json
from pathlib import Path

import pytest

from yipanqi.cli import main

TEXT = "引进项目20个，失业率控制在4%以内。推进各项改革。\n"
KEYS = [
    "kind", "name", "op", "value", "value_high", "unit", "approx", "modal", "due", "due_explicit", "lead",
    "partners", "theme", "text", "start", "end", "confidence",
]  # fmt: skip


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "report.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def run(*words: str | Path) -> int:
    return main(["--lang", "zh", "read", *map(str, words)])


def test_lines_of_json(report: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(report, "--jsonl", "--year", "2018") == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [list(line) for line in lines] == [KEYS, KEYS]
    first = lines[0]
    assert (first["kind"], first["op"], first["value"], first["unit"], first["due"]) == (
        "indicator", "+", 20, "个", "2018-12-31",
    )  # fmt: skip
    assert TEXT[first["start"] : first["end"]] == first["text"]


def test_a_table_for_people(report: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(report, "--year", "2018") == 0
    shown = capsys.readouterr().out
    assert "引进项目" in shown
    assert "≤4%" in shown
    assert "读出 2 项，另有线索 1 条" in shown


def test_hints_on_request(report: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(report, "--jsonl", "--all", "--year", "2018") == 0
    assert len(capsys.readouterr().out.splitlines()) == 3


@pytest.mark.parametrize("ending", ["xlsx", "docx"])
def test_the_breakdown_is_written_and_never_overwritten(report: Path, tmp_path: Path, ending: str) -> None:
    target = tmp_path / f"out.{ending}"
    assert run(report, "--year", "2018", "--out", target) == 0
    assert target.read_bytes()[:2] == b"PK"
    assert run(report, "--year", "2018", "--out", target) == 2
    assert run(report, "--year", "2018", "--out", target, "--force") == 0


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (["missing.txt"], "missing.txt: 没有这个文件"),
        (["{folder}"], "这是文件夹"),
        (["{empty}"], "文件是空的"),
        (["{report}", "--year", "18"], "--year"),
        (["{report}", "--out", "a.pdf"], "--out"),
    ],
)
def test_bad_input_gets_one_line(
    words: list[str], line: str, report: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    empty = tmp_path / "empty.txt"
    empty.write_bytes(b"")
    assert run(*(word.format(report=report, empty=empty, folder=tmp_path) for word in words)) == 2
    told = capsys.readouterr().err
    assert line in told
    assert told.count("\n") == 1
