"""Times the engine beside MPXJ on one random network: tools/bench schedule [ACTIVITIES] [--alone]."""

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from bench_schedule_network import network

from yipanqi.schedule.engine import run
from yipanqi.schedule.network import Network

COLUMNS = ("calendar", "duration", "predecessor", "successor", "kind", "lag")


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
