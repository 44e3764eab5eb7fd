"""Bad files: one line with file, row, activity and remedy; exit code 2; never a traceback."""

import io
import zipfile
from pathlib import Path

import pytest

from exchange.schedule.test_mspdi import before, calendar, day, project, task
from exchange.schedule.test_xer import CALENDARS, LINKS, NODES, OPTIONS, PROJECT, TASKS, xer
from yipanqi.cli import main

XER = (CALENDARS, PROJECT, OPTIONS, NODES)
WHOLE = xer(*XER, TASKS, LINKS)


def changed(old: str, new: str, table: str = TASKS) -> bytes:
    assert old in table
    parts = {"TASKS": TASKS, "LINKS": LINKS, "CALENDARS": CALENDARS, "PROJECT": PROJECT}
    name = next(key for key, text in parts.items() if text is table)
    parts[name] = table.replace(old, new)
    return xer(parts["CALENDARS"], parts["PROJECT"], OPTIONS, NODES, parts["TASKS"], parts["LINKS"])


def workbook(cells: str) -> bytes:
    """A workbook with just enough parts, its only sheet written by hand."""
    out = io.BytesIO()
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(
            "[Content_Types].xml",
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        )
        package.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="{relations}">'
            '<sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>',
        )
        package.writestr(
            "xl/_rels/workbook.xml.rels",
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="r1" Type="{relations}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        )
        package.writestr(
            "xl/worksheets/sheet1.xml",
            f'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{cells}</sheetData></worksheet>',
        )
    return out.getvalue()


def zip_bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/worksheets/sheet1.xml", bytes(400_000_000))
    return out.getvalue()


LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE Project [<!ENTITY a "ha">'
    + b"".join(
        b'<!ENTITY %c "&%c;&%c;&%c;&%c;">' % (98 + n, 97 + n, 97 + n, 97 + n, 97 + n) for n in range(20)
    )
    + b"]><Project>&u;</Project>"
)
OUTSIDE = b'<!DOCTYPE Project [<!ENTITY x SYSTEM "file:///etc/passwd">]><Project><Name>&x;</Name></Project>'
DEEP = b"<Project>" + b"<a>" * 100_000 + b"</a>" * 100_000 + b"</Project>"
LONG_CHAIN = b"id,duration,predecessors\n" + b"\n".join(b"%d,1,%d" % (n, n - 1 or 60) for n in range(1, 61))

CASES: dict[str, tuple[str, bytes, str]] = {
    "no file content": ("a.xer", b"", "ERMHDR"),
    "not an xer": ("a.xer", b"hello", "row 1: the file does not begin like an XER"),
    "truncated in the tasks": ("a.xer", WHOLE[: WHOLE.index(b"%T\tTASKPRED")], "stops halfway"),
    "truncated in a row": ("a.xer", WHOLE[: WHOLE.index(b"PR_FF")], "stops halfway"),
    "truncated in a calendar": ("a.xer", changed("(0||Exceptions", "(0||Exceptions(", CALENDARS), "日历“现场”|calendar “现场”"),
    "wrong encoding named": ("a.xer", WHOLE, "--encoding"),
    "dangling link": ("a.xer", changed("1 101 100", "1 101 999", LINKS), "activity A2: a link names activity 999"),
    "unknown link type": ("a.xer", changed("PR_FF", "PR_XX", LINKS), "activity A2: “PR_XX” is no link type"),
    "duplicate id": ("a.xer", changed("101 1 51", "100 1 51"), "activity A2: this id stands already in row"),
    "duplicate code": ("a.xer", changed(" A2 ", " A1 "), "activity A1: this id stands already in row"),
    "negative duration": ("a.xer", changed("A1 清~表 40", "A1 清~表 -40"), "target_drtn_hr_cnt is negative"),
    "absurd duration": ("a.xer", changed("A1 清~表 40", "A1 清~表 9e9"), "longer than a hundred years"),
    "not a number": ("a.xer", changed("A1 清~表 40", "A1 清~表 viel"), "“viel” is not a number"),
    "infinite duration": ("a.xer", changed("A1 清~表 40", "A1 清~表 inf"), "“inf” is not a number"),
    "date out of range": ("a.xer", changed("2026-04-01~17:00", "9999-04-01~17:00"), "lies outside 1900–2199"),
    "not a date": ("a.xer", changed("2026-04-01~17:00", "soon"), "“soon” is not a date"),
    "constraint without date": ("a.xer", changed("CS_MEOB 2026-04-01~17:00", "CS_MEOB _"), "has no date"),
    "unknown constraint": ("a.xer", changed("CS_MEOB", "CS_WISH"), "“CS_WISH” is not a known constraint"),
    "unknown calendar": ("a.xer", changed("100 1 52 7", "100 1 52 88"), "activity A1: calendar “88” is not in the file"),
    "unknown project": ("a.xer", changed("100 1 52 7", "100 5 52 7"), "activity A1: the activity belongs to project 5"),
    "calendar without work": ("a.xer", changed("s|", "x|", CALENDARS), "has a shift"),
    "doctype": ("a.xml", OUTSIDE, "entities or a document type"),
    "billion laughs": ("a.xml", LAUGHS, "entities or a document type"),
    "deep xml": ("a.xml", DEEP, "XML"),
    "broken xml": ("a.xml", b"<Project><Tasks>", "XML is broken"),
    "xml of nothing": ("a.xml", project(""), "no activities"),
    "mspdi dangling": ("a.xml", project(task(1, extra=before(9))), "activity 1: a link names activity 9"),
    "mspdi duplicate": ("a.xml", project(task(1) + task(1)), "activity 1: this id stands already"),
    "mspdi duration": ("a.xml", project(task(1, duration="8 days")), "activity 1: Duration “8 days” is not a duration"),
    "mspdi cycle": ("a.xml", project(task(1, extra=before(2)) + task(2, extra=before(1))), "cycle: "),
    "mspdi calendar ring": ("a.xml", project(task(1), calendar(1, "a", 2) + calendar(2, "b", 1)), "based on itself"),
    "mspdi no work": ("a.xml", project(task(1), calendar(1, "空", -1, "".join(map(day, range(1, 8))))), "空"),
    "csv without duration": ("a.csv", b"id,name\n1,x", ["row 1: the column “duration", " 工期” is missing"][0]),
    "csv twice a column": ("a.csv", "id,工期,duration\n1,1,1".encode(), "row 1: the column “duration” appears twice"),
    "csv cycle": ("a.csv", b"id,duration,predecessors\n1,1,2\n2,1,1", "cycle: "),
    "csv long cycle": ("a.csv", LONG_CHAIN, "more"),
    "csv self": ("a.csv", b"id,duration,predecessors\n1,1,1", "row 2: activity 1 is linked to itself"),
    "csv unknown predecessor": ("a.csv", b"id,duration,predecessors\n1,1,\n2,1,7FS+1d", "row 3: activity 2: “7” names no activity"),
    "csv nonsense": ("a.csv", b"id,duration,predecessors\n1,1,\n2,1,1%%%", "row 3: activity 2: “1%%%” is not a predecessor"),
    "csv duration": ("a.csv", b"id,duration\n1,3x", "row 2: activity 1: duration “3x” is not a duration"),
    "csv negative": ("a.csv", b"id,duration\n1,-3", "row 2: activity 1: duration is negative"),
    "csv absurd": ("a.csv", b"id,duration\n1,99999999999", "hundred years"),
    "csv huge number": ("a.csv", b"id,duration\n1," + b"9" * 400, "is not a duration"),
    "csv duplicate": ("a.csv", b"id,duration\n1,1\n1,2", "row 3: activity 1: this id stands already in row 2"),
    "csv no id": ("a.csv", b"id,duration\n,1", "row 2: an activity has no id"),
    "csv empty": ("a.csv", b"\n\n", "no activities"),
    "csv nul": ("a.csv", b"id,duration\n1,\0", "NUL"),
    "csv calendar": ("a.csv", b"id,duration,calendar\n1,1,moon", "row 2: activity 1: calendar “moon”"),
    "csv contradiction": (
        "a.csv",
        b"id,duration,constraint,constraint_date,secondary,secondary_date\n1,1,SNET,2026-05-01,FNLT,2026-04-01",
        "row 2: activity 1 cannot be start on or after 2026-05-01",
    ),
    "csv actual order": ("a.csv", b"id,duration,actual_start,actual_finish\n1,1,2026-03-05,2026-03-04", "row 2: activity 1 has its actual finish before its actual start"),
    "csv percent": ("a.csv", b"id,duration,percent_complete\n1,1,250", "percent_complete “250” is not a number"),
    "csv kind": ("a.csv", b"id,duration,kind\n1,1,dance", "kind “dance” is not one of"),
    "csv node": ("a.csv", b"id,duration,from,to\n1,1,1,", "the arrow has no node “to”"),
    "workbook of nonsense": ("a.xlsx", b"PK\x03\x04nonsense", "cannot be opened"),
    "zip bomb": ("a.xlsx", zip_bomb(), "unpacks to more than"),
    "workbook that spans the world": ("a.xlsx", workbook('<row r="1"><c r="A1"/></row><row r="1048576"><c r="XFD1048576" t="n"><v>1</v></c></row>'), "larger than the limit"),
    "workbook under password": ("a.xlsx", b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "password"),
    "json of nothing": ("a.json", b"{}", "no activities"),
    "broken json": ("a.json", b"{", "not JSON of a plan"),
    "deep json": ("a.json", b"[" * 100_000, "not JSON of a plan"),
    "unknown format": ("a.docx", b"x", "“.docx” is no known format"),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_one_line_and_exit_code_two(case: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    name, data, expected = CASES[case]
    path = tmp_path / name
    path.write_bytes(data)
    extra = ["--encoding", "utf-8"] if case == "wrong encoding named" else []
    code = main(["schedule", str(path), "--start", "2026-03-02", "--lang", "en", *extra])
    out, err = capsys.readouterr()
    assert code == 2, out
    assert out == ""
    assert err.count("\n") == 1
    assert str(path) in err
    assert any(each in err for each in expected.split("|")), err


@pytest.mark.parametrize("case", CASES)
def test_the_same_in_chinese(case: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    name, data, _ = CASES[case]
    path = tmp_path / name
    path.write_bytes(data)
    extra = ["--encoding", "utf-8"] if case == "wrong encoding named" else []
    assert main(["check", str(path), "--start", "2026-03-02", "--lang", "zh", *extra]) == 2
    err = capsys.readouterr().err.replace(str(path), "")
    assert err.count("\n") == 1
    assert any("\u4e00" <= each <= "\u9fff" for each in err), err


def test_missing_file_and_directory(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for path in (tmp_path / "none.xer", tmp_path):
        assert main(["schedule", str(path)]) == 2
        assert capsys.readouterr().err.startswith(f"yipanqi: {path}: ")


@pytest.mark.parametrize(
    ("option", "value", "expected"),
    [
        ("--start", "2026-13-01", "--start “2026-13-01” is not a date"),
        ("--data-date", "1066-10-14", "--data-date 1066-10-14 lies outside"),
        ("--hours-per-day", "25", "between 0 and 24"),
        ("--hours-per-day", "nan", "between 0 and 24"),
        ("--project", "桥", "there is no project “桥”; the file has 1"),
        ("--encoding", "klingon", "klingon is no known encoding"),
    ],
)
def test_bad_options(
    option: str, value: str, expected: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "plan.csv"
    path.write_text("id,duration\n1,1")
    assert main(["schedule", str(path), "--lang", "en", option, value]) == 2
    assert expected in capsys.readouterr().err
