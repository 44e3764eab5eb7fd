"""Numbers and days as people type them: full-width digits, thousands marks, 千 万 亿, 约, 2018年9月28日."""

import re
import unicodedata
from datetime import date
from decimal import Decimal

from yipanqi.foundation.errors import DomainError

_SCALES = {
    "百": Decimal(100),
    "千": Decimal(1_000),
    "万": Decimal(10_000),
    "百万": Decimal(1_000_000),
    "千万": Decimal(10_000_000),
    "亿": Decimal(100_000_000),
    "万亿": Decimal(1_000_000_000_000),
}
_UNIT_SCALES = ("万亿", "亿", "万")
_SAME_UNIT = {"平米": "平方米", "m2": "平方米", "ug/m3": "μg/m3", "微克/立方米": "μg/m3"}
_NUMBER = re.compile(
    r"(?:大约|大概|将近|约|近|~|≈)?"
    r"(?P<sign>[-−–+]?)"
    r"(?P<digits>(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|\.\d+)"
    r"(?P<scale>万亿|[百千]?万|[百千亿])?"
    r"(?P<unit>[^\d.,+-].*?)??"
    r"(?:左右)?",
    re.DOTALL,
)
_DAY = re.compile(r"(\d{4})(?:[-/.年](\d{1,2})[-/.月](\d{1,2})日?|(\d{2})(\d{2}))(?:[ T]0?0:00(?::00)?)?")
_LARGEST = Decimal(10) ** 15


class NotANumber(DomainError):
    """The text cannot be understood as one number."""

    code = "input.not_a_number"


class NotADay(DomainError):
    """The text cannot be understood as one day."""

    code = "input.not_a_day"


def plain(text: str) -> str:
    """`text` with full-width forms made half-width and outer spaces gone."""
    return unicodedata.normalize("NFKC", text).strip()


def parse_number(text: str, *, unit: str = "") -> Decimal:
    """The number that `text` means, in `unit` (when the caller has one; it may be written behind the number).

    Understands full-width digits, `1,350`, `1.35千`, `约199`, `199左右` and a scale that the unit shares:
    for 万人 both `2.8` and `2.8万` are 2.8 and `28000人` is 2.8 too; for 亿元 `5000万元` is 0.5. Raises NotANumber:
    `input.wrong_unit` when another unit is written, `input.number_too_large` from 10^15 on.
    """
    found = _NUMBER.fullmatch("".join(plain(text).split()))
    if not found:
        raise NotANumber(text=text)
    factor = _factor(found["scale"] or "", found["unit"] or "", plain(unit), text)
    value = Decimal(found["digits"].replace(",", "")) * factor
    if value >= _LARGEST:
        raise NotANumber("input.number_too_large", text=text)
    return -value if found["sign"] in {"-", "−", "–"} else value


def _factor(scale: str, written: str, unit: str, text: str) -> Decimal:
    """What turns the figure, written with `scale` and unit `written`, into one in `unit`."""
    own_scale = next((mark for mark in _UNIT_SCALES if unit.startswith(mark)), "")
    own_unit = unit.removeprefix(own_scale)
    if written and _same(written) != _same(own_unit):
        raise NotANumber("input.wrong_unit", text=text, unit=unit or "—", written=scale + written)
    if not scale and not written:
        return Decimal(1)
    return _SCALES.get(scale, Decimal(1)) / _SCALES.get(own_scale, Decimal(1))


def _same(unit: str) -> str:
    """One spelling for units that are the same."""
    return _SAME_UNIT.get(unit, unit)


def parse_day(text: str) -> date:
    """The day that `text` means: 2018-09-28, 2018/9/28, 2018.9.28, 20180928 or 2018年9月28日. Raises NotADay."""
    found = _DAY.fullmatch(plain(text))
    if not found:
        raise NotADay(text=text)
    year, month, day = (part for part in found.groups() if part)
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        raise NotADay(text=text) from None
