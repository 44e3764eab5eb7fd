"""How numbers, days and ages are written: tabular, with a true minus sign, number and unit never parted."""

import re
from datetime import date, datetime
from decimal import Decimal

from django.utils.dateformat import format as format_date
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from yipanqi.foundation import clock

MINUS = "\N{MINUS SIGN}"
NOTHING = "\N{EM DASH}"
OLD_AFTER_DAYS = 35
Number = int | float | Decimal

_UNITS = "㎡|平方米|立方米|微克/立方米|公里|千米|米|元|人|家|个|项|天|件|所|台|辆|户|吨|公顷|亩|次|月|日|年|条|处|座|套|枚|位|分钟|工日"
_FIGURE = re.compile(
    rf"\d{{4}}-\d{{2}}-\d{{2}}|(?:[+{MINUS}<>≥≤≈约]\s?)?\d[\d,.]*(?:\s(?!and\b|of\b|to\b)[A-Za-zµ²³/]{{1,12}}\b|\s?[%‰]|[百千万亿]*(?:{_UNITS})?)"
)


def number(value: Number | None, digits: int | None = None) -> str:
    """`1,350`, `−5`, `2.84`; with `digits`, exactly so many decimals, else no trailing zeros; None is a dash."""
    if value is None or value == "":
        return NOTHING
    exact = Decimal(str(value))
    if not exact.is_finite():
        return NOTHING
    text = f"{abs(exact):,.{digits}f}" if isinstance(digits, int) else _plain(abs(exact))
    return MINUS + text if exact < 0 and text.strip("0.,") else text


def _plain(value: Decimal) -> str:
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def about(value: Number | None) -> str:
    """A computed figure, written no more exactly than it is known: `216`, `35.9`, `2.08`, `0.32`."""
    if value is None or value == "":
        return NOTHING
    exact = Decimal(str(value))
    size = abs(exact)
    return number(round(exact, 0 if size >= 1000 else 1 if size >= 10 else 2))


SHORT_UNITS = (("平方米", "㎡"), ("微克每立方米", "μg/m³"), ("立方米", "m³"))


def unit_mark(unit: str) -> str:
    """A unit as one writes it beside a figure: 万平方米 is 万㎡."""
    for long, short in SHORT_UNITS:
        unit = unit.replace(long, short)
    return unit


def signed(value: Number | None, digits: int | None = None) -> str:
    """A change: `+13.5`, `−2`, `0`."""
    text = number(value, digits)
    grows = text[0].isdigit() and text.strip("0.,")
    return f"+{text}" if grows else text


def day(value: date | datetime | None) -> str:
    """The day in words of the language: `9月28日`, `28 Sep`."""
    return format_date(local(value), pgettext("date format", "j M")) if value else NOTHING


def full_day(value: date | datetime | None) -> str:
    """The day as `2018-09-28`, the same in every language."""
    return local(value).isoformat() if value else NOTHING


def month(value: date | datetime | None) -> str:
    """The month of a period: `9月`, `Sep`."""
    return format_date(local(value), pgettext("date format", "M")) if value else NOTHING


def local(value: date | datetime) -> date:
    """The calendar day where the zone lies."""
    return clock.today(value) if isinstance(value, datetime) else value


def days_between(when: date | datetime, now: date | datetime) -> int:
    """Calendar days from `when` to `now`."""
    return (local(now) - local(when)).days


def age(when: date | datetime | None, now: date | datetime) -> str:
    """How old a figure is: `今天`, `3天前`; a day to come: `3天后`."""
    if when is None:
        return NOTHING
    days = days_between(when, now)
    if days == 0:
        return _("today")
    text = ngettext("%(count)s day ago", "%(count)s days ago", days)
    if days < 0:
        text = ngettext("in %(count)s day", "in %(count)s days", -days)
    return text % {"count": number(abs(days))}


def bind(text: str) -> SafeString:
    """`text` escaped, every figure held together with its unit so that no line starts with an orphan unit."""
    parts, start = [], 0
    for found in _FIGURE.finditer(text):
        parts += [escape(text[start : found.start()]), f'<span class="num">{escape(found.group())}</span>']
        start = found.end()
    return mark_safe("".join(parts) + escape(text[start:]))  # noqa: S308 each part is escaped above
