"""The small world in which every door is tried: two units, one person of each kind, one of each thing."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from appraisal import factories as appraisal
from assignments.factories import STATUS_OF_STEP, decided, extension_of
from consultations.worlds import conflict, consultation, consulted_plan
from factories import NOW, AppointmentFactory, DelegationFactory, PostFactory, UnitFactory, account, actor
from plans.drawn import drawn, empty_plan, linked, returned, submitted
from projects.factories import GuaranteeFactory, bring, invest, project_of
from supervision.factories import bulletin, item_of, matter_under_way, reminder_of
from targets.factories import MilestoneFactory, TargetFactory, read_months
from yipanqi.access.actor import NOBODY, Actor
from yipanqi.access.roles import Role
from yipanqi.files.models import Attachment
from yipanqi.lights.models import Light, LightColour
from yipanqi.org.models import Unit
from yipanqi.plans.models import Plan
from yipanqi.reports.models import WorkReport
from yipanqi.reports.operations import read_report
from yipanqi.targets.models import Comment, ListItem, ListKind, Target


@dataclass
class World:
    """`own` is the unit that every thing belongs to."""

    own: Unit = field(default_factory=UnitFactory)
    other: Unit = field(default_factory=UnitFactory)
    plans: dict[str, Plan] = field(default_factory=dict)

    @cached_property
    def people(self) -> dict[str, Actor]:
        """One person for each column of the table."""
        return {
            "nobody": NOBODY,
            "other": actor(Role.CLERK, units=[self.other]),
            "own": actor(Role.CLERK, units=[self.own]),
            "head": actor(Role.UNIT_HEAD, units=[self.own]),
            "leader": actor(Role.LEADER),
            "office": actor(Role.OFFICE),
            "superv": actor(Role.SUPERVISION),
            "project": actor(Role.PROJECT_OFFICE),
            "apprais": actor(Role.APPRAISAL),
            "grid": actor(Role.GRID_STAFF),
            "auditor": actor(Role.AUDITOR),
            "system": actor(Role.SYSTEM_ADMIN),
            "security": actor(Role.SECURITY_ADMIN),
            "audit": actor(Role.AUDIT_ADMIN),
        }

    @cached_property
    def target(self) -> Target:
        """Led by the own unit, in the fixed year 2018."""
        return TargetFactory(lead=self.own)

    def list_item(self) -> int:
        """A line of the target's task list."""
        return int(ListItem.objects.create(target=self.target, kind=ListKind.TASK, text="示例事项").pk)

    def comment(self) -> int:
        """What the own unit says of the target."""
        words = {"unit": self.own, "text": "示例意见", "author_label": "示例岗位", "at": NOW}
        return int(Comment.objects.create(target=self.target, **words).pk)

    @cached_property
    def report(self) -> WorkReport:
        """The second version of the year's report."""
        text = "示例工作报告\n2018年工作安排\n年底前，高新技术企业总数达到%d家。"
        who = self.people["office"]
        for count in (470, 480):
            done = read_report(actor=who, now=NOW, text=text % count, number=self.target.year.number)
        return done.report

    def finding(self) -> int:
        """What was found in it."""
        return int(self.report.findings.all()[0].pk)

    def light(self) -> int:
        """The target's light."""
        row = Light.objects.create(
            subject_kind="targets.target",
            subject_key=str(self.target.pk),
            colour=LightColour.GREEN,
            severity=9,
            rule="示例",
            unit=self.own,
            since=NOW,
            computed_at=NOW,
        )
        return int(row.pk)

    def delegation(self) -> int:
        """Given by the head of the own unit."""
        return int(DelegationFactory(giver=account(self.people["head"])).pk)

    def attachment(self) -> int:
        """Brought by the clerk of the own unit."""
        who = self.people["own"]
        stored_as = default_storage.save("evidence/permissions", ContentFile(b"x"))
        row = Attachment.objects.create(
            name="说明.txt",
            stored_as=stored_as,
            media_type="text/plain",
            size=1,
            sha256="0" * 64,
            unit=self.own,
            uploaded_by_key=who.key,
            uploaded_by_label=who.label,
            uploaded_at=NOW,
        )
        return int(row.pk)


def plan_of(world: World, make: Callable[..., Plan]) -> Plan:
    """One plan of the own unit in a world, made as `make` does."""
    plan = world.plans.get(make.__name__) or make(world.own, year=world.target.year)
    return world.plans.setdefault(make.__name__, plan)


