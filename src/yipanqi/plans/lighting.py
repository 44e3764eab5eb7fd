"""The rules of the lights of plans and of their activities, pure: dates and what was agreed in, a Verdict out.

The first rule that applies decides: nothing agreed is grey, done is green, beyond what was agreed red, silent
grey, float used up or a start missed yellow, else green. The sentences of the rules are in `plans.wording`.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

from yipanqi.lights.thresholds import Palette, Thresholds
from yipanqi.lights.verdict import Colour, Verdict
from yipanqi.plans.assembling import MILESTONE, SUMMARY, ActivityRow, FactRow, PlanRows
from yipanqi.plans.computing import PlanDates, full_name
from yipanqi.plans.days import DayTable
from yipanqi.targets.judgement import news_due
from yipanqi.targets.periods import MONTHLY

CYCLE = MONTHLY
"""How often a plan is to be heard from while something in it should be going on."""
FLOAT_SHARE = 2
"""Yellow from where float used × FLOAT_SHARE is more than the agreed float: more than half of it."""
LONGEST_CHAIN = 12
"""Steps of a chain: a longer one keeps its beginning, where the cause is, and its end."""

AddWorkdays = Callable[[date, int], date]


class Agreed(NamedTuple):
    """What was agreed of one activity: dates, the latest finish that keeps it, working days between the two."""

    start: date | None
    finish: date | None
    late: date | None
    float: int | None


NOTHING_AGREED = Agreed(None, None, None, None)


@dataclass(frozen=True)
class Rules:
    """Thresholds in force, working days to count grace by, and the day on which one judges."""

    thresholds: Thresholds
    add_workdays: AddWorkdays
    today: date


@dataclass(frozen=True)
class PlanView:
    """One scheduled plan with what was agreed; `agreed_on` is None while nothing is.

    `heard` is the day of the last fact. `days` is the plan's calendar, `table` its rows by key.
    """

    rows: PlanRows
    computed: PlanDates
    days: DayTable
    agreed: Mapping[str, Agreed] = field(default_factory=dict)
    agreed_on: date | None = None
    agreed_finish: date | None = None
    agreed_float: int | None = None
    heard: date | None = None

    @cached_property
    def by_key(self) -> dict[str, ActivityRow]:
        """The rows by key."""
        return {row.key: row for row in self.rows.activities}

    @property
    def unfinished(self) -> Iterator[ActivityRow]:
        """Activities and milestones that still have to be done."""
        return (row for row in self.rows.activities if row.kind != SUMMARY and not self.is_done(row.key))

    def fact(self, key: str) -> FactRow | None:
        """The newest fact about an activity."""
        return self.rows.facts.get(key)

    def is_done(self, key: str) -> bool:
        """Whether a fact says that it is finished."""
        fact = self.fact(key)
        return bool(fact and fact.actual_finish)

    def has_begun(self, key: str) -> bool:
        """Whether a fact says that it has begun."""
        fact = self.fact(key)
        return bool(fact and fact.actual_start)


class Lateness(NamedTuple):
    """One date that was agreed, and what becomes of it. `days` and floats are working days, late is positive."""

    key: str
    name: str
    forecast: date
    agreed: date
    days: int
    agreed_float: int
    float_left: int


def judge(plan_id: int, views: Mapping[int, PlanView], units: Mapping[int, str], rules: Rules) -> Verdict:
    """The light of one plan; the chain may lead through the other plans of `views`. `units` names them by id."""
    view = views[plan_id]
    numbers = _numbers(view, rules)
    if view.agreed_on is None:
        return Verdict(Colour.GREY, "plan.not_agreed", numbers)
    if not any(True for _ in view.unfinished):
        return _well(Verdict(Colour.GREEN, "plan.done", numbers | _done(view)), rules, done=True)
    promises = list(_promises(view))
    worst = max(promises, key=lambda one: one.days, default=None)
    if worst and worst.days > 0:
        late = numbers | _late_numbers(worst)
        return Verdict(Colour.RED, "plan.beyond_agreed", late, chain(plan_id, worst.key, views, units))
    if rules.today > silent_after(view, rules):
        return Verdict(Colour.GREY, "plan.silent", numbers)
    if used := max((one for one in promises if _is_used(one)), key=_share_used, default=None):
        spent = numbers | _used_numbers(used)
        return Verdict(Colour.YELLOW, "plan.float_used", spent, chain(plan_id, used.key, views, units))
    if missed := _missed(view, rules.today):
        first = numbers | _missed_numbers(view, missed, rules.today)
        return Verdict(Colour.YELLOW, "plan.start_missed", first, chain(plan_id, missed[0].key, views, units))
    return _well(Verdict(Colour.GREEN, "plan.normal", numbers), rules)


def _well(verdict: Verdict, rules: Rules, *, done: bool = False) -> Verdict:
    """With four colours, what is well but not yet done is blue."""
    if rules.thresholds.palette == Palette.FOUR and not done:
        return Verdict(Colour.BLUE, verdict.rule, verdict.numbers, verdict.chain)
    return verdict


def _numbers(view: PlanView, rules: Rules) -> dict[str, Any]:
    """What every verdict about a plan states."""
    known = {
        "forecast": view.computed.finish,
        "agreed": view.agreed_finish,
        "agreed_float": view.agreed_float,
        "float_left": view.computed.total_float,
        "last_heard": view.heard,
        "silent_after": silent_after(view, rules) if view.agreed_on else None,
        "activities": sum(row.kind != SUMMARY for row in view.rows.activities),
        "open": sum(1 for _ in view.unfinished),
    }
    return {name: _json(value) for name, value in known.items() if value is not None}


def _json(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _done(view: PlanView) -> dict[str, Any]:
    if view.computed.finish is None or view.agreed_finish is None:
        return {}
    late = view.days.between(view.agreed_finish, view.computed.finish)
    return {"days_late": late} if late > 0 else {}


def silent_after(view: PlanView, rules: Rules) -> date:
    """The last day on which silence is fair: a cycle and the days of grace after the last word, or after the first
    planned start that nobody has spoken of."""
    first = min((agreed.start for agreed in _open_agreements(view) if agreed.start), default=date.max)
    heard = max(filter(None, (view.heard, view.agreed_on)), default=view.rows.start)
    if first == date.max:
        return first
    return news_due(CYCLE, max(heard, first), rules.thresholds.grace_days, rules.add_workdays)


def _open_agreements(view: PlanView) -> Iterator[Agreed]:
    return (view.agreed[row.key] for row in view.unfinished if row.key in view.agreed)


def _promises(view: PlanView) -> Iterator[Lateness]:
    """The plan's finish and its unfinished milestones, each against what was agreed."""
    dates = view.computed.dates
    for row in view.unfinished:
        agreed = view.agreed.get(row.key)
        forecast = dates[row.key].finish
        if row.kind == MILESTONE and agreed and agreed.late and forecast:
            yield _lateness(view, row.key, row.name, forecast, agreed.late, agreed.float)
    finish, last = view.computed.finish, _last(view)
    if finish and view.agreed_finish and last:
        yield _lateness(view, last, view.rows.name, finish, view.agreed_finish, view.agreed_float)


