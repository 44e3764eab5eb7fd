"""Stored schedule results: computed at write, read by pages."""

from django.db import models

from yipanqi.lights.models import LightColour
from yipanqi.plans.models.plans import Version


class ScheduledActivity(models.Model):
    """Dates, floats and light of one activity of a version, with the facts entered. Floats are working days.

    The block `agreed` is frozen when the version is agreed: dates, the latest finish that still keeps what was agreed,
    and the float up to it. `driver` is the key of the activity that decides
    the start ("<plan id>/<key>" when it stands in another plan).
    """

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="schedule")
    key = models.CharField(max_length=40)
    start = models.DateField(null=True)
    finish = models.DateField(null=True)
    late_start = models.DateField(null=True)
    late_finish = models.DateField(null=True)
    total_float = models.IntegerField(null=True)
    free_float = models.IntegerField(null=True)
    critical = models.BooleanField(default=False)
    longest_path = models.BooleanField(default=False)
    driver = models.CharField(max_length=60, blank=True)
    colour = models.CharField(max_length=10, choices=LightColour, default=LightColour.GREY)

    # agreed
    baseline_start = models.DateField(null=True)
    baseline_finish = models.DateField(null=True)
    baseline_late = models.DateField(null=True)
    baseline_float = models.IntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "key"], name="plans_scheduled_once")]

    def __str__(self) -> str:
        return f"{self.version}/{self.key}"
