"""How a target is shown: the row of facts, the panel that says why, the chart and its table twin. For doors only."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext_lazy, gettext_noop, ngettext, pgettext
from django.utils.translation import gettext as _

from yipanqi.drawing import curve
from yipanqi.drawing.dates import CHINESE, ENGLISH
from yipanqi.drawing.scene import render
from yipanqi.lights.queries import Why
from yipanqi.lights.wording import filled
from yipanqi.targets.models import ListKind, Measure, TargetKind
from yipanqi.targets.periods import period_end, periods_due
from yipanqi.targets.queries import Difference, Lack, PreviewLine, TargetPage, TargetRow
from yipanqi.targets.queries.page import Decided, Line, ReadingLine
from yipanqi.targets.trajectory import Point, interpolate
from yipanqi.web import figures
from yipanqi.web.figures import number, unit_mark

CHART_WIDTH, CHART_HEIGHT = 760, 300
NARROW_WIDTH, NARROW_HEIGHT = 340, 240
_DAYS_LEFT = gettext_noop("%(days_left)s days left")
_OF_DAYS_LEFT = gettext_noop("of %(days_left)s days left")
_BEST_THREE = gettext_noop("best three months averaged %(best)s")


@dataclass(frozen=True)
class Fact:
    """One cell of the row of facts; see `web/components/facts.html`."""

    label: str
    value: Decimal | str | None
    unit: str = ""
    note: str = ""
    tone: str = ""
    digits: int | None = None


def signed_target(row: TargetRow) -> str:
    """The promise with its sign: ≥270, ≤66, +30, about 199."""
    if row.value is None:
        return figures.NOTHING
    text = f"{row.sign}{number(row.value)}"
    return _("about %(value)s") % {"value": text} if row.approx else text


def source_of(row: TargetRow) -> str | Promise:
    """The words for where a figure comes from."""
    return row.source_label or _("monthly report")


def facts_of(page: TargetPage) -> list[Fact]:
    """The row of facts of a target of any kind."""
    if page.row.kind == TargetKind.INDICATOR:
        return _facts_of_indicator(page)
    return _facts_of_milestone(page) if page.row.kind == TargetKind.MILESTONE else _facts_of_standing(page)


def _facts_of_indicator(page: TargetPage) -> list[Fact]:
    row = page.row
    unit = unit_mark(row.unit)
    tone = row.colour if row.colour in ("red", "yellow") else ""
    return [
        Fact(_("To date"), row.to_date, unit, _age_note(page)),
        Fact(_("Expected"), _short(row.expected), unit, _gap_note(page)),
        Fact(_("Target"), signed_target(row), unit, _due_note(page)),
        Fact(_("Forecast"), _short(row.forecast), unit, _forecast_note(page), tone),
        _pace_fact(page, unit, tone),
    ]


def _short(value: Decimal | None) -> str | None:
    """A computed figure, no finer than it deserves."""
    return None if value is None else figures.about(value)


def _age_note(page: TargetPage) -> str:
    row = page.row
    if row.read_at is None:
        return _("never reported")
    parts = [f"{source_of(row)} {figures.age(row.read_at, page.today)}"]
    if row.change:
        parts.append(_("%(change)s since the last meeting") % {"change": figures.signed(row.change)})
    return pgettext("between remarks", "; ").join(parts)


def _gap_note(page: TargetPage) -> str:
    row, share = page.row, _time_share(page)
    parts = []
    if row.gap is not None and row.measure != Measure.MEAN and abs(row.gap) >= Decimal("0.05"):
        text = _("%(gap)s short today") if row.gap < 0 else _("%(gap)s ahead today")
        parts.append(text % {"gap": figures.about(abs(row.gap))})
    if share is not None:
        parts.append(_("%(share)s%% of the time is gone") % {"share": share})
    return pgettext("between remarks", "; ").join(parts)


def _time_share(page: TargetPage) -> int | None:
    if page.course is None:
        return None
    whole = (page.course.end - page.course.begin).days
    return min(100, round(100 * (page.today - page.course.begin).days / whole)) if whole else None


def _due_note(page: TargetPage) -> str:
    row = page.row
    if row.counts_on is None:
        return ""
    day = figures.full_day(row.counts_on)
    left = page.days_left or 0
    if left < 0:
        return ngettext("%(day)s, %(count)s day ago", "%(day)s, %(count)s days ago", -left) % {
            "day": day,
            "count": -left,
        }
    return ngettext("%(day)s, %(count)s day left", "%(day)s, %(count)s days left", left) % {
        "day": day,
        "count": left,
    }


def _forecast_note(page: TargetPage) -> str:
    row = page.row
    if row.forecast is None or row.value is None:
        return ""
    parts, gap = [], row.forecast - row.value
    less = row.less_is_better
    if (gap > 0) == less and abs(gap) >= Decimal("0.05"):
        text = _("%(gap)s over at the end") if less else _("%(gap)s short at the end")
        parts.append(text % {"gap": figures.about(abs(gap))})
    low, high = (_decimal(row.numbers.get(name)) for name in ("low", "high"))
    if low is not None and high is not None and low != high:
        parts.append(
            _("between %(low)s and %(high)s") % {"low": figures.about(low), "high": figures.about(high)}
        )
    return pgettext("between remarks", "; ").join(parts)


def _decimal(raw: str | None) -> Decimal | None:
    return Decimal(raw) if raw is not None else None


def _pace_fact(page: TargetPage, unit: str, tone: str) -> Fact:
    """What is still needed, in the sense of the measure."""
    row, numbers = page.row, page.row.numbers
    late = tone if row.rule == "indicator.pace" else ""
    if row.measure == Measure.MEAN:
        note = filled(_DAYS_LEFT, numbers) or ""
        return Fact(_("The rest must keep"), _short(_decimal(numbers.get("control"))), unit, note)
    if row.measure == Measure.DAYS:
        note = filled(_OF_DAYS_LEFT, numbers) or ""
        return Fact(_("May still be bad"), _short(_decimal(numbers.get("bad_days"))), _("days"), note)
    if row.measure == Measure.CEILING:
        room = None if row.value is None or row.to_date is None else row.value - row.to_date
        return Fact(_("Room left"), room, unit)
    note = filled(_BEST_THREE, numbers) or ""
    return Fact(_("Needed a month"), _short(row.needed), unit, note, late)


def _facts_of_milestone(page: TargetPage) -> list[Fact]:
    row, last = page.row, next(iter(page.statements), None)
    expected = next((said.expected_on for said in page.statements if said.expected_on), None)
    counted = ""
    if row.due and row.counts_on and row.due != row.counts_on:
        counted = _("moved to %(due)s without an extension") % {"due": figures.full_day(row.due)}
    tone = row.colour if row.colour in ("red", "yellow") else ""
    return [
        Fact(_("Due"), figures.full_day(row.counts_on), "", counted or _due_note(page), tone),
        Fact(_("Owner expects"), figures.full_day(expected or row.done_on), "", _behind_note(row, expected)),
        Fact(_("Done"), figures.full_day(row.done_on), ""),
        Fact(_("Last heard"), _ago(row.read_at, page.today), "", last.author if last else ""),
    ]


def _behind_note(row: TargetRow, expected: date | None) -> str:
    if expected is None or row.counts_on is None or expected <= row.counts_on:
        return ""
    days = (expected - row.counts_on).days
    return ngettext("%(count)s day late", "%(count)s days late", days) % {"count": days}


def _ago(at: datetime | None, today: date) -> str:
    return figures.age(at, today) if at else figures.NOTHING


def _facts_of_standing(page: TargetPage) -> list[Fact]:
    lines = [line for lines in page.lists.values() for line in lines]
    open_lines = [line for line in lines if not line.done_on]
    overdue = [line for line in open_lines if line.is_overdue]
    tone = page.row.colour if overdue and page.row.colour in ("red", "yellow") else ""
    last = next(iter(page.statements), None)
    return [
        Fact(_("Open lines"), str(len(open_lines)), ""),
        Fact(_("Done lines"), str(len(lines) - len(open_lines)), ""),
        Fact(_("Overdue lines"), str(len(overdue)), "", "", tone),
        Fact(_("Last heard"), _ago(page.row.read_at, page.today), "", last.author if last else ""),
    ]


def why_panel(why: Why | None, page: TargetPage) -> dict[str, Any] | None:
    """The panel of `web/components/why.html`."""
    if why is None:
        return None
    row = page.row
    people = [
        (_("Leader in charge"), row.leader),
        (_("Lead unit"), row.lead),
        (_("Partners"), pgettext("between names", ", ").join(page.partners)),
        (_("Standard"), page.standard),
        (_("Since"), figures.full_day(why.since)),
    ]
    return {
        "light": why.colour,
        "rule": _("Rules %(version)s: %(title)s") % {"version": why.rules_version, "title": why.title},
        "sentence": why.rule_text,
        "arithmetic": why.lines,
        "chain": [_chain_link(step) for step in why.chain],
        "people": [{"label": label, "text": text} for label, text in people if text],
    }


def _chain_link(step: dict[str, Any]) -> dict[str, str]:
    since = step.get("since", "")
    due = _("due %(day)s") % {"day": since} if since else ""
    return {"name": step.get("text", ""), "steps": step.get("unit", ""), "outcome": due}


def chart(page: TargetPage, *, narrow: bool = False, stand_alone: bool = False) -> SafeString:
    """The chart of trajectory, readings and forecast as SVG; empty where there is nothing to draw."""
    course = page.course
    if course is None or course.end <= course.begin:
        return SafeString("")
    drawn = curve.Trajectory(
        begin=course.begin,
        end=course.end,
        fact=_series(course.fact),
        plan=_series(course.plan),
        forecast=_series(course.forecast),
        low=_band(page, course.low),
        high=_band(page, course.high),
        target=float(page.row.value) if page.row.value is not None else None,
        data_date=min(page.today, course.end) if page.today > course.begin else None,
        light=page.row.colour,
    )
    size = (NARROW_WIDTH, NARROW_HEIGHT) if narrow else (CHART_WIDTH, CHART_HEIGHT)
    svg = render(curve.layout(drawn, _chart_labels(page), *size), stand_alone=stand_alone)
    return mark_safe(svg)  # noqa: S308 the drawing escapes its words


def _series(points: tuple[Point, ...]) -> curve.Series:
    return tuple((point.day, float(point.value)) for point in points)


def _band(page: TargetPage, end: Decimal | None) -> curve.Series:
    if page.course is None or end is None or not page.course.forecast:
        return ()
    first, last = page.course.forecast[0], page.course.forecast[-1]
    return ((first.day, float(first.value)), (last.day, float(end)))


def _chart_labels(page: TargetPage) -> curve.CurveLabels:
    row = page.row
    words = {
        "name": row.name,
        "to_date": number(row.to_date),
        "expected": figures.about(row.expected),
        "forecast": figures.about(row.forecast),
        "value": signed_target(row),
        "unit": unit_mark(row.unit),
    }
    return curve.CurveLabels(
        title=_("%(name)s: trajectory, readings and forecast, %(unit)s") % words,
        desc=_("To date %(to_date)s, expected %(expected)s, forecast %(forecast)s, target %(value)s.")
        % words,
        now=_("To date %(to_date)s") % words if row.to_date is not None else "",
        gap=_gap_label(row),
        plan=_("Trajectory"),
        forecast=_("Forecast %(forecast)s") % words if row.forecast is not None else "",
        target=_("Target %(value)s") % words,
        data_date=f"{page.today.month}-{page.today.day}",
        dates=ENGLISH if get_language() == "en" else CHINESE,
    )


def _gap_label(row: TargetRow) -> str:
    if row.gap is None or row.gap >= 0 or row.measure in (Measure.MEAN, Measure.CEILING):
        return ""
    return _("%(gap)s short") % {"gap": figures.about(abs(row.gap))}


@dataclass(frozen=True)
class TwinRow:
    """One day of the chart's table twin."""

    day: date
    plan: Decimal | None
    fact: Decimal | None
    forecast: Decimal | None


