"""The rules of a project's light, pure: the worst of its plan, its investment and what others owe it.

Late beats silence, silence beats a warning: silence is grey, never green. The sentences are in `projects.wording`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from yipanqi.lights.thresholds import Method, Palette, Thresholds
from yipanqi.lights.verdict import Colour, Verdict
from yipanqi.projects.expecting import InvestmentCourse, expected_by
from yipanqi.projects.plan_states import PlanState
from yipanqi.projects.transitions import Stage
from yipanqi.targets.judgement import Rules, news_due, silent_after, text
from yipanqi.targets.periods import MONTHLY

FINISHED = frozenset({Stage.COMPLETED, Stage.AT_CAPACITY})
INVESTING = frozenset({Stage.LANDED, Stage.STARTED, Stage.BUILDING})
"""Stages in which a project spends what the year plans for it."""


@dataclass(frozen=True)
class Invested:
    """The latest reading: the total of the year to date, its month's end, and the day it speaks for."""

    value: Decimal
    period: date
    as_of: date


@dataclass(frozen=True)
class Owed:
    """An open guarantee that is past its day."""

    text: str
    owner: str
    due: date


@dataclass(frozen=True)
class ProjectFacts:
    """All that is known of a project at a day; `heard` is the day of its last fact.

    `asked` tells whether its monthly investment is asked for at all.
    """

    stage: str
    heard: date
    course: InvestmentCourse
    asked: bool = False
    invested: Invested | None = None
    overdue: Sequence[Owed] = ()
    plan: PlanState | None = None


def is_asked(stage: str, *, is_major: bool, has_points: bool, total: Decimal | None) -> bool:
    """Whether the investment of each month is asked for: of major projects, and where months are planned."""
    return stage in INVESTING and (has_points or (is_major and total is not None))


def judge(facts: ProjectFacts, today: date, rules: Rules) -> Verdict:
    """The light of a project: the first rule of its colour decides, the chain tells what stands behind all of them."""
    numbers = _numbers(facts, today)
    if facts.stage == Stage.GIVEN_UP:
        return Verdict(Colour.GREY, "project.given_up", numbers)
    if facts.stage in FINISHED:
        return Verdict(Colour.GREEN, "project.completed", numbers)
    found = [
        *_by_guarantees(facts, numbers),
        *_by_plan(facts, numbers),
        *_by_investment(facts, rules, numbers),
    ]
    silence = _silence(facts, today, rules, numbers)
    for colour in (Colour.RED, Colour.GREY, Colour.YELLOW):
        if verdicts := [verdict for verdict in (*silence, *found) if verdict.colour == colour]:
            chain = tuple(step for verdict in verdicts for step in verdict.chain)
            return Verdict(colour, verdicts[0].rule, numbers, chain)
    return _well(numbers, rules.thresholds.palette)


def _well(numbers: dict[str, Any], palette: Palette) -> Verdict:
    colour = Colour.BLUE if palette == Palette.FOUR else Colour.GREEN
    return Verdict(colour, "project.on_course", numbers)


def _by_guarantees(facts: ProjectFacts, numbers: dict[str, Any]) -> list[Verdict]:
    """What a unit owes and has not given is late."""
    if not facts.overdue:
        return []
    ordered = sorted(facts.overdue, key=lambda owed: owed.due)
    chain = tuple({"text": owed.text, "unit": owed.owner, "since": owed.due.isoformat()} for owed in ordered)
    return [Verdict(Colour.RED, "project.guarantee_overdue", numbers, chain)]


def _by_plan(facts: ProjectFacts, numbers: dict[str, Any]) -> list[Verdict]:
    """The light of its agreed plan; a plan that is not agreed yet says nothing."""
    plan = facts.plan
    if plan is None or plan.agreed_finish is None:
        return []
    rules = {"red": "project.plan_late", "yellow": "project.plan_warns", "grey": "project.plan_silent"}
    if plan.colour not in rules:
        return []
    return [Verdict(Colour(plan.colour), rules[plan.colour], numbers, plan.chain)]


