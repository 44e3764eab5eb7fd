"""The machine: a table of moves that guards, groups and draws itself."""

from enum import StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yipanqi.foundation.errors import MoveRefused
from yipanqi.foundation.transitions import Group, Machine, Move


class Status(StrEnum):
    DRAFT = "draft"
    OPEN = "open"
    DONE = "done"
    VOID = "void"


MOVES = (
    Move("open", frozenset({Status.DRAFT}), Status.OPEN),
    Move("finish", frozenset({Status.OPEN}), Status.DONE),
    Move("drop", frozenset({Status.DRAFT, Status.OPEN}), Status.VOID, needs_note=True),
    Move("reopen", frozenset({Status.DONE}), Status.OPEN),
)
MACHINE = Machine(Status, Status.DRAFT, MOVES, {Status.DONE: Group.CLOSED, Status.VOID: Group.VOID})


def test_a_move_follows_only_its_sources():
    assert MACHINE.guard("draft", "open").target == Status.OPEN
    with pytest.raises(MoveRefused) as refused:
        MACHINE.guard("void", "open")
    assert refused.value.params == {"move": "open", "status": "void"}


def test_a_move_may_need_a_note():
    with pytest.raises(MoveRefused, match="note_needed"):
        MACHINE.guard("open", "drop", note=" \n")
    assert MACHINE.guard("open", "drop", note="示例").target == Status.VOID


def test_an_unknown_move_is_a_fault_of_the_caller():
    with pytest.raises(KeyError):
        MACHINE.move("fly")


def test_names_are_used_once():
    with pytest.raises(ValueError, match="named twice: open"):
        Machine(Status, Status.DRAFT, (*MOVES, MOVES[0]))


def test_every_state_is_reached():
    with pytest.raises(ValueError, match="unreachable state: done"):
        Machine(Status, Status.DRAFT, tuple(move for move in MOVES if move.name != "finish"))


def test_groups_save_statistics_from_single_states():
    assert MACHINE.group("draft") == Group.OPEN
    assert MACHINE.in_group(Group.CLOSED, Group.VOID) == {Status.DONE, Status.VOID}


def test_buttons_come_in_the_order_of_the_table():
    assert [move.name for move in MACHINE.moves_from("open")] == ["finish", "drop"]
    assert list(MACHINE.moves_from("void")) == []


def test_the_diagram_shows_every_arrow():
    drawn = MACHINE.mermaid().splitlines()
    assert drawn[:2] == ["stateDiagram-v2", "    [*] --> draft"]
    assert "    open --> void: drop" in drawn
    assert len(drawn) == 2 + sum(len(move.source) for move in MOVES)


@given(st.lists(st.sampled_from([move.name for move in MOVES]), max_size=12))
def test_no_walk_leaves_the_table(names):
    """Whatever is tried, the status is one of the states, and a refused move changes nothing."""
    status = MACHINE.initial
    for name in names:
        allowed = name in [move.name for move in MACHINE.moves_from(status)]
        try:
            status = MACHINE.guard(status, name, note="示例").target
            assert allowed
        except MoveRefused:
            assert not allowed
        assert status in Status


@st.composite
def tables(draw):
    """Any table over four states."""
    sources = st.frozensets(st.sampled_from(Status), min_size=1)
    pairs = draw(st.lists(st.tuples(sources, st.sampled_from(Status)), max_size=8))
    return tuple(Move(str(number), source, target) for number, (source, target) in enumerate(pairs))


@given(tables(), st.sampled_from(Status))
def test_a_table_is_accepted_exactly_when_walks_reach_every_state(moves, initial):
    seen, waiting = {initial}, [initial]
    while waiting:
        here = waiting.pop()
        for target in {move.target for move in moves if here in move.source} - seen:
            seen.add(target)
            waiting.append(target)
    if seen == set(Status):
        assert Machine(Status, initial, moves).reachable() == seen
    else:
        with pytest.raises(ValueError, match="unreachable"):
            Machine(Status, initial, moves)
