"""Lists from ONE list of columns: table, sort, filter, search, pages and export, by keyboard and without scripts.

    TARGETS = Listing(
        columns=(
            Column("light", _("Light"), kind=Kind.LIGHT),
            Column("name", _("Target"), head=True, link=lambda row: row.get_absolute_url()),
            Column("value", _("To date"), kind=Kind.NUMBER, unit=lambda row: row.unit),
        ),
        search=("name", "lead__name"),
        filters=(Filter("lead", _("Lead unit"), lookup="lead_id", choices=lead_units),),
    )
    return listing_response(request, TARGETS, rows, "targets/list.html")

`rows` is a QuerySet (two queries: count and page) or a sequence of finished rows (none). Columns marked
`sort=False` are not sorted; over a QuerySet a column sorts by `order`, or by `value` when that is a path of fields.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from functools import reduce
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import F, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from yipanqi.web import figures, lamps
from yipanqi.web.htmx import render
from yipanqi.web.responses import download
from yipanqi.web.sheets import csv_bytes, xlsx_bytes

Text = str | Promise
Rows = "QuerySet[Any, Any] | Sequence[Any]"
EXPORT_ROWS = 50_000
SEARCH_LENGTH = 100
SORT, SEARCH, PAGE, EXPORT = "sort", "q", "page", "export"


class Kind(StrEnum):
    """How a column is written, aligned, sorted and exported."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    LIGHT = "light"


@dataclass(frozen=True)
class Column:
    """One column. `value` is a path (`lead.name`) or a function of the row; empty means `key`."""

    key: str
    label: Text
    value: str | Callable[[Any], Any] = ""
    kind: Kind = Kind.TEXT
    unit: Text | Callable[[Any], Text] = ""
    digits: int | None = None
    order: str = ""
    sort: bool = True
    head: bool = False
    link: Callable[[Any], str] | None = None
    signed: bool = False
    quiet: bool = False
    desk_only: bool = False
    export: bool = True

    def of(self, row: Any) -> Any:
        """The bare value of `row` in this column."""
        return self.value(row) if callable(self.value) else follow(row, self.value or self.key)

    def order_path(self) -> str:
        """The field a QuerySet is ordered by, empty when it cannot be."""
        path = self.order or ("" if callable(self.value) else self.value or self.key)
        return path.replace(".", "__")

    def unit_of(self, row: Any) -> str:
        """The unit written behind the figure of `row`."""
        return str(self.unit(row) if callable(self.unit) else self.unit)


@dataclass(frozen=True)
class Filter:
    """A choice above the table. `lookup` is a field lookup (`lead_id`) or, for finished rows, a test of row and value."""

    key: str
    label: Text
    choices: Iterable[tuple[str, Text]] | Callable[[], Iterable[tuple[str, Text]]]
    lookup: str | Callable[[Any, str], bool] = ""

    def options(self) -> list[tuple[str, str]]:
        """Every choice as text."""
        choices = self.choices() if callable(self.choices) else self.choices
        return [(str(value), str(label)) for value, label in choices]

    def apply(self, rows: Any, value: str) -> Any:
        """The rows that fit `value`."""
        lookup = self.lookup or self.key
        if isinstance(rows, QuerySet) and isinstance(lookup, str):
            return rows.filter(**{lookup: value})
        if isinstance(lookup, str):
            path = lookup.replace("__", ".")
            return [row for row in rows if str(follow(row, path)) == value]
        return [row for row in rows if lookup(row, value)]


@dataclass(frozen=True)
class Cell:
    """One finished cell for the template."""

    column: Column
    text: str | SafeString
    unit: str = ""
    url: str = ""
    is_blank: bool = False


def writer_of(column: Column) -> Callable[[Cell], str]:
    """How the cells of `column` become markup: what is the same in all of them is written once."""
    if column.head:
        return _row_head
    figure = "n" if column.kind in (Kind.NUMBER, Kind.DATE) else ""
    light = " lamp-cell" if column.kind is Kind.LIGHT else ""
    quiet = " q" if column.quiet else ""
    label = conditional_escape(str(column.label))

    def write(cell: Cell) -> str:
        blank = " blank-cell" if cell.is_blank else ""
        unit = f'<span class="q">{conditional_escape(cell.unit)}</span>' if cell.unit else ""
        return f'<td class="{figure}{light}{blank}{quiet}" data-l="{label}">{_linked(cell)}{unit}</td>'

    return write


def _row_head(cell: Cell) -> str:
    unit = f' <small class="q">{conditional_escape(cell.unit)}</small>' if cell.unit else ""
    return f'<th scope="row" class="row-name">{_linked(cell)}{unit}</th>'


def _linked(cell: Cell) -> str:
    text = conditional_escape(cell.text)
    return f'<a href="{conditional_escape(cell.url)}">{text}</a>' if cell.url else text


