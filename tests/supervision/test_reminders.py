"""One digest a unit, a level higher each time it goes unanswered, never the same twice within a few days."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from factories import UnitFactory, actor
from races import at_once
from supervision.factories import (
    clerk,
    item_of,
    late_target,
    matter_under_way,
    office,
    reminder_of,
    silent_target,
)
from targets.factories import TargetFactory, read_months
from yipanqi.access.actor import Actor
from yipanqi.access.roles import Role
from yipanqi.audit.models import Event
from yipanqi.foundation import events
from yipanqi.foundation.errors import DomainError, Invalid, NotAllowed, NotFound
from yipanqi.lights.models import LightColour
from yipanqi.lights.operations import Judged, store_lights
from yipanqi.lights.queries import rules_in_force
from yipanqi.lights.verdict import Colour, Verdict
from yipanqi.supervision import operations as op
from yipanqi.supervision.events import Reminded
from yipanqi.supervision.models import Level, Matter, Reminder
from yipanqi.supervision.queries.reminding import Candidate, reminder_candidates, reminders_of
from yipanqi.supervision.queries.watching import owed_by_unit, watch_rows
from yipanqi.targets import operations as targets
from yipanqi.targets.models import Reading

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def candidate(now: datetime, unit_id: int) -> Candidate:
    [found] = reminder_candidates(office(), now, [unit_id])
    return found


def later(now: datetime, days: int) -> datetime:
    return now + timedelta(days=days)


def test_a_digest_holds_everything_the_unit_is_late_or_silent_with(now: datetime) -> None:
    unit = UnitFactory()
    late, silent = late_target(unit), silent_target(unit)
    item = item_of(unit, due=date(2018, 9, 1))
    red = Judged(str(item.pk), Verdict(Colour.RED, "item.overdue"), unit.pk)
    lights = store_lights(
        subject_kind="assignments.item", judged=[red], rule_set=rules_in_force(now), now=now
    )
    item.light_id = lights[str(item.pk)]
    item.save(update_fields=["light"])
    type(item.letter).objects.filter(pk=item.letter_id).update(sign_by=date(2018, 9, 5))
    matter = matter_under_way(unit, now)
    Matter.objects.filter(pk=matter.pk).update(due=date(2018, 9, 20))
    [reminder] = op.remind(actor=office(), unit_ids=[unit.pk], now=now)
    told = {(line["kind"], line["pk"], line["why"]) for line in reminder.lines}
    assert told == {
        ("target", late.pk, "late"),
        ("target", silent.pk, "silent"),
        ("item", item.pk, "late"),
        ("letter", item.letter_id, "unsigned"),
        ("matter", matter.pk, "unanswered"),
    }
    assert Event.objects.filter(action="supervision.remind").count() == 1


def test_a_figure_missing_after_its_last_fair_day_is_silent_before_the_light_of_a_new_day_says_so(
    now: datetime,
) -> None:
    """July is there, August was due by the 14th of September; the light is of the 10th."""
    target = TargetFactory()
    read_months(target, [11, 22, 33, 44, 55, 66, 77])
    targets.recompute([target.pk], later(now, -18))
    target.refresh_from_db()
    assert target.light.colour == LightColour.GREEN
    assert owed_by_unit(office(), target.year_id, later(now, -15)) == {}
    [line] = owed_by_unit(office(), target.year_id, later(now, -11))[target.lead_id]
    assert (line.pk, line.why, line.colour) == (target.pk, "silent", "green")


def test_who_owes_nothing_is_not_reminded(now: datetime) -> None:
    target = TargetFactory()
    read_months(target, [10, 20, 30, 40, 50, 60, 70, 80])
    targets.recompute([target.pk], now)
    with pytest.raises(DomainError, match="nothing_to_remind"):
        op.remind(actor=office(), unit_ids=[target.lead_id], now=now)
    with pytest.raises(DomainError, match="nobody_chosen"):
        op.remind(actor=office(), unit_ids=[], now=now)


def test_the_level_climbs_each_time_it_goes_unanswered(now: datetime) -> None:
    """Hint on Friday, nothing on Monday, caution a week later, warning after that, and warning it stays."""
    target = late_target()
    seen = []
    for days in (0, 3, 10, 20, 30):
        found = candidate(later(now, days), target.lead_id)
        seen.append(found.level)
        if found.is_due:
            op.remind(actor=office(), unit_ids=[target.lead_id], now=later(now, days))
    assert seen == [Level.HINT, 0, Level.CAUTION, Level.WARNING, Level.WARNING]


def test_the_same_line_is_told_again_early_only_at_a_higher_level(now: datetime) -> None:
    target, who = late_target(), office()
    op.remind(actor=who, unit_ids=[target.lead_id], now=now)
    tomorrow = later(now, 1)
    for level in (None, Level.HINT):
        with pytest.raises(DomainError, match="nothing_to_remind"):
            op.remind(actor=who, unit_ids=[target.lead_id], level=level, now=tomorrow)
    [urgent] = op.remind(actor=who, unit_ids=[target.lead_id], level=Level.WARNING, now=tomorrow)
    assert urgent.level == Level.WARNING


def test_a_new_line_among_rested_ones_goes_out_alone_at_the_first_level(now: datetime) -> None:
    unit = UnitFactory()
    late_target(unit)
    op.remind(actor=office(), unit_ids=[unit.pk], now=now)
    new = silent_target(unit)
    [digest] = op.remind(actor=office(), unit_ids=[unit.pk], level=Level.HINT, now=later(now, 1))
    assert [line["pk"] for line in digest.lines] == [new.pk]
    assert candidate(later(now, 1), unit.pk).level == 0


def test_an_answered_line_is_gone_and_takes_its_level_with_it(now: datetime) -> None:
    unit = UnitFactory()
    silent = silent_target(unit)
    op.remind(actor=office(), unit_ids=[unit.pk], now=now)
    for month, value in ((4, "40"), (5, "50"), (6, "60"), (7, "70"), (8, "80")):
        targets.enter_reading(
            actor=clerk(unit), target_id=silent.pk, period=date(2018, month, 1), value=value, now=now
        )
    assert owed_by_unit(office(), silent.year_id, now) == {}
    late_target(unit)
    assert candidate(later(now, 10), unit.pk).level == Level.HINT


def test_rest_days_are_a_setting(now: datetime, settings: Any) -> None:
    settings.SUPERVISION_REST_DAYS = 1
    target = late_target()
    op.remind(actor=office(), unit_ids=[target.lead_id], now=now)
    assert candidate(later(now, 3), target.lead_id).level == Level.CAUTION


def test_a_level_that_does_not_exist_is_refused(now: datetime) -> None:
    target = late_target()
    with pytest.raises(Invalid):
        op.remind(actor=office(), unit_ids=[target.lead_id], level=4, now=now)
    with pytest.raises(NotAllowed):
        op.remind(actor=actor(Role.LEADER), unit_ids=[target.lead_id], now=now)


def test_twelve_units_get_one_digest_each_and_each_is_announced(
    now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    units = [late_target().lead_id for _ in range(12)]
    heard: list[object] = []
    monkeypatch.setattr(events, "publish", heard.append)
    sent = op.remind(actor=office(), unit_ids=units, now=now)
    assert sorted(reminder.unit_id for reminder in sent) == sorted(units)
    assert {type(one) for one in heard} == {Reminded}
    assert len(heard) == 12


def test_the_first_who_reads_it_stands_in_the_receipt(now: datetime) -> None:
    unit = UnitFactory()
    reminder = reminder_of(unit, now)
    first, second = clerk(unit), clerk(unit)
    op.read_reminder(actor=first, reminder_id=reminder.pk, now=now)
    op.read_reminder(actor=second, reminder_id=reminder.pk, now=later(now, 1))
    reminder.refresh_from_db()
    assert (reminder.read_by, reminder.read_at) == (first.label, now)
    assert Event.objects.filter(action="supervision.read_reminder").count() == 1
    with pytest.raises(NotFound):
        op.read_reminder(actor=clerk(UnitFactory()), reminder_id=reminder.pk, now=now)
    with pytest.raises(NotAllowed):
        op.read_reminder(actor=office(), reminder_id=reminder.pk, now=now)


def test_a_unit_sees_its_own_digests_only(now: datetime) -> None:
    unit = UnitFactory()
    reminder = reminder_of(unit, now)
    reminder_of(UnitFactory(), now)
    assert [row.pk for row in reminders_of(clerk(unit))] == [reminder.pk]
    assert len(reminders_of(office())) == 2


def test_turned_since_a_moment_and_silent(now: datetime) -> None:
    """Green in June, red since September: turned since August, and not since last week."""
    target = TargetFactory()
    read_months(target, [10, 20, 30, 40, 50])
    targets.recompute([target.pk], later(now, -105))
    Reading.objects.filter(target=target).delete()
    read_months(target, [1, 2, 3, 4, 5, 6, 7, 8])
    targets.recompute([target.pk], later(now, -20))
    silent = silent_target()
    since_august = watch_rows(office(), target.year_id, later(now, -58), now)
    [row] = [row for row in since_august.turned if row.pk == target.pk]
    assert (row.before, row.colour, row.kind, row.unit_id) == ("green", "red", "target", target.lead_id)
    assert [row.pk for row in since_august.silent] == [silent.pk]
    assert watch_rows(office(), target.year_id, later(now, -7), now).turned == ()
    with pytest.raises(NotAllowed):
        watch_rows(clerk(target.lead), target.year_id, now, now)


@pytest.mark.django_db(transaction=True)
def test_a_digest_sent_by_many_at_once_goes_out_once(now: datetime) -> None:
    units = [late_target().lead_id for _ in range(3)]
    hands = [office() for _ in range(5)]

    def send(hand: Actor) -> Callable[[], object]:
        return lambda: op.remind(actor=hand, unit_ids=units, now=now)

    outcomes = at_once(*map(send, hands))
    assert outcomes.count("done") == 1
    assert set(outcomes) <= {"done", "state.lost_race", "supervision.nothing_to_remind"}
    assert Reminder.objects.count() == 3
    assert Event.objects.filter(action="supervision.remind").count() == 3
