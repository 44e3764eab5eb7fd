"""The demo year: what each role did and when, performed in order through the same operations as the pages."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction

from yipanqi.demo import data
from yipanqi.demo.acts import Act, Deed, Say, at, perform
from yipanqi.demo.appraising import the_appraisal
from yipanqi.demo.book import Book, month_end
from yipanqi.demo.cast import Cast, engage
from yipanqi.demo.consulting import the_consultations
from yipanqi.demo.handing_out import the_letters
from yipanqi.demo.plans import the_plans, the_progress
from yipanqi.demo.projects import the_projects
from yipanqi.demo.queries import is_built, last_act
from yipanqi.demo.reporting import read_the_report
from yipanqi.demo.supervising import the_supervision
from yipanqi.foundation import clock
from yipanqi.lights.operations import revise_rules
from yipanqi.lights.thresholds import DEFAULTS, Method
from yipanqi.plans.operations import recompute_stale
from yipanqi.projects.operations import recompute_projects
from yipanqi.targets import operations as targets
from yipanqi.targets.models import Target, Year
from yipanqi.workdays.operations import seed_years

PRESENT = datetime.fromisoformat("2018-09-28T09:00:00+08:00")
CORRECTED_AFTER = timedelta(days=3)


def build_if_missing(say: Say) -> None:
    """Make the demo year once; all or nothing, so that an interrupted start leaves nothing half made."""
    if is_built():
        return
    say("… 2018")
    with transaction.atomic():
        build()


def silent(_: str) -> None:
    """Says nothing."""


def build(say: Say = silent) -> Year:
    """Everything up to the demo's present; `say` is told each act."""
    cast = engage(at(1, 2))
    seed_years(actor=cast.play("office", at(1, 3)), now=at(1, 3))
    revise_rules(
        actor=cast.play("supervision", at(1, 4)),
        version=data.year()["rules"],
        method=Method.FORECAST,
        thresholds=DEFAULTS,
        reason=data.year()["rules_reason"],
        now=at(1, 4),
    )
    year, known = set_year(cast)
    book = Book(cast, year, known)
    rooms = (
        the_projects,
        the_plans,
        the_consultations,
        the_letters,
        the_progress,
        the_supervision,
        the_appraisal,
    )
    perform([*the_year(cast, year, known), *(act for room in rooms for act in room(book))], say)
    new_day(PRESENT)
    return year


def new_day(now: datetime) -> None:
    """What `tick` does when a day begins: every light anew."""
    recompute_stale(now)
    recompute_projects(None, now)
    targets.recompute_year(now)


def clock_offset() -> int:
    """Seconds by which the demo's clock is ahead of the machine's: it runs on from where the demo last stood."""
    stands_at = max(last_act() or PRESENT, PRESENT)
    return int((stands_at - clock.now()).total_seconds())


def on(month_day: str | date) -> date:
    """`09-26`, or a whole date, as a day."""
    return (
        date.fromisoformat(f"2018-{month_day}")
        if len(str(month_day)) == 5
        else date.fromisoformat(str(month_day))
    )


def set_year(cast: Cast) -> tuple[Year, dict[str, Target]]:
    """The year in draft with goals, targets and trajectories, and what units said of it; the targets by key."""
    office = cast.play("office", at(1, 8))
    plan = data.year()
    year = targets.create_year(actor=office, number=plan["year"], zone=plan["zone"], now=at(1, 8))
    goals: dict[str, int] = {}
    for order, row in enumerate(plan["goals"]):
        goals[row["key"]] = targets.create_goal(
            actor=office, year_id=year.pk, kind=row["kind"], key=row["key"], name=row["name"], now=at(1, 8),
            parent_id=goals.get(row.get("parent", "")), short_name=row.get("short", ""), horizon=row.get("horizon"), order=order,
        ).pk  # fmt: skip
    known = {
        row["key"]: targets.create_target(
            actor=office, year_id=year.pk, draft=_draft(cast, goals, row, order), now=at(1, 9)
        )
        for order, row in enumerate(plan["targets"])
    }
    _set_trajectories(office, plan, known)
    read_the_report(office, at(1, 10))
    targets.open_comments(actor=office, year_id=year.pk, now=at(1, 15))
    for row in plan["comments"]:
        _comment(cast, known, row)
    return year, known


