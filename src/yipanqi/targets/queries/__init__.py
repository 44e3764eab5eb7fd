"""Reads of the room: frozen dataclasses for pages, in a constant number of queries.

Note for callers (board, desk, demo, print):

* `current_year(actor, now)`, `year_of(actor, number)`, `last_meeting(year_id, now)`, `is_illustrative(year_id)`.
* `target_rows(actor, year_id, since=<moment>, narrowed=TargetFilter(...))` → TargetRow for lists, board and
  print: value, `change` since the moment, expected, forecast, needed, light with `colour_before` and `turned`.
  `rows_that_turned(rows)`, `count_colours(row.colour for row in rows)`.
* `target_page(actor, target_id, now)` → TargetPage: everything of one target, with `why`, chart and history.
* `goal_tree(actor, year_id)` → GoalNode with the count of lights below each.
* `asks_of(actor, unit_ids, now)` → Asks: what the units are asked this period, prefilled, with minutes.
* `phantom_owners(actor, year_id, now)` → units silent for longer than two cycles while something was due.
* `year_sheet(actor, year_id)` → the page on which a year is set; `lacks_of_year(year_id)`.
* `preview_breakdown(actor, year_id, goal_id, sheet)` → what importing a breakdown table would do.
* `keys_of_visible_targets(actor)` → for `files.visibility.register("targets.target", …)`.
* `why_target(actor, target_id)` → the explanation behind a lamp.
"""

from yipanqi.targets import wording
from yipanqi.targets.queries.asks import (
    Ask,
    Asks,
    PhantomOwner,
    asked_period,
    asks_of,
    last_heard,
    phantom_owners,
)
from yipanqi.targets.queries.breakdowns import Difference, Effect, Preview, PreviewLine, preview_breakdown
from yipanqi.targets.queries.evidence import keys_of_visible_targets
from yipanqi.targets.queries.page import target_page, why_target
from yipanqi.targets.queries.rows import (
    Counts,
    TargetFilter,
    TargetRow,
    count_colours,
    rows_that_turned,
    target_rows,
)
from yipanqi.targets.queries.setting import Lack, YearSheet, lacks_of_year, year_sheet
from yipanqi.targets.queries.shapes import TargetPage
from yipanqi.targets.queries.tree import GoalNode, goal_tree
from yipanqi.targets.queries.years import (
    all_years,
    current_year,
    demand_target,
    goal_choices,
    goal_of,
    is_illustrative,
    last_meeting,
    year_of,
)

__all__ = [
    "Ask",
    "Asks",
    "Counts",
    "Difference",
    "Effect",
    "GoalNode",
    "Lack",
    "PhantomOwner",
    "Preview",
    "PreviewLine",
    "TargetFilter",
    "TargetPage",
    "TargetRow",
    "YearSheet",
    "all_years",
    "asked_period",
    "asks_of",
    "count_colours",
    "current_year",
    "demand_target",
    "goal_choices",
    "goal_of",
    "goal_tree",
    "is_illustrative",
    "keys_of_visible_targets",
    "lacks_of_year",
    "last_heard",
    "last_meeting",
    "phantom_owners",
    "preview_breakdown",
    "rows_that_turned",
    "target_page",
    "target_rows",
    "why_target",
    "wording",
    "year_of",
    "year_sheet",
]
