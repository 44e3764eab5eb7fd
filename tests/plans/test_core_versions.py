"""The table is saved as a whole or not at all; a version goes its way; the agreed one is frozen."""

from datetime import date, timedelta

import pytest

from factories import UnitFactory, actor
from plans.calendars import Drawn, at, draw, picture, rows, tie
from targets.factories import YearFactory
from yipanqi.access.actor import SYSTEM
from yipanqi.access.roles import Role
from yipanqi.foundation.errors import DomainError, Invalid, LostRace, MoveRefused, NotAllowed
from yipanqi.plans.models import Activity, Plan, Version
from yipanqi.plans.operations import (
    ActivityDraft,
    LinkDraft,
    PlanDraft,
    agree_version,
    create_plan,
    hand_over,
    return_version,
    revise_version,
    save_draft,
    submit_version,
)
from yipanqi.plans.queries import plan_page, quality, version_difference
from yipanqi.targets.models import Year

pytestmark = [pytest.mark.django_db, pytest.mark.both]

MON = date(2018, 2, 5)
TUE, WED, THU = (MON + timedelta(days=n) for n in (1, 2, 3))


def refused(plan: Drawn, *lines: str, **more: object) -> dict[str, DomainError]:
    """Why these lines cannot be saved."""
    with pytest.raises(Invalid) as caught:
        plan.save(*lines, now=at(TUE), **more)
    return caught.value.fields


def codes(fields: dict[str, DomainError]) -> dict[str, str]:
    return {name: reason.code for name, reason in fields.items()}


@pytest.mark.parametrize(
    ("lines", "reasons"),
    [
        (["A 3", "A 2"], {"0.key": "plans.key_twice", "1.key": "plans.key_twice"}),
        (["A 3", "B 2 Z"], {"1.predecessors": "plans.unknown_predecessor"}),
        (["A 3 A"], {"0.predecessors": "plans.link_to_itself"}),
        (["A 0"], {"0.duration": "plans.task_needs_days"}),
        (["A 9999"], {"0.duration": "plans.days_out_of_range"}),
        (["A/1 3"], {"0.key": "plans.key_has_marks"}),
        (["S s", "A 3 S"], {"1.predecessors": "plans.summary_linked"}),
        (["A 3", "B 2 A,A"], {"1.predecessors": "plans.link_twice"}),
    ],
    ids=lambda value: " | ".join(value) if isinstance(value, list) else None,
)
def test_wrong_rows_are_named_by_row_and_cell(lines, reasons):
    plan = draw("A 3", start=MON, agreed=False)
    assert codes(refused(plan, *lines)) == reasons
    assert [row.key for row in Activity.objects.all()] == ["A"]


def test_other_wrong_cells():
    plan = draw("A 3", start=MON, agreed=False)
    assert codes(refused(plan, "A 3", A={"name": " "})) == {"0.name": "input.required"}
    assert codes(refused(plan, "A 3", A={"unit_id": 99999})) == {"0.unit": "plans.unit_unknown"}
    assert codes(refused(plan, "A 3", A={"constraint": "mandatory_start"})) == {
        "0.constraint_date": "input.required"
    }
    assert codes(refused(plan, "A 3", A={"optimistic": 5})) == {
        "0.optimistic": "plans.estimates_out_of_order"
    }
    assert codes(refused(plan, "A 3", A={"claim_kind": "parcel"})) == {"0.claim": "input.required"}


def test_a_ring_is_named_by_its_activities_and_nothing_is_lost():
    plan = draw("A 3", "B 2 A", start=MON, agreed=False)
    fields = refused(plan, "A 3 C", "B 2 A", "C 1 B")
    assert codes(fields) == {"links": "plans.cycle"}
    assert fields["links"].params["ring"].count("→") == 3
    assert {"示例A", "示例B", "示例C"} == set(fields["links"].params["ring"].split(" → "))
    assert picture(plan, "05 06 07 08 09", MON) == ["A ■ ■ ■ · ·", "B · · · ■ ■"]
    assert plan.fresh().lock == plan.plan.lock + 1


def test_a_ring_through_another_plan_is_named_with_both():
    first = draw("A 3", "B 2", start=MON, name="甲", agreed=False)
    second = draw("C 1", "D 2", start=MON, name="乙", agreed=False)
    tie(first, "A", second, "C", at(MON))
    tie(second, "D", first, "B", at(MON))
    first.save("A 3", "B 2 A", now=at(MON))
    second.save("C 1", "D 2 C", now=at(MON))
    fields = refused(first, "A 3 B", "B 2")
    assert codes(fields) == {"links": "plans.cycle"}
    assert "甲：示例A" in fields["links"].params["ring"]
    assert "乙：示例D" in fields["links"].params["ring"]


