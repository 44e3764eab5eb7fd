"""The minutes of a session: written once, when it is decided, in the zone's own language."""

from collections.abc import Iterator

from django.utils import translation
from django.utils.translation import gettext as _

from yipanqi.consultations.models import Conflict, Decision, Session
from yipanqi.consultations.transitions import CONFLICTS, ConflictStatus
from yipanqi.consultations.wording import change_sentence, sentence, title
from yipanqi.foundation.transitions import Group

LANGUAGE = "zh-hans"
Block = list[str]
"""["heading", text] or ["paragraph", text]."""


def minutes_of(session: Session) -> list[Block]:
    """What was decided, put off, left open and agreed, from the rows as they stand now. Five queries."""
    with translation.override(LANGUAGE):
        return [*_decided(session), *_put_off(session), *_left(session), *_agreed(session)]


def _decided(session: Session) -> Iterator[Block]:
    rows = list(session.decisions.select_related("conflict", "who"))
    yield ["heading", _("Decisions")]
    if not rows:
        yield ["paragraph", _("No conflict needed a decision.")]
    for number, decision in enumerate(rows, start=1):
        yield from _decision(number, decision)


def _decision(number: int, decision: Decision) -> Iterator[Block]:
    conflict = decision.conflict
    if conflict:
        about = {"number": number, "rule": title(conflict.rule), "days": conflict.days}
        heading = _("%(number)s. %(rule)s, %(days)s days at stake") % about
        yield ["paragraph", f"{heading}：{sentence(conflict.rule, conflict.numbers)}"]
    yield ["paragraph", _("Decided: %(text)s") % {"text": decision.text}]
    if decision.who or decision.by:
        owed = {"who": str(decision.who or "—"), "by": str(decision.by or "—")}
        yield ["paragraph", _("Responsible: %(who)s, by %(by)s.") % owed]
    for change in decision.changes:
        yield ["paragraph", change_sentence(change)]


def _put_off(session: Session) -> Iterator[Block]:
    rows = session.conflicts.filter(status=ConflictStatus.PUT_OFF)
    if rows:
        yield ["heading", _("Put off")]
    for row in rows:
        reason = _("Reason: %(note)s") % {"note": row.note}
        yield ["paragraph", f"{_line(row)} {reason}"]


def _left(session: Session) -> Iterator[Block]:
    rows = session.conflicts.filter(status__in=CONFLICTS.in_group(Group.OPEN))
    if rows:
        yield ["heading", _("Not settled")]
    for row in rows:
        yield ["paragraph", _line(row)]


def _line(row: Conflict) -> str:
    return f"{title(row.rule)}：{sentence(row.rule, row.numbers)}"


def _agreed(session: Session) -> Iterator[Block]:
    rows = list(session.agreed_plans.select_related("plan__owner", "version").order_by("plan_id"))
    yield ["heading", _("Agreed plans")]
    if not rows:
        yield ["paragraph", _("No plan was agreed.")]
    for row in rows:
        about = {
            "plan": row.plan.name,
            "unit": str(row.plan.owner),
            "number": row.version.number,
            "finish": str(row.plan.agreed_finish or "—"),
        }
        yield ["paragraph", _("%(plan)s (%(unit)s), version %(number)s: to end by %(finish)s.") % about]
