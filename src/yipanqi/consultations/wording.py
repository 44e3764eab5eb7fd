"""Rules, conflicts and remedies in words, computed from their numbers. Pure but for the reader's language."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

Words = Mapping[str, "str | Promise"]

TITLES: Words = {
    "cycle": gettext_lazy("Links form a ring"),
    "no_owner": gettext_lazy("Nobody does it"),
    "predecessor_gone": gettext_lazy("What is waited for is gone"),
    "too_late": gettext_lazy("Too late for the other plan"),
    "claimed_twice": gettext_lazy("Claimed twice"),
    "approval_short": gettext_lazy("Approval shorter than the law"),
    "no_reason": gettext_lazy("Date without a reason"),
    "parts_short": gettext_lazy("Parts do not add up"),
    "after_target": gettext_lazy("After the target's date"),
    "negative_float": gettext_lazy("Plan beyond its date"),
    "day_off": gettext_lazy("Date on a day off"),
    "poor_quality": gettext_lazy("Plan fails its checks"),
}
SENTENCES: Words = {
    "cycle": gettext_lazy("%(count)s activities wait for one another: %(ring)s."),
    "no_owner": gettext_lazy("%(plan)s: %(count)s activities have no unit that does them: %(names)s."),
    "predecessor_gone": gettext_lazy("%(after)s waits for %(key)s of %(plan)s, which is no longer there."),
    "too_late": gettext_lazy(
        "%(before)s (%(before_unit)s) is ready on %(ready)s; %(after)s (%(after_unit)s) needs it by %(needed)s."
    ),
    "claimed_twice": gettext_lazy(
        "%(claim)s is taken by %(first)s and by %(second)s from %(from)s to %(until)s."
    ),
    "approval_short": gettext_lazy(
        "%(plan)s：%(name)s (%(approval)s) is planned with %(planned)s working days; the law gives its office %(needed)s."
    ),
    "no_reason": gettext_lazy("%(plan)s: %(count)s dates are set by hand without a reason: %(names)s."),
    "parts_short": gettext_lazy(
        "%(target)s is to be %(value)s%(unit)s; %(projects)s projects bring %(planned)s%(unit)s, %(missing)s%(unit)s are missing."
    ),
    "after_target": gettext_lazy("%(name)s ends on %(finish)s; %(target)s is due on %(due)s."),
    "negative_float": gettext_lazy("%(plan)s ends on %(finish)s and must end by %(due)s."),
    "day_off": gettext_lazy(
        "%(plan)s: %(count)s dates fall on days off, %(names)s among them, the farthest off %(day)s."
    ),
    "day_off_due": gettext_lazy("%(plan)s is to end on %(day)s, a day off."),
    "poor_quality": gettext_lazy("%(plan)s fails %(count)s of the quality checks: %(checks)s."),
}
REMEDIES: Words = {
    "remove_link": gettext_lazy("Give up the link %(before)s → %(after)s."),
    "refuse_link": gettext_lazy("Refuse the proposed link %(before)s → %(after)s."),
    "lead_takes": gettext_lazy("%(unit)s, which leads the plan, takes them."),
    "free_dates": gettext_lazy("Let the links decide: give up %(count)s dates."),
    "wait": gettext_lazy(
        "%(after)s begins %(days)s working days later; its float of %(float)s days allows it."
    ),
    "overlap": gettext_lazy("%(after)s begins %(days)s working days before %(before)s is done."),
    "shorten": gettext_lazy("%(name)s takes %(after)s instead of %(before)s working days."),
    "shorten_more": gettext_lazy(
        "%(name)s takes %(after)s instead of %(before)s working days; other activities to shorten: %(more)s."
    ),
    "one_after_other": gettext_lazy("%(after)s waits for %(before)s and begins %(days)s working days later."),
    "share": gettext_lazy("Both have begun: agree who uses it when."),
    "give_days": gettext_lazy("%(name)s takes %(days)s instead of %(before)s working days."),
    "bring_more": gettext_lazy("%(lead)s brings projects of %(missing)s%(unit)s more."),
    "move_target": gettext_lazy("The date of %(target)s moves to %(day)s, by a decision on the target."),
    "move_due": gettext_lazy("%(plan)s may end on %(day)s."),
    "move_to_workdays": gettext_lazy("The working day beside it, %(day)s; %(count)s dates move."),
    "mend_checks": gettext_lazy("%(unit)s mends the plan before it is agreed."),
}
CHECKS: Words = {
    "logic": gettext_lazy("missing links"),
    "leads": gettext_lazy("overlaps"),
    "lags": gettext_lazy("long waits"),
    "link_types": gettext_lazy("kinds of links"),
    "hard_constraints": gettext_lazy("hard dates"),
    "high_float": gettext_lazy("too much float"),
    "negative_float": gettext_lazy("negative float"),
    "long_duration": gettext_lazy("long activities"),
    "invalid_dates": gettext_lazy("impossible dates"),
    "resources": gettext_lazy("without a unit"),
    "missed": gettext_lazy("missed dates"),
    "critical_path_test": gettext_lazy("broken critical path"),
    "cpli": gettext_lazy("critical path index"),
    "bei": gettext_lazy("execution index"),
}
SESSION_STATES: Words = {
    "preparing": gettext_lazy("in preparation"),
    "opinions": gettext_lazy("open for opinions"),
    "in_session": gettext_lazy("in session"),
    "decided": gettext_lazy("decided"),
}
CONFLICT_STATES: Words = {
    "open": gettext_lazy("to settle"),
    "agreed": gettext_lazy("all accept"),
    "decided": gettext_lazy("settled"),
    "put_off": gettext_lazy("put off"),
    "gone": gettext_lazy("gone"),
}
FIELDS: Words = {
    "duration": gettext_lazy("duration"),
    "start_on_or_after": gettext_lazy("start no earlier than"),
    "finish_on_or_before": gettext_lazy("finish no later than"),
    "due": gettext_lazy("date of the plan"),
    "unit": gettext_lazy("unit"),
    "claim": gettext_lazy("claim"),
    "constraint_reason": gettext_lazy("reason of the date"),
    "add_link": gettext_lazy("new link"),
    "remove_link": gettext_lazy("link given up"),
    "lag": gettext_lazy("lag of the link"),
}


def title(rule: str) -> str:
    """A rule's name."""
    return str(TITLES.get(rule, rule))


