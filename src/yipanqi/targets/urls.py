"""Addresses of the room."""

from datetime import date

from django.urls import URLPattern, path, register_converter

from yipanqi.targets.views import beginning, breakdown, decisions, facts, reading, setting


class DayConverter:
    """A day in an address: 2018-09-30."""

    regex = "[0-9]{4}-[0-9]{2}-[0-9]{2}"

    def to_python(self, value: str) -> date:
        """ValueError (no such address) for a day that no calendar has."""
        return date.fromisoformat(value)

    def to_url(self, value: date) -> str:
        """As ISO text."""
        return value.isoformat()


register_converter(DayConverter, "day")

app_name = "targets"
urlpatterns: list[URLPattern] = [
    path("", reading.target_list, name="list"),
    path("tree/", reading.tree, name="tree"),
    path("<int:target_id>/", reading.target, name="target"),
    path("<int:target_id>/why/", reading.why, name="why"),
    path("<int:target_id>/sheet.pdf", reading.sheet, name="sheet"),
    path("<int:target_id>/reading/", facts.reading, name="reading"),
    path("<int:target_id>/reading/<day:period>/", facts.correction, name="correction"),
    path("<int:target_id>/statement/", facts.statement, name="statement"),
    path("<int:target_id>/unchanged/", facts.unchanged, name="unchanged"),
    path("<int:target_id>/lines/", facts.list_item, name="list_item"),
    path("<int:target_id>/lines/<int:item_id>/", facts.line_done, name="line_done"),
    path("<int:target_id>/change/", decisions.change, name="change"),
    path("<int:target_id>/drop/", decisions.drop, name="drop"),
    path("<int:target_id>/reopen/", decisions.reopen, name="reopen"),
    path("<int:target_id>/alter/", setting.alter, name="alter"),
    path("<int:target_id>/remove/", setting.remove, name="remove"),
    path("<int:target_id>/trajectory/", setting.trajectory, name="trajectory"),
    path("<int:target_id>/comment/", setting.comment, name="comment"),
    path("year/new/", beginning.new_year, name="new_year"),
    path("year/<int:number>/", setting.year, name="year"),
    path("year/<int:number>/goals/new/", beginning.new_goal, name="new_goal"),
    path("year/<int:number>/goals/<int:goal_id>/", beginning.goal, name="goal"),
    path("year/<int:number>/goals/<int:goal_id>/remove/", beginning.remove_goal, name="remove_goal"),
    path("year/<int:number>/new/", setting.new_target, name="new_target"),
    path("year/<int:number>/open/", setting.open_comments, name="open_comments"),
    path("year/<int:number>/back/", setting.back_to_draft, name="back_to_draft"),
    path("year/<int:number>/fix/", setting.fix, name="fix"),
    path("year/<int:number>/close/", setting.close, name="close"),
    path("year/<int:number>/comments/<int:comment_id>/", setting.answer, name="answer"),
    path("year/<int:number>/breakdown/", breakdown.upload, name="breakdown"),
    path("year/<int:number>/breakdown/confirm/", breakdown.confirm, name="breakdown_confirm"),
    path("year/<int:number>/breakdown/errors/", breakdown.errors, name="breakdown_errors"),
]
