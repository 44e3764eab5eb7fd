"""What a reader gives: the engine's problem, the dates stored in the file, and what could not be held."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from yipanqi.foundation.errors import DomainError
from yipanqi.schedule.problem import Activity, Link, Problem


class SourceError(DomainError):
    """A file that cannot be a plan. `row` is its line, row or element, `activity` the visible id, if known.

    The codes and their sentences stand in `sentences.py`.
    """

    def __init__(
        self, code: str, *, row: int | None = None, activity: str | None = None, **params: object
    ) -> None:
        self.row = row
        self.activity = activity
        super().__init__(f"source.{code}", **params)

    def __str__(self) -> str:
        from yipanqi.exchange.schedule.sentences import line

        return line(self.code, self.params, self.row, self.activity)


@dataclass(frozen=True, slots=True)
class Note:
    """Something of the file that the problem cannot hold or that was put right; same shape as a SourceError."""

    code: str
    params: Mapping[str, object] = field(default_factory=dict)
    row: int | None = None
    activity: str | None = None


@dataclass(frozen=True, slots=True)
class Stored:
    """What the program that wrote the file had calculated for one activity; floats in working minutes."""

    early_start: datetime | None = None
    early_finish: datetime | None = None
    late_start: datetime | None = None
    late_finish: datetime | None = None
    total_float: int | None = None
    free_float: int | None = None
    critical: bool | None = None
    longest_path: bool | None = None
    float_path: int | None = None


@dataclass(frozen=True, slots=True)
class Details:
    """What a table says of an activity beyond the network: estimates and crashing in working minutes, nodes."""

    optimistic: int | None = None
    most_likely: int | None = None
    pessimistic: int | None = None
    normal_cost: float | None = None
    crash_duration: int | None = None
    crash_cost: float | None = None
    from_node: str = ""
    to_node: str = ""


@dataclass(frozen=True, slots=True)
class WbsNode:
    """A node of the work breakdown whose name is not the code that stands in `Activity.wbs`."""

    project: str
    path: tuple[str, ...]
    name: str


@dataclass(frozen=True)
class ScheduleFile:
    """One file read.

    format    "xer", "mspdi", "csv", "xlsx", "json" or the name mpxj gives ("MPP", "PMXML" …)
    stored    by activity key; only activities for which the file holds calculated dates
    details   by activity key; only activities with any
    given     keys of activities whose dates come from a project that is not in the file
    rows      by activity key: the line or row in which it stands, for messages
    notes     in the order of the file
    nodes     names of the work breakdown, where they differ from its codes
    """

    problem: Problem
    format: str
    stored: Mapping[str, Stored] = field(default_factory=dict)
    details: Mapping[str, Details] = field(default_factory=dict)
    given: frozenset[str] = frozenset()
    rows: Mapping[str, int] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()
    nodes: tuple[WbsNode, ...] = ()

    @property
    def node_names(self) -> dict[tuple[str, ...], str]:
        """Names of nodes by project and path of codes."""
        return {(each.project, *each.path): each.name for each in self.nodes}

    def only(self, project: str) -> "ScheduleFile":
        """The same file with one project, named by its id or name; links out of it are left and noted."""
        wanted = [info for info in self.problem.projects if project in (info.id, info.name)]
        if not wanted:
            known = ", ".join(info.id for info in self.problem.projects)
            raise SourceError("unknown_project", project=project, known=known)
        activities = tuple(each for each in self.problem.activities if each.project == wanted[0].id)
        links, left = _links_within(self.problem.links, activities)
        problem = replace(self.problem, projects=(wanted[0],), activities=activities, links=links)
        notes = (*self.notes, Note("source.links_out", {"count": left})) if left else self.notes
        return replace(self, problem=problem, notes=notes)


def _links_within(links: tuple[Link, ...], activities: tuple[Activity, ...]) -> tuple[tuple[Link, ...], int]:
    """The links with both ends among `activities`, and how many have just one."""
    keys = {each.key for each in activities}
    inside = tuple(link for link in links if link.predecessor in keys and link.successor in keys)
    return inside, sum((link.predecessor in keys) != (link.successor in keys) for link in links)
