"""A small loop for tests: a leader with a post, a session's letter with an item, late and silent targets."""

from datetime import date, datetime, timedelta
from typing import Any

from factories import NOW, AppointmentFactory, PostFactory, UnitFactory, account, actor
from targets.factories import TargetFactory, YearFactory, read_months
from yipanqi.access.actor import Actor, load_actor
from yipanqi.access.roles import Role
from yipanqi.assignments.models import Item, Letter
from yipanqi.assignments.transitions import ItemStatus, LetterStatus
from yipanqi.consultations.models import Session
from yipanqi.org.models import Unit
from yipanqi.plans.models import Plan, Version
from yipanqi.plans.transitions import VersionStatus
from yipanqi.supervision import operations as op
from yipanqi.supervision.models import Basis, Bulletin, Matter, Reminder
from yipanqi.supervision.operations import MatterDraft
from yipanqi.supervision.queries.things import About
from yipanqi.targets import operations as targets
from yipanqi.targets.models import Target

DUE = date(2018, 10, 12)


def leader() -> Actor:
    """A leader who holds a leader's post."""
    who = actor(Role.LEADER)
    AppointmentFactory(post=PostFactory(is_leader=True), user=account(who))
    return load_actor(account(who), NOW)


def office() -> Actor:
    """The supervision office."""
    return actor(Role.SUPERVISION)


def clerk(unit: Unit) -> Actor:
    """The clerk of a unit."""
    return actor(Role.CLERK, units=[unit])


def draft(unit: Unit, **fields: Any) -> MatterDraft:
    """A matter by decision, due in two weeks."""
    given: dict[str, Any] = {
        "title": "示例督办事项",
        "basis": Basis.DECISION,
        "basis_text": "示例会议纪要第3号",
        "unit_id": unit.pk,
        "due": DUE,
        "about": About(),
    }
    return MatterDraft(**(given | fields))


def late_target(unit: Unit | None = None, **fields: Any) -> Target:
    """Far behind: red on 28 September."""
    target = TargetFactory(lead=unit or UnitFactory(), **fields)
    read_months(target, [1, 2, 3, 4, 5, 6, 7, 8])
    targets.recompute([target.pk], NOW)
    return target


def silent_target(unit: Unit | None = None, **fields: Any) -> Target:
    """Nothing entered since March: grey on 28 September."""
    target = TargetFactory(lead=unit or UnitFactory(), **fields)
    read_months(target, [10, 20, 30])
    targets.recompute([target.pk], NOW)
    return target


def plan_of(unit: Unit, **fields: Any) -> Plan:
    """A plan with an empty agreed version."""
    plan = Plan.objects.create(
        year=YearFactory(), name="示例计划", owner=unit, start=date(2018, 1, 1), **fields
    )
    made = {"number": 1, "made_at": NOW, "author_label": "示例岗位", "status": VersionStatus.AGREED}
    plan.baseline = Version.objects.create(plan=plan, **made)
    plan.save(update_fields=["baseline"])
    return plan


def item_of(unit: Unit, *, status: str = ItemStatus.IN_HAND, now: datetime = NOW, **fields: Any) -> Item:
    """An item of an issued letter, due in two weeks."""
    session, _ = Session.objects.get_or_create(
        year=YearFactory(), number=1, defaults={"title": "示例会商", "planned_for": date(2018, 3, 1)}
    )
    letter, _ = Letter.objects.get_or_create(
        session=session,
        unit=unit,
        sequence=1,
        defaults={
            "number": f"示例交办〔2018〕{unit.pk}号",
            "status": LetterStatus.ISSUED,
            "drafted_at": now,
            "issued_at": now,
            "sign_by": DUE,
        },
    )
    given: dict[str, Any] = {"text": "示例事项", "due": now.date() + timedelta(days=14)}
    return Item.objects.create(unit=unit, letter=letter, status=status, **(given | fields))


def matter_under_way(unit: Unit, now: datetime = NOW) -> Matter:
    """A matter by decision that the unit has been told of."""
    who = office()
    matter = op.open_matter(actor=who, year_id=YearFactory().pk, draft=draft(unit), now=now)
    for move in ("approve", "open"):
        op.move_matter(actor=who, matter_id=matter.pk, move=move, now=now)
    return Matter.objects.get(pk=matter.pk)


def reminder_of(unit: Unit, now: datetime = NOW) -> Reminder:
    """A digest about one late target."""
    late_target(unit)
    [reminder] = op.remind(actor=office(), unit_ids=[unit.pk], now=now)
    return reminder


def bulletin(now: datetime = NOW) -> Bulletin:
    """The bulletin of September."""
    days = {"since": date(2018, 9, 1), "until": date(2018, 9, 28)}
    return op.issue_bulletin(actor=office(), year_id=YearFactory().pk, now=now, **days)
