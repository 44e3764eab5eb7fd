"""A session is opened, prepared and begun."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import F, Max

from yipanqi.access.actor import Actor
from yipanqi.access.registry import demand
from yipanqi.audit.operations import record
from yipanqi.consultations.models import Session
from yipanqi.consultations.operations.access import move_session, session_for
from yipanqi.consultations.rules import ConsultationAction
from yipanqi.foundation import clock
from yipanqi.foundation.errors import DomainError, Invalid, NotFound
from yipanqi.plans.models import Plan
from yipanqi.targets.models import Year
from yipanqi.targets.transitions import YearStatus

TITLE_LENGTH = 100


@transaction.atomic
def open_session(
    *,
    actor: Actor,
    year_id: int,
    title: str,
    planned_for: date,
    opinions_until: date | None,
    plan_ids: Sequence[int],
    now: datetime,
    illustrative: bool = False,
) -> Session:
    """The next session of a year, about these plans, or about every plan of the year. Invalid names wrong fields."""
    demand(actor, ConsultationAction.OPEN)
    year = Year.objects.filter(pk=year_id).first()
    if year is None:
        raise NotFound()
    if year.status == YearStatus.CLOSED:
        raise DomainError("targets.year_closed", year=year.number)
    plans = set(plan_ids)
    _guard(year, title.strip(), planned_for, opinions_until, plans, clock.today(now))
    Year.objects.filter(pk=year.pk).update(version=F("version"))  # holds the year until the number is taken
    last = Session.objects.filter(year=year).aggregate(last=Max("number"))["last"] or 0
    session = Session.objects.create(
        year=year,
        number=last + 1,
        title=title.strip(),
        planned_for=planned_for,
        opinions_until=opinions_until,
        illustrative=illustrative,
    )
    session.plans.set(plans)
    changes = {"planned_for": str(planned_for), "plans": len(plans)}
    record(actor=actor, action=ConsultationAction.OPEN, subject=session, now=now, changes=changes)
    return session


def _guard(
    year: Year, title: str, planned_for: date, until: date | None, plans: set[int], today: date
) -> None:
    wrong: dict[str, DomainError | str] = {}
    if not title:
        wrong["title"] = "input.required"
    elif len(title) > TITLE_LENGTH:
        wrong["title"] = DomainError("input.too_long", longest=TITLE_LENGTH)
    if planned_for < today:
        wrong["planned_for"] = DomainError("targets.expected_in_past", day=planned_for)
    if until and until > planned_for:
        wrong["opinions_until"] = DomainError("consultations.opinions_after_session", day=planned_for)
    if Plan.objects.filter(pk__in=plans, year=year).count() != len(plans):
        wrong["plans"] = "input.not_a_choice"
    if wrong:
        raise Invalid(wrong)


@transaction.atomic
def ask_opinions(*, actor: Actor, session_id: int, now: datetime, version: int | None = None) -> Session:
    """Put the agenda before the units; it must have been searched for."""
    session = session_for(actor, ConsultationAction.ASK_OPINIONS, session_id)
    if session.found_at is None:
        raise DomainError("consultations.nothing_searched")
    move_session(actor, session, "ask_opinions", now, version=version)
    return session


@transaction.atomic
def prepare_again(
    *, actor: Actor, session_id: int, note: str, now: datetime, version: int | None = None
) -> Session:
    """Take the agenda back, with a reason."""
    session = session_for(actor, ConsultationAction.PREPARE_AGAIN, session_id)
    move_session(actor, session, "prepare_again", now, version=version, note=note)
    return session


@transaction.atomic
def begin(*, actor: Actor, session_id: int, now: datetime, version: int | None = None) -> Session:
    """The meeting begins; opinions are closed."""
    session = session_for(actor, ConsultationAction.BEGIN, session_id)
    move_session(actor, session, "begin", now, version=version)
    return session
