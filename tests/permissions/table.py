"""The table of doors and people, read from `doors/*.txt`: one line a door, one sign a person.

`+` lets in, `.` does not (what is forbidden and what is missing look alike, and nothing is written).
A room adds its doors as lines of its own file; what stands behind a number in an address is built in `world.py`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent / "doors"
PEOPLE = (
    "nobody",
    "other",
    "own",
    "head",
    "leader",
    "office",
    "superv",
    "project",
    "apprais",
    "grid",
    "auditor",
    "system",
    "security",
    "audit",
)
"""Nobody; the clerk of another unit and of the own one; the own unit's head; then one of each role."""


@dataclass(frozen=True)
class Door:
    """One line: the name of an address, the verb, and whom it lets in."""

    name: str
    verb: str
    lets_in: frozenset[str]
    room: str

    def __str__(self) -> str:
        return f"{self.verb} {self.name}"


def permission_table(folder: Path = FOLDER) -> Iterator[Door]:
    """Every line of every room, in the order of the files. ValueError names a line that cannot be read."""
    for path in sorted(folder.glob("*.txt")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            words = line.split()
            if words and words[0] != "door" and not line.startswith("#"):
                yield _door(words, f"{path.name}:{number}", path.stem)


def _door(words: list[str], place: str, room: str) -> Door:
    name, verb, *signs = words
    if len(signs) != len(PEOPLE) or not set(signs) <= {"+", "."} or verb not in {"GET", "POST"}:
        raise ValueError(f"{place}: a door needs its name, GET or POST, and {len(PEOPLE)} signs + or .")
    people = frozenset(who for who, sign in zip(PEOPLE, signs, strict=True) if sign == "+")
    return Door(name, verb, people, room)


def written(doors: list[Door]) -> str:
    """Lines as they stand in a file."""
    head = f"{'door':<30} {'verb':<5}" + "".join(f"{who:<9}" for who in PEOPLE)
    lines = [
        f"{door.name:<30} {door.verb:<5}"
        + "".join(f"{'+' if who in door.lets_in else '.':<9}" for who in PEOPLE)
        for door in doors
    ]
    return "\n".join(line.rstrip() for line in [head, *lines]) + "\n"
