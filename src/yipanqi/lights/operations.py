"""Writes of the room. `store_lights` is the only writer of lights; nobody can edit one."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from yipanqi.access.actor import Actor
from yipanqi.access.registry import demand
from yipanqi.audit.operations import record
from yipanqi.bulk import insert_rows, update_rows
from yipanqi.foundation.errors import Invalid, LostRace
from yipanqi.lights.models import Light, LightChange, RuleSet
from yipanqi.lights.queries import RulesInForce, rules_in_force
from yipanqi.lights.rules import LightAction
from yipanqi.lights.thresholds import Method, Thresholds, to_json
from yipanqi.lights.verdict import SEVERITY, Verdict

_SUBJECT = ("subject_kind", "subject_key")
_TOLD = ("colour", "severity", "rule", "rule_set_id", "numbers", "chain", "unit_id", "post_title")
_MOMENTS = ("since", "computed_at")
_CHANGE = ("light_id", "at", "before", "after", "rule", "numbers")
_FEW = 1000
"""Up to so many subjects are looked for by key and written whole; of more, all of the kind are read, and what changed is written."""


@dataclass(frozen=True)
class Judged:
    """A verdict about one subject, with who answers for it."""

    subject_key: str
    verdict: Verdict
    unit_id: int | None = None
    post_title: str = ""

    def told(self, rule_set: RulesInForce) -> tuple[Any, ...]:
        """What the light says, in the order of its columns."""
        verdict = self.verdict
        colour, chain = verdict.colour, list(verdict.chain)
        return (
            colour.value, SEVERITY[colour], verdict.rule, rule_set.pk, verdict.numbers, chain, self.unit_id, self.post_title
        )  # fmt: skip


@dataclass(frozen=True)
class _Stored:
    """A light as it stands."""

    pk: int
    since: datetime
    told: tuple[Any, ...]


@transaction.atomic(savepoint=False)
def store_lights(
    *, subject_kind: str, judged: Sequence[Judged], rule_set: RulesInForce, now: datetime
) -> dict[str, int]:
    """Store the lights of many subjects of one kind; their ids by subject key.

    `since` and history move only when the colour does. At most five queries, and only what changed is written.
    """
    stored = _stored(subject_kind, [one.subject_key for one in judged])
    new = [one for one in judged if one.subject_key not in stored]
    told = {one.subject_key: one.told(rule_set) for one in judged}
    ids = {key: light.pk for key, light in stored.items()}
    rows = [(subject_kind, one.subject_key, *told[one.subject_key], now, now) for one in new]
    ids |= dict(insert_rows(Light, (*_SUBJECT, *_TOLD, *_MOMENTS), rows, returning=("subject_key", "id")))
    _update(stored, told, now)
    _remember_turns(stored, told, ids, now)
    return ids


def _stored(kind: str, keys: Collection[str]) -> dict[str, _Stored]:
    lights = Light.objects.filter(subject_kind=kind)
    if len(keys) <= _FEW:
        lights = lights.filter(subject_key__in=keys)
    wanted = set(keys)
    rows = lights.values_list("subject_key", "pk", "since", *_TOLD)
    return {key: _Stored(pk, since, tuple(told)) for key, pk, since, *told in rows if key in wanted}


def _update(stored: Mapping[str, _Stored], told: Mapping[str, tuple[Any, ...]], now: datetime) -> None:
    """Write what a light says now where it said something else, and that all were computed.

    Few are written whole: one statement instead of two.
    """
    is_written = {key: len(stored) <= _FEW or told[key] != light.told for key, light in stored.items()}
    rows = [
        (light.pk, *told[key], _since(light, told[key], now), now)
        for key, light in stored.items()
        if is_written[key]
    ]
    update_rows(Light, ("id",), (*_TOLD, *_MOMENTS), rows)
    same = [(light.pk, now) for key, light in stored.items() if not is_written[key]]
    update_rows(Light, ("id",), ("computed_at",), same)


def _since(light: _Stored, new: tuple[Any, ...], now: datetime) -> datetime:
    return light.since if light.told[0] == new[0] else now


def _remember_turns(
    stored: Mapping[str, _Stored], told: Mapping[str, tuple[Any, ...]], ids: Mapping[str, int], now: datetime
) -> None:
    before = {key: light.told[0] for key, light in stored.items()}
    rows = [
        (ids[key], now, before.get(key, ""), colour, rule, numbers)
        for key, (colour, _, rule, _, numbers, *_) in told.items()
        if before.get(key) != colour
    ]
    insert_rows(LightChange, _CHANGE, rows)


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
