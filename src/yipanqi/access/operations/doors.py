"""What the record says of the doors: who came in, who was refused, who left."""

from datetime import datetime

from django.db import transaction

from yipanqi.access.actor import NOBODY, Actor
from yipanqi.access.models import User
from yipanqi.access.rules import AccessAction, SignAction
from yipanqi.audit.models import Outcome
from yipanqi.audit.operations import Subject, record
from yipanqi.audit.queries import EventFilter


@transaction.atomic
def note_sign_in(*, account: User, now: datetime, address: str, how: str) -> None:
    """`how` is password, second factor or single sign-on; `address` the network address of the browser."""
    User.objects.filter(pk=account.pk).update(last_login=now)  # by the house's clock
    record(
        actor=Actor.of(account),
        action=SignAction.IN,
        subject=account,
        now=now,
        changes={"address": address, "how": how},
    )


@transaction.atomic
def note_refused_sign_in(*, username: str, now: datetime, address: str, why: str) -> None:
    """A name that no account has is not kept: people type passwords into the wrong field."""
    account = User.objects.filter(username=username).first()
    subject = account or Subject(User._meta.label_lower, "", "—")
    record(
        actor=NOBODY,
        action=SignAction.IN,
        subject=subject,
        now=now,
        outcome=Outcome.REFUSED,
        changes={"address": address, "why": why},
    )


@transaction.atomic
def note_sign_out(*, account: User, now: datetime) -> None:
    """The session ended by its owner; sessions that run out leave no event."""
    record(actor=Actor.of(account), action=SignAction.OUT, subject=account, now=now)


@transaction.atomic
def note_export(*, actor: Actor, now: datetime, wanted: EventFilter, rows: int) -> None:
    """Whoever takes events away is on record too."""
    filled = {name: value for name, value in vars(wanted).items() if value}
    record(
        actor=actor,
        action=AccessAction.EXPORT_EVENTS,
        subject=Subject("audit.event", "", "—"),
        now=now,
        changes={"rows": rows, "filter": filled},
    )
