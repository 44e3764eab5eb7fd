"""The preview of an import in words, and the text that carries it from step to step."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core import signing
from django.utils.translation import get_language, ngettext_lazy
from django.utils.translation import gettext as _

from yipanqi.exchange.schedule import SourceError
from yipanqi.exchange.schedule.sentences import line as sentence_line
from yipanqi.exchange.tables import CellFault, Sheet, error_workbook
from yipanqi.foundation.errors import DomainError
from yipanqi.plans.importing import Incoming
from yipanqi.plans.merging import NEW, Effect, Existing, Preview, PreviewLine
from yipanqi.plans.pasting import CELLS, Line
from yipanqi.plans.presenting.trials import CELL_NAMES
from yipanqi.web.messages import message_for

SALT = "plans.import"
KEPT_SECONDS = 3600 * 8
MOST_CHOICES = 40
"""So many rows may be mapped by hand at once; more than that is another plan."""

REMARKS = {
    "plans.other_projects": ngettext_lazy(
        "The file holds %(count)s other project; the largest was read.",
        "The file holds %(count)s other projects; the largest was read.",
        "count",
    ),
    "plans.kinds_left_out": ngettext_lazy(
        "%(count)s level of effort or hammock was left out: it has no length of its own.",
        "%(count)s levels of effort or hammocks were left out: they have no length of their own.",
        "count",
    ),
    "plans.facts_left_out": ngettext_lazy(
        "%(count)s activity has begun in the file; facts are entered by the unit that does the work.",
        "%(count)s activities have begun in the file; facts are entered by the units that do the work.",
        "count",
    ),
    "plans.days_rounded": ngettext_lazy(
        "%(count)s duration was rounded up to whole days.",
        "%(count)s durations were rounded up to whole days.",
        "count",
    ),
    "plans.lags_rounded": ngettext_lazy(
        "%(count)s lag was turned into whole working days.",
        "%(count)s lags were turned into whole working days.",
        "count",
    ),
    "plans.manual_dates": ngettext_lazy(
        "%(count)s date set by hand became “start no earlier than”.",
        "%(count)s dates set by hand became “start no earlier than”.",
        "count",
    ),
    "plans.constraints_left_out": ngettext_lazy(
        "%(count)s constraint of a kind that plans here do not have was left out.",
        "%(count)s constraints of kinds that plans here do not have were left out.",
        "count",
    ),
    "plans.links_left_out": ngettext_lazy(
        "%(count)s link of a summary, or a second one of its kind, was left out.",
        "%(count)s links of summaries, or second ones of their kind, were left out.",
        "count",
    ),
    "plans.units_left_out": ngettext_lazy(
        "%(count)s activity names no unit of the zone; its unit stays as it was.",
        "%(count)s activities name no unit of the zone; their units stay as they were.",
        "count",
    ),
}


@dataclass(frozen=True)
class ShownLine:
    """One row of the preview; `choices` are the activities that it may be, where that must be said."""

    line: PreviewLine
    faults: tuple[str, ...]
    differences: tuple[tuple[str, str, str], ...]
    choices: tuple[tuple[str, str], ...]
    chosen: str


def remarks_of(incoming: Incoming) -> list[str]:
    """What the file holds that a plan does not."""
    return [
        str(REMARKS[code] % {"count": count}) for code, count in incoming.remarks.items() if code in REMARKS
    ]


def shown_lines(found: Preview, existing: Existing) -> list[ShownLine]:
    """Rows with mistakes first, then what changes, then the rest."""
    order = {Effect.REFUSED: 0, Effect.ADDED: 2, Effect.CHANGED: 1, Effect.SAME: 3}
    ranked = sorted(found.lines, key=lambda line: (order[line.effect], line.row))
    unsure = [line for line in ranked if _is_unsure(line, existing)][:MOST_CHOICES]
    choices = tuple((each.key, f"{each.key} {each.name}") for each in existing.activities)
    return [_shown(line, found, choices if line in unsure else ()) for line in ranked]


def _is_unsure(line: PreviewLine, existing: Existing) -> bool:
    """The file's key or name is not the plan's, so that a person says which activity it is."""
    return bool(existing.activities) and (line.is_renamed or line.effect == Effect.ADDED)


def _shown(line: PreviewLine, found: Preview, choices: tuple[tuple[str, str], ...]) -> ShownLine:
    return ShownLine(
        line,
        tuple(f"{CELL_NAMES.get(fault.cell, '')}: {message_for(fault.error)}" for fault in line.faults),
        tuple((str(CELL_NAMES[each.cell]), each.before, each.after) for each in line.differences),
        choices,
        found.mapping.get(line.source_key, NEW),
    )


def mistakes(incoming: Incoming, found: Preview) -> bytes:
    """The table again as xlsx, every wrong cell in red with its reason."""
    sheet, columns = incoming.sheet, dict(incoming.columns)
    shift = 0
    if sheet is None:
        heads = tuple(str(CELL_NAMES[cell]) for cell in CELLS)
        rows = [tuple(line[cell] for cell in CELLS) for line in incoming.lines]
        sheet, shift = Sheet("", (), (heads, *rows)), 1
        columns = {cell: number for number, cell in enumerate(CELLS, start=1)}
    faults = [
        CellFault(fault.row + shift, columns.get(fault.cell, 0), message_for(fault.error))
        for fault in found.faults
    ]
    return error_workbook(sheet, faults, head=_("To be corrected"))


def reason_of(error: DomainError) -> str:
    """Why a file cannot be read: those of the schedule readers carry their own sentences."""
    if isinstance(error, SourceError):
        language = "zh" if (get_language() or "").startswith("zh") else "en"
        return sentence_line(error.code, error.params, error.row, error.activity, language)  # type: ignore[arg-type]
    return message_for(error)


def sealed(incoming: Incoming) -> str:
    """What was read, as one signed text for a hidden field."""
    content: dict[str, Any] = {
        "lines": [[line.row, dict(line.cells)] for line in incoming.lines],
        "name": incoming.name,
        "start": _iso(incoming.start),
        "calendar": incoming.calendar,
        "dates": {key: [_iso(start), _iso(finish)] for key, (start, finish) in incoming.dates.items()},
        "remarks": dict(incoming.remarks),
        "sheet": [incoming.sheet.name, incoming.sheet.rows] if incoming.sheet else None,
        "columns": dict(incoming.columns),
    }
    return signing.dumps(content, salt=SALT, compress=True)


def opened(token: str) -> Incoming:
    """What `sealed` sealed; DomainError when it was altered or is too old."""
    try:
        content = signing.loads(token, salt=SALT, max_age=KEPT_SECONDS)
    except signing.BadSignature:
        raise DomainError("plans.upload_again") from None
    sheet = content["sheet"]
    return Incoming(
        lines=tuple(Line(row, cells) for row, cells in content["lines"]),
        name=content["name"],
        start=_day(content["start"]),
        calendar=content["calendar"],
        dates={key: (_day(start), _day(finish)) for key, (start, finish) in content["dates"].items()},
        remarks=content["remarks"],
        sheet=Sheet(sheet[0], (), tuple(tuple(row) for row in sheet[1])) if sheet else None,
        columns=content["columns"],
    )


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def counts(found: Preview) -> Mapping[str, int]:
    """How many rows of each effect, and how many activities go."""
    return {**{effect.value: found.count(effect) for effect in Effect}, "gone": len(found.gone)}
