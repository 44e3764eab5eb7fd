"""Phrases of time → due dates. The table is in `lexicon.times`; here each of its ways of reckoning is done."""

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from yipanqi.reading.lexicon.times import BASELINE, COMPARED, TIMES
from yipanqi.reading.numbers import parse_number

_MEANS = tuple(row.means for row in TIMES)
_FIRST = "0-9今明后本当次二一两三四五六七八九十上下第前年到至在截“全岁主汛雨国春秋新采供入元开学冬用未"
_ROWS = "|".join(f"(?P<r{i}>{row.phrase})" for i, row in enumerate(TIMES))
_TIME = re.compile(f"(?=[{_FIRST}])(?:{_ROWS})")
_BASELINE = re.compile(BASELINE)
_COMPARED = re.compile(COMPARED)
_MAYBE = re.compile(r"[年月季期节末底一学暖冬旦汛雨]|20\d\d[-./]\d")
_RELATIVE = {"今年": 0, "本年": 0, "当年": 0, "明年": 1, "次年": 1, "后年": 2}
_PLAN_ENDS = {"三": 2020, "四": 2025, "五": 2030, "六": 2035, "七": 2040, "八": 2045}
_NAME_AFTER = re.compile(
    "(?:工作)?(?:行动|专项|规划|计划|方案|版|届|级|制|来|以来|基础|水平|的?发展史)(?!内)"
)


@dataclass(frozen=True, slots=True)
class When:
    """A phrase of time: where it stands, the day it means, whether it names a deadline or only the year, and whether
    the year is only that of a plan (“十五五”)."""

    start: int
    end: int
    due: date
    explicit: bool
    plan: bool = False


def dates_in(text: str, start: int, end: int, year: int | None) -> Iterator[When]:
    """The deadlines named in `text[start:end]`, for a report of `year`; comparisons with past years are left out."""
    if not _MAYBE.search(text, start, end):
        return
    for found in _TIME.finditer(text, start, end):
        row = int(found.lastgroup[1:]) if found.lastgroup and found.lastgroup[0] == "r" else _row_of(found)
        means = _MEANS[row]
        due = _due(means, found, year)
        if due is None or _is_past_or_name(means, found, due, year):
            continue
        explicit = means != "year" or (year is not None and due.year != year)
        yield When(found.start(), found.end(), due, explicit, means == "plan")


def _row_of(found: re.Match[str]) -> int:
    return next(i for i in range(len(_MEANS)) if found[f"r{i}"] is not None)


def _is_past_or_name(means: str, found: re.Match[str], due: date, year: int | None) -> bool:
    """A year gone by, a baseline (较2017年), or a year inside a name (2018年行动计划)."""
    before = found.string[max(0, found.start() - 2) : found.start()]
    if year is not None and due.year < year:
        return True
    if means in ("year", "year end") and found[0][0] not in "年全到至":
        if _COMPARED.search(before):
            return True
        if _BASELINE.search(before):
            return year is None or due.year <= year
    return means == "year" and bool(_NAME_AFTER.match(found.string, found.end()))


def _due(means: str, found: re.Match[str], year: int | None) -> date | None:
    """The last day that the phrase allows; None where the year is not known."""
    groups = {key: value for key, value in found.groupdict().items() if value and key[0] != "r"}
    if means == "plan":
        return date(_PLAN_ENDS[groups["plan"]], 12, 31)
    if means == "span":
        return date(int(groups["yi2"]), 12, 31)
    own = _year(groups, year)
    if own is None:
        return None
    return _day(means, groups, own)


def _day(means: str, groups: dict[str, str], year: int) -> date | None:
    """The day within `year`."""
    if means.startswith("--"):
        return date.fromisoformat(f"{year}{means[1:]}")
    if means == "half":
        return date(year, 6, 30)
    if means == "years":
        return date(year + _small(groups["span"]) - 1, 12, 31)
    if means == "quarter":
        return _month_end(year, 3 * _small(groups.get("qf") or groups["qg"]))
    if means in ("month", "ten days", "day"):
        return _in_month(means, groups, year)
    return date(year, 12, 31)


def _in_month(means: str, groups: dict[str, str], year: int) -> date | None:
    month = _small(groups.get("ma") or groups.get("mb") or groups.get("md") or groups["mc"])
    if not 1 <= month <= 12:
        return None
    if means == "month" or groups.get("tb") == "下旬":
        return _month_end(year, month)
    day = (
        _small(groups.get("da") or groups["dd"]) if means == "day" else {"上旬": 10, "中旬": 20}[groups["tb"]]
    )
    return date(year, month, day) if 1 <= day <= calendar.monthrange(year, month)[1] else None


def _month_end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def _small(text: str) -> int:
    value = parse_number(text)
    return int(value) if value is not None else 0


def _year(groups: dict[str, str], year: int | None) -> int | None:
    """The year named in the phrase, else the report's."""
    for key, value in groups.items():
        if key[0] == "y" and key[-1] == "w":
            return None if year is None else year + _RELATIVE[value]
        if key[0] == "y" and key != "yi2":
            named = parse_number(value)
            return int(named) if named is not None else year
    return year
