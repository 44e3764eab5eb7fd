"""What the demo year has made so far, by the keys of its data: acts look up here what earlier acts made."""

from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date

from yipanqi.demo.cast import Cast
from yipanqi.targets.models import Target, Year


@dataclass
class Book:
    """The cast, the year and its targets, and the ids of what came after."""

    cast: Cast
    year: Year
    targets: dict[str, Target]
    projects: dict[str, int] = field(default_factory=dict)
    guarantees: dict[tuple[str, str], int] = field(default_factory=dict)
    plans: dict[str, int] = field(default_factory=dict)
    links: dict[tuple[str, str], int] = field(default_factory=dict)
    sessions: dict[str, int] = field(default_factory=dict)
    decisions: dict[str, int] = field(default_factory=dict)
    matters: dict[str, int] = field(default_factory=dict)
    rounds: dict[str, int] = field(default_factory=dict)

    def unit(self, code: str) -> int:
        """The id of a unit."""
        return self.cast.units[code].pk

    def leader(self, code: str) -> int:
        """The id of a leader's post."""
        return self.cast.leaders[code].pk

    def code_of(self, unit_id: int) -> str:
        """The code of a unit's id."""
        return next(code for code, unit in self.cast.units.items() if unit.pk == unit_id)

    def name(self, unit: str) -> str:
        """A unit as people call it."""
        return self.cast.units[unit].short_name


def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, monthrange(year, month)[1])
