"""A project, what happened to it, what it costs, what it needs and what it brings."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yipanqi.files.models import Attachment
from yipanqi.lights.models import Light
from yipanqi.org.models import Post, Unit
from yipanqi.projects.transitions import Stage
from yipanqi.targets.models import Target, Year


class ProjectKind(models.TextChoices):
    """What the year plans for it."""

    COMPLETING = "completing", _("To be completed")
    CONTINUED = "continued", _("Continued")
    NEW = "new", _("To be started")
    PREPARATORY = "preparatory", _("In preparation")


class Sector(models.TextChoices):
    """What it is."""

    INDUSTRY = "industry", _("Industry")
    HOUSING = "housing", _("Resettlement housing")
    INFRASTRUCTURE = "infrastructure", _("Infrastructure")
    ECOLOGY = "ecology", _("Ecology")
    LIVELIHOOD = "livelihood", _("Livelihood")
    REFORM = "reform", _("Reform")


class StageName(models.TextChoices):
    """Words of the stages."""

    TALKS = Stage.TALKS.value, _("In talks")
    SIGNED = Stage.SIGNED.value, _("Signed")
    LANDED = Stage.LANDED.value, _("Landed")
    STARTED = Stage.STARTED.value, _("Started")
    BUILDING = Stage.BUILDING.value, _("Building")
    COMPLETED = Stage.COMPLETED.value, _("Completed")
    AT_CAPACITY = Stage.AT_CAPACITY.value, _("At full capacity")
    GIVEN_UP = Stage.GIVEN_UP.value, _("Given up")


class Project(models.Model):
    """One project of a year. Money is in 亿元. The block `computed` is written by `recompute_projects` only.

    `heard_at` is the moment of the last fact that its owner entered, here or in its plan.
    """

    year = models.ForeignKey(Year, on_delete=models.PROTECT, related_name="projects")
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=200)
    sector = models.CharField(max_length=20, choices=Sector)
    kind = models.CharField(max_length=20, choices=ProjectKind)
    stage = models.CharField(max_length=20, choices=StageName, default=Stage.TALKS)
    stage_since = models.DateField()
    is_major = models.BooleanField(default=False)
    firm = models.CharField(max_length=100, blank=True)
    chain_link = models.CharField(max_length=100, blank=True)
    next_step = models.CharField(max_length=200, blank=True)
    place = models.CharField(max_length=200, blank=True)
    total_investment = models.DecimalField(max_digits=14, decimal_places=4, null=True, blank=True)
    year_investment = models.DecimalField(max_digits=14, decimal_places=4, null=True, blank=True)
    due = models.DateField(null=True, blank=True)
    leader = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="projects")
    lead = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="led_projects")
    partners = models.ManyToManyField(Unit, blank=True, related_name="partnered_projects")
    illustrative = models.BooleanField(default=False)
    order = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    # computed
    light = models.OneToOneField(
        Light, null=True, blank=True, on_delete=models.PROTECT, related_name="project"
    )
    invested = models.DecimalField(max_digits=14, decimal_places=4, null=True, blank=True)
    invested_period = models.DateField(null=True, blank=True)
    invested_at = models.DateTimeField(null=True, blank=True)
    invested_by = models.CharField(max_length=200, blank=True)
    heard_at = models.DateTimeField(null=True, blank=True)
    expected = models.DecimalField(max_digits=14, decimal_places=4, null=True, blank=True)
    computed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["year", "code"], name="projects_project_code_once"),
            models.CheckConstraint(
                condition=Q(stage__in=StageName.values), name="projects_project_stage_known"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=ProjectKind.values), name="projects_project_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(sector__in=Sector.values), name="projects_project_sector_known"
            ),
        ]
        indexes = [models.Index(fields=["year", "stage"], name="projects_project_pipeline")]

    def __str__(self) -> str:
        return self.name


class StageEvent(models.Model):
    """One move of stage on a day, with its proof."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="stage_events")
    before = models.CharField(max_length=20, choices=StageName, blank=True)
    after = models.CharField(max_length=20, choices=StageName)
    on = models.DateField(db_index=True)
    note = models.CharField(max_length=300, blank=True)
    evidence = models.ManyToManyField(Attachment, blank=True, related_name="stage_events")
    author_label = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        ordering = ["on", "id"]

    def __str__(self) -> str:
        return f"{self.project}: {self.after}"


