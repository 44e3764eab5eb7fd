"""Reads of the room: frozen dataclasses for pages, in a constant number of queries."""

from yipanqi.consultations.queries.agenda import (
    AgendaPage,
    ConflictRow,
    DecisionRow,
    OpinionRow,
    agenda,
    decisions,
    one_conflict,
    open_conflicts,
    own_conflict,
    proposed_date,
)
from yipanqi.consultations.queries.changing import trial
from yipanqi.consultations.queries.meeting import MeetingPage, Place, meeting_page
from yipanqi.consultations.queries.official import minutes_document
from yipanqi.consultations.queries.searching import case_of, search_for
from yipanqi.consultations.queries.sessions import (
    LaterPage,
    SessionPage,
    SessionRow,
    last_decided,
    later_page,
    next_session,
    plan_choices,
    session_page,
    sessions,
)

__all__ = [
    "AgendaPage",
    "ConflictRow",
    "DecisionRow",
    "LaterPage",
    "MeetingPage",
    "OpinionRow",
    "Place",
    "SessionPage",
    "SessionRow",
    "agenda",
    "case_of",
    "decisions",
    "last_decided",
    "later_page",
    "meeting_page",
    "minutes_document",
    "next_session",
    "one_conflict",
    "open_conflicts",
    "own_conflict",
    "plan_choices",
    "proposed_date",
    "search_for",
    "session_page",
    "sessions",
    "trial",
]
