"""Reads of the room: the rule set in force, the history of a light, and why it is as it is."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import CharField, Max, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from yipanqi.access.actor import Actor
from yipanqi.access.registry import demand, fetch_or_404
from yipanqi.foundation.once import once
from yipanqi.lights import wording
from yipanqi.lights.models import Light, LightChange, LightColour, RuleSet
from yipanqi.lights.rules import LightAction
from yipanqi.lights.thresholds import DEFAULTS, Method, Thresholds, from_json
from yipanqi.lights.verdict import Colour

BUILT_IN = "0"
"""The version of the published defaults, in force until the first rule set is made."""


@dataclass(frozen=True)
class RulesInForce:
    """A rule set as judgement takes it; `pk` is None for the built-in defaults."""

    pk: int | None
    version: str
    method: Method
    thresholds: Thresholds
    in_force_from: datetime | None = None
    reason: str = ""
    author_label: str = ""


@dataclass(frozen=True)
class Turn:
    """One change of colour; `before` is empty for the first light."""

    at: datetime
    before: str
    after: str
    rule: str
    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Why:
    """Everything a light says about itself, in the present language.

    `title` is the rule in a few words, `rule_text` its sentence, `lines` the arithmetic, `chain` the steps
    that lead there ({"text", "unit", "since"}), `turns` the history from old to new.
    """

    colour: str
    word: str
    rule: str
    title: str
    rule_text: str
    lines: tuple[str, ...]
    numbers: dict[str, Any]
    chain: tuple[dict[str, Any], ...]
    unit: str
    post: str
    since: datetime
    computed_at: datetime
    rules_version: str
    method: str
    turns: tuple[Turn, ...] = ()


@once
def rules_in_force(now: datetime) -> RulesInForce:
    """The newest rule set in force at `now`; the published defaults before there is one. One query."""
    row = RuleSet.objects.filter(in_force_from__lte=now).first()
    return as_rules(row) if row else RulesInForce(None, BUILT_IN, Method.FORECAST, DEFAULTS)


def version_in_force(now: datetime) -> Coalesce:
    """The version of `rules_in_force` as a column of another query."""
    newest = RuleSet.objects.filter(in_force_from__lte=now).values("version")[:1]
    return Coalesce(Subquery(newest), Value(BUILT_IN), output_field=CharField())


def as_rules(row: RuleSet) -> RulesInForce:
    """A stored rule set, typed."""
    return RulesInForce(
        row.pk,
        row.version,
        Method(row.method),
        from_json(row.thresholds),
        row.in_force_from,
        row.reason,
        row.author_label,
    )


def rule_sets(actor: Actor) -> tuple[RulesInForce, ...]:
    """Every rule set there ever was, newest first, the built-in defaults last."""
    demand(actor, LightAction.VIEW)
    stored = tuple(as_rules(row) for row in RuleSet.objects.all())
    return (*stored, RulesInForce(None, BUILT_IN, Method.FORECAST, DEFAULTS))


def why(light: Light, *, turns: bool = True) -> Why:
    """The light explained. Select `unit` and `rule_set` with it; its history costs one query more."""
    numbers = _numbers(light)
    return Why(
        colour=light.colour,
        word=str(LightColour(light.colour).label),
        rule=light.rule,
        title=wording.rule_title(light.rule),
        rule_text=wording.rule_text(light.rule, numbers),
        lines=wording.arithmetic(light.rule, numbers),
        numbers=light.numbers,
        chain=tuple(light.chain),
        unit=str(light.unit or ""),
        post=light.post_title,
        since=light.since,
        computed_at=light.computed_at,
        rules_version=light.rule_set.version if light.rule_set else BUILT_IN,
        method=str(wording.METHODS[Method(light.rule_set.method if light.rule_set else Method.FORECAST)]),
        turns=history(light) if turns else (),
    )


def _numbers(light: Light) -> dict[str, Any]:
    """The light's numbers with the thresholds that were in force when it was computed."""
    thresholds = from_json(light.rule_set.thresholds) if light.rule_set else DEFAULTS
    return {**wording.threshold_numbers(thresholds), **light.numbers}


def history(light: Light) -> tuple[Turn, ...]:
    """Every change of colour from old to new. One query."""
    return tuple(
        Turn(
            change.at,
            change.before,
            change.after,
            change.rule,
            wording.rule_title(change.rule),
            wording.arithmetic(change.rule, {**_numbers(light), **change.numbers}),
        )
        for change in LightChange.objects.filter(light=light)
    )


def light_of(actor: Actor, pk: int) -> Light:
    """The light with its unit and rule set, if the actor may look; NotFound otherwise."""
    return fetch_or_404(actor, LightAction.VIEW, Light.objects.select_related("unit", "rule_set"), pk=pk)


def why_light(actor: Actor, pk: int) -> Why:
    """The explanation behind a lamp. Two queries."""
    return why(light_of(actor, pk))


def colours_at(lights: Iterable[int], moment: datetime) -> dict[int, str]:
    """The colour each light (by id) had at `moment`; lights younger than that are missing. Two queries."""
    latest = (
        LightChange.objects.filter(light__in=list(lights), at__lte=moment)
        .order_by()
        .values("light")
        .annotate(last=Max("id"))
    )
    last_ids = [row["last"] for row in latest]
    return dict(LightChange.objects.filter(pk__in=last_ids).values_list("light_id", "after"))


def turned_since(
    moment: datetime, *, colours: Iterable[str] = (Colour.RED, Colour.YELLOW)
) -> QuerySet[Light]:
    """Lights that took one of these colours after `moment`, worst and longest first."""
    return (
        Light.objects.filter(since__gt=moment, colour__in=list(colours))
        .select_related("unit", "rule_set")
        .order_by("severity", "since")
    )
