"""One line a target: everything kept as typed, mistakes beside their cells."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from yipanqi.foundation.errors import DomainError, Invalid
from yipanqi.foundation.text import parse_day, parse_number
from yipanqi.targets.operations import Fact
from yipanqi.targets.queries.asks import Ask
from yipanqi.web.figures import number

CELLS = ("value", "note", "text", "expected_on", "done_on")


@dataclass
class Line:
    """One target's line: what was known, what is typed now, what is wrong with it."""

    ask: Ask
    typed: dict[str, str]
    version: int
    mistakes: dict[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """As refusals name the line."""
        return str(self.ask.row.pk)

    @property
    def is_same(self) -> bool:
        """Nothing new was typed."""
        if self.ask.row.kind != "indicator":
            return not any(self.typed[cell] for cell in ("text", "expected_on", "done_on"))
        return not self.mistakes and self.ask.last_value is not None and self._value() == self.ask.last_value

    @property
    def is_blank(self) -> bool:
        """An indicator without a figure: not reported."""
        return self.ask.row.kind == "indicator" and not self.typed["value"]

    @property
    def difference(self) -> Decimal | None:
        """What came since the last figure."""
        value = self._value()
        return None if value is None or self.ask.last_value is None else value - self.ask.last_value

    def _value(self) -> Decimal | None:
        try:
            return parse_number(self.typed["value"], unit=self.ask.row.unit)
        except DomainError:
            return None

    def fact(self) -> Fact:
        """The line as a fact; Invalid when a day is no day."""
        row = self.ask.row
        if row.kind == "indicator":
            value = None if self.is_same else self.typed["value"]
            return Fact(
                row.pk,
                self.ask.period,
                value,
                unchanged=self.is_same,
                note=self.typed["note"],
                version=self.version,
            )
        return Fact(
            row.pk,
            text=self.typed["text"],
            unchanged=self.is_same,
            done_on=self._day("done_on"),
            expected_on=self._day("expected_on"),
            version=self.version,
        )

    def renew(self) -> None:
        """Stand against the target as it is now, so that the line can be sent again."""
        self.version = self.ask.row.version

    def take(self, cell: str, reason: str) -> None:
        """A reason beside its cell."""
        self.mistakes[cell if cell in CELLS else CELLS[0]] = reason

    def _day(self, cell: str) -> date | None:
        if not self.typed[cell]:
            return None
        try:
            return parse_day(self.typed[cell])
        except DomainError as error:
            raise Invalid({f"{self.ask.row.pk}.{cell}": error}) from error


def fresh(ask: Ask) -> Line:
    """The line before anything is typed: the last figure stands in it."""
    value = number(ask.last_value).replace("−", "-") if ask.last_value is not None else ""
    return Line(ask, dict.fromkeys(CELLS, "") | {"value": value}, ask.row.version)


def typed(ask: Ask, posted: Mapping[str, str]) -> Line:
    """The line as it was sent; a line that was not on the sent page stays fresh."""
    name = f"{ask.row.pk}-version"
    if name not in posted:
        return fresh(ask)
    cells = {cell: posted.get(f"{ask.row.pk}-{cell}", "").strip() for cell in CELLS}
    version = posted[name]
    return Line(ask, cells, int(version) if version.isdigit() else 0)


def lines_of(asked: Iterable[Ask], answered: Iterable[Ask], posted: Mapping[str, str]) -> list[Line]:
    """A line for all that is asked, and for what somebody else has answered while this page was being typed."""
    meanwhile = [ask for ask in answered if f"{ask.row.pk}-version" in posted]
    return [typed(ask, posted) for ask in (*asked, *meanwhile)]
