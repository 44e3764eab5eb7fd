"""A scheme as data: rules and settings as frozen values, to and from JSON, checked, and compared by version. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from decimal import Decimal, InvalidOperation
from itertools import pairwise
from typing import Any

from yipanqi.appraisal.scoring import HUNDRED, ONE, ZERO, Empty, Grade, Kind, Rule, as_text
from yipanqi.foundation.errors import DomainError

OBJECTION_DAYS, DECISION_DAYS = 3, 10
LATE = Decimal("0.5")
LONGEST_KEY, LONGEST_NAME = 40, 100
_KEY = re.compile(r"[A-Za-z0-9_-]+")
_NUMBERS = ("weight", "cap", "step", "limit")
_TOO_LARGE = Decimal(1000)


@dataclass(frozen=True)
class Terms:
    """The settings of a scheme. Days are working days; `late` is the ratio of what was done after its date."""

    grades: tuple[Grade, ...]
    objection_days: int = OBJECTION_DAYS
    decision_days: int = DECISION_DAYS
    late: Decimal = LATE
    empty: Empty = Empty.LEAVE_OUT


@dataclass(frozen=True)
class SchemeDraft:
    """A scheme to be made; the same name again makes its next version."""

    name: str
    rules: tuple[Rule, ...]
    terms: Terms
    reason: str


def weight_sum(rules: Sequence[Rule]) -> Decimal:
    """What the basic rules weigh together; it must be one hundred."""
    return sum((rule.weight for rule in rules if not rule.veto), ZERO)


def rules_json(rules: Sequence[Rule]) -> list[dict[str, Any]]:
    """The rules as JSON; numbers as text."""
    return [{part.name: _written(getattr(rule, part.name)) for part in fields(Rule)} for rule in rules]


def _written(value: object) -> object:
    return as_text(value) if isinstance(value, Decimal) else value


def rules_of(stored: Sequence[Mapping[str, Any]]) -> tuple[Rule, ...]:
    """The rules behind `rules_json`."""
    return tuple(
        Rule(
            key=str(one["key"]),
            name=str(one["name"]),
            source=str(one["source"]),
            veto=bool(one.get("veto")),
            **{name: Decimal(str(one.get(name, 0))) for name in _NUMBERS},
        )
        for one in stored
    )


def terms_json(terms: Terms) -> dict[str, Any]:
    """The settings as JSON."""
    return {
        "objection_days": terms.objection_days,
        "decision_days": terms.decision_days,
        "late": as_text(terms.late),
        "empty": terms.empty.value,
        "grades": [
            {"name": one.name, "from": as_text(one.begins), "commend": one.commend} for one in terms.grades
        ],
    }


def terms_of(stored: Mapping[str, Any]) -> Terms:
    """The settings behind `terms_json`; what is missing has its default."""
    grades = tuple(
        Grade(str(one["name"]), Decimal(str(one["from"])), bool(one.get("commend")))
        for one in stored.get("grades", ())
    )
    return Terms(
        grades=grades,
        objection_days=int(stored.get("objection_days", OBJECTION_DAYS)),
        decision_days=int(stored.get("decision_days", DECISION_DAYS)),
        late=Decimal(str(stored.get("late", LATE))),
        empty=Empty(stored.get("empty", Empty.LEAVE_OUT)),
    )


def faults(draft: SchemeDraft, sources: frozenset[str]) -> dict[str, "DomainError | str"]:
    """What is wrong with a draft, by field: `name`, `reason`, `rules`, `<row>.<cell>`, `grades`, `late` and the days."""
    wrong: dict[str, DomainError | str] = {}
    for name, longest in (("name", LONGEST_NAME), ("reason", 300)):
        wrong |= _text_fault(name, getattr(draft, name), longest)
    seen: set[str] = set()
    for row, rule in enumerate(draft.rules):
        wrong |= {f"{row}.{cell}": fault for cell, fault in _rule_faults(rule, sources, seen).items()}
        seen.add(rule.key)
    weighed = weight_sum(draft.rules)
    if weighed != HUNDRED:
        wrong["rules"] = DomainError("appraisal.weights_not_100", sum=as_text(weighed))
    return wrong | _terms_faults(draft.terms)


def _text_fault(name: str, text: str, longest: int) -> dict[str, "DomainError | str"]:
    if not text.strip():
        return {name: "input.required"}
    return {name: DomainError("input.too_long", longest=longest)} if len(text.strip()) > longest else {}


def _rule_faults(rule: Rule, sources: frozenset[str], seen: set[str]) -> dict[str, "DomainError | str"]:
    wrong = _text_fault("name", rule.name, LONGEST_NAME) | _text_fault("key", rule.key, LONGEST_KEY)
    if "key" not in wrong and not _KEY.fullmatch(rule.key):
        wrong["key"] = DomainError("appraisal.key_has_marks", key=rule.key)
    elif rule.key in seen:
        wrong["key"] = DomainError("appraisal.key_twice", key=rule.key)
    if rule.source not in sources:
        wrong["source"] = DomainError("appraisal.source_unknown", source=rule.source)
    for name in _NUMBERS:
        value = getattr(rule, name)
        if not value.is_finite() or value < ZERO:
            wrong[name] = DomainError("input.below", limit=0)
        elif value > _TOO_LARGE:
            wrong[name] = DomainError("input.above", limit=_TOO_LARGE)
    return wrong or _kind_faults(rule)


def _kind_faults(rule: Rule) -> dict[str, "DomainError | str"]:
    """Exactly one of: a weight, a step with its limit, a veto."""
    does = (bool(rule.weight), bool(rule.step or rule.limit), rule.veto)
    if sum(does) > 1:
        return {"weight": "appraisal.rule_is_two_things"}
    if sum(does) == 0 or (rule.kind == Kind.POINTS and not (rule.step and rule.limit)):
        return {"weight": "appraisal.rule_does_nothing"}
    return {"cap": DomainError("appraisal.cap_below_one")} if rule.weight and rule.cap < ONE else {}


def _terms_faults(terms: Terms) -> dict[str, "DomainError | str"]:
    wrong: dict[str, DomainError | str] = {}
    for name in ("objection_days", "decision_days"):
        if not 1 <= getattr(terms, name) <= 60:
            wrong[name] = DomainError("appraisal.days_out_of_range", first=1, last=60)
    if not ZERO <= terms.late <= ONE:
        wrong["late"] = DomainError("input.above", limit=1)
    begins = [grade.begins for grade in terms.grades]
    names = [grade.name.strip() for grade in terms.grades]
    if len(names) < 2 or not all(names) or len(set(names)) < len(names):
        wrong["grades"] = "appraisal.grades_incomplete"
    elif any(upper <= lower for upper, lower in pairwise(begins)):
        wrong["grades"] = "appraisal.grades_out_of_order"
    return wrong


def number_of(text: object) -> Decimal:
    """A number typed into a draft; not a number where it is none, which `faults` then names."""
    try:
        return Decimal(str(text))
    except InvalidOperation:
        return Decimal("NaN")


@dataclass(frozen=True)
class Changed:
    """One value that two versions have differently; `rule` is the name of its rule, empty for a setting."""

    rule: str
    field: str
    before: str
    after: str


@dataclass(frozen=True)
class Difference:
    """What a later version has that an earlier one has not, and the other way round."""

    added: tuple[Rule, ...]
    removed: tuple[Rule, ...]
    changed: tuple[Changed, ...]

    @property
    def is_empty(self) -> bool:
        """Both say the same."""
        return not (self.added or self.removed or self.changed)


def difference(before: tuple[Sequence[Rule], Terms], after: tuple[Sequence[Rule], Terms]) -> Difference:
    """From one version (rules and settings) to another; rules are the same where their keys are."""
    old, new = ({rule.key: rule for rule in rules} for rules, _terms in (before, after))
    changed = [change for key, rule in new.items() if key in old for change in _rule_changes(old[key], rule)]
    return Difference(
        added=tuple(rule for key, rule in new.items() if key not in old),
        removed=tuple(rule for key, rule in old.items() if key not in new),
        changed=(*changed, *_term_changes(before[1], after[1])),
    )


def _rule_changes(old: Rule, new: Rule) -> list[Changed]:
    return [
        Changed(new.name, part.name, _said(getattr(old, part.name)), _said(getattr(new, part.name)))
        for part in fields(Rule)
        if getattr(old, part.name) != getattr(new, part.name)
    ]


def _term_changes(old: Terms, new: Terms) -> list[Changed]:
    told = [
        (part.name, _said(getattr(old, part.name)), _said(getattr(new, part.name))) for part in fields(Terms)
    ]
    return [Changed("", name, before, after) for name, before, after in told if before != after]


def _said(value: object) -> str:
    if isinstance(value, tuple):
        return "、".join(f"{grade.name} ≥{as_text(grade.begins)}" + "*" * grade.commend for grade in value)
    return as_text(value) if isinstance(value, Decimal) else str(value)
