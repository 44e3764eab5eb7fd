"""What happened: entered once, by the owner of the activity."""

from django.db import models
from django.db.models import Q

from yipanqi.files.models import Attachment
from yipanqi.org.models import Unit
from yipanqi.plans.models.plans import Plan


class ProgressFact(models.Model):
    """The state of one activity on a day; the newest revision counts. `waits_for` is the unit that blocks it."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="facts")
    key = models.CharField(max_length=40)
    revision = models.PositiveIntegerField(default=1)
    current = models.BooleanField(default=True)
    as_of = models.DateField()
    actual_start = models.DateField(null=True, blank=True)
    actual_finish = models.DateField(null=True, blank=True)
    remaining = models.PositiveIntegerField(null=True, blank=True)
    unchanged = models.BooleanField(default=False)
    waits_for = models.ForeignKey(
        Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="blocking"
    )
    note = models.CharField(max_length=300, blank=True)
    evidence = models.ManyToManyField(Attachment, blank=True, related_name="progress_facts")
    unit = models.ForeignKey(
        Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="progress_facts"
    )
    author_key = models.CharField(max_length=80)
    author_label = models.CharField(max_length=200)
    at = models.DateTimeField()
    illustrative = models.BooleanField(default=False)

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "key", "revision"], name="plans_fact_revision_once"),
            models.UniqueConstraint(
                fields=["plan", "key"], condition=Q(current=True), name="plans_fact_one_current"
            ),
            models.CheckConstraint(
                condition=Q(actual_finish__isnull=True) | Q(actual_start__isnull=False),
                name="plans_fact_finished_has_begun",
            ),
        ]
        indexes = [models.Index(fields=["waits_for", "current"], name="plans_fact_blockers")]

    def __str__(self) -> str:
        return f"{self.plan}/{self.key} {self.as_of}"
