"""Whole numbers for formats that know no other keys."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from yipanqi.schedule.problem import Calendar


def number_keys(keys: Iterable[str]) -> dict[str, int]:
    """Each key's own number where all of them are positive numbers, else 1, 2, 3 … in their order."""
    listed = list(keys)
    plain = all(key.isascii() and key.isdigit() and key == str(int(key)) for key in listed if len(key) < 10)
    if plain and all(len(key) < 10 for key in listed):
        return {key: int(key) for key in listed}
    return {key: number for number, key in enumerate(listed, start=1)}


def name_calendars(calendars: dict[str, Calendar]) -> dict[str, Calendar]:
    """Calendars by the file's key, each under its name as id: exports renumber keys, names stay."""
    counts = Counter(each.name for each in calendars.values())
    return {
        key: replace(each, id=each.name if counts[each.name] == 1 else f"{each.name} ({key})")
        for key, each in calendars.items()
    }
