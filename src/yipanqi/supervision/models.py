"""What the supervision office does: matters, reminders, verifications, bulletins."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yipanqi.assignments.models import Item
from yipanqi.files.models import Attachment
from yipanqi.foundation.transitions import Group
from yipanqi.org.models import Post, Unit
from yipanqi.plans.models import Plan
from yipanqi.projects.models import Project
from yipanqi.supervision.transitions import MATTERS, MatterStatus
from yipanqi.targets.models import Target, Year

SETTLED = sorted(state.value for state in MATTERS.in_group(Group.CLOSED, Group.VOID))
"""States in which a matter no longer stands in the way of another one about the same thing."""


class Basis(models.TextChoices):
    """Without one of these nothing is supervised."""

    DECISION = "decision", _("Decision")
    INSTRUCTION = "instruction", _("Instruction of a leader")
    DESIGNATION = "designation", _("Designation by the office")


class StatusName(models.TextChoices):
    """Words of the states of a matter."""

    PROPOSED = MatterStatus.PROPOSED.value, _("Proposed")
    APPROVED = MatterStatus.APPROVED.value, _("Approved")
    UNDER_WAY = MatterStatus.UNDER_WAY.value, _("Being followed up")
    FEEDBACK = MatterStatus.FEEDBACK.value, _("Answered, to be examined")
    TO_VERIFY = MatterStatus.TO_VERIFY.value, _("Done, to be verified")
    CONCLUDED = MatterStatus.CONCLUDED.value, _("Concluded")
    FILED = MatterStatus.FILED.value, _("Filed")
    DROPPED = MatterStatus.DROPPED.value, _("Dropped")


class Matter(models.Model):
    """Something supervised, with the basis that allows it.

    `subject` names the thing in one way ("targets.target:5", "plans.plan:3/A10", "title:…"): one unit has at most one
    open matter about it.
    """

    year = models.ForeignKey(Year, on_delete=models.PROTECT, related_name="matters")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    basis = models.CharField(max_length=12, choices=Basis)
    basis_text = models.CharField(max_length=300)
    approver = models.ForeignKey(
        Post, null=True, blank=True, on_delete=models.PROTECT, related_name="matters"
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="matters")
    target = models.ForeignKey(
        Target, null=True, blank=True, on_delete=models.PROTECT, related_name="matters"
    )
    plan = models.ForeignKey(Plan, null=True, blank=True, on_delete=models.PROTECT, related_name="matters")
    key = models.CharField(max_length=40, blank=True)
    project = models.ForeignKey(
        Project, null=True, blank=True, on_delete=models.PROTECT, related_name="matters"
    )
    item = models.ForeignKey(Item, null=True, blank=True, on_delete=models.PROTECT, related_name="matters")
    subject = models.CharField(max_length=220)
    due = models.DateField()
    status = models.CharField(max_length=12, choices=StatusName, default=MatterStatus.PROPOSED)
    conclusion = models.CharField(max_length=300, blank=True)
    opened_by = models.CharField(max_length=200)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    illustrative = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["year", "number"], name="supervision_matter_number_once"),
            models.CheckConstraint(
                condition=Q(status__in=[state.value for state in MatterStatus]),
                name="supervision_matter_status_known",
            ),
            models.CheckConstraint(condition=~Q(basis_text=""), name="supervision_matter_has_basis"),
            models.CheckConstraint(
                condition=Q(basis="decision") | Q(approver__isnull=False),
                name="supervision_matter_has_approver",
            ),
            models.UniqueConstraint(
                fields=["unit", "subject"],
                condition=~Q(status__in=SETTLED),
                name="supervision_one_open_matter",
            ),
        ]
        indexes = [models.Index(fields=["unit", "status", "due"], name="supervision_matter_desk")]

    def __str__(self) -> str:
        return self.title


class Step(models.Model):
    """One move of a matter, with what was said at it."""

    matter = models.ForeignKey(Matter, on_delete=models.CASCADE, related_name="steps")
    move = models.CharField(max_length=20)
    after = models.CharField(max_length=12, choices=StatusName)
    note = models.CharField(max_length=500, blank=True)
    author_label = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.move} → {self.after}"


class Feedback(models.Model):
    """What the unit answers on a matter."""

    matter = models.ForeignKey(Matter, on_delete=models.CASCADE, related_name="feedback")
    step = models.OneToOneField(Step, on_delete=models.CASCADE, related_name="feedback")
    text = models.CharField(max_length=500)
    evidence = models.ManyToManyField(Attachment, blank=True, related_name="feedback")
    author_label = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return self.text[:60]


class Level(models.IntegerChoices):
    """提示 → 警示 → 警告."""

    HINT = 1, _("Hint")
    CAUTION = 2, _("Caution")
    WARNING = 3, _("Formal warning")


class Reminder(models.Model):
    """One digest to one unit: everything it is reminded of, once a day and level.

    A line is {"kind", "pk", "key", "name", "why", "colour", "since", "due"}; `kind` and `pk` name the thing, `why` is
    "late", "silent" or what else is owed.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="reminders")
    level = models.PositiveSmallIntegerField(choices=Level)
    lines = models.JSONField(default=list)
    day = models.DateField()
    sent_at = models.DateTimeField()
    sent_by = models.CharField(max_length=200)
    read_at = models.DateTimeField(null=True, blank=True)
    read_by = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-sent_at", "unit__order"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "level", "day"], name="supervision_one_digest_a_day"),
            models.CheckConstraint(condition=Q(level__in=Level.values), name="supervision_level_known"),
        ]
        indexes = [models.Index(fields=["unit", "sent_at"], name="supervision_reminder_unit")]

    def __str__(self) -> str:
        return f"{self.unit} {self.get_level_display()}"


class Outcome(models.TextChoices):
    """What a verification found."""

    CONFIRMED = "confirmed", _("Effect confirmed")
    SENT_BACK = "sent_back", _("Sent back")


class Verification(models.Model):
    """A look at the effect on the spot or in the figures."""

    item = models.ForeignKey(
        Item, null=True, blank=True, on_delete=models.CASCADE, related_name="verifications"
    )
    matter = models.ForeignKey(
        Matter, null=True, blank=True, on_delete=models.CASCADE, related_name="verifications"
    )
    step = models.OneToOneField(
        Step, null=True, blank=True, on_delete=models.CASCADE, related_name="verification"
    )
    outcome = models.CharField(max_length=12, choices=Outcome)
    how = models.CharField(max_length=200, blank=True)
    found = models.CharField(max_length=500)
    evidence = models.ManyToManyField(Attachment, blank=True, related_name="verifications")
    author_label = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(item__isnull=False) ^ Q(matter__isnull=False),
                name="supervision_verification_of_one",
            )
        ]

    def __str__(self) -> str:
        return self.get_outcome_display()


class Bulletin(models.Model):
    """A bulletin of a period as it went out: its figures stay as they were."""

    year = models.ForeignKey(Year, on_delete=models.PROTECT, related_name="bulletins")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200, blank=True)
    since = models.DateField()
    until = models.DateField()
    remark = models.TextField(blank=True)
    contents = models.JSONField(default=dict)
    issued_at = models.DateTimeField()
    issued_by = models.CharField(max_length=200)
    illustrative = models.BooleanField(default=False)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["year", "number"], name="supervision_bulletin_number_once"),
            models.CheckConstraint(
                condition=Q(until__gte=models.F("since")), name="supervision_bulletin_dates_in_order"
            ),
        ]

    def __str__(self) -> str:
        return self.title or f"{self.since}–{self.until}"
