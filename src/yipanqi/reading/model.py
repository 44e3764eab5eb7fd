"""What goes in and what comes out: the text of a report, its tables, and the findings read from them."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

Kind = Literal["indicator", "milestone", "work"]
Op = Literal[">=", "<=", "+", "=", ""]

DOUBTFUL = 0.5
"""Below this confidence a finding is a hint only: shown folded, left out of the short list."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table; `start` and `end` point into the report's text. Merged cells repeat the same span."""

    text: str
    start: int
    end: int


Table = tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class ReportText:
    """The plain text of a report, its tables as grids whose cells point into that text, and remarks on the file."""

    text: str
    tables: tuple[Table, ...] = ()
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """One promise of the report.

    `kind`: an indicator has a value, a milestone a date of its own or an outcome, a work neither.
    `op`: at least, at most, newly added in the period, a count planned; empty where there is no value.
    `value` is in `unit` as written (2.8 in 万人); `value_high` is the upper end of a range.
    `due` is None for standing work; `due_explicit` tells whether the text names it or the year implies it.
    `start` and `end` are offsets in the report's text and `text` is exactly what stands there.
    `confidence` runs from 0 to 1; `doubts` names what lowered it.
    """

    kind: Kind
    name: str
    text: str
    start: int
    end: int
    op: Op = ""
    value: Decimal | None = None
    value_high: Decimal | None = None
    unit: str = ""
    approx: bool = False
    modal: str = ""
    due: date | None = None
    due_explicit: bool = False
    lead: str = ""
    partners: tuple[str, ...] = ()
    etc: bool = False
    theme: str = ""
    confidence: float = 0.9
    doubts: tuple[str, ...] = ()

    @property
    def doubtful(self) -> bool:
        """Whether the finding is a hint only."""
        return self.confidence < DOUBTFUL


@dataclass(frozen=True, slots=True)
class Reading:
    """All findings of one report in the order of the text, the year it was read for, and its fingerprint."""

    year: int | None
    findings: tuple[Finding, ...]
    fingerprint: str
    remarks: tuple[str, ...] = field(default=())

    @property
    def sure(self) -> tuple[Finding, ...]:
        """The findings without the hints."""
        return tuple(finding for finding in self.findings if not finding.doubtful)
