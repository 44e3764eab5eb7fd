"""What an import would do to a plan: added, changed, the same, refused, gone; keys mapped explicitly. Pure.

An activity keeps the key of the plan, whatever the file calls it: facts, links of other plans and letters name that key.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from yipanqi.foundation.errors import DomainError
from yipanqi.plans.drafts import ActivityDraft, LinkDraft
from yipanqi.plans.importing import Days, Incoming
from yipanqi.plans.pasting import CELLS, Fault, Line, Typed, all_faults, cells_of, read, word

NEW = "+"
"""Says of a row of the file that it is a new activity."""


class Effect(StrEnum):
    """What becomes of one row of the file."""

    ADDED = "added"
    CHANGED = "changed"
    SAME = "same"
    REFUSED = "refused"


@dataclass(frozen=True)
class Existing:
    """The plan as it stands: its version in work, else the agreed one."""

    activities: tuple[ActivityDraft, ...] = ()
    links: tuple[LinkDraft, ...] = ()

    @property
    def by_key(self) -> dict[str, ActivityDraft]:
        """Activities by their keys."""
        return {each.key: each for each in self.activities}


@dataclass(frozen=True)
class Difference:
    """One cell that changes, by its name."""

    cell: str
    before: str
    after: str


@dataclass(frozen=True)
class PreviewLine:
    """One row: its key in the file and in the plan, what it would do, and what is wrong with it.

    `is_renamed` says that the file calls a known activity by another key or another name than the plan does.
    """

    row: int
    source_key: str
    key: str
    cells: Mapping[str, str]
    effect: Effect
    differences: tuple[Difference, ...]
    faults: tuple[Fault, ...]
    is_renamed: bool


@dataclass(frozen=True)
class Preview:
    """What the whole file would do. `gone` are the activities of the plan that the file does not have.

    `mapping` is the plan's key for each key of the file; NEW where there is none.
    """

    lines: tuple[PreviewLine, ...]
    activities: tuple[ActivityDraft, ...]
    links: tuple[LinkDraft, ...]
    gone: tuple[ActivityDraft, ...]
    mapping: Mapping[str, str]
    faults: tuple[Fault, ...]

    def count(self, effect: Effect) -> int:
        """How many rows have this effect."""
        return sum(line.effect == effect for line in self.lines)


def without_unknown_units(incoming: Incoming, units: Mapping[str, int]) -> Incoming:
    """A schedule file names crews and firms: what is no unit of the zone is left out, and counted."""
    if incoming.sheet is not None:
        return incoming
    lines, left = [], 0
    for line in incoming.lines:
        known = not line["unit"] or word(line["unit"]) in units
        left += not known
        cells = {name: text for name, text in line.cells.items() if name != "unit" or (known and text)}
        lines.append(replace(line, cells=cells))
    remarks = {**incoming.remarks, "plans.units_left_out": left} if left else incoming.remarks
    return replace(incoming, lines=tuple(lines), remarks=remarks)


def suggested(lines: Sequence[Line], keys: Sequence[str], existing: Existing) -> dict[str, str]:
    """For each key of the file the key of the plan: the same key and name, else the same name, else the same key."""
    known = existing.by_key
    by_name: dict[str, list[str]] = {}
    for each in existing.activities:
        by_name.setdefault(word(each.name), []).append(each.key)
    found: dict[str, str] = {}
    named = [(key, word(line["name"])) for line, key in zip(lines, keys, strict=True)]
    certain = {key for key, name in named if key in known and word(known[key].name) == name}
    taken = set(certain)
    for key, name in named:
        same = [each for each in by_name.get(name, ()) if each not in taken]
        found[key] = key if key in certain else same[0] if len(same) == 1 else NEW
        taken.add(found[key])
    for key, _ in named:
        if found[key] == NEW and key in known and key not in taken:
            found[key] = key
            taken.add(key)
    return found


def preview(
    incoming: Incoming,
    existing: Existing,
    units: Mapping[str, int],
    names: Mapping[int, str],
    mapping: Mapping[str, str] | None = None,
) -> Preview:
    """What the file would do. `units` are ids by word, `names` by id; `mapping` is what was chosen, if anything was."""
    bare = read(incoming.lines, units)
    keys = [each.key for each in bare.activities]
    written = [line for line in incoming.lines if not line.is_blank][: len(keys)]
    chosen = suggested(written, keys, existing) | {
        key: plan_key for key, plan_key in (mapping or {}).items() if key in keys
    }
    twice = _chosen_twice(chosen, bare)
    final = _final_keys(keys, chosen, existing)
    kept = {
        key: replace(existing.by_key[final[key]], key=key) for key in keys if final[key] in existing.by_key
    }
    typed = read(incoming.lines, units, kept)
    activities = tuple(replace(each, key=final[each.key]) for each in typed.activities)
    links = tuple(
        replace(link, predecessor=final[link.predecessor], successor=final[link.successor])
        for link in typed.links
    )
    if "before" not in {cell for line in written for cell in line.cells}:
        links = _kept_links(existing, {each.key for each in activities})
    whole = replace(typed, activities=activities, links=links)
    faults = (*all_faults(whole), *twice)
    lines = tuple(_lines(typed, keys, activities, links, existing, names, faults))
    gone = tuple(each for each in existing.activities if each.key not in set(final.values()))
    return Preview(lines, activities, links, gone, chosen, faults)


def _kept_links(existing: Existing, keys: set[str]) -> tuple[LinkDraft, ...]:
    """A table without predecessors leaves the links of the plan as they were."""
    return tuple(link for link in existing.links if link.predecessor in keys and link.successor in keys)


def _final_keys(keys: Sequence[str], chosen: Mapping[str, str], existing: Existing) -> dict[str, str]:
    """The key of the plan for each key of the file; a new activity keeps its own unless that is taken."""
    known = existing.by_key
    used = {chosen[key] for key in keys} | set(known)
    numbers = [int(key) for key in (*known, *keys) if key.isdecimal()]
    last = max(numbers, default=0)
    final: dict[str, str] = {}
    for key in keys:
        wanted = chosen[key]
        if wanted == NEW or wanted not in known:
            wanted = key
            if key in used:
                last += 1
                wanted = str(last)
        used.add(wanted)
        final[key] = wanted
    return final


def _chosen_twice(chosen: Mapping[str, str], typed: Typed) -> list[Fault]:
    times = Counter(key for key in chosen.values() if key != NEW)
    rows = typed.row_of
    return [
        Fault(rows[source], "key", DomainError("plans.mapped_twice", key=key))
        for source, key in chosen.items()
        if key != NEW and times[key] > 1
    ]


def _lines(
    typed: Typed,
    keys: Sequence[str],
    activities: Sequence[ActivityDraft],
    links: Sequence[LinkDraft],
    existing: Existing,
    names: Mapping[int, str],
    faults: Sequence[Fault],
) -> Iterable[PreviewLine]:
    before = {line["key"]: line.cells for line in cells_of(existing.activities, existing.links, names)}
    after = cells_of(activities, links, names)
    by_row: dict[int, list[Fault]] = {}
    for fault in faults:
        by_row.setdefault(fault.row, []).append(fault)
    for row, source, draft, line in zip(typed.rows, keys, activities, after, strict=True):
        old, wrong = before.get(draft.key), tuple(by_row.get(row, ()))
        differences = tuple(_differences(old, line.cells)) if old else ()
        effect = Effect.REFUSED if wrong else _effect(old is not None, bool(differences))
        renamed = old is not None and (source != draft.key or word(old["name"]) != word(draft.name))
        yield PreviewLine(row, source, draft.key, line.cells, effect, differences, wrong, renamed)


def _effect(is_known: bool, is_changed: bool) -> Effect:
    if not is_known:
        return Effect.ADDED
    return Effect.CHANGED if is_changed else Effect.SAME


def _differences(before: Mapping[str, str], after: Mapping[str, str]) -> Iterable[Difference]:
    for cell in CELLS:
        old, new = before.get(cell, ""), after.get(cell, "")
        if cell == "before":
            old, new = (",".join(sorted(text.split(","))) for text in (old, new))
        if old != new:
            yield Difference(cell, old, new)


@dataclass(frozen=True)
class DateDifference:
    """One activity whose dates are not those of the file."""

    key: str
    name: str
    theirs: Days
    ours: Days


def compared(
    found: Preview, ours: Mapping[str, Days], theirs: Mapping[str, Days]
) -> tuple[int, tuple[DateDifference, ...]]:
    """How many activities have dates in the file, and those whose days differ. `ours` is by the plan's keys."""
    differences, count = [], 0
    for line in found.lines:
        pair = theirs.get(line.source_key)
        if pair is None or line.cells["days"] == "":
            continue
        count += 1
        own = ours.get(line.key, (None, None))
        if _apart(pair[1], own[1]) or (line.cells["days"] != "0" and _apart(pair[0], own[0])):
            differences.append(DateDifference(line.key, line.cells["name"], pair, own))
    return count, tuple(differences)


def _apart(theirs: date | None, ours: date | None) -> bool:
    return theirs is not None and theirs != ours
