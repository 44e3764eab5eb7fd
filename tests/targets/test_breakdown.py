"""An existing breakdown table: what is understood, what is refused beside its cell, and nothing half saved."""

import io
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from factories import PostFactory, UnitFactory, actor
from targets.factories import GoalFactory, YearFactory
from yipanqi.access.actor import Actor
from yipanqi.access.roles import Role
from yipanqi.audit.models import Event
from yipanqi.exchange.tables import Sheet, TableError, read_sheet
from yipanqi.foundation.errors import DomainError, NotAllowed
from yipanqi.foundation.text import NotADay, NotANumber
from yipanqi.targets import operations as op
from yipanqi.targets.breakdown import measure_of, read_due, read_figure
from yipanqi.targets.models import Goal, Target, Year
from yipanqi.targets.queries import Effect, preview_breakdown

HEADS = ("序号", "目标任务", "指标值/单位", "牵头单位", "配合单位", "责任领导", "完成时限")


@pytest.mark.parametrize(
    ("text", "value", "unit", "op", "approx"),
    [
        ("270万平方米", "270", "万平方米", "=", False),
        ("≥480家", "480", "家", ">=", False),
        ("不少于200天", "200", "天", ">=", False),
        ("200天以上", "200", "天", ">=", False),
        ("≤66微克每立方米", "66", "微克每立方米", "<=", False),
        ("66/微克每立方米以内", "66", "微克每立方米", "<=", False),
        ("新增30家", "30", "家", "+", False),
        ("约199万平方米", "199", "万平方米", "=", True),
        ("１０，０００件", "10000", "件", "=", False),
        ("2.8万人左右", "2.8", "万人", "=", True),
        ("0起", "0", "起", "=", False),
    ],
)
def test_figures_as_tables_write_them(text: str, value: str, unit: str, op: str, approx: bool) -> None:
    figure = read_figure(text)
    assert figure is not None
    assert (figure.value, figure.unit, figure.op, figure.approx) == (Decimal(value), unit, op, approx)


@pytest.mark.parametrize("text", ["", "—", "/", "无"])
def test_no_figure_is_none(text: str) -> None:
    assert read_figure(text) is None


def test_a_unit_in_its_own_column() -> None:
    figure = read_figure("1.35千", "家")
    assert figure is not None
    assert (figure.value, figure.unit) == (1350, "家")
    with pytest.raises(NotANumber):
        read_figure("若干", "家")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2018年12月31日", date(2018, 12, 31)),
        ("2018-06-30", date(2018, 6, 30)),
        ("6月30日前", date(2018, 6, 30)),
        ("12月底", date(2018, 12, 31)),
        ("2018年2月", date(2018, 2, 28)),
        ("2019年12月底前", date(2019, 12, 31)),
        ("2018.6", date(2018, 6, 30)),
        ("三季度末", date(2018, 9, 30)),
        ("第3季度", date(2018, 9, 30)),
        ("上半年", date(2018, 6, 30)),
        ("年底前", date(2018, 12, 31)),
        ("全年", None),
        ("持续推进", None),
    ],
)
def test_dates_as_tables_write_them(text: str, day: date | None) -> None:
    assert read_due(text, 2018) == day


@pytest.mark.parametrize("text", ["尽快", "13月底", "2月30日", "2018年13月1日"])
def test_dates_that_are_none(text: str) -> None:
    with pytest.raises(NotADay):
        read_due(text, 2018)


@pytest.mark.parametrize(
    ("name", "text", "measure"),
    [
        ("PM2.5年平均浓度", "≤66微克每立方米", "mean"),
        ("城区优良天数", "≥200天", "days"),
        ("高新技术企业总数", "≥480家", "level"),
        ("消防责任事故", "0起", "ceiling"),
        ("专利申请量", "≥10000件", "cumulative"),
    ],
)
def test_the_likely_measure(name: str, text: str, measure: str) -> None:
    figure = read_figure(text)
    assert figure is not None
    assert measure_of(name, figure) == measure


