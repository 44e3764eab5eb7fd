"""`yipanqi schedule FILE`: dates, floats and the critical path, as a table or as JSON, or beside the stored ones."""

import argparse
import json
import sys
from typing import TYPE_CHECKING, Any

from yipanqi.cli import table
from yipanqi.cli.language import Language, text
from yipanqi.cli.plan import add_rule_arguments, add_source_arguments, calculate, load, note_lines

if TYPE_CHECKING:
    from yipanqi.exchange.schedule import ScheduleFile
    from yipanqi.schedule.result import ScheduleResult

_SHOWN_DEVIATIONS = 200


def add_parser(subparsers: Any) -> argparse.ArgumentParser:
    """The command's arguments."""
    parser: argparse.ArgumentParser = subparsers.add_parser("schedule", description=__doc__)
    parser.add_argument("file", help=".xer .xml .mpp .mpx .xlsx .csv .json")
    add_source_arguments(parser)
    add_rule_arguments(parser)
    parser.add_argument("--json", action="store_true", help="write JSON | 输出 JSON")
    parser.add_argument("--compare", action="store_true", help="beside the stored dates | 与文件所存日期比较")
    return parser


def run(args: argparse.Namespace) -> int:
    """Schedule the file and print what was asked for."""
    file = load(args.file, args)
    result = calculate(args.file, file, args)
    if args.compare:
        return _print_comparison(file, result, args)
    if args.json:
        from yipanqi.cli.schedule_json import document

        json.dump(
            document(result, warnings(file, result, args.lang)), sys.stdout, ensure_ascii=False, indent=1
        )
        print()
        return 0
    _print_table(result, args.lang)
    print_warnings(warnings(file, result, args.lang), args.lang)
    return 0


def warnings(file: "ScheduleFile", result: "ScheduleResult", language: Language) -> list[str]:
    """Notes of the reader and warnings of the engine, one line each."""
    from yipanqi.cli.messages import schedule_line

    engine = (schedule_line(each.code, each.message, each.activities, language) for each in result.warnings)
    return [*note_lines(file, language, _last_year(result)), *engine]


def _last_year(result: "ScheduleResult") -> int:
    from yipanqi.schedule.result import to_datetime

    finishes = [to_datetime(int(each)) for each in result.project_finish]
    return max((each.year for each in finishes if each), default=9999)


def print_warnings(lines: list[str], language: Language) -> None:
    """Warnings under their number; they never go unseen."""
    if lines:
        print("\n" + text("{count} warnings", language).format(count=len(lines)))
    for line in lines:
        print(f"  {line}")


def _print_table(result: "ScheduleResult", language: Language) -> None:
    """A head for each project and its activities below it."""
    from yipanqi.cli.schedule_text import project_lines

    for number in range(len(result.problem.projects)):
        if number:
            print()
        for line in project_lines(result, number, language):
            print(line)


def _print_comparison(file: "ScheduleFile", result: "ScheduleResult", args: argparse.Namespace) -> int:
    """The line other programs read, then the differences as a table; warnings go to standard error."""
    from yipanqi.exchange.schedule.comparison import MEASURES, compare

    found = compare(result, file)
    shares = {measure: found.share(measure) for measure in MEASURES}
    parts = (
        f"{name} equal {'n/a' if share is None else f'{_rounded(share)} %'}" for name, share in shares.items()
    )
    print(f"compared {found.compared} {' '.join(parts)}")
    if found.worded:
        print(text("{count} equal moments are written differently", args.lang).format(count=found.worded))
    titles = [text(each, args.lang) for each in ("activity", "name", "field", "stored", "computed")]
    rows = [
        (
            each.activity.id,
            table.clip(each.activity.name, 40),
            each.field,
            str(each.stored),
            str(each.computed),
        )
        for each in found.deviations[:_SHOWN_DEVIATIONS]
    ]
    if rows:
        print("\n".join(table.lines(titles, rows)))
    if len(found.deviations) > len(rows):
        print(text("… {count} more", args.lang).format(count=len(found.deviations) - len(rows)))
    for line in warnings(file, result, args.lang):
        print(line, file=sys.stderr)
    return 0


def _rounded(share: float) -> str:
    """Two decimals, never rounded up to a hundred."""
    return "100" if share == 100 else f"{min(share, 99.99):.2f}".rstrip("0").rstrip(".")
