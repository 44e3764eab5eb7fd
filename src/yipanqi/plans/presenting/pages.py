"""The table of a plan's page and what stands around it."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yipanqi.lights.queries import Why
from yipanqi.plans.queries import CrossRowView, PlanRow, ScheduledRow
from yipanqi.web import figures
from yipanqi.web.figures import full_day, number

MANY = 120
"""More rows than this open at what is critical, near-critical or the reader's own."""
NEAR_DAYS = 5
SCOPES = ("all", "critical", "own")
LINK_STATUS = {
    "proposed": gettext_lazy("awaits an answer"),
    "accepted": gettext_lazy("consented"),
    "refused": gettext_lazy("declined"),
}


@dataclass(frozen=True)
class Fact:
    """One figure of the row of facts."""

    label: str
    value: object
    unit: str = ""
    note: str = ""
    tone: str = ""
    digits: int | None = None


@dataclass(frozen=True)
class View:
    """What of a plan is shown: `drawing` bars or network, rows of `scope`, groups closed below `level` (0: none)."""

    drawing: str
    scope: str
    level: int
    levels: tuple[int, ...]
    units: frozenset[int]
    count: int
    shown: int
    query: str

    @classmethod
    def of(cls, params: Mapping[str, str], rows: Sequence[ScheduledRow], units: Collection[int]) -> "View":
        """As the address asks; what it does not understand is left out."""
        deepest = max((row.level for row in rows), default=0)
        asked = params.get("level", "")
        level = int(asked) if asked.isdecimal() and int(asked) <= deepest else 0
        default = "critical" if len(rows) > MANY else "all"
        scope = params.get("scope", default)
        drawing = params.get("drawing", "bars")
        version = params.get("version", "")
        view = cls(
            drawing=drawing if drawing in ("bars", "network") else "bars",
            scope=scope if scope in SCOPES else default,
            level=level,
            levels=tuple(range(1, deepest + 1)),
            units=frozenset(units),
            count=len(rows),
            shown=0,
            query=f"&version={version}" if version.isdecimal() else "",
        )
        return view

    @property
    def drawings(self) -> list[tuple[str, str, bool]]:
        """(address, name, chosen) of the drawings."""
        names = (("bars", _("Gantt chart")), ("network", _("Time-scaled network")))
        return [(f"?drawing={key}{self.query}", name, key == self.drawing) for key, name in names]

    @property
    def scopes(self) -> list[tuple[str, str, bool]]:
        """The same for the rows."""
        names = (
            ("all", _("All %(count)s") % {"count": self.count}),
            ("critical", _("Critical and near")),
            ("own", _("Our unit")),
        )
        return [(f"?scope={key}{self.query}", name, key == self.scope) for key, name in names]

    @property
    def level_links(self) -> list[tuple[str, str, bool]]:
        """The same for the levels; empty without groups."""
        if not self.levels:
            return []
        rest = f"&scope={self.scope}{self.query}"
        found = [
            (f"?level={level}{rest}", _("Level %(level)s") % {"level": level}, level == self.level)
            for level in self.levels
        ]
        return [*found, (f"?level=0{rest}", _("All levels"), not self.level)]


@dataclass(frozen=True)
class TableRow:
    """One row of the table, in words."""

    row: ScheduledRow
    indent: int
    days: str
    start: str
    finish: str
    float: str
    is_late: bool
    is_done: bool
    actual: str
    agreed: str


def chosen(rows: Sequence[ScheduledRow], view: View) -> list[ScheduledRow]:
    """The rows of the view; groups stay as far as something in them is shown."""
    kept = [row for row in rows if not view.level or row.level < view.level]
    wanted = {row.key for row in kept if row.kind != "summary" and _fits(row, view)}
    if view.scope == "all":
        return kept
    found: list[ScheduledRow] = []
    groups: list[ScheduledRow] = []
    for row in kept:
        while groups and groups[-1].level >= row.level:
            groups.pop()
        if row.kind == "summary":
            groups.append(row)
        elif row.key in wanted:
            found += [group for group in groups if group not in found]
            found.append(row)
    return found


def _fits(row: ScheduledRow, view: View) -> bool:
    if view.scope == "own":
        return row.unit_id in view.units
    return row.critical or (row.total_float is not None and row.total_float <= NEAR_DAYS)


def table(rows: Sequence[ScheduledRow], view: View) -> list[TableRow]:
    """The rows of the view in words."""
    return [_table_row(row) for row in chosen(rows, view)]


