"""Figures and lights of targets, computed at write and stored: pages only read them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.db import models, transaction
from django.db.models import Max

from yipanqi.access.actor import SYSTEM
from yipanqi.audit.operations import record
from yipanqi.foundation import clock, events
from yipanqi.lights.operations import Judged, store_lights
from yipanqi.lights.queries import rules_in_force
from yipanqi.lights.verdict import Verdict
from yipanqi.targets import judgement
from yipanqi.targets.events import TargetRecomputed
from yipanqi.targets.judgement import Figures, Rules
from yipanqi.targets.models import (
    ListItem,
    ListKind,
    PastValue,
    Reading,
    Statement,
    Target,
    TargetKind,
    TrajectoryPoint,
)
from yipanqi.targets.periods import period_end
from yipanqi.targets.planned import PlannedMilestone, planned
from yipanqi.targets.queries.pure import counted_due, course_of, promise_of
from yipanqi.targets.rules import TargetAction
from yipanqi.targets.sources import MANUAL, SourcedValue, find_source
from yipanqi.targets.trajectory import MEAN
from yipanqi.targets.transitions import TARGETS, TargetStatus, YearStatus
from yipanqi.workdays.queries import calendar

SUBJECT = "target"
_COMPUTED = (
    "light",
    "to_date",
    "to_date_period",
    "to_date_at",
    "expected",
    "forecast",
    "needed_pace",
    "numbers",
    "computed_at",
)
_JUDGED_YEARS = (YearStatus.FIXED, YearStatus.CLOSED)


@dataclass(frozen=True)
class Known:
    """All facts about the targets at hand, by target id."""

    readings: dict[int, list[Reading]]
    past: dict[int, list[PastValue]]
    points: dict[int, list[TrajectoryPoint]]
    items: dict[int, list[ListItem]]
    heard: dict[int, datetime]
    expected_on: dict[int, date]
    planned: dict[int, PlannedMilestone]


@transaction.atomic(savepoint=False)
def recompute(target_ids: Collection[int], now: datetime) -> None:
    """Compute figures and lights of these targets, store them, announce TargetRecomputed for each.

    A constant number of queries whatever the number of targets. Targets of a year that is not fixed yet and
    dropped ones are left alone.
    """
    targets = list(
        Target.objects.filter(pk__in=target_ids, year__status__in=_JUDGED_YEARS)
        .exclude(status=TargetStatus.DROPPED)
        .select_related("year", "lead", "leader", "light")
    )
    if not targets:
        return
    today = clock.today(now)
    known = _known(targets)
    _take_computed(targets, known, today, now)
    force = rules_in_force(now)
    workdays = calendar(today.year, today.year)
    rules = Rules(force.method, force.thresholds, workdays.add)
    verdicts = {}
    for target in targets:
        verdict = _assess(target, known, rules, now)
        verdicts[target.pk] = judgement.in_palette(verdict, force.thresholds.palette)
        target.computed_at = now
    before = {target.pk: target.light.colour if target.light else "" for target in targets}
    lights = store_lights(
        subject_kind=SUBJECT,
        judged=[_judged(target, verdicts[target.pk]) for target in targets],
        rule_set=force,
        now=now,
    )
    for target in targets:
        target.light_id = lights[str(target.pk)]
    Target.objects.bulk_create(targets, update_conflicts=True, unique_fields=["id"], update_fields=_COMPUTED)
    for target in targets:
        after = verdicts[target.pk].colour.value
        events.publish(TargetRecomputed(target.pk, before[target.pk], after, now))


def recompute_year(now: datetime) -> None:
    """Recompute the live targets of fixed years that were last computed on an earlier day or by older rules.

    Called by `tick` at every round: idle until the zone's day changes or a rule set comes into force.
    """
    force = rules_in_force(now)
    fresh_from = datetime.combine(clock.today(now), time(), clock.ZONE_TIME)
    stale = models.Q(computed_at__isnull=True) | models.Q(computed_at__lt=fresh_from)
    stale |= (
        models.Q(light__rule_set__isnull=False) if force.pk is None else ~models.Q(light__rule_set=force.pk)
    )
    live = Target.objects.filter(year__status=YearStatus.FIXED).exclude(status=TargetStatus.DROPPED)
    recompute(list(live.filter(stale).values_list("pk", flat=True)), now)


def _judged(target: Target, verdict: Verdict) -> Judged:
    post = target.leader.title if target.leader else ""
    return Judged(str(target.pk), verdict, target.lead_id, post)


def _known(targets: Sequence[Target]) -> Known:
    """Everything that is known of the targets; at most six queries, none for kinds that are not there."""
    figures = [target.pk for target in targets if target.kind == TargetKind.INDICATOR]
    others = [target.pk for target in targets if target.kind != TargetKind.INDICATOR]
    known = Known({}, {}, {}, {}, {}, {}, {})
    if figures:
        current = Reading.objects.filter(target__in=figures, current=True).order_by("period")
        known = replace(
            known,
            readings=_by_target(current),
            past=_by_target(PastValue.objects.filter(target__in=figures)),
            points=_by_target(TrajectoryPoint.objects.filter(target__in=figures)),
        )
    if others:
        known = replace(known, **_words_of(others), planned=planned(others))
    return known


def _words_of(ids: Sequence[int]) -> dict[str, Any]:
    """What was said of milestones and standing work, and their lists."""
    statements = Statement.objects.filter(target__in=ids)
    last_words = statements.order_by().values("target").annotate(at=Max("at"))
    promises = statements.order_by("at", "id").values_list("target_id", "expected_on")
    return {
        "items": _by_target(ListItem.objects.filter(target__in=ids).select_related("owner")),
        "heard": {row["target"]: row["at"] for row in last_words},
        "expected_on": {target: day for target, day in promises if day},
    }


def _by_target(rows: Iterable[Any]) -> dict[int, list[Any]]:
    grouped: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        grouped[row.target_id].append(row)
    return grouped


def _assess(target: Target, known: Known, rules: Rules, now: datetime) -> Verdict:
    """The target's figures set on the row, and its verdict."""
    assess = {
        TargetKind.INDICATOR: _assess_indicator,
        TargetKind.MILESTONE: _assess_milestone,
        TargetKind.STANDING: _assess_standing,
    }[TargetKind(target.kind)]
    return assess(target, known, rules, now)


