"""One line an activity: begun, how many days are left, finished, whom it waits for; everything kept as typed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from yipanqi.foundation.errors import DomainError, Invalid
from yipanqi.foundation.text import parse_day, plain
from yipanqi.plans.operations import ProgressEntry
from yipanqi.plans.queries import ProgressAsk

CELLS = ("start", "remaining", "finish", "waits_for", "note")
CELL_OF = {"actual_start": "start", "actual_finish": "finish"}


@dataclass
class WorkLine:
    """One activity's line; `seen` is the moment of the fact that the page was made from."""

    ask: ProgressAsk
    typed: dict[str, str]
    seen: str
    mistakes: dict[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """As refusals name the line."""
        return f"{self.ask.plan_id}.{self.ask.key}"

    @property
    def field(self) -> str:
        """As its cells are named on the page."""
        return f"work-{self.ask.plan_id}-{self.ask.key}"

    @property
    def is_same(self) -> bool:
        """Nothing new was typed."""
        return not self.mistakes and self.typed == fresh(self.ask).typed

    @property
    def is_blank(self) -> bool:
        """A line always says something: at least that nothing changed."""
        return False

    @property
    def difference(self) -> int | None:
        """Working days fewer or more than were left."""
        left = plain(self.typed["remaining"])
        return int(left) - self.ask.remaining if left.isdigit() and self.ask.remaining is not None else None

    def entry(self, today: date) -> ProgressEntry:
        """The line as a fact of `today`; Invalid with every cell that cannot be read."""
        wrong: dict[str, DomainError | str] = {}
        if self.seen != stamp(self.ask.last_at):
            wrong[f"{self.name}.remaining"] = "state.lost_race"
        if self.is_same and not wrong:
            return ProgressEntry(self.ask.plan_id, self.ask.key, today, unchanged=True)
        start, finish = self._day("start", wrong), self._day("finish", wrong)
        left, waits = self._days_left(wrong, finish), self.typed["waits_for"]
        if wrong:
            raise Invalid(wrong)
        known = self.ask.remaining if self.ask.actual_start else None
        moved = start or finish or left != known
        return ProgressEntry(
            plan_id=self.ask.plan_id,
            key=self.ask.key,
            as_of=today,
            actual_start=start,
            actual_finish=finish,
            remaining=None if finish or not moved else left,
            unchanged=not moved and not waits,
            waits_for_id=int(waits) if waits.isdigit() else None,
            note=self.typed["note"],
        )

    def _day(self, cell: str, wrong: dict[str, DomainError | str]) -> date | None:
        if not self.typed[cell]:
            return None
        try:
            return parse_day(self.typed[cell])
        except DomainError as error:
            wrong[f"{self.name}.{cell}"] = error
            return None

    def _days_left(self, wrong: dict[str, DomainError | str], finish: date | None) -> int | None:
        text = plain(self.typed["remaining"])
        if not text or finish:
            return None
        if not text.isdigit():
            wrong[f"{self.name}.remaining"] = DomainError("input.not_a_whole_number", text=text)
            return None
        return int(text)

    def renew(self) -> None:
        """Stand against the fact as it is now, so that the line can be sent again."""
        self.seen = stamp(self.ask.last_at)

    def take(self, cell: str, reason: str) -> None:
        """A reason beside its cell."""
        cell = CELL_OF.get(cell, cell)
        self.mistakes[cell if cell in CELLS else "remaining"] = reason


def stamp(at: datetime | None) -> str:
    """The moment of a fact as a hidden field keeps it."""
    return at.isoformat() if at else ""


def fresh(ask: ProgressAsk) -> WorkLine:
    """The line before anything is typed: the days that are left stand in it."""
    left = "" if ask.remaining is None else str(ask.remaining)
    waits = str(ask.waits_for_id or "")
    typed = dict.fromkeys(CELLS, "") | {"remaining": left, "waits_for": waits}
    return WorkLine(ask, typed, stamp(ask.last_at))


def lines_of(asks: Iterable[ProgressAsk], posted: Mapping[str, str]) -> list[WorkLine]:
    """A line for all that is asked; one that was not on the sent page stays fresh."""
    return [_typed(ask, posted) for ask in asks]


def _typed(ask: ProgressAsk, posted: Mapping[str, str]) -> WorkLine:
    line = fresh(ask)
    if f"{line.field}-seen" not in posted:
        return line
    line.typed = {cell: posted.get(f"{line.field}-{cell}", "").strip() for cell in CELLS}
    line.seen = posted[f"{line.field}-seen"]
    return line
