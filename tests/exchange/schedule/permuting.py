"""Copies of real files under other ids and names, in another order: nothing may depend on what they are."""

import random
import re
from collections.abc import Mapping

_KEYS = {
    "task_id": "task",
    "pred_task_id": "task",
    "key_activity_for_multiple_longest_paths": "task",
    "proj_id": "project",
    "pred_proj_id": "project",
    "clndr_id": "calendar",
    "base_clndr_id": "calendar",
    "wbs_id": "wbs",
    "parent_wbs_id": "wbs",
    "rsrc_id": "resource",
}
_NAMES = {
    "task_code": "Z",
    "task_name": "工作",
    "proj_short_name": "项目",
    "clndr_name": "日历",
    "wbs_name": "部",
}
_OWNERS = {"TASK": "task", "PROJECT": "project", "CALENDAR": "calendar", "PROJWBS": "wbs", "RSRC": "resource"}
_SHUFFLED = ("TASK", "TASKPRED", "CALENDAR", "PROJWBS")


def permuted_xer(data: bytes, seed: int = 1) -> bytes:
    """The same plan: keys drawn anew, codes and names replaced, rows of the main tables shuffled."""
    chance = random.Random(seed)
    tables = _tables(data.decode("latin-1"))
    numbers = {kind: _new_keys(tables, table, chance) for table, kind in _OWNERS.items()}
    lines = [tables.pop("")[1][0]]
    for name, (columns, rows) in tables.items():
        renamed = [_renamed(columns, row, numbers, number) for number, row in enumerate(rows)]
        if name in _SHUFFLED:
            chance.shuffle(renamed)
        lines += [f"%T\t{name}", "\t".join(["%F", *columns]), *("\t".join(["%R", *row]) for row in renamed)]
    return "\r\n".join([*lines, "%E", ""]).encode("gb18030")


def _tables(text: str) -> dict[str, tuple[list[str], list[list[str]]]]:
    tables: dict[str, tuple[list[str], list[list[str]]]] = {}
    name = ""
    for line in re.split(r"\r?\n", text):
        mark, _, rest = line.partition("\t")
        if mark == "ERMHDR":
            tables[""] = ([], [line])  # type: ignore[list-item]
        elif mark == "%T":
            name = rest
        elif mark == "%F":
            tables[name] = (rest.split("\t"), [])
        elif mark == "%R":
            tables[name][1].append([each if each.isascii() else "x" for each in rest.split("\t")])
    return tables


def _new_keys(
    tables: Mapping[str, tuple[list[str], list[list[str]]]], table: str, chance: random.Random
) -> dict[str, str]:
    columns, rows = tables.get(table, ([], []))
    if not rows:
        return {}
    old = [
        row[columns.index(next(each for each in columns if each in _KEYS and _KEYS[each] == _OWNERS[table]))]
        for row in rows
    ]
    new = chance.sample(range(1000, 1000 + 50 * len(old)), len(old))
    return dict(zip(old, map(str, new), strict=True))


def _renamed(
    columns: list[str], row: list[str], numbers: Mapping[str, Mapping[str, str]], number: int
) -> list[str]:
    cells = []
    for column, cell in zip(columns, row, strict=False):
        if column in _KEYS and cell:
            cells.append(numbers[_KEYS[column]].get(cell, cell))
        elif column in _NAMES and cell:
            cells.append(f"{_NAMES[column]}{number}")
        else:
            cells.append(cell)
    return cells


def permuted_mspdi(data: bytes, seed: int = 1) -> bytes:
    """The same plan with other unique ids and names of tasks; their order is the outline and stays."""
    text = data.decode("utf-8")
    uids = [uid for uid in re.findall(r"<Task>\s*<UID>(\d+)</UID>", text) if uid != "0"]
    new = dict(zip(uids, map(str, random.Random(seed).sample(range(500, 5000), len(uids))), strict=True))
    text = re.sub(r"(<Task>\s*<UID>)(\d+)", lambda m: m[1] + new.get(m[2], m[2]), text)
    text = re.sub(r"(<(?:PredecessorUID|TaskUID)>)(\d+)", lambda m: m[1] + new.get(m[2], m[2]), text)
    return re.sub(r"(<Task>.*?<Name>)[^<]*", r"\1工作", text, flags=re.S).encode()
