"""What is known of one project while mpxj's JSON of it is read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from yipanqi.exchange.schedule.source import Note
from yipanqi.schedule.problem import Calendar, Rules

Document = Mapping[str, Any]


@dataclass
class Reading:
    """One project while it is read; `prefix` keeps the keys of several projects apart."""

    document: Document
    extra: Document
    prefix: str
    id: str
    calendars: dict[str, Calendar] = field(default_factory=dict)
    default: str = ""
    notes: list[Note] = field(default_factory=list)
    resources: dict[int, dict[str, float]] = field(default_factory=dict)
    teams: dict[int, Calendar] = field(default_factory=dict)

    @property
    def properties(self) -> Document:
        """The project's own fields."""
        found: Document = self.document.get("property_values", {})
        return found

    @property
    def rules(self) -> Rules:
        """P6 files follow P6, all others MS Project."""
        return Rules.PRIMAVERA if self.properties.get("file_application") == "Primavera" else Rules.MICROSOFT

    def key(self, uid: object) -> str:
        """Key of a task or calendar in the whole file."""
        return f"{self.prefix}{uid}"
