"""Plans that tests make themselves: small ones by hand, random ones by hypothesis, and shared files where present."""

import os
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import strategies as st

from yipanqi.exchange.schedule import ScheduleFile, Stored
from yipanqi.schedule.problem import (
    OFFICE_DAY,
    Activity,
    Calendar,
    CalendarException,
    Constraint,
    ConstraintKind,
    Kind,
    LagCalendar,
    LagUnit,
    Link,
    LinkType,
    Options,
    Problem,
    ProgressMode,
    ProjectInfo,
    Rules,
    TotalFloat,
)

SHARED = Path(__file__).resolve().parents[4] / "shared" / "schedules"
MONDAY = datetime(2026, 3, 2, 8)


def shared(pattern: str) -> list[Path]:
    """Shared files of that pattern; none where the folder is missing, which CI takes for a failure."""
    if not SHARED.is_dir():
        assert not os.environ.get("CI"), f"{SHARED} is missing"
        return []
    return sorted(SHARED.glob(pattern))


def need(path: Path) -> bytes:
    """The bytes of a shared file, or a skipped test."""
    if not path.is_file():
        pytest.skip(f"{path} is not here")
    return path.read_bytes()


SIX_DAYS = Calendar(
    "六天",
    "六天",
    (OFFICE_DAY,) * 6 + ((),),
    (
        CalendarException(date(2026, 5, 1), date(2026, 5, 1)),
        CalendarException(date(2026, 5, 10), date(2026, 5, 10), ((540, 720),)),
    ),
    480,
)
OFFICE = Calendar("office", "office")


def small_plan() -> ScheduleFile:
    """Seven activities with one of nearly everything, for the primavera rules."""
    activities = (
        Activity("1", "A100", "开工", "路", "office", Kind.START_MILESTONE),
        Activity(
            "2",
            "A110",
            "清表",
            "路",
            "office",
            Kind.TASK,
            2400,
            remaining=960,
            wbs=("土建",),
            actual_start=MONDAY,
            percent_complete=60.0,
        ),
        Activity(
            "3",
            "A120",
            "路基",
            "路",
            "六天",
            Kind.TASK,
            4800,
            wbs=("土建", "路基"),
            constraint=Constraint(ConstraintKind.START_ON_OR_AFTER, datetime(2026, 3, 9, 8)),
            secondary=Constraint(ConstraintKind.FINISH_ON_OR_BEFORE, datetime(2026, 5, 29, 17)),
            resources=(("压路机", 2.0),),
        ),
        Activity(
            "4", "A130", "排水", "路", "office", Kind.TASK, 1440, expected_finish=datetime(2026, 4, 1, 17)
        ),
        Activity("5", "A140", "监理", "路", "office", Kind.LEVEL_OF_EFFORT, 480),
        Activity("6", "A150", "完工", "路", "office", Kind.FINISH_MILESTONE, 0),
        Activity(
            "7",
            "A160",
            "备料",
            "路",
            "office",
            Kind.TASK,
            480,
            actual_start=MONDAY,
            actual_finish=MONDAY + timedelta(hours=9),
            remaining=0,
            percent_complete=100.0,
        ),
    )
    links = (
        Link("1", "2"),
        Link("2", "3", LinkType.START_START, 480),
        Link("2", "4", LinkType.FINISH_START, -240),
        Link("3", "6"),
        Link("4", "6", LinkType.FINISH_FINISH, 60),
        Link("1", "5", LinkType.START_START),
        Link("5", "6", LinkType.FINISH_FINISH),
    )
    options = Options(
        progress=ProgressMode.OVERRIDE,
        lag_calendar=LagCalendar.SUCCESSOR,
        total_float=TotalFloat.SMALLEST,
        critical_threshold=480,
        open_ends_critical=True,
        ss_lag_from_early_start=False,
    )
    info = ProjectInfo(
        "路",
        MONDAY,
        "示例道路",
        MONDAY + timedelta(days=2),
        datetime(2026, 6, 30, 17),
        "office",
        options=options,
    )
    stored = {
        "3": Stored(datetime(2026, 3, 9, 8), datetime(2026, 3, 20, 17), None, None, 0, 60, None, True, 1),
        "4": Stored(total_float=-480),
    }
    full = {each.key: stored.get(each.key, Stored()) for each in activities}
    return ScheduleFile(Problem((info,), activities, links, (OFFICE, SIX_DAYS), options), "test", stored=full)


MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1)).map(
    lambda each: each.replace(second=0, microsecond=0)
)
DAYS = st.dates(date(2020, 1, 1), date(2030, 1, 1))
NAMES = st.text("abcXYZ 网络计划土建（）-.&<>\"'", min_size=1, max_size=12).map(str.strip).filter(bool)


