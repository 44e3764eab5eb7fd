"""Reading and scheduling a plan for any command: shared arguments, messages that name file, row and activity."""

import argparse
import contextlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from yipanqi.cli.language import Language, text
from yipanqi.cli.refusal import Refusal
from yipanqi.foundation import clock

if TYPE_CHECKING:
    from yipanqi.exchange.schedule import Note, ScheduleFile, TableOptions
    from yipanqi.schedule.problem import Problem
    from yipanqi.schedule.result import ScheduleResult

_COMPANIONS = ("calendars", "capacities", "drivers", "indirect")


def add_source_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments that say how a file is to be read."""
    add = parser.add_argument
    add("--start", metavar="DATE", help="first day of a plan in CSV or XLSX | 表格计划的开始日期")
    add("--hours-per-day", type=float, default=8.0, metavar="H", help="working hours of a day (8) | 每日工时")
    add(
        "--workdays",
        choices=("china", "5", "6", "7"),
        default="5",
        help="working days of tables | 表格计划的工作日",
    )
    add("--encoding", help="encoding of a text file, recognised otherwise | 文本编码，默认自动识别")
    add("--project", metavar="NAME", help="only this project of the file | 只取其中一个项目")


def add_rule_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments that change how it is scheduled."""
    add = parser.add_argument
    add(
        "--rules",
        choices=("primavera", "microsoft", "standard"),
        help="rule set, that of the file otherwise | 规则",
    )
    add("--data-date", metavar="DATE", help="data date, that of the file otherwise | 数据日期")


def load(path: str, args: argparse.Namespace) -> "ScheduleFile":
    """Read the file at `path`. Refusal with file, row, activity and remedy."""
    from yipanqi.exchange.schedule import MOST_BYTES, SourceError, read

    place = Path(path)
    options = _table_options(args, place.stem)
    try:
        if place.is_file() and place.stat().st_size > MOST_BYTES:
            raise SourceError("too_large", limit=f"{MOST_BYTES // 1_000_000} MB")
        file = read(place.name, place.read_bytes(), options, _companions(place))
        return file.only(args.project) if args.project else file
    except SourceError as error:
        raise Refusal(f"{path}: {source_line(error, args.lang)}") from None
    except MemoryError:
        raise Refusal(
            f"{path}: {text('the file needs more memory than there is; split it', args.lang)}"
        ) from None


def _table_options(args: argparse.Namespace, name: str) -> "TableOptions":
    from yipanqi.exchange.schedule import TableOptions

    if not 0 < args.hours_per_day <= 24:
        raise Refusal(text("--hours-per-day must lie between 0 and 24", args.lang))
    return TableOptions(
        start=argument_moment("--start", args.start, args.lang),
        today=clock.today(clock.now()),
        data_date=argument_moment("--data-date", getattr(args, "data_date", None), args.lang),
        name=name,
        hours_per_day=args.hours_per_day,
        workdays=args.workdays,
        encoding=args.encoding,
    )


def argument_moment(name: str, value: str | None, language: Language) -> datetime | None:
    """A date given on the command line."""
    from yipanqi.exchange.schedule import SourceError
    from yipanqi.exchange.schedule.values import moment

    try:
        return moment(value or "", field=name)
    except SourceError as error:
        raise Refusal(source_line(error, language)) from None


def _companions(place: Path) -> dict[str, bytes]:
    """`plan.calendars.csv` or `plan.calendars` beside `plan.csv`."""
    if place.suffix.lower() != ".csv":
        return {}
    found = {}
    for name in _COMPANIONS:
        for candidate in (place.with_suffix(f".{name}.csv"), place.with_suffix(f".{name}")):
            if name not in found and candidate.is_file():
                found[name] = candidate.read_bytes()
    return found


def source_line(error: "Exception", language: Language) -> str:
    """The sentence of a SourceError in `language`."""
    from yipanqi.exchange.schedule import SourceError
    from yipanqi.exchange.schedule.sentences import line

    if not isinstance(error, SourceError):
        return str(error)
    return line(error.code, error.params, error.row, error.activity, language)


def note_lines(file: "ScheduleFile", language: Language, last_year: int = 9999) -> list[str]:
    """The notes of reading, each as one line; that of the working-day table only if the plan goes beyond it."""
    from yipanqi.exchange.schedule.sentences import line

    kept = [note for note in file.notes if not _needless(note, last_year)]
    return [line(note.code, note.params, note.row, note.activity, language) for note in kept]


def _needless(note: "Note", last_year: int) -> bool:
    return note.code == "source.workdays_beyond" and last_year <= int(str(note.params["year"]))


def calculate(path: str, file: "ScheduleFile", args: argparse.Namespace) -> "ScheduleResult":
    """Schedule the file under the rules and data date of the arguments."""
    from yipanqi.schedule.scheduling import schedule

    problem = _with_arguments(file.problem, args)
    with refused_at(path, file, args.lang):
        return schedule(problem)


def _with_arguments(problem: "Problem", args: argparse.Namespace) -> "Problem":
    from yipanqi.schedule.problem import Rules

    if args.rules:
        rules = Rules(args.rules)
        projects = tuple(
            replace(info, options=info.options and replace(info.options, rules=rules))
            for info in problem.projects
        )
        problem = replace(problem, options=replace(problem.options, rules=rules), projects=projects)
    data_date = argument_moment("--data-date", args.data_date, args.lang)
    if data_date:
        problem = replace(
            problem, projects=tuple(replace(info, data_date=data_date) for info in problem.projects)
        )
    return problem


@contextlib.contextmanager
def refused_at(path: str, file: "ScheduleFile", language: Language) -> Iterator[None]:
    """Turn a refusal of the engine into one line that names the file and the row."""
    from yipanqi.schedule.errors import ScheduleError

    try:
        yield
    except ScheduleError as error:
        rows = {each.id: file.rows[each.key] for each in file.problem.activities if each.key in file.rows}
        rows |= file.rows
        row = next((rows[each] for each in error.activities if each in rows), None)
        place = "" if row is None else text("row {row}: ", language).format(row=row)
        from yipanqi.cli.messages import schedule_line

        raise Refusal(
            f"{path}: {place}{schedule_line(error.code, error.message, error.activities, language)}"
        ) from None