def sentence(rule: str, numbers: Mapping[str, Any]) -> str:
    """A conflict in one sentence."""
    shown = dict(numbers)
    if "checks" in shown:
        shown["checks"] = "、".join(str(CHECKS.get(check, check)) for check in shown["checks"])
    return _said(SENTENCES, "day_off_due" if rule == "day_off" and not shown["names"] else rule, shown)


def remedy_sentence(kind: str, params: Mapping[str, Any]) -> str:
    """The smallest change in one sentence."""
    return _said(REMEDIES, "shorten_more" if kind == "shorten" and params.get("more") else kind, params)


def _said(table: Words, name: str, params: Mapping[str, Any]) -> str:
    return str(table[name]) % params if name in table else ""


def change_sentence(change: Mapping[str, Any]) -> str:
    """One recorded change of a plan: where, what, from, to."""
    place = "：".join(filter(None, (str(change.get("plan_name", "")), str(change.get("name", "")))))
    field = str(FIELDS.get(change["field"], change["field"]))
    before, after = _shown(change.get("before")), _shown(change.get("after"))
    return _("%(place)s, %(field)s: %(before)s → %(after)s") % {
        "place": place,
        "field": field,
        "before": before,
        "after": after,
    }


def _shown(value: Any) -> str:
    if value is None or value == "":
        return "—"
    return value.isoformat() if isinstance(value, date) else str(value)
