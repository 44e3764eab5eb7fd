"""The random network on which the engine and its peer are timed."""

from datetime import datetime

import numpy as np

from yipanqi.schedule import Calendar
from yipanqi.schedule.network import Network
from yipanqi.schedule.result import NONE, to_minutes
from yipanqi.schedule.timeline import timelines

OFFICE = ((480, 720), (780, 1020))
CALENDARS = [Calendar("five"), Calendar("six", "", (OFFICE,) * 6 + ((),))]


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
