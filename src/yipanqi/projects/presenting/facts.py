"""The row of facts above a project, why its light is as it is, and what the forms of its months are given."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from yipanqi.lights.queries import Why
from yipanqi.projects.plan_states import PlanState
from yipanqi.projects.queries import Curve, Pipeline, PreviewLine, ProjectPage, ProjectRow
from yipanqi.projects.roster import HEADS, REQUIRED, REQUIRED_WHEN_NEW
from yipanqi.targets.periods import MONTHLY, periods_due
from yipanqi.targets.queries import Difference
from yipanqi.web import figures

UNIT = "亿元"


@dataclass(frozen=True)
class Fact:
    """One cell of the row of facts; see `web/components/facts.html`."""

    label: str
    value: Decimal | str | int | None
    unit: str = ""
    note: str = ""
    tone: str = ""
    digits: int | None = None


def facts_of(page: ProjectPage) -> list[Fact]:
    """Stage, money and dates of a project with source and age."""
    row = page.row
    tone = row.plan.colour if row.plan and row.plan.colour in ("red", "yellow") else ""
    return [
        Fact(_("Stage"), row.stage_word, "", _since(row.stage_since, page.today)),
        Fact(
            _("Invested in the year"), row.invested, UNIT if row.invested is not None else "", _source(page)
        ),
        Fact(
            _("Expected by today"), _short(row.expected), UNIT if row.expected is not None else "", _gap(row)
        ),
        Fact(_("Investment of the year"), row.year_investment, _unit(row.year_investment), _course(page)),
        Fact(_("Total investment"), row.total_investment, _unit(row.total_investment)),
        Fact(_("Plan"), _plan_value(row), "", plan_words(row.plan), tone),
    ]


def _unit(value: Decimal | None) -> str:
    return UNIT if value is not None else ""


def _short(value: Decimal | None) -> str | None:
    """A computed figure, no finer than it deserves."""
    return None if value is None else figures.about(value)


def _since(day: date, today: date) -> str:
    days = (today - day).days
    words = ngettext("since %(day)s, %(count)s day", "since %(day)s, %(count)s days", days)
    return words % {"day": figures.full_day(day), "count": days}


def _source(page: ProjectPage) -> str:
    row = page.row
    if row.invested_at is None or row.invested_period is None:
        return _("never entered")
    told = {
        "month": figures.month(row.invested_period),
        "who": row.invested_by,
        "age": figures.age(row.invested_at, page.today),
    }
    return _("to the end of %(month)s; %(who)s, %(age)s") % told


def _gap(row: ProjectRow) -> str:
    if row.gap is None or abs(row.gap) < Decimal("0.005"):
        return ""
    text = _("%(gap)s short today") if row.gap < 0 else _("%(gap)s ahead today")
    return text % {"gap": figures.about(abs(row.gap))}


def _course(page: ProjectPage) -> str:
    if page.row.year_investment is None:
        return ""
    if page.course.points:
        return _("by planned months")
    return _("spread evenly from %(day)s") % {"day": figures.full_day(page.course.begin)}


def _plan_value(row: ProjectRow) -> str | None:
    """The day the plan ends by forecast, else the project's own due day."""
    if row.plan and row.plan.forecast_finish:
        return figures.full_day(row.plan.forecast_finish)
    return figures.full_day(row.due) if row.due else None


def plan_words(plan: PlanState | None) -> str:
    """How the plan stands, in a few words."""
    if plan is None:
        return _("no network plan")
    if plan.agreed_finish is None:
        return _("plan not agreed yet")
    words = _("agreed %(day)s") % {"day": figures.full_day(plan.agreed_finish)}
    if plan.total_float is None:
        return words
    left = _("float %(days)s working days") % {"days": figures.number(plan.total_float)}
    return pgettext("between remarks", "; ").join((words, left))


