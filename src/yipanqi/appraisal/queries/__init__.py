"""Reads of the room: frozen dataclasses, in a constant number of queries.

`rounds` · `round_page` · `sheet_page` · `check_round` · `scheme_rows` · `scheme_page` · `scheme_difference` ·
`objection_rows` · `commendation_list` · `commendation_candidates`.
"""

from collections.abc import Sequence

from yipanqi.appraisal.queries.checking import Check, Differing, check_round
from yipanqi.appraisal.queries.commendations import (
    CommendationList,
    Commended,
    commendation_candidates,
    commendation_list,
)
from yipanqi.appraisal.queries.objections import ObjectionRow, objection_rows
from yipanqi.appraisal.queries.rounds import (
    RoundPage,
    RoundPowers,
    RoundRow,
    SheetRow,
    round_page,
    rounds,
)
from yipanqi.appraisal.queries.schemes import (
    SchemePage,
    SchemeRow,
    latest_scheme,
    scheme_difference,
    scheme_page,
    scheme_rows,
)
from yipanqi.appraisal.queries.sheets import SheetLine, SheetPage, sheet_page

__all__: Sequence[str] = (
    "Check",
    "CommendationList",
    "Commended",
    "Differing",
    "ObjectionRow",
    "RoundPage",
    "RoundPowers",
    "RoundRow",
    "SchemePage",
    "SchemeRow",
    "SheetLine",
    "SheetPage",
    "SheetRow",
    "check_round",
    "commendation_candidates",
    "commendation_list",
    "latest_scheme",
    "objection_rows",
    "round_page",
    "rounds",
    "scheme_difference",
    "scheme_page",
    "scheme_rows",
    "sheet_page",
)
