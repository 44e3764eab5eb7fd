"""The accounts that the demo shows on its sign-in page; empty everywhere else."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True)
class DemoAccount:
    """One line of the list: whom to be, how to sign in, and what to look at."""

    username: str
    password: str
    title: str
    role: "str | Promise"


_providers: list[Callable[[], Iterable[DemoAccount]]] = []


def register(provider: Callable[[], Iterable[DemoAccount]]) -> None:
    """The demo hands in its list; the last one counts."""
    _providers[:] = [provider]


def listed() -> tuple[DemoAccount, ...]:
    """The list, empty without a demo."""
    return tuple(_providers[0]()) if _providers else ()
