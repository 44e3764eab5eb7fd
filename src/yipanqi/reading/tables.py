"""Task-breakdown tables → findings, by their columns."""

from collections.abc import Iterator, Sequence
from datetime import date

from yipanqi.reading.model import Finding, Table


def read_tables(tables: Sequence[Table], year: int | None, implied: date | None) -> Iterator[Finding]:
    return iter(())
