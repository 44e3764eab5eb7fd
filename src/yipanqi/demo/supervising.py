"""The demo's supervision: looks at what was done, instructions, digests, bulletins."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from yipanqi.assignments.queries import items_of
from yipanqi.demo.acts import Act, Deed, at
from yipanqi.demo.book import Book
from yipanqi.supervision import operations as supervision
from yipanqi.supervision.queries import reminder_candidates

LOOKED, FOUND = "现场查看并核对资料", "与所报一致"


def the_supervision(book: Book) -> Iterator[Act]:
    """Verified or sent back, instructed and answered, reminded, told in bulletins."""
    yield Act(at(3, 20), "督查办", "核查已报完成事项", _verify(book, ("rlj", "fgj", "dzb")))
    yield Act(
        at(6, 15),
        "督查办",
        "核查新加坡国际学校桩基进场：资料不全，退回补办",
        _send_back(book, "sqj", "school", "S60"),
    )
    yield Act(
        at(6, 25), book.name("sqj"), "补齐资料，重新报完成", _report_again(book, "sqj", "school", "S60")
    )
    yield Act(at(7, 2), "督查办", "核查已报完成事项", _verify(book, ("sqj", "stb", "czj")))
    yield Act(at(7, 5), "督查办", "印发二季度督查通报", _bulletin(book, date(2018, 4, 1), date(2018, 6, 30)))
    yield Act(
        at(7, 20),
        "管委会主任",
        "批示：8月底前协调完成安置房B地块管线迁改",
        _instruct(book, "csj", "housing_b", "B120", "8月底前协调完成安置房B地块管线迁改", date(2018, 8, 31)),
    )
    yield Act(at(8, 28), book.name("csj"), "反馈：燃气管线迁改方案已定，其余已完成", _answer(book, "csj"))
    yield Act(at(8, 30), "督查办", "审核反馈，转入核查", _move(book, "accept"))
    yield Act(at(9, 3, 16), "督查办", "核查办结", _conclude(book))
    yield Act(at(9, 5), "督查办", "印发8月督查通报", _bulletin(book, date(2018, 8, 1), date(2018, 8, 31)))
    yield Act(at(9, 12), "督查办", "一单位一份，提示逾期和未报事项", _remind(book))
    yield Act(
        at(9, 14, 18),
        "管委会主任",
        "批示：工业机器人项目停滞原因及措施9月底前报来",
        _instruct(
            book, "cyj", "industry_8", "", "工业机器人项目停滞原因及措施9月底前报来", date(2018, 9, 30)
        ),
    )


def _verify(book: Book, units: tuple[str, ...]) -> Deed:
    def do(now: datetime) -> None:
        office = book.cast.play("supervision", now)
        for unit in units:
            for row in items_of(office, [book.unit(unit)], now):
                if row.status == "reported":
                    supervision.verify_item(
                        actor=office, item_id=row.pk, outcome="confirmed", how=LOOKED, found=FOUND, now=now
                    )

    return do


def _item(book: Book, unit: str, plan: str, key: str, now: datetime) -> int:
    rows = items_of(book.cast.clerk_of(unit, now), [book.unit(unit)], now)
    return next(row.pk for row in rows if (row.plan_id, row.key) == (book.plans[plan], key))


def _send_back(book: Book, unit: str, plan: str, key: str) -> Deed:
    def do(now: datetime) -> None:
        supervision.verify_item(
            actor=book.cast.play("supervision", now),
            item_id=_item(book, unit, plan, key, now),
            outcome="sent_back",
            how="查阅进场资料",
            found="桩机检验合格证缺两台",
            now=now,
        )

    return do


def _report_again(book: Book, unit: str, plan: str, key: str) -> Deed:
    from yipanqi.assignments.operations import report_done

    def do(now: datetime) -> None:
        report_done(
            actor=book.cast.clerk_of(unit, now),
            item_id=_item(book, unit, plan, key, now),
            done_on=date(2018, 6, 22),
            result="两台桩机检验合格证已补",
            now=now,
        )

    return do


def _bulletin(book: Book, since: date, until: date) -> Deed:
    return lambda now: supervision.issue_bulletin(
        actor=book.cast.play("supervision", now),
        year_id=book.year.pk,
        since=since,
        until=until,
        now=now,
        remark="请各单位对照短板，按节点补上。",
    )


def _instruct(book: Book, unit: str, plan: str, key: str, text: str, due: date) -> Deed:
    def do(now: datetime) -> None:
        about: dict[str, Any] = {"plan_id": book.plans[plan], "key": key}
        made = supervision.instruct(
            actor=book.cast.play("leader", now),
            year_id=book.year.pk,
            unit_id=book.unit(unit),
            text=text,
            due=due,
            now=now,
            illustrative=True,
            **about,
        )
        book.matters[unit] = made.pk

    return do


def _answer(book: Book, unit: str) -> Deed:
    return lambda now: supervision.feed_back(
        actor=book.cast.clerk_of(unit, now),
        matter_id=book.matters[unit],
        text="给水、电力、通信管线已迁改，燃气管线迁改方案已审定",
        now=now,
    )


def _move(book: Book, name: str) -> Deed:
    return lambda now: supervision.move_matter(
        actor=book.cast.play("supervision", now), matter_id=book.matters["csj"], move=name, now=now
    )


def _conclude(book: Book) -> Deed:
    return lambda now: supervision.conclude_matter(
        actor=book.cast.play("supervision", now),
        matter_id=book.matters["csj"],
        how="现场查看",
        found="四类管线中三类已迁改，燃气部分转入计划节点跟踪",
        now=now,
    )


def _remind(book: Book) -> Deed:
    def do(now: datetime) -> None:
        office = book.cast.play("supervision", now)
        units = [one.unit_id for one in reminder_candidates(office, now)]
        if units:
            supervision.remind(actor=office, unit_ids=units, now=now)

    return do
