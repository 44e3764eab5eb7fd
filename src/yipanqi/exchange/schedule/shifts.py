"""The shifts of one day as files list them: in any order, sometimes overlapping."""

from collections.abc import Iterable

from yipanqi.schedule.problem import Shift, Shifts


def merge_shifts(found: Iterable[Shift]) -> Shifts | None:
    """Shifts in order, overlapping ones joined; None when one ends before it begins."""
    merged: list[Shift] = []
    for begin, end in sorted(found):
        if end <= begin:
            return None
        if merged and begin < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((begin, end))
    return tuple(merged)
