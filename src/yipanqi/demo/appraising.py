"""The demo's appraisal of the first half of the year: computed, frozen, one objection, a list of commendation."""

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal

from yipanqi.appraisal import operations as appraisal
from yipanqi.appraisal.default import default_rules, default_terms
from yipanqi.appraisal.queries import round_page
from yipanqi.appraisal.schemes import SchemeDraft
from yipanqi.demo.acts import Act, Deed, at
from yipanqi.demo.book import Book

SCHEME, ROUND = "年度考核办法（示例）", "2018年上半年考核"


def the_appraisal(book: Book) -> Iterator[Act]:
    """Scheme, round, sheets, objection, result, commendation."""
    yield Act(at(3, 1), "考核办", "制定考核办法，目标75分、过程25分", _scheme(book))
    yield Act(at(7, 10), "考核办", f"{ROUND}：由系统内事实计算各单位得分", _compute(book))
    yield Act(at(7, 11), "考核办", "公示考核结果", _freeze(book))
    yield Act(at(7, 12, 11), book.name("kjj"), "对“计划节点按期”得分提出申诉", _object(book))
    yield Act(at(7, 19), "考核办", "申诉不成立：节点完成日以填报事实为准", _reject(book))
    yield Act(at(7, 30), "管委会主任", "考核结果定稿", _finish(book))
    yield Act(at(7, 31), "考核办", "提出通报表扬名单", _commend(book))


def _scheme(book: Book) -> Deed:
    def do(now: datetime) -> None:
        draft = SchemeDraft(SCHEME, default_rules(), default_terms(), "第一版，参照公开做法拟定（示例）")
        made = appraisal.make_scheme(actor=book.cast.play("appraisal", now), draft=draft, now=now)
        book.rounds["scheme"] = made.pk

    return do


def _compute(book: Book) -> Deed:
    def do(now: datetime) -> None:
        office = book.cast.play("appraisal", now)
        made = appraisal.open_round(
            actor=office,
            year_id=book.year.pk,
            scheme_id=book.rounds["scheme"],
            name=ROUND,
            since=date(2018, 1, 1),
            until=date(2018, 6, 30),
            now=now,
            illustrative=True,
        )
        book.rounds["half"] = made.pk
        appraisal.compute_sheets(actor=office, round_id=made.pk, now=now)

    return do


def _freeze(book: Book) -> Deed:
    return lambda now: appraisal.freeze_round(
        actor=book.cast.play("appraisal", now), round_id=book.rounds["half"], now=now
    )


def _object(book: Book) -> Deed:
    def do(now: datetime) -> None:
        clerk = book.cast.clerk_of("kjj", now)
        page = round_page(clerk, book.rounds["half"], now)
        sheet = next(row for row in page.sheets if row.unit_id == book.unit("kjj"))
        made = appraisal.raise_objection(
            actor=clerk, sheet_id=sheet.pk, rule="nodes", text="两个节点因用地供应晚完成，建议不扣分", now=now
        )
        book.rounds["objection"] = made.pk

    return do


def _reject(book: Book) -> Deed:
    return lambda now: appraisal.reject(
        actor=book.cast.play("appraisal", now),
        objection_id=book.rounds["objection"],
        note="未按规定申请延期，按商定日期计分",
        now=now,
    )


def _finish(book: Book) -> Deed:
    return lambda now: appraisal.finish_round(
        actor=book.cast.play("leader", now), round_id=book.rounds["half"], now=now
    )


def _commend(book: Book) -> Deed:
    """The best units whose grade is commended, three at most."""

    def do(now: datetime) -> None:
        office = book.cast.play("appraisal", now)
        page = round_page(office, book.rounds["half"], now)
        best = [
            row
            for row in page.sheets
            if row.rank is not None and row.grade == page_best(page) and not row.vetoed
        ]
        for row in best[:3]:
            appraisal.commend(
                actor=office,
                round_id=book.rounds["half"],
                unit_id=row.unit_id,
                title="上半年考核优秀单位",
                reason=f"总分{row.total}，名列第{row.rank}",
                reward="通报表扬",
                subsidy=Decimal(10000),
                now=now,
            )

    return do


def page_best(page: object) -> str:
    """The grade that is commended."""
    return next((grade.name for grade in default_terms().grades if grade.commend), "")
