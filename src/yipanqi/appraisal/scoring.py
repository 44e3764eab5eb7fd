"""The arithmetic of a sheet: facts and rules in, points with their numbers out. Pure, decimals, three places.

A basic rule gives `weight × ratio`, the ratio of a fact being `min(actual ÷ target, cap)`, turned round where less is
better. A ± rule gives `step × (actual − target)`, held within ± its limit. A veto rule takes the grade away.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

ZERO, ONE, HUNDRED = Decimal(0), Decimal(1), Decimal(100)
_THREE = Decimal("0.001")
_SIX = Decimal("0.000001")


class Kind(StrEnum):
    """What a rule does: fills a part of the hundred, adds or takes points, or takes the grade."""

    BASIC = "basic"
    POINTS = "points"
    VETO = "veto"


class Combine(StrEnum):
    """How several facts make one ratio: each counts alike, or their amounts are summed."""

    MEAN = "mean"
    SUM = "sum"


class Empty(StrEnum):
    """What becomes of the weight of a rule that finds nothing to score."""

    LEAVE_OUT = "leave_out"
    ZERO = "zero"


@dataclass(frozen=True)
class Rule:
    """One rule of a scheme. `weight` and `cap` belong to a basic rule, `step` and `limit` to a ± rule."""

    key: str
    name: str
    source: str
    weight: Decimal = ZERO
    cap: Decimal = ONE
    step: Decimal = ZERO
    limit: Decimal = ZERO
    veto: bool = False

    @property
    def kind(self) -> Kind:
        """Told by what is filled in."""
        if self.veto:
            return Kind.VETO
        return Kind.BASIC if self.weight else Kind.POINTS


@dataclass(frozen=True)
class Grade:
    """A name that begins at a total; `commend` makes its units eligible for commendation."""

    name: str
    begins: Decimal
    commend: bool = False


@dataclass(frozen=True)
class Measured:
    """What one fact says. `actual` None: nothing was entered. `share` is the part of the days the unit held it."""

    actual: Decimal | None
    target: Decimal
    less_is_better: bool = False
    share: Decimal = ONE


@dataclass(frozen=True)
class Line:
    """The points of one rule, None where it finds nothing to score, and the numbers they were made of."""

    rule: Rule
    points: Decimal | None
    numbers: dict[str, str] = field(default_factory=dict)
    vetoes: bool = False


@dataclass(frozen=True)
class Total:
    """What the lines of a sheet make. `counted` is the weight that found something to score, of one hundred."""

    points: Decimal | None
    counted: Decimal
    vetoed: bool
    grade: str


def rounded(value: Decimal) -> Decimal:
    """To three places, halves upwards."""
    return value.quantize(_THREE, ROUND_HALF_UP)


def as_text(value: Decimal) -> str:
    """At most six places and no trailing zeros, so that equal numbers are written alike."""
    text = f"{value.quantize(_SIX, ROUND_HALF_UP):f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def ratio(fact: Measured, cap: Decimal) -> Decimal | None:
    """`min(actual ÷ target, cap)`, not below zero; None with a zero below the line.

    What was never entered is zero. Where less is better it is `target ÷ actual`: nothing at all earns the cap, and
    a promise of zero that was kept earns one.
    """
    if fact.actual is None:
        return ZERO
    if fact.less_is_better:
        return _ratio_of_less(fact.actual, fact.target, cap)
    return None if fact.target <= ZERO else max(ZERO, min(fact.actual / fact.target, cap))


def _ratio_of_less(actual: Decimal, target: Decimal, cap: Decimal) -> Decimal:
    if actual <= ZERO:
        return cap if target > ZERO else min(ONE, cap)
    return max(ZERO, min(target / actual, cap))


def deviation(fact: Measured) -> Decimal:
    """How far a fact lies on the good side of its target; below zero on the bad side."""
    if fact.less_is_better:
        return ZERO if fact.actual is None else fact.target - fact.actual
    return (fact.actual or ZERO) - fact.target


def score(rule: Rule, facts: Sequence[Measured], combine: Combine = Combine.MEAN) -> Line:
    """The line of a rule over the facts of one unit."""
    if rule.kind == Kind.VETO:
        broken = sum(deviation(fact) < ZERO for fact in facts)
        numbers = {"facts": str(len(facts)), "broken": str(broken)}
        return Line(rule, None, numbers, vetoes=broken > 0)
    return _score_points(rule, facts) if rule.kind == Kind.POINTS else _score_basic(rule, facts, combine)


def _score_basic(rule: Rule, facts: Sequence[Measured], combine: Combine) -> Line:
    numbers = {"facts": str(len(facts)), "weight": as_text(rule.weight), "cap": as_text(rule.cap)}
    found = _summed(rule, facts, numbers) if combine == Combine.SUM else _mean(rule, facts, numbers)
    if found is None:
        return Line(rule, None, numbers)
    return Line(rule, rounded(rule.weight * found), numbers | {"ratio": as_text(found)})


def _mean(rule: Rule, facts: Sequence[Measured], numbers: dict[str, str]) -> Decimal | None:
    """Each fact's own ratio, weighed by the days the unit held it."""
    known = [(made, fact.share) for fact in facts if (made := ratio(fact, rule.cap)) is not None]
    days = sum((share for _made, share in known), ZERO)
    numbers["scored"] = str(len(known))
    return sum((made * share for made, share in known), ZERO) / days if days else None


