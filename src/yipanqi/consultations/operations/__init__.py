"""Writes of the room. Keyword-only; `actor` and `now` are always passed in; each is one transaction.

`open_session`, `find_conflicts`, `ask_opinions`, `prepare_again`, `begin` · `give_opinion` · `decide_conflict`,
`put_off`, `decide_session`, `decide_afterwards`.
"""

from yipanqi.consultations.operations.deciding import (
    decide_afterwards,
    decide_conflict,
    decide_session,
    put_off,
)
from yipanqi.consultations.operations.finding import Agenda, find_conflicts
from yipanqi.consultations.operations.opening import ask_opinions, begin, open_session, prepare_again
from yipanqi.consultations.operations.opinions import give_opinion
from yipanqi.plans.operations import PlanChange

__all__ = [
    "Agenda",
    "PlanChange",
    "ask_opinions",
    "begin",
    "decide_afterwards",
    "decide_conflict",
    "decide_session",
    "find_conflicts",
    "give_opinion",
    "open_session",
    "prepare_again",
    "put_off",
]
