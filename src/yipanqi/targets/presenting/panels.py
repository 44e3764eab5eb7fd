"""The panels of a target: why its light is as it is, its history, its lists, its changes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from yipanqi.lights.queries import Why
from yipanqi.targets.models import ListKind
from yipanqi.targets.periods import period_end, periods_due
from yipanqi.targets.queries import Difference, Lack, PreviewLine, TargetPage
from yipanqi.targets.queries.shapes import Decided, Line, ReadingLine
from yipanqi.web import figures
from yipanqi.web.figures import number


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
        HistoryLine(period_name(page.row.cycle, line.period), line, _tenth(line.gap), _remark(line))
        for line in page.readings
    ]


def _tenth(value: Decimal | None) -> Decimal | None:
    return None if value is None else round(value, 1)


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


def open_periods(page: TargetPage, *, also: str = "") -> list[tuple[str, str]]:
    """The periods of the year that have begun and carry no reading, the one asked for first.

    `also` is one that somebody chose before another filled it: it stays, so that the refusal can tell by whom.
    """
    cycle, end = page.row.cycle, period_end(page.row.cycle, page.today)
    taken = {line.period for line in page.readings if line.period.isoformat() != also}
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
