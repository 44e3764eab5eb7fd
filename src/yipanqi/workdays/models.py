"""The years that are settled, and the days that differ from the plain week."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class DayKind(models.TextChoices):
    """What a listed day is. A day that is not listed is a working day from Monday to Friday."""

    HOLIDAY = "holiday", _("Holiday")
    WORKING = "working", _("Working weekend (调休)")
    REST = "rest", _("Day off")


class CalendarYear(models.Model):
    """A year whose holidays are settled; the others are reckoned by weekdays and say so."""

    year = models.PositiveSmallIntegerField(unique=True)
    source = models.CharField(max_length=100)

    class Meta:
        ordering = ["year"]

    def __str__(self) -> str:
        return str(self.year)


class Day(models.Model):
    """A day that differs from the plain week, and who says so."""

    date = models.DateField(unique=True)
    kind = models.CharField(max_length=10, choices=DayKind)
    name = models.CharField(max_length=100, blank=True)
    source = models.CharField(max_length=100)

    class Meta:
        ordering = ["date"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=DayKind.values), name="workdays_day_kind_known")
        ]

    def __str__(self) -> str:
        return f"{self.date}: {self.get_kind_display()}"
