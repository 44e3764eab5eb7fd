"""What units owe out of a network and of decisions, pure: one Duty for each line of a letter."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from yipanqi.plans.queries import Network, NetworkActivity

Key = tuple[int, str]
TEXT_LENGTH = 300


class Decided(Protocol):
    """A decision that names a unit."""

    pk: int
    text: str
    who_id: int | None
    by: date | None


@dataclass(frozen=True)
class Duty:
    """One duty of a unit: an activity of an agreed plan, or a decision. Dates and float (working days) as agreed.

    The fields are columns of an item.

    `waits_for` and `waited_by` are [{"unit", "what", "contact"}], without a contact where the unit names no post.
    """

    text: str
    due: date
    plan_id: int | None = None
    key: str = ""
    decision_id: int | None = None
    standard: str = ""
    verified_how: str = ""
    start: date | None = None
    latest: date | None = None
    total_float: int | None = None
    leader_id: int | None = None
    waits_for: list[dict[str, str]] = field(default_factory=list)
    waited_by: list[dict[str, str]] = field(default_factory=list)

    @property
    def place(self) -> tuple[int | None, str, int | None]:
        """What makes it the same duty."""
        return self.plan_id, self.key, self.decision_id


def duties_of(
    network: Network | None, decisions: Iterable[Decided], contacts: Mapping[int, str] | None = None
) -> dict[int, list[Duty]]:
    """By unit: activities in the order of plans and days, then decisions. What is done is owed no more.

    `contacts`: the post to speak to, by unit.
    """
    found: dict[int, list[Duty]] = defaultdict(list)
    if network is not None:
        neighbours = _neighbours(network)
        for row in sorted(network.activities, key=_order):
            if row.kind != "summary" and row.baseline_finish and not network.is_done((row.plan_id, row.key)):
                found[_doer(network, row)].append(_of_activity(network, row, neighbours, contacts or {}))
    for decision in decisions:
        if decision.who_id is not None and decision.by is not None:
            duty = Duty(decision.text[:TEXT_LENGTH], decision.by, decision_id=decision.pk)
            found[decision.who_id].append(duty)
    return dict(found)


def _order(row: NetworkActivity) -> tuple[int, date, str]:
    return row.plan_id, row.baseline_finish or date.max, row.key


def _doer(network: Network, row: NetworkActivity) -> int:
    return row.unit_id or network.plans[row.plan_id].owner_id


def _of_activity(
    network: Network,
    row: NetworkActivity,
    neighbours: Mapping[str, Mapping[Key, list[Key]]],
    contacts: Mapping[int, str],
) -> Duty:
    plan, key = network.plans[row.plan_id], (row.plan_id, row.key)
    return Duty(
        text=f"{plan.name}：{row.name}"[:TEXT_LENGTH],
        due=row.baseline_finish or date.max,
        plan_id=row.plan_id,
        key=row.key,
        standard=row.standard,
        start=row.baseline_start,
        latest=row.baseline_late,
        total_float=row.baseline_float,
        leader_id=plan.leader_id,
        waits_for=_others(network, row, neighbours["before"].get(key, ()), contacts),
        waited_by=_others(network, row, neighbours["after"].get(key, ()), contacts),
    )


def _neighbours(network: Network) -> dict[str, dict[Key, list[Key]]]:
    """Activities before and after each one, inside its plan and across accepted links."""
    before: dict[Key, list[Key]] = defaultdict(list)
    after: dict[Key, list[Key]] = defaultdict(list)
    ends = [((link.plan_id, link.predecessor), (link.plan_id, link.successor)) for link in network.links]
    ends += [
        ((link.predecessor_plan, link.predecessor), (link.successor_plan, link.successor))
        for link in network.cross
        if link.status == "accepted"
    ]
    for one, other in ends:
        before[other].append(one)
        after[one].append(other)
    return {"before": before, "after": after}


def _others(
    network: Network, row: NetworkActivity, keys: Iterable[Key], contacts: Mapping[int, str]
) -> list[dict[str, str]]:
    """Activities of other units among these, with who does them."""
    own = _doer(network, row)
    rows = [network.by_key[key] for key in dict.fromkeys(keys) if key in network.by_key]
    return [_other(network, one, contacts) for one in rows if _doer(network, one) != own]


def _other(network: Network, row: NetworkActivity, contacts: Mapping[int, str]) -> dict[str, str]:
    doer = _doer(network, row)
    told = {"unit": network.units.get(doer, ""), "what": row.name}
    return told | ({"contact": contacts[doer]} if doer in contacts else {})
