"""One round of the clockwork: every job of the wiring, each on its own, a failure told and not contagious."""

import json
import logging

from django.conf import settings

from yipanqi.config.wiring import TICK_JOBS
from yipanqi.foundation import clock

log = logging.getLogger(__name__)


def tick() -> list[str]:
    """Run every job once; the names of those that failed. Leaves a note of the round for `doctor`."""
    now = clock.now()
    failed = []
    for name, job in TICK_JOBS:
        try:
            job(now)
        except Exception:
            log.exception("tick: %s failed", name)
            failed.append(name)
    note = {"at": now.isoformat(), "failed": failed}
    (settings.HOME / "last_tick.json").write_text(json.dumps(note), encoding="utf-8")
    return failed
