"""The demo's consultation: one session over all plans, decided; a second one in preparation."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from yipanqi.consultations import operations as consultations
from yipanqi.consultations.queries import ConflictRow, agenda
from yipanqi.demo.acts import Act, Deed, at
from yipanqi.demo.book import Book
from yipanqi.plans.operations import PlanChange
from yipanqi.plans.queries import plan_rows

FIRST, SECOND = "2018年第一次系统会商", "2018年第二次系统会商"
BY_REMEDY = {
    "no_owner": "由牵头单位承担，写入计划",
    "claimed_twice": "同一地块错开使用，后用的顺延",
    "approval_short": "审批按法定时限安排",
    "needed_earlier": "先行工作压缩工期，按需要的日期交付",
}
PUT_OFF = {"day_off": "按公布期限执行，遇休息日提前办结"}
KEPT_DATE = "工作报告公布的节点"


def the_consultations(book: Book) -> Iterator[Act]:
    """From the search for conflicts to the baseline, and the next session's agenda."""
    yield Act(
        at(2, 5, 9),
        "督查办",
        f"筹备{FIRST}，全部网络计划上会",
        _open(book, "first", FIRST, date(2018, 2, 8), date(2018, 2, 7)),
    )
    yield Act(
        at(2, 5, 10), "督查办", "系统查找冲突，按影响天数排出议程，征求各单位意见", _prepare(book, "first")
    )
    yield Act(
        at(2, 6), "各有关单位", "会前反馈意见：同意调整，或提出一个新日期和理由", _opinions(book, "first")
    )
    yield Act(at(2, 8, 9), "督查办", f"{FIRST}开始", _begin(book, "first"))
    yield Act(at(2, 8, 10), "督查办", "逐项定议，能当场调整的写入计划", _decide(book, "first"))
    yield Act(at(2, 8, 17), "督查办", "会商一致，各计划定为基准，形成会议纪要", _end(book, "first"))
    yield Act(
        at(9, 20, 9),
        "督查办",
        f"筹备{SECOND}",
        _open(book, "second", SECOND, date(2018, 10, 12), date(2018, 10, 10)),
    )
    yield Act(at(9, 20, 10), "督查办", "系统查找冲突，征求各单位意见", _prepare(book, "second"))


def _open(book: Book, key: str, title: str, day: date, until: date) -> Deed:
    def do(now: datetime) -> None:
        session = consultations.open_session(
            actor=book.cast.play("supervision", now),
            year_id=book.year.pk,
            title=title,
            planned_for=day,
            opinions_until=until,
            plan_ids=[],
            now=now,
            illustrative=True,
        )
        book.sessions[key] = session.pk

    return do


def _prepare(book: Book, key: str) -> Deed:
    def do(now: datetime) -> None:
        office = book.cast.play("supervision", now)
        consultations.find_conflicts(actor=office, session_id=book.sessions[key], now=now)
        consultations.ask_opinions(actor=office, session_id=book.sessions[key], now=now)

    return do


def _rows(book: Book, key: str, now: datetime) -> tuple[ConflictRow, ...]:
    return agenda(book.cast.play("supervision", now), book.sessions[key], now).rows


def _opinions(book: Book, key: str) -> Deed:
    """Everybody concerned agrees, but whoever is asked to wait for a parcel names a later day."""

    def do(now: datetime) -> None:
        for row in _rows(book, key, now):
            if row.rule not in BY_REMEDY:
                continue
            for unit_id, _ in row.units:
                accepts = not (row.rule == "claimed_twice" and unit_id == book.unit("cyj"))
                consultations.give_opinion(
                    actor=book.cast.clerk_of(book.code_of(unit_id), now),
                    conflict_id=row.pk,
                    unit_id=unit_id,
                    accepts=accepts,
                    proposed=None if accepts else date(2018, 5, 15),
                    reason="" if accepts else "企业已定施工队伍，顺延不宜超过一个月",
                    now=now,
                )

    return do


def _begin(book: Book, key: str) -> Deed:
    return lambda now: consultations.begin(
        actor=book.cast.play("supervision", now), session_id=book.sessions[key], now=now
    )


def _decide(book: Book, key: str) -> Deed:
    def do(now: datetime) -> None:
        for row in _rows(book, key, now):
            if row.is_open:
                _settle(book, row, now)

    return do


def _settle(book: Book, row: ConflictRow, now: datetime) -> None:
    """By the smallest change where there is one; what is put off says why; plan quality stays with the planners."""
    office = book.cast.play("supervision", now)
    if row.rule in PUT_OFF:
        consultations.put_off(actor=office, conflict_id=row.pk, note=PUT_OFF[row.rule], now=now)
        return
    told: dict[str, Any] | None = None
    if row.rule in BY_REMEDY:
        told = {"text": BY_REMEDY[row.rule], "changes": current(book, row.changes, now)}
    elif row.rule == "parts_short":
        told = {
            "text": "安置房新开工面积缺口由建设局9月底前补报项目",
            "changes": [],
            "who_id": book.unit("jsj"),
            "by": date(2018, 9, 28),
        }
    elif row.rule == "no_reason":
        told = {"text": "限定日期为公布节点，补记理由", "changes": current(book, _with_reason(row), now)}
    if told:
        consultations.decide_conflict(actor=office, conflict_id=row.pk, now=now, **told)


def _with_reason(row: ConflictRow) -> tuple[PlanChange, ...]:
    return tuple(
        PlanChange(plan_id, key, "constraint_reason", KEPT_DATE, 0) for plan_id, key in row.where if key
    )


def current(book: Book, changes: tuple[PlanChange, ...], now: datetime) -> list[PlanChange]:
    """The changes against the versions that stand on the table now."""
    rows = plan_rows(book.cast.play("supervision", now), book.year.pk)
    versions = {row.pk: row.version_id or row.draft_id or 0 for row in rows}
    return [replace(change, base_version_id=versions[change.plan_id]) for change in changes]


def _end(book: Book, key: str) -> Deed:
    return lambda now: consultations.decide_session(
        actor=book.cast.play("supervision", now), session_id=book.sessions[key], now=now
    )
