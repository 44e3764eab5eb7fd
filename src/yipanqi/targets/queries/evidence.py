"""Whose evidence an actor may fetch: who sees a target sees what proves it."""

from django.db.models import CharField, QuerySet
from django.db.models.functions import Cast

from yipanqi.access.actor import Actor
from yipanqi.access.registry import within
from yipanqi.targets.models import Target
from yipanqi.targets.rules import TargetAction


def keys_of_visible_targets(actor: Actor) -> QuerySet[Target, str]:
    """Keys of the targets that the actor sees, as text; for `files.visibility.register("targets.target", …)`."""
    rows = within(actor, TargetAction.VIEW, Target.objects.all())
    return rows.annotate(key_text=Cast("pk", CharField())).values_list("key_text", flat=True)
