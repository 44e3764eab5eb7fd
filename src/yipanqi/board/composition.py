"""What the board says, computed from rows: pure, so that every sentence can be held against its figures."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from yipanqi.assignments.queries import ExtensionRow
from yipanqi.plans.queries import PlanLight
from yipanqi.targets.queries.rows import TargetRow
from yipanqi.targets.trajectory import Point

MATTERS = 5
STRIP_ROWS = 14
SEVERITY = {"red": 0, "yellow": 1, "grey": 2, "blue": 3, "green": 4}
FROM_ABOVE = ("mean", "ceiling")


@dataclass(frozen=True, kw_only=True)
class Item(TargetRow):
    """One target as the board sees it: its row, its theme, the day its owner promises now, days behind the trajectory."""

    theme: str
    theme_order: int
    promised: date | None = None
    behind: int | None = None

    @property
    def is_from_above(self) -> bool:
        """Less is better."""
        return self.measure in FROM_ABOVE

    @property
    def sign(self) -> str:
        """How the figure binds, as a sign before it."""
        return {">=": "≥", "<=": "≤", "+": "+"}.get(self.op, "")

    @property
    def shortfall(self) -> Decimal:
        """By how much the value misses what was expected by today; 0 when it does not."""
        if self.to_date is None or self.expected is None:
            return Decimal(0)
        gap = self.to_date - self.expected if self.is_from_above else self.expected - self.to_date
        return max(gap, Decimal(0))

    @property
    def forecast_gap(self) -> Decimal:
        """By how much the forecast misses the target; 0 when it does not."""
        if self.forecast is None or self.value is None:
            return Decimal(0)
        gap = self.forecast - self.value if self.is_from_above else self.value - self.forecast
        return max(gap, Decimal(0))

    @property
    def moved(self) -> int:
        """+1 turned better since the last meeting, −1 turned worse, 0 neither."""
        if not self.colour_before or self.colour == self.colour_before:
            return 0
        return 1 if SEVERITY[self.colour] > SEVERITY[self.colour_before] else -1


@dataclass(frozen=True)
class Counts:
    """How many targets shine in each colour, and how many turned since the last meeting."""

    total: int
    red: int
    yellow: int
    green: int
    grey: int
    blue: int
    better: int
    worse: int

    @property
    def troubled(self) -> list[tuple[str, int]]:
        """Colour and count of what is late or in warning."""
        return [(colour, count) for colour, count in (("red", self.red), ("yellow", self.yellow)) if count]

    @property
    def by_colour(self) -> list[tuple[str, int]]:
        """Colour and count, in the order of the legend; empty ones left out except green."""
        pairs = [
            ("green", self.green),
            ("yellow", self.yellow),
            ("red", self.red),
            ("grey", self.grey),
            ("blue", self.blue),
        ]
        return [(colour, count) for colour, count in pairs if count or colour == "green"]


@dataclass(frozen=True)
class Stones:
    """The lights of one theme as a row of stones: (x, item), with room for the mark of a turn."""

    theme: str
    key: int
    items: tuple[Item, ...]

    @property
    def placed(self) -> list[tuple[int, Item]]:
        """Each stone with its x."""
        return [(15 * number, item) for number, item in enumerate(self.items)]

    @property
    def lights(self) -> list[tuple[int, str, int]]:
        """The x, the colour and the turn of each stone."""
        return [(x, item.colour, item.moved) for x, item in self.placed]

    @property
    def width(self) -> int:
        """Of the drawing."""
        return 15 * len(self.items) - 3

    @property
    def counts(self) -> Counts:
        """For those who cannot see it."""
        return count(self.items)


@dataclass(frozen=True, kw_only=True)
class Matter:
    """Something to decide, about the target, plan, conflict or extension `pk`: `days` at stake, what the figures ask.

    `item` is the target itself where the matter is one; `heard` the moment of its last fact.
    """

    kind: str
    pk: int
    name: str
    colour: str
    days: int
    asks: str
    lead: str
    due: date | None = None
    since: datetime | None = None
    heard: datetime | None = None
    item: Item | None = None
    figures: dict[str, object] = field(default_factory=dict)


def count(items: Iterable[Item]) -> Counts:
    """The colours of `items` in figures."""
    rows = list(items)
    colours = [item.colour for item in rows]
    return Counts(
        total=len(rows),
        better=sum(item.moved > 0 for item in rows),
        worse=sum(item.moved < 0 for item in rows),
        **{colour: colours.count(colour) for colour in SEVERITY},
    )


def count_plans(rows: Iterable[PlanLight]) -> Counts:
    """The colours of plans in figures."""
    colours = [row.colour for row in rows]
    return Counts(
        total=len(colours), better=0, worse=0, **{colour: colours.count(colour) for colour in SEVERITY}
    )


def stones(items: Sequence[Item]) -> list[Stones]:
    """The lights by theme, in the order of the goal tree."""
    themes = sorted({(item.theme_order, item.theme, item.goal_id) for item in items})
    return [
        Stones(theme, goal_id, tuple(item for item in items if item.theme == theme))
        for _, theme, goal_id in themes
    ]


def strip(items: Sequence[Item], rows: int = STRIP_ROWS) -> list[Item]:
    """The indicators worth a line: by light, then by the share that the forecast misses, then as published."""
    figures = [item for item in items if item.kind == "indicator" and item.measure != "ceiling"]
    return sorted(figures, key=lambda item: (SEVERITY[item.colour], -_missing_share(item)))[:rows]


def _missing_share(item: Item) -> Decimal:
    return item.forecast_gap / abs(item.value) if item.value else Decimal(0)


def days_at_stake(item: Item, today: date) -> int | None:
    """Days by which the item will be, or already is, late; None where days say nothing (means, ceilings, lists).

    Milestone: the promised or present day against the due one. Figure: days since the trajectory stood where the
    value stands.
    """
    if item.kind == "indicator":
        return item.behind
    if item.due is None or item.done_on is not None:
        return None
    return max((max(item.promised or today, today) - item.due).days, 0)


def days_behind(line: Sequence[Point], value: Decimal, today: date) -> int | None:
    """Days since a rising trajectory stood at `value`; 0 when it does not stand there yet, None without a line."""
    if not line:
        return None
    passed = [point for point in line if point.value <= value]
    if not passed:
        return max((today - line[0].day).days, 0)
    last = passed[-1]
    ahead = next((point for point in line if point.day > last.day and point.value > value), None)
    share = (value - last.value) / (ahead.value - last.value) if ahead else Decimal(0)
    days = int(share * (ahead.day - last.day).days) if ahead else 0
    return max((today - last.day).days - days, 0)


def target_matters(items: Iterable[Item], today: date) -> list[Matter]:
    """Every red or yellow target as a matter."""
    return [_target_matter(item, today) for item in items if item.colour in ("red", "yellow")]


def _target_matter(item: Item, today: date) -> Matter:
    asks, figures = _question(item)
    return Matter(
        kind="target",
        pk=item.pk,
        name=item.name,
        colour=item.colour,
        days=days_at_stake(item, today) or 0,
        asks=asks,
        figures=figures,
        lead=item.lead,
        due=item.due,
        since=item.since,
        heard=item.read_at,
        item=item,
    )


def plan_matters(rows: Iterable[PlanLight]) -> list[Matter]:
    """Every red or yellow plan as a matter: the days between what was agreed and what is computed now."""
    troubled = [row for row in rows if row.colour in ("red", "yellow")]
    return [
        Matter(
            kind="plan",
            pk=row.pk,
            name=row.name,
            colour=row.colour,
            days=_days_over(row),
            asks="plan" if _days_over(row) else "float",
            figures={"agreed": row.agreed_finish, "forecast": row.forecast_finish, "float": row.total_float},
            lead=row.owner,
            due=row.agreed_finish,
            since=row.since,
            heard=row.fact_at,
        )
        for row in troubled
    ]


def _days_over(row: PlanLight) -> int:
    if row.forecast_finish is None or row.agreed_finish is None:
        return 0
    return max((row.forecast_finish - row.agreed_finish).days, 0)


def extension_matters(rows: Iterable[ExtensionRow]) -> list[Matter]:
    """Requests for a later date that wait for the reader: the days asked for."""
    return [
        Matter(
            kind="extension",
            pk=row.item_id,
            name=row.item,
            colour="yellow",
            days=(row.asked_until - row.due).days,
            asks="extension",
            figures={"until": row.asked_until},
            lead=row.unit,
            due=row.due,
            since=row.asked_at,
            heard=row.asked_at,
        )
        for row in rows
    ]


def without_doubles(found: Iterable[Matter], rows: Iterable[PlanLight]) -> list[Matter]:
    """A target whose plan is a matter is told once, as the plan."""
    planned = {row.target_id for row in rows if row.colour in ("red", "yellow")}
    return [matter for matter in found if matter.kind != "target" or matter.pk not in planned]


def most_pressing(found: Iterable[Matter]) -> list[Matter]:
    """All matters, ordered by days at stake, the unmeasurable after the measured."""
    return sorted(found, key=lambda matter: (-matter.days, SEVERITY[matter.colour]))


def _question(item: Item) -> tuple[str, dict[str, object]]:
    """Which decision the figures ask for: the key of its sentence and what stands in it."""
    if item.kind == "milestone":
        return ("date", {"due": item.due, "promised": item.promised})
    if item.is_from_above:
        return ("limit", {"needed": item.needed})
    if item.kind == "indicator" and item.needed is not None:
        return ("pace", {"needed": item.needed, "gap": item.forecast_gap})
    return ("list", {})


def moved(items: Sequence[Item]) -> list[Item]:
    """Those whose light turned since the last meeting, the worse first."""
    return sorted(
        (item for item in items if item.moved), key=lambda item: (item.moved, SEVERITY[item.colour])
    )


def unreachable(items: Sequence[Item]) -> tuple[list[Item], int, int]:
    """(those whose forecast misses the target, worst first; how many will be met; how many have a forecast)."""
    forecast = [item for item in items if item.kind == "indicator" and item.forecast is not None]
    missing = sorted((item for item in forecast if item.forecast_gap > 0), key=_missing_share, reverse=True)
    return missing, len(forecast) - len(missing), len(forecast)
