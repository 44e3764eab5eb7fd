"""Facts that cannot be right are refused before anything is computed: one line with cause and remedy."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from operator import attrgetter

from yipanqi.schedule.errors import InputError
from yipanqi.schedule.members import members
from yipanqi.schedule.problem import Activity, Constraint, ConstraintKind, Kind, Link, Problem, ProjectInfo

ABSURD = 10**9
"""Minutes, about two thousand years: no duration or lag is longer."""
FIRST_YEAR, LAST_YEAR = 1900, 2199
MOMENTS = (
    "deadline",
    "expected_finish",
    "actual_start",
    "actual_finish",
    "suspend",
    "resume",
    "external_early_start",
    "external_late_finish",
    "manual_start",
    "manual_finish",
)

_dated = attrgetter("constraint", "secondary", *MOMENTS)
NO_DATES = (None,) * (2 + len(MOMENTS))


def refuse_bad(problem: Problem) -> None:
    """InputError for the first fact that cannot be right."""
    _refuse_twice("project", (project.id for project in problem.projects))
    _refuse_twice("calendar", (calendar.id for calendar in problem.calendars))
    _refuse_twice("activity", (activity.key for activity in problem.activities))
    calendars = {calendar.id for calendar in problem.calendars}
    for project in problem.projects:
        _refuse_project(project, problem, calendars)
    projects = {project.id for project in problem.projects}
    for activity in problem.activities:
        if not _plain(activity, calendars, projects):
            for wrong in _wrong(activity, calendars, projects):
                raise wrong
    _refuse_links(problem, calendars)


def _refuse_twice(what: str, keys: Iterable[str]) -> None:
    seen: set[str] = set()
    for key in keys:
        if key in seen:
            raise InputError(
                f"schedule.duplicate_{what}", f"{what} {key} occurs twice; give each its own id", (key,)
            )
        seen.add(key)


def _refuse_project(project: ProjectInfo, problem: Problem, calendars: set[str]) -> None:
    for moment in (project.start, project.data_date, project.must_finish_by):
        if moment is not None and not FIRST_YEAR <= moment.year <= LAST_YEAR:
            raise _project(project, "date_out_of_range", f"has the date {moment:%Y-%m-%d}; correct it")
    if project.calendar not in calendars:
        raise _project(
            project, "unknown_calendar", f"names calendar {project.calendar}, which is missing; add it"
        )
    if project.options is not None and project.options.rules is not problem.options.rules:
        raise _project(project, "mixed_rules", "has other rules than its network; schedule it alone")
    if project.from_finish and project.must_finish_by is None:
        raise _project(project, "no_finish", "is scheduled from its finish but has none; give must_finish_by")


def _plain(activity: Activity, calendars: set[str], projects: set[str]) -> bool:
    """Nothing can be wrong: no dates, no constraints, known places. Most activities of a new plan are like this."""
    return (
        _dated(activity) == NO_DATES
        and activity.calendar in calendars
        and activity.project in projects
        and 0 <= activity.duration <= ABSURD
        and 0 <= (activity.remaining or 0) <= ABSURD
        and activity.percent_complete == 0
    )


def _wrong(activity: Activity, calendars: set[str], projects: set[str]) -> Iterator[InputError]:
    """What is wrong with one activity, the most basic first."""
    if activity.project not in projects:
        what = f"belongs to project {activity.project or '(none)'}, which is missing; add the project"
        yield _activity(activity, "unknown_project", what)
    if activity.calendar not in calendars:
        what = f"names calendar {activity.calendar}, which is missing; add it or choose another"
        yield _activity(activity, "unknown_calendar", what)
    for name, value in (("duration", activity.duration), ("remaining duration", activity.remaining or 0)):
        if not 0 <= value <= ABSURD:
            yield _activity(
                activity, "bad_duration", f"has a {name} of {value} minutes; give 0 or more, not absurd"
            )
    if not 0 <= activity.percent_complete <= 100:
        yield _activity(activity, "bad_percent", f"is {activity.percent_complete} % complete; give 0 to 100")
    for name in MOMENTS:
        moment: datetime | None = getattr(activity, name)
        if moment is not None and not FIRST_YEAR <= moment.year <= LAST_YEAR:
            shown = name.replace("_", " ")
            yield _activity(activity, "date_out_of_range", f"has the {shown} {moment:%Y-%m-%d}; correct it")
    yield from _disorder(activity)
    yield from _contradiction(activity)


def _disorder(activity: Activity) -> Iterator[InputError]:
    """Pairs of dates the wrong way round."""
    pairs = (
        ("actual_start", "actual_finish"),
        ("suspend", "resume"),
        ("manual_start", "manual_finish"),
    )
    for first, second in pairs:
        earlier, later = getattr(activity, first), getattr(activity, second)
        if earlier is not None and later is not None and later < earlier:
            what = f"has its {second.replace('_', ' ')} before its {first.replace('_', ' ')}; correct one of them"
            yield _activity(activity, "dates_reversed", what)


LOWER = {
    ConstraintKind.START_ON: "start",
    ConstraintKind.START_ON_OR_AFTER: "start",
    ConstraintKind.MANDATORY_START: "start",
    ConstraintKind.FINISH_ON: "finish",
    ConstraintKind.FINISH_ON_OR_AFTER: "finish",
    ConstraintKind.MANDATORY_FINISH: "finish",
}
UPPER = {
    ConstraintKind.START_ON: "start",
    ConstraintKind.START_ON_OR_BEFORE: "start",
    ConstraintKind.MANDATORY_START: "start",
    ConstraintKind.FINISH_ON: "finish",
    ConstraintKind.FINISH_ON_OR_BEFORE: "finish",
    ConstraintKind.MANDATORY_FINISH: "finish",
}


def _contradiction(activity: Activity) -> Iterator[InputError]:
    """Two constraints that no date can keep, and constraints without a date."""
    given = [c for c in (activity.constraint, activity.secondary) if c is not None]
    for constraint in given:
        if constraint.kind is not ConstraintKind.AS_LATE_AS_POSSIBLE:
            yield from _bad_date(activity, constraint)
    for first in given:
        for second in given:
            if _excludes(first, second):
                what = f"cannot be {_said(first)} and {_said(second)}; drop one of the constraints"
                yield _activity(activity, "contradiction", what)


def _bad_date(activity: Activity, constraint: Constraint) -> Iterator[InputError]:
    if constraint.date is None:
        yield _activity(activity, "constraint_date", f"is to {_said(constraint)} without a date; give one")
    elif not FIRST_YEAR <= constraint.date.year <= LAST_YEAR:
        what = f"has the constraint date {constraint.date:%Y-%m-%d}; correct it"
        yield _activity(activity, "date_out_of_range", what)


def _excludes(first: Constraint, second: Constraint) -> bool:
    """Whether the first asks for a later date of the same end than the second allows."""
    if first.date is None or second.date is None or first.kind not in LOWER or second.kind not in UPPER:
        return False
    after = UPPER[second.kind] == LOWER[first.kind] or (LOWER[first.kind], UPPER[second.kind]) == (
        "start",
        "finish",
    )
    return after and first.date > second.date


def _said(constraint: Constraint) -> str:
    date = f" {constraint.date:%Y-%m-%d %H:%M}" if constraint.date else ""
    return f"{constraint.kind.value.replace('_', ' ')}{date}"


def _refuse_links(problem: Problem, calendars: set[str]) -> None:
    """Ends that are missing, links to itself, lags out of range, a summary tied to its own member."""
    known = {activity.key: activity for activity in problem.activities}
    summaries = any(activity.kind is Kind.WBS_SUMMARY for activity in problem.activities)
    for link in problem.links:
        if link.predecessor not in known or link.successor not in known:
            raise _dangling(link, known)
        activity = known[link.successor]
        if link.predecessor == link.successor:
            raise _activity(activity, "self_link", "is linked to itself; remove the link")
        if abs(link.lag) > ABSURD:
            raise _activity(activity, "bad_lag", f"has a link with a lag of {link.lag} minutes; correct it")
        if link.lag_calendar is not None and link.lag_calendar not in calendars:
            what = f"has a link on calendar {link.lag_calendar}, which is missing; add it"
            raise _activity(activity, "unknown_calendar", what)
    if summaries:
        _refuse_family_links(problem)


def _dangling(link: Link, known: dict[str, Activity]) -> InputError:
    ends = (link.predecessor, link.successor)
    missing, other = ends if ends[0] not in known else ends[::-1]
    near = known[other].id if other in known else other
    message = (
        f"a link of activity {near} names activity {missing}, which is missing; remove the link or add it"
    )
    return InputError("schedule.unknown_activity", message, (near,))


def _refuse_family_links(problem: Problem) -> None:
    row = {activity.key: i for i, activity in enumerate(problem.activities)}
    spans = {summary: set(below) for summary, below in members(problem.activities).items()}
    for link in problem.links:
        first, second = row[link.predecessor], row[link.successor]
        if second in spans.get(first, ()) or first in spans.get(second, ()):
            activity = problem.activities[second]
            what = f"and summary or member {problem.activities[first].id} are linked; remove the link"
            raise _activity(activity, "family_link", what)


def _activity(activity: Activity, code: str, what: str) -> InputError:
    return InputError(f"schedule.{code}", f"activity {activity.id} {what}", (activity.id,))


def _project(project: ProjectInfo, code: str, what: str) -> InputError:
    return InputError(f"schedule.{code}", f"project {project.name or project.id} {what}", ())
