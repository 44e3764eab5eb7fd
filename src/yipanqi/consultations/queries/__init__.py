"""Reads of the room: frozen dataclasses for pages, in a constant number of queries."""

from yipanqi.consultations.queries.agenda import (
    AgendaPage,
    ConflictRow,
    DecisionRow,
    OpinionRow,
    agenda,
    open_conflicts,
)
from yipanqi.consultations.queries.changing import trial
from yipanqi.consultations.queries.meeting import MeetingPage, Place, meeting_page
from yipanqi.consultations.queries.searching import case_of, search_for
from yipanqi.consultations.queries.sessions import (
    SessionPage,
    SessionRow,
    plan_choices,
    session_page,
    sessions,
)

__all__ = [
    "AgendaPage",
    "ConflictRow",
    "DecisionRow",
    "MeetingPage",
    "OpinionRow",
    "Place",
    "SessionPage",
    "SessionRow",
    "agenda",
    "case_of",
    "meeting_page",
    "open_conflicts",
    "plan_choices",
    "search_for",
    "session_page",
    "sessions",
    "trial",
]
