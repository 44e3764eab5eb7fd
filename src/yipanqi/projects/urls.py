"""Addresses of the room."""

from datetime import date

from django.urls import URLPattern, path, register_converter

from yipanqi.projects.views import duties, facts, imports, reading, setting


class MonthConverter:
    """The end of a month in an address: 2018-09-30."""

    regex = "[0-9]{4}-[0-9]{2}-[0-9]{2}"

    def to_python(self, value: str) -> date:
        """ValueError (no such address) for a day that no calendar has."""
        return date.fromisoformat(value)

    def to_url(self, value: date) -> str:
        """As ISO text."""
        return value.isoformat()


register_converter(MonthConverter, "month")

app_name = "projects"
urlpatterns: list[URLPattern] = [
    path("", reading.project_list, name="list"),
    path("pipeline/", reading.pipeline, name="pipeline"),
    path("leads/", reading.leads, name="leads"),
    path("new/", setting.new, name="new"),
    path("import/", imports.upload, name="import"),
    path("import/confirm/", imports.confirm, name="import_confirm"),
    path("import/errors/", imports.errors, name="import_errors"),
    path("<int:project_id>/", reading.project, name="project"),
    path("<int:project_id>/alter/", setting.alter, name="alter"),
    path("<int:project_id>/move/", facts.move, name="move"),
    path("<int:project_id>/decide/", setting.decide, name="decide"),
    path("<int:project_id>/investment/", facts.investment, name="investment"),
    path("<int:project_id>/investment/<month:period>/", facts.correction, name="correction"),
    path("<int:project_id>/investment/plan/", setting.plan, name="plan"),
    path("<int:project_id>/visits/", facts.visit, name="visit"),
    path("<int:project_id>/guarantees/", duties.guarantee, name="guarantee"),
    path("<int:project_id>/guarantees/<int:guarantee_id>/", duties.settle, name="settle"),
    path("<int:project_id>/contributions/", duties.contribution, name="contribution"),
    path(
        "<int:project_id>/contributions/<int:contribution_id>/end/",
        duties.remove_contribution,
        name="remove_contribution",
    ),
]
