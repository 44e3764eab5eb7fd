"""Figures of the time-scaled network beside those its method was measured with, and the time it takes.
usage: tools/bench_drawing.py [SHARED] [--print]   (default: ../shared beside the checkout; --print searches longer)"""

import sys
import timeit
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

FOLDERS = [word for word in sys.argv[1:] if not word.startswith("--")]
SHARED = Path(FOLDERS[0]) if FOLDERS else Path(__file__).resolve().parents[2] / "shared"
EFFORT = "print" if "--print" in sys.argv else "interactive"
HEADS = ("nodes", "arrows", "dummies", "rows", "crossings", "leaders", "collisions")
MEASURED = {
    "hospital-start-23": (21, 27, 3, 5, 0, 3, 0),
    "housing-30": (34, 49, 12, 8, 5, 6, 0),
    "hospital-60": (58, 91, 26, 20, 29, 6, 0),
    "road-101": (95, 143, 42, 22, 38, 25, 0),
}
FENCED = {"dummies", "crossings", "leaders", "collisions"}


def main() -> None:
    from yipanqi.drawing.export import to_pdf
    from yipanqi.drawing.timescaled import draw_timescaled, from_schedule

    print(f"effort {EFFORT}; ours / measured\n{'plan':18}", *(f"{head:>11}" for head in HEADS), sep="")
    for name, measured in MEASURED.items():
        plan = from_schedule(scheduled(name), example=True)
        found = draw_timescaled(plan, effort=EFFORT)
        ours = [getattr(found.statistics, head) for head in HEADS]
        pairs = list(zip(HEADS, ours, measured, strict=True))
        print(f"{name:18}", *(f"{f'{a} / {b}':>11}" for _, a, b in pairs), sep="", end="  ")
        svg = seconds(lambda plan=plan: draw_timescaled(plan, effort=EFFORT))
        print(
            f"SVG {1000 * svg:.0f} ms, PDF {svg + seconds(lambda found=found: to_pdf(found.sheets)):.2f} s",
            end="",
        )
        print("".join(f"  worse: {head}" for head, a, b in pairs if head in FENCED and a > b))


def scheduled(name: str) -> Any:
    from yipanqi.exchange.schedule import read
    from yipanqi.exchange.schedule.table.reader import TableOptions
    from yipanqi.schedule import schedule

    days = "china" if name == "hospital-start-23" else "7"
    data = (SHARED / "schedules/drawing" / f"{name}.csv").read_bytes()
    options = TableOptions(start=datetime.fromisoformat("2018-03-01T08:00"), workdays=days, name=name)
    return schedule(read(f"{name}.csv", data, options).problem)


def seconds(work: Callable[[], object]) -> float:
    return min(timeit.repeat(work, number=1, repeat=3))


main()
