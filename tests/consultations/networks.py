"""Networks for tests, drawn as tables: plans with rows, scheduled by the engine itself, without a database.

    plans = {
        1: plan("示例甲", rows=\"\"\"
            A 10 unit=7
            B 5 A
        \"\"\", due="2018-03-02"),
    }

A row: key, working days (0 is a milestone), predecessors as they are typed, then cells. Links between plans are
`cross("1/B", "2/C", …)`. Dates are those that the engine computes from these rows.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from yipanqi.consultations.search import Case
from yipanqi.plans.assembling import ActivityRow, CrossRow, FactRow, LinkRow, PlanRows
from yipanqi.plans.changing import changed
from yipanqi.plans.computing import Cycle, PlanDates, computed
from yipanqi.plans.days import Calendars
from yipanqi.plans.drafts import PlanChange, join, split
from yipanqi.plans.pasting import read_predecessors
from yipanqi.plans.queries.network import (
    Network,
    NetworkActivity,
    NetworkCross,
    NetworkLink,
    NetworkPlan,
)

START = date(2018, 1, 8)
"""A Monday."""
CALENDARS = Calendars({})
UNITS = {7: "示例建设局", 8: "示例国土局", 9: "示例财政局"}


@dataclass(frozen=True)
class Drawn:
    """A plan as it is drawn in a test."""

    name: str
    rows: tuple[ActivityRow, ...]
    links: tuple[LinkRow, ...]
    owner: int = 7
    due: date | None = None
    start: date = START
    calendar: str = "5"
    target: int | None = None
    status: str = "draft"
    begun: Mapping[str, FactRow] = field(default_factory=dict)


def day(text: str) -> date:
    """A day."""
    return date.fromisoformat(text)


def plan(name: str, rows: str, *, due: str = "", begun: str = "", done: str = "", **fields: Any) -> Drawn:
    """A plan from its table; `begun` and `done` name the activities with facts."""
    lines = [line.split() for line in rows.strip().splitlines()]
    keys = {words[0] for words in lines}
    facts = {key: FactRow(START, START, None, None, datetime(2018, 1, 8)) for key in begun.split()}
    facts |= {key: FactRow(START, START, START, None, datetime(2018, 1, 8)) for key in done.split()}
    return Drawn(
        name=name,
        rows=tuple(_row(words) for words in lines),
        links=tuple(link for words in lines for link in _links(words, keys)),
        due=day(due) if due else None,
        begun=facts,
        **fields,
    )


def _row(words: Sequence[str]) -> ActivityRow:
    key, days, *rest = words
    cells: dict[str, Any] = dict(word.split("=", 1) for word in rest if "=" in word)
    if "date" in cells:
        kind, _, on = cells.pop("date").partition(":")
        cells |= {"constraint": kind, "constraint_date": day(on)}
    if "claim" in cells:
        kind, _, thing = cells.pop("claim").partition(":")
        cells |= {"claim_kind": kind, "claim": thing}
    unit = cells.pop("unit", "7")
    target = cells.pop("target", "")
    return ActivityRow(
        key=key,
        level=0,
        kind="task" if int(days) else "milestone",
        name=f"示例{key}",
        duration=int(days),
        unit_id=int(unit) if unit != "-" else None,
        constraint=cells.pop("constraint", ""),
        constraint_date=cells.pop("constraint_date", None),
        target_id=int(target) if target else None,
        constraint_reason=cells.pop("reason", ""),
        **cells,
    )


def _links(words: Sequence[str], known: Collection[str]) -> list[LinkRow]:
    typed = ",".join(word for word in words[2:] if "=" not in word)
    return [
        LinkRow(link.predecessor, words[0], link.type, link.lag)
        for link in read_predecessors(typed, words[0], known)
    ]


def cross(
    before: str, after: str, *, type: str = "FS", lag: int = 0, accepted: bool = True, needed_by: str = ""
) -> NetworkCross:
    """A link between plans."""
    (plan_a, a), (plan_b, b) = split(before), split(after)
    status = "accepted" if accepted else "proposed"
    needed = day(needed_by) if needed_by else None
    return NetworkCross(0, plan_a, a, plan_b, b, type, lag, status, needed, plan_a)


@dataclass(frozen=True)
class World:
    """Drawn plans and the links between them; `case()` is what the search reads."""

    plans: Mapping[int, Drawn]
    cross: tuple[NetworkCross, ...] = ()
    more: Mapping[str, Any] = field(default_factory=dict)

    def case(self) -> Case:
        """Scheduled by the engine; without dates where the links that count form a ring."""
        found = self._dates()
        plans = {key: self._plan(key, one, found.get(key)) for key, one in self.plans.items()}
        rows = tuple(
            _scheduled(key, row, found.get(key)) for key, one in self.plans.items() for row in one.rows
        )
        links = tuple(NetworkLink(key, *link) for key, one in self.plans.items() for link in one.links)
        facts = {(key, name): fact for key, one in self.plans.items() for name, fact in one.begun.items()}
        network = Network(plans, rows, links, self.cross, UNITS, facts)
        return Case(network, CALENDARS, **self.more)

    def _dates(self) -> dict[int, PlanDates]:
        counting = [CrossRow(*link[1:7]) for link in self.cross if link.status == "accepted"]
        rows = [self._rows(key, one) for key, one in self.plans.items()]
        if not rows:
            return {}
        try:
            return computed(rows, counting, CALENDARS)
        except Cycle:
            return {}

    @staticmethod
    def _rows(key: int, one: Drawn) -> PlanRows:
        return PlanRows(
            key, one.name, one.start, one.calendar, one.rows, one.links, one.begun, START, finish_by=one.due
        )

    @staticmethod
    def _plan(key: int, one: Drawn, dates: PlanDates | None) -> NetworkPlan:
        finish, left = (dates.finish, dates.total_float) if dates else (None, None)
        return NetworkPlan(
            key,
            one.name,
            one.owner,
            None,
            one.target,
            None,
            one.start,
            one.due,
            one.calendar,
            one.due if one.status == "agreed" else None,
            finish,
            left,
            True,
            100 + key,
            one.status,
        )

    def changed(self, changes: Sequence[PlanChange]) -> "World":
        """The world after a remedy, by the very function that decisions use."""
        plans, links = dict(self.plans), self.cross
        for change in changes:
            plans, links = _changed(plans, links, change)
        return replace(self, plans=plans, cross=links)


def _changed(
    plans: dict[int, Drawn], links: tuple[NetworkCross, ...], change: PlanChange
) -> tuple[dict[int, Drawn], tuple[NetworkCross, ...]]:
    """One change, by the function that decisions use; a link that was only proposed is refused by hand."""
    assert change.base_version_id == 100 + change.plan_id
    one = plans[change.plan_id]
    named = (change.value["predecessor"], change.key) if change.field == "remove_link" else None
    waiting = [link for link in links if link.status != "accepted"]
    if refused := [link for link in waiting if (join(*link[1:3]), link.successor) == named]:
        return plans, tuple(link for link in links if link not in refused)
    counting = [CrossRow(*link[1:7]) for link in links if link.status == "accepted"]
    after = changed(World._rows(change.plan_id, one), one.due, counting, [change])
    drawn = replace(one, rows=after.activities, links=after.links, due=after.due)
    taken = {row[:5] for row in after.cross}
    still = (link for link in waiting if link[1:6] not in taken)
    return plans | {change.plan_id: drawn}, (*(_cross_of(row, links) for row in after.cross), *still)


def _cross_of(row: CrossRow, links: tuple[NetworkCross, ...]) -> NetworkCross:
    """A link that counts; the date that was wished for stays."""
    former = next((link for link in links if link[1:6] == row[:5]), None)
    needed = former.needed_by if former else None
    return NetworkCross(0, *row, "accepted", needed, row.predecessor_plan)


def _scheduled(plan_id: int, row: ActivityRow, dates: PlanDates | None) -> NetworkActivity:
    found = dates.dates[row.key] if dates else None
    return NetworkActivity(
        plan_id=plan_id,
        key=row.key,
        name=row.name,
        kind=row.kind,
        level=row.level,
        duration=row.duration,
        unit_id=row.unit_id,
        constraint=row.constraint,
        constraint_date=row.constraint_date,
        constraint_reason=row.constraint_reason,
        claim_kind=row.claim_kind,
        claim=row.claim,
        approval=row.approval,
        standard="",
        target_id=row.target_id,
        start=found.start if found else None,
        finish=found.finish if found else None,
        late_start=found.late_start if found else None,
        late_finish=found.late_finish if found else None,
        total_float=found.total_float if found else None,
        free_float=found.free_float if found else None,
        critical=bool(found and found.critical),
        longest_path=bool(found and found.longest_path),
        driver=found.driver if found else "",
        colour="grey",
        baseline_start=None,
        baseline_finish=None,
    )
