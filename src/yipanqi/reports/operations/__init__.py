"""Writes of the room. Keyword-only; `actor` and `now` are always passed in; each is one transaction.

`read_report(content=|text=, number=, zone=)` → Read; `confirm`, `reject`, `reopen`, `merge(report_id=, seen={id:
version})`; `confirm_sure(report_id=, at_least=)`; `correct(report_id=, finding_id=, changes=, version=)`;
`make_targets(report_id=)` → Made.
"""

from yipanqi.reports.operations.deciding import confirm, confirm_sure, correct, merge, reject, reopen
from yipanqi.reports.operations.making import Made, make_targets
from yipanqi.reports.operations.reading import Read, read_report

__all__ = [
    "Made",
    "Read",
    "confirm",
    "confirm_sure",
    "correct",
    "make_targets",
    "merge",
    "read_report",
    "reject",
    "reopen",
]
