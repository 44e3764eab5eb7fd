"""Bars of a plan with its baseline, floats and front line: the strip beside the table, and sheets of A3."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from yipanqi.drawing import dates as scales
from yipanqi.drawing.gantt import (
    Column,
    GanttLabels,
    GanttLink,
    GanttPlan,
    Row,
    RowKind,
    layout,
    layout_strip,
)
from yipanqi.drawing.scene import render
from yipanqi.drawing.sheet import SheetLabels
from yipanqi.plans.assembling import FactRow, remaining_days
from yipanqi.plans.days import DayTable
from yipanqi.plans.queries import PlanRow, ScheduledRow
from yipanqi.web.figures import full_day, number

ROW_MM = 6.0
"""Height of a row of the table and of its bar; plans.css says the same."""
MONTH_MM, LEAST_MM, MOST_MM = 13.0, 150.0, 900.0
_MORNING, _EVENING = time(8), time(17)
_KINDS = {"milestone": RowKind.MILESTONE, "summary": RowKind.SUMMARY}


@dataclass(frozen=True)
class Bars:
    """What the bars of one plan are drawn from; `data_date` None draws no front line."""

    plan: PlanRow
    rows: Sequence[ScheduledRow]
    days: DayTable
    data_date: date | None

    def gantt(self, links: bool = True) -> GanttPlan:
        """Rows with their points of the front line; links between the rows shown."""
        keys = {row.key for row in self.rows}
        required = self.plan.agreed_finish or self.plan.due
        return GanttPlan(
            rows=tuple(self._row(row) for row in self.rows),
            links=tuple(_driving(self.rows, keys)) if links else (),
            data_date=_at(self.data_date, time()),
            required=_at(required, _EVENING),
        )

    def _row(self, row: ScheduledRow) -> Row:
        point = self._point(row)
        return Row(
            id=row.key,
            name=row.name,
            start=_at(row.start, _MORNING),
            finish=_at(row.finish, _EVENING),
            kind=_KINDS.get(row.kind, RowKind.WORK),
            depth=row.level,
            critical=row.critical,
            done=self._done(row),
            float_until=_at(row.late_finish, _EVENING) if (row.total_float or 0) > 0 else None,
            baseline_start=_at(row.baseline_start, _MORNING),
            baseline_finish=_at(row.baseline_finish, _EVENING),
            point=_at(point, time()),
            behind=float(self._behind(point)) if point else None,
            cells=_cells(row),
        )

    def _done(self, row: ScheduledRow) -> float:
        """Share of the days that is done, as of the data date."""
        if row.actual_finish:
            return 1.0
        if not row.actual_start or not self.data_date or not row.duration or row.fact_at is None:
            return 0.0
        fact = FactRow(row.fact_as_of or self.data_date, row.actual_start, None, row.remaining, row.fact_at)
        left = remaining_days(row.duration, fact, self.data_date, self.days)
        return max(0.0, 1 - left / max(row.duration, left))

    def _point(self, row: ScheduledRow) -> date | None:
        """Where the work done would stand on the baseline; only for what is in hand, or due and not begun."""
        begin = row.baseline_start or row.start
        if self.data_date is None or begin is None or row.actual_finish or row.kind != "task":
            return None
        if not row.actual_start:
            return begin if begin < self.data_date else None
        return later(begin, round(self._done(row) * row.duration), self.days)

    def _behind(self, point: date) -> int:
        """Working days from the point to the data date, negative when ahead."""
        assert self.data_date is not None
        eve = timedelta(days=1)
        return self.days.between(point - eve, self.data_date - eve)


def later(begin: date, count: int, days: DayTable) -> date:
    """The morning after `count` working days from the morning of `begin`."""
    day = days.at_or_after(begin)
    for _each in range(count):
        day = days.at_or_after(day + timedelta(days=1))
    return day


def _at(day: date | None, moment: time) -> datetime | None:
    return datetime.combine(day, moment) if day else None


def _driving(rows: Sequence[ScheduledRow], keys: Collection[str]) -> list[GanttLink]:
    """What decides each start, between the rows that are shown."""
    critical = {row.key for row in rows if row.critical}
    return [
        GanttLink(row.driver, row.key, "FS", row.driver in critical and row.key in critical)
        for row in rows
        if row.driver in keys and row.driver in critical and row.key in critical
    ]


def _cells(row: ScheduledRow) -> tuple[str, ...]:
    length = "" if row.kind != "task" else str(row.duration)
    days = (full_day(day) if day else "" for day in (row.start, row.finish))
    left = "" if row.total_float is None or row.actual_finish else number(row.total_float)
    return (length, *days, left, row.unit)


def strip(bars: Bars) -> SafeString:
    """The bars alone, row by row beside the table of the page."""
    gantt = bars.gantt()
    drawing = layout_strip(gantt, _labels(bars, _sheet(bars)), _width(bars.rows), ROW_MM)
    return mark_safe(render(drawing))  # noqa: S308 the drawing escapes its words


def _width(rows: Sequence[ScheduledRow]) -> float:
    """A month is as wide as its name needs; a short plan fills the room beside its table."""
    starts = [day for row in rows for day in (row.start, row.baseline_start) if day]
    ends = [day for row in rows for day in (row.finish, row.late_finish, row.baseline_finish) if day]
    if not starts or not ends:
        return LEAST_MM
    months = (max(ends) - min(starts)).days / 30
    return min(MOST_MM, max(LEAST_MM, months * MONTH_MM))


def sheets(bars: Bars) -> list[str]:
    """Stand-alone sheets of A3 with table, legend and title block."""
    columns = (_("Workdays"), _("Start"), _("Finish"), _("Float"))
    heads = (*(Column(head) for head in columns), Column(_("Unit"), figures=False))
    labels = _labels(bars, _sheet(bars), heads)
    return [render(each, stand_alone=True) for each in layout(bars.gantt(), labels)]


def words_of_dates() -> scales.DateLabels:
    """The words of a scale in the reader's language."""
    return scales.ENGLISH if get_language() == "en" else scales.CHINESE


