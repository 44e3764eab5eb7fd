"""XER is a text of tables: %T names one, %F its columns, %R a row, %E the end; cells stand between tabs."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from yipanqi.exchange.schedule.source import Note, SourceError

_MOST_ROWS = 5_000_000


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its line in the file and its cells by column; a missing column reads as empty."""

    line: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


@dataclass
class Tables:
    """All rows by table, with the notes made while reading them."""

    rows: dict[str, list[Row]] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)

    def __getitem__(self, table: str) -> list[Row]:
        return self.rows.get(table, [])


def split_tables(text: str) -> Tables:
    """The tables of an XER. Raises SourceError for what is not an XER, is empty or was cut off."""
    if not text.lstrip("\ufeff").startswith("ERMHDR"):
        raise SourceError("not_xer", row=1)
    tables = Tables()
    ended = _fill(tables, _lines(text))
    if not ended and _cut_off(text, tables):
        raise SourceError("cut_off", row=text.count("\n") + 1)
    if not tables["TASK"]:
        raise SourceError("no_activities")
    if not tables["PROJECT"]:
        raise SourceError("no_project")
    if not ended:
        tables.notes.append(Note("source.no_end_mark"))
    return tables


def _cut_off(text: str, tables: Tables) -> bool:
    """Without the end mark, a last line that stops halfway or a missing table of links shows damage."""
    return not text.endswith("\n") or "TASKPRED" not in tables.rows


def _fill(tables: Tables, lines: Iterable[tuple[int, str]]) -> bool:
    """Sort every line into its table; True when the end mark was met."""
    name, columns = "", list[str]()
    for number, text in lines:
        mark, _, rest = text.partition("\t")
        if mark == "%R":
            tables.rows.setdefault(name, []).append(_row(number, columns, rest.split("\t"), name))
        elif mark == "%T":
            name, columns = rest.strip(), []
            tables.rows.setdefault(name, [])
        elif mark == "%F":
            columns = [column.strip() for column in rest.split("\t")]
        elif mark == "%E":
            return True
    return False


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Numbered lines; a memo may hold line feeds, so a line without a mark continues the one before."""
    held, start = "", 0
    for number, raw in enumerate(text.split("\n"), start=1):
        if number > _MOST_ROWS:
            raise SourceError("too_large", limit=f"{_MOST_ROWS} rows")
        line = raw.rstrip("\r")
        if line[:2] in ("%T", "%F", "%R", "%E", "ER"):
            if held:
                yield start, held
            held, start = line, number
        elif held and line:
            held = f"{held}\n{line}"
    if held:
        yield start, held


def _row(number: int, columns: list[str], cells: list[str], table: str) -> Row:
    if not columns:
        raise SourceError("row_without_columns", row=number, table=table)
    if table in ("TASK", "TASKPRED", "PROJECT", "CALENDAR") and len(cells) < min(len(columns), 5):
        raise SourceError("row_cut_off", row=number, table=table)
    return Row(number, dict(zip(columns, cells, strict=False)))
