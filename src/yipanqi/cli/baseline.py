"""`--baseline FILE`: the dates of an earlier version as the agreed ones of this."""

import argparse
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from yipanqi.cli.plan import calculate, load

if TYPE_CHECKING:
    from yipanqi.exchange.schedule import ScheduleFile


def add_baseline_argument(parser: argparse.ArgumentParser) -> None:
    """The argument itself."""
    parser.add_argument(
        "--baseline", metavar="FILE", help="an earlier version as baseline | 以早期版本为基准计划"
    )


def with_baseline(file: "ScheduleFile", args: argparse.Namespace) -> "ScheduleFile":
    """`file` with the planned dates of the baseline's activities of the same visible id."""
    if not args.baseline:
        return file
    plain = argparse.Namespace(**{**vars(args), "data_date": None})
    earlier = load(args.baseline, plain)
    result = calculate(args.baseline, earlier, plain)
    planned: dict[str, tuple[datetime | None, datetime | None, int]] = {}
    for each in earlier.problem.activities:
        dates = result.dates(each.key)
        planned[each.id] = (dates.start, dates.finish, each.duration)
    activities = []
    for each in file.problem.activities:
        start, finish, duration = planned.get(each.id, (each.baseline_start, each.baseline_finish, None))
        activities.append(
            replace(each, baseline_start=start, baseline_finish=finish, baseline_duration=duration)
        )
    return replace(file, problem=replace(file.problem, activities=tuple(activities)))