def _lateness(
    view: PlanView, key: str, name: str, forecast: date, agreed: date, agreed_float: int | None
) -> Lateness:
    left = view.days.between(forecast, agreed)
    late = max(1, -left) if forecast > agreed else 0
    return Lateness(key, name, forecast, agreed, late, agreed_float or 0, left)


def _last(view: PlanView) -> str | None:
    """The unfinished activity that ends last; a milestone before the work that it follows."""
    dates = view.computed.dates
    ends = [(dates[row.key].finish or date.min, row.kind == MILESTONE, row.key) for row in view.unfinished]
    return max(ends)[2] if ends else None


def _late_numbers(late: Lateness) -> dict[str, Any]:
    return {
        "what": late.name,
        "key": late.key,
        "forecast": late.forecast.isoformat(),
        "agreed": late.agreed.isoformat(),
        "days_late": late.days,
    }


def _is_used(one: Lateness) -> bool:
    return one.agreed_float > 0 and (one.agreed_float - one.float_left) * FLOAT_SHARE > one.agreed_float


def _share_used(one: Lateness) -> float:
    return (one.agreed_float - one.float_left) / one.agreed_float


def _used_numbers(used: Lateness) -> dict[str, Any]:
    numbers = _late_numbers(used) | {
        "agreed_float": used.agreed_float,
        "float_left": used.float_left,
        "float_used": used.agreed_float - used.float_left,
        "percent_used": round(100 * _share_used(used)),
    }
    del numbers["days_late"]
    return numbers


