"""The list of targets: one set of columns gives table, sort, filter and export. For doors only."""

from collections.abc import Sequence
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from yipanqi.targets.models import TargetKind
from yipanqi.targets.presenting import signed_target, source_of
from yipanqi.targets.queries import TargetRow
from yipanqi.web.figures import unit_mark
from yipanqi.web.lamps import WORDS
from yipanqi.web.listing import Column, Filter, Kind, Listing


def address(row: TargetRow) -> str:
    """The page of a target."""
    return reverse("targets:target", args=[row.pk])


def why_address(row: TargetRow) -> str:
    """The panel that says why its light is as it is."""
    return f"{address(row)}#why"


COLUMNS = (
    Column("light", _("Light"), value="colour", kind=Kind.LIGHT, link=why_address),
    Column("name", _("Target"), head=True, link=address, unit=lambda row: unit_mark(row.unit)),
    Column("to_date", _("To date"), kind=Kind.NUMBER),
    Column("expected", _("Expected"), value=lambda row: _tenths(row.expected), kind=Kind.NUMBER),
    Column("value", _("Target value"), value=signed_target, kind=Kind.NUMBER, sort=False),
    Column("forecast", _("Forecast"), value=lambda row: _tenths(row.forecast), kind=Kind.NUMBER),
    Column("change", _("Since last"), kind=Kind.NUMBER, signed=True),
    Column("due", _("Due"), value="counts_on", kind=Kind.DATE),
    Column("lead", _("Lead unit")),
    Column("source", _("Source"), value=source_of, quiet=True, desk_only=True, sort=False),
    Column("read_at", _("As of"), kind=Kind.DATE, quiet=True, desk_only=True),
)


def _tenths(value: object) -> object:
    """A computed figure no finer than a tenth."""
    return round(value, 1) if isinstance(value, Decimal) else value


def listing_of(rows: Sequence[TargetRow], goals: Sequence[tuple[str, str]]) -> Listing:
    """The list with the filters that fit these rows."""
    leads = sorted({(str(row.lead_id), row.lead) for row in rows if row.lead_id}, key=lambda pair: pair[1])
    return Listing(
        columns=COLUMNS,
        search=("name", "lead"),
        filters=(
            Filter("goal", _("Theme"), choices=goals, lookup=lambda row, value: str(row.goal_id) == value),
            Filter(
                "lead", _("Lead unit"), choices=leads, lookup=lambda row, value: str(row.lead_id) == value
            ),
            Filter(
                "light",
                _("Light"),
                choices=list(WORDS.items()),
                lookup=lambda row, value: row.colour == value,
            ),
            Filter(
                "kind", _("Kind"), choices=TargetKind.choices, lookup=lambda row, value: row.kind == value
            ),
        ),
        first_order="light",
        per_page=100,
    )


SETTING = Listing(
    columns=(
        Column("name", _("Target"), head=True, link=address),
        Column("kind", _("Kind"), value=lambda row: TargetKind(row.kind).label),
        Column("value", _("Target value"), value=signed_target, kind=Kind.NUMBER, sort=False),
        Column("unit", _("Unit of measure"), value=lambda row: unit_mark(row.unit), quiet=True),
        Column("due", _("Due"), kind=Kind.DATE),
        Column("lead", _("Lead unit")),
        Column("leader", _("Leader in charge"), desk_only=True),
        Column("goal", _("Theme"), desk_only=True, quiet=True),
    ),
    search=("name", "lead"),
    per_page=200,
)
