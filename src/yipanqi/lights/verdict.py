"""What a rule says about a subject: a value, made by pure functions, stored by one operation."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Colour(StrEnum):
    """The five lights, in the order in which an eye must find them."""

    RED = "red"
    YELLOW = "yellow"
    GREY = "grey"
    GREEN = "green"
    BLUE = "blue"


SEVERITY = {Colour.RED: 0, Colour.YELLOW: 1, Colour.GREY: 2, Colour.BLUE: 3, Colour.GREEN: 4}


@dataclass(frozen=True)
class Verdict:
    """`rule` is the id of the rule that decided, `numbers` all it compared, `chain` what leads there.

    `numbers` is JSON-able with decimals as text and days as ISO text; `chain` is a list of steps
    {"text", "unit", "since"}.
    """

    colour: Colour
    rule: str
    numbers: dict[str, Any] = field(default_factory=dict)
    chain: tuple[dict[str, Any], ...] = ()
