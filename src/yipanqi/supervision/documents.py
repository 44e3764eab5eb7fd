"""Bulletins and monthly reports as official documents: one text for the page, for Word and for PDF."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from django.utils.translation import gettext as _

from yipanqi.access.actor import Actor
from yipanqi.exchange.official import Heading, OfficialDocument, Paragraph, Table
from yipanqi.foundation import clock
from yipanqi.supervision import reporting, telling
from yipanqi.supervision.queries.bulletins import bulletin_page
from yipanqi.supervision.queries.months import unit_month
from yipanqi.supervision.telling import Section

Block = Heading | Paragraph | Table


def bulletin_document(actor: Actor, bulletin_id: int) -> OfficialDocument:
    """The bulletin as it went out."""
    row = bulletin_page(actor, bulletin_id)
    contents = row.contents
    remark = [Paragraph(line) for line in row.remark.splitlines() if line.strip()]
    return OfficialDocument(
        issuer=contents["issuer"],
        number=telling.number_of(row.year, row.number),
        title=telling.title_of(row.year, row.number),
        addressee=_("All units"),
        blocks=(*remark, *blocks_of(telling.sections_of(contents)), Paragraph(telling.source_line(contents))),
        signed_by=contents["issuer"],
        day=clock.today(row.issued_at),
        copies_to=(_("Leaders of the committee"),),
        notice=_("Contains illustrative data.") if row.illustrative else "",
    )


def unit_report_document(actor: Actor, unit_id: int, month: date, now: datetime) -> OfficialDocument:
    """The monthly report of a unit out of facts that are there; `month` is any day of it."""
    made = unit_month(actor, unit_id, month, now)
    invented = any(one.illustrative for one in made.figures)
    source = _("Made on %(day)s from the facts entered in the system; nothing was asked for again.")
    return OfficialDocument(
        issuer=made.unit,
        number="",
        title=_("Monthly report of %(unit)s, %(month)s") % {"unit": made.unit, "month": _month(made.first)},
        addressee="",
        blocks=(
            *blocks_of(reporting.month_sections(made)),
            Paragraph(source % {"day": clock.today(now).isoformat()}),
        ),
        signed_by=made.unit,
        day=made.until,
        notice=_("Contains illustrative data.") if invented else "",
    )


def _month(first: date) -> str:
    """The month with its year."""
    return _("month %(month)s of %(year)s") % {"month": first.month, "year": first.year}


def blocks_of(sections: Iterable[Section]) -> Iterator[Block]:
    """Headings, sentences and tables in their order."""
    for section in sections:
        yield Heading(1, section.title)
        yield from map(Paragraph, section.sentences)
        if section.rows:
            yield Table(section.head, section.rows, section.widths)