def curve_facts(pipeline: Pipeline, curve: Curve) -> list[Fact]:
    """Sums of all projects."""
    return [
        Fact(_("Projects"), pipeline.count, "", _given_up(pipeline)),
        Fact(_("Total investment"), _money(pipeline.total_investment), UNIT),
        Fact(_("Investment of the year"), _money(pipeline.year_investment), UNIT),
        Fact(_("Invested in the year"), _money(pipeline.invested), UNIT, _entered(curve)),
        Fact(_("Expected by today"), _money(curve.expected), UNIT, _reporting(curve)),
    ]


def _reporting(curve: Curve) -> str:
    words = ngettext(
        "of %(count)s project that reports monthly",
        "of %(count)s projects that report monthly",
        curve.projects,
    )
    return words % {"count": curve.projects}


def _money(value: Decimal) -> str:
    return figures.about(value)


def _given_up(pipeline: Pipeline) -> str:
    if not pipeline.given_up:
        return ""
    return _("%(count)s given up") % {"count": pipeline.given_up}


def _entered(curve: Curve) -> str:
    if curve.entered_at is None:
        return _("never entered")
    return _("entered by the lead units, last %(age)s") % {"age": figures.age(curve.entered_at, curve.today)}


def why_panel(why: Why | None, page: ProjectPage) -> dict[str, Any] | None:
    """The panel of `web/components/why.html`."""
    if why is None:
        return None
    row = page.row
    people = [
        (_("Leader in charge"), row.leader),
        (_("Lead unit"), row.lead),
        (_("Partners"), pgettext("between names", ", ").join(page.partners)),
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


def open_periods(page: ProjectPage, *, also: str = "") -> list[tuple[str, str]]:
    """The months of the year that have begun and carry no reading, the one asked for first.

    `also` is one that somebody chose before another filled it: it stays, so that the refusal can tell by whom.
    """
    open_days = [
        month.day
        for month in page.months
        if month.day.replace(day=1) <= page.today
        and (month.invested is None or month.day.isoformat() == also)
    ]
    ordered = sorted(open_days, key=lambda day: (day != page.asked, -day.toordinal()))
    return [(day.isoformat(), f"{figures.month(day)} ({figures.full_day(day)})") for day in ordered]


def plan_months(page: ProjectPage) -> list[tuple[date, str]]:
    """The ends of the months of the year, for a planned course."""
    ends: Iterable[date] = periods_due(MONTHLY, date(page.year, 1, 1), date(page.year, 12, 31))
    return [(day, figures.full_day(day)) for day in ends]


FIELDS: dict[str, "Promise | str"] = {
    "name": gettext_lazy("Name"),
    "sector": gettext_lazy("Sector"),
    "kind": gettext_lazy("Kind"),
    "is_major": gettext_lazy("Major project"),
    "total_investment": gettext_lazy("Total investment"),
    "year_investment": gettext_lazy("Investment of the year"),
    "due": gettext_lazy("Due"),
    "lead": gettext_lazy("Lead unit"),
    "leader": gettext_lazy("Leader in charge"),
    "partners": gettext_lazy("Partners"),
    "place": gettext_lazy("Place"),
    "firm": gettext_lazy("Firm"),
    "chain_link": gettext_lazy("Link of the industry chain"),
    "next_step": gettext_lazy("Next step"),
}
"""Fields of a project as a preview names them."""


def differences(line: PreviewLine) -> list[tuple[str, Difference]]:
    """(name of the field, difference) of each field that a row of a list would change."""
    return [(str(FIELDS.get(one.field, one.field)), one) for one in line.differences]


def import_heads() -> dict[str, str]:
    """The heads that a list of projects must have, and those that are read besides, as people write them."""
    first = {key: words[0] for key, words in HEADS.items()}
    needed = (*REQUIRED, *REQUIRED_WHEN_NEW)
    return {
        "needed": "、".join(first[key] for key in needed),
        "others": "、".join(word for key, word in first.items() if key not in needed),
    }
