"""Rules in words: each room hands in the sentences of its rules, this one fills the numbers in.

A wording is a title, the rule as a sentence, and lines of arithmetic; placeholders name entries of a
verdict's `numbers` and of the thresholds in force. A line whose numbers are missing is left out.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from yipanqi.lights.thresholds import Method, Thresholds, to_json

DASH = "—"
_PLACES = 2
_TENTHS_FROM = 10


@dataclass(frozen=True)
class Wording:
    """English msgids: `title` a few words, `rule` the sentence, `lines` the arithmetic."""

    title: str
    rule: str
    lines: tuple[str, ...] = ()


_wordings: dict[str, Wording] = {}


def register_wordings(wordings: Mapping[str, Wording]) -> None:
    """Hand in the sentences of rules by their ids; a second wording for an id must be the same."""
    for rule, wording in wordings.items():
        if _wordings.setdefault(rule, wording) != wording:
            raise ValueError(f"two wordings for {rule}")


def wordings() -> dict[str, Wording]:
    """Every rule with its words, for the reference page and the tests."""
    return dict(_wordings)


def rule_title(rule: str) -> str:
    """The rule in a few words, in the present language."""
    return gettext(_wordings[rule].title) if rule in _wordings else rule


def rule_text(rule: str, numbers: Mapping[str, Any]) -> str:
    """The rule as a sentence with its thresholds."""
    return filled(_wordings[rule].rule, numbers) or "" if rule in _wordings else ""


def arithmetic(rule: str, numbers: Mapping[str, Any]) -> tuple[str, ...]:
    """The lines of arithmetic whose numbers are all there."""
    lines = _wordings[rule].lines if rule in _wordings else ()
    return tuple(text for line in lines if (text := filled(line, numbers)) is not None)


def filled(msgid: str, numbers: Mapping[str, Any]) -> str | None:
    """`msgid` translated and filled with `numbers` as people write them; None when one is missing."""
    shown = _Shown(numbers)
    text = gettext(msgid) % shown
    return None if shown.missing else text


class _Shown(dict[str, str]):
    """Placeholders of a sentence, told as people read them; remembers whether one was missing."""

    def __init__(self, numbers: Mapping[str, Any]) -> None:
        self.numbers = numbers
        self.missing = False

    def __getitem__(self, name: str) -> str:
        value = self.numbers.get(name)
        self.missing = self.missing or value is None
        return as_written(value)


def as_written(value: Any) -> str:
    """A number of a verdict as people write it: no idle zeros, at most two places; text stays text."""
    if value is None:
        return DASH
    if isinstance(value, date):
        return value.isoformat()
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return str(value)
    return quiet_number(number)


def quiet_number(number: Decimal) -> str:
    """`number` as people write it: thousands marked, a true minus sign, no idle zeros.

    What was typed keeps its decimals, two at most; what was computed (more decimals than that) is told to a
    tenth from ten on.
    """
    computed = number != round(number, _PLACES)
    places = 1 if computed and abs(number) >= _TENTHS_FROM else _PLACES
    text = f"{abs(round(number, places)):,.{places}f}".rstrip("0").rstrip(".")
    return f"−{text}" if number < 0 and text != "0" else text


METHODS = {
    Method.FORECAST: _("By forecast and needed pace"),
    Method.LINEAR: _("By the points behind the trajectory"),
}


def threshold_numbers(thresholds: Thresholds) -> dict[str, Any]:
    """The thresholds as entries of `numbers`, so that a sentence can name them."""
    return {f"t_{name}": value for name, value in to_json(thresholds).items()}
