"""Times the engine beside MPXJ on one random network: tools/bench schedule [ACTIVITIES] [--alone]."""

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from datetime import datetime
from pathlib import Path

import numpy as np

from yipanqi.schedule import Calendar
from yipanqi.schedule.engine import run
from yipanqi.schedule.network import Network
from yipanqi.schedule.result import NONE, to_minutes
from yipanqi.schedule.timeline import timelines

OFFICE = ((480, 720), (780, 1020))
CALENDARS = [Calendar("five"), Calendar("six", "", (OFFICE,) * 6 + ((),))]
COLUMNS = ("calendar", "duration", "predecessor", "successor", "kind", "lag")


def network(n: int, seed: int = 1, back: int = 200) -> Network:
    """n activities on two calendars, 1.75 links each: 70 % FS, 15 % SS, 15 % FF, lags on 30 %."""
    rng = np.random.default_rng(seed)
    count = np.where(rng.random(n) < 0.25, 1, 2)
    count[0] = 0
    successor = np.repeat(np.arange(n), count).astype(np.int32)
    predecessor = np.maximum(0, successor - 1 - rng.integers(0, back, len(successor))).astype(np.int32)
    kind = rng.choice(np.array([0, 1, 2], np.int8), len(successor), p=[0.7, 0.15, 0.15])
    lag = np.where(rng.random(len(successor)) < 0.3, 480 * rng.integers(1, 4, len(successor)), 0).astype(
        np.int32
    )
    calendar = (rng.random(n) < 0.2).astype(np.int32)
    duration = (480 * rng.integers(1, 21, n)).astype(np.int32)
    project, start = np.zeros(n, np.int32), np.array([to_minutes(datetime.fromisoformat("2025-01-01T08:00"))])
    links = (predecessor, successor, kind, lag, calendar[predecessor])
    return Network(timelines(CALENDARS), calendar, duration, *links, project, start, np.array([NONE]))


def ours(net: Network) -> float:
    """Best of five, everything from arrays to dates, floats and flags."""
    spent = []
    for _ in range(5):
        begin = time.perf_counter()
        run(net)
        spent.append(time.perf_counter() - begin)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"engine {net.size:>9,} activities {len(net.lag):>9,} links {min(spent):.3f} s, peak {peak:.0f} MB")
    return min(spent)


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("activities", type=int, nargs="?", default=100_000)
    options.add_argument("--alone", action="store_true", help="without the peer")
    chosen = options.parse_args()
    run(network(100))
    net = network(chosen.activities)
    best = ours(net)
    if not chosen.alone:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "network.npz"
            np.savez(file, **{name: getattr(net, name) for name in COLUMNS})
            script = Path(__file__).with_name("bench_schedule_peer.py")
            subprocess.run([sys.executable, script, file, str(best)], check=True, cwd=folder, timeout=900)
    ours(network(1_000_000))
