"""Whole numbers for formats that know no other keys."""

from collections.abc import Iterable


def number_keys(keys: Iterable[str]) -> dict[str, int]:
    """Each key's own number where all of them are positive numbers, else 1, 2, 3 … in their order."""
    listed = list(keys)
    plain = all(key.isascii() and key.isdigit() and key == str(int(key)) for key in listed if len(key) < 10)
    if plain and all(len(key) < 10 for key in listed):
        return {key: int(key) for key in listed}
    return {key: number for number, key in enumerate(listed, start=1)}
