"""Whose evidence an actor may fetch: who sees a project sees what proves its moves."""

from django.db.models import CharField, QuerySet
from django.db.models.functions import Cast

from yipanqi.access.actor import Actor
from yipanqi.access.registry import within
from yipanqi.projects.models import Project
from yipanqi.projects.rules import ProjectAction


def keys_of_visible_projects(actor: Actor) -> QuerySet[Project, str]:
    """Keys of the projects that the actor sees, as text; for `files.visibility.register("projects.project", …)`."""
    rows = within(actor, ProjectAction.VIEW, Project.objects.all())
    return rows.annotate(key_text=Cast("pk", CharField())).values_list("key_text", flat=True)
