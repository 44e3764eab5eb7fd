"""One event a change, and the seals that chain them. The database itself refuses to change either."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _


class Outcome(models.TextChoices):
    """Whether what was asked was done; refusals are kept for sign-in and the like."""

    DONE = "done", _("Done")
    REFUSED = "refused", _("Refused")


class Event(models.Model):
    """What was done. The actor is plain text, so that an event outlives every row it speaks of."""

    at = models.DateTimeField(db_index=True)
    actor_key = models.CharField(max_length=80)
    actor_label = models.CharField(max_length=200)
    action = models.CharField(max_length=80)
    outcome = models.CharField(max_length=10, choices=Outcome, default=Outcome.DONE)
    subject_kind = models.CharField(max_length=80)
    subject_key = models.CharField(max_length=80)
    subject_label = models.CharField(max_length=300)
    note = models.TextField(blank=True)
    changes = models.JSONField(default=dict, encoder=DjangoJSONEncoder)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(outcome__in=Outcome.values), name="audit_event_outcome_known"
            )
        ]
        indexes = [
            models.Index(fields=["subject_kind", "subject_key", "id"], name="audit_event_subject"),
            models.Index(fields=["actor_key", "id"], name="audit_event_actor"),
            models.Index(fields=["action", "id"], name="audit_event_action"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor_label} {self.action} {self.subject_label}"


class Seal(models.Model):
    """The link of the chain that closes one event: `digest` covers the event and the digest before it.

    `position` counts from 1 without a gap, in the order of sealing, which need not be the order of ids.
    """

    position = models.BigIntegerField(unique=True)
    event = models.OneToOneField(Event, on_delete=models.PROTECT, related_name="seal")
    digest = models.CharField(max_length=64)
    sealed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(position__gte=1), name="audit_seal_from_one")
        ]

    def __str__(self) -> str:
        return f"{self.position} {self.digest[:12]}"
