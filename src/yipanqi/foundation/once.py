"""What stands still while one piece of work is done is read once in it, however many rooms ask."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")
_kept: ContextVar[dict[Any, Any] | None] = ContextVar("kept", default=None)


@contextmanager
def reading_once() -> Iterator[None]:
    """Until its end, functions marked `once` answer from what they read first; an inner one joins the outer."""
    if _kept.get() is not None:
        yield
        return
    token = _kept.set({})
    try:
        yield
    finally:
        _kept.reset(token)


def once(read: Callable[P, R]) -> Callable[P, R]:
    """Mark a reading that nothing done inside `reading_once` changes. Outside it is read each time."""

    @wraps(read)
    def kept(*args: P.args, **kwargs: P.kwargs) -> R:
        found = _kept.get()
        if found is None:
            return read(*args, **kwargs)
        asked = (read, args, tuple(kwargs.items()))
        if asked not in found:
            found[asked] = read(*args, **kwargs)
        return found[asked]  # type: ignore[no-any-return]

    return kept
