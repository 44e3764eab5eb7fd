"""One line a project: its investment of the year to date, everything kept as typed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from yipanqi.foundation.errors import DomainError
from yipanqi.foundation.text import parse_number
from yipanqi.projects.operations import InvestmentEntry
from yipanqi.projects.queries import InvestmentAsk
from yipanqi.web.figures import number

UNIT = "亿元"
CELLS = ("value", "note")


@dataclass
class MoneyLine:
    """One project's line: what was known, what is typed now, what is wrong with it."""

    ask: InvestmentAsk
    typed: dict[str, str]
    mistakes: dict[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """As refusals name the line, and its cells on the page after `money-`."""
        return str(self.ask.project_id)

    @property
    def is_same(self) -> bool:
        """Nothing new was typed."""
        return not self.mistakes and self.ask.last_value is not None and self._value() == self.ask.last_value

    @property
    def is_blank(self) -> bool:
        """Without a figure: not reported."""
        return not self.typed["value"]

    @property
    def difference(self) -> Decimal | None:
        """What came since the last figure."""
        value = self._value()
        return None if value is None else value - (self.ask.last_value or Decimal(0))

    def _value(self) -> Decimal | None:
        try:
            return parse_number(self.typed["value"], unit=UNIT)
        except DomainError:
            return None

    def entry(self) -> InvestmentEntry:
        """The line as an entry of its month."""
        value = None if self.is_same else self.typed["value"]
        return InvestmentEntry(
            self.ask.project_id, self.ask.period, value, unchanged=self.is_same, note=self.typed["note"]
        )

    def take(self, cell: str, reason: str) -> None:
        """A reason beside its cell."""
        self.mistakes[cell if cell in CELLS else CELLS[0]] = reason


def fresh(ask: InvestmentAsk) -> MoneyLine:
    """The line before anything is typed: the last figure stands in it."""
    value = number(ask.last_value).replace("−", "-") if ask.last_value is not None else ""
    return MoneyLine(ask, {"value": value, "note": ""})


def lines_of(asks: Iterable[InvestmentAsk], posted: Mapping[str, str]) -> list[MoneyLine]:
    """A line for all that is asked; one that was not on the sent page stays fresh."""
    return [_typed(ask, posted) for ask in asks]


def _typed(ask: InvestmentAsk, posted: Mapping[str, str]) -> MoneyLine:
    start = f"money-{ask.project_id}-"
    if f"{start}value" not in posted:
        return fresh(ask)
    return MoneyLine(ask, {cell: posted.get(f"{start}{cell}", "").strip() for cell in CELLS})
