"""One target in full: figures, chart, history, words, lists, changes and why its light is as it is."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Prefetch

from yipanqi.access.actor import Actor
from yipanqi.access.registry import fetch_or_404, may, within
from yipanqi.files.models import Attachment
from yipanqi.foundation import clock
from yipanqi.foundation.errors import NotFound
from yipanqi.lights.queries import Turn, Why, why
from yipanqi.org.models import Unit
from yipanqi.targets.forecast import monthly_amounts
from yipanqi.targets.models import (
    Change,
    Comment,
    ListItem,
    ListKind,
    Reading,
    Statement,
    Target,
    TargetKind,
)
from yipanqi.targets.queries.asks import asked_period
from yipanqi.targets.queries.pure import course_of, promise_of
from yipanqi.targets.queries.rows import as_row, source_label, with_history
from yipanqi.targets.queries.shapes import (
    Course,
    Decided,
    Evidence,
    Former,
    Line,
    Powers,
    ReadingLine,
    Remark,
    Said,
    TargetPage,
)
from yipanqi.targets.rules import TargetAction
from yipanqi.targets.sources import MANUAL
from yipanqi.targets.trajectory import Point, expected_at, line_of
from yipanqi.targets.transitions import TARGETS, TargetStatus, YearStatus


def target_page(actor: Actor, target_id: int, now: datetime, *, since: datetime | None = None) -> TargetPage:
    """One target; NotFound where there is none or the actor may not know of it. At most sixteen queries."""
    target = _fetch(actor, target_id, since)
    today = clock.today(now)
    reason = why(target.light) if target.light else None
    readings = list(target.readings.all())
    course = _course(target, readings, today) if target.kind == TargetKind.INDICATOR else None
    return TargetPage(
        row=as_row(target),
        year=target.year.number,
        year_id=target.year_id,
        year_status=target.year.status,
        goal_parents=_parents(target),
        partners=tuple(unit.short_name for unit in target.partners.all()),
        partner_ids=tuple(unit.pk for unit in target.partners.all()),
        leader_id=target.leader_id,
        standard=target.standard,
        trajectory=target.trajectory,
        base=target.base,
        why=reason,
        course=course,
        points=tuple(Point(row.day, row.value) for row in target.trajectory_points.all()),
        readings=_lines(target, readings, reason.turns if reason else ()),
        statements=tuple(_said(row) for row in reversed(target.statements.all())),
        lists=_lists(target, today),
        comments=tuple(_remark(row) for row in target.comments.all()),
        changes=tuple(_decided(row) for row in target.changes.all()),
        powers=_powers(actor, target),
        asked=asked_period(target.cycle, today),
        today=today,
        days_left=(target.counts_on - today).days if target.counts_on else None,
    )


def why_target(actor: Actor, target_id: int) -> Why | None:
    """The explanation behind a target's lamp; None before its first light. Two queries."""
    rows = Target.objects.select_related("light__unit", "light__rule_set")
    target = fetch_or_404(actor, TargetAction.VIEW, rows, pk=target_id)
    return why(target.light) if target.light else None


def _fetch(actor: Actor, target_id: int, since: datetime | None) -> Target:
    """The target with everything that hangs on it, prefetched."""
    evidence = Prefetch("evidence", Attachment.objects.only("pk", "name"))
    rows = within(actor, TargetAction.VIEW, Target.objects.filter(pk=target_id))
    found = (
        with_history(rows, since)
        .select_related(
            "year", "light", "light__unit", "light__rule_set", "lead", "leader", "goal__parent__parent"
        )
        .prefetch_related(
            Prefetch("partners", Unit.objects.only("pk", "short_name")),
            Prefetch("readings", Reading.objects.prefetch_related(evidence)),
            Prefetch("statements", Statement.objects.select_related("unit").prefetch_related(evidence)),
            Prefetch("list_items", ListItem.objects.select_related("owner")),
            Prefetch("comments", Comment.objects.select_related("unit")),
            "changes",
            "past_values",
            "trajectory_points",
        )
        .first()
    )
    if found is None:
        raise NotFound()
    return found


def _parents(target: Target) -> tuple[str, ...]:
    """The names above the target's goal, from far to near."""
    names: list[str] = []
    goal = target.goal.parent
    while goal is not None and len(names) < 2:
        names.append(goal.name)
        goal = goal.parent if len(names) < 2 else None
    return tuple(reversed(names))


def _course(target: Target, readings: Sequence[Reading], today: date) -> Course | None:
    """The lines of the chart; without readings the trajectory alone."""
    if target.value is None:
        return None
    promise = promise_of(target, target.trajectory_points.all())
    course = course_of(promise, (row for row in readings if row.current), target.past_values.all())
    first = course.readings[0] if course else None
    fact = course.line if course else ()
    forecast: tuple[Point, ...] = ()
    if course and target.forecast is not None and course.last.day < promise.due:
        forecast = (course.last, Point(promise.due, target.forecast))
    return Course(
        begin=promise.eve,
        end=promise.due,
        plan=line_of(promise, first),
        fact=fact,
        forecast=forecast,
        low=_number(target, "low"),
        high=_number(target, "high"),
        months=tuple(monthly_amounts(fact)) if promise.accumulates else (),
    )


