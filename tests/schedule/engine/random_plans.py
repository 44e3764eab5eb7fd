"""Random plans with everything in them: calendars, links, constraints, progress, several projects, all rule sets."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from random import Random

from yipanqi.schedule import (
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

START = datetime(2026, 9, 21, 8)
OFFICE = ((480, 720), (780, 1020))
CALENDARS = (
    Calendar("office", "Office week"),
    Calendar(
        "swap",
        "Six days with 调休",
        (OFFICE,) * 6 + ((),),
        (
            CalendarException(date(2026, 10, 1), date(2026, 10, 7)),
            CalendarException(date(2026, 9, 27), date(2026, 9, 27), OFFICE),
            CalendarException(date(2026, 10, 10), date(2026, 10, 10), ((480, 600),)),
        ),
    ),
    Calendar("night", "Nights", (((0, 360), (1320, 1440)),) * 5 + ((),) * 2),
    Calendar("24h", "Round the clock", (((0, 1440),),) * 7),
)
LAGS = (0, 0, 0, 240, 480, 1440, -240, -960)
KINDS = (Kind.TASK,) * 7 + (Kind.RESOURCE_DEPENDENT, Kind.START_MILESTONE, Kind.FINISH_MILESTONE, Kind.DUMMY)


def moment(rng: Random, days: int = 25) -> datetime:
    """Some time near the start, often at the edge of a shift."""
    hour = rng.choice((0, 8, 8, 9, 12, 13, 17, 17, 22))
    return START.replace(hour=hour) + timedelta(days=rng.randrange(-3, days))


def random_options(rng: Random, rules: Rules) -> Options:
    """Any combination of options."""
    return Options(
        rules=rules,
        progress=rng.choice(tuple(ProgressMode)),
        lag_calendar=rng.choice(tuple(LagCalendar)),
        total_float=rng.choice(tuple(TotalFloat)),
        critical_threshold=rng.choice((0, 480)),
        open_ends_critical=rng.random() < 0.2,
        ss_lag_from_early_start=rng.random() < 0.7,
        float_per_project=rng.random() < 0.7,
        use_expected_finish=rng.random() < 0.8,
        cross_project_links=rng.random() < 0.9,
        honor_constraints=rng.random() < 0.7,
    )


def random_constraint(rng: Random) -> Constraint | None:
    if rng.random() < 0.65:
        return None
    kind = rng.choice(tuple(ConstraintKind))
    return Constraint(kind, None if kind is ConstraintKind.AS_LATE_AS_POSSIBLE else moment(rng))


def random_activity(rng: Random, key: str, projects: list[str]) -> Activity:
    duration = rng.choice((0, 60, 480, 480, 960, 1440, 2400))
    return Activity(
        key=key,
        id=f"A{key}",
        name=f"工作 {key}",
        project=rng.choice(projects),
        calendar=rng.choice(CALENDARS).id,
        kind=rng.choice(KINDS),
        duration=duration,
        constraint=random_constraint(rng),
        deadline=moment(rng) if rng.random() < 0.1 else None,
        expected_finish=moment(rng) if rng.random() < 0.07 else None,
        external_early_start=moment(rng) if rng.random() < 0.05 else None,
        external_late_finish=moment(rng) if rng.random() < 0.05 else None,
    )


def with_progress(rng: Random, activity: Activity, now: datetime) -> Activity:
    """Not begun, going on, suspended or finished; sometimes out of sequence, sometimes ahead of the data date."""
    fate = rng.random()
    start = now - timedelta(days=rng.randrange(0, 6), hours=rng.randrange(0, 5))
    if fate < 0.6:
        return activity
    if fate < 0.75:
        finish = start + timedelta(days=rng.randrange(0, 7))
        return replace(activity, actual_start=start, actual_finish=finish)
    rest = rng.choice((0, activity.duration // 2, activity.duration))
    going = replace(activity, actual_start=start, remaining=rest)
    if fate < 0.9:
        return going
    return replace(going, suspend=start, resume=now + timedelta(days=rng.randrange(0, 4)))


def random_links(rng: Random, keys: list[str]) -> tuple[Link, ...]:
    """Forward along the order of `keys`, so never a cycle; several between two activities happen."""
    links = []
    for j in range(1, len(keys)):
        for _ in range(rng.choice((0, 1, 1, 2, 3))):
            unit = rng.choice((LagUnit.WORKING,) * 5 + tuple(LagUnit))
            lag = (
                rng.choice(LAGS)
                if unit in (LagUnit.WORKING, LagUnit.ELAPSED)
                else rng.choice((0, 2500, -5000))
            )
            calendar = rng.choice((None, None, None, "night"))
            links.append(
                Link(keys[rng.randrange(j)], keys[j], rng.choice(tuple(LinkType)), lag, unit, calendar)
            )
    return tuple(links)


def random_plan(rng: Random, size: int, rules: Rules | None = None) -> Problem:
    """A plan of up to `size` activities in one to three projects; rows in random order."""
    rules = rules or rng.choice(tuple(Rules))
    now = START + timedelta(days=rng.randrange(0, 9), hours=rng.choice((0, 0, 2)))
    projects = [f"p{i}" for i in range(rng.choice((1, 1, 2, 3)))]
    keys = [str(i) for i in range(rng.randrange(1, size + 1))]
    activities = [with_progress(rng, random_activity(rng, key, projects), now) for key in keys]
    links = random_links(rng, keys)
    rng.shuffle(activities)
    infos = tuple(
        ProjectInfo(
            name,
            START,
            data_date=now if rng.random() < 0.8 else None,
            must_finish_by=moment(rng, 60) if rng.random() < 0.2 else None,
            calendar="office",
        )
        for name in projects
    )
    return Problem(infos, tuple(activities), links, CALENDARS, random_options(rng, rules))