def chart_table(page: TargetPage) -> list[TwinRow]:
    """Every day at which one of the chart's lines has a point."""
    course = page.course
    if course is None:
        return []
    fact = {point.day: point.value for point in course.fact}
    ahead = {point.day: point.value for point in course.forecast[1:]}
    days = sorted({*fact, *ahead, *(point.day for point in course.plan)})
    return [
        TwinRow(day, _rounded(interpolate(course.plan, day)), fact.get(day), ahead.get(day)) for day in days
    ]


def _rounded(value: Decimal | None) -> Decimal | None:
    return None if value is None else round(value, 1)


def period_name(cycle: str, period: date) -> str:
    """A period in words: September, Q3, the week to 30 September."""
    if cycle == "quarterly":
        return _("Quarter %(quarter)s") % {"quarter": (period.month + 2) // 3}
    if cycle == "weekly":
        return _("Week to %(day)s") % {"day": figures.day(period)}
    return figures.month(period)


@dataclass(frozen=True)
class HistoryLine:
    """A reading as the history shows it."""

    name: str
    line: ReadingLine
    gap: Decimal | None
    remark: str


def history(page: TargetPage) -> list[HistoryLine]:
    """The readings with their periods in words and what there is to say of each."""
    return [
        HistoryLine(period_name(page.row.cycle, line.period), line, _rounded(line.gap), _remark(line))
        for line in page.readings
    ]


def _remark(line: ReadingLine) -> str:
    parts = [line.provenance, line.note]
    if line.unchanged:
        parts.insert(0, _("no change, confirmed"))
    if line.as_of < line.period:
        parts.append(_("to %(day)s") % {"day": figures.day(line.as_of)})
    for former in line.former:
        told = {"day": figures.day(former.at), "value": number(former.value)}
        parts.append(_("was %(value)s, entered on %(day)s") % told)
    return pgettext("between remarks", "; ").join(part for part in parts if part)


def lists(page: TargetPage) -> list[tuple[str, str, tuple[Line, ...]]]:
    """(kind, name, lines) of the three lists of standing work."""
    return [(kind, str(ListKind(kind).label), lines) for kind, lines in page.lists.items()]


def open_periods(page: TargetPage) -> list[tuple[str, str]]:
    """The periods of the year that have begun and carry no reading, the one asked for first."""
    cycle, end = page.row.cycle, period_end(page.row.cycle, page.today)
    taken = {line.period for line in page.readings}
    ends = [day for day in periods_due(cycle, date(page.year, 1, 1), end) if day not in taken]
    ordered = sorted(ends, key=lambda day: (day != page.asked, -day.toordinal()))
    return [(day.isoformat(), f"{period_name(cycle, day)} ({figures.full_day(day)})") for day in ordered]


def months_of(page: TargetPage) -> list[tuple[date, str]]:
    """The ends of the months up to the due day, for a typed trajectory."""
    due = page.row.counts_on or page.row.due or date(page.year, 12, 31)
    ends = periods_due("monthly", date(page.year, 1, 1), due)
    return [(day, figures.full_day(day)) for day in ends if day < due]


def lacks(found: Sequence[Lack]) -> list[tuple[Lack, str]]:
    """What each incomplete target lacks, in words."""
    words = {"lead": _("lead unit"), "due": _("due date"), "value": _("figure")}
    between = pgettext("between names", ", ")
    return [(lack, between.join(words[field] for field in lack.fields)) for lack in found]


FIELDS: dict[str, Promise | str] = {
    "name": gettext_lazy("Name"),
    "goal": gettext_lazy("Goal"),
    "op": gettext_lazy("Operator"),
    "value": gettext_lazy("Figure"),
    "unit": gettext_lazy("Unit of measure"),
    "measure": gettext_lazy("Measure"),
    "approx": gettext_lazy("About"),
    "due": gettext_lazy("Due"),
    "lead": gettext_lazy("Lead unit"),
    "leader": gettext_lazy("Leader in charge"),
    "partners": gettext_lazy("Partners"),
    "standard": gettext_lazy("Standard of completion"),
    "cycle": gettext_lazy("Reporting cycle"),
    "status": gettext_lazy("State"),
}
"""Fields of a target as a list of changes names them."""


def changes(page: TargetPage) -> list[tuple[str, Decided]]:
    """(name of the field, change) of each change by decision."""
    return [(str(FIELDS.get(change.field, change.field)), change) for change in page.changes]


def differences(line: PreviewLine) -> list[tuple[str, Difference]]:
    """(name of the field, difference) of each field that a row of a breakdown table would change."""
    return [(str(FIELDS.get(one.field, one.field)), one) for one in line.differences]