@dataclass(frozen=True)
class Head:
    """One column head: `url` sorts by it, `aria` says how it is sorted now ("" when not)."""

    column: Column
    url: str
    aria: str


@dataclass(frozen=True)
class ShownFilter:
    """A filter with its options and what is chosen."""

    filter: Filter
    options: list[tuple[str, str]]
    chosen: str


@dataclass(frozen=True)
class ListingPage:
    """What `web/components/listing.html` shows, as `listing`."""

    heads: list[Head]
    rows: list[tuple[Any, list[Cell]]]
    filters: list[ShownFilter]
    page: "Page[Any]"
    can_search: bool
    query: str
    sort: str
    is_filtered: bool
    params: str
    extra: list[tuple[str, str]] = field(default_factory=list)

    @property
    def body(self) -> SafeString:
        """The rows of the table as markup: a template takes several times as long for so many cells."""
        writers = [writer_of(head.column) for head in self.heads]
        lines = (
            "".join([write(cell) for write, cell in zip(writers, cells, strict=True)])
            for _row, cells in self.rows
        )
        return mark_safe("".join([f"\n      <tr>{line}</tr>" for line in lines]))  # noqa: S308 cells are escaped

    @property
    def count(self) -> int:
        """How many rows fit, over all pages."""
        return self.page.paginator.count

    @property
    def pages(self) -> list[tuple[int | None, str]]:
        """Page numbers to show with their addresses; None stands for a gap."""
        shown = self.page.paginator.get_elided_page_range(self.page.number, on_each_side=2, on_ends=1)
        return [
            (int(n), f"?{_with(self.params, PAGE, n)}") if isinstance(n, int) else (None, "") for n in shown
        ]

    def export_url(self, kind: str) -> str:
        """The address of this list, as filtered and sorted, as a file."""
        return f"?{_with(self.params, EXPORT, kind)}"

    @property
    def xlsx_url(self) -> str:
        """The Excel file."""
        return self.export_url("xlsx")

    @property
    def csv_url(self) -> str:
        """The CSV file."""
        return self.export_url("csv")


@dataclass(frozen=True)
class Listing:
    """A list: its columns, what is searched, the filters, the first order (`-due` for descending) and rows a page."""

    columns: tuple[Column, ...]
    search: tuple[str, ...] = ()
    filters: tuple[Filter, ...] = ()
    first_order: str = ""
    per_page: int = 50

    def page(self, params: Mapping[str, str], rows: Any) -> ListingPage:
        """The page that `params` (request.GET) asks for; what it does not understand is left out."""
        chosen = self._chosen(params)
        kept = self.select(params, rows)
        page = Paginator(kept, self.per_page).get_page(params.get(PAGE, 1))
        asked = self._asked(params)
        return ListingPage(
            heads=[self._head(column, params, asked) for column in self.columns],
            rows=[(row, [cell(column, row) for column in self.columns]) for row in page],
            filters=[ShownFilter(f, f.options(), chosen.get(f.key, "")) for f in self.filters],
            page=page,
            can_search=bool(self.search),
            query=_words(params),
            sort=params.get(SORT, "") if self._sorted_by(params) else "",
            is_filtered=bool(chosen or _words(params)),
            params=asked,
        )

    def select(self, params: Mapping[str, str], rows: Any) -> Any:
        """`rows` searched, filtered and sorted as `params` asks."""
        for each in self.filters:
            if value := self._chosen(params).get(each.key):
                rows = each.apply(rows, value)
        if self.search and _words(params):
            rows = _searched(rows, self.search, _words(params).split())
        return self._ordered(rows, params)

    def export(self, params: Mapping[str, str], rows: Any, kind: str) -> bytes:
        """All chosen rows as `xlsx` or `csv`."""
        columns = [column for column in self.columns if column.export]
        kept = self.select(params, rows)[:EXPORT_ROWS]
        table = ([exported(column, row) for column in columns] for row in kept)
        labels = [str(column.label) for column in columns]
        return xlsx_bytes(labels, table) if kind == "xlsx" else csv_bytes(labels, table)

    def _chosen(self, params: Mapping[str, str]) -> dict[str, str]:
        """The filters set to one of their own options."""
        asked = ((each, params.get(each.key, "")) for each in self.filters)
        return {each.key: value for each, value in asked if value and value in dict(each.options())}

    def _asked(self, params: Mapping[str, str]) -> str:
        """The query of the present choice without page and export."""
        kept = {SEARCH: _words(params), **self._chosen(params), SORT: params.get(SORT, "")}
        return urlencode({name: value for name, value in kept.items() if value})

    def _sorted_by(self, params: Mapping[str, str]) -> tuple[Column, bool] | None:
        """The column asked for, and whether downwards."""
        wanted = params.get(SORT) or self.first_order
        key = wanted.removeprefix("-")
        found = next((column for column in self.columns if column.key == key and column.sort), None)
        return (found, wanted.startswith("-")) if found else None

    def _ordered(self, rows: Any, params: Mapping[str, str]) -> Any:
        by = self._sorted_by(params)
        if by is None:
            return rows
        column, down = by
        if isinstance(rows, QuerySet):
            path = column.order_path()
            expression = F(path).desc(nulls_last=True) if down else F(path).asc(nulls_last=True)
            return rows.order_by(expression, "pk") if path else rows
        known = [row for row in rows if column.of(row) not in (None, "")]
        unknown = [row for row in rows if column.of(row) in (None, "")]
        return sorted(known, key=lambda row: sort_key(column, row), reverse=down) + unknown

    def _head(self, column: Column, params: Mapping[str, str], asked: str) -> Head:
        by = self._sorted_by(params)
        here = by is not None and by[0] is column
        down = here and by is not None and by[1]
        turn = f"-{column.key}" if here and not down else column.key
        aria = ("descending" if down else "ascending") if here else ""
        return Head(column, f"?{_with(asked, SORT, turn)}" if column.sort else "", aria)


