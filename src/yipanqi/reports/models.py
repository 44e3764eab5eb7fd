"""A report as it was read, and each of its findings with what was decided on it."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yipanqi.org.models import Unit
from yipanqi.reports.transitions import FindingStatus, ReportStatus
from yipanqi.targets.models import Measure, Operator, Target, Year


class WorkReport(models.Model):
    """One version of a year's report; `digest` is the same for the same words however they are spaced."""

    year = models.ForeignKey(Year, on_delete=models.PROTECT, related_name="reports")
    previous = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="next")
    title = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    text = models.TextField()
    source_name = models.CharField(max_length=200, blank=True)
    remarks = models.JSONField(default=list)
    status = models.CharField(max_length=10, default=ReportStatus.READ)
    read_at = models.DateTimeField()
    read_by_label = models.CharField(max_length=200)
    reader = models.CharField(max_length=20)

    class Meta:
        ordering = ["-year__number", "-read_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["year", "digest"], name="reports_report_once"),
            models.CheckConstraint(
                condition=Q(status__in=[state.value for state in ReportStatus]),
                name="reports_report_status_known",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class FindingKind(models.TextChoices):
    """What the report promises: a figure, a date, or work without either."""

    INDICATOR = "indicator", _("Indicator")
    MILESTONE = "milestone", _("Milestone")
    WORK = "work", _("Standing work")


class Finding(models.Model):
    """A promise found at `start`…`end` of the text. `as_read` keeps what the reader said, corrections or not.

    `lead` is the unit that `lead_text` names, if one is known by that name; `target` is what was made of it.
    """

    report = models.ForeignKey(WorkReport, on_delete=models.CASCADE, related_name="findings")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=FindingKind)
    name = models.CharField(max_length=200)
    op = models.CharField(max_length=2, choices=Operator, blank=True)
    value = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    value_high = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    unit = models.CharField(max_length=20, blank=True)
    measure = models.CharField(max_length=10, choices=Measure, blank=True)
    approx = models.BooleanField(default=False)
    modal = models.CharField(max_length=20, blank=True)
    due = models.DateField(null=True, blank=True)
    due_explicit = models.BooleanField(default=False)
    lead_text = models.CharField(max_length=100, blank=True)
    lead = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    partners = models.JSONField(default=list)
    theme = models.CharField(max_length=200, blank=True)
    confidence = models.FloatField()
    as_read = models.JSONField()
    status = models.CharField(max_length=10, default=FindingStatus.OPEN)
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL)
    decided_by_label = models.CharField(max_length=200, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    target = models.ForeignKey(
        Target, null=True, blank=True, on_delete=models.SET_NULL, related_name="findings"
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["start", "end", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=[state.value for state in FindingStatus]),
                name="reports_finding_status_known",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=FindingKind.values), name="reports_finding_kind_known"
            ),
            models.CheckConstraint(condition=Q(end__gte=F("start")), name="reports_finding_span_in_order"),
        ]

    def __str__(self) -> str:
        return self.name
