"""Damaged files of every format: a reader answers with a plan or with one line, in time and in little memory.

A plan that is read is also scheduled: what the readers let through, the engine must take or refuse in one line.
"""

import io
import random
import resource
import time
import zipfile
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exchange.schedule.plans import small_plan
from exchange.schedule.test_mspdi import OFFICE, before, calendar, day, exception, project, task
from exchange.schedule.test_xer import CALENDARS, LINKS, NODES, OPTIONS, PROJECT, TASKS, xer
from yipanqi.exchange.schedule import SourceError, TableOptions, read, write
from yipanqi.schedule.errors import ScheduleError
from yipanqi.schedule.scheduling import schedule

OPTIONS_OF_TABLES = TableOptions(start=datetime(2026, 3, 2))
SECONDS = 5.0
MEGABYTES = 300
WORDS = (b"", b"\0", b"-1", b"9" * 30, b"1e308", b"nan", b"inf", b"\xff\xfe", b"\t", b"\n", b"\r", b'"', b"<", b"&x;", b"(", b")",
         b"(" * 50, b"24:00", b"99:99", b"0000-00-00", b"2026-02-30", b"9999-12-31", b"\xe5\xb7", "工作".encode(), b"PT1H", b"%R\t", b"%T\tTASK",
         b"}", b"[", b"null", b";", b"FS+", b"1SS-9d")  # fmt: skip


def seeds() -> dict[str, bytes]:
    """One good file of each format."""
    plan = small_plan()
    mspdi = project(
        task(1) + task(2, 1, "<Summary>1</Summary>") + task(3, 2, before(1, 3, 4800, 8)),
        calendar(
            1,
            "标准",
            -1,
            day(2, OFFICE),
            exception(
                "2026-03-02", "2026-03-31", "<Type>6</Type><Period>1</Period><DaysOfWeek>32</DaysOfWeek>"
            ),
        ),
    )
    return {
        "plan.xer": xer(CALENDARS, PROJECT, OPTIONS, NODES, TASKS, LINKS),
        "own.xer": write("x.xer", plan)[0][""],
        "plan.xml": mspdi,
        "own.xml": write("x.xml", plan)[0][""],
        "plan.csv": write("x.csv", plan)[0][""],
        "plan.json": write("x.json", plan)[0][""],
        "plan.xlsx": write("x.xlsx", plan)[0][""],
    }


SEEDS = seeds()


def answer(name: str, data: bytes) -> None:
    """Read and schedule; only refusals in one line are allowed, and only within the limits."""
    begin, memory = time.process_time(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    said = refusal(name, data)
    assert "\n" not in said
    assert len(said) < 2000
    assert time.process_time() - begin < SECONDS
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory < MEGABYTES * 1024


def refusal(name: str, data: bytes) -> str:
    """Empty when the file could be read and scheduled."""
    try:
        schedule(read(name, data, OPTIONS_OF_TABLES).problem)
    except (SourceError, ScheduleError) as error:
        return str(error)
    return ""


def damaged(data: bytes, chance: random.Random) -> bytes:
    """One to six accidents: bytes flipped, pieces cut, doubled, swapped, or replaced by an evil word."""
    found = bytearray(data)
    for _ in range(chance.randint(1, 6)):
        place = chance.randrange(len(found) + 1)
        length = chance.choice((0, 1, 2, 5, 40, 300))
        kind = chance.randrange(5)
        if kind == 0 and place < len(found):
            found[place] = chance.randrange(256)
        elif kind == 1:
            del found[place : place + length]
        elif kind == 2:
            found[place:place] = found[place : place + length]
        elif kind == 3:
            found[place : place + length] = chance.choice(WORDS)
        else:
            other = chance.randrange(len(found) + 1)
            found[place : place + length] = found[other : other + length]
    return bytes(found) if chance.random() < 0.9 else bytes(found[: chance.randrange(len(found) + 1)])


@pytest.mark.parametrize("name", SEEDS)
@given(st.integers(0, 2**32))
@settings(max_examples=60, deadline=None)
def test_damaged_files(name: str, seed: int) -> None:
    answer(name, damaged(SEEDS[name], random.Random(seed)))


@pytest.mark.parametrize("name", SEEDS)
def test_files_cut_anywhere(name: str) -> None:
    data = SEEDS[name]
    for end in range(0, len(data), max(1, len(data) // 60)):
        answer(name, data[:end])


@pytest.mark.parametrize("name", ["plan.xer", "plan.xml", "plan.csv", "plan.json", "plan.xlsx"])
@given(st.binary(max_size=400))
@settings(max_examples=50, deadline=None)
def test_bytes_of_nothing(name: str, data: bytes) -> None:
    answer(name, data)


@given(
    st.integers(0, 2**32),
    st.sampled_from(["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/sharedStrings.xml"]),
)
@settings(max_examples=40, deadline=None)
def test_workbooks_with_a_damaged_part(seed: int, part: str) -> None:
    """The package stays whole, so that the damage reaches the reader of sheets."""
    out, source = io.BytesIO(), zipfile.ZipFile(io.BytesIO(SEEDS["plan.xlsx"]))
    with zipfile.ZipFile(out, "w") as package:
        for entry in source.infolist():
            data = source.read(entry)
            package.writestr(
                entry.filename, damaged(data, random.Random(seed)) if entry.filename == part else data
            )
    answer("plan.xlsx", out.getvalue())


@given(
    st.lists(
        st.lists(st.text("0123456789abdFSh+-;,.%:天工 \t", max_size=12), min_size=4, max_size=6), max_size=12
    )
)
@settings(max_examples=100, deadline=None)
def test_tables_of_anything(rows: list[list[str]]) -> None:
    text = "\n".join(
        ["id,duration,predecessors,calendar,actual_start,remaining", *(",".join(row) for row in rows)]
    )
    answer("plan.csv", text.encode())


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("many tables.xer", b"ERMHDR\n" + b"%T\tX\n" * 200_000 + b"%E\n"),
        ("long line.xer", b"ERMHDR\n%T\tTASK\n%F\ta\n%R\t" + b"x" * 5_000_000 + b"\n%E\n"),
        (
            "deep calendar.xer",
            xer(
                CALENDARS.replace("(0||Exceptions", "(0||a()(" * 200 + "(0||Exceptions"),
                PROJECT,
                TASKS,
                LINKS,
            ),
        ),
        ("many.csv", b"id,duration\n" + b"\n".join(b"%d,1" % n for n in range(50_000))),
        ("wide.csv", b"id,duration" + b"," * 5000 + b"\n1,1"),
        ("cell.csv", b"id,duration,name\n1,1," + b"x" * 1_000_000),
        ("numbers.json", b"[" + b",".join(b'{"id":%d,"duration":1}' % n for n in range(20_000)) + b"]"),
        ("digits.json", b'[{"id":1,"duration":' + b"9" * 5000 + b"}]"),
        ("attributes.xml", b"<Project " + b" ".join(b'a%d="1"' % n for n in range(50_000)) + b"/>"),
        (
            "year.xml",
            project(
                task(1),
                calendar(
                    1,
                    "a",
                    exceptions=exception("1900-01-01", "2199-01-01", "<Type>1</Type><Period>2</Period>"),
                ),
            ),
        ),
    ],
    ids=lambda each: each if isinstance(each, str) else "",
)
def test_large_and_strange_files(name: str, data: bytes) -> None:
    answer(name, data)
