"""Matters are opened with a basis, led through their states, answered by the unit and concluded by their effect."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import F, Max

from yipanqi.access.actor import Actor
from yipanqi.access.registry import demand
from yipanqi.foundation import clock, events
from yipanqi.foundation.errors import DomainError, Invalid, NotFound
from yipanqi.org.models import Post, Unit
from yipanqi.supervision.events import MatterOpened
from yipanqi.supervision.models import SETTLED, Basis, Feedback, Matter, Outcome, Step, Verification
from yipanqi.supervision.operations.access import (
    demand_texts,
    evidence_for,
    keep_step,
    matter_for,
    take_step,
)
from yipanqi.supervision.queries.things import About, Thing, thing_of
from yipanqi.supervision.rules import SupervisionAction
from yipanqi.supervision.transitions import MATTERS, MatterStatus
from yipanqi.targets.models import Year
from yipanqi.targets.operations import NewFile
from yipanqi.targets.transitions import YearStatus

TITLE_LENGTH = 200
TEXT_LENGTH = 300
SAID_LENGTH = 500
BY_HAND = ("approve", "drop", "open", "send_back", "accept", "file")
"""Moves that need nothing but, at most, a note."""


@dataclass(frozen=True)
class MatterDraft:
    """A matter as it is proposed; `basis_text` says which decision or designation, `approver_id` names a post."""

    title: str
    basis: str
    basis_text: str
    unit_id: int
    due: date
    approver_id: int | None = None
    about: About = field(default_factory=About)
    illustrative: bool = False


@transaction.atomic
def open_matter(*, actor: Actor, year_id: int, draft: MatterDraft, now: datetime) -> Matter:
    """Propose a matter. Refused without a basis, and while one about the same thing and unit is open."""
    demand(actor, SupervisionAction.PROPOSE)
    year = _year(year_id)
    _guard(draft, clock.today(now))
    matter = _made(actor, year, draft, thing_of(actor, draft.about), MATTERS.initial, now)
    keep_step(actor, matter, "propose", now, draft.basis_text)
    return matter


@transaction.atomic
def instruct(
    *,
    actor: Actor,
    year_id: int,
    unit_id: int,
    text: str,
    due: date,
    now: datetime,
    target_id: int | None = None,
    plan_id: int | None = None,
    key: str = "",
    project_id: int | None = None,
    item_id: int | None = None,
    illustrative: bool = False,
) -> Matter:
    """A leader's instruction is a matter under supervision at once: the leader's post is basis and approval in one."""
    demand(actor, SupervisionAction.INSTRUCT)
    year = _year(year_id)
    about = About(target_id, plan_id, key, project_id, item_id)
    draft = MatterDraft(
        title=text.strip()[:TITLE_LENGTH],
        basis=Basis.INSTRUCTION,
        basis_text=text.strip(),
        unit_id=unit_id,
        due=due,
        approver_id=_own_post(actor),
        about=about,
        illustrative=illustrative,
    )
    _guard(draft, clock.today(now), names={"title": "text", "basis_text": "text"})
    matter = _made(actor, year, draft, thing_of(actor, about), MatterStatus.UNDER_WAY, now)
    keep_step(actor, matter, "instruct", now, draft.basis_text)
    events.publish(MatterOpened(matter.pk, matter.unit_id, now))
    return matter


def _own_post(actor: Actor) -> int:
    """The post under which the leader speaks: a leader's post before any other."""
    post = Post.objects.filter(pk__in=actor.posts).order_by("-is_leader", "order", "code").first()
    if post is None:
        raise DomainError("supervision.no_post")
    return int(post.pk)


def _is_post(post_id: int | None) -> bool:
    return post_id is not None and Post.objects.filter(pk=post_id).exists()


def _year(year_id: int) -> Year:
    year = Year.objects.filter(pk=year_id).first()
    if year is None:
        raise NotFound()
    if year.status == YearStatus.CLOSED:
        raise DomainError("targets.year_closed", year=year.number)
    return year


def _guard(draft: MatterDraft, today: date, names: dict[str, str] | None = None) -> None:
    """Invalid with every wrong field; `names` maps ours to the caller's."""
    wrong: dict[str, DomainError | str] = {}
    if not draft.title.strip():
        wrong["title"] = "input.required"
    elif len(draft.title.strip()) > TITLE_LENGTH:
        wrong["title"] = DomainError("input.too_long", longest=TITLE_LENGTH)
    if not draft.basis_text.strip():
        wrong["basis_text"] = "supervision.no_basis"
    elif len(draft.basis_text) > TEXT_LENGTH:
        wrong["basis_text"] = DomainError("input.too_long", longest=TEXT_LENGTH)
    if draft.basis not in Basis.values:
        wrong["basis"] = "input.not_a_choice"
    elif draft.basis != Basis.DECISION and not _is_post(draft.approver_id):
        wrong["approver"] = "supervision.no_approver"
    if not Unit.objects.filter(pk=draft.unit_id, valid_to__isnull=True).exists():
        wrong["unit"] = "input.not_a_choice"
    if draft.due < today:
        wrong["due"] = DomainError("targets.expected_in_past", day=draft.due)
    if wrong:
        raise Invalid({(names or {}).get(name, name): reason for name, reason in wrong.items()})


