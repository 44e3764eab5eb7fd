"""Units and posts come, change and are taken over."""

from datetime import date, timedelta

import pytest

from factories import NOW, TODAY, AppointmentFactory, PostFactory, UnitFactory, account, actor
from races import at_once, one_winner
from yipanqi.access.roles import Role
from yipanqi.audit.models import Event
from yipanqi.foundation import events
from yipanqi.foundation.errors import DomainError, Invalid, LostRace, NotAllowed
from yipanqi.org import operations
from yipanqi.org.entries import PostEntry, UnitEntry
from yipanqi.org.events import UnitSucceeded
from yipanqi.org.models import Post, Unit
from yipanqi.org.queries import actor_for, unit_choices, unit_rows, unit_sheet
from yipanqi.org.queries.directory import PostState

pytestmark = [pytest.mark.django_db, pytest.mark.both]
ENTRY = UnitEntry(code="g1", name="示例规划局", kind="line", valid_from=date(2018, 1, 1))


@pytest.fixture
def office():
    return actor(Role.OFFICE)


def changed(**words) -> UnitEntry:
    return UnitEntry(**(vars(ENTRY) | words))


def test_a_unit_is_created_with_one_event(office):
    unit = operations.create_unit(actor=office, now=NOW, entry=ENTRY)
    assert (unit.code, unit.short_name) == ("g1", "示例规划局")
    assert Event.objects.get().action == "org.create_unit"


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({"code": " "}, "code"),
        ({"name": ""}, "name"),
        ({"kind": "kingdom"}, "kind"),
        ({"valid_to": date(2017, 1, 1)}, "valid_to"),
    ],
)
def test_a_wrong_entry_is_named_by_field(office, words, field):
    with pytest.raises(Invalid) as refused:
        operations.create_unit(actor=office, now=NOW, entry=changed(**words))
    assert list(refused.value.fields) == [field]
    assert Unit.objects.count() == Event.objects.count() == 0


def test_a_code_is_taken_once(office):
    unit = operations.create_unit(actor=office, now=NOW, entry=ENTRY)
    other = UnitFactory(code="g2")
    with pytest.raises(Invalid):
        operations.create_unit(actor=office, now=NOW, entry=ENTRY)
    with pytest.raises(Invalid):
        operations.change_unit(actor=office, now=NOW, unit=other, entry=ENTRY)
    assert Unit.objects.get(pk=unit.pk).name == "示例规划局"


def test_a_change_keeps_old_and_new(office):
    unit = operations.create_unit(actor=office, now=NOW, entry=ENTRY)
    operations.change_unit(actor=office, now=NOW, unit=unit, entry=changed(name="示例自然资源局"))
    assert Event.objects.get(action="org.change_unit").changes["name"] == ["示例规划局", "示例自然资源局"]


def test_the_second_of_two_changes_is_told(office):
    unit = operations.create_unit(actor=office, now=NOW, entry=ENTRY)
    stale = Unit.objects.get(pk=unit.pk)
    operations.change_unit(actor=office, now=NOW, unit=unit, entry=changed(name="甲"))
    with pytest.raises(LostRace):
        operations.change_unit(actor=office, now=NOW, unit=stale, entry=changed(name="乙"))
    assert Unit.objects.get().name == "甲"


def test_a_unit_does_not_stand_below_itself(office):
    top = UnitFactory()
    low = UnitFactory(parent=UnitFactory(parent=top))
    entry = changed(code=top.code, parent_id=low.pk)
    with pytest.raises(Invalid) as refused:
        operations.change_unit(actor=office, now=NOW, unit=top, entry=entry)
    assert refused.value.fields["parent"].code == "org.parent_below_itself"


@pytest.mark.parametrize("role", [Role.CLERK, Role.LEADER, Role.SECURITY_ADMIN, Role.AUDITOR])
def test_only_the_office_keeps_units(role):
    unit, who = UnitFactory(), actor(role)
    for change in (
        lambda: operations.create_unit(actor=who, now=NOW, entry=ENTRY),
        lambda: operations.change_unit(actor=who, now=NOW, unit=unit, entry=ENTRY),
        lambda: operations.create_post(actor=who, now=NOW, unit=unit, entry=PostEntry("p", "示例岗")),
        lambda: operations.succeed_unit(
            actor=who, now=NOW, unit=unit, successor=UnitFactory(), at=TODAY, reason="x"
        ),
    ):
        with pytest.raises(NotAllowed):
            change()
    assert Event.objects.count() == 0


@pytest.fixture
def heard(monkeypatch):
    """What listeners of the succession heard."""
    monkeypatch.setattr(events, "_handlers", {})
    heard: list[UnitSucceeded] = []
    events.subscribe(UnitSucceeded, heard.append)
    return heard


def test_a_successor_takes_everything_over_in_one_operation(office, heard):
    old, new = UnitFactory(), UnitFactory()
    child = UnitFactory(parent=old)
    held = AppointmentFactory(post=PostFactory(unit=old))
    operations.succeed_unit(
        actor=office, now=NOW, unit=old, successor=new, at=date(2018, 9, 1), reason="示例：机构改革"
    )
    assert (old.valid_to, old.successor) == (date(2018, 8, 31), new)
    assert Unit.objects.get(pk=child.pk).parent == new
    assert actor_for(held.user, NOW).units == {new.pk}
    assert heard == [UnitSucceeded(old.pk, new.pk, date(2018, 9, 1), NOW, office)]
    event = Event.objects.get()
    assert (event.action, event.note, event.changes["posts_moved"]) == (
        "org.succeed_unit",
        "示例：机构改革",
        1,
    )
    assert [pk for pk, _ in unit_choices(TODAY)] == [new.pk, child.pk]


