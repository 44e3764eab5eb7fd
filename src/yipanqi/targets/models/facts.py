"""What is known of a target: readings, expected values, statements and lists."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yipanqi.files.models import Attachment
from yipanqi.org.models import Unit
from yipanqi.targets.models.targets import Target


class TrajectoryPoint(models.Model):
    """The value expected at the end of `day`, typed or taken from last year's rhythm."""

    target = models.ForeignKey(Target, on_delete=models.CASCADE, related_name="trajectory_points")
    day = models.DateField()
    value = models.DecimalField(max_digits=18, decimal_places=4)

    class Meta:
        ordering = ["day"]
        constraints = [models.UniqueConstraint(fields=["target", "day"], name="targets_point_once")]

    def __str__(self) -> str:
        return f"{self.day}: {self.value}"


class PastValue(models.Model):
    """The value to date at the end of a day of the year before: the rhythm and the best pace known."""

    target = models.ForeignKey(Target, on_delete=models.CASCADE, related_name="past_values")
    day = models.DateField()
    value = models.DecimalField(max_digits=18, decimal_places=4)

    class Meta:
        ordering = ["day"]
        constraints = [models.UniqueConstraint(fields=["target", "day"], name="targets_past_value_once")]

    def __str__(self) -> str:
        return f"{self.day}: {self.value}"


class Reading(models.Model):
    """The value at the end of a period, always to date (the running total, level, mean or count).

    `period` is the last day of the period, `as_of` the day the value speaks for: the same, or the day of entry
    while the period still runs. A correction is a new row with the next `revision`; the highest revision of a
    period is the current one. `unchanged` marks a reading that the owner confirmed without a new figure.
    """

    target = models.ForeignKey(Target, on_delete=models.CASCADE, related_name="readings")
    period = models.DateField()
    as_of = models.DateField()
    revision = models.PositiveSmallIntegerField(default=1)
    current = models.BooleanField(default=True)
    value = models.DecimalField(max_digits=18, decimal_places=4)
    unchanged = models.BooleanField(default=False)
    note = models.CharField(max_length=300, blank=True)
    source = models.CharField(max_length=60, blank=True)
    provenance = models.CharField(max_length=200, blank=True)
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="readings")
    author_key = models.CharField(max_length=80)
    author_label = models.CharField(max_length=200)
    at = models.DateTimeField()
    illustrative = models.BooleanField(default=False)
    evidence = models.ManyToManyField(Attachment, blank=True, related_name="readings")

    class Meta:
        ordering = ["period", "revision"]
        constraints = [
            models.UniqueConstraint(
                fields=["target", "period", "revision"], name="targets_reading_revision_once"
            ),
            models.UniqueConstraint(
                fields=["target", "period"], condition=Q(current=True), name="targets_reading_one_current"
            ),
        ]
        indexes = [
            models.Index(fields=["target", "at"], name="targets_reading_at"),
            models.Index(fields=["unit", "at"], name="targets_reading_heard"),
            models.Index(fields=["target"], condition=Q(illustrative=True), name="targets_reading_invented"),
        ]

    def __str__(self) -> str:
        return f"{self.period}: {self.value}"


class Statement(models.Model):
    """The owner is heard from on a milestone or standing work: what stands, what is next, done or not."""

    target = models.ForeignKey(Target, on_delete=models.CASCADE, related_name="statements")
    text = models.CharField(max_length=500, blank=True)
    unchanged = models.BooleanField(default=False)
    done_on = models.DateField(null=True, blank=True)
    expected_on = models.DateField(null=True, blank=True)
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="statements")
    author_key = models.CharField(max_length=80)
    author_label = models.CharField(max_length=200)
    at = models.DateTimeField()
    illustrative = models.BooleanField(default=False)
    evidence = models.ManyToManyField(Attachment, blank=True, related_name="statements")

    class Meta:
        ordering = ["at", "id"]
        indexes = [
            models.Index(fields=["target", "at"], name="targets_statement_at"),
            models.Index(fields=["unit", "at"], name="targets_statement_heard"),
        ]

    def __str__(self) -> str:
        return self.text[:60]


class ListKind(models.TextChoices):
    """The three lists of standing work."""

    DUTY = "duty", _("Duty list")
    TASK = "task", _("Task list")
    PROBLEM = "problem", _("Problem list")


class ListItem(models.Model):
    """One line of a duty, task or problem list of standing work."""

    target = models.ForeignKey(Target, on_delete=models.CASCADE, related_name="list_items")
    kind = models.CharField(max_length=10, choices=ListKind)
    text = models.CharField(max_length=300)
    owner = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT)
    due = models.DateField(null=True, blank=True)
    done_on = models.DateField(null=True, blank=True)
    result = models.CharField(max_length=300, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["kind", "order", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=ListKind.values), name="targets_list_kind_known")
        ]

    def __str__(self) -> str:
        return self.text[:60]
