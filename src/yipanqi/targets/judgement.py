"""The rules of a target's light, pure: facts and thresholds in, a Verdict with its numbers out.

The first rule that applies decides; the order is the order of the functions below. Silence is grey, never
green. The sentences of the rules are in `targets.wording`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from yipanqi.lights.thresholds import Method, Palette, Thresholds
from yipanqi.lights.verdict import Colour, Verdict
from yipanqi.targets.forecast import (
    Course,
    Forecast,
    bad_days_allowed,
    best_pace,
    control_value,
    forecast,
    needed_pace,
)
from yipanqi.targets.periods import after_cycles, months_between, next_end, period_end
from yipanqi.targets.trajectory import CEILING, DAYS, MEAN, ZERO, Promise, expected_at

AddWorkdays = Callable[[date, int], date]
"""The day that lies so many working days after another."""


@dataclass(frozen=True)
class Rules:
    """Method and thresholds in force, and the working days to count grace by."""

    method: Method
    thresholds: Thresholds
    add_workdays: AddWorkdays


@dataclass(frozen=True)
class Figures:
    """Everything computed of an indicator at a day; None where it cannot be said.

    `expected` is at `today`, `expected_then` at the day of the latest reading; `ratio` is p: forecast ÷ target,
    inverted where less is better.
    """

    promise: Promise
    today: date
    course: Course | None = None
    forecast: Forecast | None = None
    expected: Decimal | None = None
    expected_then: Decimal | None = None
    needed: Decimal | None = None
    best: Decimal | None = None
    control: Decimal | None = None
    bad_days: Decimal | None = None
    ratio: Decimal | None = None

    @property
    def to_date(self) -> Decimal | None:
        """The latest value."""
        return self.course.last.value if self.course else None

    @property
    def gap(self) -> Decimal | None:
        """Value to date less value expected today."""
        if self.to_date is None or self.expected is None:
            return None
        return self.to_date - self.expected


def figures(promise: Promise, course: Course | None, today: date) -> Figures:
    """Everything that can be computed of an indicator, with or without readings."""
    first = course.readings[0] if course else None
    expected = expected_at(promise, today, first)
    if course is None:
        return Figures(promise, today, expected=expected)
    made = forecast(course)
    grows = promise.measure not in (MEAN, CEILING)
    return Figures(
        promise,
        today,
        course,
        made,
        expected=expected,
        expected_then=expected_at(promise, course.last.day, first),
        needed=needed_pace(promise, course.last.value, today) if grows else None,
        best=best_pace(course) if grows else None,
        control=control_value(promise, course.last) if promise.measure == MEAN else None,
        bad_days=bad_days_allowed(promise, course.last) if promise.measure == DAYS else None,
        ratio=ratio(promise, made.value),
    )


def ratio(promise: Promise, value: Decimal) -> Decimal | None:
    """p = value ÷ target, inverted where less is better; None with a zero below the line."""
    above, below = (promise.value, value) if promise.less_is_better else (value, promise.value)
    return above / below if below else None


def is_met(promise: Promise, value: Decimal) -> bool:
    """Whether `value` keeps the promise."""
    return value <= promise.value if promise.less_is_better else value >= promise.value


def silent_after(cycle: str, last_period: date, grace_days: int, add_workdays: AddWorkdays) -> date:
    """The last day on which no news is still fair: the end of the next period + working days of grace."""
    return add_workdays(next_end(cycle, last_period), grace_days)


def judge_indicator(made: Figures, cycle: str, rules: Rules) -> Verdict:
    """The light of an indicator."""
    numbers = _indicator_numbers(made)
    course, promise = made.course, made.promise
    if course is None:
        return _without_reading(made, cycle, rules, numbers)
    settled = course.last.day >= promise.due
    deadline = silent_after(cycle, course.last.day, rules.thresholds.grace_days, rules.add_workdays)
    silent = made.today > deadline and not settled
    numbers |= {"last_heard": course.last.day.isoformat(), "silent_after": deadline.isoformat()}
    if broken := _broken(made):
        return Verdict(Colour.RED, broken, numbers)
    if silent and made.today <= promise.due:
        return Verdict(Colour.GREY, "indicator.silent", numbers)
    if settled or silent:
        kept = is_met(promise, course.last.value) and settled
        return (
            Verdict(Colour.GREEN, "indicator.met", numbers)
            if kept
            else Verdict(Colour.RED, "indicator.missed", numbers)
        )
    if promise.accumulates and not promise.less_is_better and is_met(promise, course.last.value):
        return Verdict(Colour.GREEN, "indicator.met", numbers)
    if rules.method == Method.LINEAR:
        return _by_line(made, rules.thresholds, numbers)
    return _by_forecast(made, rules.thresholds, numbers)


def _without_reading(made: Figures, cycle: str, rules: Rules, numbers: dict[str, Any]) -> Verdict:
    """Grey; red when the due day and the grace after it went by without a figure that shows it met."""
    last_chance = rules.add_workdays(period_end(cycle, made.promise.due), rules.thresholds.grace_days)
    if made.today > last_chance:
        return Verdict(Colour.RED, "indicator.missed", numbers)
    return Verdict(Colour.GREY, "indicator.no_reading", numbers)


def _broken(made: Figures) -> str:
    """The rule by which the promise can no longer be kept, or nothing."""
    if made.course is None:
        return ""
    if made.promise.measure == CEILING and made.course.last.value > made.promise.value:
        return "indicator.ceiling_broken"
    if made.control is not None and made.promise.less_is_better and made.control < 0:
        return "indicator.out_of_reach"
    if made.bad_days is not None and made.bad_days < 0:
        return "indicator.days_out_of_reach"
    return ""


def _by_forecast(made: Figures, limits: Thresholds, numbers: dict[str, Any]) -> Verdict:
    """First the pace that is needed against the best one known, then p against the thresholds."""
    behind = made.to_date is not None and made.expected_then is not None and made.to_date < made.expected_then
    if behind and made.needed is not None and made.best is not None:
        limit = limits.pace_factor * max(ZERO, made.best)
        numbers |= {"limit": text(limit)}
        if made.needed > limit:
            return Verdict(Colour.RED, "indicator.pace", numbers)
    rule = f"indicator.{'mean' if made.promise.measure == MEAN else 'days' if made.promise.measure == DAYS else 'forecast'}"
    return Verdict(_colour_of(made, limits), rule, numbers)


def _colour_of(made: Figures, limits: Thresholds) -> Colour:
    """Green, yellow or red by p; where p cannot be said, by whether the forecast keeps the promise."""
    if made.ratio is None:
        kept = made.forecast is not None and is_met(made.promise, made.forecast.value)
        return Colour.GREEN if kept else Colour.RED
    if made.ratio >= limits.green_from:
        return Colour.GREEN
    return Colour.YELLOW if made.ratio >= limits.yellow_from else Colour.RED


def _by_line(made: Figures, limits: Thresholds, numbers: dict[str, Any]) -> Verdict:
    """Points of progress behind the trajectory on the day of the latest reading."""
    points = points_behind(made)
    if points is None:
        return Verdict(_colour_of(made, limits), "indicator.forecast", numbers)
    numbers |= {"points_behind": text(points)}
    colour = Colour.GREEN if points < limits.linear_yellow else Colour.YELLOW
    if points > limits.linear_red:
        colour = Colour.RED
    return Verdict(colour, "indicator.linear", numbers)


def points_behind(made: Figures) -> Decimal | None:
    """(expected − value) ÷ the whole way × 100, the other way round where less is better; None if no way."""
    if made.to_date is None or made.expected_then is None:
        return None
    promise = made.promise
    base = promise.base if promise.base is not None and not promise.less_is_better else ZERO
    way = promise.value - base
    if way <= 0:
        return None
    short = made.expected_then - made.to_date
    return (-short if promise.less_is_better else short) / way * 100


def _indicator_numbers(made: Figures) -> dict[str, Any]:
    """All numbers of an indicator as JSON-able text, named as the sentences name them."""
    promise, course = made.promise, made.course
    known: dict[str, Decimal | None] = {
        "value": promise.value,
        "to_date": made.to_date,
        "expected": made.expected,
        "expected_then": made.expected_then,
        "gap": made.gap,
        "needed": made.needed,
        "best": made.best,
        "control": made.control,
        "bad_days": made.bad_days,
        "percent": None if made.ratio is None else made.ratio * 100,
        "months_left": max(ZERO, months_between(made.today, promise.due)),
        "days_all": Decimal(promise.days),
    }
    if course:
        known["days_passed"] = Decimal((course.last.day - promise.eve).days)
        known["days_left"] = Decimal(max(0, (promise.due - course.last.day).days))
    if made.forecast:
        known |= {"forecast": made.forecast.value, "low": made.forecast.low, "high": made.forecast.high}
        known |= made.forecast.numbers
    numbers = {name: text(value) for name, value in known.items() if value is not None}
    return numbers | ({"method": made.forecast.method} if made.forecast else {})


def text(value: Decimal) -> str:
    """A decimal for JSON: six places are enough for any page, and no exponent."""
    return f"{round(value, 6):f}"


@dataclass(frozen=True)
class MilestoneFacts:
    """What is known of a milestone: `counts_on` is the day it is scored on, `heard` the owner's last word.

    `since` is the day from which the owner owes news; `expected_on` the day the owner now expects.
    """

    counts_on: date
    cycle: str
    since: date
    heard: date | None = None
    expected_on: date | None = None
    done_on: date | None = None


def judge_milestone(facts: MilestoneFacts, today: date, rules: Rules) -> Verdict:
    """Done is green, past is red, a silent owner grey, expected too late red, near yellow, else green."""
    limits = rules.thresholds
    left = (facts.counts_on - today).days
    deadline = news_due(
        facts.cycle, facts.heard or facts.since, limits.milestone_grace_days, rules.add_workdays
    )
    numbers = _milestone_numbers(facts, left, deadline)
    if facts.done_on:
        return Verdict(Colour.GREEN, "milestone.done", numbers)
    if left < 0:
        return Verdict(Colour.RED, "milestone.past", numbers)
    if today > deadline:
        return Verdict(Colour.GREY, "milestone.silent", numbers)
    if facts.expected_on and facts.expected_on > facts.counts_on:
        return Verdict(Colour.RED, "milestone.expected_late", numbers)
    if left <= limits.milestone_days:
        return Verdict(Colour.YELLOW, "milestone.near", numbers)
    return Verdict(Colour.GREEN, "milestone.ahead", numbers)


def news_due(cycle: str, heard: date, grace_days: int, add_workdays: AddWorkdays) -> date:
    """The last day on which an owner heard from on `heard` need not have spoken again."""
    deadline = after_cycles(cycle, heard, 1)
    return add_workdays(deadline, grace_days) if grace_days else deadline


def _milestone_numbers(facts: MilestoneFacts, left: int, deadline: date) -> dict[str, Any]:
    late = (facts.done_on - facts.counts_on).days if facts.done_on else -left
    behind = (facts.expected_on - facts.counts_on).days if facts.expected_on else 0
    known: dict[str, Any] = {
        "due": facts.counts_on.isoformat(),
        "days_left": max(0, left),
        "days_late": late if late > 0 else None,
        "days_behind": behind if behind > 0 else None,
        "done_on": facts.done_on and facts.done_on.isoformat(),
        "expected_on": facts.expected_on and facts.expected_on.isoformat(),
        "last_heard": facts.heard and facts.heard.isoformat(),
        "silent_after": deadline.isoformat(),
    }
    return {name: value for name, value in known.items() if value is not None}


@dataclass(frozen=True)
class OpenItem:
    """An undone line of a list: `is_problem` for the problem list."""

    due: date | None
    is_problem: bool


@dataclass(frozen=True)
class StandingFacts:
    """What is known of standing work."""

    cycle: str
    since: date
    heard: date | None = None
    open_items: Sequence[OpenItem] = field(default_factory=tuple)
    done_items: int = 0


def judge_standing(facts: StandingFacts, today: date, rules: Rules) -> Verdict:
    """An overdue problem is red, a silent owner grey, an overdue duty or task yellow, else green."""
    limits = rules.thresholds
    overdue = [item for item in facts.open_items if item.due and item.due < today]
    problems = [item for item in overdue if item.is_problem]
    deadline = news_due(
        facts.cycle, facts.heard or facts.since, limits.milestone_grace_days, rules.add_workdays
    )
    numbers: dict[str, Any] = {
        "open": len(facts.open_items),
        "done": facts.done_items,
        "overdue": len(overdue),
        "problems": len(problems),
        "days_late": max(((today - item.due).days for item in overdue if item.due), default=0),
        "silent_after": deadline.isoformat(),
    }
    if facts.heard:
        numbers["last_heard"] = facts.heard.isoformat()
    if problems:
        return Verdict(Colour.RED, "standing.problems_overdue", numbers)
    if today > deadline:
        return Verdict(Colour.GREY, "standing.silent", numbers)
    if overdue:
        return Verdict(Colour.YELLOW, "standing.items_overdue", numbers)
    return Verdict(Colour.GREEN, "standing.on_course", numbers)


DONE_RULES = frozenset({"indicator.met", "milestone.done"})


def in_palette(verdict: Verdict, palette: Palette) -> Verdict:
    """With four colours, what is well but not yet done is blue."""
    if palette == Palette.FOUR and verdict.colour == Colour.GREEN and verdict.rule not in DONE_RULES:
        return Verdict(Colour.BLUE, verdict.rule, verdict.numbers, verdict.chain)
    return verdict


def is_phantom(cycle: str, heard: date, today: date, cycles: int) -> bool:
    """Whether an owner last heard from on `heard` is silent for longer than so many cycles."""
    return today > after_cycles(cycle, heard, cycles)
