"""`yipanqi check FILE`: the fourteen checks of a plan, each with what it counted and the activities concerned."""

import argparse
import json
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from yipanqi.cli import table
from yipanqi.cli.baseline import add_baseline_argument, with_baseline
from yipanqi.cli.language import Language, text
from yipanqi.cli.plan import add_rule_arguments, add_source_arguments, calculate, load, refused_at
from yipanqi.cli.schedule import print_warnings, warnings

if TYPE_CHECKING:
    from yipanqi.schedule.checks import CheckResult, Offender

_SHOWN_OFFENDERS = 8


def add_parser(subparsers: Any) -> argparse.ArgumentParser:
    """The command's arguments."""
    parser: argparse.ArgumentParser = subparsers.add_parser("check", description=__doc__)
    parser.add_argument("file", help=".xer .xml .mpp .mpx .xlsx .csv .json")
    add_source_arguments(parser)
    add_rule_arguments(parser)
    add_baseline_argument(parser)
    parser.add_argument("--json", action="store_true", help="write JSON | 输出 JSON")
    parser.add_argument(
        "--strict", action="store_true", help="exit code 1 when a check fails | 有未通过项时退出码为 1"
    )
    return parser


def run(args: argparse.Namespace) -> int:
    """Schedule the file, check it, and print what was found."""
    from yipanqi.schedule.checks import Verdict, fourteen_checks
    from yipanqi.schedule.scheduling import schedule

    file = with_baseline(load(args.file, args), args)
    result = calculate(args.file, file, args)
    with refused_at(args.file, file, args.lang):
        checks = fourteen_checks(result, schedule)
    found = warnings(file, result, args.lang)
    if args.json:
        json.dump(
            {"checks": [asdict(each) for each in checks], "warnings": found},
            sys.stdout,
            ensure_ascii=False,
            indent=1,
        )
        print()
    else:
        _print_checks(checks, args.lang)
        print_warnings(found, args.lang)
    failed = any(each.verdict is Verdict.FAILED for each in checks)
    return 1 if failed and args.strict else 0


def _print_checks(checks: "tuple[CheckResult, ...]", language: Language) -> None:
    """A row for each check, then the offenders of those that failed."""
    titles = [
        text(each, language) for each in ("check", "counted over", "found", "value", "limit", "verdict")
    ]
    print("\n".join(table.lines(titles, [_row(each, language) for each in checks], right=(2, 3, 4))))
    for each in checks:
        if each.verdict.value == "failed" and each.offenders:
            print(f"\n{text(each.check.value, language)}: {_names(each.offenders)}")


def _row(each: "CheckResult", language: Language) -> list[str]:
    sign = "≤" if each.at_most else "≥"
    limit = "" if each.threshold is None else f"{sign} {_figure(each.threshold, each.measure.value)}"
    return [
        text(each.check.value, language),
        text(each.population.value, language),
        f"{each.count} / {each.size}",
        "" if each.value is None else _figure(each.value, each.measure.value),
        limit,
        text(each.verdict.value, language),
    ]


def _figure(value: float, measure: str) -> str:
    return f"{100 * value:.1f} %" if measure == "share" else f"{round(value, 2):g}"


def _names(offenders: "tuple[Offender, ...]") -> str:
    """The first few by their ids, and how many more there are."""
    shown = [
        " → ".join(each.ids) + ("" if each.days is None else f" ({each.days:g} d)") for each in offenders
    ]
    more = len(shown) - _SHOWN_OFFENDERS
    return ", ".join(shown[:_SHOWN_OFFENDERS]) + (f" … +{more}" if more > 0 else "")