def _assess_indicator(target: Target, known: Known, rules: Rules, now: datetime) -> Verdict:
    today = clock.today(now)
    readings = known.readings.get(target.pk, [])
    promise = promise_of(target, known.points.get(target.pk, ()))
    course = course_of(promise, readings, known.past.get(target.pk, ()))
    made = judgement.figures(promise, course, today)
    _set_figures(target, made, readings[-1] if readings else None)
    verdict = judgement.judge_indicator(made, target.cycle, rules)
    verdict.numbers["unit"] = target.unit
    target.numbers = verdict.numbers
    return verdict


def _set_figures(target: Target, made: Figures, last: Reading | None) -> None:
    target.to_date = made.to_date
    target.to_date_period = last.period if last else None
    target.to_date_at = last.at if last else None
    target.expected = _stored(made.expected)
    target.forecast = _stored(made.forecast.value if made.forecast else None)
    target.needed_pace = _stored(made.control if made.promise.measure == MEAN else made.needed)


def _stored(value: Decimal | None) -> Decimal | None:
    return None if value is None else round(value, 4)


def _assess_milestone(target: Target, known: Known, rules: Rules, now: datetime) -> Verdict:
    today = clock.today(now)
    plan = known.planned.get(target.pk)
    if plan and plan.done_on and target.status == TargetStatus.ACTIVE:
        _reach_by_plan(target, plan, now)
    facts = judgement.MilestoneFacts(
        counts_on=counted_due(target),
        cycle=target.cycle,
        since=owes_since(target),
        heard=_heard(target, known),
        expected_on=plan.expected_on if plan else known.expected_on.get(target.pk),
        done_on=target.done_on,
    )
    verdict = judgement.judge_milestone(facts, today, rules)
    _set_news(target, known, verdict)
    return verdict


def _reach_by_plan(target: Target, plan: PlannedMilestone, now: datetime) -> None:
    """The plan's own fact completes the milestone: it is not entered a second time."""
    before = TargetStatus(target.status)
    move = TARGETS.guard(before, "complete")
    unmoved = Target.objects.filter(pk=target.pk, status=before)
    if unmoved.update(status=move.target, done_on=plan.done_on):
        target.status, target.done_on = move.target, plan.done_on
        record(
            actor=SYSTEM,
            action=TargetAction.COMPLETE,
            subject=target,
            now=now,
            note=plan.plan,
            changes={"done_on": str(plan.done_on)},
        )


