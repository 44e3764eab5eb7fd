"""The month as typed: targets, projects and activities line by line; a refusal finds its way to the cell."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from yipanqi.desk.forms import figures, money, works
from yipanqi.desk.forms.figures import Line
from yipanqi.desk.forms.money import MoneyLine
from yipanqi.desk.forms.works import WorkLine
from yipanqi.desk.operations import MonthFacts
from yipanqi.desk.queries import Month
from yipanqi.foundation.errors import DomainError, Invalid
from yipanqi.web.messages import message_for

AnyLine = Line | MoneyLine | WorkLine


@dataclass
class Sheet:
    """A month page: every line, fresh or as it was sent."""

    figures: list[Line]
    money: list[MoneyLine]
    works: list[WorkLine]
    words: list[Line]

    @property
    def lines(self) -> list[AnyLine]:
        """In the order of the page."""
        return [*self.figures, *self.money, *self.works, *self.words]

    @property
    def changed(self) -> int:
        """How many say something new."""
        return sum(not line.is_same for line in self.lines)

    def facts(self, today: date) -> MonthFacts:
        """Everything that is told; Invalid with every cell that cannot be read."""
        wrong: dict[str, DomainError | str] = {}
        told = [line for line in (*self.figures, *self.words) if not line.is_blank]
        facts = MonthFacts(
            targets=_read(told, "targets", wrong, Line.fact),
            investments=[line.entry() for line in self.money if not line.is_blank],
            progress=_read(self.works, "plans", wrong, lambda line: line.entry(today)),
        )
        if wrong:
            raise Invalid(wrong)
        return facts

    def renew(self) -> None:
        """After a refusal: all lines stand against what is there now."""
        for line in (*self.figures, *self.words):
            line.renew()
        for work in self.works:
            work.renew()

    def refuse(self, error: DomainError) -> str:
        """Put each reason beside its cell; what belongs to no cell is returned as a sentence."""
        if not isinstance(error, Invalid):
            return str(message_for(error))
        groups: dict[str, Sequence[AnyLine]] = {
            "targets": [*self.figures, *self.words],
            "projects": self.money,
            "plans": self.works,
        }
        by_name = {f"{group}:{line.name}": line for group, lines in groups.items() for line in lines}
        rest = []
        for place, reason in error.fields.items():
            name, _, cell = place.rpartition(".")
            if name in by_name:
                by_name[name].take(cell, str(message_for(reason)))
            else:
                rest.append(str(message_for(reason)))
        return " ".join(dict.fromkeys(rest))


def _read(
    lines: Iterable[Any], group: str, wrong: dict[str, DomainError | str], read: Callable[[Any], Any]
) -> list[Any]:
    found = []
    for line in lines:
        try:
            found.append(read(line))
        except Invalid as error:
            wrong |= {f"{group}:{place}": reason for place, reason in error.fields.items()}
    return found


def sheet_of(month: Month, posted: Mapping[str, str]) -> Sheet:
    """The page's lines: what is asked, and what somebody else has answered while it was being typed."""
    lines = figures.lines_of(month.open, month.answered, posted)
    return Sheet(
        figures=[line for line in lines if line.ask.row.kind == "indicator"],
        money=money.lines_of(month.money, posted),
        works=works.lines_of(month.works, posted),
        words=[line for line in lines if line.ask.row.kind != "indicator"],
    )


def unchanged(month: Month) -> Sheet:
    """Every line as nothing had changed."""
    return sheet_of(month, {})