class Visit(models.Model):
    """One talk with the firm behind a lead: the day, what came of it, what is next."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="visits")
    on = models.DateField()
    text = models.CharField(max_length=300)
    author_label = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        ordering = ["on", "id"]

    def __str__(self) -> str:
        return f"{self.on}: {self.text}"


class InvestmentReading(models.Model):
    """Investment of the year to date at the end of a month, 亿元; a correction is a new revision."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="investments")
    period = models.DateField()
    revision = models.PositiveSmallIntegerField(default=1)
    current = models.BooleanField(default=True)
    value = models.DecimalField(max_digits=14, decimal_places=4)
    unchanged = models.BooleanField(default=False)
    note = models.CharField(max_length=300, blank=True)
    author_key = models.CharField(max_length=80)
    author_label = models.CharField(max_length=200)
    at = models.DateTimeField()
    illustrative = models.BooleanField(default=False)

    class Meta:
        ordering = ["period", "revision"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "period", "revision"], name="projects_investment_revision_once"
            ),
            models.UniqueConstraint(
                fields=["project", "period"],
                condition=Q(current=True),
                name="projects_investment_one_current",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.period}: {self.value}"


class InvestmentPlan(models.Model):
    """Investment of the year planned by the end of a month, 亿元."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="investment_plan")
    period = models.DateField()
    value = models.DecimalField(max_digits=14, decimal_places=4)

    class Meta:
        ordering = ["period"]
        constraints = [
            models.UniqueConstraint(fields=["project", "period"], name="projects_investment_plan_once")
        ]

    def __str__(self) -> str:
        return f"{self.period}: {self.value}"


class GuaranteeKind(models.TextChoices):
    """要素保障: what a project needs from others."""

    LAND = "land", _("Land")
    PLANNING = "planning", _("Planning")
    ENVIRONMENT = "environment", _("Environment")
    PERMIT = "permit", _("Permit")
    MONEY = "money", _("Money")
    DEMOLITION = "demolition", _("Demolition")
    UTILITIES = "utilities", _("Utilities")


class Guarantee(models.Model):
    """One thing that a unit owes a project by a day."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="guarantees")
    kind = models.CharField(max_length=20, choices=GuaranteeKind)
    text = models.CharField(max_length=200)
    owner = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="guarantees")
    due = models.DateField()
    done_on = models.DateField(null=True, blank=True)
    result = models.CharField(max_length=300, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["due", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=GuaranteeKind.values), name="projects_guarantee_kind_known"
            )
        ]
        indexes = [models.Index(fields=["owner", "done_on"], name="projects_guarantee_open")]

    def __str__(self) -> str:
        return self.text


class ContributionKind(models.TextChoices):
    """What is counted towards a target."""

    INVESTMENT = "investment", _("Investment to date")
    AMOUNT = "amount", _("Amount when the stage is reached")
    COUNT = "count", _("One project when the stage is reached")


class Contribution(models.Model):
    """What a project brings to a target: an amount in the target's unit once `stage` is reached, or its investment."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="contributions")
    target = models.ForeignKey(Target, on_delete=models.CASCADE, related_name="contributions")
    kind = models.CharField(max_length=20, choices=ContributionKind)
    stage = models.CharField(max_length=20, choices=StageName, blank=True)
    amount = models.DecimalField(max_digits=14, decimal_places=4, null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["project", "target", "kind", "stage"], name="projects_contribution_once"
            ),
            models.CheckConstraint(
                condition=Q(kind="investment") | ~Q(stage=""), name="projects_contribution_has_stage"
            ),
            models.CheckConstraint(
                condition=~Q(kind="amount") | Q(amount__isnull=False), name="projects_contribution_has_amount"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project} → {self.target}"
