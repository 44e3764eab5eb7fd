"""Times of pages on a full year: 60 units, 500 targets, 36 months of readings each. Called by tools/bench pages."""

import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from bench_timing import page, timed
from bench_year import NOW, build_year
from django.db import transaction
from django.test import Client

from yipanqi.access.actor import SYSTEM, load_actor
from yipanqi.audit.operations import record
from yipanqi.targets import operations


def main() -> None:
    """Build, then measure each row of the list."""
    year, clerk = build_year()
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(clerk, "django.contrib.auth.backends.ModelBackend")
    actor, target = load_actor(clerk, NOW), year.targets.filter(lead__code="u0", kind="indicator").first()
    values = iter(range(700, 10_000))
    operations.enter_reading(actor=actor, target_id=target.pk, period=NOW.date(), value="700", now=NOW)

    def save() -> None:
        operations.correct_reading(
            actor=actor,
            target_id=target.pk,
            period=NOW.date(),
            value=str(next(values)),
            reason="示例",
            now=NOW,
        )

    timed("board", "150 ms p95, 12 queries", page(client, "/board/"))
    timed("list of 500 targets", "200 ms, 8 queries", page(client, "/targets/"))
    timed("one target", "—", page(client, f"/targets/{target.pk}/"))
    timed("the clerk's month", "—", page(client, "/desk/month/"))
    timed("save a reading, recompute", "100 ms", save)
    start, writes = time.perf_counter(), 400
    for _ in range(writes):
        with transaction.atomic():
            record(actor=SYSTEM, action="bench.write", subject=year, now=NOW)
    print(f"{'audited writes':28} {writes / (time.perf_counter() - start):7.0f} a second  goal 200")


main()
