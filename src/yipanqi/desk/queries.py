"""What stands on a desk: the month that is asked for, and what concerns a unit or the supervision office."""

from dataclasses import dataclass
from datetime import date, datetime

from yipanqi.access.actor import Actor
from yipanqi.access.registry import demand
from yipanqi.board import composition as compose
from yipanqi.board.queries import items, last_meeting, present_year
from yipanqi.desk.rules import DeskAction
from yipanqi.foundation import clock
from yipanqi.org.queries import unit_choices
from yipanqi.plans.queries import Blocker, ProgressAsk, blockers, progress_asks
from yipanqi.projects.queries import InvestmentAsk, investment_asks
from yipanqi.targets.queries.asks import Ask, PhantomOwner, asks_of, phantom_owners


@dataclass(frozen=True)
class Month:
    """A clerk's month: what is open, what is answered, what the system knows without asking, what turned.

    `money` and `works` are the investments and activities asked for; `blocks` is where others wait for this unit.
    """

    period: date
    due_on: date | None
    figures: tuple[Ask, ...]
    money: tuple[InvestmentAsk, ...]
    works: tuple[ProgressAsk, ...]
    words: tuple[Ask, ...]
    answered: tuple[Ask, ...]
    answered_money: tuple[InvestmentAsk, ...]
    answered_works: tuple[ProgressAsk, ...]
    blocks: tuple[Blocker, ...]
    units: tuple[tuple[int, str], ...]
    minutes: int
    known: tuple[compose.Item, ...]
    turned: tuple[compose.Item, ...]
    last_meeting: date | None

    @property
    def open(self) -> tuple[Ask, ...]:
        """Every target that is still asked for, in the order of the page."""
        return self.figures + self.words

    @property
    def replies(self) -> int:
        """How many lines are answered."""
        return len(self.answered) + len(self.answered_money) + len(self.answered_works)


def month(actor: Actor, now: datetime) -> Month:
    """What the actor's units are asked for now."""
    demand(actor, DeskAction.FILL_MONTH)
    today = clock.today(now)
    asks = asks_of(actor, actor.units, now)
    own = [item for item in _items(actor, now) if item.lead_id in actor.units]
    year = present_year(today)
    meeting = last_meeting(year, today) if year else None
    money, works = investment_asks(actor.units, now), progress_asks(actor.units, now)
    waiting = blockers(year.pk) if year else ()
    return Month(
        money=tuple(ask for ask in money if not ask.answered),
        works=tuple(ask for ask in works if not ask.answered),
        answered_money=tuple(ask for ask in money if ask.answered),
        answered_works=tuple(ask for ask in works if ask.answered),
        blocks=tuple(one for one in waiting if one.blocking_id in actor.units),
        units=tuple(unit_choices(today)),
        period=max((ask.period for ask in asks.asks), default=today),
        due_on=min((ask.due_on for ask in asks.open), default=None),
        figures=tuple(ask for ask in asks.open if ask.row.kind == "indicator"),
        words=tuple(ask for ask in asks.open if ask.row.kind != "indicator"),
        answered=tuple(ask for ask in asks.asks if ask.answered),
        minutes=asks.minutes + _minutes(money, works),
        known=tuple(item for item in own if item.source),
        turned=tuple(item for item in own if item.moved),
        last_meeting=clock.today(meeting) if meeting else None,
    )


def _minutes(money: tuple[InvestmentAsk, ...], works: tuple[ProgressAsk, ...]) -> int:
    """About how long the open lines of projects and plans take."""
    return sum(ask.minutes for ask in money if not ask.answered) + sum(not ask.answered for ask in works)


@dataclass(frozen=True)
class Watch:
    """The supervision office's two lists: who turned yellow or red, and who is silent."""

    turned: tuple[compose.Item, ...]
    silent: tuple[compose.Item, ...]
    phantoms: tuple[PhantomOwner, ...]
    last_meeting: date | None


def watch(actor: Actor, now: datetime) -> Watch:
    """Turned since the last meeting, the worst first; silent, the longest first."""
    demand(actor, DeskAction.WATCH)
    today = clock.today(now)
    year = present_year(today)
    rows = _items(actor, now)
    meeting = last_meeting(year, today) if year else None
    return Watch(
        turned=tuple(
            item for item in compose.moved(rows) if item.moved < 0 and item.colour in ("red", "yellow")
        ),
        silent=tuple(
            sorted(
                (item for item in rows if item.colour == "grey"),
                key=lambda item: item.read_at or meeting or now,
            )
        ),
        phantoms=phantom_owners(actor, year.pk, now) if year else (),
        last_meeting=clock.today(meeting) if meeting else None,
    )


def _items(actor: Actor, now: datetime) -> list[compose.Item]:
    today = clock.today(now)
    year = present_year(today)
    return items(actor, year, last_meeting(year, today) or now, today) if year else []