def test_an_activity_with_facts_or_links_to_other_plans_stays():
    plan, other = draw("A 3", "B 2", "C 1", start=MON), draw("X 1", start=MON)
    plan.tell("A", at(TUE), actual_start=MON)
    assert codes(refused(plan, "B 2", "C 1")) == {"rows": "plans.deleted_has_facts"}
    tie(plan, "B", other, "X", at(TUE))
    assert codes(refused(plan, "A 3", "C 1")) == {"rows": "plans.deleted_is_linked"}
    plan.save("A 3", "B 2", now=at(TUE))


def test_two_people_on_one_plan_the_second_is_told():
    plan = draw("A 3", start=MON, agreed=False)
    lock = plan.fresh().lock
    activities, links = rows(["A 4"])
    what = {"actor": SYSTEM, "plan_id": plan.pk, "activities": activities, "links": links, "lock": lock}
    save_draft(**what, now=at(MON))
    with pytest.raises(LostRace):
        save_draft(**what, now=at(MON))


def test_a_fact_does_not_cost_the_planner_his_lock():
    plan = draw("A 3", start=MON)
    lock = plan.fresh().lock
    plan.tell("A", at(MON), actual_start=MON)
    assert plan.fresh().lock == lock


def test_who_leads_plans():
    own, other = UnitFactory(), UnitFactory()
    draft = PlanDraft("示例", own.pk, MON)
    year = YearFactory().pk
    for who in (actor(Role.CLERK, units=[other]), actor(Role.SUPERVISION), actor(Role.LEADER)):
        with pytest.raises(NotAllowed):
            create_plan(actor=who, year_id=year, draft=draft, now=at(MON))
    plan = create_plan(actor=actor(Role.CLERK, units=[own]), year_id=year, draft=draft, now=at(MON))
    activities, links = rows(["A 3"])
    for who in (actor(Role.UNIT_HEAD, units=[own]), actor(Role.PROJECT_OFFICE)):
        lock = Plan.objects.get(pk=plan.pk).lock
        save_draft(actor=who, plan_id=plan.pk, activities=activities, links=links, lock=lock, now=at(MON))
    with pytest.raises(NotAllowed):
        submit_version(actor=actor(Role.PROJECT_OFFICE), plan_id=plan.pk, lock=3, now=at(MON))
    version = submit_version(actor=actor(Role.CLERK, units=[own]), plan_id=plan.pk, lock=3, now=at(MON))
    with pytest.raises(NotAllowed):
        agree_version(actor=actor(Role.UNIT_HEAD, units=[own]), version_id=version.pk, now=at(MON))
    agree_version(actor=actor(Role.SUPERVISION), version_id=version.pk, now=at(MON))


def test_a_plan_with_wrong_fields_is_refused():
    unit = UnitFactory()
    draft = PlanDraft(" ", unit.pk, MON, due=date(2018, 1, 1), calendar="9", project_id=5, leader_id=6)
    with pytest.raises(Invalid) as caught:
        create_plan(actor=SYSTEM, year_id=YearFactory().pk, draft=draft, now=at(MON))
    assert set(caught.value.fields) == {"name", "due", "calendar", "project_id", "leader_id"}


def test_the_way_of_a_version():
    plan = draw("A 3", start=MON, agreed=False)
    empty = draw(start=MON, agreed=False)
    with pytest.raises(DomainError, match=r"plans\.empty"):
        submit_version(actor=SYSTEM, plan_id=empty.pk, lock=empty.fresh().lock, now=at(MON))
    version = submit_version(actor=SYSTEM, plan_id=plan.pk, lock=plan.fresh().lock, now=at(MON))
    with pytest.raises(MoveRefused, match=r"plans\.not_in_work"):
        plan.save("A 4", now=at(MON))
    with pytest.raises(MoveRefused, match=r"state\.note_needed"):
        return_version(actor=SYSTEM, version_id=version.pk, note=" ", now=at(MON))
    return_version(actor=SYSTEM, version_id=version.pk, note="请补充紧前工作", now=at(MON))
    with pytest.raises(MoveRefused):
        agree_version(actor=SYSTEM, version_id=version.pk, now=at(MON))
    revise_version(actor=SYSTEM, version_id=version.pk, now=at(MON))
    plan.save("A 4", now=at(MON))
    plan.agree(at(MON))
    with pytest.raises(LostRace):
        agree_version(actor=SYSTEM, version_id=version.pk, now=at(MON))
    assert Version.objects.get(plan=plan.pk).status == "agreed"


def test_agreeing_freezes_dates_and_floats():
    plan = draw("A 3", "B 1", "C 2 A,B", start=MON, due=date(2018, 2, 13))
    row = plan.stored()["B"]
    assert (row.baseline_start, row.baseline_finish, row.baseline_float) == (MON, MON, 4)
    assert row.baseline_late == date(2018, 2, 9)
    assert (plan.fresh().agreed_finish, plan.fresh().agreed_float) == (date(2018, 2, 13), 2)
    plan.tell("A", at(TUE), actual_start=TUE, remaining=4)
    row = plan.stored()["C"]
    assert (row.baseline_start, row.start) == (THU, date(2018, 2, 13))


