"""The arithmetic of the chain: one event as canonical bytes, and the digest that links it to all before it.

digest(n) = SHA-256(digest(n-1) as hexadecimal text ‖ newline ‖ canonical(event n)), digest(0) = 64 zeros.
"""

import hashlib
import json
from datetime import UTC

from yipanqi.audit.models import Event

START = "0" * 64
COVERED = (
    "id",
    "actor_key",
    "actor_label",
    "action",
    "outcome",
    "subject_kind",
    "subject_key",
    "subject_label",
    "note",
    "changes",
)


def canonical(event: Event) -> bytes:
    """Every column of the event as JSON with sorted keys, in UTF-8: the same on both databases."""
    columns = {name: getattr(event, name) for name in COVERED}
    columns["at"] = event.at.astimezone(UTC).isoformat(timespec="microseconds")
    return json.dumps(columns, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def link(before: str, event: Event) -> str:
    """The digest of `event` behind the digest `before`."""
    return hashlib.sha256(before.encode() + b"\n" + canonical(event)).hexdigest()
