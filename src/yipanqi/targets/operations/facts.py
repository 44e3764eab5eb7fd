"""Facts from their owners: readings, corrections, statements, completions; one or a month of them at once."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from yipanqi.access.actor import Actor
from yipanqi.audit.operations import record
from yipanqi.files.operations import add_attachment
from yipanqi.foundation import clock, events
from yipanqi.foundation.errors import DomainError, Invalid
from yipanqi.targets.events import ReadingEntered
from yipanqi.targets.models import Reading, Statement, Target, TargetKind
from yipanqi.targets.operations.access import claim_targets
from yipanqi.targets.operations.fact_checks import (
    CheckedReading,
    CheckedStatement,
    Fact,
    Former,
    NewFile,
    check_reading,
    check_statement,
    usable_evidence,
)
from yipanqi.targets.operations.recomputing import recompute
from yipanqi.targets.rules import TargetAction
from yipanqi.targets.transitions import TARGETS, TargetStatus


@transaction.atomic
def enter_month(*, actor: Actor, facts: Sequence[Fact], now: datetime) -> tuple[Reading | Statement, ...]:
    """Save many facts, all or nothing, and recompute their targets once.

    Raises Invalid with every wrong line at once: `fields["<target id>.<field>"]` is the reason.
    """
    ids = {fact.target_id for fact in facts}
    if not ids:
        raise Invalid({"facts": "targets.nothing_entered"})
    versions = {fact.target_id: fact.version for fact in facts if fact.version is not None}
    targets = claim_targets(actor, TargetAction.ENTER_READING, ids, versions)
    former = Former(ids)
    evidence = usable_evidence(actor, {key for fact in facts for key in fact.evidence})
    checked, wrong = [], dict[str, DomainError | str]()
    for fact in facts:
        try:
            checked.append(_check(fact, targets[fact.target_id], former, evidence, clock.today(now)))
        except Invalid as error:
            wrong |= {f"{fact.target_id}.{name}": reason for name, reason in error.fields.items()}
    if wrong:
        raise Invalid(wrong)
    saved = tuple(_save(actor, one, now) for one in checked)
    recompute(ids, now)
    for row in saved:
        if isinstance(row, Reading):
            events.publish(ReadingEntered(row.target_id, row.pk, now))
    return saved


def _check(
    fact: Fact, target: Target, former: Former, evidence: frozenset[int], today: date
) -> CheckedReading | CheckedStatement:
    if missing := set(fact.evidence) - evidence:
        raise Invalid({"evidence": DomainError("targets.evidence_unknown", count=len(missing))})
    if target.kind == TargetKind.INDICATOR:
        return check_reading(target, fact, former, today)
    return check_statement(target, fact, today)


def _save(actor: Actor, one: CheckedReading | CheckedStatement, now: datetime) -> Reading | Statement:
    return (
        _save_reading(actor, one, now)
        if isinstance(one, CheckedReading)
        else _save_statement(actor, one, now)
    )


def _save_reading(actor: Actor, one: CheckedReading, now: datetime) -> Reading:
    target, fact, former = one.target, one.fact, one.replaces
    if former:
        Reading.objects.filter(pk=former.pk).update(current=False)
    reading = Reading.objects.create(
        target=target,
        period=one.period,
        as_of=one.as_of,
        revision=former.revision + 1 if former else 1,
        value=one.value,
        unchanged=fact.unchanged,
        note=fact.note.strip(),
        unit=target.lead,
        author_key=actor.key,
        author_label=actor.label,
        at=now,
        illustrative=fact.illustrative,
    )
    links = Reading.evidence.through
    links.objects.bulk_create(
        links(reading_id=reading.pk, attachment_id=key) for key in _evidence(actor, target, fact, now)
    )
    changes = {"period": str(one.period), "value": str(one.value), "was": str(former.value) if former else ""}
    record(
        actor=actor,
        action=TargetAction.ENTER_READING,
        subject=target,
        now=now,
        note=fact.note.strip(),
        changes=changes,
    )
    return reading


def _save_statement(actor: Actor, one: CheckedStatement, now: datetime) -> Statement:
    target, fact = one.target, one.fact
    statement = Statement.objects.create(
        target=target,
        text=fact.text.strip(),
        unchanged=fact.unchanged,
        done_on=fact.done_on,
        expected_on=fact.expected_on,
        unit=target.lead,
        author_key=actor.key,
        author_label=actor.label,
        at=now,
        illustrative=fact.illustrative,
    )
    links = Statement.evidence.through
    links.objects.bulk_create(
        links(statement_id=statement.pk, attachment_id=key) for key in _evidence(actor, target, fact, now)
    )
    action = TargetAction.COMPLETE if fact.done_on else TargetAction.ENTER_STATEMENT
    if fact.done_on:
        TARGETS.guard(target.status, "complete")
        Target.objects.filter(pk=target.pk).update(status=TargetStatus.DONE, done_on=fact.done_on)
    changes = {"done_on": str(fact.done_on or ""), "expected_on": str(fact.expected_on or "")}
    record(actor=actor, action=action, subject=target, now=now, note=statement.text, changes=changes)
    return statement


def _evidence(actor: Actor, target: Target, fact: Fact, now: datetime) -> set[int]:
    """Attachments named, and those that come with the fact, hung on the target."""
    brought = set()
    for file in fact.files:
        try:
            upload = add_attachment(
                actor=actor,
                now=now,
                name=file.name,
                content=file.content,
                unit=target.lead,
                why=str(target),
                subject=target,
            )
        except Invalid as error:
            raise Invalid({f"{target.pk}.{name}": reason for name, reason in error.fields.items()}) from None
        brought.add(upload.attachment.pk)
    return brought | set(fact.evidence)


def _enter_one(actor: Actor, fact: Fact, now: datetime) -> Reading | Statement:
    """One fact; the fields of a refusal carry their plain names."""
    try:
        return enter_month(actor=actor, facts=[fact], now=now)[0]
    except Invalid as error:
        prefix = f"{fact.target_id}."
        fields = {name.removeprefix(prefix): reason for name, reason in error.fields.items()}
        raise Invalid(fields) from None


def enter_reading(
    *,
    actor: Actor,
    target_id: int,
    period: date,
    value: Decimal | str,
    now: datetime,
    note: str = "",
    evidence: tuple[int, ...] = (),
    files: tuple[NewFile, ...] = (),
    illustrative: bool = False,
    version: int | None = None,
) -> Reading:
    """The value to date of one period; a second one for the same period is refused with the first one."""
    fact = Fact(
        target_id,
        period,
        value,
        note=note,
        evidence=evidence,
        files=files,
        illustrative=illustrative,
        version=version,
    )
    return _reading(_enter_one(actor, fact, now))


def correct_reading(
    *,
    actor: Actor,
    target_id: int,
    period: date,
    value: Decimal | str,
    reason: str,
    now: datetime,
    evidence: tuple[int, ...] = (),
    files: tuple[NewFile, ...] = (),
    illustrative: bool = False,
    version: int | None = None,
) -> Reading:
    """A new revision of a period's reading, with a reason; the old one stays in the history."""
    fact = Fact(
        target_id,
        period,
        value,
        note=reason,
        evidence=evidence,
        files=files,
        illustrative=illustrative,
        version=version,
        correction=True,
    )
    return _reading(_enter_one(actor, fact, now))


