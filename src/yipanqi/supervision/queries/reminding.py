"""Who would be reminded of what at which level, and what was sent."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.conf import settings

from yipanqi.access.actor import Actor
from yipanqi.access.registry import demand, fetch_or_404, may, within
from yipanqi.foundation import clock
from yipanqi.org.models import Unit
from yipanqi.supervision.models import Level, Reminder
from yipanqi.supervision.queries.watching import Owed, owed_by_unit
from yipanqi.supervision.rules import SupervisionAction
from yipanqi.targets.queries import current_year
from yipanqi.workdays.queries import calendar

REST_DAYS = 5
"""Working days in which a line is not repeated at the same level, where SUPERVISION_REST_DAYS says nothing else."""
LOOK_BACK = timedelta(days=400)


@dataclass(frozen=True)
class Last:
    """When and at which level a line was last reminded of."""

    level: int
    day: date


@dataclass(frozen=True)
class Candidate:
    """One unit with everything it owes. `level` is the next one above the last that went unanswered; 0 when all
    lines rest, because they were told less than REST_DAYS ago and none is new."""

    unit_id: int
    unit: str
    lines: tuple[Owed, ...]
    level: int
    last: Last | None
    lasts: Mapping[str, Last] = field(repr=False)
    resting: frozenset[str] = field(repr=False)

    @property
    def is_due(self) -> bool:
        """Whether a reminder is proposed."""
        return self.level > 0

    @property
    def level_word(self) -> str:
        """The level in words; empty while it rests."""
        return str(Level(self.level).label) if self.level else ""

    def at(self, level: int | None) -> tuple[int, tuple[Owed, ...]]:
        """(level, lines) of the digest: rested lines, and those whose last level lies below this one."""
        chosen = level or self.level
        kept = (one for one in self.lines if self._may_repeat(one, chosen))
        return chosen, tuple(kept) if chosen else ()

    def _may_repeat(self, one: Owed, level: int) -> bool:
        last = self.lasts.get(one.key)
        return one.key not in self.resting or (last is not None and last.level < level)


def rest_days() -> int:
    """Working days between two reminders of the same line at the same level."""
    return int(getattr(settings, "SUPERVISION_REST_DAYS", REST_DAYS))


def reminder_candidates(
    actor: Actor, now: datetime, unit_ids: Collection[int] | None = None
) -> tuple[Candidate, ...]:
    """Every unit that owes something this year, those due for a reminder first. At most eighteen queries."""
    demand(actor, SupervisionAction.WATCH)
    year = current_year(actor, now)
    owed = owed_by_unit(actor, year.pk, now) if year else {}
    wanted = set(owed) if unit_ids is None else set(owed) & set(unit_ids)
    units = Unit.objects.filter(pk__in=wanted)
    told = last_reminders(wanted, now)
    rested_on = calendar(now.year - 1, now.year).add(clock.today(now), -rest_days())
    found = [_candidate(unit, owed[unit.pk], told.get(unit.pk, {}), rested_on) for unit in units]
    return tuple(sorted(found, key=lambda one: (not one.is_due, -one.level, -len(one.lines))))


def _candidate(unit: Unit, lines: tuple[Owed, ...], told: Mapping[str, Last], rested_on: date) -> Candidate:
    lasts = {one.key: told[one.key] for one in lines if one.key in told}
    resting = frozenset(key for key, last in lasts.items() if last.day > rested_on)
    awake = [one.key for one in lines if one.key not in resting]
    highest = max((lasts[key].level for key in awake if key in lasts), default=0)
    return Candidate(
        unit_id=unit.pk,
        unit=unit.short_name,
        lines=lines,
        level=min(highest + 1, max(Level.values)) if awake else 0,
        last=max(lasts.values(), key=lambda last: (last.day, last.level), default=None),
        lasts=lasts,
        resting=resting,
    )


def last_reminders(unit_ids: Iterable[int], now: datetime) -> dict[int, dict[str, Last]]:
    """By unit and key of the line: the last reminder of it. One query."""
    sent = Reminder.objects.filter(unit__in=list(unit_ids), sent_at__gt=now - LOOK_BACK).order_by(
        "sent_at", "level"
    )
    told: dict[int, dict[str, Last]] = {}
    for reminder in sent:
        mine = told.setdefault(reminder.unit_id, {})
        for line in reminder.lines:
            mine[f"{line['kind']}:{line['pk']}"] = Last(reminder.level, reminder.day)
    return told


@dataclass(frozen=True)
class ReminderRow:
    """One digest that was sent; `lines` as they stood then."""

    pk: int
    unit_id: int
    unit: str
    level: int
    level_word: str
    lines: tuple[Mapping[str, object], ...]
    sent_at: datetime
    sent_by: str
    read_at: datetime | None
    read_by: str
    may_read: bool

    @property
    def count(self) -> int:
        """Lines in it."""
        return len(self.lines)


def reminders_of(actor: Actor, unit_ids: Collection[int] | None = None) -> tuple[ReminderRow, ...]:
    """Digests that the actor may see, of some units or of all, newest first. One query."""
    rows = within(actor, SupervisionAction.VIEW, Reminder.objects.select_related("unit"))
    if unit_ids is not None:
        rows = rows.filter(unit__in=unit_ids)
    return tuple(_reminder(actor, row) for row in rows)


def reminder_page(actor: Actor, reminder_id: int) -> ReminderRow:
    """One digest; NotFound unless the actor may see it."""
    rows = Reminder.objects.select_related("unit")
    return _reminder(actor, fetch_or_404(actor, SupervisionAction.VIEW, rows, pk=reminder_id))


def _reminder(actor: Actor, row: Reminder) -> ReminderRow:
    own = row.unit_id in actor.units and may(actor, SupervisionAction.READ_REMINDER)
    return ReminderRow(
        pk=row.pk,
        unit_id=row.unit_id,
        unit=row.unit.short_name,
        level=row.level,
        level_word=str(Level(row.level).label),
        lines=tuple(with_days(line) for line in row.lines),
        sent_at=row.sent_at,
        sent_by=row.sent_by,
        read_at=row.read_at,
        read_by=row.read_by,
        may_read=own and row.read_at is None,
    )


def with_days(line: Mapping[str, object]) -> Mapping[str, object]:
    """A kept line with its days as days."""
    days = {name: _day(line.get(name)) for name in ("since", "due")}
    return {**line, **days}


def _day(text: object) -> date | None:
    return date.fromisoformat(str(text)) if text else None


def digests(
    candidates: Sequence[Candidate], level: int | None
) -> list[tuple[Candidate, int, tuple[Owed, ...]]]:
    """What would be sent: the candidates that have lines at this level (None: at the level computed for each)."""
    made = [(one, *one.at(level)) for one in candidates]
    return [(one, chosen, lines) for one, chosen, lines in made if lines]
