"""Calendars on which nobody works and which nobody uses: exports carry them along, the engine must not stumble."""

from dataclasses import replace

from yipanqi.exchange.schedule.source import Note, ScheduleFile


def without_idle_calendars(file: ScheduleFile) -> ScheduleFile:
    """`file` without unused calendars that have no working time, each noted. One that is used stays, to be refused."""
    problem = file.problem
    used = {each.calendar for each in problem.activities} | {info.calendar for info in problem.projects}
    used |= {link.lag_calendar for link in problem.links if link.lag_calendar}
    idle = [each for each in problem.calendars if each.id not in used and not any(each.week)]
    if not idle:
        return file
    kept = tuple(each for each in problem.calendars if each not in idle)
    notes = tuple(Note("source.idle_calendar", {"calendar": each.name or each.id}) for each in idle)
    return replace(file, problem=replace(problem, calendars=kept), notes=(*file.notes, *notes))
