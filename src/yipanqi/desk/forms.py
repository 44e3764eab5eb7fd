"""The month as typed: one line a target, everything kept as typed, mistakes beside their cells."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from yipanqi.foundation.errors import DomainError, Invalid
from yipanqi.foundation.text import parse_day, parse_number
from yipanqi.targets.operations import Fact
from yipanqi.targets.queries.asks import Ask
from yipanqi.web.figures import number
from yipanqi.web.messages import message_for

CELLS = ("value", "note", "text", "expected_on", "done_on")


@dataclass
class Line:
    """One target's line: what was known, what is typed now, what is wrong with it."""

    ask: Ask
    typed: dict[str, str]
    version: int
    mistakes: dict[str, str] = field(default_factory=dict)

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


def renew(lines: list[Line]) -> None:
    """After a refusal the lines stand against the targets as they are now, so that they can be sent again."""
    for line in lines:
        line.version = line.ask.row.version


def facts_of(lines: list[Line]) -> list[Fact]:
    """All lines as facts; Invalid with every day that is no day."""
    facts, wrong = [], dict[str, DomainError | str]()
    for line in lines:
        try:
            facts.append(line.fact())
        except Invalid as error:
            wrong.update(error.fields)
    if wrong:
        raise Invalid(wrong)
    return facts


def refuse(lines: list[Line], error: DomainError) -> str:
    """Put each reason beside its cell; what belongs to no cell is returned as a sentence."""
    if not isinstance(error, Invalid):
        return str(message_for(error))
    by_pk = {line.ask.row.pk: line for line in lines}
    rest = []
    for name, reason in error.fields.items():
        pk, _, cell = name.partition(".")
        line = by_pk.get(int(pk)) if pk.isdigit() else None
        if line is None:
            rest.append(str(message_for(reason)))
        else:
            line.mistakes[cell if cell in CELLS else CELLS[0]] = str(message_for(reason))
    return " ".join(rest)
