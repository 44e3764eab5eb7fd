"""The minutes as an official document."""

from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext as _

from yipanqi.access.actor import Actor
from yipanqi.access.registry import fetch_or_404
from yipanqi.consultations.models import Session
from yipanqi.consultations.queries.minutes import LANGUAGE
from yipanqi.consultations.rules import ConsultationAction
from yipanqi.consultations.transitions import SessionStatus
from yipanqi.exchange.official import Heading, OfficialDocument, Paragraph
from yipanqi.foundation import clock
from yipanqi.foundation.errors import NotFound


def minutes_document(actor: Actor, session_id: int, now: datetime) -> OfficialDocument:
    """The minutes of a decided session, with what was decided afterwards at the end; NotFound before."""
    rows = Session.objects.select_related("year")
    session = fetch_or_404(actor, ConsultationAction.VIEW, rows, pk=session_id)
    if session.status != SessionStatus.DECIDED or session.decided_at is None:
        raise NotFound()
    with translation.override(LANGUAGE):
        about = {"year": session.year.number, "number": session.number}
        return OfficialDocument(
            issuer=session.year.zone,
            number=_("Minutes %(year)s no. %(number)s") % about,
            title=_("Minutes: %(title)s") % {"title": session.title},
            addressee="",
            blocks=(*_blocks(session), *_later(session)),
            signed_by=session.year.zone,
            day=clock.today(session.decided_at),
        )


def _blocks(session: Session) -> list[Heading | Paragraph]:
    return [Heading(1, text) if kind == "heading" else Paragraph(text) for kind, text in session.minutes]


def _later(session: Session) -> list[Heading | Paragraph]:
    """What was decided after the minutes were written."""
    rows = session.decisions.filter(at__gt=session.decided_at)
    lines = [Paragraph(f"{clock.today(row.at).isoformat()}：{row.text}") for row in rows]
    return [Heading(1, _("Decided afterwards")), *lines] if lines else []