def _by_investment(facts: ProjectFacts, rules: Rules, numbers: dict[str, Any]) -> list[Verdict]:
    """Invested against what was expected on the day of the reading."""
    colour = investment_colour(facts, rules)
    if colour is None:
        return []
    rule = "project.investment_points" if rules.method == Method.LINEAR else "project.investment"
    return [Verdict(colour, rule, numbers)]


def investment_colour(facts: ProjectFacts, rules: Rules) -> Colour | None:
    """By share of what was expected, or by points behind it; None where nothing can be said."""
    if facts.stage not in INVESTING or facts.invested is None:
        return None
    expected = expected_by(facts.course, facts.invested.as_of)
    if not expected or expected <= 0:
        return None
    if rules.method == Method.LINEAR:
        whole = facts.course.total or expected
        return _by_points((expected - facts.invested.value) / whole * 100, rules.thresholds)
    return _by_share(facts.invested.value / expected, rules.thresholds)


def _by_share(share: Decimal, limits: Thresholds) -> Colour:
    if share >= limits.green_from:
        return Colour.GREEN
    return Colour.YELLOW if share >= limits.yellow_from else Colour.RED


def _by_points(points: Decimal, limits: Thresholds) -> Colour:
    if points < limits.linear_yellow:
        return Colour.GREEN
    return Colour.RED if points > limits.linear_red else Colour.YELLOW


def _silence(facts: ProjectFacts, today: date, rules: Rules, numbers: dict[str, Any]) -> list[Verdict]:
    """Grey when the month asked for is missing, or nothing at all was heard for longer than the cycle."""
    limits = rules.thresholds
    if facts.asked:
        since = facts.invested.period if facts.invested else facts.course.begin
        deadline = silent_after(MONTHLY, since, limits.grace_days, rules.add_workdays)
        rule = "project.reading_overdue" if facts.invested else "project.no_reading"
    else:
        deadline = news_due(MONTHLY, facts.heard, limits.milestone_grace_days, rules.add_workdays)
        rule = "project.not_asked" if facts.stage in INVESTING else "project.silent"
    numbers["silent_after"] = deadline.isoformat()
    return [Verdict(Colour.GREY, rule, numbers)] if today > deadline else []


def _numbers(facts: ProjectFacts, today: date) -> dict[str, Any]:
    """All numbers as JSON-able text, named as the sentences name them."""
    known: dict[str, Any] = {"last_heard": facts.heard.isoformat(), "overdue": len(facts.overdue) or None}
    expected = expected_by(facts.course, today)
    known["expected"] = None if expected is None else text(expected)
    if facts.course.total is not None:
        known["year_investment"] = text(facts.course.total)
    if facts.invested:
        known |= _investment_numbers(facts, facts.invested)
    if facts.overdue:
        known["days_late"] = max((today - owed.due).days for owed in facts.overdue)
    if facts.plan:
        known |= _plan_numbers(facts.plan)
    return {name: value for name, value in known.items() if value is not None}


def _investment_numbers(facts: ProjectFacts, invested: Invested) -> dict[str, Any]:
    expected = expected_by(facts.course, invested.as_of)
    numbers = {"invested": text(invested.value), "as_of": invested.as_of.isoformat()}
    if expected:
        whole = facts.course.total or expected
        numbers["expected_then"] = text(expected)
        numbers["percent"] = text(invested.value / expected * 100)
        numbers["points_behind"] = text((expected - invested.value) / whole * 100)
    return numbers


def _plan_numbers(plan: PlanState) -> dict[str, Any]:
    return {
        "forecast_finish": plan.forecast_finish and plan.forecast_finish.isoformat(),
        "agreed_finish": plan.agreed_finish and plan.agreed_finish.isoformat(),
        "total_float": plan.total_float,
    }