def _assess_standing(target: Target, known: Known, rules: Rules, now: datetime) -> Verdict:
    today = clock.today(now)
    items = known.items.get(target.pk, [])
    undone = [item for item in items if not item.done_on]
    facts = judgement.StandingFacts(
        cycle=target.cycle,
        since=owes_since(target),
        heard=_heard(target, known),
        open_items=[judgement.OpenItem(item.due, item.kind == ListKind.PROBLEM) for item in undone],
        done_items=len(items) - len(undone),
    )
    verdict = judgement.judge_standing(facts, today, rules)
    overdue = [item for item in undone if item.due and item.due < today]
    chained = Verdict(verdict.colour, verdict.rule, verdict.numbers, _chain(overdue))
    _set_news(target, known, chained)
    return chained


def _chain(items: Iterable[ListItem]) -> tuple[dict[str, Any], ...]:
    """Overdue lines as steps, the longest overdue first."""
    ordered = sorted(items, key=lambda item: item.due or date.max)
    return tuple(
        {"text": item.text, "unit": str(item.owner or ""), "since": item.due.isoformat() if item.due else ""}
        for item in ordered
    )


def _heard(target: Target, known: Known) -> date | None:
    at = _heard_at(target, known)
    return clock.today(at) if at else None


def _heard_at(target: Target, known: Known) -> datetime | None:
    """The owner's last word, said here or by a fact in the plan."""
    plan = known.planned.get(target.pk)
    words = [at for at in (known.heard.get(target.pk), plan.heard if plan else None) if at]
    return max(words, default=None)


def owes_since(target: Target) -> date:
    """The day from which the owner owes news: the fixing of the year, not before it begins."""
    start = date(target.year.number, 1, 1)
    return max(start, clock.today(target.year.fixed_at)) if target.year.fixed_at else start


def _set_news(target: Target, known: Known, verdict: Verdict) -> None:
    target.to_date_at = _heard_at(target, known)
    target.numbers = verdict.numbers


def _take_computed(targets: Sequence[Target], known: Known, today: date, now: datetime) -> None:
    """Ask the sources, and keep what is new as readings; earlier revisions stay."""
    added: list[Reading] = []
    for target, key, value in _sourced(targets, today):
        readings = known.readings.get(target.pk, [])
        period = period_end(target.cycle, value.day)
        former = next((reading for reading in readings if reading.period == period), None)
        if former and former.value == value.value and former.as_of == value.day:
            continue
        reading = _computed_reading(target, key, value, period, former, now)
        known.readings[target.pk] = sorted(
            [*(other for other in readings if other is not former), reading], key=lambda row: row.period
        )
        added.append(reading)
    replaced = [(reading.target_id, reading.period) for reading in added if reading.revision > 1]
    if replaced:
        _retire(replaced)
    Reading.objects.bulk_create(added)


def _sourced(targets: Sequence[Target], today: date) -> Iterable[tuple[Target, str, SourcedValue]]:
    """Every computed target with its source's value; one call a source."""
    by_source: dict[str, list[Target]] = defaultdict(list)
    for target in targets:
        if target.source != MANUAL and target.kind == TargetKind.INDICATOR:
            by_source[target.source].append(target)
    for key, members in by_source.items():
        source = find_source(key)
        values = source.count([target.pk for target in members], today) if source else {}
        yield from ((target, key, values[target.pk]) for target in members if target.pk in values)


def _computed_reading(
    target: Target, key: str, value: SourcedValue, period: date, former: Reading | None, now: datetime
) -> Reading:
    return Reading(
        target=target,
        period=period,
        as_of=value.day,
        revision=former.revision + 1 if former else 1,
        value=value.value,
        source=key,
        provenance=value.provenance,
        illustrative=value.illustrative,
        unit_id=None,
        author_key=SYSTEM.key,
        author_label=SYSTEM.label,
        at=now,
    )


def _retire(replaced: Sequence[tuple[int, date]]) -> None:
    """Readings that a newer revision replaces are no longer current."""
    which = models.Q()
    for target_id, period in replaced:
        which |= models.Q(target=target_id, period=period)
    Reading.objects.filter(which, current=True).update(current=False)
