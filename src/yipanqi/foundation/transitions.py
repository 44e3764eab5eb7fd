"""State machines as tables of moves: one table gives guard, constraint, buttons, permissions and diagram."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Generic, TypeVar

from yipanqi.foundation.errors import MoveRefused

S = TypeVar("S", bound=StrEnum)


class Group(StrEnum):
    """What a state means for statistics, so that these never list single states."""

    OPEN = "open"
    CLOSED = "closed"
    VOID = "void"


@dataclass(frozen=True)
class Move(Generic[S]):
    """One named step from any of `source` to `target`; `needs_note` demands a reason."""

    name: str
    source: frozenset[S]
    target: S
    needs_note: bool = False


@dataclass(frozen=True)
class Machine(Generic[S]):
    """A status enum, its first state and its moves. Refuses duplicate names and unreachable states."""

    states: type[S]
    initial: S
    moves: tuple[Move[S], ...]
    groups: dict[S, Group] = field(default_factory=dict)

    def __post_init__(self) -> None:
        names = [move.name for move in self.moves]
        if twice := {name for name in names if names.count(name) > 1}:
            raise ValueError(f"move named twice: {', '.join(sorted(twice))}")
        if lost := set(self.states) - self.reachable():
            raise ValueError(f"unreachable state: {', '.join(sorted(lost))}")

    def reachable(self) -> set[S]:
        """All states that some chain of moves leads to from the first."""
        seen = {self.initial}
        while new := {move.target for move in self.moves if move.source & seen} - seen:
            seen |= new
        return seen

    def move(self, name: str) -> Move[S]:
        """The move of that name; KeyError when the table has none."""
        for move in self.moves:
            if move.name == name:
                return move
        raise KeyError(name)

    def guard(self, status: str, name: str, *, note: str = "") -> Move[S]:
        """The move of that name, if it may follow `status`; MoveRefused otherwise."""
        move = self.move(name)
        if status not in move.source:
            raise MoveRefused(move=name, status=status)
        if move.needs_note and not note.strip():
            raise MoveRefused("state.note_needed", move=name)
        return move

    def moves_from(self, status: str) -> Iterator[Move[S]]:
        """Every move that may follow `status`, in the order of the table."""
        return (move for move in self.moves if status in move.source)

    def group(self, status: str) -> Group:
        """Open unless the table says otherwise."""
        return self.groups.get(self.states(status), Group.OPEN)

    def in_group(self, *groups: Group) -> frozenset[S]:
        """The states of the given groups."""
        return frozenset(state for state in self.states if self.group(state) in groups)

    def mermaid(self) -> str:
        """The table as a state diagram."""
        return "\n".join(["stateDiagram-v2", f"    [*] --> {self.initial}", *self._arrows()])

    def _arrows(self) -> Iterable[str]:
        for move in self.moves:
            for source in sorted(move.source):
                yield f"    {source} --> {move.target}: {move.name}"
