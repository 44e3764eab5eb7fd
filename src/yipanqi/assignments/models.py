"""Letters, their items, and the extensions that units ask for."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yipanqi.assignments.transitions import ExtensionStatus, ItemStatus, LetterStatus
from yipanqi.consultations.models import Decision, Session
from yipanqi.files.models import Attachment
from yipanqi.lights.models import Light
from yipanqi.org.models import Post, Unit
from yipanqi.plans.models import Plan
from yipanqi.targets.models import Target


class LetterKind(models.TextChoices):
    """The one letter of a session, or what changed since."""

    WHOLE = "whole", _("Letter of assignment")
    DIFFERENCE = "difference", _("Difference letter")


class Letter(models.Model):
    """Everything one unit owes out of one session; `number` is the official one, `sequence` counts per session and unit.

    `changes` of a difference letter: [{"item", "text", "field", "before", "after"}], days as ISO text.
    """

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="letters")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="letters")
    kind = models.CharField(max_length=12, choices=LetterKind, default=LetterKind.WHOLE)
    number = models.CharField(max_length=40, unique=True)
    sequence = models.PositiveSmallIntegerField()
    decision = models.ForeignKey(
        Decision, null=True, blank=True, on_delete=models.PROTECT, related_name="letters"
    )
    status = models.CharField(max_length=10, default=LetterStatus.DRAFT)
    drafted_at = models.DateTimeField()
    issued_at = models.DateTimeField(null=True, blank=True)
    issued_by = models.CharField(max_length=200, blank=True)
    sign_by = models.DateField(null=True, blank=True)
    signed_at = models.DateTimeField(null=True, blank=True)
    signed_by = models.CharField(max_length=200, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    changes = models.JSONField(default=list, blank=True)
    illustrative = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-drafted_at", "unit__order"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "unit", "sequence"], name="assignments_letter_sequence_once"
            ),
            models.UniqueConstraint(
                fields=["session", "unit"], condition=Q(kind="whole"), name="assignments_one_letter_a_unit"
            ),
            models.CheckConstraint(
                condition=Q(status__in=[state.value for state in LetterStatus]),
                name="assignments_letter_status_known",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class Item(models.Model):
    """One duty of a unit: an activity of a plan, a target, or a decision. The same duty stands once a unit.

    `due` is the date agreed; an approved extension sets `extended_to` and never touches `due`. Float is in working
    days. `waits_for` and `waited_by` are [{"unit", "what", "contact"}] as of the drafting.
    """

    unit = models.ForeignKey(  # found by the index of the desk
        Unit, on_delete=models.PROTECT, related_name="items", db_index=False
    )
    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, related_name="items")
    plan = models.ForeignKey(Plan, null=True, blank=True, on_delete=models.PROTECT, related_name="items")
    key = models.CharField(max_length=40, blank=True)
    target = models.ForeignKey(Target, null=True, blank=True, on_delete=models.PROTECT, related_name="items")
    decision = models.ForeignKey(
        Decision, null=True, blank=True, on_delete=models.PROTECT, related_name="items"
    )
    order = models.PositiveIntegerField(default=0)
    text = models.CharField(max_length=300)
    standard = models.CharField(max_length=300, blank=True)
    verified_how = models.CharField(max_length=200, blank=True)
    start = models.DateField(null=True, blank=True)
    due = models.DateField()
    latest = models.DateField(null=True, blank=True)
    extended_to = models.DateField(null=True, blank=True)
    total_float = models.IntegerField(null=True, blank=True)
    waits_for = models.JSONField(default=list)
    waited_by = models.JSONField(default=list)
    leader = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="items")
    status = models.CharField(max_length=10, default=ItemStatus.ASSIGNED)
    done_on = models.DateField(null=True, blank=True)
    result = models.CharField(max_length=300, blank=True)
    evidence = models.ManyToManyField(Attachment, blank=True, related_name="items")
    reported_at = models.DateTimeField(null=True, blank=True)
    sent_back = models.PositiveSmallIntegerField(default=0)
    note = models.CharField(max_length=300, blank=True)
    light = models.OneToOneField(Light, null=True, blank=True, on_delete=models.PROTECT, related_name="item")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "plan", "key"],
                condition=Q(plan__isnull=False) & ~Q(status__in=["closed", "withdrawn"]),
                name="assignments_duty_once_a_unit",
            ),
            models.UniqueConstraint(
                fields=["unit", "decision"],
                condition=Q(decision__isnull=False) & ~Q(status__in=["closed", "withdrawn"]),
                name="assignments_decision_once_a_unit",
            ),
            models.CheckConstraint(
                condition=Q(status__in=[state.value for state in ItemStatus]),
                name="assignments_item_status_known",
            ),
        ]
        indexes = [models.Index(fields=["unit", "status", "due"], name="assignments_item_desk")]

    def __str__(self) -> str:
        return self.text[:60]


class Extension(models.Model):
    """A later date, asked for before the due one."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="extensions")
    asked_until = models.DateField()
    reason = models.CharField(max_length=300)
    progress = models.CharField(max_length=300)
    status = models.CharField(max_length=10, default=ExtensionStatus.ASKED)
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=200)
    endorsed_by = models.CharField(max_length=200, blank=True)
    reviewed_by = models.CharField(max_length=200, blank=True)
    decided_by = models.CharField(max_length=200, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    note = models.CharField(max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["asked_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["item"],
                condition=Q(status__in=["asked", "endorsed", "reviewed"]),
                name="assignments_one_open_extension",
            ),
            models.CheckConstraint(
                condition=Q(status__in=[state.value for state in ExtensionStatus]),
                name="assignments_extension_status_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item} → {self.asked_until}"
