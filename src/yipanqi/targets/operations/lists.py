"""Duty, task and problem lists of standing work."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from yipanqi.access.actor import Actor
from yipanqi.audit.operations import record
from yipanqi.foundation import clock
from yipanqi.foundation.errors import DomainError, Invalid, LostRace, NotFound
from yipanqi.targets.models import ListItem, ListKind, Target, TargetKind
from yipanqi.targets.operations.access import target_for
from yipanqi.targets.operations.recomputing import recompute
from yipanqi.targets.rules import TargetAction
from yipanqi.targets.transitions import YearStatus


@transaction.atomic
def add_list_item(
    *,
    actor: Actor,
    target_id: int,
    kind: str,
    text: str,
    now: datetime,
    owner_id: int | None = None,
    due: date | None = None,
) -> ListItem:
    """A new line; a problem needs an owner and a date, so that it can be overdue."""
    target = target_for(actor, TargetAction.KEEP_LISTS, target_id)
    _guard_line(target, kind, text, owner_id, due)
    last = ListItem.objects.filter(target=target, kind=kind).aggregate(last=Max("order"))["last"] or 0
    item = ListItem.objects.create(
        target=target, kind=kind, text=text.strip(), owner_id=owner_id, due=due, order=last + 1
    )
    changes = {"list": kind, "text": item.text, "due": str(due or "")}
    record(actor=actor, action=TargetAction.KEEP_LISTS, subject=target, now=now, changes=changes)
    recompute([target.pk], now)
    return item


def _guard_line(target: Target, kind: str, text: str, owner_id: int | None, due: date | None) -> None:
    if target.kind != TargetKind.STANDING:
        raise DomainError("targets.not_standing_work", target=str(target))
    if target.year.status == YearStatus.CLOSED:
        raise DomainError("targets.year_closed", year=target.year.number)
    wrong: dict[str, DomainError | str] = {}
    if kind not in ListKind.values:
        wrong["kind"] = "input.not_a_choice"
    if not text.strip():
        wrong["text"] = "input.required"
    if kind == ListKind.PROBLEM and owner_id is None:
        wrong["owner"] = "input.required"
    if kind == ListKind.PROBLEM and due is None:
        wrong["due"] = "input.required"
    if wrong:
        raise Invalid(wrong)


@transaction.atomic
def close_list_item(*, actor: Actor, item_id: int, done_on: date, result: str, now: datetime) -> ListItem:
    """A line is done on a day, with what came of it; once."""
    item = ListItem.objects.select_related("target").filter(pk=item_id).first()
    if item is None:
        raise NotFound()
    target = target_for(actor, TargetAction.KEEP_LISTS, item.target_id)
    if done_on > clock.today(now):
        raise Invalid({"done_on": DomainError("targets.done_in_future", day=done_on)})
    if item.kind == ListKind.PROBLEM and not result.strip():
        raise Invalid({"result": "input.required"})
    won = ListItem.objects.filter(pk=item.pk, done_on__isnull=True).update(
        done_on=done_on, result=result.strip()
    )
    if not won:
        raise LostRace(item=str(item))
    changes = {"list": item.kind, "text": item.text, "done_on": str(done_on)}
    record(
        actor=actor,
        action=TargetAction.KEEP_LISTS,
        subject=target,
        now=now,
        note=result.strip(),
        changes=changes,
    )
    recompute([target.pk], now)
    item.refresh_from_db()
    return item
