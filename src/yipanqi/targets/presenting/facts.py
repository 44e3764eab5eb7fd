"""The row of facts above a target: to date, expected, promised, forecast, still needed."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext, pgettext

from yipanqi.lights.wording import filled
from yipanqi.targets.models import Measure, TargetKind
from yipanqi.targets.queries import TargetPage, TargetRow
from yipanqi.web import figures
from yipanqi.web.figures import number, unit_mark

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


def _left_note(page: TargetPage) -> str:
    left = page.days_left
    if left is None or page.row.done_on:
        return ""
    if left < 0:
        return ngettext("%(count)s day over", "%(count)s days over", -left) % {"count": -left}
    return ngettext("%(count)s day left", "%(count)s days left", left) % {"count": left}


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
        Fact(_("Due"), figures.full_day(row.counts_on), "", counted or _left_note(page), tone),
        Fact(_("Owner expects"), figures.full_day(expected or row.done_on), "", _behind_note(row, expected)),
        Fact(_("Done on"), figures.full_day(row.done_on), ""),
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