def _missed(view: PlanView, today: date) -> list[ActivityRow]:
    """Unfinished activities whose agreed start is past and of which no start is known, the longest missed first."""
    missed = []
    for row in view.unfinished:
        agreed = view.agreed.get(row.key)
        if (
            row.kind != MILESTONE
            and agreed
            and agreed.start
            and agreed.start < today
            and not view.has_begun(row.key)
        ):
            missed.append((agreed.start, row))
    return [row for _, row in sorted(missed, key=lambda pair: (pair[0], pair[1].key))]


def _missed_numbers(view: PlanView, missed: list[ActivityRow], today: date) -> dict[str, Any]:
    first = missed[0]
    start = view.agreed[first.key].start
    assert start is not None
    return {
        "what": first.name,
        "key": first.key,
        "missed": len(missed),
        "planned_start": start.isoformat(),
        "days_missed": max(1, view.days.between(start, today)),
        "float_of_it": view.computed.dates[first.key].total_float or 0,
    }


def chain(
    plan_id: int, key: str, views: Mapping[int, PlanView], units: Mapping[int, str]
) -> tuple[dict[str, Any], ...]:
    """The unfinished activities that drive `key`, the cause first, `key` itself last.

    Each step: "text", "unit", "unit_id", "plan_id", "plan", "key", "start", "finish", "agreed" (finish), "since"
    (the finish again, for the page of the light) and, when a fact says so, "waits_for" and "waits_for_id".
    """
    path = list(_path_back(plan_id, key, views))
    if len(path) > LONGEST_CHAIN:
        path = path[: LONGEST_CHAIN // 2] + path[-LONGEST_CHAIN // 2 :]
    return tuple(_step(at, views[at[0]], units, plan_id) for at in reversed(path))


def _path_back(plan_id: int, key: str, views: Mapping[int, PlanView]) -> Iterator[tuple[int, str]]:
    """From an activity to what drives it, until something finished, or nothing, does."""
    at = (plan_id, key)
    while at[0] in views and not views[at[0]].is_done(at[1]):
        dates = views[at[0]].computed.dates
        yield at
        driver = dates[at[1]].driver
        if not driver:
            return
        at = full_name(at[0], driver, dates)


def _step(at: tuple[int, str], view: PlanView, units: Mapping[int, str], home: int) -> dict[str, Any]:
    plan_id, key = at
    row, dates = view.by_key[key], view.computed.dates[key]
    agreed, fact = view.agreed.get(key), view.fact(key)
    step = {
        "text": row.name if plan_id == home else f"{view.rows.name}：{row.name}",
        "unit": units.get(row.unit_id or 0, ""),
        "unit_id": row.unit_id,
        "plan_id": plan_id,
        "plan": view.rows.name,
        "key": key,
        "start": _json(dates.start),
        "finish": _json(dates.finish),
        "agreed": _json(agreed.finish) if agreed else None,
        "since": _json(dates.finish) or "",
    }
    if fact and fact.waits_for_id:
        step |= {"waits_for": units.get(fact.waits_for_id, ""), "waits_for_id": fact.waits_for_id}
    return step


def colours(view: PlanView, rules: Rules) -> dict[str, Colour]:
    """The light of every activity of a plan, by key; all grey while nothing is agreed."""
    if view.agreed_on is None:
        return dict.fromkeys(view.computed.dates, Colour.GREY)
    silent = rules.today > silent_after(view, rules)
    return {row.key: _colour(row, view, rules, silent) for row in view.rows.activities}


def _colour(row: ActivityRow, view: PlanView, rules: Rules, silent: bool) -> Colour:
    agreed, dates, fact = view.agreed.get(row.key), view.computed.dates[row.key], view.rows.facts.get(row.key)
    if agreed is None or agreed.start is None or dates.finish is None:
        return Colour.GREY
    if fact and fact.actual_finish:
        return Colour.GREEN
    if agreed.late and dates.finish > agreed.late:
        return Colour.RED
    if silent and agreed.start <= rules.today:
        return Colour.GREY
    begun = bool(fact and fact.actual_start)
    if row.kind == "task" and not begun and agreed.start < rules.today:
        return Colour.YELLOW
    if agreed.float and agreed.late and agreed.float > 0:
        left = view.days.between(dates.finish, agreed.late)
        if (agreed.float - left) * FLOAT_SHARE > agreed.float:
            return Colour.YELLOW
    return Colour.BLUE if begun and rules.thresholds.palette == Palette.FOUR else Colour.GREEN
