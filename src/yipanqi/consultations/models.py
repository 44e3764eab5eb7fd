"""One session, the conflicts on its agenda, what units say of them, and what was decided."""

from django.db import models
from django.db.models import Q

from yipanqi.consultations.transitions import ConflictStatus, SessionStatus
from yipanqi.org.models import Unit
from yipanqi.plans.models import Plan, Version
from yipanqi.targets.models import Year


class Session(models.Model):
    """One consultation of all units concerned; without `plans` it is about every plan of the year.

    `minutes` is the frozen text of what was decided: [[kind, text], …], kind "heading" or "paragraph".
    """

    year = models.ForeignKey(Year, on_delete=models.PROTECT, related_name="sessions")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=100)
    status = models.CharField(max_length=12, default=SessionStatus.PREPARING)
    planned_for = models.DateField()
    opinions_until = models.DateField(null=True, blank=True)
    found_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    minutes = models.JSONField(default=list, blank=True)
    plans = models.ManyToManyField(Plan, blank=True, related_name="sessions")
    illustrative = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["year", "number"], name="consultations_session_number_once"),
            models.CheckConstraint(
                condition=Q(status__in=[state.value for state in SessionStatus]),
                name="consultations_session_status_known",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Conflict(models.Model):
    """One conflict found by a rule. `signature` recognises it when the search runs again.

    `where` names plans and activity keys [{"plan", "key"}] (key "" for the plan as a whole); `remedy` is the smallest
    change that resolves it: {"kind", "params", "changes": [{"plan_id", "key", "field", "value", "base_version_id"}]},
    days as ISO text; `days` is what is at stake.
    """

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="conflicts")
    rule = models.CharField(max_length=40)
    signature = models.CharField(max_length=200)
    days = models.PositiveIntegerField()
    numbers = models.JSONField(default=dict)
    where = models.JSONField(default=list)
    remedy = models.JSONField(default=dict)
    units = models.ManyToManyField(Unit, related_name="conflicts")
    status = models.CharField(max_length=10, default=ConflictStatus.OPEN)
    note = models.CharField(max_length=300, blank=True)
    found_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-days", "id"]
        constraints = [
            models.UniqueConstraint(fields=["session", "signature"], name="consultations_conflict_once"),
            models.CheckConstraint(
                condition=Q(status__in=[state.value for state in ConflictStatus]),
                name="consultations_conflict_status_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule}: {self.days}"


class Opinion(models.Model):
    """What one unit says of one conflict before the meeting: yes to the remedy, or one new date and a reason."""

    conflict = models.ForeignKey(Conflict, on_delete=models.CASCADE, related_name="opinions")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="opinions")
    accepts = models.BooleanField()
    proposed = models.DateField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    author_label = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["conflict", "unit"], name="consultations_opinion_once_a_unit")
        ]

    def __str__(self) -> str:
        return f"{self.unit}: {'✓' if self.accepts else self.reason[:40]}"


class Decision(models.Model):
    """What the session decided about a conflict, or about a plan as a whole; `changes` is what it did to plans.

    changes: [{"plan", "key", "field", "before", "after"}]; `who` owes `what` by `by`.
    """

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="decisions")
    conflict = models.OneToOneField(
        Conflict, null=True, blank=True, on_delete=models.PROTECT, related_name="decision"
    )
    text = models.TextField()
    who = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="decisions")
    by = models.DateField(null=True, blank=True)
    changes = models.JSONField(default=list)
    author_label = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return self.text[:60]


class AgreedPlan(models.Model):
    """Which version of which plan a session froze as baseline."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="agreed_plans")
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="agreements")
    version = models.OneToOneField(Version, on_delete=models.PROTECT, related_name="agreement")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "plan"], name="consultations_plan_agreed_once")
        ]

    def __str__(self) -> str:
        return f"{self.session}: {self.version}"