def _table_row(row: ScheduledRow) -> TableRow:
    late = row.total_float is not None and row.total_float < 0 and not row.actual_finish
    left = (
        ""
        if row.total_float is None or row.actual_finish or row.kind == "summary"
        else number(row.total_float)
    )
    return TableRow(
        row=row,
        indent=min(row.level, 5),
        days="" if row.kind == "summary" else str(row.duration),
        start=full_day(row.actual_start or row.start) if row.kind != "milestone" else figures.NOTHING,
        finish=full_day(row.actual_finish or row.finish),
        float=left,
        is_late=late,
        is_done=row.actual_finish is not None,
        actual=_actual(row),
        agreed=full_day(row.baseline_finish) if row.baseline_finish else "",
    )


def _actual(row: ScheduledRow) -> str:
    """How it stands by the newest fact."""
    if row.actual_finish:
        return _("done %(day)s") % {"day": full_day(row.actual_finish)}
    if row.waits_for:
        return _("waits for %(unit)s") % {"unit": row.waits_for}
    if row.actual_start:
        return _("in hand since %(day)s") % {"day": full_day(row.actual_start)}
    return ""


def colour_counts(rows: Sequence[PlanRow]) -> dict[str, int]:
    """How many plans of each colour."""
    return dict(Counter(row.colour for row in rows))


def facts_of(plan: PlanRow) -> list[Fact]:
    """What the page says first."""
    agreed = plan.agreed_finish or plan.due
    note = _("agreed") if plan.agreed_finish else _("required") if plan.due else ""
    late = bool(agreed and plan.forecast_finish and plan.forecast_finish > agreed)
    return [
        Fact(_("Forecast finish"), _day(plan.forecast_finish), tone="red" if late else ""),
        Fact(_("To finish by"), _day(agreed), note=note),
        Fact(_("Float left"), plan.total_float, _("days"), note=_float_note(plan), tone="red" if (plan.total_float or 0) < 0 else ""),
        Fact(_("Activity count"), plan.activities, note=plan.project or plan.target),
        Fact(_("Data date"), _day(plan.data_date), note=_fact_note(plan)),
    ]  # fmt: skip


def _day(day: date | None) -> str | None:
    return full_day(day) if day else None


def _float_note(plan: PlanRow) -> str:
    if plan.agreed_float is None:
        return ""
    return _("%(float)s agreed") % {"float": number(plan.agreed_float)}


def _fact_note(plan: PlanRow) -> str:
    if plan.fact_at is None:
        return _("no fact yet")
    return _("last fact %(day)s") % {"day": full_day(plan.fact_at)}


def why_panel(why: Why, plan: PlanRow) -> dict[str, Any]:
    """The panel of `web/components/why.html`."""
    people = (
        (_("Lead unit"), plan.owner),
        (_("Leader in charge"), plan.leader),
        (_("Person"), why.post if why.post != plan.leader else ""),
        (_("Since"), full_day(why.since)),
    )
    return {
        "light": why.colour,
        "rule": _("Rules %(version)s: %(title)s") % {"version": why.rules_version, "title": why.title},
        "sentence": why.rule_text,
        "arithmetic": why.lines,
        "chain": [
            {"name": step.get("text", ""), "steps": step.get("unit", ""), "outcome": step.get("since", "")}
            for step in why.chain
        ],
        "people": [{"label": label, "text": text} for label, text in people if text],
    }


@dataclass(frozen=True)
class LinkLine:
    """A link to another plan; `slack` is the working room between the two ends in days of the wall calendar."""

    link: CrossRowView
    status: str
    kind: str
    before: date | None
    after: date | None
    is_missed: bool


def links(found: Sequence[CrossRowView]) -> list[LinkLine]:
    """Links in words, those that wait for an answer first."""
    order = ("proposed", "accepted", "refused")
    return [_link_line(link) for link in sorted(found, key=lambda link: (order.index(link.status), link.pk))]


def _link_line(link: CrossRowView) -> LinkLine:
    before = link.other_finish if link.incoming else link.own_finish
    after = link.own_start if link.incoming else link.other_start
    lag = f"{link.lag:+d}" if link.lag else ""
    missed = bool(link.needed_by and before and before > link.needed_by)
    return LinkLine(link, str(LINK_STATUS[link.status]), f"{link.type}{lag}", before, after, missed)
