"""Quantities in running text: number, scale, unit, range, and the words that bind it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from yipanqi.reading.lexicon.bounds import ABOUT, BEHIND
from yipanqi.reading.lexicon.row import either
from yipanqi.reading.lexicon.units import UNITS
from yipanqi.reading.numbers import ARABIC, SCALE, parse_number, scale_of

_ENDS = "(?=[，。；、]|左右|以上|以内|以下|$)"
_STRANGE = f"(?P<strange>(?![年月日号周以左上])[\u4e00-\u9fff]{{1,2}}?{_ENDS})"
"""A unit that no row lists counts only where it ends the clause, and is doubtful."""
_UNIT = f"{either(UNITS)}|{_STRANGE}"
_BEHIND = either(BEHIND)
_RANGE = "(?:-|—{1,2}|至|到)"
_QUANTITY = re.compile(
    rf"(?=[约大接近\d])(?P<about>{either(ABOUT)})?(?<![\dA-Za-z.])"
    rf"(?:(?P<low>{ARABIC})(?P<lowscale>{SCALE})?(?:%|元|个百分点|倍|[个名家项所座条件人户辆套处台吨亩场])?{_RANGE})?"
    rf"(?P<number>{ARABIC})(?P<more>[余多])?(?P<scale>{SCALE})?(?P<more2>[余多])?(?P<unit>{_UNIT})"
    rf"(?P<bound>(?:{_BEHIND}))?(?P<of>的)?"
)
_RATIO = re.compile(
    rf"(?:收入比|系数|指数|得分|比值|收入倍差|之比|死亡率|容积率|生育率)[^，。；、\d]{{0,6}}(?P<number>{ARABIC})(?P<bound>(?:{_BEHIND}))?(?:[:：∶]1)?(?=[，。；、]|$)"
)
_CN = "[一二两三四五六七八九十百千][一二三四五六七八九十百千零万亿]*"
_CHINESE = re.compile(
    rf"(?=[约大接近一二两三四五六七八九十百千])(?P<about>{either(ABOUT)})?(?:百分之(?P<share>[一二三四五六七八九十百点零]+)"
    rf"|(?<![十“第每一二三四五六七八九百千万])(?P<number>{_CN})(?P<more>[余多])?(?P<unit>家|所|条|座|件|起|处|户|名|人次|公里|亩|个|项|成|番|元|吨|套|场|天|辆|台|栋|间|支|部|盏|株|册|(?<!一)批(?![次复准量发零])))"
    rf"(?P<bound>(?:{_BEHIND}))?(?P<of>的)?"
)
_BOUNDS = tuple((re.compile(row.phrase), row.means) for row in BEHIND)
_SORTS = tuple((re.compile(row.phrase), row.means) for row in UNITS)
_SAME_UNITS = {"㎡": "平方米", "平米": "平方米"}
_KEPT_SCALES = ("万亿", "亿", "万")
_DIGIT = re.compile(r"\d")
_CHINESE_HINT = re.compile(
    "[二两三四五六七八九十百千一](?:[一二三四五六七八九十百千零万亿]*)[家所条座件起处户名公亩个项成番元吨套场天人余多批辆台栋间支部盏株册]|百分之"
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit at `start`–`end` of the stream; the unit keeps 万 and 亿 as written.

    `sort` is the sort of the unit's row, `bound` one of >=, <=, about or empty; `of` tells that 的 follows.
    """

    start: int
    end: int
    value: Decimal
    high: Decimal | None
    unit: str
    sort: str
    bound: str
    approx: bool
    of: bool
    chinese: bool = False


def quantities_in(text: str, start: int, end: int) -> Iterator[Quantity]:
    """All quantities of `text[start:end]` in order, those in Arabic digits and those in Chinese ones."""
    found: list[Quantity] = []
    if _DIGIT.search(text, start, end):
        found = [_arabic(m) for m in _QUANTITY.finditer(text, start, end)]
        if ratio := _RATIO.search(text, start, end):
            rest = [q for q in found if q.start != ratio.start("number")]
            found = sorted([*rest, _ratio(ratio)], key=lambda q: q.start)
    if _CHINESE_HINT.search(text, start, end):
        taken = [(q.start, q.end) for q in found]
        others = (_chinese(m) for m in _CHINESE.finditer(text, start, end))
        found += [q for q in others if q and not any(s < q.end and q.start < e for s, e in taken)]
        found.sort(key=lambda q: q.start)
    yield from found


def _arabic(m: re.Match[str]) -> Quantity:
    scale = m["scale"] or ""
    kept = next((k for k in _KEPT_SCALES if scale.endswith(k)), "")
    factor = scale_of(scale.removesuffix(kept))
    value, low = _plain(m["number"]) * factor, m["low"]
    if low is None:
        return _quantity(m, value, None, kept)
    same = m["lowscale"] in (None, scale) or not m["lowscale"]
    begin = _plain(low) * (factor if same else scale_of(m["lowscale"]) // max(1, scale_of(kept)))
    return _quantity(m, begin, value, kept) if begin < value else _quantity(m, value, None, kept)


def _ratio(m: re.Match[str]) -> Quantity:
    """A number that has no unit: 城乡居民收入比缩小到2.05."""
    bound = _bound(m["bound"] or "")
    return Quantity(
        m.start("number"), m.end(), _plain(m["number"]), None, "", "ratio", bound, bound == "about", False
    )


def _plain(number: str) -> Decimal:
    return Decimal(number.replace(",", ""))


def _quantity(m: re.Match[str], value: Decimal, high: Decimal | None, kept: str) -> Quantity:
    bound = _bound(m["bound"] or "")
    about = bool(m["about"] or m["more"] or m["more2"] or bound == "about")
    plain = m["unit"].split("（")[0]
    unit = kept + _SAME_UNITS.get(plain, plain)
    sort = "unknown" if m["strange"] else sort_of(m["unit"])
    if m["unit"] == "成":
        value, unit = value * 10, "%"
    return Quantity(m.start(), m.end(), value, high, unit, sort, bound, about, bool(m["of"]))


def _chinese(m: re.Match[str]) -> Quantity | None:
    written = m["share"] or m["number"]
    kept = next((k for k in _KEPT_SCALES if written.endswith(k) and len(written) > len(k)), "")
    value = parse_number(written.removesuffix(kept))
    if value is None:
        return None
    unit = "%" if m["share"] else kept + m["unit"]
    if unit == "成":
        value, unit = value * 10, "%"
    sort = "share" if unit == "%" else sort_of(m["unit"])
    bound = _bound(m["bound"] or "")
    about = bool(m["about"] or m["more"] or bound == "about")
    return Quantity(m.start(), m.end(), value, None, unit, sort, bound, about, bool(m["of"]), chinese=True)


def _bound(words: str) -> str:
    return next((means for pattern, means in _BOUNDS if words and pattern.fullmatch(words)), "")


@lru_cache(maxsize=1024)
def sort_of(unit: str) -> str:
    """The sort of the unit's row: count, share, money, size, …"""
    return next((means for pattern, means in _SORTS if pattern.fullmatch(unit)), "count")
