"""The shape of a table row."""

import re
from collections.abc import Iterable
from typing import NamedTuple


class Row(NamedTuple):
    """`phrase` is a fragment of a regular expression, `means` what the reader makes of it.

    `example` is a sentence that must be read, and `expect` what must come of it.
    """

    phrase: str
    means: str
    example: str
    expect: str = ""


_LOOKAROUND = re.compile(r"\(\?<?[!=](?:\[[^\]]*\]|[^()\[\]])*\)")


def either(rows: Iterable[Row]) -> str:
    """One alternation of all phrases, the longer first, so that 不低于 wins over 低于 and 人次 over 人."""
    choices = [choice for row in rows for choice in _choices(row.phrase)]
    return "|".join(sorted(choices, key=_length, reverse=True))


def _length(choice: str) -> int:
    """Characters that a choice takes, without what it only looks at."""
    shorter = _LOOKAROUND.sub("", choice)
    return len(choice) if shorter == choice else _length(shorter)


def _choices(phrase: str) -> list[str]:
    """The alternatives of a phrase at its outermost level."""
    found, depth, at = [], 0, 0
    for i, mark in enumerate(phrase):
        depth += (mark in "([") - (mark in ")]")
        if mark == "|" and not depth:
            found.append(phrase[at:i])
            at = i + 1
    return [*found, phrase[at:]]


def compile_rows(rows: Iterable[Row], frame: str = "(?:{})") -> re.Pattern[str]:
    """The alternation inside `frame`, compiled."""
    return re.compile(frame.format(either(rows)))


_FIRST = re.compile(r"(?:^|[|:?(\[)])([\u4e00-\u9fff])|\[([^\]]*)\]")


def compile_search(rows: Iterable[Row]) -> re.Pattern[str]:
    """The alternation for searching long texts: it is tried only at characters that a phrase may begin with."""
    phrases = either(rows)
    first = {char for found in _FIRST.findall(_LOOKAROUND.sub("", phrases)) for char in "".join(found)}
    return re.compile(f"(?=[{re.escape(''.join(sorted(first)))}])(?:{phrases})")
