"""The fourteen checks in words: what is counted, the value, the limit, who offends."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from yipanqi.plans.queries import ScheduledRow
from yipanqi.schedule.checks import Check, CheckResult, Measure, Offender, Verdict
from yipanqi.web.figures import number

MOST_OFFENDERS = 12
NAMES = {
    Check.LOGIC: gettext_lazy("Activities without predecessor or successor"),
    Check.LEADS: gettext_lazy("Negative lags"),
    Check.LAGS: gettext_lazy("Lags"),
    Check.LINK_TYPES: gettext_lazy("Links other than finish–start"),
    Check.HARD_CONSTRAINTS: gettext_lazy("Hard constraints"),
    Check.HIGH_FLOAT: gettext_lazy("Float over 44 working days"),
    Check.NEGATIVE_FLOAT: gettext_lazy("Negative float"),
    Check.LONG_DURATION: gettext_lazy("Longer than 44 working days"),
    Check.INVALID_DATES: gettext_lazy("Dates on the wrong side of the data date"),
    Check.RESOURCES: gettext_lazy("Activities without resources"),
    Check.MISSED: gettext_lazy("Finished or due after the baseline"),
    Check.CRITICAL_PATH_TEST: gettext_lazy("A delay of the critical path reaches the end"),
    Check.CPLI: gettext_lazy("Critical path length index"),
    Check.BEI: gettext_lazy("Baseline execution index"),
}


@dataclass(frozen=True)
class CheckLine:
    """One check for the page. `state` is passed, failed, reported or not_applicable."""

    name: str
    state: str
    value: str
    limit: str
    counted: str
    offenders: str


def check_lines(checks: Sequence[CheckResult], rows: Sequence[ScheduledRow]) -> list[CheckLine]:
    """The failed ones first."""
    names = {row.key: row.name for row in rows}
    order = [Verdict.FAILED, Verdict.REPORTED, Verdict.PASSED, Verdict.NOT_APPLICABLE]
    ranked = sorted(checks, key=lambda check: order.index(check.verdict))
    return [_line(check, names) for check in ranked]


def _line(check: CheckResult, names: Mapping[str, str]) -> CheckLine:
    limit = ""
    if check.threshold is not None:
        pattern = _("at most %(limit)s") if check.at_most else _("at least %(limit)s")
        limit = pattern % {"limit": _written(check.threshold, check.measure)}
    words = {"count": number(check.count), "size": number(check.size)}
    return CheckLine(
        name=str(NAMES[check.check]),
        state=check.verdict.value,
        value=_written(check.value, check.measure) if check.value is not None else "",
        limit=limit,
        counted=_("%(count)s of %(size)s") % words if check.size else "",
        offenders=_offenders(check, names),
    )


def _written(value: float, measure: Measure) -> str:
    if measure is Measure.SHARE:
        return f"{number(round(value * 100, 1))}%"
    if measure is Measure.DAYS:
        return _("%(count)s working days") % {"count": number(round(value, 1))}
    return number(round(value, 2))


def _offenders(check: CheckResult, names: Mapping[str, str]) -> str:
    if check.verdict is Verdict.NOT_APPLICABLE:
        return ""
    shown = "、".join(_named(each, names) for each in check.offenders[:MOST_OFFENDERS])
    left = len(check.offenders) - MOST_OFFENDERS
    if left <= 0:
        return shown
    more = ngettext("and %(count)s more", "and %(count)s more", left) % {"count": left}
    return f"{shown} {more}"


def _named(each: Offender, names: Mapping[str, str]) -> str:
    return "→".join(f"{key} {names[key]}" if key in names and len(each.ids) == 1 else key for key in each.ids)
