"""Units and posts from a workbook: all or nothing, each fault with its cell."""

from datetime import date

import pytest

from factories import NOW, PostFactory, UnitFactory, actor
from yipanqi.access.roles import Role
from yipanqi.audit.models import Event
from yipanqi.exchange.tables import Record
from yipanqi.foundation.errors import DomainError, NotAllowed
from yipanqi.org.imports import Effect
from yipanqi.org.models import Post, Unit
from yipanqi.org.operations import import_units
from yipanqi.org.queries import preview_import

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.fixture
def office():
    return actor(Role.OFFICE)


def lines(text: str, *heads: str) -> list[Record]:
    """One record a line, cells between bars, beginning in row 2."""
    rows = [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]
    return [Record(number, dict(zip(heads, row, strict=True))) for number, row in enumerate(rows, start=2)]


def units(text: str) -> list[Record]:
    return lines(text, "code", "name", "kind", "parent", "valid_from", "order")


def posts(text: str) -> list[Record]:
    return lines(text, "code", "unit", "title", "is_head", "planned")


UNITS = """
    bb  | 示例办公室   | 领导小组办公室 | xz | 2018年1月1日 | 3
    xz  | 示例领导小组 | 领导小组       |    | 2018/1/1     | ２
    gh  | 示例规划局   | 条             |    |              | 1
"""
POSTS = """
    gh-1 | gh | 示例局长 | 是 |
    bb-1 | bb | 示例主任 | √  | 是
"""


def test_a_workbook_becomes_units_and_posts(office):
    done = import_units(actor=office, now=NOW, units=units(UNITS), posts=posts(POSTS))
    assert done.count(Effect.NEW) == 5
    office_unit = Unit.objects.get(code="bb")
    assert (office_unit.parent.code, office_unit.kind, office_unit.order) == ("xz", "group_office", 3)
    assert Unit.objects.get(code="gh").valid_from == date(2018, 1, 1)
    assert list(Post.objects.order_by("code").values_list("code", "is_head", "planned")) == [
        ("bb-1", True, True),
        ("gh-1", True, False),
    ]
    assert Event.objects.count() == 6


def test_the_same_workbook_again_changes_nothing(office):
    import_units(actor=office, now=NOW, units=units(UNITS), posts=posts(POSTS))
    again = preview_import(office, NOW, units(UNITS), posts(POSTS))
    assert again.count(Effect.SAME) == 5


def test_a_known_code_changes_its_row(office):
    unit = UnitFactory(code="gh", name="示例规划局", order=7)
    text = "gh | 示例自然资源局 | 条 | | |"
    done = import_units(actor=office, now=NOW, units=units(text), posts=[])
    assert done.count(Effect.CHANGED) == 1
    unit.refresh_from_db()
    assert (unit.name, unit.order) == ("示例自然资源局", 7)


@pytest.mark.parametrize(
    ("text", "row", "key", "code"),
    [
        ("| 示例局 | 条 | | |", 2, "code", "input.required"),
        ("a | | 条 | | |", 2, "name", "input.required"),
        ("a | 示例局 | 王国 | | |", 2, "kind", "org.unknown_kind_word"),
        ("a | 示例局 | 条 | nowhere | |", 2, "parent", "org.unknown_unit"),
        ("a | 示例局 | 条 | | 二月三十 |", 2, "valid_from", "input.not_a_day"),
        ("a | 示例局 | 条 | | | 一", 2, "order", "input.not_a_number"),
        ("a | 示例局 | 条 | | | 1.5", 2, "order", "input.not_a_whole_number"),
        ("a | 示例局 | 条 | | |\na | 又一局 | 条 | | |", 3, "code", "org.code_twice"),
        ("a | 甲 | 条 | b | |\nb | 乙 | 条 | a | |", 2, "parent", "org.parent_below_itself"),
    ],
)
def test_a_fault_names_row_and_cell_and_nothing_is_saved(office, text, row, key, code):
    found = preview_import(office, NOW, units(text), [])
    assert (row, key, code) in [(fault.row, fault.key, fault.reason.code) for fault in found.faults]
    with pytest.raises(DomainError, match="import_has_faults"):
        import_units(actor=office, now=NOW, units=units(text), posts=[])
    assert Unit.objects.count() == Event.objects.count() == 0


@pytest.mark.parametrize(
    ("text", "key", "code"),
    [
        ("p | nowhere | 示例岗 | |", "unit", "org.unknown_unit"),
        ("p | gh | | |", "title", "input.required"),
        ("p | gh | 示例岗 | 也许 |", "is_head", "input.not_yes_or_no"),
        ("known | gh | 示例岗 | |", "unit", "org.post_stays_in_its_unit"),
    ],
)
def test_a_wrong_post_names_its_cell(office, text, key, code):
    UnitFactory(code="gh")
    PostFactory(code="known")
    found = preview_import(office, NOW, [], posts(text))
    assert [(fault.key, fault.reason.code) for fault in found.post_faults] == [(key, code)]


def test_only_the_office_imports():
    with pytest.raises(NotAllowed):
        import_units(actor=actor(Role.CLERK), now=NOW, units=units(UNITS), posts=[])
    assert Unit.objects.count() == 0
