"""The numbers a rule set is made of, typed; every default is the published one and every one is a setting."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any

from yipanqi.foundation.errors import DomainError, Invalid


class Method(StrEnum):
    """How an indicator is judged: by its forecast, or by how far it lies behind its trajectory."""

    FORECAST = "forecast"
    LINEAR = "linear"


class Palette(StrEnum):
    """Green for all that is well, or blue for what is well but not yet done."""

    THREE = "three"
    FOUR = "four"


@dataclass(frozen=True)
class Thresholds:
    """Thresholds of one rule set.

    `green_from` and `yellow_from` bound p, the forecast over the target (inverted where less is better);
    `pace_factor` times the best pace of three months is the fastest pace still believed;
    `linear_yellow` and `linear_red` are points of progress behind the trajectory; `grace_days` are working
    days after a cycle in which a reading may still come; the others are calendar days or counts.
    """

    green_from: Decimal = Decimal("1.00")
    yellow_from: Decimal = Decimal("0.90")
    pace_factor: Decimal = Decimal("1.5")
    linear_yellow: Decimal = Decimal("10")
    linear_red: Decimal = Decimal("30")
    grace_days: int = 10
    milestone_days: int = 30
    milestone_grace_days: int = 0
    phantom_cycles: int = 2
    palette: Palette = Palette.THREE

    def __post_init__(self) -> None:
        wrong: dict[str, DomainError | str] = {}
        if not 0 < self.yellow_from <= self.green_from:
            wrong["yellow_from"] = "lights.thresholds_out_of_order"
        if not 0 < self.linear_yellow <= self.linear_red:
            wrong["linear_red"] = "lights.thresholds_out_of_order"
        for name in ("grace_days", "milestone_days", "milestone_grace_days"):
            if getattr(self, name) < 0:
                wrong[name] = "lights.threshold_negative"
        if self.pace_factor <= 0:
            wrong["pace_factor"] = "lights.threshold_negative"
        if self.phantom_cycles < 1:
            wrong["phantom_cycles"] = "lights.threshold_negative"
        if wrong:
            raise Invalid(wrong)


DEFAULTS = Thresholds()


def to_json(thresholds: Thresholds) -> dict[str, str | int]:
    """All thresholds, decimals as text."""
    pairs = ((item.name, getattr(thresholds, item.name)) for item in fields(thresholds))
    return {name: value if isinstance(value, int) else str(value) for name, value in pairs}


def from_json(raw: Mapping[str, Any]) -> Thresholds:
    """Thresholds of a stored or typed mapping; what is missing keeps its default. Raises Invalid by field."""
    wrong: dict[str, DomainError | str] = {}
    read: dict[str, Any] = {}
    for item in fields(Thresholds):
        if item.name in raw:
            try:
                read[item.name] = _typed(raw[item.name], getattr(DEFAULTS, item.name))
            except (InvalidOperation, ValueError):
                wrong[item.name] = "input.not_a_number"
    if wrong:
        raise Invalid(wrong)
    return Thresholds(**read)


def _typed(value: Any, like: Any) -> Any:
    """`value` in the type of `like`; a number that is not finite is none."""
    made = type(like)(str(value).strip())
    if isinstance(made, Decimal) and not made.is_finite():
        raise ValueError(value)
    return made
