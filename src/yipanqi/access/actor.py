"""The Actor: who acts, with everything a rule may ask about, frozen for one request or job."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from yipanqi.access.models import User
from yipanqi.access.roles import Role


@dataclass(frozen=True)
class Actor:
    """`units` and `posts` are ids the actor acts for now, delegated ones included."""

    key: str
    label: str
    user_id: int | None = None
    units: frozenset[int] = frozenset()
    posts: frozenset[int] = frozenset()
    roles: frozenset[Role] = frozenset()
    is_system: bool = False
    delegated_from: frozenset[int] = field(default=frozenset())

    @classmethod
    def of(cls, user: User) -> "Actor":
        """The name of an account for the record, without any power."""
        return cls(key=f"user:{user.pk}", label=str(user), user_id=user.pk)

    @property
    def is_known(self) -> bool:
        """Signed in, or the system itself."""
        return self.user_id is not None or self.is_system

    def has(self, *roles: Role) -> bool:
        """Holds any of the roles."""
        return not self.roles.isdisjoint(roles)


NOBODY = Actor(key="nobody", label="—")
SYSTEM = Actor(key="system", label="系统", is_system=True)

_loaders: list[Callable[[User, datetime], Actor]] = []


def register_loader(loader: Callable[[User, datetime], Actor]) -> None:
    """The room that knows units and posts hands in how a user becomes an Actor; the last one counts."""
    _loaders[:] = [loader]


def load_actor(user: User, now: datetime) -> Actor:
    """The Actor of a signed-in user at `now`."""
    return _loaders[0](user, now)
