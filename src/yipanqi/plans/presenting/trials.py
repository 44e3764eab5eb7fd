"""A table that was tried, in words: what the editor shows beside the rows while one types."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from yipanqi.plans.computing import Dates
from yipanqi.plans.drafts import ActivityDraft
from yipanqi.plans.pasting import Fault, Line, Typed
from yipanqi.plans.queries.editing import PlanHead, Trial
from yipanqi.web.figures import NOTHING, full_day, number
from yipanqi.web.messages import message_for

CELL_NAMES = {
    "key": gettext_lazy("No."),
    "level": gettext_lazy("Outline level"),
    "name": gettext_lazy("Activity"),
    "days": gettext_lazy("Workdays"),
    "before": gettext_lazy("Predecessors"),
    "unit": gettext_lazy("Unit"),
    "constraint": gettext_lazy("Constraint"),
    "reason": gettext_lazy("Reason"),
    "optimistic": gettext_lazy("Optimistic days"),
    "pessimistic": gettext_lazy("Pessimistic days"),
}


@dataclass(frozen=True)
class ShownRow:
    """One row of the editor: cells as typed, what was computed, and its mistakes by cell."""

    row: int
    cells: dict[str, str]
    start: str
    finish: str
    float: str
    is_critical: bool
    is_late: bool
    faults: dict[str, str]


@dataclass(frozen=True)
class Shown:
    """The editor's table. `problems` are (row, cell, its name, message); `summary` says what the trial gave."""

    rows: tuple[ShownRow, ...]
    problems: tuple[tuple[int, str, str, str], ...]
    summary: tuple[str, ...]
    is_sound: bool


def shown(
    head: PlanHead, lines: Sequence[Line], typed: Typed, faults: Sequence[Fault], trial: Trial
) -> Shown:
    """All rows, the blank ones too, with their dates and mistakes."""
    told = [*faults, *ring_faults(typed, trial)]
    by_row: dict[int, dict[str, str]] = {}
    for fault in told:
        by_row.setdefault(fault.row, {}).setdefault(fault.cell, message_for(fault.error))
    drafts = dict(zip(typed.rows, typed.activities, strict=True))
    rows = tuple(_row(line, drafts.get(line.row), trial, by_row.get(line.row, {})) for line in lines)
    problems = tuple(
        (fault.row, fault.cell, str(CELL_NAMES.get(fault.cell, "")), message_for(fault.error))
        for fault in told
    )
    if trial.error and not trial.members:
        problems = (*problems, (0, "", "", message_for(trial.error)))
    return Shown(rows, problems, _summary(head, typed, trial), not told and trial.error is None)


def ring_faults(typed: Typed, trial: Trial) -> list[Fault]:
    """The ring told at the predecessors of its first row, so that it is told once."""
    rows = typed.row_of
    members = sorted(rows[key] for key in trial.members if key in rows)
    return [Fault(members[0], "before", trial.error)] if members and trial.error else []


def _row(line: Line, draft: ActivityDraft | None, trial: Trial, faults: dict[str, str]) -> ShownRow:
    dates = trial.dates.dates.get(draft.key) if draft else None
    cells = dict(line.cells)
    if draft:
        cells["key"] = draft.key
    if dates is None or draft is None:
        return ShownRow(line.row, cells, "", "", "", False, False, faults)
    return ShownRow(
        line.row, cells, *_texts(draft, dates), dates.critical, (dates.total_float or 0) < 0, faults
    )


def _texts(draft: ActivityDraft, dates: Dates) -> tuple[str, str, str]:
    start = full_day(dates.start) if draft.kind != "milestone" else NOTHING
    left = "" if draft.kind == "summary" or dates.total_float is None else number(dates.total_float)
    return start, full_day(dates.finish), left


def _summary(head: PlanHead, typed: Typed, trial: Trial) -> tuple[str, ...]:
    """Finish, float to the required finish, how many are critical."""
    work = [each for each in typed.activities if each.kind != "summary"]
    parts = [ngettext("%(count)s activity", "%(count)s activities", len(work)) % {"count": len(work)}]
    if trial.dates.finish is None:
        return tuple(parts)
    parts.append(_("finish %(day)s") % {"day": full_day(trial.dates.finish)})
    if trial.dates.total_float is not None and head.due:
        parts.append(_to_due(head.due, trial.dates.total_float))
    critical = sum(trial.dates.dates[each.key].critical for each in work if each.key in trial.dates.dates)
    return (*parts, _("%(count)s critical") % {"count": critical})


def _to_due(due: date, left: int) -> str:
    if left < 0:
        words = ngettext(
            "%(count)s working day beyond %(day)s", "%(count)s working days beyond %(day)s", -left
        )
    else:
        words = ngettext(
            "%(count)s working day before %(day)s", "%(count)s working days before %(day)s", left
        )
    return words % {"count": number(abs(left)), "day": full_day(due)}


def as_json(found: Shown) -> dict[str, Any]:
    """What the script writes into the page."""
    return {
        "rows": [
            {
                "row": row.row,
                "start": row.start,
                "finish": row.finish,
                "float": row.float,
                "critical": row.is_critical,
                "late": row.is_late,
                "faults": row.faults,
            }
            for row in found.rows
        ],
        "problems": [
            {"row": row, "cell": cell, "name": name, "text": text} for row, cell, name, text in found.problems
        ],
        "summary": list(found.summary),
    }
