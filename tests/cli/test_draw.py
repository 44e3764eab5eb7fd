"""draw: three kinds, three formats, two languages; the front line in both."""

from pathlib import Path

import pytest

from yipanqi.cli import main

PLAN = """id,name,duration,predecessors,actual_start,actual_finish,remaining
1,施工许可,5,,2026-03-02,2026-03-06,
2,基坑,8,1,2026-03-09,,6
3,管线,3,1,,,
4,主体,20,2;3FS+2d,,,
5,封顶,0,4,,,
"""
MAGIC = {".svg": b"<svg", ".pdf": b"%PDF", ".png": b"\x89PNG"}


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "示例楼.csv"
    path.write_text(PLAN, encoding="utf-8")
    return path


def draw(plan: Path, out: Path, *more: str) -> int:
    return main(["draw", str(plan), "-o", str(out), "--start", "2026-03-02", *more])


@pytest.mark.parametrize("kind", ["gantt", "timescaled", "node"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_svg_of_each_kind(
    kind: str, language: str, plan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out.svg"
    assert draw(plan, out, "--kind", kind, "--lang", language, "--example", "--data-date", "2026-03-12") == 0
    text = out.read_text(encoding="utf-8")
    assert text.startswith("<svg")
    assert "基坑" in text.replace("</tspan>", "")
    assert "示例楼" in text
    assert str(out) in capsys.readouterr().out
    if language == "en":
        assert "横道图" not in text
        assert "图例" not in text


@pytest.mark.slow
@pytest.mark.parametrize("suffix", [".pdf", ".png"])
def test_printed(suffix: str, plan: Path, tmp_path: Path) -> None:
    out = tmp_path / f"out{suffix}"
    assert draw(plan, out, "--kind", "gantt", "--dpi", "60") == 0
    assert out.read_bytes().startswith(MAGIC[suffix])


def test_many_activities_take_several_sheets(tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    path.write_text("id,name,duration\n" + "\n".join(f"{n},工作{n},{n % 9 + 1}" for n in range(1, 301)))
    assert draw(path, tmp_path / "out.svg", "--kind", "gantt") == 0
    sheets = sorted(tmp_path.glob("out-*.svg"))
    assert len(sheets) > 1
    assert "工作300" in sheets[-1].read_text(encoding="utf-8")


def test_refusals(plan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert draw(plan, tmp_path / "out.docx", "--lang", "en") == 2
    assert "out.docx: write to one of .svg .pdf .png" in capsys.readouterr().err
    assert draw(plan, tmp_path / "nowhere" / "out.svg", "--kind", "gantt") == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_a_node_network_chooses_its_own_sheet(
    plan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert draw(plan, tmp_path / "out.svg", "--kind", "node", "--paper", "A2", "--lang", "en") == 2
    said = capsys.readouterr().err
    assert said == "yipanqi: --paper: a node network takes the sheet it needs; leave the option out\n"


@pytest.mark.parametrize(("language", "words"), [("zh", "滞后2天"), ("en", "2 d behind")])
def test_the_front_line_of_a_gantt_says_how_far_work_is_behind(
    language: str, words: str, plan: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out.svg"
    more = ("--kind", "gantt", "--data-date", "2026-03-12 17:00", "--lang", language)
    assert draw(plan, out, *more) == 0
    assert words in out.read_text(encoding="utf-8")


def test_a_network_shows_plan_dates_and_progress_as_front_line(plan: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.svg"
    assert draw(plan, out, "--data-date", "2026-03-12 17:00", "--lang", "zh") == 0
    text = out.read_text(encoding="utf-8")
    assert 'class="front"' in text
    assert "滞后2" in text
