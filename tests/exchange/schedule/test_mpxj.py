"""mpxj in its child process: the same plan as our own reader gives, limits, refusals."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from exchange.schedule.test_mspdi import OFFICE, before, calendar, day, exception, project, task
from yipanqi.exchange.schedule import ScheduleFile, SourceError, read
from yipanqi.exchange.schedule.mpxj import Limits, read_through_mpxj
from yipanqi.exchange.schedule.mpxj.java import Java, suitable_javas
from yipanqi.exchange.schedule.mpxj.process import _explain
from yipanqi.exchange.schedule.mspdi import read_mspdi


def rich_document() -> bytes:
    """Lags in all units, elapsed work, a recurring exception, a night calendar, a summary, progress."""
    links = before(1, 1, 4800, 7) + before(2, 3, 14400, 8) + before(3, 0, 50, 19)
    begun = "<ActualStart>2026-03-02T08:00:00</ActualStart><RemainingDuration>PT2H0M0S</RemainingDuration><PercentComplete>75</PercentComplete>"
    tasks = (
        task(1, 1, begun)
        + task(2, 1, "<DurationFormat>8</DurationFormat>", "PT72H0M0S")
        + task(
            3,
            1,
            "<CalendarUID>2</CalendarUID><ConstraintType>4</ConstraintType><ConstraintDate>2026-03-09T08:00:00</ConstraintDate>",
        )
        + task(4, 1, "<Summary>1</Summary>")
        + task(5, 2, links + "<Deadline>2026-04-09T17:00:00</Deadline>")
    )
    weekly = "<Type>6</Type><Period>1</Period><DaysOfWeek>32</DaysOfWeek>"
    week = "".join(day(number, OFFICE if 2 <= number <= 6 else "") for number in range(1, 8))
    standard = calendar(1, "标准", -1, week, exception("2026-03-02", "2026-03-31", weekly))
    night = calendar(2, "夜班", 1, day(2, OFFICE.replace("08", "20").replace("12:", "00:")))
    return project(
        tasks,
        standard + night,
        "<ScheduleFromStart>1</ScheduleFromStart><HonorConstraints>1</HonorConstraints>",
    )


@pytest.mark.slow
def test_nothing_is_lost_on_the_way_through_mpxj() -> None:
    ours, theirs = read_mspdi(rich_document()), read_through_mpxj("plan.xml", rich_document())
    assert _comparable(theirs) == _comparable(ours)
    assert {each.id: each.week for each in theirs.problem.calendars} == {
        each.id: each.week for each in ours.problem.calendars
    }
    for name in ("标准", "夜班"):
        days = [
            {each.first for each in plan.problem.calendars if each.id == name for each in each.exceptions}
            for plan in (ours, theirs)
        ]
        assert days[0] == days[1]
        assert len(days[0]) == 4


def _comparable(plan: ScheduleFile) -> tuple[object, ...]:
    activities = tuple(replace(each, suspend=None, resume=None) for each in plan.problem.activities)
    return activities, set(plan.problem.links), plan.problem.options, plan.problem.projects[0].start


@pytest.mark.slow
@pytest.mark.parametrize(
    "data",
    [b"", b"\xd0\xcf\x11\xe0" + bytes(4000), b"MPX,nonsense", b"\0" * 5000],
    ids=["empty", "ole", "mpx", "zeros"],
)
def test_nonsense_is_refused_in_one_line(data: bytes) -> None:
    with pytest.raises(SourceError) as refused:
        read("plan.mpp", data)
    assert "\n" not in str(refused.value)
    assert refused.value.code in ("source.unreadable", "source.no_activities")


@pytest.mark.slow
def test_a_reader_that_takes_too_long_is_stopped() -> None:
    with pytest.raises(SourceError, match="stopped after 0"):
        read_through_mpxj("plan.xml", rich_document(), Limits(seconds=0))


@pytest.mark.parametrize(
    ("code", "answer", "expected"),
    [
        (3, {"code": "encrypted", "reason": "x"}, "source.encrypted"),
        (3, {"code": "memory", "reason": "x"}, "source.too_large"),
        (3, {"code": "unreadable", "reason": "no idea"}, "source.unreadable"),
        (-9, None, "source.unreadable"),
    ],
)
def test_how_the_child_ended_is_explained(code: int, answer: object, expected: str) -> None:
    said = b"" if answer is None else b"log line\n" + json.dumps(answer).encode()
    with pytest.raises(SourceError) as refused:
        _explain(code, said, Limits())
    assert refused.value.code == expected


def test_archives_and_entities_never_reach_java() -> None:
    with pytest.raises(SourceError, match="archive"):
        read("plan.mpp", b"PK\x03\x04" + bytes(100))
    with pytest.raises(SourceError, match="entities"):
        read("plan.pmxml", b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>')


def test_a_java_without_what_mpxj_needs_is_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = tmp_path / "lib" / "server" / "libjvm.so"
    library.parent.mkdir(parents=True)
    library.touch()
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    found = {}
    for release in (
        'JAVA_VERSION="1.8.0_301"',
        'JAVA_VERSION="21.0.1"\nMODULES="java.base"',
        'JAVA_VERSION="21.0.1"',
    ):
        (tmp_path / "release").write_text(release)
        found[release] = next(suitable_javas())
    assert [java.home == tmp_path for java in found.values()] == [False, False, True]
    assert Java(tmp_path, library, 11).wants_native_flag is False
