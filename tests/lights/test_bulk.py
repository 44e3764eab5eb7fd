"""Rows written in one statement are the rows that the ORM would have written, on both databases."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from factories import NOW, UnitFactory
from projects.factories import ProjectFactory
from yipanqi import bulk
from yipanqi.lights.models import Light
from yipanqi.projects.models import Project

pytestmark = [pytest.mark.django_db, pytest.mark.both]

COLUMNS = (
    "subject_kind",
    "subject_key",
    "colour",
    "severity",
    "rule",
    "numbers",
    "chain",
    "unit_id",
    "post_title",
)
MOMENTS = ("since", "computed_at")
MOMENT = datetime(2018, 9, 28, 1, 2, 3, 456_789, tzinfo=UTC)


def light(key: str, *, unit: int | None = None, title: str = "局长") -> tuple[object, ...]:
    return (
        "test",
        key,
        "red",
        4,
        "示例",
        {"a": 1.25, "值": [1, None]},
        ["甲", "'"],
        unit,
        title,
        MOMENT,
        NOW,
    )


def test_inserted_rows_read_back_as_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "BATCH", 2)
    unit = UnitFactory()
    rows = [light("1", unit=unit.pk), light("2", title=""), light("3")]
    found = bulk.insert_rows(Light, COLUMNS + MOMENTS, rows, returning=("subject_key", "id"))
    assert {key: Light.objects.get(pk=pk).subject_key for key, pk in found} == {"1": "1", "2": "2", "3": "3"}
    assert list(Light.objects.order_by("subject_key").values_list(*COLUMNS, *MOMENTS)) == rows


def test_updated_rows_are_those_of_the_key_and_no_others() -> None:
    bulk.insert_rows(Light, COLUMNS + MOMENTS, [light("1"), light("2"), light("3")])
    changed = [("test", "1", {"b": "乙"}, NOW), ("test", "3", {}, MOMENT), ("other", "2", {}, MOMENT)]
    bulk.update_rows(Light, ("subject_kind", "subject_key"), ("numbers", "since"), changed)
    found = Light.objects.order_by("subject_key").values_list("numbers", "since")
    assert list(found) == [({"b": "乙"}, NOW), ({"a": 1.25, "值": [1, None]}, MOMENT), ({}, MOMENT)]


@pytest.mark.parametrize("value", ["0", "12.5", "-3.0001", "9999999999.9999", None])
def test_a_decimal_keeps_its_digits(value: str | None) -> None:
    project = ProjectFactory()
    expected = value and Decimal(value)
    bulk.update_rows(Project, ("id",), ("expected",), [(project.pk, expected)])
    project.refresh_from_db()
    assert project.expected == expected


def test_a_value_without_a_written_form_is_refused() -> None:
    with pytest.raises(TypeError):
        bulk.insert_rows(Light, COLUMNS + MOMENTS, [light("1", title=object())])  # type: ignore[arg-type]


def test_nothing_is_asked_of_the_database_for_no_rows(django_assert_num_queries) -> None:
    with django_assert_num_queries(0):
        assert bulk.insert_rows(Light, COLUMNS + MOMENTS, [], returning=("id",)) == []
        bulk.update_rows(Light, ("id",), ("rule",), [])