def _fix(cast: Cast, year: Year) -> Deed:
    return lambda now: targets.fix_year(
        actor=cast.play("office", now), year_id=year.pk, decision=data.year()["fixed_by"], now=now
    )


def _draft(cast: Cast, goals: dict[str, int], row: dict[str, Any], order: int) -> targets.TargetDraft:
    figure = {
        name: row[name]
        for name in ("op", "unit", "measure", "approx", "due_explicit", "source")
        if name in row
    }
    return targets.TargetDraft(
        goal_id=goals[row["goal"]],
        key=row["key"],
        kind=row["kind"],
        name=row["name"],
        value=_decimal(row.get("value")),
        base=_decimal(row.get("base")),
        due=on(row["due"]) if "due" in row else month_end(2018, 12),
        lead_id=cast.units[row["lead"]].pk,
        partner_ids=tuple(cast.units[code].pk for code in row.get("partners", ())),
        leader_id=cast.leaders[row["leader"]].pk,
        order=order,
        **figure,
    )


def _decimal(value: object) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def _set_trajectories(office: Any, plan: dict[str, Any], known: dict[str, Target]) -> None:
    for key, shares in plan["rhythm"].items():
        total = known[key].value or Decimal(0)
        past = {month_end(2017, month): total * Decimal(str(share)) for month, share in enumerate(shares, 1)}
        targets.set_trajectory(
            actor=office, target_id=known[key].pk, kind="history", past=past, now=at(1, 10)
        )
    for key, values in plan["expected"].items():
        points = {month_end(2018, month): Decimal(str(value)) for month, value in enumerate(values, 1)}
        targets.set_trajectory(
            actor=office, target_id=known[key].pk, kind="typed", points=points, now=at(1, 10)
        )


def _comment(cast: Cast, known: dict[str, Target], row: dict[str, Any]) -> None:
    comment = targets.comment_on(
        actor=cast.clerk_of(row["unit"], at(1, 18)),
        target_id=known[row["key"]].pk,
        unit_id=cast.units[row["unit"]].pk,
        text=row["text"],
        proposed_value=_decimal(row.get("proposed")),
        now=at(1, 18),
    )
    office = cast.play("office", at(1, 24))
    targets.answer_comment(
        actor=office, comment_id=comment.pk, accepted=row["accepted"], answer=row["answer"], now=at(1, 24)
    )


def the_year(cast: Cast, year: Year, known: dict[str, Target]) -> Iterator[Act]:
    """The year is fixed, and every act about its targets up to the demo's present."""
    plan = data.year()
    leads = {row["key"]: row["lead"] for row in plan["targets"]}
    yield Act(at(1, 29), "党政办", f"年度目标定稿，{len(known)}项", _fix(cast, year))
    yield from _months(cast, known, leads, plan)
    yield from _corrections(cast, known, leads, plan)
    yield from _statements(cast, known, leads, plan)
    yield from _quiet_months(cast, known, leads, plan)
    yield from _lists(cast, known, leads, plan)
    for day in plan["meetings"]:
        yield Act(at(day.month, day.day, 17), "党政办", "管委会办公会，以一盘棋为底本", _meeting(cast, year))
    for month in range(2, 10):
        yield Act(at(month, 15, 1), "系统", "重算亮灯", new_day)


