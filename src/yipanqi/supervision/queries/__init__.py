"""Reads of the room: frozen dataclasses for pages, in a constant number of queries.

Note for callers (appraisal, board, desk, demo):

* `watch_rows(actor, year_id, since, now)` → Watched: what turned yellow or red since a moment and what is silent, over
  targets, plans, projects and items; `light_rows(year_id, moment)` all of it.
* `matters_of(actor, unit_ids, year_id=…, now=…)`, `matter_page(actor, matter_id, now)`, `matters_about(actor, now=…,
  target_id=…)`; a MatterRow knows `days_late`, `is_open`, `kind` and `thing_id`.
* `reminder_candidates(actor, now)` → who would be told what at which level; `reminders_of(actor, unit_ids)` → digests sent.
* `inbox(actor, year_id, unit_ids, now)` → everything on a unit's desk, shown by `supervision/inbox_parts.html` as `inbox`.
* `blocked(actor, year_id)`, `blocked_by(year_id, unit_ids)` → who waits for whom.
* `items_to_verify(actor, year_id)` → the queue of verification.
* `bulletins(actor, year_id)`, `bulletin_contents(actor, year_id, period, now)`; documents are made by
  `supervision.documents`: `bulletin_document(actor, bulletin_id)`, `unit_report_document(actor, unit_id, month, now)`.
* `keys_of_visible_matters(actor)` → for `files.visibility.register("supervision.matter", …)`.
"""

from yipanqi.supervision.queries.blocking import blocked, blocked_by
from yipanqi.supervision.queries.bulletins import (
    Period,
    bulletin_contents,
    bulletin_page,
    bulletins,
    next_period,
)
from yipanqi.supervision.queries.inbox import Inbox, inbox
from yipanqi.supervision.queries.matters import (
    MatterPage,
    MatterRow,
    keys_of_visible_matters,
    matter_page,
    matters_about,
    matters_of,
)
from yipanqi.supervision.queries.months import UnitMonth, unit_month
from yipanqi.supervision.queries.reminding import (
    Candidate,
    ReminderRow,
    reminder_candidates,
    reminder_page,
    reminders_of,
)
from yipanqi.supervision.queries.verifying import ToVerify, item_to_verify, items_to_verify
from yipanqi.supervision.queries.watching import Watched, WatchRow, light_rows, owed_by_unit, watch_rows

__all__ = [
    "Candidate",
    "Inbox",
    "MatterPage",
    "MatterRow",
    "Period",
    "ReminderRow",
    "ToVerify",
    "UnitMonth",
    "WatchRow",
    "Watched",
    "blocked",
    "blocked_by",
    "bulletin_contents",
    "bulletin_page",
    "bulletins",
    "inbox",
    "item_to_verify",
    "items_to_verify",
    "keys_of_visible_matters",
    "light_rows",
    "matter_page",
    "matters_about",
    "matters_of",
    "next_period",
    "owed_by_unit",
    "reminder_candidates",
    "reminder_page",
    "reminders_of",
    "unit_month",
    "watch_rows",
]
