"""The schedule of one project as lines for people."""

from datetime import datetime

from yipanqi.cli import table
from yipanqi.cli.language import Language, text
from yipanqi.schedule.problem import Activity
from yipanqi.schedule.result import NONE, Dates, ScheduleResult, to_datetime

_TITLES = ("id", "name", "days", "ES", "EF", "LS", "LF", "TF", "FF", "")
_RIGHT = (2, 7, 8)


def project_lines(result: ScheduleResult, number: int, language: Language) -> list[str]:
    """Two lines of summary, then the table of activities."""
    info = result.problem.projects[number]
    days = {each.id: each.minutes_per_day for each in result.problem.calendars}
    own = [each for each in result.problem.activities if each.project == info.id]
    rows = [_row(each, result.dates(each.key), days.get(each.calendar, 480), language) for each in own]
    titles = [text(each, language) for each in _TITLES]
    return [
        *_head(result, number, len(own), days.get(info.calendar, 480), language),
        *table.lines(titles, rows, _RIGHT),
    ]


def _head(result: ScheduleResult, number: int, count: int, day: int, language: Language) -> list[str]:
    info = result.problem.projects[number]
    minutes = int(result.project_duration[number])
    values = {
        "project": info.name or info.id,
        "start": _moment(to_datetime(int(result.project_start[number]))),
        "finish": _moment(to_datetime(int(result.project_finish[number]))),
        "days": "–" if minutes == NONE else f"{minutes / day:g}",
        "data_date": _moment(info.data_date or info.start),
        "rules": text((info.options or result.problem.options).rules.value, language),
        "count": count,
    }
    first = text("{project}: {start} to {finish}, {days} days", language)
    second = text("data date {data_date}, rules {rules}, {count} activities", language)
    return [first.format_map(values), second.format_map(values)]


def _row(each: Activity, dates: Dates, day: int, language: Language) -> list[str]:
    moments = [dates.early_start, dates.early_finish, dates.late_start, dates.late_finish]
    if each.actual_finish:
        moments = [each.actual_start, each.actual_finish, None, None]
    mark = text("critical", language) if dates.critical else ""
    return [
        each.id,
        table.clip(each.name, 36),
        f"{each.duration / day:g}",
        *(_moment(moment) for moment in moments),
        _days(dates.total_float, day),
        _days(dates.free_float, day),
        text("done", language) if each.actual_finish else mark,
    ]


def _moment(value: datetime | None) -> str:
    return "" if value is None else value.strftime("%Y-%m-%d %H:%M")


def _days(minutes: int | None, day: int) -> str:
    return "" if minutes is None else f"{round(minutes / day, 2):g}"
