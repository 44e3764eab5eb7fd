"""What the pages of the room need beside the rows: tabs, links to facts, sheets and objections in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from yipanqi.access.actor import Actor
from yipanqi.access.registry import may
from yipanqi.appraisal import wording
from yipanqi.appraisal.queries import ObjectionRow, RoundPage, SheetLine, SheetPage
from yipanqi.appraisal.rules import AppraisalAction
from yipanqi.appraisal.schemes import Difference
from yipanqi.appraisal.scoring import ZERO, Kind, Measured, Rule, deviation, ratio
from yipanqi.appraisal.sources import SOURCES
from yipanqi.web.figures import NOTHING, full_day, number, signed, unit_mark
from yipanqi.web.listing import Column, Filter, Listing
from yipanqi.web.listing import Kind as ColumnKind

Text = str | Promise
_TWO, _THREE = Decimal("0.01"), Decimal("0.001")
SHOWN_FACTS = 12
"""Facts of a rule that stand on the page at once; the rest is folded away."""


@dataclass(frozen=True)
class Tab:
    """One tab of the room."""

    label: Text
    url: str
    is_current: bool
    count: int | None = None


def tabs(actor: Actor, current: str, waiting: int = 0) -> list[Tab]:
    """Rounds, objections, schemes; the objections for those who may see any."""
    shown = [Tab(_("Rounds"), reverse("appraisal:rounds"), current == "rounds")]
    if may(actor, AppraisalAction.VIEW_OBJECTION):
        count = waiting or None
        shown.append(Tab(_("Objections"), reverse("appraisal:objections"), current == "objections", count))
    return [*shown, Tab(_("Schemes"), reverse("appraisal:schemes"), current == "schemes")]


def fact_address(kind: str, key: str) -> str:
    """The page behind a fact; empty while its room has none."""
    try:
        if kind == "plans.activity":
            plan, _slash, activity = key.partition("/")
            return f"{reverse('plans:plan', args=[int(plan)])}#a-{activity}"
        return reverse(_PAGES[kind], args=[int(key)])
    except (NoReverseMatch, KeyError, ValueError):
        return ""


_PAGES: Mapping[str, str] = {
    "targets.target": "targets:target",
    "projects.project": "projects:project",
    "assignments.item": "assignments:item",
}


@dataclass(frozen=True)
class FactLine:
    """One fact of a line: its name with its link, what it says, and what it counts."""

    label: str
    url: str
    actual: str
    target: str
    counts: str
    words: str


@dataclass(frozen=True)
class LineWords:
    """One line of a sheet in words."""

    line: SheetLine
    kind: Text
    source: Text
    hint: Text
    points: str
    of: str
    arithmetic: str
    tone: str
    shown: tuple[FactLine, ...]
    folded: tuple[FactLine, ...]
    objections: tuple["ObjectionWords", ...]
    object_url: str


def lines_of(page: SheetPage) -> list[LineWords]:
    """Every line of a sheet."""
    return [_line(page, line) for line in page.lines]


def _line(page: SheetPage, line: SheetLine) -> LineWords:
    rule, source = line.rule, SOURCES.get(line.rule.source)
    facts = sorted((_fact(rule, fact) for fact in line.facts), key=lambda pair: pair[0])
    told = tuple(fact for _urgency, fact in facts)
    return LineWords(
        line=line,
        kind=wording.KINDS[rule.kind],
        source=source.label if source else rule.source,
        hint=source.hint if source else "",
        points=_points(rule, line),
        of=_of(rule),
        arithmetic=wording.arithmetic(rule, line.numbers, line.points),
        tone="red" if line.numbers.get("broken", "0") != "0" else "",
        shown=told[:SHOWN_FACTS],
        folded=told[SHOWN_FACTS:],
        objections=tuple(map(objection_words, line.objections)),
        object_url=reverse("appraisal:object", args=[page.pk, rule.key]) if line.may_object else "",
    )


def _points(rule: Rule, line: SheetLine) -> str:
    if rule.kind == Kind.VETO:
        return _("broken") if line.numbers.get("broken", "0") != "0" else _("kept")
    return signed(line.points, 3) if rule.kind == Kind.POINTS else number(line.points, 3)


def _of(rule: Rule) -> str:
    """What a line could reach at most."""
    if rule.kind == Kind.VETO:
        return ""
    return f"±{number(rule.limit)}" if rule.kind == Kind.POINTS else number(rule.weight * rule.cap)


def _fact(rule: Rule, stored: Mapping[str, Any]) -> tuple[tuple[Decimal, str], FactLine]:
    """The fact in words, before it what sorts it: the least fulfilled first."""
    actual = None if stored["actual"] is None else Decimal(stored["actual"])
    target, share = Decimal(stored["target"]), Decimal(stored["share"])
    made = ratio(Measured(actual, target, bool(stored["less"]), share), rule.cap)
    dated = not stored["measure"] and stored["due"]
    counts = (
        signed(deviation(Measured(actual, target, bool(stored["less"]), share)).quantize(_TWO))
        if rule.kind == Kind.POINTS
        else NOTHING
        if made is None
        else number(made.quantize(_THREE))
    )
    line = FactLine(
        label=str(stored["label"]),
        url=fact_address(stored["kind"], stored["key"]),
        actual=_day(stored["done_on"]) if dated else _amount(actual, stored["measure"]),
        target=_day(stored["due"]) if dated else _amount(target, stored["measure"]),
        counts=counts,
        words=_words(stored, share),
    )
    return (Decimal(2) if made is None else made, line.label), line


def _day(text: str) -> str:
    return full_day(date.fromisoformat(text)) if text else NOTHING


def _amount(value: Decimal | None, unit: str) -> str:
    if value is None:
        return NOTHING
    shown = value.quantize(Decimal("0.01")) if value != value.to_integral_value() else value
    return f"{number(shown)} {unit_mark(unit)}".strip()


def _words(stored: Mapping[str, Any], share: Decimal) -> str:
    said = [str(wording.REMARKS.get(stored["remark"], stored["remark"]))]
    if stored["extended"]:
        said.append(_("with approved extension"))
    if share != 1:
        said.append(
            _("held %(share)s %% of the days") % {"share": number((share * 100).quantize(Decimal("0.1")))}
        )
    return pgettext("between remarks", "; ").join(said)


def total_of(page: SheetPage) -> str:
    """How the total was made, in words."""
    sums = {
        kind: sum((line.points or ZERO for line in page.lines if line.rule.kind == kind), ZERO)
        for kind in (Kind.BASIC, Kind.POINTS)
    }
    return wording.total_words(sums[Kind.BASIC], sums[Kind.POINTS], page.counted, page.total, page.terms)


@dataclass(frozen=True)
class ObjectionWords:
    """An objection with its state in words and its addresses."""

    row: ObjectionRow
    state: Text
    sheet_url: str
    late_by: int


def objection_words(row: ObjectionRow) -> ObjectionWords:
    """An objection for the page; `late_by` counts days after the day it was to be decided by."""
    late = (row.decided_at.date() - row.decide_by).days if row.decided_at else 0
    return ObjectionWords(
        row=row,
        state=wording.OBJECTION_STATES[row.status],
        sheet_url=reverse("appraisal:sheet", args=[row.sheet_id]) if row.sheet_id else "",
        late_by=max(0, late),
    )


def ranking(page: RoundPage, *, whole: bool) -> Listing:
    """The table of a round; `whole` adds the points of every rule, for the workbook."""
    kinds = sorted({(sheet.kind, sheet.kind_label) for sheet in page.sheets})
    grades = list(dict.fromkeys(sheet.grade for sheet in page.sheets if sheet.grade))
    rules = [_rule_column(rule) for rule in page.rules if rule.kind != Kind.VETO] if whole else []
    return Listing(
        columns=(
            Column("rank", gettext_lazy("Rank"), kind=ColumnKind.NUMBER),
            Column("unit", gettext_lazy("Unit"), head=True, link=_sheet_url),
            Column("kind_label", gettext_lazy("Kind of unit"), quiet=True, sort=False),
            *rules,
            Column("basic", gettext_lazy("Basic points"), kind=ColumnKind.NUMBER, digits=3),
            Column("counted", gettext_lazy("Weight scored"), kind=ColumnKind.NUMBER, quiet=True),
            Column("plus", gettext_lazy("± points"), kind=ColumnKind.NUMBER, digits=3, signed=True),
            Column("total", gettext_lazy("Total"), kind=ColumnKind.NUMBER, digits=3),
            Column("grade", gettext_lazy("Grade")),
            Column("veto", gettext_lazy("Veto"), value=lambda row: _("veto") if row.vetoed else ""),
        ),
        search=("unit",),
        filters=(
            Filter("kind", gettext_lazy("Kind of unit"), kinds),
            Filter("grade", gettext_lazy("Grade"), [(grade, grade) for grade in grades]),
        ),
        per_page=100,
    )


def _sheet_url(row: Any) -> str:
    return reverse("appraisal:sheet", args=[row.pk])


def _rule_column(rule: Rule) -> Column:
    return Column(
        f"rule-{rule.key}",
        rule.name,
        value=lambda row: row.points.get(rule.key),
        kind=ColumnKind.NUMBER,
        digits=3,
    )


@dataclass(frozen=True)
class RuleWords:
    """One rule of a scheme as its page shows it."""

    rule: Rule
    kind: Text
    source: Text
    hint: Text


def rules_in_words(rules: tuple[Rule, ...]) -> list[RuleWords]:
    """Every rule with the words of its kind and source."""
    return [
        RuleWords(
            rule,
            wording.KINDS[rule.kind],
            SOURCES[rule.source].label if rule.source in SOURCES else rule.source,
            SOURCES[rule.source].hint if rule.source in SOURCES else "",
        )
        for rule in rules
    ]


def changes_in_words(found: Difference) -> list[tuple[str, Text, str, str]]:
    """(rule, field, before, after) of two versions."""
    return [
        (
            one.rule,
            wording.FIELDS.get(one.field, one.field),
            _value(one.field, one.before),
            _value(one.field, one.after),
        )
        for one in found.changed
    ]


def _value(field: str, text: str) -> str:
    if field == "source" and text in SOURCES:
        return str(SOURCES[text].label)
    if field == "veto":
        return _("yes") if text == "True" else _("no")
    return text
