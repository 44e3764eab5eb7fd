"""The progress front line (前锋线): points, path, captions and what a delay means for successors and the end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from yipanqi.drawing.timescaled.captions import Labels
from yipanqi.drawing.timescaled.chains import Chains, Scale
from yipanqi.drawing.timescaled.dating import DatedNet
from yipanqi.drawing.timescaled.labels import line_text
from yipanqi.drawing.timescaled.plan import NetworkPlan, Work

LEAVE = 12.0


@dataclass(frozen=True, slots=True)
class Mark:
    """The progress point of one work at (x, y); ``late`` in the plan's unit, negative when ahead."""

    x: float
    y: float
    work: int
    late: float
    node: int | None


@dataclass(frozen=True, slots=True)
class Front:
    """The line from the check date at the top to the check date at the foot, through every mark."""

    x: float
    points: tuple[tuple[float, float], ...]
    marks: tuple[Mark, ...]


def progress(plan: NetworkPlan, work: Work) -> tuple[float, float] | None:
    """(axis position reached, delay in working days) of a work in hand at the check date, else None."""
    check = plan.check_position
    if check is None or work.duration <= 0:
        return None
    line = plan.timeline(work.calendar)
    done = work.done * work.duration if work.remaining is None else work.duration - work.remaining
    done = min(max(done, 0.0), work.duration)
    due = line.units(work.start) < line.units(check) - 1e-6
    finished = done >= work.duration - 1e-6
    if (finished and work.finish <= check + 1e-6) or not (due or work.begun or done > 0):
        return None
    position = work.finish if finished else line.after(work.start, done)
    late = line.units(min(check, work.finish)) - line.units(position)
    if position > check:
        late = line.units(check) - line.units(position)
    return position, round(late, 4)


def front_line(
    plan: NetworkPlan,
    net: DatedNet,
    chains: Chains,
    scale: Scale,
    lane_y: Sequence[float],
    top: float,
    bottom: float,
) -> Front | None:
    """The front line between ``top`` and ``bottom`` (mm), or None without a check date."""
    check = plan.check_position
    if check is None:
        return None
    marks: dict[float, Mark] = {}
    for i, work in enumerate(plan.works):
        found = progress(plan, work)
        mark = found and mark_of(net, chains, scale, lane_y, i, *found)
        if mark and (mark.y not in marks or mark.x < marks[mark.y].x):
            marks[mark.y] = mark
    ordered = tuple(marks[y] for y in sorted(marks))
    return Front(scale.x(check), path(scale.x(check), ordered, sorted(set(lane_y)), top, bottom), ordered)


def mark_of(
    net: DatedNet,
    chains: Chains,
    scale: Scale,
    lane_y: Sequence[float],
    work: int,
    position: float,
    late: float,
) -> Mark | None:
    """Where the point lies: on the lane of the piece it falls into, or at the row of a short piece's node."""
    for i, line in enumerate(net.lines):
        if line.dummy or net.pieces[line.piece].work != work or net.pieces[line.piece].kind != "work":
            continue
        if position > line.solid + 1e-6:
            continue
        x = scale.x(position)
        lane = chains.lane[i]
        tail_side = lane < 0 and position <= net.dates[line.tail] + 1e-6
        y = lane_y[lane if lane >= 0 else chains.owner[line.tail if tail_side else line.head]]
        node = next((n for n in (line.tail, line.head) if inside(chains, lane_y, scale, n, x, y)), None)
        return Mark(chains.x[node] if node is not None else x, y, work, late, node)
    return None


def inside(chains: Chains, lane_y: Sequence[float], scale: Scale, node: int, x: float, y: float) -> bool:
    return abs(chains.x[node] - x) < scale.radius and abs(lane_y[chains.owner[node]] - y) < 0.01


def path(
    x: float, marks: Sequence[Mark], rows: Sequence[float], top: float, bottom: float
) -> tuple[tuple[float, float], ...]:
    """From (x, top) to (x, bottom), leaving the check date only near rows with a mark."""
    points = [(x, top)]
    for k, mark in enumerate(marks):
        above = max((y for y in rows if y < mark.y - 0.01), default=top)
        below = min((y for y in rows if y > mark.y + 0.01), default=bottom)
        if k == 0 or marks[k - 1].y < above - 0.01:
            points.append((x, mark.y - min(LEAVE, (mark.y - above) / 2)))
        points.append((mark.x, mark.y))
        if k + 1 == len(marks) or marks[k + 1].y > below + 0.01:
            points.append((x, mark.y + min(LEAVE, (below - mark.y) / 2)))
    return (*points, (x, bottom))


def caption(mark: Mark, words: Labels) -> str:
    """滞后13, 超前2, or nothing on schedule."""
    if abs(mark.late) < 0.05:
        return ""
    amount = line_text(round(abs(mark.late), 1))
    return (words.behind if mark.late > 0 else words.ahead).format(amount)


def conclusions(plan: NetworkPlan, front: Front, words: Labels) -> list[str]:
    """For every work behind: what its delay does against free and total float, worst first."""
    unit = words.working_day if plan.off_days.get("") else words.day
    found = []
    for mark in sorted(front.marks, key=lambda m: (-(m.late - plan.works[m.work].total_float), m.y)):
        work = plan.works[mark.work]
        late = round(mark.late, 1)
        if late <= 0:
            continue
        free, total = late - work.free_float, late - work.total_float
        if total > 1e-6:
            found.append(
                words.behind_end.format(work.name, line_text(late), unit, line_text(round(total, 1)) + unit)
            )
        elif free > 1e-6:
            found.append(
                words.behind_total.format(work.name, line_text(late), unit, line_text(round(free, 1)) + unit)
            )
        else:
            found.append(words.behind_free.format(work.name, line_text(late), unit))
    return found
