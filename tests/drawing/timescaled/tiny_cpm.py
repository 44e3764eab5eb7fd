"""A small critical-path calculation in whole working days: plans for the drawing tests."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from yipanqi.drawing.timescaled import Link, NetworkPlan, Work

Row = tuple[str, str, float]


def schedule(rows: Iterable[Row], links: Iterable[Link], **facts: object) -> NetworkPlan:
    """Early dates, floats and critical flags of contiguous works; returns the drawable plan."""
    rows, links = list(rows), list(links)
    duration = {i: d for i, _, d in rows}
    early = dict.fromkeys(duration, 0.0)
    for _ in range(len(rows) + 1):
        for link in links:
            early[link.after] = max(early[link.after], start_bound(link, early[link.before], duration))
    end = max(early[i] + duration[i] for i in duration)
    late = {i: end - duration[i] for i in duration}
    for _ in range(len(rows) + 1):
        for link in links:
            late[link.before] = min(late[link.before], late[link.after] - start_bound(link, 0.0, duration))
    works = tuple(work_of(row, links, early, late, duration, end) for row in rows)
    return place(works, tuple(links), **facts)


def start_bound(link: Link, start: float, duration: dict[str, float]) -> float:
    """The earliest start of the successor when the predecessor starts at ``start``."""
    a, b = duration[link.before], duration[link.after]
    offset = {"FS": a, "SS": 0.0, "FF": a - b, "SF": -b}[link.kind]
    return start + offset + link.lag


def work_of(
    row: Row,
    links: list[Link],
    early: dict[str, float],
    late: dict[str, float],
    duration: dict[str, float],
    end: float,
) -> Work:
    i, name, length = row
    start, total = early[i], late[i] - early[i]
    gaps = [early[x.after] - start_bound(x, start, duration) for x in links if x.before == i]
    free = min([*gaps, end - start - length])
    return Work(i, name, length, start, start + length, total, free, total <= 1e-9)


def place(works: tuple[Work, ...], links: tuple[Link, ...], **facts: object) -> NetworkPlan:
    """Move working days onto the axis of the plan's calendar."""
    given = {"title": "示例", "origin": date(2018, 3, 1), "example": True} | facts
    plan = NetworkPlan(works=works, links=links, **given)  # type: ignore[arg-type]
    line = plan.timeline()
    moved = [
        Work(
            w.id,
            w.name,
            w.duration,
            line.position(w.start),
            line.position(w.finish),
            w.total_float,
            w.free_float,
            w.critical,
        )
        for w in works
    ]
    return NetworkPlan(works=tuple(moved), links=links, **given)  # type: ignore[arg-type]


def read(path: Path, **facts: object) -> NetworkPlan:
    """A plan from the columns id, name, duration, predecessors."""
    rows: list[Row] = []
    links: list[Link] = []
    for line in csv.DictReader(path.read_text(encoding="utf-8").splitlines()):
        rows.append((line["id"], line["name"], float(line["duration"].rstrip("d"))))
        for word in filter(None, line["predecessors"].split(";")):
            before, kind, lag = re.fullmatch(r"(\w+?)(FS|SS|FF|SF)?([+-]\d+d)?", word).groups()  # type: ignore[union-attr]
            links.append(Link(before, line["id"], kind or "FS", float((lag or "0").rstrip("d"))))
    return schedule(rows, links, **facts)
