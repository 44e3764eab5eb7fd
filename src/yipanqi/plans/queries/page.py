"""One plan for its page: its line, its versions, its links to other plans, and what the reader may do."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from yipanqi.access.actor import Actor
from yipanqi.access.registry import fetch_or_404, may, within
from yipanqi.plans.models import Activity, CrossLink, Plan, ScheduledActivity, Version
from yipanqi.plans.queries.rows import PlanRow, activity_counts, as_row, rich
from yipanqi.plans.rules import PlanAction
from yipanqi.plans.transitions import CROSS_LINKS, VERSIONS


@dataclass(frozen=True)
class VersionRow:
    """One version of a plan."""

    pk: int
    number: int
    status: str
    made_at: datetime
    author: str
    note: str
    submitted_at: datetime | None
    agreed_at: datetime | None
    activities: int


@dataclass(frozen=True)
class CrossRowView:
    """A link to another plan as seen from this one.

    `incoming`: this plan waits for the other. `own` and `other` are the ends with names and computed dates;
    `moves` are the moves of its state table that the reader may make.
    """

    pk: int
    incoming: bool
    own_key: str
    own: str
    own_start: date | None
    own_finish: date | None
    other_plan_id: int
    other_plan: str
    other_owner: str
    other_key: str
    other: str
    other_start: date | None
    other_finish: date | None
    type: str
    lag: int
    needed_by: date | None
    status: str
    reason: str
    author: str
    at: datetime
    asks_this_plan: bool
    moves: tuple[str, ...]


@dataclass(frozen=True)
class PlanPage:
    """`moves` are the moves of the version in work that the reader may make."""

    row: PlanRow
    versions: tuple[VersionRow, ...]
    links: tuple[CrossRowView, ...]
    moves: tuple[str, ...]
    may_edit: bool
    may_enter_progress: bool
    may_propose: bool


_OF_VERSION = {
    "submit": PlanAction.SUBMIT,
    "return": PlanAction.RETURN,
    "revise": PlanAction.REVISE,
    "agree": PlanAction.AGREE,
}
_OF_LINK = {
    "accept": PlanAction.ACCEPT,
    "refuse": PlanAction.REFUSE,
    "dissolve": PlanAction.DISSOLVE,
    "propose_again": PlanAction.PROPOSE_AGAIN,
}


def plan_page(actor: Actor, plan_id: int, now: datetime) -> PlanPage:
    """One plan, if the actor may see it; NotFound otherwise. `scheduled_rows` gives the table of a version."""
    plan = fetch_or_404(actor, PlanAction.VIEW, rich(Plan.objects.all()), pk=plan_id)
    versions = list(plan.versions.order_by("-number"))
    counts = activity_counts(version.pk for version in versions)
    in_work = plan.draft is None or plan.draft.status == "draft"
    return PlanPage(
        row=as_row(plan, counts),
        versions=tuple(_version(version, counts.get(version.pk, 0)) for version in versions),
        links=_links(actor, plan),
        moves=_version_moves(actor, plan),
        may_edit=in_work and may(actor, PlanAction.EDIT, plan),
        may_enter_progress=plan.baseline_id is not None and may(actor, PlanAction.ENTER_PROGRESS, plan),
        may_propose=may(actor, PlanAction.PROPOSE_LINK, plan),
    )


def _version(version: Version, count: int) -> VersionRow:
    return VersionRow(
        version.pk,
        version.number,
        version.status,
        version.made_at,
        version.author_label,
        version.note,
        version.submitted_at,
        version.agreed_at,
        count,
    )


def _version_moves(actor: Actor, plan: Plan) -> tuple[str, ...]:
    if plan.draft is None:
        return ()
    names = (move.name for move in VERSIONS.moves_from(plan.draft.status))
    return tuple(name for name in names if name in _OF_VERSION and may(actor, _OF_VERSION[name], plan))


def _links(actor: Actor, plan: Plan) -> tuple[CrossRowView, ...]:
    links = list(
        CrossLink.objects.filter(Q(predecessor_plan=plan) | Q(successor_plan=plan))
        .select_related("predecessor_plan__owner", "successor_plan__owner")
        .order_by("pk")
    )
    plans = {one for link in links for one in (link.predecessor_plan, link.successor_plan)}
    versions = {one.baseline_id or one.draft_id: one.pk for one in plans}
    keys = {key for link in links for key in (link.predecessor, link.successor)}
    names = _names(versions, keys)
    dates = _dates(versions, keys)
    allowed = _allowed(actor, links)
    return tuple(_link(link, plan, names, dates, allowed.get(link.pk, frozenset())) for link in links)


def _names(versions: dict[int | None, int], keys: set[str]) -> dict[tuple[int, str], str]:
    rows = Activity.objects.filter(version__in=[one for one in versions if one], key__in=keys).order_by()
    return {
        (versions[version], key): name for version, key, name in rows.values_list("version_id", "key", "name")
    }


def _dates(
    versions: dict[int | None, int], keys: set[str]
) -> dict[tuple[int, str], tuple[date | None, date | None]]:
    rows = ScheduledActivity.objects.filter(version__in=[one for one in versions if one], key__in=keys)
    found = rows.order_by().values_list("version_id", "key", "start", "finish")
    return {(versions[version], key): (start, finish) for version, key, start, finish in found}


def _allowed(actor: Actor, links: list[CrossLink]) -> dict[int, frozenset[str]]:
    """Which moves the reader has the right to, by link. One query a right."""
    found: dict[int, set[str]] = {link.pk: set() for link in links}
    for name, action in _OF_LINK.items():
        mine = within(actor, action, CrossLink.objects.filter(pk__in=found))
        for pk in mine.order_by().values_list("pk", flat=True):
            found[pk].add(name)
    return {pk: frozenset(names) for pk, names in found.items()}


def _link(
    link: CrossLink,
    plan: Plan,
    names: dict[tuple[int, str], str],
    dates: dict[tuple[int, str], tuple[date | None, date | None]],
    allowed: frozenset[str],
) -> CrossRowView:
    incoming = link.successor_plan_id == plan.pk
    other = link.predecessor_plan if incoming else link.successor_plan
    own_key, other_key = (
        (link.successor, link.predecessor) if incoming else (link.predecessor, link.successor)
    )
    own_dates = dates.get((plan.pk, own_key), (None, None))
    other_dates = dates.get((other.pk, other_key), (None, None))
    possible = [move.name for move in CROSS_LINKS.moves_from(link.status)]
    return CrossRowView(
        pk=link.pk,
        incoming=incoming,
        own_key=own_key,
        own=names.get((plan.pk, own_key), own_key),
        own_start=own_dates[0],
        own_finish=own_dates[1],
        other_plan_id=other.pk,
        other_plan=other.name,
        other_owner=str(other.owner),
        other_key=other_key,
        other=names.get((other.pk, other_key), other_key),
        other_start=other_dates[0],
        other_finish=other_dates[1],
        type=link.type,
        lag=link.lag,
        needed_by=link.needed_by,
        status=link.status,
        reason=link.reason,
        author=link.author_label,
        at=link.at,
        asks_this_plan=link.asked_id == plan.pk,
        moves=tuple(name for name in possible if name in allowed),
    )
