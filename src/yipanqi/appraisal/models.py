"""Schemes, rounds, sheets with their arithmetic, objections and commendations."""

from django.db import models
from django.db.models import Q

from yipanqi.appraisal.transitions import ObjectionStatus, RoundStatus
from yipanqi.org.models import Unit
from yipanqi.targets.models import Year


class Scheme(models.Model):
    """Rules of scoring under one version; never edited once a round has used it.

    rules: [{"key", "name", "source", "weight", "cap", "step", "limit", "veto"}], weights of the basic rules sum to 100.
    settings: {"objection_days", "decision_days", "late", "empty", "grades": [{"name", "from", "commend"}]}.
    Both are read and written by `schemes`.
    """

    name = models.CharField(max_length=100)
    version = models.PositiveSmallIntegerField()
    rules = models.JSONField(default=list)
    settings = models.JSONField(default=dict)
    reason = models.CharField(max_length=300)
    author_label = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        ordering = ["name", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["name", "version"], name="appraisal_scheme_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.name} v{self.version}"


class Round(models.Model):
    """One appraisal of all units over a period of a year with one scheme.

    `computed_at` is empty before the first computation and again after unfreezing, so that nothing stale is frozen.
    `digest` is over every sheet, taken when the round is frozen. `lock` is for two who act at once.
    """

    year = models.ForeignKey(Year, on_delete=models.PROTECT, related_name="rounds")
    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="rounds")
    name = models.CharField(max_length=100)
    since = models.DateField()
    until = models.DateField()
    status = models.CharField(max_length=10, default=RoundStatus.OPEN)
    computed_at = models.DateTimeField(null=True, blank=True)
    frozen_at = models.DateTimeField(null=True, blank=True)
    frozen_by = models.CharField(max_length=200, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    finished_by = models.CharField(max_length=200, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    illustrative = models.BooleanField(default=False)
    lock = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-until", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["year", "name"], name="appraisal_round_name_once"),
            models.CheckConstraint(
                condition=Q(until__gte=models.F("since")), name="appraisal_round_in_order"
            ),
            models.CheckConstraint(
                condition=Q(status__in=[state.value for state in RoundStatus]),
                name="appraisal_round_status_known",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Sheet(models.Model):
    """The sheet of one unit: its total, grade and rank, written by the computation only.

    `total` is empty where no basic rule found anything to score; `counted` is the weight that did, of one hundred.
    """

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="sheets")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="sheets")
    total = models.DecimalField(max_digits=8, decimal_places=3, null=True, blank=True)
    counted = models.DecimalField(max_digits=6, decimal_places=3, default=0)
    grade = models.CharField(max_length=40, blank=True)
    rank = models.PositiveSmallIntegerField(null=True, blank=True)
    vetoed = models.BooleanField(default=False)
    computed_at = models.DateTimeField()

    class Meta:
        ordering = ["rank", "unit__order"]
        constraints = [models.UniqueConstraint(fields=["round", "unit"], name="appraisal_sheet_once_a_unit")]

    def __str__(self) -> str:
        return f"{self.unit}: {self.total}"


class Score(models.Model):
    """One line of a sheet with its arithmetic; `points` is empty where there was nothing to score.

    numbers: see `scoring`, decimals as text; facts: see `sources.restored`.
    """

    sheet = models.ForeignKey(Sheet, on_delete=models.CASCADE, related_name="scores")
    rule = models.CharField(max_length=40)
    points = models.DecimalField(max_digits=8, decimal_places=3, null=True, blank=True)
    numbers = models.JSONField(default=dict)
    facts = models.JSONField(default=list)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "id"]
        constraints = [models.UniqueConstraint(fields=["sheet", "rule"], name="appraisal_score_once_a_rule")]

    def __str__(self) -> str:
        return f"{self.rule}: {self.points}"


class Objection(models.Model):
    """A unit does not agree with a score; upheld with a correction of facts, never with a typed score.

    It names round, unit and rule, so that it outlives every later computation.
    """

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="objections")
    rule = models.CharField(max_length=40)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="objections")
    text = models.CharField(max_length=500)
    raised_at = models.DateTimeField()
    raised_by = models.CharField(max_length=200)
    decide_by = models.DateField()
    status = models.CharField(max_length=10, default=ObjectionStatus.RAISED)
    answer = models.CharField(max_length=500, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.CharField(max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["raised_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=[state.value for state in ObjectionStatus]),
                name="appraisal_objection_status_known",
            ),
            models.UniqueConstraint(
                fields=["round", "unit", "rule"],
                condition=Q(status="raised"),
                name="appraisal_one_open_objection",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]


class Commendation(models.Model):
    """A unit on the list, with what it receives."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="commendations")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="commendations")
    title = models.CharField(max_length=100)
    reward = models.CharField(max_length=200, blank=True)
    subsidy = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    reason = models.CharField(max_length=300)
    author_label = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["round", "unit", "title"], name="appraisal_commendation_once")
        ]

    def __str__(self) -> str:
        return f"{self.title}: {self.unit}"
