"""The promise itself, who answers for it, and how it may change."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yipanqi.lights.models import Light
from yipanqi.org.models import Post, Unit
from yipanqi.targets.models.goals import Goal, Year
from yipanqi.targets.transitions import TargetStatus


class TargetKind(models.TextChoices):
    """A figure, a date, or work without either."""

    INDICATOR = "indicator", _("Indicator")
    MILESTONE = "milestone", _("Milestone")
    STANDING = "standing", _("Standing work")


class Operator(models.TextChoices):
    """How the published figure binds."""

    AT_LEAST = ">=", "≥"
    AT_MOST = "<=", "≤"
    ADDED = "+", "+"
    PLANNED = "=", "="


class Measure(models.TextChoices):
    """How an indicator is met; domain.md, measure kinds."""

    CUMULATIVE = "cumulative", _("Cumulative")
    LEVEL = "level", _("Level")
    MEAN = "mean", _("Mean")
    DAYS = "days", _("Days")
    CEILING = "ceiling", _("Ceiling")


class Cycle(models.TextChoices):
    """How often the owner is heard from."""

    WEEKLY = "weekly", _("Weekly")
    MONTHLY = "monthly", _("Monthly")
    QUARTERLY = "quarterly", _("Quarterly")


class TrajectoryKind(models.TextChoices):
    """Where the value expected by a day comes from."""

    EVEN = "even", _("Even")
    HISTORY = "history", _("By last year's rhythm")
    TYPED = "typed", _("As set month by month")


class Target(models.Model):
    """A promise of the year. The block `computed` is written by `targets.operations.recompute` only.

    `due` is the date in force; `counts_on` the one it is scored on, which stays behind when the date was moved
    without an approved extension. `source` is empty for typed readings, else the key of a computed source.
    """

    year = models.ForeignKey(Year, on_delete=models.PROTECT, related_name="targets")
    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="targets")
    key = models.CharField(max_length=60)
    kind = models.CharField(max_length=10, choices=TargetKind)
    name = models.CharField(max_length=200)
    op = models.CharField(max_length=2, choices=Operator, blank=True)
    value = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    unit = models.CharField(max_length=20, blank=True)
    measure = models.CharField(max_length=10, choices=Measure, blank=True)
    approx = models.BooleanField(default=False)
    base = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    due = models.DateField(null=True, blank=True)
    due_explicit = models.BooleanField(default=True)
    counts_on = models.DateField(null=True, blank=True)
    lead = models.ForeignKey(
        Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="led_targets"
    )
    partners = models.ManyToManyField(Unit, blank=True, related_name="partnered_targets")
    leader = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="targets")
    cycle = models.CharField(max_length=10, choices=Cycle, default=Cycle.MONTHLY)
    source = models.CharField(max_length=60, blank=True)
    trajectory = models.CharField(max_length=10, choices=TrajectoryKind, default=TrajectoryKind.EVEN)
    standard = models.CharField(max_length=300, blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    status = models.CharField(max_length=10, default=TargetStatus.ACTIVE)
    done_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    # computed
    light = models.OneToOneField(
        Light, null=True, blank=True, on_delete=models.PROTECT, related_name="target"
    )
    to_date = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    to_date_period = models.DateField(null=True, blank=True)
    to_date_at = models.DateTimeField(null=True, blank=True)
    expected = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    forecast = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    needed_pace = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    numbers = models.JSONField(default=dict)
    computed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["year", "key"], name="targets_target_key_once"),
            models.CheckConstraint(condition=Q(kind__in=TargetKind.values), name="targets_target_kind_known"),
            models.CheckConstraint(
                condition=~Q(kind="indicator") | (Q(op__in=Operator.values) & Q(measure__in=Measure.values)),
                name="targets_indicator_has_measure",
            ),
            models.CheckConstraint(
                condition=Q(status__in=[state.value for state in TargetStatus]),
                name="targets_target_status_known",
            ),
        ]
        indexes = [models.Index(fields=["year", "kind", "order"], name="targets_target_list")]

    def __str__(self) -> str:
        return self.name


class Comment(models.Model):
    """What a unit says of a target while the year is being set, and the answer."""

    target = models.ForeignKey(Target, on_delete=models.CASCADE, related_name="comments")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT)
    text = models.TextField()
    proposed_value = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    proposed_due = models.DateField(null=True, blank=True)
    author_label = models.CharField(max_length=200)
    at = models.DateTimeField()
    accepted = models.BooleanField(null=True)
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.unit}: {self.text[:40]}"


class Change(models.Model):
    """A change of a fixed target, by decision, with its reason; never an edit in silence."""

    target = models.ForeignKey(Target, on_delete=models.CASCADE, related_name="changes")
    field = models.CharField(max_length=40)
    extension = models.BooleanField(default=False)
    before = models.CharField(max_length=300, blank=True)
    after = models.CharField(max_length=300, blank=True)
    decision = models.CharField(max_length=200)
    reason = models.TextField()
    author_label = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.field}: {self.before} → {self.after}"
