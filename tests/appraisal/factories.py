"""Rows of an appraisal for tests: a scheme over annual targets, a round of 2018, people."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from factories import NOW, UnitFactory, actor
from targets.factories import TargetFactory, YearFactory, read_months
from yipanqi.access.actor import Actor
from yipanqi.access.roles import Role
from yipanqi.appraisal import operations as op
from yipanqi.appraisal.models import Commendation, Objection, Round, Scheme, Sheet
from yipanqi.appraisal.schemes import SchemeDraft, Terms
from yipanqi.appraisal.scoring import Grade, Rule
from yipanqi.org.models import Unit
from yipanqi.targets.models import Target

TARGETS = Rule("targets", "年度目标", "targets.indicators", weight=Decimal(100))

TERMS = Terms(
    grades=(
        Grade("优秀", Decimal(90), commend=True),
        Grade("良好", Decimal(80)),
        Grade("合格", Decimal(60)),
        Grade("不合格", Decimal(0)),
    )
)


def draft(
    *rules: Rule, name: str = "示例办法", terms: Terms | None = None, reason: str = "示例"
) -> SchemeDraft:
    """A scheme of these rules, else of annual targets alone."""
    return SchemeDraft(name, rules or (TARGETS,), terms or TERMS, reason)


def office() -> Actor:
    """The appraisal office."""
    return actor(Role.APPRAISAL)


def scheme(*rules: Rule, **fields: Any) -> Scheme:
    """A scheme as the office makes it."""
    return op.make_scheme(actor=office(), draft=draft(*rules, **fields), now=NOW)


def opened(*rules: Rule, who: Actor | None = None, until: date = date(2018, 9, 30), **fields: Any) -> Round:
    """A round from the first of January on."""
    return op.open_round(
        actor=who or office(),
        year_id=YearFactory().pk,
        scheme_id=scheme(*rules).pk,
        name=fields.pop("name", "示例考核"),
        since=date(2018, 1, 1),
        until=until,
        now=NOW,
        **fields,
    )


def led_target(values: list[int] | None = None, lead: Unit | None = None, **fields: Any) -> Target:
    """A target of 120 a year with readings of the first nine months: 90 are expected by the end of September."""
    target = TargetFactory(lead=lead or UnitFactory(), **fields)
    read_months(target, [10, 20, 30, 40, 50, 60, 70, 80, 90] if values is None else values)
    return target


def computed(*rules: Rule, who: Actor | None = None, **fields: Any) -> Round:
    """A round with its sheets."""
    who = who or office()
    found = opened(*rules, who=who, **fields)
    return op.compute_sheets(actor=who, round_id=found.pk, now=NOW)


def frozen(*rules: Rule, who: Actor | None = None, at: datetime = NOW, **fields: Any) -> Round:
    """A round with published sheets."""
    who = who or office()
    found = computed(*rules, who=who, **fields)
    return op.freeze_round(actor=who, round_id=found.pk, now=at)


def sheet_of(round_: Round, unit: Unit) -> Sheet:
    """The unit's sheet."""
    return Sheet.objects.get(round=round_, unit=unit)


def objection_of(unit: Unit) -> Objection:
    """What the unit says against its one score in a published round."""
    made = frozen()
    who = actor(Role.UNIT_HEAD, units=[unit])
    sheet = sheet_of(made, unit)
    return op.raise_objection(actor=who, sheet_id=sheet.pk, rule="targets", text="示例：少计一项", now=NOW)


def commended(unit: Unit) -> Commendation:
    """The unit on the list of a finished round."""
    made = frozen()
    later = NOW + timedelta(days=14)
    op.finish_round(actor=actor(Role.LEADER), round_id=made.pk, now=later)
    return op.commend(
        actor=office(),
        round_id=made.pk,
        unit_id=unit.pk,
        title="年度先进单位",
        reason="示例",
        now=later,
        reward="奖牌",
        subsidy=Decimal(50_000),
    )