def listing_response(
    request: HttpRequest,
    listing: Listing,
    rows: Any,
    template: str,
    context: Mapping[str, Any] | None = None,
    *,
    file_name: str = "list",
) -> HttpResponse:
    """The list as `template` (which includes `web/components/listing.html`), as fragment, or as a file."""
    kind = request.GET.get(EXPORT)
    if kind in ("xlsx", "csv"):
        return download(listing.export(request.GET, rows, kind), f"{file_name}.{kind}")
    shown = {**(context or {}), "listing": listing.page(request.GET, rows)}
    return render(request, template, shown, partial="web/components/listing_rows.html")


def follow(row: Any, path: str) -> Any:
    """The value at the end of `path` (`lead.name`): attributes or keys; None where a step is missing."""
    for step in path.split("."):
        if row is None:
            return None
        row = row.get(step) if isinstance(row, Mapping) else getattr(row, step, None)
    return row() if callable(row) else row


def cell(column: Column, row: Any) -> Cell:
    """The finished cell of `row`."""
    value = column.of(row)
    blank = value is None or value == ""
    url = column.link(row) if column.link else ""
    unit = column.unit_of(row) if not blank else ""
    return Cell(column, written(column, value), unit, url, blank and column.kind is not Kind.LIGHT)


def written(column: Column, value: Any) -> str | SafeString:
    """`value` as the page shows it."""
    if column.kind is Kind.LIGHT:
        return lamps.lamp(value)
    if value is None or value == "":
        return figures.NOTHING
    if column.kind is Kind.NUMBER and not isinstance(value, str):
        return (figures.signed if column.signed else figures.number)(value, column.digits)
    if column.kind is Kind.DATE and isinstance(value, date):
        return figures.full_day(value)
    return value if isinstance(value, SafeString) else str(value)


def exported(column: Column, row: Any) -> str | int | float | Decimal | date | None:
    """`row`'s value for a spreadsheet: figures and days stay such, lights become words."""
    value = column.of(row)
    if column.kind is Kind.LIGHT:
        return lamps.word_of(value)
    if isinstance(value, datetime):
        return figures.local(value)
    return value if value is None or isinstance(value, int | float | Decimal | date) else str(value)


def sort_key(column: Column, row: Any) -> Any:
    """What finished rows are sorted by: lights by urgency, the rest by value."""
    value = column.of(row)
    if column.kind is Kind.LIGHT:
        return ("red", "yellow", "grey", "blue", "green").index(lamps.colour_of(value))
    return value if column.kind in (Kind.NUMBER, Kind.DATE) else str(value)


def _words(params: Mapping[str, str]) -> str:
    return params.get(SEARCH, "").strip()[:SEARCH_LENGTH]


def _searched(rows: Any, paths: tuple[str, ...], words: list[str]) -> Any:
    """Rows in which every word is found in some path."""
    if isinstance(rows, QuerySet):
        per_word = (reduce(Q.__or__, (Q((f"{path}__icontains", word)) for path in paths)) for word in words)
        return rows.filter(*per_word)
    return [row for row in rows if all(_found(row, paths, word.casefold()) for word in words)]


def _found(row: Any, paths: tuple[str, ...], word: str) -> bool:
    values: Iterator[Any] = (follow(row, path.replace("__", ".")) for path in paths)
    return any(word in str(value).casefold() for value in values if value is not None)


def _with(params: str, name: str, value: object) -> str:
    """`params` with `name` set."""
    kept = [pair for pair in params.split("&") if pair and not pair.startswith(f"{name}=")]
    return "&".join([*kept, urlencode({name: value})])
