"""Meeting mode: one conflict on the wall, a date to try, and what it would do to everything that it reaches."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from yipanqi.access.actor import Actor
from yipanqi.access.registry import may
from yipanqi.consultations.queries.agenda import ConflictRow, agenda, one_conflict
from yipanqi.consultations.queries.sessions import SessionRow
from yipanqi.consultations.rules import ConsultationAction
from yipanqi.consultations.transitions import SessionStatus
from yipanqi.foundation import clock
from yipanqi.foundation.errors import DomainError, NotFound
from yipanqi.plans.drafts import PlanChange, join, split
from yipanqi.plans.models import Activity, Plan, ScheduledActivity

START, DUE = "start_on_or_after", "due"
MOST_PLACES, MOST_LISTED = 40, 60


@dataclass(frozen=True)
class Place:
    """A date that can be tried: the start of an activity, or the date of a plan. `now` is what it is at present."""

    field: str
    plan_id: int
    key: str
    plan: str
    name: str
    now: date | None

    @property
    def value(self) -> str:
        """How a form names it."""
        return f"{self.field}:{join(self.plan_id, self.key)}"


@dataclass(frozen=True)
class MeetingPage:
    """A session in meeting mode. `rows` are still to settle (all of them, once it is decided), `current` is on the wall.

    `versions` are the current versions of the plans concerned: what is tried and decided is meant for these.
    `is_dated` when the search that found the conflicts is of an earlier day: what is tried starts from today.
    """

    session: SessionRow
    rows: tuple[ConflictRow, ...]
    current: ConflictRow | None
    places: tuple[Place, ...]
    versions: Mapping[int, int]
    is_dated: bool
    may_settle: bool

    @property
    def base(self) -> str:
        """The versions as a form carries them: "plan:version plan:version"."""
        return " ".join(f"{plan}:{version}" for plan, version in sorted(self.versions.items()))

    @property
    def remedy_changes(self) -> tuple[PlanChange, ...]:
        """The remedy, meant for the current versions."""
        return based(self.current.changes, self.versions) if self.current else ()


def meeting_page(actor: Actor, session_id: int, conflict_id: int | None, now: datetime) -> MeetingPage:
    """One conflict of a session on the wall: the one asked for, else the first that is open. NotFound for another's."""
    page = agenda(actor, session_id, now, MOST_LISTED)
    rows = tuple(row for row in page.rows if row.is_open) or page.rows
    current = _current(actor, session_id, conflict_id) if conflict_id else next(iter(rows), None)
    plans = _plans(current)
    found_at = page.session.found_at
    in_session = page.session.status == SessionStatus.IN_SESSION
    return MeetingPage(
        session=page.session,
        rows=rows,
        current=current,
        places=tuple(_places(current, plans)) if current else (),
        versions={plan.pk: plan.baseline_id or plan.draft_id or 0 for plan in plans.values()},
        is_dated=found_at is not None and clock.today(found_at) < clock.today(now),
        may_settle=in_session and bool(current and current.is_open) and may(actor, ConsultationAction.SETTLE),
    )


def _current(actor: Actor, session_id: int, conflict_id: int) -> ConflictRow:
    row = one_conflict(actor, conflict_id)
    if row.session_id != session_id:
        raise NotFound()
    return row


def _plans(row: ConflictRow | None) -> dict[int, Plan]:
    if row is None:
        return {}
    named = {plan_id for plan_id, _ in row.where} | {change.plan_id for change in row.changes}
    return {plan.pk: plan for plan in Plan.objects.filter(pk__in=named).order_by("pk")}


def _places(row: ConflictRow, plans: Mapping[int, Plan]) -> list[Place]:
    """Starts of the activities named, then the dates of their plans."""
    versions = {plan.baseline_id or plan.draft_id: plan for plan in plans.values()}
    keys = [key for _, key in row.where if key][:MOST_PLACES]
    found = Activity.objects.filter(version__in=versions, key__in=keys).exclude(kind="summary")
    names = {(versions[row.version_id].pk, row.key): row.name for row in found}
    stored = ScheduledActivity.objects.filter(version__in=versions, key__in=keys)
    starts = {(versions[row.version_id].pk, row.key): row.start for row in stored}
    places = [
        Place(START, spot[0], spot[1], plans[spot[0]].name, names[spot], starts.get(spot))
        for spot in row.where
        if spot in names
    ]
    return places + [
        Place(DUE, plan.pk, "", plan.name, "", plan.due or plan.forecast_finish) for plan in plans.values()
    ]


def based(changes: Sequence[PlanChange], versions: Mapping[int, int]) -> tuple[PlanChange, ...]:
    """The changes, meant for these versions of their plans."""
    return tuple(
        replace(change, base_version_id=versions.get(change.plan_id, change.base_version_id))
        for change in changes
    )


def dated(place: str, day: date, versions: Mapping[int, int], reason: str = "") -> tuple[PlanChange, ...]:
    """The change of one date as a form names it; with a `reason` it stands beside the date. DomainError when unknown."""
    field, _, name = place.partition(":")
    try:
        plan_id, key = split(name)
        base = versions[plan_id]
    except (ValueError, KeyError):
        raise DomainError("input.not_a_choice") from None
    if field not in (START, DUE) or (field == DUE) == bool(key):
        raise DomainError("input.not_a_choice")
    change = PlanChange(plan_id, key, field, day, base)
    if field == DUE or not reason:
        return (change,)
    return change, PlanChange(plan_id, key, "constraint_reason", reason[:200], base)


def versions_of(base: str) -> dict[int, int]:
    """The inverse of `MeetingPage.base`; what cannot be read is left out."""
    pairs = (pair.split(":") for pair in base.split())
    return {int(pair[0]): int(pair[1]) for pair in pairs if len(pair) == 2 and all(map(str.isdecimal, pair))}
