"""Figures of the time-scaled network beside those its method was measured with, and the time it takes.

usage: tools/bench_drawing.py [SHARED] [--print]   (default: ../shared beside the checkout)
Reads SHARED/schedules/drawing/*.csv with the project's own reader and engine. --print searches rows as for a printed sheet.
"""

import sys
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

HERE = Path(__file__).resolve().parents[1]
ARGUMENTS = [word for word in sys.argv[1:] if not word.startswith("--")]
SHARED = Path(ARGUMENTS[0]) if ARGUMENTS else HERE.parent / "shared"
EFFORT = "print" if "--print" in sys.argv else "interactive"
HEADS = ("nodes", "arrows", "dummies", "rows", "crossings", "leaders", "collisions")
MEASURED = {
    "hospital-start-23": (21, 27, 3, 5, 0, 3, 0),
    "housing-30": (34, 49, 12, 8, 5, 6, 0),
    "hospital-60": (58, 91, 26, 20, 29, 6, 0),
    "road-101": (95, 143, 42, 22, 38, 25, 0),
}
FENCED = ("dummies", "crossings", "leaders", "collisions")


def main() -> None:
    from yipanqi.drawing.export import to_pdf
    from yipanqi.drawing.timescaled import draw_timescaled, from_schedule
    from yipanqi.exchange.schedule import read
    from yipanqi.exchange.schedule.table.reader import TableOptions
    from yipanqi.schedule import schedule

    print(
        f"effort {EFFORT}; each figure: ours / measured\n{'plan':18}",
        *(f"{head:>11}" for head in HEADS),
        sep="",
    )
    for name, measured in MEASURED.items():
        path = SHARED / "schedules/drawing" / f"{name}.csv"
        days = "china" if name == "hospital-start-23" else "7"
        options = TableOptions(start=datetime.fromisoformat("2018-03-01T08:00"), workdays=days, name=name)
        result = schedule(read(path.name, path.read_bytes(), options).problem)
        draw = lambda result=result: draw_timescaled(from_schedule(result, example=True), effort=EFFORT)  # noqa: E731
        found = draw()
        ours = [getattr(found.statistics, head) for head in HEADS]
        print(
            f"{name:18}",
            *(f"{f'{a} / {b}':>11}" for a, b in zip(ours, measured, strict=True)),
            sep="",
            end="  ",
        )
        worse = [h for h, a, b in zip(HEADS, ours, measured, strict=True) if h in FENCED and a > b]
        to_pdf(found.sheets)
        both = seconds(lambda draw=draw: to_pdf(draw().sheets))
        print(
            f"SVG {1000 * seconds(draw):.0f} ms, PDF {both:.2f} s",
            f"worse: {', '.join(worse)}" if worse else "",
        )


def seconds(work: Callable[[], object]) -> float:
    """The best wall time of three."""
    times = []
    for _ in range(3):
        began = time.perf_counter()
        work()
        times.append(time.perf_counter() - began)
    return min(times)


if __name__ == "__main__":
    main()
