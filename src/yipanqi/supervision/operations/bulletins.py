"""A bulletin goes out: the figures of its period are frozen with it and never change again."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import F, Max

from yipanqi.access.actor import Actor
from yipanqi.access.registry import demand
from yipanqi.audit.operations import record
from yipanqi.foundation import clock
from yipanqi.foundation.errors import DomainError, Invalid, NotFound
from yipanqi.supervision.models import Bulletin
from yipanqi.supervision.queries.bulletins import Period, bulletin_contents
from yipanqi.supervision.rules import SupervisionAction
from yipanqi.targets.models import Year

REMARK_LENGTH = 2000


@transaction.atomic
def issue_bulletin(
    *,
    actor: Actor,
    year_id: int,
    since: date,
    until: date,
    now: datetime,
    remark: str = "",
    title: str = "",
) -> Bulletin:
    """Number and freeze the bulletin of these days; a period that has one already, or is not over, is refused."""
    demand(actor, SupervisionAction.ISSUE_BULLETIN)
    check_period(since, until, clock.today(now))
    if len(remark.strip()) > REMARK_LENGTH:
        raise Invalid({"remark": DomainError("input.too_long", longest=REMARK_LENGTH)})
    if not Year.objects.filter(pk=year_id).update(
        version=F("version")
    ):  # holds the year: one number, one period
        raise NotFound()
    if there := Bulletin.objects.filter(year=year_id, since=since, until=until).first():
        raise Invalid({"until": DomainError("supervision.period_has_bulletin", number=there.number)})
    contents = bulletin_contents(actor, year_id, Period(since, until), now)
    last = Bulletin.objects.filter(year=year_id).aggregate(last=Max("number"))["last"] or 0
    bulletin = Bulletin.objects.create(
        year_id=year_id,
        number=last + 1,
        title=title.strip()[:200],
        since=since,
        until=until,
        remark=remark.strip(),
        contents=contents,
        issued_at=now,
        issued_by=actor.label,
        illustrative=contents["illustrative"],
    )
    changes = {"from": since, "until": until}
    record(
        actor=actor,
        action=SupervisionAction.ISSUE_BULLETIN,
        subject=bulletin,
        now=now,
        note=bulletin.remark,
        changes=changes,
    )
    return bulletin


def check_period(since: date, until: date, today: date) -> None:
    """Invalid with the field that is wrong."""
    if until < since:
        raise Invalid({"until": "org.dates_not_in_order"})
    if until > today:
        raise Invalid({"until": DomainError("targets.done_in_future", day=until)})
