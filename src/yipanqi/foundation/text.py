"""Numbers and text as people type them: full-width digits, thousands marks, 千 万 亿, 约."""

import re
import unicodedata
from decimal import Decimal

from yipanqi.foundation.errors import DomainError

_SCALES = {"": 1, "百": 100, "千": 1_000, "万": 10_000, "亿": 100_000_000, "万亿": 1_000_000_000_000}
_APPROXIMATE = "约大概近"
_NUMBER = re.compile(r"(?P<sign>[-−–]?)(?P<digits>\d{1,3}(?:,\d{3})+|\d+)(?P<fraction>\.\d+)?(?P<scale>万亿|[百千万亿]?)(?P<unit>.*)", re.S)
_LARGEST = Decimal(10) ** 15


class NotANumber(DomainError):
    """The text cannot be understood as one number."""

    code = "input.not_a_number"


def plain(text: str) -> str:
    """`text` with full-width forms made half-width and outer spaces gone."""
    return unicodedata.normalize("NFKC", text).strip()


def parse_number(text: str, *, unit: str = "") -> Decimal:
    """The number that `text` means, in `unit` when one is written behind it.

    Understands full-width digits, `1,350`, `1.35千`, `约199` and a scale that the unit shares
    (`2.8万` for the unit 万人 is 2.8). Raises NotANumber, or `input.wrong_unit` for another unit.
    """
    found = _NUMBER.fullmatch(plain(text).replace(" ", "").lstrip(_APPROXIMATE))
    if not found:
        raise NotANumber(text=text)
    scale = _scale_beside(found["scale"], found["unit"], plain(unit), text)
    value = Decimal(found["digits"].replace(",", "") + (found["fraction"] or "")) * scale
    if value > _LARGEST:
        raise NotANumber("input.number_too_large", text=text)
    return -value if found["sign"] else value


def _scale_beside(scale: str, written: str, unit: str, text: str) -> Decimal:
    """The factor that turns the figure written with `scale` and `written` into one in `unit`."""
    own_scale = next((mark for mark in ("万亿", "亿", "万") if unit.startswith(mark)), "")
    own_unit = unit.removeprefix(own_scale)
    if written and written not in (own_unit, "左右", f"{own_unit}左右", unit):
        raise NotANumber("input.wrong_unit", text=text, unit=unit, written=scale + written)
    if written == unit and not scale:
        return Decimal(1)
    return Decimal(_SCALES[scale]) / _SCALES[own_scale] if scale else _unscaled(written, own_scale)


def _unscaled(written: str, own_scale: str) -> Decimal:
    """A bare figure is in the unit itself; one with the unit but not its scale (28000人 for 万人) is divided."""
    return 1 / Decimal(_SCALES[own_scale]) if written.removesuffix("左右") and own_scale else Decimal(1)
