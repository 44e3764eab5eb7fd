"""The commendation list as an official document, in the language of the zone's papers: made once, printed as Word or PDF."""

from datetime import date

from django.utils.translation import gettext as _

from yipanqi.appraisal.queries import CommendationList, Commended
from yipanqi.exchange.official import Block, Heading, OfficialDocument, Paragraph, Table
from yipanqi.web.figures import NOTHING, number

_WIDTHS = (24, 18, 8, 12, 18, 20)


def commendation_document(found: CommendationList, today: date) -> OfficialDocument:
    """The list with its ranking, rewards, subsidies and reasons; dated by the day the result was confirmed."""
    return OfficialDocument(
        issuer=found.zone,
        number="",
        title=_("Commendation list of “%(round)s”") % {"round": found.round},
        addressee=_("All units"),
        blocks=_blocks(found),
        signed_by=found.zone,
        day=found.finished_on or today,
        notice=_("Contains illustrative data.") if found.illustrative else "",
    )


def _blocks(found: CommendationList) -> tuple[Block, ...]:
    about = {"round": found.round, "count": len(found.lines), "sum": number(found.subsidies)}
    said = _(
        "By the result of “%(round)s”, computed from facts and confirmed, %(count)s units are commended; "
        "the subsidies amount to %(sum)s yuan."
    )
    table = Table(_head(), tuple(map(_row, found.lines)), _WIDTHS)
    reasons = tuple(Paragraph(f"{line.unit}：{line.reason}") for line in found.lines)
    return (
        Paragraph(said % about),
        Heading(1, _("Commended units")),
        table,
        Heading(1, _("Reasons")),
        *reasons,
    )


def _head() -> tuple[str, ...]:
    return (_("Unit"), _("Title"), _("Rank"), _("Total"), _("Reward"), _("Subsidy (yuan)"))


def _row(line: Commended) -> tuple[str, ...]:
    return (
        line.unit,
        line.title,
        number(line.rank),
        number(line.total, 3),
        line.reward or NOTHING,
        number(line.subsidy),
    )
