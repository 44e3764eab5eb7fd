"""One list of columns gives table, sort, filter, search, pages and files."""

import io
from dataclasses import dataclass
from datetime import date

import pytest
from django.contrib.auth.models import Group
from django.http import QueryDict
from django.test import RequestFactory
from django.utils import translation
from openpyxl import load_workbook

from yipanqi.web.listing import Column, Filter, Kind, Listing, ListingPage, listing_response


@dataclass(frozen=True)
class Row:
    name: str
    colour: str
    value: float | None
    due: date | None
    unit: str = "家"


ROWS = (
    Row("甲", "green", 10, date(2018, 12, 31)),
    Row("乙", "red", None, None),
    Row("丙", "grey", -3.5, date(2018, 6, 30)),
    Row("=1+1", "yellow", 1350, date(2018, 9, 30)),
)
LISTING = Listing(
    columns=(
        Column("light", "Light", value="colour", kind=Kind.LIGHT),
        Column("name", "Name", head=True, link=lambda row: f"/{row.name}/", unit=lambda row: row.unit),
        Column("value", "To date", kind=Kind.NUMBER),
        Column("due", "Due", kind=Kind.DATE),
        Column("shout", "Shout", value=lambda row: row.name * 2, sort=False, export=False),
    ),
    search=("name",),
    filters=(Filter("colour", "Light", choices=[("red", "Late"), ("green", "Normal")]),),
    per_page=3,
)


def page(query: str = "") -> ListingPage:
    return LISTING.page(QueryDict(query), ROWS)


def names(query: str = "") -> list[str]:
    return [row.name for row, _cells in page(query).rows]


def test_rows_come_as_they_are_unless_sorted() -> None:
    assert names() == ["甲", "乙", "丙"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("sort=value", ["丙", "甲", "=1+1"]),
        ("sort=-value", ["=1+1", "甲", "丙"]),
        ("sort=light", ["乙", "=1+1", "丙"]),
        ("sort=due", ["丙", "=1+1", "甲"]),
        ("sort=-value&page=2", ["乙"]),
        ("colour=red", ["乙"]),
        ("q=1%2B", ["=1+1"]),
        ("q=nothing", []),
    ],
)
def test_sort_filter_search_and_pages(query: str, expected: list[str]) -> None:
    assert names(query) == expected


@pytest.mark.parametrize(
    "query", ["sort=nonsense", "sort=shout", "page=x", "page=-4", "colour=purple", "q=" + "%20" * 300]
)
def test_what_is_not_understood_is_left_out(query: str) -> None:
    assert len(names(query)) > 0


def test_a_head_turns_its_own_order_and_says_it() -> None:
    heads = {head.column.key: head for head in page("sort=value").heads}
    assert (heads["value"].aria, heads["value"].url) == ("ascending", "?sort=-value")
    assert (heads["name"].aria, heads["name"].url) == ("", "?sort=name")
    assert heads["shout"].url == ""


def test_addresses_keep_the_present_choice() -> None:
    shown = page("q=1&sort=-value")
    assert shown.xlsx_url == "?q=1&sort=-value&export=xlsx"
    assert page().pages == [(1, "?page=1"), (2, "?page=2")]


def test_missing_values_are_dashes_and_lights_have_words() -> None:
    _row, cells = page("colour=red").rows[0]
    with translation.override("en"):
        light, _name, value, due, _shout = page("colour=red").rows[0][1]
    assert "Late" in light.text
    assert (value.text, due.text, cells[2].is_blank) == ("—", "—", True)


def test_excel_gets_true_figures_days_and_no_formula() -> None:
    with translation.override("en"):
        book = load_workbook(io.BytesIO(LISTING.export(QueryDict("sort=-value"), ROWS, "xlsx")))
    rows = list(book.active.iter_rows())
    assert [cell.value for cell in rows[0]] == ["Light", "Name", "To date", "Due"]
    assert [cell.value for cell in rows[1]][:3] == ["Warning", "=1+1", 1350]
    assert rows[1][3].value.date() == date(2018, 9, 30)
    assert (rows[1][1].data_type, rows[1][2].data_type) == ("s", "n")
    assert len(rows) == 5


def test_csv_opens_in_excel_and_runs_nothing() -> None:
    content = LISTING.export(QueryDict(""), ROWS, "csv")
    assert content.startswith(b"\xef\xbb\xbf")
    assert "'=1+1" in content.decode("utf-8-sig")


def test_the_answer_is_page_fragment_or_file() -> None:
    get = RequestFactory().get
    whole = listing_response(get("/x/"), LISTING, ROWS, "web/components/listing.html")
    part = listing_response(
        get("/x/", headers={"HX-Request": "true"}), LISTING, ROWS, "web/components/listing.html"
    )
    file = listing_response(
        get("/x/?export=xlsx"), LISTING, ROWS, "web/components/listing.html", file_name="目标"
    )
    assert b'class="filters"' in whole.content
    assert b'class="filters"' not in part.content
    assert part.content.strip().startswith(b'<div id="listing">')
    assert file["Content-Disposition"].startswith("attachment; filename*=utf-8''%E7%9B%AE")


GROUPS = Listing(
    columns=(Column("name", "Name", head=True),), search=("name",), first_order="-name", per_page=10
)


@pytest.mark.django_db
@pytest.mark.parametrize("rows", [3, 300])
def test_a_queryset_costs_two_queries_whatever_its_size(rows: int, django_assert_num_queries) -> None:
    Group.objects.bulk_create(Group(name=f"group {number:03}") for number in range(rows))
    with django_assert_num_queries(2):
        shown = GROUPS.page(QueryDict("q=group"), Group.objects.all())
    assert shown.count == rows
    assert shown.rows[0][0].name == f"group {rows - 1:03}"
