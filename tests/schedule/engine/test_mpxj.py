"""Every combination of link, lag, calendar, constraint and progress against MPXJ's two schedulers.

Each cell holds several random pairs A → B, and the early dates of B are compared: two finishes are equal when no
working time lies between them. MPXJ contradicts itself in some FF and SF pairs (a finish before its start): those
are counted apart. Its Primavera scheduler continues begun work from the actual start, Primavera itself from the data
date [6.2]; and it adds the whole lag of an FF or SF link of finished work to the data date, or adds it twice, where
files stored by Primavera have let it run since the actual date [6.3]. Those cells are shown, but not asserted.
"""

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import product
from pathlib import Path
from random import Random

import pytest

from yipanqi.schedule import (
    Activity,
    Calendar,
    Constraint,
    ConstraintKind,
    Link,
    LinkType,
    Problem,
    ProjectInfo,
    Rules,
    ScheduleResult,
    options_for,
    schedule,
)
from yipanqi.schedule.working import working_minutes

START = datetime(2026, 3, 2, 8)
OFFICE = ((480, 720), (780, 1020))
CALENDARS = (Calendar("five"), Calendar("six", "", (OFFICE,) * 6 + ((),)))
CONSTRAINTS = {
    "none": (None, "AS_SOON_AS_POSSIBLE"),
    "start after": (ConstraintKind.START_ON_OR_AFTER, "START_NO_EARLIER_THAN"),
    "finish after": (ConstraintKind.FINISH_ON_OR_AFTER, "FINISH_NO_EARLIER_THAN"),
    "start before": (ConstraintKind.START_ON_OR_BEFORE, "START_NO_LATER_THAN"),
    "finish before": (ConstraintKind.FINISH_ON_OR_BEFORE, "FINISH_NO_LATER_THAN"),
}
PROGRESS = ("none", "first begun", "first done")
LAGS = {"lead": (-480, -960), "none": (0,), "lag": (480, 1440)}
Cell = tuple[str, str, str, str, str]
Table = Counter[tuple[Cell, str]]
WORDS = ("equal", "odd", "different")


def cells() -> Iterator[Cell]:
    yield from product((kind.value for kind in LinkType), LAGS, ("same", "two"), CONSTRAINTS, PROGRESS)


def pair(rng: Random, cell: Cell, number: int) -> tuple[list[Activity], Link]:
    """A and B of one cell; B carries the constraint, A the progress."""
    kind, lag, calendars, constraint, progress = cell
    sort = CONSTRAINTS[constraint][0]
    date = START + timedelta(days=rng.choice((7, 8, 9, 14, 21)), hours=9 if "finish" in constraint else 0)
    first = rng.choice(("five", "six"))
    second = first if calendars == "same" else {"five": "six", "six": "five"}[first]
    length = 480 * rng.randrange(2, 8)
    begun = START - timedelta(days=7) if progress != "none" else None
    done = START - timedelta(days=3) + timedelta(hours=9) if progress == "first done" else None
    rest = {"none": length, "first begun": length - 480, "first done": 0}[progress]
    a = Activity(f"a{number}", f"A{number}", "", "p", first, duration=length, remaining=rest, actual_start=begun, actual_finish=done)  # fmt: skip
    b = Activity(f"b{number}", f"B{number}", "", "p", second, duration=480 * rng.randrange(1, 9), constraint=Constraint(sort, date) if sort else None)  # fmt: skip
    return [a, b], Link(a.key, b.key, LinkType(kind), rng.choice(LAGS[lag]))


def plan(rules: Rules, seed: int, each: int = 2) -> tuple[Problem, dict[str, Cell]]:
    rng = Random(seed)
    activities, links, places = [], [], {}
    for cell in cells():
        for _ in range(each):
            two, link = pair(rng, cell, len(links))
            activities += two
            links.append(link)
            places |= {activity.key: cell for activity in two}
    project = ProjectInfo("p", START, data_date=START, calendar="five")
    return Problem((project,), tuple(activities), tuple(links), CALENDARS, options_for(rules)), places


def asked(problem: Problem) -> dict[str, object]:
    names = dict(CONSTRAINTS.values())
    rows = [
        {
            "key": a.key,
            "duration": a.duration,
            "remaining": a.duration if a.remaining is None else a.remaining,
            "calendar": a.calendar,
            "constraint": names[a.constraint.kind if a.constraint else None],
            "date": a.constraint.date.isoformat() if a.constraint else None,
            "actual_start": a.actual_start.isoformat() if a.actual_start else None,
            "actual_finish": a.actual_finish.isoformat() if a.actual_finish else None,
        }
        for a in problem.activities
    ]
    links = [(link.predecessor, link.successor, link.type.value, link.lag) for link in problem.links]
    start = START.isoformat()
    return {
        "rules": problem.options.rules.value,
        "start": start,
        "data_date": start,
        "activities": rows,
        "links": links,
    }


def peer(problem: Problem) -> dict[str, list[str]]:
    """Early start, early finish, late start, late finish of each activity by MPXJ."""
    child = Path(__file__).with_name("mpxj_child.py")
    run = subprocess.run(
        [sys.executable, child], input=json.dumps(asked(problem)), capture_output=True, text=True, timeout=300
    )
    assert run.returncode == 0, run.stderr[-2000:]
    found: dict[str, list[str]] = json.loads(run.stdout.splitlines()[-1])
    return found


def agreement(result: ScheduleResult, dates: dict[str, list[str]], places: dict[str, Cell]) -> Table:
    """How often the early dates of B are equal, different, or the peer's contradict each other, by cell."""
    calendars = {calendar.id: calendar for calendar in CALENDARS}
    table: Table = Counter()
    for activity in result.problem.activities:
        if activity.key.startswith("b"):
            ours = result.dates(activity.key)
            start, finish = (datetime.fromisoformat(text) for text in dates[activity.key][:2])
            apart = working_minutes(calendars[activity.calendar], ours.early_finish, finish)
            equal = ours.early_start == start and apart == 0
            odd = working_minutes(calendars[activity.calendar], start, finish) != activity.duration
            table[places[activity.key], "equal" if equal else "odd" if odd else "different"] += 1
    return table


def printed(title: str, table: Table) -> None:
    print(f"\n{title}: equal + odd of the peer / compared, by link, lag, calendars, constraint and progress")
    for place in sorted({cell[:4] for cell, _ in table}):
        shown = []
        for progress in PROGRESS:
            equal, odd, different = (table[(*place, progress), word] for word in WORDS)
            shown.append(f"{progress} {equal}+{odd}/{equal + odd + different}")
        print("  " + " · ".join(place).ljust(40), *shown)


def told(rules: Rules, cell: Cell) -> bool:
    """Whether the peer does what the program it imitates does."""
    kind, _, _, _, progress = cell
    return (
        rules is Rules.MICROSOFT or progress == "none" or (progress == "first done" and kind in ("FS", "SS"))
    )


@pytest.mark.slow
@pytest.mark.parametrize("rules", [Rules.PRIMAVERA, Rules.MICROSOFT])
def test_every_cell_agrees_with_mpxj(rules: Rules) -> None:
    problem, places = plan(rules, seed=7)
    table = agreement(schedule(problem), peer(problem), places)
    printed(f"MPXJ {rules.value}", table)
    assert all(sum(table[cell, word] for word in WORDS) for cell in cells())
    wrong = {cell: n for (cell, word), n in table.items() if word == "different" and told(rules, cell)}
    assert not wrong, wrong
    assert sum(n for (_, word), n in table.items() if word == "odd") < 0.03 * table.total()
