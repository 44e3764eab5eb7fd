"""What makes a fact about an activity acceptable, pure; and what of the former fact it carries on."""

from dataclasses import dataclass
from datetime import date

from yipanqi.foundation.errors import DomainError
from yipanqi.plans.assembling import MILESTONE, SUMMARY, ActivityRow, FactRow
from yipanqi.plans.days import DayTable
from yipanqi.plans.drafts import ProgressEntry

MOST_DAYS = 5000


@dataclass(frozen=True)
class Stated:
    """A fact ready to be stored: the entry completed by what was known before."""

    entry: ProgressEntry
    actual_start: date | None
    actual_finish: date | None
    remaining: int | None
    waits_for_id: int | None
    note: str


def wrong_cells(
    entry: ProgressEntry, row: ActivityRow, former: FactRow | None, today: date
) -> dict[str, DomainError]:
    """Reasons by cell of the entry; empty when it can be taken."""
    wrong = _wrong_days(entry, row, former, today) | _wrong_words(entry, row)
    if former and not wrong:
        wrong |= _against_former(entry, former)
    return wrong


def _wrong_days(
    entry: ProgressEntry, row: ActivityRow, former: FactRow | None, today: date
) -> dict[str, DomainError]:
    wrong: dict[str, DomainError] = {}
    for cell in ("as_of", "actual_start", "actual_finish"):
        day: date | None = getattr(entry, cell)
        if day and day > today:
            wrong[cell] = DomainError("plans.day_in_future", day=day)
        elif day and day > entry.as_of:
            wrong[cell] = DomainError("plans.day_after_status", day=day, as_of=entry.as_of)
    start = _start(entry, row, former)
    if entry.actual_finish and start is None:
        wrong.setdefault("actual_start", DomainError("plans.finish_without_start"))
    if entry.actual_finish and start and entry.actual_finish < start:
        wrong.setdefault("actual_finish", DomainError("plans.finish_before_start", start=start))
    if entry.remaining is not None and start is None:
        wrong.setdefault("actual_start", DomainError("plans.remaining_without_start"))
    return wrong


def _start(entry: ProgressEntry, row: ActivityRow, former: FactRow | None) -> date | None:
    """The start as stated, known before, or of a milestone its finish."""
    known = former.actual_start if former and not entry.correction else None
    return entry.actual_start or known or (entry.actual_finish if row.kind == MILESTONE else None)


def _wrong_words(entry: ProgressEntry, row: ActivityRow) -> dict[str, DomainError]:
    wrong: dict[str, DomainError] = {}
    if row.kind == SUMMARY:
        wrong["key"] = DomainError("plans.summary_has_no_facts", name=row.name)
    if row.kind == MILESTONE and entry.actual_start and not entry.actual_finish:
        wrong["actual_finish"] = DomainError("plans.milestone_is_a_day", name=row.name)
    if entry.remaining is not None and not 0 <= entry.remaining <= MOST_DAYS:
        wrong["remaining"] = DomainError("plans.days_out_of_range", limit=MOST_DAYS)
    if entry.remaining and entry.actual_finish:
        wrong["remaining"] = DomainError("plans.finished_has_nothing_left")
    if len(entry.note) > 300:
        wrong["note"] = DomainError("input.too_long", longest=300)
    if entry.correction and not entry.note.strip():
        wrong["note"] = DomainError("input.reason_needed")
    figures = (entry.actual_start, entry.actual_finish, entry.remaining)
    if entry.unchanged and any(figure is not None for figure in figures):
        wrong["unchanged"] = DomainError("plans.unchanged_with_figures")
    if not (entry.unchanged or entry.waits_for_id or entry.correction or any(f is not None for f in figures)):
        wrong["as_of"] = DomainError("plans.nothing_entered")
    return wrong


def _against_former(entry: ProgressEntry, former: FactRow) -> dict[str, DomainError]:
    """A second word for what is known is refused with what is known, unless it is a correction."""
    if entry.correction:
        return {}
    if former.actual_finish:
        return {"actual_finish": DomainError("plans.already_finished", day=former.actual_finish)}
    if entry.actual_start and former.actual_start and entry.actual_start != former.actual_start:
        return {"actual_start": DomainError("plans.start_known", day=former.actual_start)}
    if entry.as_of < former.as_of:
        return {"as_of": DomainError("plans.fact_is_older", as_of=former.as_of)}
    if entry.as_of == former.as_of:
        return {"as_of": DomainError("plans.fact_exists", as_of=former.as_of)}
    return {}


def stated(entry: ProgressEntry, row: ActivityRow, former: FactRow | None, days: DayTable) -> Stated:
    """The entry with what it carries on from the former fact: start, remaining work as forecast, who blocks it."""
    start = _start(entry, row, former)
    remaining = entry.remaining
    if remaining is None and former and not entry.correction and not entry.actual_finish:
        remaining = _forecast(former, entry.as_of, days)
    waits_for = entry.waits_for_id
    if entry.unchanged and former and waits_for is None:
        waits_for = former.waits_for_id
    if entry.actual_finish:
        remaining, waits_for = None, None
    return Stated(entry, start, entry.actual_finish, remaining, waits_for, entry.note.strip())


def _forecast(former: FactRow, as_of: date, days: DayTable) -> int | None:
    """What the former fact leaves to do after `as_of`, when all went as it said."""
    if former.remaining is None:
        return None
    return max(1, former.remaining - days.between(former.as_of, as_of))
