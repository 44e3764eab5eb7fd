"""Reads of the room: letters, items, requests, and a letter as a document."""

from yipanqi.assignments import wording
from yipanqi.assignments.queries.documents import letter_document, session_documents
from yipanqi.assignments.queries.items import (
    ExtensionRow,
    ItemRow,
    extensions_of,
    items_of,
    one_item,
    open_extensions,
    open_item_count,
    open_returns,
    overdue_items,
)
from yipanqi.assignments.queries.letters import (
    LetterPage,
    LetterRow,
    SessionLetters,
    letter_page,
    letters_of,
    letters_to_sign,
    session_letters,
)

WORDINGS = wording.WORDINGS

__all__ = [
    "WORDINGS",
    "ExtensionRow",
    "ItemRow",
    "LetterPage",
    "LetterRow",
    "SessionLetters",
    "extensions_of",
    "items_of",
    "letter_document",
    "letter_page",
    "letters_of",
    "letters_to_sign",
    "one_item",
    "open_extensions",
    "open_item_count",
    "open_returns",
    "overdue_items",
    "session_documents",
    "session_letters",
]
