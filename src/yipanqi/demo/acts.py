"""One act of the demo year: a moment, who acts, what it is in a few words, and the deed."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from yipanqi.foundation import clock

Deed = Callable[[datetime], object]
Say = Callable[[str], object]


@dataclass(frozen=True)
class Act:
    """`do` is called with `moment`; `words` are told when the year is replayed."""

    moment: datetime
    who: str
    words: str
    do: Deed


def at(month: int, day: int, hour: int = 10) -> datetime:
    """A working hour of 2018 where the zone lies."""
    return datetime(2018, month, day, hour, tzinfo=clock.ZONE_TIME)


def at_day(day: date, hour: int = 10) -> datetime:
    """A working hour of that day where the zone lies."""
    return datetime(day.year, day.month, day.day, hour, tzinfo=clock.ZONE_TIME)


def perform(acts: Iterable[Act], say: Say) -> None:
    """In the order of their moments; acts of one moment in the order given."""
    for act in sorted(acts, key=lambda one: one.moment):
        say(f"{act.moment:%m-%d %H:%M}  {act.who}  {act.words}")
        act.do(act.moment)