def workbook(
    rows: list[tuple[Any, ...]], *, merged: tuple[tuple[int, int, int, int, str], ...] = ()
) -> bytes:
    """A breakdown table below a merged title."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        page = book.add_worksheet("任务分解表")
        page.merge_range(0, 0, 0, 6, "2018年目标任务分解表（示例）")
        page.write_row(1, 0, HEADS)
        for number, row in enumerate(rows, start=2):
            page.write_row(number, 0, row)
        for top, left, bottom, right, text in merged:
            page.merge_range(top, left, bottom, right, text)
    return target.getvalue()


class Desk:
    """A year in draft with two units and a leader, and the office that sets it."""

    def __init__(self) -> None:
        self.year: Year = YearFactory(status="draft", fixed_at=None)
        self.theme: Goal = GoalFactory(year=self.year, name="新型城镇化")
        self.other: Goal = GoalFactory(year=self.year, name="生态环境治理")
        self.building = UnitFactory(name="示例建设局", short_name="建设")
        self.finance = UnitFactory(name="示例财政局", short_name="财政")
        self.leader = PostFactory(title="分管建设副主任", is_leader=True)
        self.office: Actor = actor(Role.OFFICE)

    def bring(self, content: bytes, now: datetime) -> Any:
        return op.import_breakdown(
            actor=self.office, year_id=self.year.pk, goal_id=self.theme.pk, sheet=read_sheet(content), now=now
        )

    def look(self, content: bytes) -> Any:
        return preview_breakdown(self.office, self.year.pk, self.theme.pk, read_sheet(content))


GOOD = [
    (1, "安置房新开工面积", "270万平方米", "示例建设局", "财政", "分管建设副主任", "12月底"),
    (2, "市民文化活动中心谋划", "", "建设、财政", "", "某某", "2018年11月30日"),
    (3, "作风专项检查", "—", "示例财政局", "", "", "全年"),
]


@pytest.mark.both
@pytest.mark.django_db
def test_a_table_becomes_targets_of_every_kind(now: datetime) -> None:
    desk = Desk()
    done = desk.bring(workbook(GOOD), now)
    assert (done.added, done.changed) == (3, 0)
    housing, centre, conduct = Target.objects.order_by("order")
    assert (housing.kind, housing.value, housing.unit, housing.measure) == (
        "indicator",
        270,
        "万平方米",
        "cumulative",
    )
    assert (housing.lead, housing.leader, housing.due) == (desk.building, desk.leader, date(2018, 12, 31))
    assert list(housing.partners.all()) == [desk.finance]
    assert (centre.kind, centre.due, centre.lead) == ("milestone", date(2018, 11, 30), desk.building)
    assert list(centre.partners.all()) == [desk.finance]
    assert (conduct.kind, conduct.due) == ("standing", None)
    assert Event.objects.filter(action="targets.set_year").exists()


@pytest.mark.both
@pytest.mark.django_db
def test_the_same_table_again_changes_nothing_and_a_new_figure_one(now: datetime) -> None:
    desk = Desk()
    desk.bring(workbook(GOOD), now)
    assert [line.effect for line in desk.look(workbook(GOOD)).lines] == [Effect.SAME] * 3
    changed = [(1, "安置房新开工面积", "280万平方米", "建设", "财政", "", "12月底"), *GOOD[1:]]
    preview = desk.look(workbook(changed))
    assert [line.effect for line in preview.lines] == [Effect.CHANGED, Effect.SAME, Effect.SAME]
    [difference] = preview.lines[0].differences
    assert (difference.field, Decimal(difference.before), Decimal(difference.after)) == ("value", 270, 280)
    assert desk.bring(workbook(changed), now).changed == 1
    assert Target.objects.count() == 3


@pytest.mark.both
@pytest.mark.django_db
def test_one_bad_row_refuses_the_table_and_saves_nothing(now: datetime) -> None:
    desk = Desk()
    bad = [
        *GOOD,
        (4, "引进企业", "很多家", "示例建设局", "", "", "12月底"),
        (5, "绿化", "", "园林局", "", "", "尽快"),
        (6, "安置房 新开工面积", "1个", "建设", "", "", ""),
        (7, "无主任务", "", "", "", "", "12月底"),
    ]
    preview = desk.look(workbook(bad))
    faults = {
        line.entry.row: [fault.key for fault in line.entry.faults]
        for line in preview.lines
        if line.entry.faults
    }
    assert faults == {6: ["figure"], 7: ["due", "lead"], 8: ["name"], 9: ["lead"]}
    with pytest.raises(DomainError) as refused:
        desk.bring(workbook(bad), now)
    assert (refused.value.code, refused.value.params["count"]) == ("targets.import_has_faults", 4)
    assert (Target.objects.count(), Event.objects.count()) == (0, 0)


@pytest.mark.both
@pytest.mark.django_db
def test_merged_cells_and_headings_are_understood(now: datetime) -> None:
    desk = Desk()
    rows = [
        (),
        (1, "安置房新开工面积", "270万平方米", "", "", "", "12月底"),
        (2, "安置房续建面积", "490万平方米", "", "", "", "12月底"),
        (),
        (3, "须水河带状公园", "", "财政", "", "", "12月底"),
    ]
    merged = (
        (2, 0, 2, 6, "一、新型城镇化"),
        (3, 3, 4, 3, "示例建设局"),
        (5, 0, 5, 6, "二、生态环境治理"),
    )
    desk.bring(workbook(rows, merged=merged), now)
    found = {
        target.name: (target.goal.name, target.lead)
        for target in Target.objects.select_related("goal", "lead")
    }
    assert found == {
        "安置房新开工面积": ("新型城镇化", desk.building),
        "安置房续建面积": ("新型城镇化", desk.building),
        "须水河带状公园": ("生态环境治理", desk.finance),
    }


@pytest.mark.both
@pytest.mark.django_db
def test_another_sheet_or_no_table_says_so(now: datetime) -> None:
    desk = Desk()
    with pytest.raises(TableError, match=r"tables\.no_such_sheet"):
        read_sheet(workbook(GOOD), "没有这张表")
    with pytest.raises(TableError, match=r"tables\.no_heads"):
        preview_breakdown(
            desk.office, desk.year.pk, desk.theme.pk, Sheet("表", ("表",), (("甲", "乙"), ("1", "2")))
        )


@pytest.mark.both
@pytest.mark.django_db
def test_a_fixed_year_takes_no_table_and_others_bring_none(now: datetime) -> None:
    desk = Desk()
    for role in (Role.CLERK, Role.LEADER, Role.SUPERVISION):
        with pytest.raises(NotAllowed):
            preview_breakdown(actor(role), desk.year.pk, desk.theme.pk, read_sheet(workbook(GOOD)))
    Year.objects.update(status="fixed", fixed_at=now)
    with pytest.raises(DomainError, match=r"targets\.year_is_fixed"):
        desk.bring(workbook(GOOD), now)
    assert Target.objects.count() == 0


@pytest.mark.django_db
def test_the_pages_of_the_import(client: Any, now: datetime) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile
    from django.urls import reverse

    from factories import sign_in

    desk = Desk()
    sign_in(client, desk.office)
    upload = reverse("targets:breakdown", args=[2018])
    broken = client.post(upload, {"file": SimpleUploadedFile("a.xlsx", b"no"), "goal": desk.theme.pk})
    assert broken.status_code == 422
    rows = [*GOOD, (4, "引进企业", "很多家", "示例建设局", "", "", "12月底")]
    refused = client.post(
        upload, {"file": SimpleUploadedFile("a.xlsx", workbook(rows)), "goal": desk.theme.pk}
    )
    assert refused.context["counts"]["refused"] == 1
    red = client.post(reverse("targets:breakdown_errors", args=[2018]), {"token": refused.context["token"]})
    page = openpyxl.load_workbook(io.BytesIO(red.content)).active
    assert page["C6"].fill.fgColor.rgb == "FFF8D7DA"
    assert page["C6"].comment.text
    assert (
        client.post(
            reverse("targets:breakdown_confirm", args=[2018]), {"token": refused.context["token"]}
        ).status_code
        == 422
    )
    assert Target.objects.count() == 0
    good = client.post(upload, {"file": SimpleUploadedFile("a.xlsx", workbook(GOOD)), "goal": desk.theme.pk})
    done = client.post(reverse("targets:breakdown_confirm", args=[2018]), {"token": good.context["token"]})
    assert done.status_code == 303
    assert Target.objects.count() == 3
    forged = client.post(reverse("targets:breakdown_confirm", args=[2018]), {"token": "forged"})
    assert forged.status_code == 422
