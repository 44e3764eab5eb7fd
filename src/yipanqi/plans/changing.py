"""Changes of plans applied to their rows, pure: what a decision makes, or what one tries before it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from yipanqi.foundation.errors import DomainError
from yipanqi.plans.assembling import MILESTONE, SUMMARY, ActivityRow, CrossRow, LinkRow, PlanRows
from yipanqi.plans.drafts import SEPARATOR, PlanChange, split

MOST_DAYS = 5000
CONSTRAINTS = ("start_on_or_after", "finish_on_or_before")
LINKS = ("add_link", "remove_link", "lag")
TYPES = ("FS", "SS", "FF", "SF")


@dataclass(frozen=True)
class Changed:
    """One plan's rows and the links between plans after its changes; `due_changed` tells whether `due` was set."""

    activities: tuple[ActivityRow, ...]
    links: tuple[LinkRow, ...]
    cross: tuple[CrossRow, ...]
    due: date | None
    due_changed: bool = False


def changed(
    plan: PlanRows, due: date | None, cross: Sequence[CrossRow], changes: Sequence[PlanChange]
) -> Changed:
    """A plan after its changes, one after another. DomainError for an unknown activity, link, field or a bad value."""
    state = Changed(tuple(plan.activities), tuple(plan.links), tuple(cross), due)
    for change in changes:
        state = _applied(state, change)
    return state


def _applied(state: Changed, change: PlanChange) -> Changed:
    if change.field == "due":
        if change.key:
            raise DomainError("plans.change_unknown", field=change.field)
        return replace(state, due=_day(change.value), due_changed=True)
    if not any(row.key == change.key for row in state.activities):
        raise DomainError("plans.unknown_activity", key=change.key)
    if change.field in LINKS:
        return _relinked(state, change)
    if change.field not in _ROW:
        raise DomainError("plans.change_unknown", field=change.field)
    make = _ROW[change.field]
    rows = (row if row.key != change.key else make(row, change.value) for row in state.activities)
    return replace(state, activities=tuple(rows))


def _day(value: Any) -> date | None:
    if value is not None and not isinstance(value, date):
        raise DomainError("input.not_a_day", text=str(value))
    return value


def _duration(row: ActivityRow, value: Any) -> ActivityRow:
    if not isinstance(value, int) or not 1 <= value <= MOST_DAYS:
        raise DomainError("plans.days_out_of_range", limit=MOST_DAYS)
    if row.kind in (MILESTONE, SUMMARY):
        raise DomainError("plans.milestone_has_no_days")
    return row._replace(duration=value)


def _constraint(kind: str) -> Callable[[ActivityRow, Any], ActivityRow]:
    def constrained(row: ActivityRow, value: Any) -> ActivityRow:
        day = _day(value)
        if day is None:
            return row._replace(constraint="", constraint_date=None) if row.constraint == kind else row
        return row._replace(constraint=kind, constraint_date=day)

    return constrained


def _text(name: str, longest: int) -> Callable[[ActivityRow, Any], ActivityRow]:
    def written(row: ActivityRow, value: Any) -> ActivityRow:
        if not isinstance(value, str) or len(value) > longest:
            raise DomainError("input.too_long", longest=longest)
        return row._replace(**{name: value.strip()})  # type: ignore[arg-type]  # the names are of text columns

    return written


def _unit(row: ActivityRow, value: Any) -> ActivityRow:
    if not isinstance(value, int):
        raise DomainError("input.not_a_choice")
    return row._replace(unit_id=value)


_ROW: Mapping[str, Callable[[ActivityRow, Any], ActivityRow]] = {
    "duration": _duration,
    "unit": _unit,
    "claim": _text("claim", 100),
    "constraint_reason": _text("constraint_reason", 200),
    **{kind: _constraint(kind) for kind in CONSTRAINTS},
}
"""What each field does to an activity."""


def _relinked(state: Changed, change: PlanChange) -> Changed:
    value = change.value
    if not isinstance(value, Mapping) or not isinstance(value.get("predecessor"), str):
        raise DomainError("plans.change_unknown", field=change.field)
    type_, lag = value.get("type", "FS"), value.get("lag", 0)
    if type_ not in TYPES:
        raise DomainError("plans.link_type_unknown", type=type_)
    if not isinstance(lag, int) or abs(lag) > MOST_DAYS:
        raise DomainError("plans.days_out_of_range", limit=MOST_DAYS)
    if SEPARATOR in value["predecessor"]:
        plan_id, key = split(value["predecessor"])
        wanted = CrossRow(plan_id, key, change.plan_id, change.key, type_, lag)
        return replace(state, cross=_edited(state.cross, wanted, change.field))
    if change.field == "add_link" and not any(row.key == value["predecessor"] for row in state.activities):
        raise DomainError("plans.unknown_predecessor", key=value["predecessor"])
    link = LinkRow(value["predecessor"], change.key, type_, lag)
    return replace(state, links=_edited(state.links, link, change.field))


def _edited(links: tuple[Any, ...], link: Any, field: str) -> tuple[Any, ...]:
    """The links with `link` added, taken away or with its lag; the lag does not tell links apart."""
    others = tuple(one for one in links if one[:-1] != link[:-1])
    there = len(others) != len(links)
    if field == "add_link" and there:
        raise DomainError("plans.link_twice", key=link.predecessor)
    if field != "add_link" and not there:
        raise DomainError("plans.link_unknown", key=link.predecessor)
    if field == "lag":
        return tuple(link if one[:-1] == link[:-1] else one for one in links)
    return others if field == "remove_link" else (*links, link)
