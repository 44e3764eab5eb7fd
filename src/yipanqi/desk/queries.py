"""What stands on a desk: the month that is asked for, and what concerns a unit or the supervision office."""

from dataclasses import dataclass
from datetime import date, datetime

from yipanqi.access.actor import Actor
from yipanqi.access.registry import demand
from yipanqi.assignments.queries import LetterRow, letters_to_sign
from yipanqi.board import composition as compose
from yipanqi.board.queries import items, last_meeting, present_year
from yipanqi.consultations.queries import last_decided, open_conflicts
from yipanqi.desk.rules import DeskAction
from yipanqi.foundation import clock
from yipanqi.org.queries import unit_choices
from yipanqi.plans.queries import ProgressAsk, progress_asks
from yipanqi.projects.queries import InvestmentAsk, investment_asks
from yipanqi.supervision.queries import Inbox, inbox, watch_rows
from yipanqi.supervision.queries.watching import WatchRow
from yipanqi.targets.queries.asks import Ask, PhantomOwner, asks_of, phantom_owners


@dataclass(frozen=True)
class Month:
    """A clerk's month: what is open, what is answered, what the system knows without asking, what turned.

    `money` and `works` are the investments and activities asked for; `inbox` is what supervision and others want,
    `letters` are to be signed for.
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
    units: tuple[tuple[int, str], ...]
    inbox: Inbox | None
    conflicts: int
    letters: tuple[LetterRow, ...]
    unit_id: int | None
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
    return Month(
        money=tuple(ask for ask in money if not ask.answered),
        works=tuple(ask for ask in works if not ask.answered),
        answered_money=tuple(ask for ask in money if ask.answered),
        answered_works=tuple(ask for ask in works if ask.answered),
        units=tuple(unit_choices(today)),
        inbox=inbox(actor, year.pk, actor.units, now) if year else None,
        conflicts=_unanswered(actor),
        letters=letters_to_sign(actor, now),
        unit_id=min(actor.units, default=None),
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


def _unanswered(actor: Actor) -> int:
    """Conflicts that wait for the word of the actor's units."""
    rows = open_conflicts(actor, actor.units)
    return sum(row.takes_opinions and row.own_opinion is None for row in rows)


def _minutes(money: tuple[InvestmentAsk, ...], works: tuple[ProgressAsk, ...]) -> int:
    """About how long the open lines of projects and plans take."""
    return sum(ask.minutes for ask in money if not ask.answered) + sum(not ask.answered for ask in works)


@dataclass(frozen=True)
class Watch:
    """The supervision office's two lists, over targets, plans, projects and items: who turned, who is silent.

    `last_decided` is the session to which a later decision belongs.
    """

    turned: tuple[WatchRow, ...]
    silent: tuple[WatchRow, ...]
    phantoms: tuple[PhantomOwner, ...]
    last_meeting: date | None
    last_decided: int | None = None


def watch(actor: Actor, now: datetime) -> Watch:
    """Turned for the worse since the last meeting, the worst first; silent, the longest first."""
    demand(actor, DeskAction.WATCH)
    today = clock.today(now)
    year = present_year(today)
    if year is None:
        return Watch((), (), (), None)
    meeting = last_meeting(year, today)
    found = watch_rows(actor, year.pk, meeting, now)
    return Watch(
        turned=found.turned,
        silent=found.silent,
        phantoms=phantom_owners(actor, year.pk, now),
        last_meeting=clock.today(meeting) if meeting else None,
        last_decided=last_decided(actor, year.pk),
    )


def _items(actor: Actor, now: datetime) -> list[compose.Item]:
    today = clock.today(now)
    year = present_year(today)
    return items(actor, year, last_meeting(year, today) or now, today) if year else []
