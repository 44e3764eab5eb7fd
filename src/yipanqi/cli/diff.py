"""`yipanqi diff OLD NEW`: what was added, removed, changed and moved between two versions, by days."""

import argparse
import json
import sys
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from yipanqi.cli import table
from yipanqi.cli.language import Language, text
from yipanqi.cli.plan import add_rule_arguments, add_source_arguments, calculate, load

if TYPE_CHECKING:
    from yipanqi.schedule.difference import Difference, FieldChange, LinkName

_MINUTES = ("duration", "remaining", "baseline_duration", "lag")
_DAY = 480


def add_parser(subparsers: Any) -> argparse.ArgumentParser:
    """The command's arguments."""
    parser: argparse.ArgumentParser = subparsers.add_parser("diff", description=__doc__)
    parser.add_argument("old", help="earlier version | 旧版")
    parser.add_argument("new", help="later version | 新版")
    add_source_arguments(parser)
    add_rule_arguments(parser)
    parser.add_argument("--json", action="store_true", help="write JSON | 输出 JSON")
    return parser


def run(args: argparse.Namespace) -> int:
    """Schedule both versions and print their difference."""
    from yipanqi.schedule.difference import difference

    results = [calculate(path, load(path, args), args) for path in (args.old, args.new)]
    found = difference(results[0], results[1])
    if args.json:
        json.dump(asdict(found), sys.stdout, ensure_ascii=False, indent=1, default=_plain)
        print()
    else:
        print("\n".join(_lines(found, args.lang)))
    return 0


def _plain(value: object) -> str:
    """Moments to the minute; anything else as it shows itself."""
    if isinstance(value, datetime):
        return value.isoformat(timespec="minutes")
    return value.isoformat() if isinstance(value, date) else str(value)


def _lines(found: "Difference", language: Language) -> list[str]:
    if found.empty:
        return [text("the two versions say the same", language)]
    before, after = (_moment(each) for each in (found.finish_before, found.finish_after))
    lines = [text("finish {before} → {after}", language).format(before=before, after=after)]
    lines += _section("added", [f"{each.id} {each.name}" for each in found.added], language)
    lines += _section("removed", [f"{each.id} {each.name}" for each in found.removed], language)
    lines += _section("changed", _changes(found, language), language)
    lines += _section("links added", _links(found.links_added), language)
    lines += _section("links removed", _links(found.links_removed), language)
    lines += _section("links changed", _changed_links(found, language), language)
    lines += _moved(found, language)
    lines += _section(
        "became critical", [", ".join(found.became_critical)] if found.became_critical else [], language
    )
    freed = [", ".join(found.no_longer_critical)] if found.no_longer_critical else []
    return lines + _section("no longer critical", freed, language)


def _section(title: str, rows: list[str], language: Language) -> list[str]:
    return ["", f"{text(title, language)} ({len(rows)})", *(f"  {row}" for row in rows)] if rows else []


def _changes(found: "Difference", language: Language) -> list[str]:
    return [f"{each.id} {each.name}: {_fields(each.changes, language)}" for each in found.changed]


def _fields(changes: "Iterable[FieldChange]", language: Language) -> str:
    return ", ".join(
        f"{text(each.field, language)} {_show(each.field, each.before)} → {_show(each.field, each.after)}"
        for each in changes
    )


def _links(links: "Iterable[LinkName]") -> list[str]:
    return [
        f"{each.predecessor} → {each.successor} {each.link.type} {_show('lag', each.link.lag)}"
        for each in links
    ]


def _changed_links(found: "Difference", language: Language) -> list[str]:
    return [
        f"{each.predecessor} → {each.successor}: {_fields(each.changes, language)}"
        for each in found.links_changed
    ]


def _moved(found: "Difference", language: Language) -> list[str]:
    """The moved ones as a table, start and finish in days on the wall."""
    if not found.moved:
        return []
    titles = [text(each, language) for each in ("id", "name", "new start", "days", "new finish", "days")]
    rows = [
        [
            each.id,
            table.clip(each.name, 36),
            _moment(each.start_after),
            _days(each.start_days),
            _moment(each.finish_after),
            _days(each.finish_days),
        ]
        for each in found.moved
    ]
    return ["", f"{text('moved', language)} ({len(rows)})", *table.lines(titles, rows, right=(3, 5))]


def _days(days: float | None) -> str:
    return "" if days is None else f"{round(days, 2):+g}"


def _moment(value: datetime | None) -> str:
    return "–" if value is None else value.strftime("%Y-%m-%d %H:%M")


def _show(field: str, value: object) -> str:
    """A value of the problem for people; minutes as days of eight hours."""
    if value is None or value == "" or value == ():
        return "–"
    if field in _MINUTES and isinstance(value, int):
        return f"{round(value / _DAY, 2):g} d"
    if isinstance(value, tuple):
        return "/".join(str(each) for each in value)
    if (kind := getattr(value, "kind", None)) is not None:
        return f"{kind} {_moment(getattr(value, 'date', None))}"
    return _moment(value) if isinstance(value, datetime) else str(value)
