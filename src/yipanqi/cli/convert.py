"""`yipanqi convert IN OUT`: the same plan in another format; what it cannot hold is listed."""

import argparse
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from yipanqi.cli.language import text
from yipanqi.cli.plan import (
    add_rule_arguments,
    add_source_arguments,
    calculate,
    load,
    note_lines,
    source_line,
)
from yipanqi.cli.refusal import Refusal

if TYPE_CHECKING:
    from yipanqi.exchange.schedule import ScheduleFile, Stored
    from yipanqi.schedule.result import ScheduleResult


def add_parser(subparsers: Any) -> argparse.ArgumentParser:
    """The command's arguments."""
    parser: argparse.ArgumentParser = subparsers.add_parser("convert", description=__doc__)
    parser.add_argument("file", metavar="IN", help=".xer .xml .mpp .mpx .xlsx .csv .json")
    parser.add_argument("out", metavar="OUT", help=".xer .xml .xlsx .csv .json")
    add_source_arguments(parser)
    add_rule_arguments(parser)
    return parser


def run(args: argparse.Namespace) -> int:
    """Read, fill in the dates where the source has none, write, list what was lost."""
    from yipanqi.exchange.schedule import Note, SourceError, write

    file = load(args.file, args)
    out = Path(args.out)
    try:
        written, lost = write(out.name, _with_dates(file, args))
    except SourceError as error:
        raise Refusal(f"{args.out}: {source_line(error, args.lang)}") from None
    for name, data in written.items():
        place = out.with_suffix(f".{name}{out.suffix}") if name else out
        place.write_bytes(data)
        print(text("wrote {path}, {size} bytes", args.lang).format(path=place, size=len(data)))
    notes: tuple[Note, ...] = (*file.notes, *lost)
    for line in note_lines(replace(file, notes=notes), args.lang):
        print(f"  {line}", file=sys.stderr)
    if notes:
        print(text("{count} warnings", args.lang).format(count=len(notes)), file=sys.stderr)
    return 0


def _with_dates(file: "ScheduleFile", args: argparse.Namespace) -> "ScheduleFile":
    """A file without calculated dates gets ours, so that other programs show bars at once."""
    if any(each.early_start or each.late_finish for each in file.stored.values()):
        return file
    result = calculate(args.file, file, args)
    return replace(file, stored={each.key: _stored(result, each.key) for each in file.problem.activities})


def _stored(result: "ScheduleResult", key: str) -> "Stored":
    from yipanqi.exchange.schedule import Stored

    dates = result.dates(key)
    return Stored(
        dates.early_start,
        dates.early_finish,
        dates.late_start,
        dates.late_finish,
        dates.total_float,
        dates.free_float,
        dates.critical,
        dates.longest_path,
    )
