"""The directory: units as a tree, and one unit with its posts and who stands in."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from django.db.models import Q, QuerySet

from yipanqi.access.actor import Actor
from yipanqi.access.registry import fetch_or_404, within
from yipanqi.foundation import clock
from yipanqi.org.models import Appointment, Delegation, Post, Unit, UnitKind
from yipanqi.org.rules import OrgAction


class PostState(StrEnum):
    """Computed, never stored: on paper only, set up but held by nobody, held."""

    PLANNED = "planned"
    VACANT = "vacant"
    APPOINTED = "appointed"


@dataclass(frozen=True)
class UnitRow:
    """A unit in the tree; `depth` 0 is a unit without parent."""

    id: int
    depth: int
    code: str
    name: str
    short_name: str
    kind: UnitKind
    posts: int
    vacant: int
    valid_from: date
    valid_to: date | None
    successor: str

    @property
    def indent(self) -> str:
        """Ideographic spaces that show the depth, wherever the table is read."""
        return "\u3000" * self.depth


@dataclass(frozen=True)
class Holder:
    """Who holds a post, and who stands in for the holder until when."""

    appointment_id: int
    title: str
    username: str
    since: date
    stand_in: str
    stand_in_until: date | None


@dataclass(frozen=True)
class PostRow:
    """A post of a unit as it is on one day."""

    id: int
    code: str
    title: str
    is_head: bool
    is_leader: bool
    state: PostState
    holders: tuple[Holder, ...]


@dataclass(frozen=True)
class UnitSheet:
    """One unit for its page."""

    unit: Unit
    kind: UnitKind
    parent: Unit | None
    successor: Unit | None
    children: tuple[Unit, ...]
    predecessors: tuple[Unit, ...]
    posts: tuple[PostRow, ...]
    day: date


def unit_rows(actor: Actor, now: datetime, *, ended: bool = False) -> list[UnitRow]:
    """The tree in reading order, with units that have ended only if asked. Three queries."""
    day = clock.today(now)
    rows = within(actor, OrgAction.VIEW, Unit.objects.select_related("successor"))
    units = [unit for unit in rows if ended or unit.valid_to is None or unit.valid_to >= day]
    posts: dict[int, list[int]] = {}
    for post, unit_id in _open_posts(day).filter(planned=False).values_list("pk", "unit_id"):
        posts.setdefault(unit_id, []).append(post)
    held = frozenset(_held(day).values_list("post_id", flat=True))
    return [_row(unit, depth, posts.get(unit.pk, []), held) for unit, depth in _tree(units)]


def _tree(units: list[Unit]) -> Iterator[tuple[Unit, int]]:
    """Depth first; a unit whose parent is not shown stands at the top."""
    shown = {unit.pk for unit in units}
    below: dict[int | None, list[Unit]] = {}
    for unit in units:
        below.setdefault(unit.parent_id if unit.parent_id in shown else None, []).append(unit)
    stack = [(unit, 0) for unit in reversed(below.get(None, []))]
    while stack:
        unit, depth = stack.pop()
        yield unit, depth
        stack += [(child, depth + 1) for child in reversed(below.get(unit.pk, []))]


def _row(unit: Unit, depth: int, posts: list[int], held: frozenset[int]) -> UnitRow:
    return UnitRow(
        id=unit.pk,
        depth=depth,
        code=unit.code,
        name=unit.name,
        short_name=unit.short_name,
        kind=UnitKind(unit.kind),
        posts=len(posts),
        vacant=sum(post not in held for post in posts),
        valid_from=unit.valid_from,
        valid_to=unit.valid_to,
        successor=str(unit.successor) if unit.successor else "",
    )


def _open_posts(day: date) -> QuerySet[Post]:
    return Post.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day))


def _held(day: date) -> QuerySet[Appointment]:
    return Appointment.objects.filter(Q(to_date__isnull=True) | Q(to_date__gte=day), from_date__lte=day)


def unit_for(actor: Actor, unit_id: int, action: OrgAction = OrgAction.VIEW) -> Unit:
    """One unit on which `actor` may do `action`."""
    return fetch_or_404(actor, action, Unit.objects.all(), pk=unit_id)


def post_for(actor: Actor, post_id: int, action: OrgAction = OrgAction.VIEW) -> Post:
    """One post with its unit on which `actor` may do `action`."""
    return fetch_or_404(actor, action, Post.objects.select_related("unit"), pk=post_id)


def appointment_for(actor: Actor, appointment_id: int) -> Appointment:
    """One appointment that `actor` may end."""
    rows = Appointment.objects.select_related("post__unit", "user")
    return fetch_or_404(actor, OrgAction.END_APPOINTMENT, rows, pk=appointment_id)


def units_by_code() -> dict[str, Unit]:
    """Every unit by its code, ended ones too."""
    return {unit.code: unit for unit in Unit.objects.all()}


def unit_sheet(actor: Actor, unit_id: int, now: datetime) -> UnitSheet:
    """One unit with its posts, their holders and stand-ins. Six queries."""
    day = clock.today(now)
    rows = Unit.objects.select_related("parent", "successor")
    unit = fetch_or_404(actor, OrgAction.VIEW, rows, pk=unit_id)
    return UnitSheet(
        unit=unit,
        kind=UnitKind(unit.kind),
        parent=unit.parent,
        successor=unit.successor,
        children=tuple(Unit.objects.filter(parent=unit)),
        predecessors=tuple(Unit.objects.filter(successor=unit)),
        posts=tuple(_post_rows(unit, day)),
        day=day,
    )


def _post_rows(unit: Unit, day: date) -> Iterator[PostRow]:
    held: dict[int, list[Appointment]] = {}
    appointments = list(_held(day).filter(post__unit=unit).select_related("user").order_by("from_date", "pk"))
    for appointment in appointments:
        held.setdefault(appointment.post_id, []).append(appointment)
    stand_ins = _stand_ins({appointment.user_id for appointment in appointments}, day)
    for post in _open_posts(day).filter(unit=unit):
        holders = tuple(_holder(appointment, stand_ins) for appointment in held.get(post.pk, []))
        yield PostRow(
            post.pk, post.code, post.title, post.is_head, post.is_leader, _state(post, holders), holders
        )


def _state(post: Post, holders: tuple[Holder, ...]) -> PostState:
    if holders:
        return PostState.APPOINTED
    return PostState.PLANNED if post.planned else PostState.VACANT


def _stand_ins(givers: set[int], day: date) -> dict[int, Delegation]:
    rows = Delegation.objects.filter(
        giver__in=givers, from_date__lte=day, until__gte=day, withdrawn_at__isnull=True
    )
    return {given.giver_id: given for given in rows.select_related("taker").order_by("pk")}


def _holder(appointment: Appointment, stand_ins: dict[int, Delegation]) -> Holder:
    given = stand_ins.get(appointment.user_id)
    return Holder(
        appointment_id=appointment.pk,
        title=str(appointment.user),
        username=appointment.user.username,
        since=appointment.from_date,
        stand_in=str(given.taker) if given else "",
        stand_in_until=given.until if given else None,
    )