def _summed(rule: Rule, facts: Sequence[Measured], numbers: dict[str, str]) -> Decimal | None:
    """One ratio of the sums."""
    actual = sum(((fact.actual or ZERO) * fact.share for fact in facts), ZERO)
    target = sum((fact.target * fact.share for fact in facts), ZERO)
    numbers |= {"scored": str(len(facts)), "actual": as_text(actual), "target": as_text(target)}
    less = any(fact.less_is_better for fact in facts)
    return ratio(Measured(actual, target, less), rule.cap) if facts else None


def _score_points(rule: Rule, facts: Sequence[Measured]) -> Line:
    raw = sum((deviation(fact) * fact.share for fact in facts), ZERO)
    held = max(-rule.limit, min(rule.step * raw, rule.limit))
    numbers = {
        "facts": str(len(facts)),
        "step": as_text(rule.step),
        "limit": as_text(rule.limit),
        "deviation": as_text(raw),
    }
    return Line(rule, rounded(held) if facts else None, numbers)


def total(lines: Iterable[Line], grades: Sequence[Grade], empty: Empty) -> Total:
    """The sum of a sheet. What found nothing to score is left out and the rest of the weight stands for the hundred,
    or counts as zero: the scheme says which. None where no basic rule found anything."""
    kept = list(lines)
    basic = [line for line in kept if line.rule.kind == Kind.BASIC and line.points is not None]
    counted = sum((line.rule.weight for line in basic), ZERO)
    vetoed = any(line.vetoes for line in kept)
    if not counted:
        return Total(None, ZERO, vetoed, grade_of(None, grades, vetoed=vetoed))
    points = sum((line.points or ZERO for line in basic), ZERO)
    if empty == Empty.LEAVE_OUT:
        points = points * HUNDRED / counted
    plus = sum((line.points or ZERO for line in kept if line.rule.kind == Kind.POINTS), ZERO)
    made = rounded(points + plus)
    return Total(made, counted, vetoed, grade_of(made, grades, vetoed=vetoed))


def grade_of(points: Decimal | None, grades: Sequence[Grade], *, vetoed: bool = False) -> str:
    """The first grade, from the top, that `points` reach; below all of them, and under a veto, the last one."""
    if not grades or (points is None and not vetoed):
        return ""
    if points is None or vetoed:
        return grades[-1].name
    return next((grade.name for grade in grades if points >= grade.begins), grades[-1].name)


def ranks(totals: Mapping[int, Decimal | None]) -> dict[int, int | None]:
    """Places from 1; equal totals share one, and the next place is left free. None stays without a place."""
    known = [value for value in totals.values() if value is not None]
    return {
        key: None if value is None else 1 + sum(other > value for other in known)
        for key, value in totals.items()
    }
