"""Writes of the room. Keyword-only; `actor` and `now` are always passed in; each is one transaction.

Note for callers (board, desk, demo). Rows are named by id; refusals are DomainErrors, wrong fields `Invalid`.

Setting the year, in this order: `create_year(number=, zone=)` → `create_goal(year_id=, kind=, key=, name=,
parent_id=, short_name=, horizon=, order=)`, `alter_goal(goal_id=, changes={...})`, `remove_goal` → `create_target(year_id=, draft=TargetDraft(...))`,
`alter_target(target_id=, changes={...}, partner_ids=, version=)`, `remove_target`, `set_trajectory(target_id=,
kind="even|history|typed", points={day: value}, past={day: value})` → `open_comments(year_id=)` → `comment_on(
target_id=, unit_id=, text=, proposed_value=, proposed_due=)`, `answer_comment(comment_id=, accepted=, answer=)` →
`fix_year(year_id=, decision=)`, which computes the first lights. `back_to_draft`, `close_year`.
A breakdown table comes in by `import_breakdown(year_id=, goal_id=, sheet=exchange.tables.read_sheet(bytes))`.

Facts, once the year is fixed: `enter_reading(target_id=, period=<any day of it>, value=<Decimal or text>, note=,
evidence=(attachment ids), illustrative=)`, `correct_reading(..., reason=)`, `confirm_unchanged(target_id=, period=)`,
`enter_statement(target_id=, text=, unchanged=, expected_on=)`, `complete_target(target_id=, done_on=, text=)`,
`add_list_item(target_id=, kind="duty|task|problem", text=, owner_id=, due=)`, `close_list_item(item_id=, done_on=,
result=)`. A whole month page at once, all or nothing: `enter_month(facts=[Fact(...), ...])`; its `Invalid.fields`
are named "<target id>.<field>" with field one of value, period, note, text, done_on, expected_on, evidence, target.
Values are always to date: the running total, the level, the mean so far, the count of days so far.

Afterwards: `change_target(target_id=, changes=, decision=, reason=, extension=)`, `drop_target`, `reopen_target`.
`record_meeting(year_id=, held_at=, title=)`; changes are told since the last one.

For the wiring: `hand_over(actor=SYSTEM, from_unit=, to_unit=, now=)` on UnitSucceeded; `recompute_year(now)` in
`tick`; `recompute(target_ids, now)` for rooms whose computed source has changed (register it in
`targets.sources`). Every computation publishes `targets.events.TargetRecomputed`.
"""

from yipanqi.targets.operations.breakdowns import Imported, import_breakdown
from yipanqi.targets.operations.comments import answer_comment, comment_on
from yipanqi.targets.operations.decisions import change_target, drop_target, reopen_target
from yipanqi.targets.operations.fact_checks import Fact, NewFile
from yipanqi.targets.operations.facts import (
    complete_target,
    confirm_unchanged,
    correct_reading,
    enter_month,
    enter_reading,
    enter_statement,
)
from yipanqi.targets.operations.goals import alter_goal, remove_goal
from yipanqi.targets.operations.lists import add_list_item, close_list_item
from yipanqi.targets.operations.meetings import record_meeting
from yipanqi.targets.operations.recomputing import recompute, recompute_year
from yipanqi.targets.operations.setting import (
    TargetDraft,
    alter_target,
    create_goal,
    create_target,
    remove_target,
    set_trajectory,
)
from yipanqi.targets.operations.succession import hand_over
from yipanqi.targets.operations.years import back_to_draft, close_year, create_year, fix_year, open_comments

__all__ = [
    "Fact",
    "Imported",
    "NewFile",
    "TargetDraft",
    "add_list_item",
    "alter_goal",
    "alter_target",
    "answer_comment",
    "back_to_draft",
    "change_target",
    "close_list_item",
    "close_year",
    "comment_on",
    "complete_target",
    "confirm_unchanged",
    "correct_reading",
    "create_goal",
    "create_target",
    "create_year",
    "drop_target",
    "enter_month",
    "enter_reading",
    "enter_statement",
    "fix_year",
    "hand_over",
    "import_breakdown",
    "open_comments",
    "recompute",
    "recompute_year",
    "record_meeting",
    "remove_goal",
    "remove_target",
    "reopen_target",
    "set_trajectory",
]
