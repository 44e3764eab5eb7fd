"""How every operation on a matter begins: the row, if the actor may know of it; the right; the one who wins."""

from collections.abc import Collection, Sequence
from datetime import datetime

from yipanqi.access.actor import Actor
from yipanqi.access.registry import demand, fetch_or_404
from yipanqi.assignments.models import Item
from yipanqi.audit.operations import record
from yipanqi.files.operations import add_attachment
from yipanqi.foundation.errors import DomainError, Invalid, LostRace
from yipanqi.supervision.models import Matter, Step
from yipanqi.supervision.rules import SupervisionAction
from yipanqi.supervision.transitions import MATTERS
from yipanqi.targets.operations import NewFile
from yipanqi.targets.operations.fact_checks import usable_evidence


def matter_for(actor: Actor, action: SupervisionAction, matter_id: int) -> Matter:
    """The matter on which `actor` may do `action`; NotFound or NotAllowed otherwise."""
    rows = Matter.objects.select_related("year", "unit", "approver")
    matter = fetch_or_404(actor, SupervisionAction.VIEW, rows, pk=matter_id)
    demand(actor, action, matter)
    return matter


def take_step(
    actor: Actor,
    matter: Matter,
    name: str,
    now: datetime,
    *,
    note: str,
    version: int | None,
    **columns: object,
) -> Step:
    """Move the matter, if it still is where it was seen (compare-and-set), and keep the step with one audit event."""
    move = MATTERS.guard(matter.status, name, note=note)
    seen = matter.version if version is None else version
    columns |= {"status": move.target, "version": seen + 1}
    won = Matter.objects.filter(pk=matter.pk, status=matter.status, version=seen).update(**columns)
    if not won:
        raise LostRace(matter=str(matter))
    for column, value in columns.items():
        setattr(matter, column, value)
    return keep_step(actor, matter, name, now, note)


def keep_step(actor: Actor, matter: Matter, name: str, now: datetime, note: str = "") -> Step:
    """One line of the matter's history, and one event of the record."""
    step = Step.objects.create(
        matter=matter, move=name, after=matter.status, note=note.strip(), author_label=actor.label, at=now
    )
    action = SupervisionAction(f"supervision.{name}")
    changes = {"status": str(matter.status)}
    record(actor=actor, action=action, subject=matter, now=now, note=note.strip(), changes=changes)
    return step


def demand_texts(**texts: tuple[str, int]) -> None:
    """Each (text, longest) must say something and fit; Invalid names those that do not."""
    wrong: dict[str, DomainError | str] = {}
    for name, (text, longest) in texts.items():
        if not text.strip():
            wrong[name] = "input.required"
        elif len(text.strip()) > longest:
            wrong[name] = DomainError("input.too_long", longest=longest)
    if wrong:
        raise Invalid(wrong)


def evidence_for(
    actor: Actor, subject: Matter | Item, ids: Collection[int], files: Sequence[NewFile], now: datetime
) -> set[int]:
    """Attachments named, and those that come along, hung on the matter or item."""
    if missing := set(ids) - usable_evidence(actor, ids):
        raise Invalid({"evidence": DomainError("targets.evidence_unknown", count=len(missing))})
    unit = subject.unit if subject.unit_id in actor.units else None
    brought = (
        add_attachment(
            actor=actor,
            now=now,
            name=file.name,
            content=file.content,
            unit=unit,
            why=str(subject),
            subject=subject,
        )
        for file in files
    )
    return {upload.attachment.pk for upload in brought} | set(ids)
