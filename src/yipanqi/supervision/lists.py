"""The list of matters: one set of columns gives table, sort, filter and export. For doors only."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from yipanqi.supervision.models import Basis, StatusName
from yipanqi.supervision.queries.matters import MatterRow
from yipanqi.web.listing import Column, Filter, Kind, Listing

COLUMNS = (
    Column("number", _("No."), kind=Kind.NUMBER),
    Column("title", _("Matter"), head=True, link=lambda row: reverse("supervision:matter", args=[row.pk])),
    Column("unit", _("Unit")),
    Column("basis", _("Basis"), value="basis_word"),
    Column("status", _("State"), value="status_word"),
    Column("due", _("Due"), kind=Kind.DATE),
    Column("days_late", _("Days late"), value=lambda row: row.days_late or None, kind=Kind.NUMBER),
    Column("opened_at", _("Opened"), kind=Kind.DATE, quiet=True, desk_only=True),
    Column("opened_by", _("Opened by"), quiet=True, desk_only=True),
)


def listing_of(rows: Sequence[MatterRow]) -> Listing:
    """The list with the filters that fit these rows."""
    units = sorted({(str(row.unit_id), row.unit) for row in rows}, key=lambda pair: pair[1])
    return Listing(
        columns=COLUMNS,
        search=("title", "unit", "basis_text"),
        filters=(
            Filter("unit", _("Unit"), choices=units, lookup=lambda row, value: str(row.unit_id) == value),
            Filter(
                "status",
                _("State"),
                choices=StatusName.choices,
                lookup=lambda row, value: row.status == value,
            ),
            Filter("basis", _("Basis"), choices=Basis.choices, lookup=lambda row, value: row.basis == value),
        ),
        per_page=100,
    )
