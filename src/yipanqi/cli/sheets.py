"""The three drawings of a scheduled plan as stand-alone SVG sheets, with their words in two languages."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from yipanqi.cli.language import Language, text
from yipanqi.drawing import dates
from yipanqi.drawing.scene import Drawing, render
from yipanqi.drawing.sheet import PAPERS, SheetLabels
from yipanqi.schedule.problem import Calendar
from yipanqi.schedule.result import NONE, ScheduleResult, to_datetime
from yipanqi.schedule.working import shifts_on

_MOST_OFF_DAYS = 4000


@dataclass(frozen=True, slots=True)
class Look:
    """What the caller chose: language, heading, sheet, the mark of invented data, time for the best rows.

    paper  name of the sheet; None is A3, or for a node network the smallest that holds it
    node_names  names of the work breakdown by project and path of codes
    """

    language: Language
    title: str | None
    paper: str | None
    example: bool
    thorough: bool
    node_names: Mapping[tuple[str, ...], str] = field(default_factory=dict)

    def say(self, phrase: str) -> str:
        """`phrase` in the language of the drawing."""
        return text(phrase, self.language)


def gantt(result: ScheduleResult, look: Look) -> list[str]:
    """横道图 with baseline, floats and front line."""
    from yipanqi.drawing.gantt import Column, GanttLabels, layout, plan_of

    plan = plan_of(result, node_names=look.node_names)
    plan = replace(plan, off_days=_off_days(result, plan_days(result)))
    say = look.say
    words = GanttLabels(
        sheet=_sheet(result, look, "Gantt chart"),
        number=say("no."),
        name=say("activity"),
        columns=tuple(Column(say(each)) for each in ("days", "start", "finish", "TF")),
        data_date=_dated(say("data date {day}"), plan.data_date),
        required=_dated(say("required {day}"), plan.required),
        work=say("work"),
        critical=say("critical activity"),
        done=say("done"),
        free_float=say("free float"),
        total_float=say("total float"),
        baseline=say("baseline"),
        milestone=say("milestone"),
        summary=say("summary"),
        front_line=say("front line"),
        behind=say("{days} d behind"),
        ahead=say("{days} d ahead"),
        dates=_date_words(look),
    )
    return _rendered(layout(plan, words, PAPERS[look.paper or "A3"]))


def node(result: ScheduleResult, look: Look) -> list[str]:
    """单代号网络图 with the six time parameters."""
    from yipanqi.drawing.node import NodeLabels, layout, network_of

    say = look.say
    words = NodeLabels(
        sheet=_sheet(result, look, "activity-on-node network"),
        name=say("activity"),
        number=say("id"),
        start=say("start node"),
        end=say("end node"),
        critical=say("critical path"),
        link=say("link"),
    )
    return _rendered(layout(network_of(result), words))


def timescaled(result: ScheduleResult, look: Look) -> list[str]:
    """双代号时标网络图 at planned dates; progress shows in the front line."""
    from yipanqi.drawing.timescaled import CHINESE, ENGLISH, TitleBlock, draw_timescaled, from_schedule

    words = CHINESE if look.language == "zh" else ENGLISH
    name = _name(result, look)
    block = TitleBlock(project=name, drawing=words.heading)
    plan = from_schedule(result, title=name, block=block, example=look.example)
    effort = "print" if look.thorough else "interactive"
    return draw_timescaled(plan, sheet=look.paper or "A3", effort=effort, labels=words).sheets


def _rendered(drawings: tuple[Drawing, ...]) -> list[str]:
    return [render(each, stand_alone=True) for each in drawings]


def _name(result: ScheduleResult, look: Look) -> str:
    if look.title:
        return look.title
    return " · ".join(each.name or each.id for each in result.problem.projects[:3])


def _sheet(result: ScheduleResult, look: Look, kind: str) -> SheetLabels:
    """The words around a drawing; boxes of the title block that people fill in stay empty."""
    say, name = look.say, _name(result, look)
    finish = max((each for n in result.project_finish if (each := to_datetime(int(n)))), default=None)
    rows = ("project",), ("drawing",), ("drawn by", "checked by"), ("approved by", "day of issue")
    values = {"project": name, "drawing": say(kind)}
    block = tuple(tuple((say(head), values.get(head, "")) for head in heads) for heads in rows)
    count = say("{count} activities").format(count=len(result.problem.activities))
    subtitle = f"{count}{say(', ')}{_dated(say('finish {day}'), finish)}"
    if look.example:
        subtitle = f"{say('example data')}{say(', ')}{subtitle}"
    page = say("sheet {page} of {pages}")
    return SheetLabels(f"{name} {say(kind)}", subtitle, subtitle, say("legend"), block, page)


def _dated(pattern: str, moment: datetime | None) -> str:
    return "" if moment is None else pattern.format(day=moment.date().isoformat())


def _date_words(look: Look) -> dates.DateLabels:
    return dates.CHINESE if look.language == "zh" else dates.ENGLISH


def plan_days(result: ScheduleResult) -> list[date]:
    """Every day from the first start to the last finish, bounded."""
    known = [
        int(each)
        for column in (result.start, result.late_finish, result.finish)
        for each in column
        if each != NONE
    ]
    moments = [each for each in (to_datetime(min(known)), to_datetime(max(known))) if each] if known else []
    if not moments:
        return []
    length = min((moments[1].date() - moments[0].date()).days + 1, _MOST_OFF_DAYS)
    return [moments[0].date() + timedelta(days=number) for number in range(length)]


def _off_days(result: ScheduleResult, days: list[date]) -> frozenset[date]:
    """The days on which nobody works by the first project's calendar."""
    own = result.problem.projects[0].calendar
    calendar = next((each for each in result.problem.calendars if each.id == own), None)
    return frozenset(day for day in days if calendar and _is_off(calendar, day))


def _is_off(calendar: Calendar, day: date) -> bool:
    return not shifts_on(calendar, day)