@st.composite
def shifts(draw: st.DrawFn) -> tuple[tuple[int, int], ...]:
    """None to three shifts that do not touch."""
    edges = sorted(draw(st.sets(st.integers(0, 1440), max_size=6)))
    pairs = [(edges[n], edges[n + 1]) for n in range(0, len(edges) - 1, 2)]
    return tuple(pairs)


@st.composite
def calendars(draw: st.DrawFn, name: str) -> Calendar:
    """A week with some work, single days of exception in order."""
    week = [draw(shifts()) for _ in range(7)]
    week[0] = week[0] or ((480, 1020),)
    days = sorted(draw(st.sets(DAYS, max_size=4)))
    exceptions = tuple(CalendarException(day, day, draw(shifts())) for day in days)
    return Calendar(name, name, tuple(week), exceptions, draw(st.integers(60, 1440)))


@st.composite
def problems(draw: st.DrawFn, rules: Rules = Rules.PRIMAVERA) -> Problem:
    """A random network without cycles: links lead from earlier rows to later ones."""
    known = tuple(draw(calendars(name)) for name in ("一", "two"))
    if rules is Rules.MICROSOFT:  # one length of the day for the whole file
        known = tuple(replace(each, minutes_per_day=known[0].minutes_per_day) for each in known)
    count = draw(st.integers(1, 7))
    activities = tuple(draw(_activities(str(n), rules)) for n in range(1, count + 1))
    pairs = [(a, b) for a in range(1, count) for b in range(a + 1, count + 1)]
    chosen = draw(st.lists(st.sampled_from(pairs), unique=True, max_size=8)) if pairs else []
    links = tuple(
        draw(_links(str(a), str(b), rules)) for a, b in sorted(chosen, key=lambda pair: (pair[1], pair[0]))
    )
    options = draw(_options(rules))
    own = options if rules is Rules.PRIMAVERA else None
    info = ProjectInfo("1", draw(MOMENTS), draw(NAMES), draw(st.none() | MOMENTS), None, "一", options=own)
    if info.data_date is None and rules is Rules.PRIMAVERA:
        info = ProjectInfo(
            info.id, info.start, info.name, info.start, draw(st.none() | MOMENTS), "一", options=own
        )
    return Problem((info,), activities, links, known, options)


@st.composite
def _activities(draw: st.DrawFn, key: str, rules: Rules) -> Activity:
    kinds = [Kind.TASK, Kind.FINISH_MILESTONE]
    if rules is Rules.PRIMAVERA:
        kinds += [Kind.START_MILESTONE, Kind.LEVEL_OF_EFFORT]
    kind = draw(st.sampled_from(kinds))
    milestone = kind in (Kind.START_MILESTONE, Kind.FINISH_MILESTONE)
    constraint = draw(st.none() | st.builds(Constraint, st.sampled_from(_kinds(rules)), MOMENTS))
    return Activity(
        key=key,
        id=key,
        name=draw(NAMES),
        project="1",
        calendar=draw(st.sampled_from(("一", "two"))),
        kind=kind,
        duration=0 if milestone else draw(st.integers(1, 50_000)),
        constraint=constraint,
        deadline=draw(st.none() | MOMENTS) if rules is Rules.MICROSOFT else None,
    )


def _kinds(rules: Rules) -> list[ConstraintKind]:
    soft = [ConstraintKind.START_ON, ConstraintKind.FINISH_ON] if rules is Rules.MICROSOFT else []
    return [
        each for each in ConstraintKind if each is not ConstraintKind.AS_LATE_AS_POSSIBLE and each not in soft
    ]


@st.composite
def _links(draw: st.DrawFn, before: str, after: str, rules: Rules) -> Link:
    kind, lag = draw(st.sampled_from(list(LinkType))), draw(st.integers(-5000, 5000))
    unit = draw(st.sampled_from(list(LagUnit))) if rules is Rules.MICROSOFT else LagUnit.WORKING
    if unit in (LagUnit.PERCENT, LagUnit.ELAPSED_PERCENT):
        lag = lag // 100 * 100
    return Link(before, after, kind, lag, unit)


@st.composite
def _options(draw: st.DrawFn, rules: Rules) -> Options:
    if rules is Rules.MICROSOFT:
        return Options(
            rules=rules, open_ends_critical=draw(st.booleans()), honor_constraints=draw(st.booleans())
        )
    return Options(
        progress=draw(st.sampled_from(list(ProgressMode))),
        lag_calendar=draw(st.sampled_from(list(LagCalendar))),
        total_float=draw(st.sampled_from(list(TotalFloat))),
        critical_threshold=draw(st.integers(-500, 5000)),
        open_ends_critical=draw(st.booleans()),
        ss_lag_from_early_start=draw(st.booleans()),
        float_per_project=draw(st.booleans()),
        use_expected_finish=draw(st.booleans()),
        cross_project_links=draw(st.booleans()),
    )