def _months(
    cast: Cast, known: dict[str, Target], leads: dict[str, str], plan: dict[str, Any]
) -> Iterator[Act]:
    """Each unit's month at the beginning of the next; September is entered on the 27th."""
    first = {(row["key"], row["month"]): row["first"] for row in plan["corrections"]}
    for month in range(1, 10):
        facts = defaultdict(list)
        for key, values in plan["readings"].items():
            value = first.get((key, month), values[month - 1])
            if value is not None and not (month == PRESENT.month and leads[key] in plan["pending"]):
                facts[leads[key]].append(
                    targets.Fact(known[key].pk, date(2018, month, 1), Decimal(str(value)), illustrative=True)
                )
        moment = at(month + 1, 3) if month < 9 else at(9, 27)
        for unit, entered in facts.items():
            yield Act(
                moment, name_of(cast, unit), f"填报{month}月指标{len(entered)}项", _enter(cast, unit, entered)
            )


def name_of(cast: Cast, unit: str) -> str:
    """The unit as people call it."""
    return cast.units[unit].short_name


def _enter(cast: Cast, unit: str, facts: list[targets.Fact]) -> Deed:
    return lambda now: targets.enter_month(actor=cast.clerk_of(unit, now), facts=facts, now=now)


def _corrections(
    cast: Cast, known: dict[str, Target], leads: dict[str, str], plan: dict[str, Any]
) -> Iterator[Act]:
    for row in plan["corrections"]:
        key, month = row["key"], row["month"]
        fact = targets.Fact(
            known[key].pk, date(2018, month, 1), Decimal(str(plan["readings"][key][month - 1])), note=row["reason"],
            correction=True, illustrative=True,
        )  # fmt: skip
        unit = leads[key]
        words = f"更正{month}月“{known[key].name}”：{row['reason']}"
        yield Act(at(month + 1, 3) + CORRECTED_AFTER, name_of(cast, unit), words, _enter(cast, unit, [fact]))


def _statements(
    cast: Cast, known: dict[str, Target], leads: dict[str, str], plan: dict[str, Any]
) -> Iterator[Act]:
    for row in plan["statements"]:
        fact = targets.Fact(
            known[row["key"]].pk,
            text=row["text"],
            done_on=on(row["done"]) if "done" in row else None,
            expected_on=on(row["expected"]) if "expected" in row else None,
            illustrative=True,
        )
        day = on(row["day"])
        unit = leads[row["key"]]
        words = f"“{known[row['key']].name}”：{row['text']}"
        yield Act(at(day.month, day.day, 15), name_of(cast, unit), words, _enter(cast, unit, [fact]))


def _quiet_months(
    cast: Cast, known: dict[str, Target], leads: dict[str, str], plan: dict[str, Any]
) -> Iterator[Act]:
    """On the 20th the owners of later statements say that nothing changed yet."""
    first = {row["key"]: on(row["day"]) for row in reversed(plan["statements"])}
    for month in range(2, 9):
        facts = defaultdict(list)
        for key, day in first.items():
            if day > date(2018, month, 20):
                facts[leads[key]].append(targets.Fact(known[key].pk, unchanged=True, illustrative=True))
        for unit, entered in facts.items():
            words = f"{len(entered)}项节点和常态工作无变化"
            yield Act(at(month, 20), name_of(cast, unit), words, _enter(cast, unit, entered))


def _lists(
    cast: Cast, known: dict[str, Target], leads: dict[str, str], plan: dict[str, Any]
) -> Iterator[Act]:
    for row in plan["lists"]:
        unit = leads[row["key"]]
        words = f"清单新增一行：{row['text']}"
        yield Act(at(3, 5), name_of(cast, unit), words, _add_line(cast, known[row["key"]].pk, unit, row))


def _add_line(cast: Cast, target_id: int, lead: str, row: dict[str, Any]) -> Deed:
    owner = cast.units[row["owner"]].pk
    return lambda now: targets.add_list_item(
        actor=cast.clerk_of(lead, now), target_id=target_id, kind=row["kind"], text=row["text"], owner_id=owner,
        due=row.get("due"), now=now,
    )  # fmt: skip


def _meeting(cast: Cast, year: Year) -> Deed:
    return lambda now: targets.record_meeting(
        actor=cast.play("office", now), year_id=year.pk, held_at=now, now=now
    )
