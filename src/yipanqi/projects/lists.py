"""The list of projects: one set of columns gives table, sort, filter and export. For doors only."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import lru_cache

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from yipanqi.projects.models import ProjectKind, Sector, StageName
from yipanqi.projects.queries import ProjectRow
from yipanqi.projects.transitions import LEADING
from yipanqi.web.lamps import WORDS
from yipanqi.web.listing import Column, Filter, Kind, Listing


def address(row: ProjectRow) -> str:
    """The page of a project."""
    return _page_of(row.pk)


@lru_cache(maxsize=2000)
def _page_of(pk: int) -> str:
    return reverse("projects:project", args=[pk])


def why_address(row: ProjectRow) -> str:
    """The panel that says why its light is as it is."""
    return f"{address(row)}#why"


def _forecast(row: ProjectRow) -> object:
    """The day its plan ends by forecast, else its own due day."""
    return row.plan.forecast_finish if row.plan and row.plan.forecast_finish else row.due


def _hundredths(value: Decimal | None) -> Decimal | None:
    """A computed figure no finer than a hundredth."""
    return None if value is None else round(value, 2)


COLUMNS = (
    Column("light", _("Light"), value="colour", kind=Kind.LIGHT, link=why_address),
    Column("name", _("Project"), head=True, link=address),
    Column("stage", _("Stage"), value="stage_word"),
    Column("kind", _("Kind"), value="kind_word", desk_only=True),
    Column("sector", _("Sector"), value="sector_word", desk_only=True),
    Column("total", _("Total (亿元)"), value="total_investment", kind=Kind.NUMBER),
    Column("year", _("Year"), value="year_investment", kind=Kind.NUMBER),
    Column("invested", _("Invested"), kind=Kind.NUMBER),
    Column(
        "expected",
        _("Expected"),
        value=lambda row: _hundredths(row.expected),
        kind=Kind.NUMBER,
    ),
    Column("overdue", _("Owed late"), value=lambda row: row.overdue or None, kind=Kind.NUMBER),
    Column("finish", _("Finish"), value=_forecast, kind=Kind.DATE),
    Column("lead", _("Lead unit")),
    Column("leader", _("Leader"), desk_only=True, quiet=True),
    Column("source", _("Source"), value="invested_by", desk_only=True, quiet=True, sort=False),
    Column("read_at", _("As of"), value="invested_at", kind=Kind.DATE, quiet=True, desk_only=True),
)


def _pairs(rows: Iterable[tuple[int | None, str]]) -> list[tuple[str, str]]:
    return sorted({(str(pk), name) for pk, name in rows if pk}, key=lambda pair: pair[1])


def listing_of(rows: Sequence[ProjectRow]) -> Listing:
    """The list with the filters that fit these rows."""
    stages = list(StageName.choices)
    return Listing(
        columns=COLUMNS,
        search=("name", "code", "lead", "firm", "place"),
        filters=(
            Filter("light", _("Light"), choices=list(WORDS.items()), lookup="colour"),
            Filter("stage", _("Stage"), choices=stages, lookup="stage"),
            Filter("kind", _("Kind"), choices=ProjectKind.choices, lookup="kind"),
            Filter("sector", _("Sector"), choices=Sector.choices, lookup="sector"),
            Filter(
                "lead",
                _("Lead unit"),
                choices=_pairs((row.lead_id, row.lead) for row in rows),
                lookup="lead_id",
            ),
            Filter(
                "leader",
                _("Leader in charge"),
                choices=_pairs((row.leader_id, row.leader) for row in rows),
                lookup="leader_id",
            ),
            Filter(
                "major",
                _("Major project"),
                choices=[("True", _("Major")), ("False", _("Others"))],
                lookup="is_major",
            ),
        ),
        first_order="light",
        per_page=100,
    )


LEADS = Listing(
    columns=(
        Column("light", _("Light"), value="colour", kind=Kind.LIGHT, link=why_address),
        Column("name", _("Project"), head=True, link=address),
        Column("stage", _("Stage"), value="stage_word"),
        Column("stage_since", _("Stage since"), kind=Kind.DATE),
        Column("firm", _("Firm")),
        Column("chain_link", _("Link of the industry chain")),
        Column("total", _("Total (亿元)"), value="total_investment", kind=Kind.NUMBER),
        Column("next_step", _("Next step")),
        Column("heard_at", _("Last heard"), kind=Kind.DATE),
        Column("lead", _("Lead unit")),
    ),
    search=("name", "firm", "chain_link", "next_step"),
    filters=(
        Filter("light", _("Light"), choices=list(WORDS.items()), lookup="colour"),
        Filter(
            "stage",
            _("Stage"),
            choices=[(value, label) for value, label in StageName.choices if value in LEADING],
            lookup="stage",
        ),
    ),
    first_order="stage_since",
    per_page=100,
)
"""Talks and what was signed, with the firm, its link of the chain and the next step."""
