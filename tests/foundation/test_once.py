"""A reading marked `once` is made once inside `reading_once`, and each time outside."""

import pytest

from yipanqi.foundation.once import once, reading_once


@pytest.fixture
def asked() -> list[int]:
    return []


@pytest.fixture
def read(asked: list[int]):
    @once
    def double(number: int, *, plus: int = 0) -> int:
        asked.append(number)
        return 2 * number + plus

    return double


def test_outside_it_is_read_each_time(read, asked) -> None:
    assert (read(1), read(1)) == (2, 2)
    assert asked == [1, 1]


def test_inside_it_is_read_once_for_each_question(read, asked) -> None:
    with reading_once():
        assert (read(1), read(2), read(1), read(1, plus=3)) == (2, 4, 2, 5)
    assert asked == [1, 2, 1]


def test_an_inner_one_joins_the_outer_and_ends_nothing(read, asked) -> None:
    with reading_once():
        read(1)
        with reading_once():
            read(1)
        read(1)
    read(1)
    assert asked == [1, 1]


def test_after_an_error_nothing_is_kept(read, asked) -> None:
    def failing() -> None:
        with reading_once():
            read(1)
            raise ValueError("示例")

    with pytest.raises(ValueError, match="示例"):
        failing()
    read(1)
    assert asked == [1, 1]
