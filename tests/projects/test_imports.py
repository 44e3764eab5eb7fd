"""An existing list of projects: what is understood, what is refused beside its cell, and nothing half saved."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from factories import PostFactory, UnitFactory, actor
from projects.factories import ProjectFactory, office
from targets.factories import YearFactory
from yipanqi.access.roles import Role
from yipanqi.audit.models import Event
from yipanqi.exchange.tables import Sheet, TableError
from yipanqi.foundation.errors import DomainError, NotAllowed
from yipanqi.projects import operations as op
from yipanqi.projects.models import Project
from yipanqi.projects.queries import Preview, preview_projects
from yipanqi.targets.models import Year
from yipanqi.targets.queries import Effect

pytestmark = [pytest.mark.django_db, pytest.mark.both]

HEADS = (
    "项目名称",
    "项目类别",
    "建设性质",
    "项目阶段",
    "总投资（亿元）",
    "年度投资",
    "牵头单位",
    "责任领导",
    "完成时限",
)
ROW = ("示例产业园", "产业", "新开工", "开工", "12.5", "4", "建设局、国土局", "分管副主任", "12月底")


@pytest.fixture
def year() -> Year:
    UnitFactory(short_name="建设局")
    UnitFactory(short_name="国土局")
    PostFactory(title="分管副主任", is_leader=True)
    return YearFactory()


def sheet(*rows: tuple[str, ...], heads: tuple[str, ...] = HEADS) -> Sheet:
    return Sheet("项目清单", ("项目清单",), (heads, *rows))


def with_cells(**cells: str) -> tuple[str, ...]:
    """The usual row with other words under some heads."""
    return tuple(cells.get(head.partition("（")[0], text) for head, text in zip(HEADS, ROW, strict=True))


def preview(year: Year, *rows: tuple[str, ...]) -> Preview:
    return preview_projects(office(), year.pk, sheet(*rows))


def test_a_list_becomes_projects_with_all_that_it_says(year: Year, now: datetime) -> None:
    heading = ("一、产业项目", *[""] * 8)
    done = op.import_projects(actor=office(), year_id=year.pk, sheet=sheet(heading, ROW), now=now)
    assert (done.added, done.changed) == (1, 0)
    made = Project.objects.select_related("lead", "leader", "light").get()
    assert (made.name, made.sector, made.kind, made.stage) == ("示例产业园", "industry", "new", "started")
    assert (made.total_investment, made.year_investment) == (Decimal("12.5"), Decimal(4))
    assert (made.lead.short_name, made.leader.title) == ("建设局", "分管副主任")
    assert (made.due, made.stage_since) == (date(2018, 12, 31), date(2018, 1, 1))
    assert [unit.short_name for unit in made.partners.all()] == ["国土局"]
    assert made.light.rule == "project.on_course"


def test_the_same_list_again_changes_nothing(year: Year, now: datetime) -> None:
    op.import_projects(actor=office(), year_id=year.pk, sheet=sheet(ROW), now=now)
    found = preview(year, ROW)
    assert [line.effect for line in found.lines] == [Effect.SAME]
    assert op.import_projects(actor=office(), year_id=year.pk, sheet=sheet(ROW), now=now).changed == 0
    assert Project.objects.get().version == 1


def test_a_row_changes_what_it_says_and_leaves_the_rest_and_the_stage(year: Year, now: datetime) -> None:
    op.import_projects(actor=office(), year_id=year.pk, sheet=sheet(ROW), now=now)
    row = with_cells(总投资="13", 年度投资="", 项目阶段="竣工", 责任领导="")
    (line,) = preview(year, row).lines
    assert line.effect == Effect.CHANGED
    assert line.keeps_stage
    assert [(one.field, one.before, one.after) for one in line.differences] == [
        ("total_investment", "12.5", "13")
    ]
    op.import_projects(actor=office(), year_id=year.pk, sheet=sheet(row), now=now)
    made = Project.objects.get()
    assert (made.total_investment, made.year_investment, made.stage, made.version) == (13, 4, "started", 2)


def test_money_in_ten_thousands_has_a_head_of_its_own(year: Year, now: datetime) -> None:
    heads = ("项目名称", "类别", "性质", "总投资（万元）", "年度投资（万元）", "牵头单位")
    row = ("示例道路", "市政", "续建", "125,000", "40000", "建设局")
    op.import_projects(actor=office(), year_id=year.pk, sheet=sheet(row, heads=heads), now=now)
    made = Project.objects.get()
    assert (made.total_investment, made.year_investment) == (Decimal("12.5"), 4)


@pytest.mark.parametrize(
    ("cells", "key", "code"),
    [
        ({"项目名称": ""}, "name", "input.required"),
        ({"牵头单位": ""}, "lead", "input.required"),
        ({"牵头单位": "月球局"}, "lead", "targets.unit_unknown"),
        ({"项目类别": "航天"}, "sector", "projects.kind_unknown"),
        ({"项目类别": ""}, "sector", "input.required"),
        ({"建设性质": ""}, "kind", "input.required"),
        ({"项目阶段": "飞行"}, "stage", "projects.kind_unknown"),
        ({"总投资": "很多"}, "total", "input.not_a_number"),
        ({"总投资": "-3"}, "total", "targets.negative"),
        ({"年度投资": "40"}, "year", "projects.year_over_total"),
        ({"完成时限": "将来"}, "due", "input.not_a_day"),
    ],
)
def test_a_mistake_is_told_by_row_and_cell_and_nothing_is_saved(
    year: Year, now: datetime, cells: dict[str, str], key: str, code: str
) -> None:
    rows = (with_cells(项目名称="示例好项目"), with_cells(**cells))
    found = preview(year, *rows)
    assert [line.effect for line in found.lines] == [Effect.ADDED, Effect.REFUSED]
    assert (key, code) in {(fault.key, fault.error.code) for fault in found.lines[1].entry.faults}
    with pytest.raises(DomainError) as refused:
        op.import_projects(actor=office(), year_id=year.pk, sheet=sheet(*rows), now=now)
    assert refused.value.code == "projects.import_has_faults"
    assert not Project.objects.exists()
    assert not Event.objects.exists()


def test_one_project_stands_in_a_list_once(year: Year) -> None:
    found = preview(year, ROW, with_cells(总投资="20"))
    assert [fault.error.code for fault in found.lines[1].entry.faults] == ["projects.row_twice"]


def test_an_unknown_leader_is_told_and_left_empty(year: Year) -> None:
    (line,) = preview(year, with_cells(责任领导="不存在的岗位")).lines
    assert (line.effect, line.entry.unknown_leader) == (Effect.ADDED, "不存在的岗位")


def test_what_is_no_list_of_projects_and_who_may_not(year: Year) -> None:
    with pytest.raises(TableError):
        preview_projects(office(), year.pk, sheet(("1", "2"), heads=("甲", "乙")))
    with pytest.raises(NotAllowed):
        preview_projects(actor(Role.CLERK, units=[UnitFactory()]), year.pk, sheet(ROW))


def test_any_number_of_rows_is_previewed_in_the_same_queries(
    year: Year, django_assert_max_num_queries
) -> None:
    rows = [with_cells(项目名称=f"示例项目甲{number}") for number in range(40)]
    ProjectFactory(name="示例项目甲3", year=year)
    who = office()
    with django_assert_max_num_queries(6):
        found = preview_projects(who, year.pk, sheet(*rows))
    assert (found.count(Effect.ADDED), found.count(Effect.CHANGED)) == (39, 1)