def _labels(bars: Bars, sheet: SheetLabels, columns: tuple[Column, ...] = ()) -> GanttLabels:
    required = bars.plan.agreed_finish or bars.plan.due
    return GanttLabels(
        sheet=sheet,
        number=_("No."),
        name=_("Activity"),
        columns=columns,
        data_date=_("data date %(day)s") % {"day": full_day(bars.data_date)} if bars.data_date else "",
        required=_("required %(day)s") % {"day": full_day(required)} if required else "",
        work=_("Not done"),
        critical=_("Critical"),
        done=_("Done"),
        free_float=_("Free float"),
        total_float=_("Float"),
        baseline=_("Baseline"),
        milestone=_("Milestone"),
        summary=_("Summary"),
        front_line=_("Front line"),
        behind=_("{days} d behind"),
        ahead=_("{days} d ahead"),
        dates=words_of_dates(),
    )


def _sheet(bars: Bars) -> SheetLabels:
    plan = bars.plan
    title = _("%(plan)s: Gantt chart") % {"plan": plan.name}
    critical = "、".join(row.name for row in bars.rows if row.critical and row.kind != "summary")
    words = {
        "count": len(bars.rows),
        "finish": full_day(plan.forecast_finish),
        "critical": critical[:400] or "—",
    }
    desc = _("%(count)s rows, forecast finish %(finish)s. Critical: %(critical)s.") % words
    version = _("Version %(number)s") % {"number": plan.number} if plan.number else ""
    subtitle = " · ".join(
        filter(None, (plan.owner, version, _("Illustrative data") if plan.illustrative else ""))
    )
    block = (
        ((_("Plan"), plan.name),),
        ((_("Drawing"), _("Gantt chart")),),
        ((_("Unit"), plan.owner), (_("Version"), str(plan.number or ""))),
        ((_("Data date"), full_day(plan.data_date) if plan.data_date else ""), (_("Signed off by"), "")),
    )
    return SheetLabels(title, desc, subtitle, _("Legend"), block, _("sheet {page} of {pages}"))
