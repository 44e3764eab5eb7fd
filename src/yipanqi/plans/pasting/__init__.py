"""Rows as people type or paste them → drafts of activities and links, every mistake by row and cell. Pure.

A predecessor is written as `3`, `3FS+2`, `5SS-1天`, several with `,` `;` or `、` between them; full-width signs and
a leading 前置 or 紧前 do not matter. A constraint is a sign and a day: `≥2018-05-01` starts no earlier,
`≤2018-12-31` finishes no later, `S=2018-05-01` and `F=2018-05-01` exactly then.
"""

from yipanqi.plans.pasting.cells import (
    format_constraint,
    format_predecessor,
    format_predecessors,
    read_constraint,
    read_days,
    read_level,
    read_predecessors,
    read_units,
    word,
)
from yipanqi.plans.pasting.rows import (
    CELLS,
    Fault,
    Line,
    Typed,
    all_faults,
    cells_of,
    lines_of,
    read,
    table_of,
    usable,
)

__all__ = [
    "CELLS",
    "Fault",
    "Line",
    "Typed",
    "all_faults",
    "cells_of",
    "format_constraint",
    "format_predecessor",
    "format_predecessors",
    "lines_of",
    "read",
    "read_constraint",
    "read_days",
    "read_level",
    "read_predecessors",
    "read_units",
    "table_of",
    "usable",
    "word",
]