def achieved(world: World) -> Unit:
    """The own unit, whose target is met."""
    read_months(world.target, [10, 20, 30, 40, 50, 60, 70, 80, 90])
    return world.own


THINGS: dict[str, Callable[[World], Any]] = {
    "mark": lambda _world: UUID(int=1),
    "account_id": lambda world: account(actor(Role.CLERK, Role.UNIT_HEAD)).pk,
    "unit_id": lambda world: world.own.pk,
    "post_id": lambda world: PostFactory(unit=world.own).pk,
    "appointment_id": lambda world: AppointmentFactory(post=PostFactory(unit=world.own)).pk,
    "delegation_id": World.delegation,
    "attachment_id": World.attachment,
    "goal_id": lambda world: world.target.goal_id,
    "target_id": lambda world: world.target.pk,
    "targets:statement/target_id": lambda world: MilestoneFactory(lead=world.own).pk,
    "item_id": World.list_item,
    "number": lambda world: world.target.year.number,
    "period": lambda world: read_months(world.target, [10, 20, 30])[-1].period,
    "comment_id": World.comment,
    "light_id": World.light,
    "report_id": lambda world: world.report.pk,
    "finding_id": World.finding,
    "year": lambda world: date(2018, 1, 1).year,
    # projects
    "project_id": lambda world: project_of(world.own).pk,
    "guarantee_id": lambda world: GuaranteeFactory(project=project_of(world.own), owner=world.own).pk,
    "contribution_id": lambda world: bring(project_of(world.own), world.target).pk,
    "projects:correction/period": lambda world: invest(project_of(world.own), [1, 2])[-1].period,
    # plans
    "plan_id": lambda world: plan_of(world, drawn).pk,
    "plans:template/plan_id": lambda world: plan_of(world, empty_plan).pk,
    "plans:return/plan_id": lambda world: plan_of(world, submitted).pk,
    "plans:revise/plan_id": lambda world: plan_of(world, returned).pk,
    "key": lambda world: "1",
    "link_id": lambda world: linked(drawn(world.other, year=world.target.year), plan_of(world, drawn)).pk,
    "plans:propose_link_again/link_id": lambda world: (
        linked(drawn(world.other, year=world.target.year), plan_of(world, drawn), then="refuse").pk
    ),
    # consultations
    "session_id": lambda world: consultation(world).pk,
    "consultations:minutes_docx/session_id": lambda world: consultation(world, "decided").pk,
    "consultations:minutes_pdf/session_id": lambda world: consultation(world, "decided").pk,
    "consultations:later/session_id": lambda world: consultation(world, "decided").pk,
    "consultations:later_plan/session_id": lambda world: consultation(world, "decided").pk,
    "consultations:later_plan/plan_id": lambda world: consulted_plan(world).pk,
    "conflict_id": lambda world: conflict(world).pk,
    # assignments
    "letter_id": lambda world: item_of(world.own).letter_id,
    "extension_id": lambda world: extension_of(world.own, "asked").pk,
    "assignments:review/extension_id": lambda world: extension_of(world.own, "endorsed").pk,
    "assignments:approve/extension_id": lambda world: extension_of(world.own, "reviewed").pk,
    "decision_id": lambda world: decided(world).pk,
    **{
        f"assignments:{step}/item_id": lambda world, status=status: item_of(world.own, status=status).pk
        for step, status in STATUS_OF_STEP.items()
    },
    # supervision
    "matter_id": lambda world: matter_under_way(world.own).pk,
    "reminder_id": lambda world: reminder_of(world.own).pk,
    "bulletin_id": lambda world: bulletin().pk,
    "supervision:verify/item_id": lambda world: item_of(world.own, status="reported").pk,
    # appraisal
    "round_id": lambda world: appraisal.computed().pk,
    "sheet_id": lambda world: appraisal.sheet_of(appraisal.computed(), world.own).pk,
    "rule": lambda world: "targets",
    "objection_id": lambda world: appraisal.objection_of(world.own).pk,
    "commendation_id": lambda world: appraisal.commended(achieved(world)).pk,
    "scheme_id": lambda world: appraisal.scheme().pk,
    "before_id": lambda world: appraisal.scheme().pk,
}
"""What stands behind a name in an address: a room adds one line for each new name, and one under
`door/name` where a door needs another thing than the others."""


def things_behind(world: World, door: str, names: Iterable[str]) -> dict[str, Any]:
    """The parts of a door's address. The year is always there."""
    assert world.target.year
    return {name: THINGS.get(f"{door}/{name}", THINGS[name])(world) for name in sorted(names)}
