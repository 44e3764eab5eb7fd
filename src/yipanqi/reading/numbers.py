"""Numbers as running text writes them: 1,350 · 2.8 · 三千五百 · 二〇一八 · 壹佰 · 百分之五点三 · 三成."""

import re
from decimal import Decimal

DIGITS = {
    c: n
    for n, row in enumerate(
        ("零〇○", "一壹", "二贰两", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖")
    )
    for c in row
}
POWERS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
MYRIADS = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8}

CHINESE = "[" + "".join(DIGITS) + "".join(POWERS) + "]"
ARABIC = r"(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?"
SCALE = r"(?:[十百千]?万亿|[十百千]?[万亿]|[十百千](?!瓦|米|克|伏|卡|赫))"
"""A scale written behind an Arabic number; 千 is left to the units that begin with it."""

_CHINESE_NUMBER = re.compile(f"(?:{CHINESE}|[万萬亿億])+(?:点[{''.join(DIGITS)}]+)?")


def parse_number(text: str) -> Decimal | None:
    """The number that `text` writes, in Arabic or Chinese digits, with 万 and 亿; None when it is none.

    >>> parse_number("1,350"), parse_number("三千五百"), parse_number("2.8万"), parse_number("百分之五点三")
    (Decimal('1350'), Decimal('3500'), Decimal('28000.0'), Decimal('5.3'))
    """
    if text.startswith("百分之"):
        return parse_number(text[3:])
    found = re.fullmatch(f"({ARABIC})([十百千万亿]*)", text)
    if found:
        return Decimal(found[1].replace(",", "")) * scale_of(found[2])
    return _parse_chinese(text) if _CHINESE_NUMBER.fullmatch(text) else None


def scale_of(marks: str) -> int:
    """The factor of a chain of scale marks: 千万 is 10 000 000, none is 1."""
    factor = 1
    for mark in marks:
        factor *= POWERS.get(mark) or MYRIADS[mark]
    return factor


def _parse_chinese(text: str) -> Decimal | None:
    whole, _, fraction = text.partition("点")
    tail = whole.lstrip("".join(DIGITS)) if fraction else ""
    if fraction and not tail:
        value = _whole(whole)
        return None if value is None else value + _decimals(fraction)
    value = _whole(whole)
    return value if not fraction or value is None else value + _decimals(fraction)


def _decimals(digits: str) -> Decimal:
    return Decimal("0." + "".join(str(DIGITS[c]) for c in digits))


def _whole(text: str) -> Decimal | None:
    """A whole number: digit by digit (二〇一八) or with powers (二千零一十八, 三亿五千万)."""
    if text and all(c in DIGITS for c in text):
        return Decimal("".join(str(DIGITS[c]) for c in text))
    for mark in ("亿", "億", "万", "萬"):
        if mark in text:
            head, _, rest = text.rpartition(mark)
            high, low = _whole(head) if head else None, _whole(rest) if rest else Decimal(0)
            return None if high is None or low is None else high * MYRIADS[mark] + low
    return _below_myriad(text)


def _below_myriad(text: str) -> Decimal | None:
    """Up to 9999 with 千 百 十; a leading 十 is ten, 零 only marks a gap."""
    total, digit = 0, None
    for c in text:
        if c in POWERS:
            total, digit = total + (1 if digit is None or digit == 0 else digit) * POWERS[c], None
        elif c in DIGITS:
            digit = DIGITS[c]
        else:
            return None
    return Decimal(total + (digit or 0)) if text else None
