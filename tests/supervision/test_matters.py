"""Nothing is supervised without a basis, nothing twice, and a matter ends by its effect."""

from collections.abc import Callable
from datetime import date, datetime

import pytest
from django.db import IntegrityError, transaction

from factories import UnitFactory, actor
from races import at_once
from supervision.factories import DUE, clerk, draft, item_of, late_target, leader, office, plan_of
from targets.factories import YearFactory
from yipanqi.access.actor import SYSTEM
from yipanqi.access.roles import Role
from yipanqi.audit.models import Event
from yipanqi.foundation import events
from yipanqi.foundation.errors import DomainError, Invalid, LostRace, MoveRefused, NotAllowed, NotFound
from yipanqi.org.models import Unit
from yipanqi.plans.models import Activity
from yipanqi.supervision import operations as op
from yipanqi.supervision.events import MatterOpened
from yipanqi.supervision.models import Basis, Matter, Step, Verification
from yipanqi.supervision.queries.matters import matter_page, matters_of
from yipanqi.supervision.queries.things import About
from yipanqi.supervision.transitions import MATTERS, MatterStatus
from yipanqi.targets.operations import NewFile

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def opened(unit: Unit, now: datetime, **fields: object) -> Matter:
    """A matter under way."""
    who = office()
    matter = op.open_matter(actor=who, year_id=YearFactory().pk, draft=draft(unit, **fields), now=now)
    for move in ("approve", "open"):
        op.move_matter(actor=who, matter_id=matter.pk, move=move, now=now)
    return Matter.objects.get(pk=matter.pk)


def test_a_matter_walks_from_proposal_to_file(now: datetime) -> None:
    unit = UnitFactory()
    matter, who = opened(unit, now), office()
    proof = NewFile("说明.txt", "示例说明".encode())
    op.feed_back(actor=clerk(unit), matter_id=matter.pk, text="示例：已办完。", files=[proof], now=now)
    op.move_matter(actor=who, matter_id=matter.pk, move="accept", now=now)
    op.conclude_matter(actor=who, matter_id=matter.pk, how="现场", found="示例：属实。", now=now)
    op.move_matter(actor=who, matter_id=matter.pk, move="file", now=now)
    page = matter_page(clerk(unit), matter.pk, now)
    assert page.row.status == MatterStatus.FILED
    assert page.row.conclusion == "示例：属实。"
    told = [(line.what, line.text, line.how, len(line.evidence)) for line in page.history]
    assert told == [
        ("propose", "示例会议纪要第3号", "", 0),
        ("approve", "", "", 0),
        ("open", "", "", 0),
        ("feed_back", "示例：已办完。", "", 1),
        ("accept", "", "", 0),
        ("conclude", "示例：属实。", "现场", 0),
        ("file", "", "", 0),
    ]
    recorded = Event.objects.filter(subject_kind="supervision.matter").order_by("id")
    assert [event.action for event in recorded] == [f"supervision.{line.what}" for line in page.history]


def test_what_does_not_hold_goes_back_with_what_was_found(now: datetime) -> None:
    unit = UnitFactory()
    matter, who = opened(unit, now), office()
    op.feed_back(actor=clerk(unit), matter_id=matter.pk, text="示例：已办完。", now=now)
    with pytest.raises(MoveRefused):
        op.move_matter(actor=who, matter_id=matter.pk, move="send_back", now=now)
    op.move_matter(actor=who, matter_id=matter.pk, move="accept", now=now)
    op.move_matter(actor=who, matter_id=matter.pk, move="send_back", note="示例：现场未见。", now=now)
    look = Verification.objects.get()
    assert (look.outcome, look.found, look.matter_id) == ("sent_back", "示例：现场未见。", matter.pk)
    assert Matter.objects.get().status == MatterStatus.UNDER_WAY


def test_nothing_is_supervised_without_a_basis(now: datetime) -> None:
    unit, who, year = UnitFactory(), office(), YearFactory()
    bare = draft(unit, basis_text=" ")
    with pytest.raises(Invalid) as refused:
        op.open_matter(actor=who, year_id=year.pk, draft=bare, now=now)
    assert refused.value.fields["basis_text"].code == "supervision.no_basis"
    designated = draft(unit, basis=Basis.DESIGNATION)
    with pytest.raises(Invalid) as refused:
        op.open_matter(actor=who, year_id=year.pk, draft=designated, now=now)
    assert refused.value.fields["approver"].code == "supervision.no_approver"
    assert Matter.objects.count() == 0
    assert Event.objects.filter(action__startswith="supervision.").count() == 0


