"""Times of pages on a full year: 60 units, 500 targets, 36 months of readings each. Called by tools/bench pages."""

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

os.environ["YIPANQI_HOME"] = tempfile.mkdtemp(prefix="yipanqi-bench-")
os.environ["DJANGO_SETTINGS_MODULE"] = "yipanqi.config.settings.production"
sys.path.insert(0, str(Path(__file__).resolve().parent))
import django

django.setup()
from bench_year import NOW, build_year
from django.db import connection
from django.test import Client

from yipanqi.access.actor import SYSTEM, load_actor
from yipanqi.audit.operations import record
from yipanqi.config import installation
from yipanqi.targets import operations


class Counter:
    """Counts the statements that pass through the connection."""

    def __init__(self) -> None:
        self.queries = 0

    def __call__(self, execute: Callable[..., object], *rest: object) -> object:
        self.queries += 1
        return execute(*rest)


def timed(name: str, goal: str, action: Callable[[], object], rounds: int = 30) -> None:
    """Print median and 95th percentile of `action` in milliseconds, and its queries."""
    action()
    with connection.execute_wrapper(counted := Counter()):
        action()
    spent = []
    for _ in range(rounds):
        start = time.perf_counter()
        action()
        spent.append((time.perf_counter() - start) * 1000)
    tail = statistics.quantiles(spent, n=20)[-1]
    print(
        f"{name:28} median {statistics.median(spent):7.1f} ms  p95 {tail:7.1f} ms  {counted.queries:4} queries  goal {goal}"
    )


def main() -> None:
    """Build, then measure each row of the list."""
    installation.upgrade()
    year, clerk = build_year()
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(clerk, "django.contrib.auth.backends.ModelBackend")
    import_module("yipanqi.config.wsgi")  # the same collector settings as the server
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

    def page(address: str) -> Callable[[], object]:
        return lambda: client.get(address).status_code == 200 or sys.exit(f"{address} failed")

    timed("board", "150 ms p95, 12 queries", page("/board/"))
    timed("list of 500 targets", "200 ms, 8 queries", page("/targets/"))
    timed("one target", "—", page(f"/targets/{target.pk}/"))
    timed("the clerk's month", "—", page("/desk/month/"))
    timed("save a reading, recompute", "100 ms", save)
    start, writes = time.perf_counter(), 400
    from django.db import transaction

    for _ in range(writes):
        with transaction.atomic():
            record(actor=SYSTEM, action="bench.write", subject=year, now=NOW)
    print(f"{'audited writes':28} {writes / (time.perf_counter() - start):7.0f} a second  goal 200")


main()
