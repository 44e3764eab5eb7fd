"""Who exists: units, posts, and which account holds or stands in for which post."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class UnitKind(models.TextChoices):
    """条 and 块, and the others that carry duties."""

    COMMITTEE = "committee", _("Management committee")
    LINE = "line", _("Line department")
    AREA = "area", _("Sub-district")
    GROUP = "group", _("Leading group")
    GROUP_OFFICE = "group_office", _("Leading group office")
    COMPANY = "company", _("Company")
    SCHOOL = "school", _("School")
    HOSPITAL = "hospital", _("Hospital")
    OTHER = "other", _("Other unit")


class Unit(models.Model):
    """A body that carries duties from `valid_from` until it ends; its successor takes its open duties over."""

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=100)
    short_name = models.CharField(max_length=40)
    kind = models.CharField(max_length=20, choices=UnitKind)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    successor = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="predecessors"
    )
    capacity = models.PositiveSmallIntegerField(null=True, blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["order", "code"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=UnitKind.values), name="org_unit_kind_known"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="org_unit_dates_in_order",
            ),
            models.CheckConstraint(
                condition=Q(successor__isnull=True) | Q(valid_to__isnull=False),
                name="org_unit_successor_after_end",
            ),
        ]

    def __str__(self) -> str:
        return self.short_name


class Post(models.Model):
    """A post of a unit. Pages name posts, never persons. `planned` posts exist on paper only."""

    code = models.CharField(max_length=60, unique=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="posts")
    title = models.CharField(max_length=100)
    is_head = models.BooleanField(default=False)
    is_leader = models.BooleanField(default=False)
    planned = models.BooleanField(default=False)
    valid_to = models.DateField(null=True, blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["order", "code"]

    def __str__(self) -> str:
        return self.title


class Appointment(models.Model):
    """An account holds a post from a day on, until a day (inclusive) or without end."""

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="appointments")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="appointments")
    from_date = models.DateField()
    to_date = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(to_date__isnull=True) | Q(to_date__gte=F("from_date")),
                name="org_appointment_dates_in_order",
            ),
            models.UniqueConstraint(
                fields=["post", "user"], condition=Q(to_date__isnull=True), name="org_appointment_open_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.post} {self.from_date}"


class Delegation(models.Model):
    """One account acts for another from a day until a day, both inclusive."""

    giver = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="delegations_given"
    )
    taker = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="delegations_taken"
    )
    from_date = models.DateField()
    until = models.DateField()
    reason = models.CharField(max_length=200)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(until__gte=F("from_date")), name="org_delegation_dates_in_order"
            ),
            models.CheckConstraint(condition=~Q(giver=F("taker")), name="org_delegation_to_another"),
        ]

    def __str__(self) -> str:
        return f"{self.giver} → {self.taker} {self.from_date}–{self.until}"
