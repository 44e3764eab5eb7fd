"""Rule 5: the same parcel, approval or deliverable is taken by activities of two plans at overlapping times."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from yipanqi.consultations.search.model import Case, Found, Remedy, Rule
from yipanqi.plans.drafts import join
from yipanqi.plans.queries.network import Key, NetworkActivity


def claimed_twice(case: Case) -> Iterator[Found]:
    """Each claim against the one of another plan that holds the thing longest; claims of one plan are its own affair."""
    for (kind, claim), rows in _claims(case).items():
        holders: list[NetworkActivity] = []
        for row in sorted(rows, key=lambda row: (row.start, row.finish, row.plan_id, row.key)):
            others = [held for held in holders if held.plan_id != row.plan_id]
            holder = max(others, key=lambda held: (held.finish, held.key), default=None)
            if holder and _overlap(case, holder, row) > 0:
                yield _found(case, kind, claim, holder, row)
            holders = _longest(holders, row)


def _claims(case: Case) -> dict[tuple[str, str], list[NetworkActivity]]:
    found: dict[tuple[str, str], list[NetworkActivity]] = defaultdict(list)
    for row in case.open_rows:
        if row.claim_kind and row.claim.strip() and row.start and row.finish:
            found[row.claim_kind, "".join(row.claim.split()).casefold()].append(row)
    return {thing: rows for thing, rows in found.items() if len({row.plan_id for row in rows}) > 1}


def _longest(holders: list[NetworkActivity], row: NetworkActivity) -> list[NetworkActivity]:
    """Of the two plans that hold longest, the activity that does."""
    by_plan: dict[int, NetworkActivity] = {}
    for held in sorted([*holders, row], key=lambda held: (held.finish, held.key)):
        by_plan[held.plan_id] = held
    return sorted(by_plan.values(), key=lambda held: (held.finish, held.key))[-2:]


def _overlap(case: Case, first: NetworkActivity, second: NetworkActivity) -> int:
    """Working days on which both have it; the second begins no earlier than the first."""
    start, end = second.start, min(filter(None, (first.finish, second.finish)))
    table = case.days(second.plan_id)
    return table.between(start, end) + table.is_working(start) if start and start <= end else 0


def _found(case: Case, kind: str, claim: str, first: NetworkActivity, second: NetworkActivity) -> Found:
    keys: tuple[Key, Key] = ((first.plan_id, first.key), (second.plan_id, second.key))
    numbers = {
        "kind": kind,
        "claim": second.claim,
        "first": case.name(keys[0]),
        "second": case.name(keys[1]),
        "from": _iso(second.start),
        "until": _iso(min(filter(None, (first.finish, second.finish)))),
    }
    return Found(
        rule=Rule.CLAIMED_TWICE,
        about=(kind, claim, *(join(*key) for key in keys)),
        days=_overlap(case, first, second),
        numbers=numbers,
        where=keys,
        units=case.units_of(keys),
        remedy=_one_after_the_other(case, first, second),
    )


def _iso(day: object) -> str:
    return str(day)


def _one_after_the_other(case: Case, first: NetworkActivity, second: NetworkActivity) -> Remedy:
    """A link lets one wait for the other: the one that then moves less; one that has begun does not move."""
    choices = [
        (_wait(case, before, after), -(after.total_float or 0), after.plan_id, before, after)
        for before, after in ((first, second), (second, first))
        if not case.has_begun((after.plan_id, after.key))
    ]
    if not choices:
        return Remedy("share", {"first": first.name, "second": second.name})
    days, _, _, before, after = min(choices, key=lambda choice: choice[:3])
    value = {"predecessor": join(before.plan_id, before.key), "type": "FS", "lag": 0}
    keys = {"before": case.name((before.plan_id, before.key)), "after": case.name((after.plan_id, after.key))}
    change = case.change((after.plan_id, after.key), "add_link", value)
    return Remedy("one_after_other", keys | {"days": days}, (change,))


def _wait(case: Case, before: NetworkActivity, after: NetworkActivity) -> int:
    """Working days by which `after` would begin later."""
    start, finish = after.start or date.max, before.finish or date.max
    return case.days(after.plan_id).between(start, finish) + 1
