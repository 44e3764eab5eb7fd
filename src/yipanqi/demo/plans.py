"""The demo's network plans: made by who leads, tied across units, kept up with facts by who does the work."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from yipanqi.demo import data
from yipanqi.demo.acts import Act, Deed, at, at_day
from yipanqi.demo.book import Book
from yipanqi.plans import operations as plans
from yipanqi.plans.models import CrossLink
from yipanqi.plans.pasting import read_predecessors
from yipanqi.plans.queries import plan_rows

MADE, LINKED, ACCEPTED, SUBMITTED = at(1, 30), at(2, 1, 15), at(2, 2, 9), at(2, 2, 15)
FIRST_FACTS = at(2, 12, 15)


def the_plans(book: Book) -> Iterator[Act]:
    """Plans made, tied together and submitted."""
    for row in data.plans()["plans"]:
        owner, count = row["owner"], len(row["activities"])
        words = f"编制“{row['name']}”网络计划，{count}项工作"
        yield Act(MADE, book.name(owner), words, _make(book, row))
        yield Act(SUBMITTED, book.name(owner), f"提交会商：“{row['name']}”", _submit(book, row))
    for row in data.plans()["cross_links"]:
        successor, asked = book_row(row["to"]), book_row(row["from"])
        yield Act(
            LINKED,
            book.name(successor["owner"]),
            f"提出跨单位搭接，请{book.name(asked['owner'])}确认",
            _tie(book, row),
        )
        accepted = at_day(row["accepted"], 15) if "accepted" in row else ACCEPTED
        yield Act(accepted, book.name(asked["owner"]), "确认跨单位搭接", _accept(book, row))


def book_row(key: str) -> dict[str, Any]:
    """The data of one plan."""
    return next(row for row in data.plans()["plans"] if row["key"] == key)


def _make(book: Book, row: dict[str, Any]) -> Deed:
    def do(now: datetime) -> None:
        clerk = book.cast.clerk_of(row["owner"], now)
        draft = plans.PlanDraft(
            name=row["name"],
            owner_id=book.unit(row["owner"]),
            start=row["start"],
            due=row["due"],
            project_id=book.projects.get(row.get("project", "")),
            target_id=book.targets[row["target"]].pk if "target" in row else None,
            leader_id=book.leader(row["leader"]),
            illustrative=True,
        )
        plan = plans.create_plan(actor=clerk, year_id=book.year.pk, draft=draft, now=now)
        book.plans[row["key"]] = plan.pk
        known = [one["key"] for one in row["activities"]]
        plans.save_draft(
            actor=clerk,
            plan_id=plan.pk,
            activities=[_activity(book, one) for one in row["activities"]],
            links=[
                link
                for one in row["activities"]
                for link in read_predecessors(one.get("after", ""), one["key"], known)
            ],
            lock=plan.lock,
            now=now,
        )

    return do


def _activity(book: Book, row: dict[str, Any]) -> plans.ActivityDraft:
    claim_kind, claim = row.get("claim", ("", ""))
    return plans.ActivityDraft(
        key=row["key"],
        name=row["name"],
        duration=row.get("days", 0),
        kind=row.get("kind", "task"),
        unit_id=book.unit(row["unit"]) if "unit" in row else None,
        claim_kind=claim_kind,
        claim=claim,
        approval=row.get("approval", ""),
        standard=row.get("standard", ""),
        target_id=book.targets[row["target"]].pk if "target" in row else None,
        **_constraint(row),
    )


def _constraint(row: dict[str, Any]) -> dict[str, Any]:
    """A day set by hand, with the reason that stands in the data (or that is missing, for the consultation to find)."""
    for name, kind in (("no_later_than", "finish_on_or_before"), ("no_earlier_than", "start_on_or_after")):
        if name in row:
            return {
                "constraint": kind,
                "constraint_date": row[name],
                "constraint_reason": row.get("reason", ""),
            }
    return {}


def _submit(book: Book, row: dict[str, Any]) -> Deed:
    def do(now: datetime) -> None:
        clerk = book.cast.clerk_of(row["owner"], now)
        plan = next(one for one in plan_rows(clerk, book.year.pk) if one.pk == book.plans[row["key"]])
        plans.submit_version(actor=clerk, plan_id=plan.pk, lock=plan.lock, now=now)

    return do


def _tie(book: Book, row: dict[str, Any]) -> Deed:
    def do(now: datetime) -> None:
        link = plans.propose_link(
            actor=book.cast.clerk_of(book_row(row["to"])["owner"], now),
            predecessor_plan=book.plans[row["from"]],
            predecessor=row["key"],
            successor_plan=book.plans[row["to"]],
            successor=row["at"],
            reason="开工前须完成",
            needed_by=row.get("needed_by"),
            now=now,
        )
        book.links[(row["from"], row["to"])] = link.pk

    return do


def _accept(book: Book, row: dict[str, Any]) -> Deed:
    def do(now: datetime) -> CrossLink:
        clerk = book.cast.clerk_of(book_row(row["from"])["owner"], now)
        return plans.accept_link(actor=clerk, link_id=book.links[(row["from"], row["to"])], now=now)

    return do


def the_progress(book: Book) -> Iterator[Act]:
    """Facts of each month at the beginning of the next, September's on the 27th: each unit enters its own."""
    by_moment: dict[tuple[datetime, str], list[tuple[str, dict[str, Any]]]] = defaultdict(list)
    for row in data.plans()["plans"]:
        units = {one["key"]: one.get("unit", row["owner"]) for one in row["activities"]}
        for fact in row["facts"]:
            by_moment[(_entered(fact["as_of"]), units[fact["key"]])].append((row["key"], fact))
    for (moment, unit), facts in by_moment.items():
        done = sum("finish" in fact for _, fact in facts)
        words = f"填报进度{len(facts)}项，其中完成{done}项"
        yield Act(moment, book.name(unit), words, _enter(book, unit, facts))


def _entered(as_of: date) -> datetime:
    """The morning of the third day after the month; the first ones once the plans are agreed."""
    if as_of.day < 28:
        return at_day(as_of, 14)
    return max(at(as_of.month + 1, 3, 14), FIRST_FACTS)


def _enter(book: Book, unit: str, facts: list[tuple[str, dict[str, Any]]]) -> Deed:
    def do(now: datetime) -> None:
        entries = [
            plans.ProgressEntry(
                plan_id=book.plans[plan],
                key=fact["key"],
                as_of=fact["as_of"],
                actual_start=fact["start"],
                actual_finish=fact.get("finish"),
                remaining=fact.get("remaining"),
                waits_for_id=book.unit(fact["waits_for"]) if "waits_for" in fact else None,
                note=fact.get("note", ""),
                illustrative=True,
            )
            for plan, fact in facts
        ]
        plans.enter_progress(actor=book.cast.clerk_of(unit, now), entries=entries, now=now)

    return do
