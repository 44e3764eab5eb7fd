"""The year and the goal tree above its targets."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from yipanqi.targets.transitions import YearStatus


class Year(models.Model):
    """One year of the zone, set, commented, fixed and closed as a whole."""

    number = models.PositiveSmallIntegerField(unique=True)
    zone = models.CharField(max_length=100)
    status = models.CharField(max_length=10, default=YearStatus.DRAFT)
    fixed_at = models.DateTimeField(null=True, blank=True)
    decision = models.CharField(max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(status__in=[state.value for state in YearStatus]),
                name="targets_year_status_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.zone} {self.number}"


class GoalKind(models.TextChoices):
    """The layers of the tree, from far to near."""

    VISION = "vision", _("Vision")
    PATH = "path", _("Path")
    THEME = "theme", _("Theme")


class Goal(models.Model):
    """A node of the goal tree: vision → path (四链一城) → theme; targets hang on themes and paths."""

    year = models.ForeignKey(Year, on_delete=models.CASCADE, related_name="goals")
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    kind = models.CharField(max_length=10, choices=GoalKind)
    key = models.CharField(max_length=60)
    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=12, blank=True)
    horizon = models.PositiveSmallIntegerField(null=True, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["year", "key"], name="targets_goal_key_once"),
            models.CheckConstraint(
                condition=models.Q(kind__in=GoalKind.values), name="targets_goal_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Meeting(models.Model):
    """A meeting over the whole board; changes are counted from the end of the last one."""

    year = models.ForeignKey(Year, on_delete=models.CASCADE, related_name="meetings")
    held_at = models.DateTimeField()
    title = models.CharField(max_length=100, blank=True)
    author_label = models.CharField(max_length=200)

    class Meta:
        ordering = ["-held_at"]
        constraints = [models.UniqueConstraint(fields=["year", "held_at"], name="targets_meeting_once")]

    def __str__(self) -> str:
        return self.title or f"{self.held_at:%Y-%m-%d}"