def test_a_lower_unit_that_takes_over_rises(office, heard):
    top = UnitFactory()
    old = UnitFactory(parent=top)
    new = UnitFactory(parent=old)
    operations.succeed_unit(actor=office, now=NOW, unit=old, successor=new, at=TODAY, reason="示例")
    assert Unit.objects.get(pk=new.pk).parent == top


def test_a_listener_that_fails_undoes_all(office, heard):
    def fail(event):
        raise DomainError("duties.cannot_move")

    events.subscribe(UnitSucceeded, fail)
    old, new = UnitFactory(), UnitFactory()
    with pytest.raises(DomainError, match="cannot_move"):
        operations.succeed_unit(actor=office, now=NOW, unit=old, successor=new, at=TODAY, reason="示例")
    kept = Unit.objects.get(pk=old.pk)
    assert (kept.valid_to, kept.successor, Event.objects.count()) == (None, None, 0)


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({"at": TODAY + timedelta(days=1)}, "at"),
        ({"at": date(2018, 1, 1)}, "at"),
        ({"reason": " "}, "reason"),
    ],
)
def test_a_wrong_succession_is_named_by_field(office, words, field):
    entry = {"at": TODAY, "reason": "示例"} | words
    with pytest.raises(Invalid) as refused:
        operations.succeed_unit(actor=office, now=NOW, unit=UnitFactory(), successor=UnitFactory(), **entry)
    assert field in refused.value.fields


def test_a_unit_is_not_its_own_successor_nor_an_ended_ones(office):
    unit, ended = UnitFactory(), UnitFactory(valid_to=date(2018, 5, 1))
    for successor in (unit, ended):
        with pytest.raises(Invalid):
            operations.succeed_unit(
                actor=office, now=NOW, unit=unit, successor=successor, at=TODAY, reason="示例"
            )
    with pytest.raises(DomainError, match="unit_has_ended"):
        operations.succeed_unit(actor=office, now=NOW, unit=ended, successor=unit, at=TODAY, reason="示例")


@pytest.mark.django_db(transaction=True)
def test_of_two_successions_at_once_one_wins():
    office, old = actor(Role.OFFICE), UnitFactory()
    successors = UnitFactory.create_batch(2)

    def succeed(copy, successor):
        return lambda: operations.succeed_unit(
            actor=office, now=NOW, unit=copy, successor=successor, at=TODAY, reason="示例"
        )

    copies = [Unit.objects.get(pk=old.pk) for _ in successors]
    one_winner(at_once(*map(succeed, copies, successors)), {"state.lost_race"})
    assert Event.objects.count() == 1


def test_posts_are_created_changed_and_abolished(office):
    unit = UnitFactory()
    post = operations.create_post(
        actor=office, now=NOW, unit=unit, entry=PostEntry("p1", "示例局长", is_head=True)
    )
    entry = PostEntry("p1", "示例局长", is_head=True, valid_to=TODAY)
    operations.change_post(actor=office, now=NOW, post=post, entry=entry)
    assert Post.objects.get().valid_to == TODAY
    assert Event.objects.get(action="org.change_post").changes == {"valid_to": [None, "2018-09-28"]}
    with pytest.raises(Invalid):
        operations.create_post(actor=office, now=NOW, unit=unit, entry=PostEntry("p1", "又一个"))


def test_a_held_post_is_not_abolished(office):
    post = AppointmentFactory().post
    with pytest.raises(Invalid):
        operations.change_post(
            actor=office, now=NOW, post=post, entry=PostEntry(post.code, post.title, valid_to=TODAY)
        )


def test_the_tree_shows_vacancies_and_hides_what_ended(office, django_assert_max_num_queries):
    top = UnitFactory(order=1)
    child = UnitFactory(parent=top, order=2)
    UnitFactory(valid_to=date(2018, 5, 1), order=3)
    PostFactory(unit=child)
    PostFactory(unit=child, planned=True)
    AppointmentFactory(post=PostFactory(unit=child))
    with django_assert_max_num_queries(3):
        rows = unit_rows(office, NOW)
    assert [(row.id, row.depth, row.posts, row.vacant) for row in rows] == [
        (top.pk, 0, 0, 0),
        (child.pk, 1, 2, 1),
    ]
    assert len(unit_rows(office, NOW, ended=True)) == 3
    assert unit_rows(actor(Role.SYSTEM_ADMIN), NOW) == []


def test_the_sheet_of_a_unit_tells_who_holds_what(office, django_assert_max_num_queries):
    unit = UnitFactory()
    PostFactory(unit=unit, order=1, planned=True)
    PostFactory(unit=unit, order=2)
    held = AppointmentFactory(post=PostFactory(unit=unit, order=3))
    taker = account(actor(Role.CLERK, units=[UnitFactory()]))
    giver = actor_for(held.user, NOW)
    operations.give_delegation(
        actor=giver, now=NOW, taker=taker, from_date=TODAY, until=date(2018, 10, 8), reason="示例：出差"
    )
    with django_assert_max_num_queries(6):
        sheet = unit_sheet(office, unit.pk, NOW)
    assert [post.state for post in sheet.posts] == [PostState.PLANNED, PostState.VACANT, PostState.APPOINTED]
    holder = sheet.posts[2].holders[0]
    assert (holder.stand_in, holder.stand_in_until) == (str(taker), date(2018, 10, 8))