def test_the_database_refuses_a_matter_without_basis_or_approver(now: datetime) -> None:
    matter = opened(UnitFactory(), now)
    for column in ({"basis_text": ""}, {"basis": Basis.DESIGNATION}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Matter.objects.filter(pk=matter.pk).update(**column)


def test_a_second_matter_about_the_same_thing_names_the_open_one(now: datetime) -> None:
    target = late_target()
    unit, who = target.lead, office()
    first = opened(unit, now, about=About(target_id=target.pk))
    with pytest.raises(DomainError) as refused:
        op.instruct(
            actor=leader(),
            year_id=target.year_id,
            unit_id=unit.pk,
            text="示例指示",
            due=DUE,
            target_id=target.pk,
            now=now,
        )
    assert refused.value.code == "supervision.already_supervised"
    assert refused.value.params["number"] == first.number
    op.feed_back(actor=clerk(unit), matter_id=first.pk, text="示例", now=now)
    op.move_matter(actor=who, matter_id=first.pk, move="accept", now=now)
    op.conclude_matter(actor=who, matter_id=first.pk, how="看数据", found="示例", now=now)
    again = op.open_matter(
        actor=who, year_id=target.year_id, draft=draft(unit, about=About(target_id=target.pk)), now=now
    )
    assert again.number == first.number + 1


def test_an_item_and_the_activity_behind_it_are_one_thing(now: datetime) -> None:
    unit = UnitFactory()
    plan = plan_of(unit)
    Activity.objects.create(version=plan.baseline, key="A10", order=1, name="示例工作", unit=unit)
    item = item_of(unit, plan=plan, key="A10")
    opened(unit, now, about=About(item_id=item.pk))
    with pytest.raises(DomainError, match="already_supervised"):
        opened(unit, now, about=About(plan_id=plan.pk, key="A10"))
    assert opened(unit, now, about=About(plan_id=plan.pk)).subject == f"plans.plan:{plan.pk}"


def test_a_free_matter_is_recognised_by_its_title_however_it_is_spaced(now: datetime) -> None:
    unit = UnitFactory()
    opened(unit, now, title="示例 事项")
    with pytest.raises(DomainError, match="already_supervised"):
        opened(unit, now, title="示例事项")
    opened(UnitFactory(), now, title="示例事项")


def test_a_thing_that_is_not_there_is_not_supervised(now: datetime) -> None:
    for about in (About(target_id=99), About(plan_id=99), About(project_id=99), About(item_id=99)):
        with pytest.raises(NotFound):
            opened(UnitFactory(), now, about=about)


def test_an_instruction_is_a_matter_at_once_and_the_unit_is_told(
    now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[object] = []
    monkeypatch.setattr(events, "publish", heard.append)
    target, who = late_target(), leader()
    heard.clear()
    matter = op.instruct(
        actor=who,
        year_id=target.year_id,
        unit_id=target.lead_id,
        text="示例：两周内拿出追赶办法。",
        due=DUE,
        target_id=target.pk,
        now=now,
    )
    assert (matter.basis, matter.status) == (Basis.INSTRUCTION, MatterStatus.UNDER_WAY)
    assert matter.approver_id in who.posts
    assert heard == [MatterOpened(matter.pk, target.lead_id, now)]
    [row] = matters_of(clerk(target.lead), [target.lead_id], now=now)
    assert (row.pk, row.kind, row.thing_id) == (matter.pk, "target", target.pk)


def test_a_leader_without_a_post_is_no_basis(now: datetime) -> None:
    with pytest.raises(DomainError, match="no_post"):
        op.instruct(
            actor=actor(Role.LEADER),
            year_id=YearFactory().pk,
            unit_id=UnitFactory().pk,
            text="示例",
            due=DUE,
            now=now,
        )


def test_a_day_that_is_past_and_a_closed_year_are_refused(now: datetime) -> None:
    with pytest.raises(Invalid) as refused:
        opened(UnitFactory(), now, due=date(2018, 9, 27))
    assert list(refused.value.fields) == ["due"]
    YearFactory(number=2018)
    year = YearFactory()
    type(year).objects.filter(pk=year.pk).update(status="closed")
    with pytest.raises(DomainError, match=r"targets\.year_closed"):
        opened(UnitFactory(), now)


def test_leaders_approve_and_the_office_only_what_was_decided(now: datetime) -> None:
    unit, who, year, boss = UnitFactory(), office(), YearFactory(), leader()
    [post] = boss.posts
    named = op.open_matter(
        actor=who,
        year_id=year.pk,
        draft=draft(unit, basis=Basis.DESIGNATION, approver_id=post),
        now=now,
    )
    with pytest.raises(NotAllowed):
        op.move_matter(actor=who, matter_id=named.pk, move="approve", now=now)
    op.move_matter(actor=boss, matter_id=named.pk, move="approve", now=now)
    assert Matter.objects.get().status == MatterStatus.APPROVED


def test_a_unit_sees_its_own_matters_once_it_is_told(now: datetime) -> None:
    unit, other, who = UnitFactory(), UnitFactory(), office()
    matter = op.open_matter(actor=who, year_id=YearFactory().pk, draft=draft(unit), now=now)
    assert matters_of(clerk(unit), now=now) == ()
    op.move_matter(actor=who, matter_id=matter.pk, move="approve", now=now)
    op.move_matter(actor=who, matter_id=matter.pk, move="open", now=now)
    assert [row.pk for row in matters_of(clerk(unit), now=now)] == [matter.pk]
    assert matters_of(clerk(other), now=now) == ()
    with pytest.raises(NotFound):
        op.feed_back(actor=clerk(other), matter_id=matter.pk, text="示例", now=now)


def test_a_page_that_has_seen_an_older_matter_is_told(now: datetime) -> None:
    matter, who = opened(UnitFactory(), now), office()
    op.feed_back(actor=clerk(matter.unit), matter_id=matter.pk, text="示例", now=now, version=matter.version)
    with pytest.raises(LostRace):
        op.move_matter(actor=who, matter_id=matter.pk, move="accept", now=now, version=matter.version)


def test_words_that_are_too_long_are_refused_before_the_database_sees_them(now: datetime) -> None:
    matter = opened(UnitFactory(), now)
    for text, code in (("", "input.required"), ("示" * 501, "input.too_long")):
        with pytest.raises(Invalid) as refused:
            op.feed_back(actor=clerk(matter.unit), matter_id=matter.pk, text=text, now=now)
        assert refused.value.fields["text"].code == code
    assert Step.objects.filter(move="feed_back").count() == 0


@pytest.mark.parametrize("status", MatterStatus)
def test_only_the_moves_of_the_table_are_possible(status: MatterStatus, now: datetime) -> None:
    matter, who = opened(UnitFactory(), now), office()
    for move in ("approve", "drop", "open", "accept", "send_back", "file"):
        Matter.objects.filter(pk=matter.pk).update(status=status)
        allowed = move in {each.name for each in MATTERS.moves_from(status)}
        try:
            with transaction.atomic():
                op.move_matter(actor=who, matter_id=matter.pk, move=move, note="示例", now=now)
                moved = True
                transaction.set_rollback(True)
        except MoveRefused:
            moved = False
        assert moved == allowed, move


def test_open_matters_follow_a_succession_and_a_double_one_is_dropped(now: datetime) -> None:
    old, new = UnitFactory(), UnitFactory()
    moved, doubled = opened(old, now, title="甲"), opened(old, now, title="乙")
    opened(new, now, title="乙")
    assert op.hand_over(actor=SYSTEM, from_unit=old.pk, to_unit=new.pk, now=now) == 1
    assert Matter.objects.get(pk=moved.pk).unit == new
    assert Matter.objects.get(pk=doubled.pk).status == MatterStatus.DROPPED


@pytest.mark.django_db(transaction=True)
def test_a_matter_concluded_by_many_at_once_is_concluded_once(now: datetime) -> None:
    matter, who = opened(UnitFactory(), now), office()
    op.feed_back(actor=clerk(matter.unit), matter_id=matter.pk, text="示例", now=now)
    op.move_matter(actor=who, matter_id=matter.pk, move="accept", now=now)
    hands = [office() for _ in range(6)]

    def conclude(hand: object) -> Callable[[], object]:
        return lambda: op.conclude_matter(actor=hand, matter_id=matter.pk, how="现场", found="示例", now=now)  # type: ignore[arg-type]

    outcomes = at_once(*map(conclude, hands))
    assert outcomes.count("done") == 1
    assert set(outcomes) <= {"done", "state.lost_race", "state.move_refused"}
    assert Event.objects.filter(action="supervision.conclude").count() == 1
    assert Verification.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_answering_and_dropping_at_once_has_one_winner_and_one_event(now: datetime) -> None:
    """Both moves start from the same version; whichever comes first wins, the other is told."""
    matter = opened(UnitFactory(), now)
    who, hands = office(), [clerk(matter.unit) for _ in range(4)]
    Matter.objects.filter(pk=matter.pk).update(status=MatterStatus.APPROVED)
    drop = lambda: op.move_matter(actor=who, matter_id=matter.pk, move="drop", note="示例", now=now)  # noqa: E731
    begin = lambda: op.move_matter(actor=who, matter_id=matter.pk, move="open", now=now)  # noqa: E731
    outcomes = at_once(drop, begin)
    assert outcomes.count("done") == 1
    Matter.objects.filter(pk=matter.pk).update(status=MatterStatus.UNDER_WAY)
    answers = [
        lambda hand=hand: op.feed_back(actor=hand, matter_id=matter.pk, text="示例", now=now)
        for hand in hands
    ]
    outcomes = at_once(*answers, drop)
    assert outcomes.count("done") == 1
    assert Event.objects.filter(action="supervision.feed_back").count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_heads_cannot_open_the_same_thing_at_once(now: datetime) -> None:
    target, heads = late_target(), [leader() for _ in range(5)]
    year, unit = target.year_id, target.lead_id

    def say(head: object) -> Callable[[], object]:
        return lambda: op.instruct(
            actor=head,  # type: ignore[arg-type]
            year_id=year,
            unit_id=unit,
            text="示例",
            due=DUE,
            target_id=target.pk,
            now=now,
        )

    outcomes = at_once(*map(say, heads))
    assert outcomes == ["done", *["supervision.already_supervised"] * 4]
    assert Matter.objects.count() == 1
