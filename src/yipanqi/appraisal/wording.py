"""The room in words: states, remarks of facts, the arithmetic of a line and of a total."""

from collections.abc import Mapping
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from yipanqi.appraisal.schemes import Terms
from yipanqi.appraisal.scoring import Empty, Kind, Rule
from yipanqi.appraisal.transitions import ObjectionStatus, RoundStatus
from yipanqi.web.figures import number, signed

Text = str | Promise

ROUND_STATES: Mapping[str, Text] = {
    RoundStatus.OPEN: gettext_lazy("Trial computation"),
    RoundStatus.FROZEN: gettext_lazy("Published, objections possible"),
    RoundStatus.FINAL: gettext_lazy("Final"),
}
OBJECTION_STATES: Mapping[str, Text] = {
    ObjectionStatus.RAISED: gettext_lazy("Waits for an answer"),
    ObjectionStatus.UPHELD: gettext_lazy("Upheld"),
    ObjectionStatus.REJECTED: gettext_lazy("Rejected"),
}
KINDS: Mapping[str, Text] = {
    Kind.BASIC: gettext_lazy("Basic"),
    Kind.POINTS: gettext_lazy("± points"),
    Kind.VETO: gettext_lazy("Veto"),
}
FIELDS: Mapping[str, Text] = {
    "name": gettext_lazy("Name"),
    "source": gettext_lazy("Source"),
    "weight": gettext_lazy("Weight"),
    "cap": gettext_lazy("Cap"),
    "step": gettext_lazy("Step"),
    "limit": gettext_lazy("Limit"),
    "veto": gettext_lazy("Veto"),
    "grades": gettext_lazy("Grades"),
    "objection_days": gettext_lazy("Working days to object"),
    "decision_days": gettext_lazy("Working days to decide"),
    "late": gettext_lazy("Done late counts"),
    "empty": gettext_lazy("A rule that finds nothing to score"),
}
REMARKS: Mapping[str, Text] = {
    "on_time": gettext_lazy("on time"),
    "late": gettext_lazy("done late"),
    "not_done": gettext_lazy("not done"),
    "silent": gettext_lazy("nothing was entered"),
    "whole": gettext_lazy("against the figure promised"),
    "expected": gettext_lazy("against the value expected by then"),
    "reached": gettext_lazy("reached"),
    "not_reached": gettext_lazy("not reached"),
    "invested": gettext_lazy("against the investment planned by then"),
}
_MEAN = gettext_noop("%(weight)s × %(ratio)s = %(points)s; facts averaged: %(scored)s, each at most %(cap)s")
_SUM = gettext_noop("%(weight)s × min(%(actual)s ÷ %(target)s, %(cap)s) = %(points)s")
_PLUS = gettext_noop("%(step)s × %(deviation)s = %(raw)s, within ±%(limit)s: %(points)s")
_TOTAL_LEFT_OUT = gettext_noop("%(basic)s ÷ %(counted)s × 100 %(plus)s = %(total)s")
_TOTAL = gettext_noop("%(basic)s %(plus)s = %(total)s")


def arithmetic(rule: Rule, numbers: Mapping[str, str], points: Decimal | None) -> str:
    """How the points of a line were made, in one sentence."""
    if rule.kind == Kind.VETO:
        broken = int(numbers.get("broken", "0"))
        return _("broken by %(count)s facts: the grade is lost") % {"count": broken} if broken else _("kept")
    if points is None:
        return _("nothing to score")
    words = {name: number(Decimal(text)) for name, text in numbers.items()}
    if rule.kind == Kind.POINTS:
        raw = Decimal(numbers["step"]) * Decimal(numbers["deviation"])
        words |= {
            "raw": signed(raw),
            "points": signed(points),
            "deviation": signed(Decimal(numbers["deviation"])),
        }
        return _(_PLUS) % words
    words["points"] = number(points)
    sentence = _SUM if "actual" in numbers else _MEAN
    return _(sentence) % words


def total_words(basic: Decimal, plus: Decimal, counted: Decimal, total: Decimal | None, terms: Terms) -> str:
    """How a total was made."""
    if total is None:
        return _("nothing to score")
    words = {"basic": number(basic), "counted": number(counted), "plus": _plus(plus), "total": number(total)}
    left_out = terms.empty == Empty.LEAVE_OUT and counted != Decimal(100)
    return " ".join((_(_TOTAL_LEFT_OUT if left_out else _TOTAL) % words).split())


def _plus(value: Decimal) -> str:
    text = signed(value)
    return f"{text[0]} {text[1:]}" if value else "+ 0"
