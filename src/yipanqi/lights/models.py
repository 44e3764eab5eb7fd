"""The rule sets in force, the light of each subject, and every change of colour."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from yipanqi.lights.thresholds import Method
from yipanqi.org.models import Unit


class LightColour(models.TextChoices):
    """Words of the five lights, in the order in which an eye must find them."""

    RED = "red", _("Late")
    YELLOW = "yellow", _("Warning")
    GREY = "grey", _("No data")
    BLUE = "blue", _("In progress")
    GREEN = "green", _("Normal")


class RuleSet(models.Model):
    """Rules and thresholds under one version; the newest that is in force at a moment decides."""

    version = models.CharField(max_length=40, unique=True)
    in_force_from = models.DateTimeField()
    method = models.CharField(max_length=20, default=Method.FORECAST)
    thresholds = models.JSONField(default=dict)
    reason = models.TextField()
    author_label = models.CharField(max_length=200)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-in_force_from", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(method__in=[method.value for method in Method]),
                name="lights_rule_set_method_known",
            )
        ]

    def __str__(self) -> str:
        return self.version


class Light(models.Model):
    """The present light of one subject. Only `lights.operations.store_lights` writes it."""

    subject_kind = models.CharField(max_length=60)
    subject_key = models.CharField(max_length=60)
    colour = models.CharField(max_length=10, choices=LightColour)
    severity = models.PositiveSmallIntegerField()
    rule = models.CharField(max_length=60)
    rule_set = models.ForeignKey(  # a handful of rule sets: no index would be used
        RuleSet, null=True, blank=True, on_delete=models.PROTECT, db_index=False
    )
    numbers = models.JSONField(default=dict)
    chain = models.JSONField(default=list)
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="lights")
    post_title = models.CharField(max_length=100, blank=True)
    since = models.DateTimeField()
    computed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject_kind", "subject_key"], name="lights_light_one_a_subject"
            ),
            models.CheckConstraint(
                condition=models.Q(colour__in=LightColour.values), name="lights_light_colour_known"
            ),
        ]
        indexes = [models.Index(fields=["severity", "since"], name="lights_light_worst_first")]

    def __str__(self) -> str:
        return f"{self.subject_kind} {self.subject_key}: {self.colour}"


class LightChange(models.Model):
    """One change of colour, with what decided it."""

    light = models.ForeignKey(  # found by the index below
        Light, on_delete=models.CASCADE, related_name="changes", db_index=False
    )
    at = models.DateTimeField(db_index=True)
    before = models.CharField(max_length=10, choices=LightColour, blank=True)
    after = models.CharField(max_length=10, choices=LightColour)
    rule = models.CharField(max_length=60)
    numbers = models.JSONField(default=dict)

    class Meta:
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["light", "at"], name="lights_change_of_light")]

    def __str__(self) -> str:
        return f"{self.before or '—'} → {self.after}"
