"""What makes the rows of a plan acceptable, pure: every wrong cell at once, before anything is written."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from yipanqi.foundation.errors import DomainError
from yipanqi.plans.assembling import MILESTONE, SUMMARY, TASK
from yipanqi.plans.drafts import ActivityDraft, LinkDraft

LONGEST_KEY, LONGEST_NAME = 40, 200
MOST_DAYS = 5000
"""Twenty years of working days: longer is a slip of the finger."""
MOST_ROWS = 2000
_KINDS = frozenset({TASK, MILESTONE, SUMMARY})
_CONSTRAINTS = frozenset(
    {"", "start_on_or_after", "finish_on_or_before", "mandatory_start", "mandatory_finish"}
)
_CLAIMS = frozenset({"", "parcel", "approval", "deliverable"})
_TYPES = frozenset({"FS", "SS", "FF", "SF"})
_LENGTHS = {"constraint_reason": 200, "claim": 100, "approval": 60, "standard": 300}

Wrong = dict[str, DomainError | str]


def wrong_rows(
    activities: Sequence[ActivityDraft],
    links: Sequence[LinkDraft],
    units: Collection[int],
    targets: Collection[int],
) -> Wrong:
    """Reasons by "<row>.<cell>", rows counted from 0 as handed in; a link's cell is `predecessors` of its successor.

    `units` and `targets` are the ids that exist.
    """
    if len(activities) > MOST_ROWS:
        return {"rows": DomainError("plans.too_many_rows", limit=MOST_ROWS)}
    times = Counter(row.key for row in activities)
    wrong: Wrong = {}
    for number, row in enumerate(activities):
        cells = _wrong_row(row, units, targets)
        if times[row.key] > 1:
            cells["key"] = DomainError("plans.key_twice", key=row.key)
        wrong |= {f"{number}.{cell}": reason for cell, reason in cells.items()}
    return wrong | _wrong_links(activities, links)


def _wrong_row(row: ActivityDraft, units: Collection[int], targets: Collection[int]) -> Wrong:
    wrong: Wrong = {}
    for cell, text, longest in (("key", row.key, LONGEST_KEY), ("name", row.name, LONGEST_NAME)):
        if not text.strip():
            wrong[cell] = "input.required"
        elif len(text) > longest:
            wrong[cell] = DomainError("input.too_long", longest=longest)
    if any(mark in row.key for mark in "/,; \t\n"):
        wrong["key"] = DomainError("plans.key_has_marks", key=row.key)
    wrong |= _wrong_figures(row) | _wrong_choices(row)
    for cell, longest in _LENGTHS.items():
        if len(getattr(row, cell)) > longest:
            wrong[cell] = DomainError("input.too_long", longest=longest)
    if unknown := [
        unit for unit in (row.unit_id, *row.partner_ids) if unit is not None and unit not in units
    ]:
        wrong["unit"] = DomainError("plans.unit_unknown", count=len(unknown))
    if row.target_id is not None and row.target_id not in targets:
        wrong["target"] = "input.not_a_choice"
    return wrong


def _wrong_figures(row: ActivityDraft) -> Wrong:
    figures = {"duration": row.duration, "optimistic": row.optimistic, "pessimistic": row.pessimistic}
    wrong: Wrong = {}
    for cell, days in figures.items():
        if days is not None and not 0 <= days <= MOST_DAYS:
            wrong[cell] = DomainError("plans.days_out_of_range", limit=MOST_DAYS)
    if row.kind == TASK and row.duration == 0:
        wrong["duration"] = "plans.task_needs_days"
    if row.kind == MILESTONE and row.duration:
        wrong["duration"] = "plans.milestone_has_no_days"
    low, high = row.optimistic, row.pessimistic
    if (not wrong and (low or row.duration) > row.duration) or (high is not None and high < row.duration):
        wrong["optimistic"] = "plans.estimates_out_of_order"
    return wrong


def _wrong_choices(row: ActivityDraft) -> Wrong:
    wrong: Wrong = {}
    for cell, choice, known in (
        ("kind", row.kind, _KINDS),
        ("constraint", row.constraint, _CONSTRAINTS),
        ("claim_kind", row.claim_kind, _CLAIMS),
    ):
        if choice not in known:
            wrong[cell] = "input.not_a_choice"
    if row.constraint and row.constraint_date is None:
        wrong["constraint_date"] = "input.required"
    if row.claim_kind and not row.claim.strip():
        wrong["claim"] = "input.required"
    if not 0 <= row.level <= 20:
        wrong["level"] = "input.not_a_choice"
    return wrong


def _wrong_links(activities: Sequence[ActivityDraft], links: Sequence[LinkDraft]) -> Wrong:
    place = {row.key: number for number, row in enumerate(activities)}
    times = Counter((link.predecessor, link.successor, link.type) for link in links)
    wrong: Wrong = {}
    for link in links:
        if link.successor not in place:
            wrong["links"] = DomainError("plans.unknown_activity", key=link.successor)
        elif reason := _wrong_link(link, activities, place, times):
            wrong[f"{place[link.successor]}.predecessors"] = reason
    return wrong


def _wrong_link(
    link: LinkDraft,
    activities: Sequence[ActivityDraft],
    place: Mapping[str, int],
    times: Mapping[tuple[str, str, str], int],
) -> DomainError | None:
    if link.predecessor not in place:
        return DomainError("plans.unknown_predecessor", key=link.predecessor)
    if link.predecessor == link.successor:
        return DomainError("plans.link_to_itself", key=link.successor)
    if link.type not in _TYPES:
        return DomainError("plans.link_type_unknown", type=link.type)
    if abs(link.lag) > MOST_DAYS:
        return DomainError("plans.days_out_of_range", limit=MOST_DAYS)
    if times[link.predecessor, link.successor, link.type] > 1:
        return DomainError("plans.link_twice", key=link.predecessor)
    summaries = [key for key in (link.predecessor, link.successor) if activities[place[key]].kind == SUMMARY]
    return DomainError("plans.summary_linked", key=summaries[0]) if summaries else None
