"""Forms of the room: a scheme with its rows, a round, an objection and its answer, a commendation."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from yipanqi.appraisal.schemes import (
    DECISION_DAYS,
    LATE,
    LONGEST_KEY,
    LONGEST_NAME,
    OBJECTION_DAYS,
    SchemeDraft,
    Terms,
    weight_sum,
)
from yipanqi.appraisal.scoring import ONE, ZERO, Empty, Grade, Kind, Rule
from yipanqi.appraisal.sources import SOURCES
from yipanqi.foundation.errors import DomainError, Invalid
from yipanqi.web.forms import DayField, Form, NumberField
from yipanqi.web.messages import message_for

MOST_RULES, SPARE_RULES = 30, 3
MOST_GRADES = 6
_CHOOSE = [("", "—")]


class SchemeHead(Form):
    """Name, reason and settings of a version."""

    name = forms.CharField(label=_("Name"), max_length=LONGEST_NAME)
    reason = forms.CharField(label=_("Reason for this version"), max_length=300)
    objection_days = forms.IntegerField(
        label=_("Working days to object"), initial=OBJECTION_DAYS, min_value=1, max_value=60
    )
    decision_days = forms.IntegerField(
        label=_("Working days to decide"), initial=DECISION_DAYS, min_value=1, max_value=60
    )
    late = NumberField(
        label=_("Done late counts"),
        initial=LATE,
        at_least=0,
        at_most=1,
        help_text=_("Of 1; what is done on time counts 1, what is not done counts 0."),
    )
    empty = forms.ChoiceField(
        label=_("A rule that finds nothing to score"),
        choices=[
            (Empty.LEAVE_OUT.value, _("is left out; the other weights stand for the hundred")),
            (Empty.ZERO.value, _("counts zero")),
        ],
    )


class RuleRow(Form):
    """One rule; an empty row is no rule."""

    key = forms.CharField(required=False, max_length=LONGEST_KEY, widget=forms.HiddenInput)
    name = forms.CharField(label=_("Rule"), required=False, max_length=LONGEST_NAME)
    source = forms.ChoiceField(label=_("Source"), required=False)
    weight = NumberField(label=_("Weight"), required=False, digits=3)
    cap = NumberField(label=_("Cap"), required=False, digits=3)
    step = NumberField(label=_("Step"), required=False, digits=3)
    limit = NumberField(label=_("Limit"), required=False, digits=3)
    veto = forms.BooleanField(label=_("Veto"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(key, source.label) for key, source in SOURCES.items()]
        self.fields["source"].choices = [*_CHOOSE, *choices]  # type: ignore[attr-defined]

    @property
    def is_empty(self) -> bool:
        """Nothing was typed."""
        typed = self.cleaned_data
        return not any(typed.get(name) for name in ("name", "source", "weight", "step", "limit", "veto"))

    def rule(self, key: str) -> Rule:
        """The rule as typed."""
        typed = self.cleaned_data
        cap = typed["cap"] if typed["cap"] is not None else ONE
        return Rule(
            key=typed["key"] or key,
            name=typed["name"].strip(),
            source=typed["source"],
            weight=typed["weight"] or ZERO,
            cap=cap if typed["weight"] else ONE,
            step=typed["step"] or ZERO,
            limit=typed["limit"] or ZERO,
            veto=typed["veto"],
        )

    @staticmethod
    def initial_of(rule: Rule) -> dict[str, Any]:
        """A rule as one would type it."""
        numbers = {
            "weight": rule.weight or None,
            "cap": rule.cap if rule.kind == Kind.BASIC else None,
            "step": rule.step or None,
            "limit": rule.limit or None,
        }
        return {"key": rule.key, "name": rule.name, "source": rule.source, "veto": rule.veto, **numbers}


class GradeRow(Form):
    """One grade; an empty row is no grade."""

    name = forms.CharField(label=_("Grade"), required=False, max_length=40)
    begins = NumberField(label=_("From"), required=False, digits=3)
    commend = forms.BooleanField(label=_("Commended"), required=False)


class SchemeForm:
    """Head, rules and grades of one page together."""

    def __init__(self, data: QueryDict | None, draft: SchemeDraft) -> None:
        """`draft` is what a fresh form shows; the name may be changed to begin another scheme."""
        self.is_bound = data is not None
        terms = draft.terms
        head = {"name": draft.name, "reason": draft.reason, "empty": terms.empty.value, "late": terms.late}
        days = {"objection_days": terms.objection_days, "decision_days": terms.decision_days}
        self.head = SchemeHead(data, initial=head | days)
        rules = [RuleRow.initial_of(rule) for rule in draft.rules]
        grades = [{"name": g.name, "begins": g.begins, "commend": g.commend} for g in terms.grades]
        count = _count(data, len(rules) + SPARE_RULES)
        self.rows = [
            RuleRow(data, prefix=f"r{n}", initial=rules[n] if n < len(rules) else {}) for n in range(count)
        ]
        self.grades = [
            GradeRow(data, prefix=f"g{n}", initial=grades[n] if n < len(grades) else {})
            for n in range(MOST_GRADES)
        ]
        self.wrong_rules = ""
        self.wrong_grades = ""
        self._shown = draft.rules

    @property
    def sum(self) -> Decimal:
        """What the basic rules weigh as typed; what is not a number weighs nothing."""
        if not self.is_bound:
            return weight_sum(self._shown)
        kept = (row.cleaned_data for row in self.rows if row.is_valid() and not row.cleaned_data["veto"])
        return sum((typed["weight"] or ZERO for typed in kept), ZERO)

    def is_valid(self) -> bool:
        """Types and ranges of every field; the rest is for the operation to say."""
        forms_: Sequence[Form] = [self.head, *self.rows, *self.grades]
        wrong = [
            form for form in forms_ if not form.is_valid()
        ]  # every form is asked, so that each says what is wrong
        return self.is_bound and not wrong

    def draft(self) -> SchemeDraft:
        """What was typed, once valid."""
        head = self.head.cleaned_data
        terms = Terms(
            grades=tuple(self._grades()),
            objection_days=head["objection_days"],
            decision_days=head["decision_days"],
            late=head["late"],
            empty=Empty(head["empty"]),
        )
        rules = tuple(row.rule(key) for key, row in self._kept())
        return SchemeDraft(head["name"], rules, terms, head["reason"])

    def _kept(self) -> list[tuple[str, RuleRow]]:
        """The rows that say something, each with a key that no other row has."""
        used = {row.cleaned_data["key"] for row in self.rows}
        free = (f"r{n}" for n in range(1, 10_000) if f"r{n}" not in used)
        return [(next(free), row) for row in self.rows if not row.is_empty]

    def _grades(self) -> Iterator[Grade]:
        for row in self.grades:
            typed = row.cleaned_data
            if typed["name"].strip():
                yield Grade(typed["name"].strip(), typed["begins"] or ZERO, typed["commend"])

    def refuse(self, error: DomainError) -> None:
        """Show a refusal of the operation beside its cause."""
        if not isinstance(error, Invalid):
            self.head.refuse(error)
            return
        kept = [row for _key, row in self._kept()]
        for field, reason in error.fields.items():
            row, _dot, cell = field.partition(".")
            if cell:
                kept[int(row)].add_error(cell if cell != "key" else "name", message_for(reason))
            elif field == "rules":
                self.wrong_rules = message_for(reason)
            elif field == "grades":
                self.wrong_grades = message_for(reason)
            else:
                self.head.add_error(field, message_for(reason))


def _count(data: QueryDict | None, usual: int) -> int:
    """How many rows of rules the page had."""
    asked = data.get("rows", "") if data is not None else ""
    return min(int(asked), MOST_RULES) if asked.isdecimal() and len(asked) < 4 else min(usual, MOST_RULES)


class RoundForm(Form):
    """A round to open."""

    name = forms.CharField(label=_("Name"), max_length=100)
    scheme = forms.TypedChoiceField(label=_("Scheme"), coerce=int)
    since = DayField(label=_("From"))
    until = DayField(label=_("Until"), help_text=_("Facts of later days do not count."))

    def __init__(self, *args: Any, schemes: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scheme"].choices = schemes  # type: ignore[attr-defined]


class NoteForm(Form):
    """A reason, kept with the decision."""

    note = forms.CharField(
        label=_("Reason"), required=False, max_length=500, widget=forms.Textarea({"rows": 2})
    )
    lock = forms.IntegerField(required=False, widget=forms.HiddenInput)


class LockForm(Form):
    """The state that a page had seen."""

    lock = forms.IntegerField(required=False)


class ObjectionForm(Form):
    """What a unit says against a score."""

    text = forms.CharField(
        label=_("What is not right"),
        max_length=500,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("Name the fact that is wrong or missing; scores are not typed."),
    )


class CommendationForm(Form):
    """A unit for the list."""

    unit = forms.TypedChoiceField(label=_("Unit"), coerce=int)
    title = forms.CharField(label=_("Title"), max_length=100)
    reward = forms.CharField(label=_("Reward"), required=False, max_length=200)
    subsidy = NumberField(label=_("Subsidy"), required=False, unit="元", at_least=0, digits=2)
    reason = forms.CharField(label=_("Reason"), max_length=300, widget=forms.Textarea({"rows": 2}))

    def __init__(self, *args: Any, units: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = [*_CHOOSE, *units]  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Proposed:
    """What a fresh form of a round shows."""

    name: str
    since: date
    until: date
    scheme: int | None
