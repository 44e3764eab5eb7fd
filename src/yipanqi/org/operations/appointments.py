"""Who holds which post, and until when."""

from datetime import date, datetime

from django.db import IntegrityError, transaction

from yipanqi.access.actor import Actor
from yipanqi.access.models import User
from yipanqi.access.operations.claims import claim
from yipanqi.access.queries import is_administrator
from yipanqi.access.registry import demand
from yipanqi.audit.operations import record
from yipanqi.foundation.errors import DomainError, Invalid
from yipanqi.org.models import Appointment, Post
from yipanqi.org.rules import OrgAction


@transaction.atomic
def appoint(*, actor: Actor, now: datetime, post: Post, account: User, from_date: date) -> Appointment:
    """`account` holds `post` from a day on. Administrators hold none; nobody appoints the own account."""
    demand(actor, OrgAction.APPOINT)
    _guard(actor, post, account, from_date)
    claim(account)  # so that no administrator's role is granted at the same moment
    try:
        with transaction.atomic():
            appointment = Appointment.objects.create(post=post, user=account, from_date=from_date)
    except IntegrityError:
        raise DomainError("org.already_appointed", post=str(post)) from None
    record(
        actor=actor,
        action=OrgAction.APPOINT,
        subject=post,
        now=now,
        changes={"account": account.username, "from": from_date},
    )
    return appointment


def _guard(actor: Actor, post: Post, account: User, from_date: date) -> None:
    if post.planned or post.valid_to is not None or post.unit.valid_to is not None:
        raise DomainError("org.post_cannot_be_held", post=str(post))
    if from_date < post.unit.valid_from:
        raise Invalid({"from_date": "org.before_the_unit"})
    if account.pk == actor.user_id or not account.is_active or is_administrator(account):
        raise Invalid({"account": "org.account_cannot_hold_posts"})


@transaction.atomic
def end_appointment(*, actor: Actor, now: datetime, appointment: Appointment, to_date: date) -> Appointment:
    """The last day, inclusive, on which the account holds the post."""
    demand(actor, OrgAction.END_APPOINTMENT, appointment)
    if to_date < appointment.from_date:
        raise Invalid({"to_date": "org.dates_not_in_order"})
    won = Appointment.objects.filter(pk=appointment.pk, to_date__isnull=True).update(to_date=to_date)
    if not won:
        raise DomainError("org.appointment_has_ended")
    appointment.to_date = to_date
    record(
        actor=actor,
        action=OrgAction.END_APPOINTMENT,
        subject=appointment.post,
        now=now,
        changes={"account": appointment.user.username, "to": to_date},
    )
    return appointment
