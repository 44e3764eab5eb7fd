"""The demo's letters: one a unit, signed for, one late, one item returned, one date extended, one change afterwards."""

from collections.abc import Iterator
from datetime import date, datetime

from yipanqi.assignments import operations as assignments
from yipanqi.assignments.queries import ItemRow, items_of, open_extensions, session_letters
from yipanqi.consultations import operations as consultations
from yipanqi.demo.acts import Act, Deed, at
from yipanqi.demo.book import Book
from yipanqi.demo.consulting import current
from yipanqi.plans.operations import PlanChange

LATE_SIGNER = "csj"


def the_letters(book: Book) -> Iterator[Act]:
    """Drafted, issued, signed; then what life brings."""
    yield Act(at(2, 9, 9), "督查办", "每单位一份，草拟交办单", _draft(book))
    yield Act(at(2, 9, 10), "督查办", "签发交办单", _issue(book))
    yield Act(at(2, 11, 10), "各承办单位", "签收交办单", _sign(book, late=False))
    yield Act(at(2, 27), book.name(LATE_SIGNER), "签收交办单，已超3个工作日", _sign(book, late=True))
    yield Act(at(2, 12, 9), book.name("gtj"), "退回1项：非本单位职责", _return(book))
    yield Act(at(2, 22), "督查办", "退回事项仍由国土规划局承担", _keep(book))
    yield Act(at(7, 3, 9), book.name("jsj"), "申请延期：安置房B地块基坑与基础", _ask(book))
    yield Act(at(7, 3, 15), "建设局局长", "审核同意延期", _step(book, "head", "endorse"))
    yield Act(at(7, 4), "督查办", "复核延期申请，报领导审批", _step(book, "supervision", "review"))
    yield Act(at(7, 5), "管委会主任", "批准延期，商定日期保留在案", _step(book, "leader", "approve"))
    yield Act(at(8, 22), "督查办", "会后决定：网络安全科技园设备安装调试增加8个工作日", _decide_later(book))
    yield Act(at(8, 22, 15), "督查办", "只向有变化的单位发差异单", _draft_difference(book))
    yield Act(at(8, 23), "各承办单位", "签收差异单", _sign(book, late=True))


def _draft(book: Book) -> Deed:
    return lambda now: assignments.draft_letters(
        actor=book.cast.play("supervision", now), session_id=book.sessions["first"], now=now
    )


def _issue(book: Book) -> Deed:
    return lambda now: assignments.issue_letters(
        actor=book.cast.play("supervision", now), session_id=book.sessions["first"], now=now
    )


def _sign(book: Book, *, late: bool) -> Deed:
    def do(now: datetime) -> None:
        shown = session_letters(book.cast.play("supervision", now), book.sessions["first"], now)
        for row in shown.letters:
            code = book.code_of(row.unit_id)
            if row.status == "issued" and (late or code != LATE_SIGNER):
                assignments.sign_letter(actor=book.cast.clerk_of(code, now), letter_id=row.pk, now=now)

    return do


def _item(book: Book, unit: str, plan: str, key: str, now: datetime) -> ItemRow:
    rows = items_of(book.cast.clerk_of(unit, now), [book.unit(unit)], now)
    return next(row for row in rows if (row.plan_id, row.key) == (book.plans[plan], key))


def _return(book: Book) -> Deed:
    def do(now: datetime) -> None:
        item = _item(book, "gtj", "industry_5", "IE20", now)
        assignments.return_item(
            actor=book.cast.clerk_of("gtj", now),
            item_id=item.pk,
            note="勘测定界由测绘单位承担，建议由科技局牵头",
            now=now,
        )

    return do


def _keep(book: Book) -> Deed:
    def do(now: datetime) -> None:
        item = _item(book, "gtj", "industry_5", "IE20", now)
        office = book.cast.play("supervision", now)
        assignments.settle_return(
            actor=office, item_id=item.pk, keep=True, note="职责分工已明确由国土规划局组织", now=now
        )

    return do


def _ask(book: Book) -> Deed:
    def do(now: datetime) -> None:
        item = _item(book, "jsj", "housing_b", "B90", now)
        assignments.ask_extension(
            actor=book.cast.clerk_of("jsj", now),
            item_id=item.pk,
            until=date(2018, 8, 31),
            reason="汛期连续降雨，基坑排水影响施工",
            progress="土方完成七成，支护完成",
            now=now,
        )

    return do


def _step(book: Book, who: str, name: str) -> Deed:
    acts = {
        "endorse": assignments.endorse_extension,
        "review": assignments.review_extension,
        "approve": assignments.approve_extension,
    }

    def do(now: datetime) -> None:
        actor = book.cast.play(who, now)
        for row in open_extensions(actor):
            acts[name](actor=actor, extension_id=row.pk, now=now)

    return do


def _decide_later(book: Book) -> Deed:
    def do(now: datetime) -> None:
        change = PlanChange(book.plans["industry_9"], "II130", "duration", 38, 0)
        made = consultations.decide_afterwards(
            actor=book.cast.play("supervision", now),
            session_id=book.sessions["first"],
            text="网络安全科技园设备改用国产型号，设备安装调试增加8个工作日",
            changes=current(book, (change,), now),
            now=now,
        )
        book.decisions["later"] = made.pk

    return do


def _draft_difference(book: Book) -> Deed:
    def do(now: datetime) -> None:
        office, session = book.cast.play("supervision", now), book.sessions["first"]
        assignments.draft_difference_letters(
            actor=office, session_id=session, decision_id=book.decisions["later"], now=now
        )
        assignments.issue_letters(actor=office, session_id=session, now=now)

    return do
