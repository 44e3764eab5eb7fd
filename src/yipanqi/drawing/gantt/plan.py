"""What a Gantt chart is drawn from: rows and links with dates, cells of the table already in words."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from yipanqi.drawing.dates import CHINESE, DateLabels
from yipanqi.drawing.sheet import SheetLabels


class RowKind(StrEnum):
    """How a row is drawn."""

    WORK = "work"
    MILESTONE = "milestone"
    SUMMARY = "summary"
    EFFORT = "effort"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the chart; times are those of the plan's clock, None where there is none.

    depth            how far the name is indented (level of the WBS)
    free_until, float_until  to where the finish may slip without moving a successor, and the end
    done             share of the duration from 0 to 1
    point            where the front line passes; None leaves the line on the data date
    behind           working days from there to the data date, negative when ahead: written beside the point
    cells            texts of the table's other columns, in their order
    """

    id: str
    name: str
    start: datetime | None
    finish: datetime | None
    kind: RowKind = RowKind.WORK
    depth: int = 0
    critical: bool = False
    done: float = 0.0
    free_until: datetime | None = None
    float_until: datetime | None = None
    baseline_start: datetime | None = None
    baseline_finish: datetime | None = None
    point: datetime | None = None
    behind: float | None = None
    cells: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GanttLink:
    """A dependency by row ids; `type` FS SS FF SF."""

    predecessor: str
    successor: str
    type: str = "FS"
    critical: bool = False


@dataclass(frozen=True, slots=True)
class GanttPlan:
    """Rows from top to bottom.

    required    the finish that was asked for
    selected    ids of rows to stand out; their links are drawn too
    off_days    days without work, tinted where a day is wide enough
    """

    rows: tuple[Row, ...]
    links: tuple[GanttLink, ...] = ()
    data_date: datetime | None = None
    required: datetime | None = None
    selected: frozenset[str] = frozenset()
    off_days: frozenset[date] = frozenset()


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the table: its translated head, whether its texts stand at the right, as figures do."""

    head: str
    figures: bool = True


@dataclass(frozen=True, slots=True)
class GanttLabels:
    """Translated words. `data_date` and `required` carry their date, such as 数据日 9-28.

    behind, ahead  patterns for the points of the front line, such as "滞后{days}"; empty leaves them out
    """

    sheet: SheetLabels
    number: str
    name: str
    columns: tuple[Column, ...] = ()
    data_date: str = ""
    required: str = ""
    work: str = ""
    critical: str = ""
    done: str = ""
    free_float: str = ""
    total_float: str = ""
    baseline: str = ""
    milestone: str = ""
    summary: str = ""
    front_line: str = ""
    behind: str = ""
    ahead: str = ""
    dates: DateLabels = field(default=CHINESE)
