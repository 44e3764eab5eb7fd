"""Writes of the room. `store_lights` is the only writer of lights; nobody can edit one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from yipanqi.access.actor import Actor
from yipanqi.access.registry import demand
from yipanqi.audit.operations import record
from yipanqi.foundation.errors import Invalid, LostRace
from yipanqi.lights.models import Light, LightChange, RuleSet
from yipanqi.lights.queries import RulesInForce, rules_in_force
from yipanqi.lights.rules import LightAction
from yipanqi.lights.thresholds import Method, Thresholds, to_json
from yipanqi.lights.verdict import SEVERITY, Verdict

_STORED = (
    "colour",
    "severity",
    "rule",
    "rule_set",
    "numbers",
    "chain",
    "unit",
    "post_title",
    "since",
    "computed_at",
)


@dataclass(frozen=True)
class Judged:
    """A verdict about one subject, with who answers for it."""

    subject_key: str
    verdict: Verdict
    unit_id: int | None = None
    post_title: str = ""


def store_light(
    *,
    subject_kind: str,
    subject_key: str,
    verdict: Verdict,
    unit: int | None,
    post_title: str,
    rule_set: RulesInForce,
    now: datetime,
) -> Light:
    """Store the light of one subject; `unit` is an id. `since` and history move only when the colour does."""
    judged = Judged(subject_key, verdict, unit, post_title)
    return store_lights(subject_kind=subject_kind, judged=[judged], rule_set=rule_set, now=now)[subject_key]


@transaction.atomic
def store_lights(
    *, subject_kind: str, judged: Sequence[Judged], rule_set: RulesInForce, now: datetime
) -> dict[str, Light]:
    """Store the lights of many subjects of one kind, by subject key; at most four queries a batch."""
    keys = [one.subject_key for one in judged]
    known = {
        light.subject_key: light
        for light in Light.objects.filter(subject_kind=subject_kind, subject_key__in=keys)
    }
    before = {key: light.colour for key, light in known.items()}
    written = [_as_light(one, known.get(one.subject_key), subject_kind, rule_set, now) for one in judged]
    Light.objects.bulk_create([light for light in written if light.pk is None])
    again = [light for light in written if light.subject_key in before]
    Light.objects.bulk_create(again, update_conflicts=True, unique_fields=["id"], update_fields=_STORED)
    _remember_turns(written, before, now)
    return {light.subject_key: light for light in written}


def _as_light(one: Judged, light: Light | None, kind: str, rule_set: RulesInForce, now: datetime) -> Light:
    """The row of a judged subject; a new one when it had none."""
    light = light or Light(subject_kind=kind, subject_key=one.subject_key, since=now)
    if light.colour != one.verdict.colour:
        light.since = now
    light.colour = one.verdict.colour.value
    light.severity = SEVERITY[one.verdict.colour]
    light.rule = one.verdict.rule
    light.rule_set_id = rule_set.pk
    light.numbers = one.verdict.numbers
    light.chain = list(one.verdict.chain)
    light.unit_id = one.unit_id
    light.post_title = one.post_title
    light.computed_at = now
    return light


def _remember_turns(lights: Sequence[Light], before: dict[str, str], now: datetime) -> None:
    LightChange.objects.bulk_create(
        LightChange(
            light=light,
            at=now,
            before=before.get(light.subject_key, ""),
            after=light.colour,
            rule=light.rule,
            numbers=light.numbers,
        )
        for light in lights
        if before.get(light.subject_key, "") != light.colour
    )


@transaction.atomic
def revise_rules(
    *,
    actor: Actor,
    version: str,
    method: Method,
    thresholds: Thresholds,
    reason: str,
    now: datetime,
    in_force_from: datetime | None = None,
) -> RuleSet:
    """Put a new rule set beside the old ones, in force from `now` or later; old ones are never edited.

    Refuses without a reason, with a version that exists, or with a moment in the past.
    """
    demand(actor, LightAction.REVISE_RULES)
    moment = in_force_from or now
    _guard_revision(version, reason, moment, now)
    before = rules_in_force(now)
    try:
        with transaction.atomic():
            row = RuleSet.objects.create(
                version=version.strip(),
                in_force_from=moment,
                method=method.value,
                thresholds=to_json(thresholds),
                reason=reason.strip(),
                author_label=actor.label,
                made_at=now,
            )
    except IntegrityError as error:
        raise LostRace(version=version) from error
    changes = {
        "before": {"version": before.version, "method": before.method, **to_json(before.thresholds)},
        "after": {"version": row.version, "method": row.method, **row.thresholds},
    }
    record(
        actor=actor, action=LightAction.REVISE_RULES, subject=row, now=now, note=row.reason, changes=changes
    )
    return row


def _guard_revision(version: str, reason: str, moment: datetime, now: datetime) -> None:
    wrong: dict[str, str] = {}
    if not reason.strip():
        wrong["reason"] = "input.reason_needed"
    if not version.strip():
        wrong["version"] = "input.required"
    elif RuleSet.objects.filter(version=version.strip()).exists():
        wrong["version"] = "lights.version_exists"
    if moment < now:
        wrong["in_force_from"] = "lights.in_the_past"
    if wrong:
        raise Invalid(wrong)
