"""A plan and its versions: a version is a snapshot, the agreed one is the baseline."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yipanqi.lights.models import Light
from yipanqi.org.models import Post, Unit
from yipanqi.plans.transitions import VersionStatus
from yipanqi.projects.models import Project
from yipanqi.targets.models import Target, Year


class CalendarChoice(models.TextChoices):
    """On which days a plan works."""

    CHINA = "china", _("Working days with 调休")
    FIVE = "5", _("Five days a week")
    SIX = "6", _("Six days a week")
    SEVEN = "7", _("Every day")


class Plan(models.Model):
    """The network plan of one project or target, made by the unit that leads: who leads, plans.

    `draft` is being worked on, `baseline` is the agreed one; the block `computed` belongs to the baseline (to the
    draft while nothing is agreed) rescheduled with the facts entered. `agreed_finish` and `agreed_float` are frozen
    at the agreement; `total_float` is what is left of the latter. `lock` is for two people who edit; `turn` makes
    two computations of one network wait for each other.
    """

    year = models.ForeignKey(Year, on_delete=models.PROTECT, related_name="plans")
    name = models.CharField(max_length=200)
    project = models.ForeignKey(
        Project, null=True, blank=True, on_delete=models.PROTECT, related_name="plans"
    )
    target = models.ForeignKey(Target, null=True, blank=True, on_delete=models.PROTECT, related_name="plans")
    owner = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="plans")
    leader = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="plans")
    start = models.DateField()
    due = models.DateField(null=True, blank=True)
    calendar = models.CharField(max_length=10, choices=CalendarChoice, default=CalendarChoice.CHINA)
    illustrative = models.BooleanField(default=False)
    draft = models.ForeignKey("Version", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    baseline = models.OneToOneField(
        "Version", null=True, blank=True, on_delete=models.PROTECT, related_name="baseline_of"
    )
    lock = models.PositiveIntegerField(default=1)
    turn = models.PositiveIntegerField(default=0)

    # computed
    light = models.OneToOneField(Light, null=True, blank=True, on_delete=models.PROTECT, related_name="plan")
    agreed_finish = models.DateField(null=True, blank=True)
    agreed_float = models.IntegerField(null=True, blank=True)
    forecast_finish = models.DateField(null=True, blank=True)
    total_float = models.IntegerField(null=True, blank=True)
    data_date = models.DateField(null=True, blank=True)
    fact_at = models.DateTimeField(null=True, blank=True)
    computed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["owner__order", "name", "id"]

    def __str__(self) -> str:
        return self.name


class Version(models.Model):
    """One snapshot of a plan's activities and links. `drawing_rows` keeps where the time-scaled network stood."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    status = models.CharField(max_length=12, default=VersionStatus.DRAFT)
    made_at = models.DateTimeField()
    author_label = models.CharField(max_length=200)
    note = models.CharField(max_length=300, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    agreed_at = models.DateTimeField(null=True, blank=True)
    drawing_rows = models.JSONField(default=dict, blank=True)
    lock = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="plans_version_number_once"),
            models.UniqueConstraint(
                fields=["plan"], condition=Q(status="agreed"), name="plans_version_one_baseline"
            ),
            models.CheckConstraint(
                condition=Q(status__in=[state.value for state in VersionStatus]),
                name="plans_version_status_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan} v{self.number}"
