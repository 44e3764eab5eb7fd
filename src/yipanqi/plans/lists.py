"""The list of plans: one set of columns gives table, sort, filter and export. For doors only."""

from collections.abc import Callable, Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from yipanqi.plans.queries import PlanRow
from yipanqi.web.lamps import WORDS
from yipanqi.web.listing import Column, Filter, Kind, Listing

STATUS = {
    "": _("no version"),
    "draft": _("in work"),
    "submitted": _("submitted"),
    "returned": _("returned"),
    "agreed": _("agreed"),
    "superseded": _("superseded"),
}


def address(row: PlanRow) -> str:
    """The plan's page."""
    return reverse("plans:plan", args=[row.pk])


def version_of(row: PlanRow) -> str:
    """The current version and the one in work beside it."""
    if row.number is None:
        return str(STATUS[""])
    current = f"v{row.number} {STATUS[row.status]}"
    return f"{current} · {STATUS[row.draft_status]}" if row.is_agreed and row.draft_status else current


def _status_fits(row: PlanRow, value: str) -> bool:
    return value in (row.status or "none", row.draft_status)


COLUMNS = (
    Column("light", _("Light"), value="colour", kind=Kind.LIGHT, link=lambda row: f"{address(row)}#why"),
    Column("name", _("Plan"), head=True, link=address),
    Column("owner", _("Lead unit")),
    Column("agreed", _("Agreed finish"), value=lambda row: row.agreed_finish or row.due, kind=Kind.DATE),
    Column("forecast", _("Forecast finish"), value="forecast_finish", kind=Kind.DATE),
    Column("float", _("Float left"), value="total_float", kind=Kind.NUMBER, unit=_("days")),
    Column("activities", _("Activity count"), kind=Kind.NUMBER, desk_only=True),
    Column("version", _("Version"), value=version_of),
    Column("data_date", _("Data date"), kind=Kind.DATE, quiet=True, desk_only=True),
    Column("fact_at", _("Last fact"), kind=Kind.DATE, quiet=True),
)


def listing_of(rows: Sequence[PlanRow]) -> Listing:
    """The list with the filters that fit these rows."""
    owners = sorted({(str(row.owner_id), row.owner) for row in rows}, key=lambda pair: pair[1])
    statuses = [(value or "none", label) for value, label in STATUS.items() if value != "superseded"]
    by_owner: Callable[[PlanRow, str], bool] = lambda row, value: str(row.owner_id) == value  # noqa: E731
    by_light: Callable[[PlanRow, str], bool] = lambda row, value: row.colour == value  # noqa: E731
    return Listing(
        columns=COLUMNS,
        search=("name", "owner", "project"),
        filters=(
            Filter("owner", _("Lead unit"), choices=owners, lookup=by_owner),
            Filter("light", _("Light"), choices=list(WORDS.items()), lookup=by_light),
            Filter("status", _("Version"), choices=statuses, lookup=_status_fits),
        ),
        first_order="light",
        per_page=100,
    )
