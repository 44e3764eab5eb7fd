"""What stands around the net: paper, heading, legend, notes and title block."""

from __future__ import annotations

from yipanqi.drawing.metrics import text_width
from yipanqi.drawing.svg import Element, element
from yipanqi.drawing.timescaled.captions import Labels
from yipanqi.drawing.timescaled.ink import n
from yipanqi.drawing.timescaled.labels import line_text
from yipanqi.drawing.timescaled.layout import Layout
from yipanqi.drawing.timescaled.paper import Paper
from yipanqi.drawing.timescaled.plan import NetworkPlan
from yipanqi.drawing.timescaled.shapes import path, rect, text
from yipanqi.drawing.timescaled.tiles import Sheet


def ground(paper: Paper) -> list[Element]:
    return [
        rect(0, 0, paper.width, paper.height, "sheet"),
        rect(paper.left, 5, paper.right - paper.left, paper.foot - 5, "frame"),
    ]


def heading(plan: NetworkPlan, paper: Paper, words: Labels) -> list[Element]:
    middle = (paper.left + paper.right) / 2
    working = bool(plan.off_days.get(""))
    parts = (
        words.example if plan.example else "",
        plan.subtitle,
        words.per_working_day if working else words.per_day,
        words.drawn_early,
    )
    size = min(5.6, 5.6 * 300 / max(text_width(f"{plan.title} {words.heading}", 5.6), 300))
    return [
        text(f"{plan.title} {words.heading}", middle, 13.2, size, "m b"),
        text(" · ".join(part for part in parts if part), middle, 17.8, 2.7, "m q"),
    ]


def legend(layout: Layout, sheet: Sheet, words: Labels, notes: list[str]) -> list[Element]:
    """The symbols that occur, and under them the notes."""
    paper = sheet.paper
    y = paper.foot - 27
    found = [text(words.legend, 29, y + 1, 2.8, "b")]
    x = max(38.0, 29 + 1.1 * text_width(words.legend, 2.8) + 3)
    for kind, caption in legend_entries(layout, sheet, words):
        found += symbol(kind, x, y)
        found.append(text(caption, x + 12.6, y + 1, 2.6))
        x += 12.6 + text_width(caption, 2.6) + 4.0
    if notes:
        found.append(text(words.notes, 29, y + 8, 2.8, "b"))
    left = max(38.0, 29 + 1.1 * text_width(words.notes, 2.8) + 3)
    limit = paper.right - 155 - left
    rows = [row for note in notes for row in wrapped(note, 2.5, limit)]
    found += [text(row, left, y + 8 + 4.2 * k, 2.5) for k, row in enumerate(rows[:5])]
    return found


def wrapped(note: str, size: float, limit: float) -> list[str]:
    """A note in rows no wider than ``limit``."""
    rows = [""]
    for character in note:
        if text_width(rows[-1] + character, size) > limit and character not in "，。；、）":
            rows.append("")
        rows[-1] += character
    return rows


def legend_entries(layout: Layout, sheet: Sheet, words: Labels) -> list[tuple[str, str]]:
    found = {stroke.style for stroke in layout.routes.strokes}
    entries = [("critical", words.critical), ("work", words.work), ("wave", words.wave)]
    entries += [("dummy", words.dummy), ("wait", words.wait)]
    shown = [
        (kind, caption)
        for kind, caption in entries
        if kind in found or (kind == "wave" and layout.routes.waves)
    ]
    if layout.net.milestones:
        shown.append(("milestone", words.milestone))
    if layout.front:
        shown.append(("front", words.front))
    if sheet.count > 1:
        shown.append(("join", words.join))
    return shown


def symbol(kind: str, x: float, y: float) -> list[Element]:
    """One line of about 11 mm as it is drawn in the net."""
    straight, tip = f"M{n(x)} {n(y)}h94", f"M{n(x + 11)} {n(y)}l-22 -6.5v13z"
    if kind == "critical":
        data = f"M{n(x)} {n(y)}h92"
        return [path(data, "c"), path(data, "cc"), path(f"M{n(x + 11.2)} {n(y)}l-26 -9.5v19z", "h")]
    if kind == "wave":
        waves = f"M{n(x + 2)} {n(y)}q6.5 -14 13 0" + "t13 0" * 5
        return [path(f"M{n(x)} {n(y)}h20", "w"), path(waves, "wv"), path(tip, "h")]
    if kind == "front":
        dots = [element("circle", class_="fp", cx=n(x + 5.5), cy=n(y), r=9)]
        return [path(f"M{n(x)} {n(y)}h110", "front"), *dots]
    if kind == "join":
        return [element("circle", class_="join", cx=n(x + 8), cy=n(y), r=18)]
    if kind == "milestone":
        return [text("◆", x + 7, y + 1.1, 3.0, "b")]
    class_, head = {"work": ("w", "h"), "dummy": ("dm", "h"), "wait": ("wt", "wh")}[kind]
    return [path(straight, class_), path(tip, head)]


def block(plan: NetworkPlan, layout: Layout, sheet: Sheet, words: Labels) -> list[Element]:
    """The title block (图签): 150 × 26 mm in the lower right corner."""
    paper, given = sheet.paper, plan.block
    x, y = paper.right - 150, paper.foot - 26
    scale = words.scale_value.format(line_text(round(layout.scale.day * 10, 1)))
    count = f" {words.sheet_of.format(sheet.number, sheet.count)}" if sheet.count > 1 else ""
    example = f"{words.example} " if plan.example else ""
    project = given.project or plan.title
    name = (given.drawing or words.heading) + count
    rows = [
        ((words.drawn_by, given.drawn_by), (words.unit, given.unit), (words.time_scale, scale)),
        (
            (words.checked_by, given.checked_by),
            (words.day_of_issue, given.day),
            (words.sheet_size, paper.name),
        ),
        (
            (words.approved_by, given.approved_by),
            (words.version, given.version),
            (words.number, given.number),
        ),
    ]
    found = [rect(x, y, 150, 26, "sheet"), *block_rules(x, y)]
    marked = project if not example or project.startswith(example.strip()) else example + project
    for k, (caption, value) in enumerate(((words.project, marked), (words.drawing, name))):
        found += [
            text(caption, x + 6.5, y + 3.7 + 5.2 * k, 2.6, "m q"),
            text(value, x + 14.8, y + 3.7 + 5.2 * k, 3.0, "b"),
        ]
    for k, row in enumerate(rows):
        for j, (caption, value) in enumerate(row):
            base = y + 14.1 + 5.2 * k
            found.append(text(caption, x + 6.5 + 48 * j, base, 2.6, "m q"))
            if value:
                found.append(text(value, x + 14.4 + 48 * j, base, 2.6))
    return found


def block_rules(x: float, y: float) -> list[Element]:
    across = "".join(f"M{n(x)} {n(y + 5.2 * k)}h1500" for k in range(1, 5))
    down = f"M{n(x + 13)} {n(y)}v260"
    columns = "".join(f"M{n(x + c)} {n(y + 10.4)}v156" for c in (48, 61, 96, 109))
    return [path(across + down + columns, "hair"), path(f"M{n(x)} {n(y)}h1500M{n(x)} {n(y)}v260", "rule")]
