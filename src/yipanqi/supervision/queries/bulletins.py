"""What a bulletin of a period says: figures taken from the rows, frozen as JSON when it is issued.

contents = {"issuer", "as_of", "since", "until", "counts": {kind: {colour: n}}, "worse": [line], "better": [line], "silent": [line],
"done": [line], "instructions": [matter], "matters": {...}, "reminders": {...}, "verified": {...}, "blocked": [...],
"illustrative"}; a line is {"kind", "pk", "name", "unit", "before", "after", "since", "due", "figures"} and `figures`
{"to_date", "expected", "value", "sign", "unit", "as_of", "source"} where the thing is measured. Every figure is text or int.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Q

from yipanqi.access.actor import Actor
from yipanqi.access.registry import demand, fetch_or_404, within
from yipanqi.assignments.models import Item
from yipanqi.foundation import clock
from yipanqi.foundation.clock import ZONE_TIME
from yipanqi.lights.verdict import SEVERITY, Colour
from yipanqi.org.models import Unit
from yipanqi.plans.queries import Blocker
from yipanqi.supervision.models import SETTLED, Bulletin, Matter, Outcome, Reminder, Verification
from yipanqi.supervision.queries.blocking import blocked
from yipanqi.supervision.queries.matters import UNSEEN
from yipanqi.supervision.queries.watching import WatchRow, light_rows
from yipanqi.supervision.rules import SupervisionAction
from yipanqi.supervision.transitions import MatterStatus
from yipanqi.targets.models import Target, Year
from yipanqi.targets.queries.rows import TargetRow, target_rows

Contents = dict[str, Any]
KINDS = ("target", "plan", "project", "item")


@dataclass(frozen=True)
class Period:
    """Whole days, both included."""

    since: date
    until: date

    @property
    def begin(self) -> datetime:
        """The first moment."""
        return datetime.combine(self.since, time(), ZONE_TIME)

    @property
    def end(self) -> datetime:
        """The moment after the last."""
        return datetime.combine(self.until + timedelta(days=1), time(), ZONE_TIME)


def next_period(year_id: int, today: date) -> Period:
    """From the day after the last bulletin, or from the first of the month, to today."""
    last = Bulletin.objects.filter(year=year_id).order_by("-until").first()
    since = last.until + timedelta(days=1) if last else today.replace(day=1)
    return Period(min(since, today), today)


def bulletin_contents(actor: Actor, year_id: int, period: Period, now: datetime) -> Contents:
    """The figures of a period as they stood at its end (now, for one that ends today). About nineteen queries."""
    demand(actor, SupervisionAction.WATCH)
    end = min(now, period.end)
    rows = light_rows(year_id, period.begin, end)
    measured = {row.pk: row for row in target_rows(actor, year_id)}
    worse = [row for row in rows if row.before and row.turned_worse]
    better = [row for row in rows if row.before and _is_better(row)]
    return {
        "issuer": _issuer(actor, year_id),
        "as_of": end.isoformat(),
        "since": period.since.isoformat(),
        "until": period.until.isoformat(),
        "counts": _counts(rows),
        "worse": [_line(row, measured) for row in sorted(worse, key=_worst_first)],
        "better": [_line(row, measured) for row in better],
        "silent": [_line(row, measured) for row in rows if row.is_silent],
        "done": _done(year_id, period),
        **_supervised(year_id, period, end),
        "blocked": [_blocked(one) for one in blocked(actor, year_id)],
        "illustrative": any(row.illustrative for row in measured.values()),
    }


def _issuer(actor: Actor, year_id: int) -> str:
    """The unit that the author stands for, or the zone."""
    unit = Unit.objects.filter(pk__in=actor.units).first()
    return unit.name if unit else Year.objects.get(pk=year_id).zone


def _is_better(row: WatchRow) -> bool:
    return SEVERITY[Colour(row.colour)] > SEVERITY[Colour(row.before)]


def _worst_first(row: WatchRow) -> tuple[int, str, int]:
    return SEVERITY[Colour(row.colour)], row.kind, row.pk


def _counts(rows: Iterable[WatchRow]) -> dict[str, dict[str, int]]:
    """How many of each kind shine in each colour; kinds that the year does not have are left out."""
    found: dict[str, Counter[str]] = {kind: Counter() for kind in KINDS}
    for row in rows:
        found[row.kind][row.colour] += 1
    return {
        kind: {colour.value: count[colour.value] for colour in Colour}
        for kind, count in found.items()
        if count
    }


def _line(row: WatchRow, measured: Mapping[int, TargetRow]) -> Contents:
    target = measured.get(row.pk) if row.kind == "target" else None
    return {
        "kind": row.kind,
        "pk": row.pk,
        "name": row.name,
        "unit": row.unit,
        "before": row.before,
        "after": row.colour,
        "since": _text(clock.today(row.since)),
        "due": _text(row.due),
        "heard": _text(row.heard and clock.today(row.heard)),
        "figures": _figures(target) if target and target.kind == "indicator" else {},
    }


def _figures(row: TargetRow) -> dict[str, str]:
    return {
        "to_date": _text(row.to_date),
        "expected": _text(row.expected),
        "value": _text(row.value),
        "sign": row.sign,
        "unit": row.unit,
        "as_of": _text(row.period),
        "source": row.source,
    }


def _text(value: date | Decimal | None) -> str:
    """A day as ISO text, a figure as it was entered without idle zeros."""
    if isinstance(value, Decimal):
        plain = f"{value:f}"
        return plain.rstrip("0").rstrip(".") if "." in plain else plain
    return value.isoformat() if value is not None else ""


def _done(year_id: int, period: Period) -> list[Contents]:
    """Targets reached and items whose effect was confirmed in the period."""
    days = {"done_on__gte": period.since, "done_on__lte": period.until}
    targets = Target.objects.filter(year=year_id, **days).select_related("lead").order_by("done_on", "pk")
    looked = {"verifications__at__gte": period.begin, "verifications__at__lt": period.end}
    confirmed = Q(verifications__outcome=Outcome.CONFIRMED, **looked)
    items = Item.objects.filter(confirmed, letter__session__year=year_id).select_related("unit").distinct()
    made = [
        _made("target", row.pk, row.name, row.lead.short_name if row.lead else "", row) for row in targets
    ]
    return made + [_made("item", row.pk, row.text, row.unit.short_name, row) for row in items]


def _made(kind: str, pk: int, name: str, unit: str, row: Target | Item) -> Contents:
    return {"kind": kind, "pk": pk, "name": name, "unit": unit, "done_on": _text(row.done_on)}


def _supervised(year_id: int, period: Period, end: datetime) -> Contents:
    """Matters, instructions (new ones, and old ones until they are concluded), reminders and looks of the period."""
    matters = list(Matter.objects.filter(year=year_id, opened_at__lt=end).select_related("unit", "approver"))
    new = [row for row in matters if row.opened_at >= period.begin and row.status not in UNSEEN]
    live = [row for row in matters if row.status not in {*SETTLED, *UNSEEN}]
    told = [row for row in matters if row in new or row in live]
    closed = [row for row in matters if row.closed_at and period.begin <= row.closed_at < end]
    return {
        "instructions": [_matter(row) for row in told if row.basis == "instruction"],
        "matters": {
            "open": len(live),
            "overdue": [_matter(row) for row in live if _is_overdue(row, end)],
            "opened": [_matter(row) for row in new if row.basis != "instruction"],
            "concluded": [_matter(row) for row in closed if row.status != MatterStatus.DROPPED],
        },
        "reminders": _reminders(period, end),
        "verified": _looks(year_id, period, end),
    }


def _is_overdue(matter: Matter, end: datetime) -> bool:
    return matter.status == MatterStatus.UNDER_WAY and matter.due < clock.today(end)


def _matter(row: Matter) -> Contents:
    return {
        "kind": "matter",
        "pk": row.pk,
        "number": row.number,
        "name": row.title,
        "unit": row.unit.short_name,
        "by": row.approver.title if row.approver else "",
        "due": _text(row.due),
        "status": row.status,
        "conclusion": row.conclusion,
    }


def _reminders(period: Period, end: datetime) -> Contents:
    sent = Reminder.objects.filter(sent_at__gte=period.begin, sent_at__lt=end).values_list(
        "unit", "level", "read_at"
    )
    levels = Counter(level for _unit, level, _read in sent)
    return {
        "sent": len(sent),
        "units": len({unit for unit, _level, _read in sent}),
        "unread": sum(read is None for _unit, _level, read in sent),
        "levels": {str(level): count for level, count in sorted(levels.items())},
    }


def _looks(year_id: int, period: Period, end: datetime) -> Contents:
    mine = Q(item__letter__session__year=year_id) | Q(matter__year=year_id)
    looks = Verification.objects.filter(mine, at__gte=period.begin, at__lt=end)
    found = Counter(looks.values_list("outcome", flat=True))
    return {outcome.value: found[outcome.value] for outcome in Outcome}


def _blocked(one: Blocker) -> Contents:
    return {
        "plan": one.plan,
        "activity": one.name,
        "unit": one.unit,
        "blocker": one.blocking,
        "since": _text(one.since),
        "note": one.note,
    }


@dataclass(frozen=True)
class BulletinRow:
    """One bulletin that went out."""

    pk: int
    number: int
    year: int
    title: str
    since: date
    until: date
    remark: str
    contents: Mapping[str, Any]
    issued_at: datetime
    issued_by: str
    illustrative: bool


def bulletins(actor: Actor, year_id: int) -> tuple[BulletinRow, ...]:
    """All of a year, newest first. One query."""
    rows = Bulletin.objects.select_related("year").filter(year=year_id)
    return tuple(map(_row, within(actor, SupervisionAction.VIEW_BULLETINS, rows)))


def bulletin_page(actor: Actor, bulletin_id: int) -> BulletinRow:
    """One, as it went out."""
    rows = Bulletin.objects.select_related("year")
    return _row(fetch_or_404(actor, SupervisionAction.VIEW_BULLETINS, rows, pk=bulletin_id))


def _row(row: Bulletin) -> BulletinRow:
    return BulletinRow(
        pk=row.pk,
        number=row.number,
        year=row.year.number,
        title=row.title,
        since=row.since,
        until=row.until,
        remark=row.remark,
        contents=row.contents,
        issued_at=row.issued_at,
        issued_by=row.issued_by,
        illustrative=row.illustrative,
    )
