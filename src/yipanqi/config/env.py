"""Settings read from the environment, typed, each in one place with its meaning."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise


@dataclass(frozen=True)
class Variable:
    """One environment variable: its name, its default as text, and what it is for."""

    name: str
    default: str
    meaning: "StrPromise"

    def text(self) -> str:
        """The value, or the default when unset or empty."""
        return os.environ.get(self.name, "") or self.default

    def flag(self) -> bool:
        """True for 1, true, yes, on."""
        return self.text().lower() in {"1", "true", "yes", "on"}

    def number(self) -> int:
        """A whole number; ValueError names the variable."""
        try:
            return int(self.text())
        except ValueError:
            raise ValueError(f"{self.name} must be a whole number, not {self.text()!r}") from None

    def items(self) -> list[str]:
        """The comma-separated parts."""
        return [part.strip() for part in self.text().split(",") if part.strip()]


def _default_home() -> str:
    data = os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return str(Path(data) / "yipanqi")


HOME = Variable(
    "YIPANQI_HOME", _default_home(), _("Folder of the database, evidence files, keys and backups")
)
DATABASE = Variable(
    "YIPANQI_DATABASE", "", _("postgresql://user@host/name; empty means SQLite in YIPANQI_HOME")
)
SECRET_KEY = Variable("YIPANQI_SECRET_KEY", "", _("Signing key; empty means the one kept in YIPANQI_HOME"))
HOSTS = Variable("YIPANQI_HOSTS", "127.0.0.1,localhost", _("Host names that the server answers to"))
DEMO = Variable("YIPANQI_DEMO", "0", _("1 shows the demo year with its accounts; loopback only"))
HTTPS = Variable("YIPANQI_HTTPS", "0", _("1 when served through HTTPS: secure cookies, HSTS"))
CLOCK_OFFSET = Variable(
    "YIPANQI_CLOCK_OFFSET",
    "0",
    _("Seconds that the house's clock is ahead of the machine's; set by the demo"),
)
SESSION_MINUTES = Variable(
    "YIPANQI_SESSION_MINUTES", "30", _("Minutes without a click before one is signed out")
)
LOCKOUT_FAILURES = Variable("YIPANQI_LOCKOUT_FAILURES", "5", _("Failed sign-ins before an account is locked"))
LOCKOUT_MINUTES = Variable("YIPANQI_LOCKOUT_MINUTES", "30", _("Minutes that a lock lasts"))
UPLOAD_MEGABYTES = Variable("YIPANQI_UPLOAD_MEGABYTES", "20", _("Largest evidence file"))
LETTER_MARK = Variable("YIPANQI_LETTER_MARK", "督办", _("Mark before the year in the numbers of letters"))
SIGN_DAYS = Variable("YIPANQI_SIGN_DAYS", "3", _("Working days in which a letter is signed for"))
RETURN_DAYS = Variable("YIPANQI_RETURN_DAYS", "3", _("Working days in which an item may be returned"))

VARIABLES = tuple(value for value in list(globals().values()) if isinstance(value, Variable))
