"""Sessions as lines, and one session for its page."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q, QuerySet

from yipanqi.access.actor import Actor
from yipanqi.access.registry import may, within
from yipanqi.consultations.models import Session
from yipanqi.consultations.rules import ConsultationAction
from yipanqi.consultations.transitions import CONFLICTS, SESSIONS, ConflictStatus, SessionStatus
from yipanqi.foundation.errors import NotFound
from yipanqi.foundation.transitions import Group
from yipanqi.plans.models import Plan
from yipanqi.plans.queries import scheduled_rows
from yipanqi.plans.transitions import VersionStatus


@dataclass(frozen=True)
class SessionRow:
    """One session. `open` counts conflicts still to settle, `conflicts` all but those that are gone, `found` all."""

    pk: int
    year_id: int
    year: int
    number: int
    title: str
    status: str
    planned_for: date
    opinions_until: date | None
    found_at: datetime | None
    decided_at: datetime | None
    plans: int
    found: int
    conflicts: int
    open: int
    opinions: int
    illustrative: bool
    version: int


@dataclass(frozen=True)
class SessionPlan:
    """One plan on the list, with the version in work and the one that was agreed."""

    pk: int
    name: str
    owner: str
    is_submitted: bool
    is_agreed: bool
    finish: date | None
    agreed_here: int | None
    is_newer: bool


@dataclass(frozen=True)
class SessionPage:
    """One session. `moves` are those of its state table that the reader may make now.

    `plans` empty means every plan of the year; `submitted` is how many versions deciding would agree, `newer` how many
    plans have facts or versions that the last search did not know. `minutes` as stored: (kind, text) pairs.
    """

    row: SessionRow
    plans: tuple[SessionPlan, ...]
    submitted: int
    newer: int
    minutes: tuple[tuple[str, str], ...]
    moves: tuple[str, ...]
    may_find: bool
    may_meet: bool
    may_decide_afterwards: bool


def sessions(actor: Actor, year_id: int) -> tuple[SessionRow, ...]:
    """The sessions of a year, the newest first. One query."""
    return tuple(_row(session) for session in _counted(actor).filter(year=year_id).order_by("-number"))


def last_decided(actor: Actor, year_id: int) -> int | None:
    """The session of a year that was decided last. One query."""
    return _seen(actor, year_id).filter(status=SessionStatus.DECIDED).last()


def next_session(actor: Actor, year_id: int) -> int | None:
    """The first session of a year that is not decided yet. One query."""
    return _seen(actor, year_id).exclude(status=SessionStatus.DECIDED).first()


def _seen(actor: Actor, year_id: int) -> QuerySet[Session, int]:
    """Ids of the sessions of a year, in their order."""
    rows = within(actor, ConsultationAction.VIEW, Session.objects.filter(year=year_id))
    return rows.order_by("number").values_list("pk", flat=True)


def session_row(actor: Actor, session_id: int) -> SessionRow:
    """One session that the actor may see; NotFound otherwise."""
    session = _counted(actor).filter(pk=session_id).first()
    if session is None:
        raise NotFound()
    return _row(session)


def _counted(actor: Actor) -> QuerySet[Session]:
    there = ~Q(conflicts__status=ConflictStatus.GONE)
    still = Q(conflicts__status__in=CONFLICTS.in_group(Group.OPEN))
    rows = within(actor, ConsultationAction.VIEW, Session.objects.select_related("year"))
    return rows.annotate(
        plan_count=Count("plans", distinct=True),
        found_count=Count("conflicts", distinct=True),
        conflict_count=Count("conflicts", filter=there, distinct=True),
        open_count=Count("conflicts", filter=still, distinct=True),
        opinion_count=Count("conflicts__opinions", distinct=True),
    )


def _row(session: Session) -> SessionRow:
    counts: Mapping[str, int] = vars(session)
    return SessionRow(
        pk=session.pk,
        year_id=session.year_id,
        year=session.year.number,
        number=session.number,
        title=session.title,
        status=session.status,
        planned_for=session.planned_for,
        opinions_until=session.opinions_until,
        found_at=session.found_at,
        decided_at=session.decided_at,
        plans=counts["plan_count"],
        found=counts["found_count"],
        conflicts=counts["conflict_count"],
        open=counts["open_count"],
        opinions=counts["opinion_count"],
        illustrative=session.illustrative,
        version=session.version,
    )


def session_page(actor: Actor, session_id: int, now: datetime) -> SessionPage:
    """One session that the actor may see. Five queries and those of the rights."""
    row = session_row(actor, session_id)
    session = Session.objects.get(pk=session_id)
    plans = _plans(session)
    return SessionPage(
        row=row,
        plans=tuple(plans) if row.plans else (),
        submitted=sum(plan.is_submitted for plan in plans),
        newer=sum(plan.is_newer for plan in plans) if SESSIONS.group(session.status) == Group.OPEN else 0,
        minutes=tuple((kind, text) for kind, text in session.minutes),
        moves=tuple(
            move.name
            for move in SESSIONS.moves_from(session.status)
            if may(actor, ConsultationAction(f"consultations.{move.name}"), session)
        ),
        may_find=SESSIONS.group(session.status) == Group.OPEN
        and may(actor, ConsultationAction.FIND, session),
        may_meet=may(actor, ConsultationAction.TRY, None),
        may_decide_afterwards=SESSIONS.group(session.status) == Group.CLOSED
        and may(actor, ConsultationAction.DECIDE_AFTERWARDS, session),
    )


def _plans(session: Session) -> list[SessionPlan]:
    """The plans on the list, or all of the year; with the number of the version that this session agreed."""
    rows = Plan.objects.filter(sessions=session)
    if not rows.exists():
        rows = Plan.objects.filter(year=session.year_id)
    agreed = dict(session.agreed_plans.values_list("plan_id", "version__number"))
    return [
        SessionPlan(
            pk=plan.pk,
            name=plan.name,
            owner=plan.owner.short_name,
            is_submitted=bool(plan.draft and plan.draft.status == VersionStatus.SUBMITTED),
            is_agreed=plan.baseline_id is not None,
            finish=plan.forecast_finish,
            agreed_here=agreed.get(plan.pk),
            is_newer=_is_newer(plan, session.found_at),
        )
        for plan in rows.select_related("owner", "draft", "baseline").order_by("owner__order", "name")
    ]


def _is_newer(plan: Plan, found_at: datetime | None) -> bool:
    """Whether the plan has a fact or a version that a search at that moment did not know."""
    versions = (version.made_at for version in (plan.baseline, plan.draft) if version)
    moments = [*versions, *([plan.fact_at] if plan.fact_at else [])]
    return found_at is not None and any(moment > found_at for moment in moments)


def plan_choices(year_id: int) -> tuple[tuple[int, str, bool], ...]:
    """(id, name with its owner, submitted) of every plan that has a version, for the list of a new session."""
    rows = Plan.objects.filter(year=year_id).exclude(draft=None, baseline=None)
    rows = rows.select_related("owner", "draft").order_by("owner__order", "name")
    return tuple(
        (
            plan.pk,
            f"{plan.owner.short_name} {plan.name}",
            bool(plan.draft and plan.draft.status == VersionStatus.SUBMITTED),
        )
        for plan in rows
    )


@dataclass(frozen=True)
class LaterPage:
    """A later decision: the plans to choose from, or the one chosen with its activities (key, name with dates)."""

    session: SessionRow
    plans: tuple[SessionPlan, ...]
    plan_id: int | None = None
    plan: str = ""
    owner_id: int | None = None
    version_id: int | None = None
    activities: tuple[tuple[str, str], ...] = ()


def later_page(actor: Actor, session_id: int, plan_id: int | None = None) -> LaterPage:
    """What a decision after a session may change: agreed plans of its list. NotFound for any other plan."""
    row = session_row(actor, session_id)
    session = Session.objects.get(pk=session_id)
    plans = tuple(plan for plan in _plans(session) if plan.is_agreed)
    if plan_id is None:
        return LaterPage(row, plans)
    plan = Plan.objects.filter(pk=plan_id, pk__in=[one.pk for one in plans]).first()
    if plan is None or plan.baseline_id is None:
        raise NotFound()
    activities = tuple(
        (one.key, f"{one.key} {one.name}（{one.start} — {one.finish}）")
        for one in scheduled_rows(plan.baseline_id)
        if one.kind != "summary" and one.actual_finish is None
    )
    return LaterPage(row, plans, plan.pk, plan.name, plan.owner_id, plan.baseline_id, activities)
