"""Builds a report's text piece by piece, so that every table cell knows where it stands."""

from collections.abc import Iterator

from yipanqi.reading.model import Cell, ReportText, Table


class Builder:
    """Collects paragraphs and tables in order. A table's cells stand in the text, one a line."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._length = 0
        self._tables: list[Table] = []
        self.remarks: dict[str, None] = {}

    @property
    def length(self) -> int:
        """Characters so far."""
        return self._length

    def paragraph(self, text: str) -> None:
        """Add one line."""
        self._add(text.rstrip() + "\n")

    def table(self, grid: list[list[int | None]], cells: list[str]) -> None:
        """Add a table: `grid` holds for each place the index of its cell in `cells`, None where there is none.

        Heads that are said again further down, as on every page of a print, are left out.
        """
        grid = list(_without_repeated_heads(grid, cells))
        kept = {i for row in grid for i in row}
        placed: dict[int | None, Cell] = {}
        for index, text in enumerate(cells):
            if index not in kept:
                continue
            words = "\n".join(line.strip() for line in text.strip().split("\n"))
            start = self._length
            self._add(words + "\n")
            placed[index] = Cell(words, start, start + len(words))
        empty = Cell("", self._length, self._length)
        rows = (tuple(placed.get(i, empty) for i in row) for row in grid)
        self._tables.append(tuple(rows))

    def finish(self) -> ReportText:
        """The report."""
        return ReportText("".join(self._pieces), tuple(self._tables), tuple(self.remarks))

    def _add(self, text: str) -> None:
        self._pieces.append(text)
        self._length += len(text)


def _without_repeated_heads(grid: list[list[int | None]], cells: list[str]) -> Iterator[list[int | None]]:
    """The rows without those that say the first one, and the ones below it, once more."""
    said = [["" if i is None else "".join(cells[i].split()) for i in row] for row in grid]
    again = 0
    for at, (row, words) in enumerate(zip(grid, said, strict=True)):
        again = again + 1 if at > again and words == said[again] and any(words) else 0
        if not again:
            yield row