def _number(target: Target, name: str) -> Decimal | None:
    raw = target.numbers.get(name)
    return Decimal(raw) if raw is not None else None


def _lines(target: Target, readings: Sequence[Reading], turns: Sequence[Turn]) -> tuple[ReadingLine, ...]:
    """Current readings, newest first, each with its replaced revisions."""
    former: dict[date, list[Former]] = defaultdict(list)
    for row in readings:
        if not row.current:
            former[row.period].append(Former(row.value, row.note, row.author_label, row.at))
    current = [row for row in readings if row.current]
    promise = promise_of(target, target.trajectory_points.all())
    first = Point(current[0].as_of, current[0].value) if current else None
    before: Reading | None = None
    lines = []
    for row in current:
        expected = expected_at(promise, row.as_of, first)
        amount = row.value - (before.value if before else Decimal(0)) if promise.accumulates else None
        lines.append(_line(row, amount, expected, _colour_after(row.at, turns), tuple(former[row.period])))
        before = row
    return tuple(reversed(lines))


def _line(
    row: Reading, amount: Decimal | None, expected: Decimal | None, colour: str, former: tuple[Former, ...]
) -> ReadingLine:
    return ReadingLine(
        pk=row.pk,
        period=row.period,
        as_of=row.as_of,
        value=row.value,
        amount=amount,
        expected=None if expected is None else round(expected, 4),
        colour=colour,
        note=row.note,
        source=str(source_label(row.source)),
        provenance=row.provenance,
        author=row.author_label,
        at=row.at,
        unchanged=row.unchanged,
        illustrative=row.illustrative,
        former=former,
        evidence=_evidence(row.evidence.all()),
    )


def _colour_after(moment: datetime, turns: Sequence[Turn]) -> str:
    """The colour that stood when a reading had been computed; empty before the first light."""
    known = [turn.after for turn in turns if turn.at <= moment]
    return known[-1] if known else ""


def _evidence(rows: Iterable[Attachment]) -> tuple[Evidence, ...]:
    return tuple(Evidence(row.pk, row.name) for row in rows)


def _said(row: Statement) -> Said:
    return Said(
        text=row.text,
        unchanged=row.unchanged,
        done_on=row.done_on,
        expected_on=row.expected_on,
        author=row.author_label,
        unit=row.unit.short_name if row.unit else "",
        at=row.at,
        illustrative=row.illustrative,
        evidence=_evidence(row.evidence.all()),
    )


def _lists(target: Target, today: date) -> Mapping[str, tuple[Line, ...]]:
    """The three lists of standing work; empty for other kinds."""
    if target.kind != TargetKind.STANDING:
        return {}
    rows = list(target.list_items.all())
    return {
        kind: tuple(_list_line(row, today) for row in rows if row.kind == kind) for kind in ListKind.values
    }


def _list_line(row: ListItem, today: date) -> Line:
    return Line(
        pk=row.pk,
        text=row.text,
        owner=row.owner.short_name if row.owner else "",
        due=row.due,
        done_on=row.done_on,
        result=row.result,
        is_overdue=bool(row.due and not row.done_on and row.due < today),
    )


def _remark(row: Comment) -> Remark:
    return Remark(
        row.pk,
        row.unit.short_name,
        row.author_label,
        row.text,
        row.proposed_value,
        row.proposed_due,
        row.at,
        row.accepted,
        row.answer,
        row.answered_at,
    )


def _decided(row: Change) -> Decided:
    return Decided(
        row.field, row.before, row.after, row.decision, row.reason, row.extension, row.author_label, row.at
    )


def _powers(actor: Actor, target: Target) -> Powers:
    """Rights of the actor on this row, where the states allow the act. At most three queries."""
    fixed = target.year.status == YearStatus.FIXED
    setting = target.year.status in (YearStatus.DRAFT, YearStatus.COMMENTS)
    active = target.status == TargetStatus.ACTIVE
    owns = may(actor, TargetAction.ENTER_READING, target)
    keeps_year = may(actor, TargetAction.ALTER_TARGET, target)
    is_indicator = target.kind == TargetKind.INDICATOR
    moves = {move.name for move in TARGETS.moves_from(target.status)}
    return Powers(
        enter=owns and fixed and active and is_indicator and target.source == MANUAL,
        state=owns and fixed and active and not is_indicator,
        keep_lists=owns and target.kind == TargetKind.STANDING and active,
        complete=owns and fixed and "complete" in moves and not is_indicator,
        comment=target.year.status == YearStatus.COMMENTS and may(actor, TargetAction.COMMENT, target),
        answer=keeps_year and setting,
        alter=keeps_year and setting,
        change=keeps_year and fixed and active,
        trajectory=keeps_year and is_indicator and target.year.status != YearStatus.CLOSED,
        drop=keeps_year and fixed and "drop" in moves,
        reopen=keeps_year and fixed and "reopen" in moves,
    )