def test_without_a_due_date_the_finish_is_agreed():
    plan = draw("A 3", "B 2 A", start=MON)
    assert (plan.fresh().agreed_finish, plan.fresh().agreed_float) == (date(2018, 2, 9), 0)


def test_the_next_version_supersedes_and_the_draft_beside_it_changes_nothing():
    plan = draw("A 3", "B 2 A", start=MON)
    plan.save("A 3", "B 2 A", "C 2 B", now=at(MON))
    assert set(plan.stored()) == {"A", "B"}
    assert plan.fresh().forecast_finish == date(2018, 2, 9)
    plan.agree(at(MON))
    assert [version.status for version in Version.objects.order_by("number")] == ["superseded", "agreed"]
    assert plan.fresh().agreed_finish == date(2018, 2, 13)
    assert plan.fresh().light.colour == "green"


def test_the_difference_of_two_versions_goes_by_key():
    plan = draw("A 3", "B 2 A", start=MON)
    plan.save("N 2", "A 4", "B 2 A,N+1", now=at(MON))
    plan.agree(at(MON))
    before, after = Version.objects.order_by("number")
    found = version_difference(before.pk, after.pk)
    assert [activity.id for activity in found.added] == ["N"]
    assert [(change.id, [one.field for one in change.changes]) for change in found.changed] == [
        ("A", ["duration"])
    ]
    assert [(link.predecessor, link.successor) for link in found.links_added] == [("N", "B")]
    assert {moved.id: moved.finish_days for moved in found.moved} == {"A": 1.0, "B": 3.0}


def test_quality_names_offenders_by_key():
    plan = draw("A 3", "B 2 A", "C 60", start=MON, agreed=False)
    checks = {one.check: one for one in quality(plan.fresh().draft_id)}
    assert len(checks) == 14
    assert [offender.ids for offender in checks["long_duration"].offenders] == [("C",)]


def test_partners_and_columns_are_kept():
    unit, partner = UnitFactory(), UnitFactory()
    plan = draw("A 3", start=MON, agreed=False)
    row = ActivityDraft(
        *("A", "征收", 3),
        unit_id=unit.pk,
        partner_ids=(partner.pk,),
        claim_kind="parcel",
        claim="示例地块",
        approval="建设用地规划许可",
        standard="移交",
        optimistic=2,
        pessimistic=6,
    )
    save_draft(
        actor=SYSTEM,
        plan_id=plan.pk,
        activities=[row, ActivityDraft("B", "建设", 2)],
        links=[LinkDraft("A", "B", "SS", -1)],
        lock=plan.fresh().lock,
        now=at(MON),
    )
    stored = Activity.objects.get(key="A")
    assert (stored.unit, list(stored.partners.all()), stored.claim) == (unit, [partner], "示例地块")
    assert (stored.optimistic, stored.duration, stored.pessimistic) == (2, 3, 6)


def test_a_succession_moves_plans_and_activities():
    old, new, keeper = UnitFactory(), UnitFactory(), UnitFactory()
    own = draw("A 3", start=MON, owner=old)
    other = draw("B 2", "C 1", start=MON, owner=keeper, B={"unit_id": old.pk, "partner_ids": (keeper.pk,)})
    assert hand_over(actor=SYSTEM, from_unit=old.pk, to_unit=new.pk, now=at(TUE)) == 1
    assert own.fresh().owner_id == new.pk
    assert own.fresh().light.unit_id == new.pk
    assert Activity.objects.get(key="B").unit_id == new.pk
    assert other.fresh().owner_id == keeper.pk
    assert hand_over(actor=SYSTEM, from_unit=old.pk, to_unit=new.pk, now=at(TUE)) == 0


def test_the_page_says_what_one_may_do():
    own = UnitFactory()
    plan = draw("A 3", start=MON, owner=own, agreed=False)
    clerk, office = actor(Role.CLERK, units=[own]), actor(Role.PROJECT_OFFICE)
    assert plan_page(clerk, plan.pk, at(MON)).moves == ("submit",)
    submit_version(actor=clerk, plan_id=plan.pk, lock=plan.fresh().lock, now=at(MON))
    page = plan_page(clerk, plan.pk, at(MON))
    assert (page.moves, page.may_edit, page.may_enter_progress) == ((), False, False)
    assert plan_page(office, plan.pk, at(MON)).moves == ("return", "agree")


def test_a_closed_year_is_left_alone():
    plan = draw("A 3", start=MON)
    Year.objects.update(status="closed")
    with pytest.raises(DomainError, match=r"plans\.year_closed"):
        plan.save("A 4", now=at(MON))
    with pytest.raises(DomainError, match=r"plans\.year_closed"):
        plan.tell("A", at(MON), actual_start=MON)