def _made(
    actor: Actor, year: Year, draft: MatterDraft, thing: Thing | None, status: MatterStatus, now: datetime
) -> Matter:
    """The row under the next number of the year; refused with the open one named when there is one."""
    title = draft.title.strip()
    subject = thing.subject if thing else f"title:{''.join(title.split()).casefold()}"
    about = thing.about if thing else draft.about
    Year.objects.filter(pk=year.pk).update(version=F("version"))  # holds the year until the number is taken
    _refuse_second(draft.unit_id, subject)
    last = Matter.objects.filter(year=year).aggregate(last=Max("number"))["last"] or 0
    try:
        with transaction.atomic():
            return Matter.objects.create(
                year=year,
                number=last + 1,
                title=title,
                basis=draft.basis,
                basis_text=draft.basis_text.strip(),
                approver_id=draft.approver_id,
                unit_id=draft.unit_id,
                subject=subject,
                due=draft.due,
                status=status,
                opened_by=actor.label,
                opened_at=now,
                illustrative=draft.illustrative,
                **vars(about),
            )
    except IntegrityError:
        _refuse_second(draft.unit_id, subject)
        raise


def _refuse_second(unit_id: int, subject: str) -> None:
    """No repeated and no multi-headed supervision (State Council decree 733, art. 15)."""
    rows = Matter.objects.select_related("unit").filter(unit=unit_id, subject=subject)
    there = rows.exclude(status__in=SETTLED).first()
    if there is not None:
        raise DomainError(
            "supervision.already_supervised",
            number=there.number,
            title=there.title,
            unit=str(there.unit),
            by=there.opened_by,
            matter=there.pk,
        )


@transaction.atomic
def move_matter(
    *, actor: Actor, matter_id: int, move: str, now: datetime, note: str = "", version: int | None = None
) -> Matter:
    """One of the moves BY_HAND; sending back and dropping need a note. Opening tells the unit."""
    if move not in BY_HAND:
        raise ValueError(f"not a move by hand: {move}")
    matter = matter_for(actor, SupervisionAction(f"supervision.{move}"), matter_id)
    if len(note.strip()) > SAID_LENGTH:
        raise Invalid({"note": DomainError("input.too_long", longest=SAID_LENGTH)})
    examined = matter.status == MatterStatus.TO_VERIFY
    closed = {"closed_at": now} if move == "drop" else {}
    step = take_step(actor, matter, move, now, note=note, version=version, **closed)
    if move == "send_back" and examined:
        _look(actor, matter, step, Outcome.SENT_BACK, "", now)
    if move == "open":
        events.publish(MatterOpened(matter.pk, matter.unit_id, now))
    return matter


@transaction.atomic
def feed_back(
    *,
    actor: Actor,
    matter_id: int,
    text: str,
    now: datetime,
    evidence_ids: Collection[int] = (),
    files: Sequence[NewFile] = (),
    version: int | None = None,
) -> Feedback:
    """The unit says what was done, with what proves it."""
    matter = matter_for(actor, SupervisionAction.FEED_BACK, matter_id)
    demand_texts(text=(text, SAID_LENGTH))
    evidence = evidence_for(actor, matter, evidence_ids, files, now)
    step = take_step(actor, matter, "feed_back", now, note=text, version=version)
    said = Feedback.objects.create(
        matter=matter, step=step, text=text.strip(), author_label=actor.label, at=now
    )
    said.evidence.set(evidence)
    return said


@transaction.atomic
def conclude_matter(
    *,
    actor: Actor,
    matter_id: int,
    how: str,
    found: str,
    now: datetime,
    evidence_ids: Collection[int] = (),
    files: Sequence[NewFile] = (),
    version: int | None = None,
) -> Matter:
    """The effect was looked at and is there: the conclusion is what was found, and the unit reads it."""
    matter = matter_for(actor, SupervisionAction.CONCLUDE, matter_id)
    demand_texts(how=(how, TITLE_LENGTH), found=(found, TEXT_LENGTH))
    evidence = evidence_for(actor, matter, evidence_ids, files, now)
    columns = {"conclusion": found.strip(), "closed_at": now}
    step = take_step(actor, matter, "conclude", now, note=found, version=version, **columns)
    look = _look(actor, matter, step, Outcome.CONFIRMED, how, now)
    look.evidence.set(evidence)
    return matter


def _look(
    actor: Actor, matter: Matter, step: Step, outcome: Outcome, how: str, now: datetime
) -> Verification:
    """A look at the effect, beside the step that followed from it."""
    return Verification.objects.create(
        matter=matter,
        step=step,
        outcome=outcome,
        how=how.strip(),
        found=step.note,
        author_label=actor.label,
        at=now,
    )
