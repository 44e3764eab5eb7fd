"""Writes of the room. Keyword-only; `actor` and `now` are always passed in; each is one transaction.

`draft_letters`, `draft_difference_letters`, `issue_letters`, `sign_letter` · `accept_item`, `return_item`,
`settle_return`, `report_done`, `verify_item`, `send_back_item`, `close_item`, `suspend_item`, `resume_item` ·
`ask_extension`, `endorse_extension`, `review_extension`, `approve_extension`, `refuse_extension`.

For the wiring: `follow_progress(entries=, now=)` on plans.events.ProgressEntered, `follow_schedule(activities=, now=)`
on PlanRescheduled, `recompute_stale(now)` in `tick`, `hand_over` on UnitSucceeded.
"""

from yipanqi.assignments.operations.drafting import draft_difference_letters, draft_letters
from yipanqi.assignments.operations.extensions import (
    approve_extension,
    ask_extension,
    endorse_extension,
    refuse_extension,
    review_extension,
)
from yipanqi.assignments.operations.items import (
    accept_item,
    close_item,
    follow_progress,
    report_done,
    resume_item,
    return_item,
    send_back_item,
    settle_return,
    suspend_item,
    verify_item,
)
from yipanqi.assignments.operations.letters import issue_letters, reissue, sign_letter
from yipanqi.assignments.operations.recomputing import follow_schedule, recompute_items, recompute_stale
from yipanqi.assignments.operations.succession import hand_over

__all__ = [
    "accept_item",
    "approve_extension",
    "ask_extension",
    "close_item",
    "draft_difference_letters",
    "draft_letters",
    "endorse_extension",
    "follow_progress",
    "follow_schedule",
    "hand_over",
    "issue_letters",
    "recompute_items",
    "recompute_stale",
    "refuse_extension",
    "reissue",
    "report_done",
    "resume_item",
    "return_item",
    "review_extension",
    "send_back_item",
    "settle_return",
    "sign_letter",
    "suspend_item",
    "verify_item",
]