def confirm_unchanged(
    *, actor: Actor, target_id: int, period: date, now: datetime, illustrative: bool = False
) -> Reading:
    """The owner says that the period brought nothing: the former value, confirmed."""
    fact = Fact(target_id, period, unchanged=True, illustrative=illustrative)
    return _reading(_enter_one(actor, fact, now))


def _reading(row: Reading | Statement) -> Reading:
    if not isinstance(row, Reading):
        raise DomainError("targets.not_an_indicator", target=str(row.target))
    return row


def enter_statement(
    *,
    actor: Actor,
    target_id: int,
    now: datetime,
    text: str = "",
    unchanged: bool = False,
    expected_on: date | None = None,
    evidence: tuple[int, ...] = (),
    files: tuple[NewFile, ...] = (),
    illustrative: bool = False,
    version: int | None = None,
) -> Statement:
    """The owner's word on a milestone or on standing work."""
    fact = Fact(
        target_id,
        text=text,
        unchanged=unchanged,
        expected_on=expected_on,
        evidence=evidence,
        files=files,
        illustrative=illustrative,
        version=version,
    )
    return _statement(_enter_one(actor, fact, now))


def complete_target(
    *,
    actor: Actor,
    target_id: int,
    done_on: date,
    now: datetime,
    text: str = "",
    evidence: tuple[int, ...] = (),
    files: tuple[NewFile, ...] = (),
    illustrative: bool = False,
    version: int | None = None,
) -> Statement:
    """A milestone is reached, or standing work ended, on `done_on`; needs words or evidence that show it."""
    fact = Fact(
        target_id,
        text=text,
        done_on=done_on,
        evidence=evidence,
        files=files,
        illustrative=illustrative,
        version=version,
    )
    return _statement(_enter_one(actor, fact, now))


def _statement(row: Reading | Statement) -> Statement:
    if not isinstance(row, Statement):
        raise DomainError("targets.is_an_indicator", target=str(row.target))
    return row
