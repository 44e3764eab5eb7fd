"""Activities and links of a version. The key of an activity is stable within its plan."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yipanqi.org.models import Unit
from yipanqi.plans.models.plans import Plan, Version
from yipanqi.plans.transitions import CrossLinkStatus
from yipanqi.targets.models import Target


class ActivityKind(models.TextChoices):
    """What a row is."""

    TASK = "task", _("Activity")
    MILESTONE = "milestone", _("Milestone")
    SUMMARY = "summary", _("Summary")


class ConstraintChoice(models.TextChoices):
    """Dates set by hand; each needs a reason."""

    START_ON_OR_AFTER = "start_on_or_after", _("Start no earlier than")
    FINISH_ON_OR_BEFORE = "finish_on_or_before", _("Finish no later than")
    MANDATORY_START = "mandatory_start", _("Start exactly on")
    MANDATORY_FINISH = "mandatory_finish", _("Finish exactly on")


class ClaimKind(models.TextChoices):
    """What an activity takes for itself, so that two cannot have it."""

    PARCEL = "parcel", _("Parcel of land")
    APPROVAL = "approval", _("Approval")
    DELIVERABLE = "deliverable", _("Deliverable")


class LinkChoice(models.TextChoices):
    """Which end holds which."""

    FS = "FS", "FS"
    SS = "SS", "SS"
    FF = "FF", "FF"
    SF = "SF", "SF"


class Activity(models.Model):
    """One activity. `duration` and `lag`s are working days of the plan's calendar; `order` is the row's place.

    `key` survives versions: facts, cross-plan links and letter items name it. `level` is the depth below the plan.
    `target` is the published milestone that this one reaches: its facts and forecast are the target's.
    """

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="activities")
    key = models.CharField(max_length=40)
    order = models.PositiveIntegerField()
    level = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(max_length=10, choices=ActivityKind, default=ActivityKind.TASK)
    name = models.CharField(max_length=200)
    duration = models.PositiveIntegerField(default=0)
    optimistic = models.PositiveIntegerField(null=True, blank=True)
    pessimistic = models.PositiveIntegerField(null=True, blank=True)
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="activities")
    partners = models.ManyToManyField(Unit, blank=True, related_name="partnered_activities")
    constraint = models.CharField(max_length=30, choices=ConstraintChoice, blank=True)
    constraint_date = models.DateField(null=True, blank=True)
    constraint_reason = models.CharField(max_length=200, blank=True)
    claim_kind = models.CharField(max_length=20, choices=ClaimKind, blank=True)
    claim = models.CharField(max_length=100, blank=True)
    approval = models.CharField(max_length=60, blank=True)
    standard = models.CharField(max_length=300, blank=True)
    target = models.ForeignKey(
        Target, null=True, blank=True, on_delete=models.PROTECT, related_name="activities"
    )

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["version", "key"], name="plans_activity_key_once"),
            models.UniqueConstraint(fields=["version", "order"], name="plans_activity_order_once"),
            models.CheckConstraint(
                condition=Q(kind__in=ActivityKind.values), name="plans_activity_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(constraint="") | Q(constraint_date__isnull=False),
                name="plans_constraint_has_date",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Link(models.Model):
    """A dependency inside a version, by keys."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="links")
    predecessor = models.CharField(max_length=40)
    successor = models.CharField(max_length=40)
    type = models.CharField(max_length=2, choices=LinkChoice, default=LinkChoice.FS)
    lag = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["version", "predecessor", "successor", "type"], name="plans_link_once"
            ),
            models.CheckConstraint(
                condition=~Q(predecessor=models.F("successor")), name="plans_link_to_another"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} {self.type} {self.successor}"


class CrossLink(models.Model):
    """A dependency on another plan's activity; it counts once the owner of `asked`, one of the two, has accepted it."""

    predecessor_plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="links_out")
    predecessor = models.CharField(max_length=40)
    successor_plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="links_in")
    successor = models.CharField(max_length=40)
    asked = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="links_asked")
    type = models.CharField(max_length=2, choices=LinkChoice, default=LinkChoice.FS)
    lag = models.IntegerField(default=0)
    needed_by = models.DateField(null=True, blank=True)
    status = models.CharField(max_length=10, default=CrossLinkStatus.PROPOSED)
    reason = models.CharField(max_length=200, blank=True)
    author_label = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["predecessor_plan", "predecessor", "successor_plan", "successor", "type"],
                name="plans_cross_link_once",
            ),
            models.CheckConstraint(
                condition=~Q(predecessor_plan=models.F("successor_plan")), name="plans_cross_link_crosses"
            ),
            models.CheckConstraint(
                condition=Q(status__in=[state.value for state in CrossLinkStatus]),
                name="plans_cross_link_status_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor_plan}/{self.predecessor} → {self.successor_plan}/{self.successor}"
