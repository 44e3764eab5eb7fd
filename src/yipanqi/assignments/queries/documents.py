"""A letter as an official document."""

from datetime import date, datetime
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from yipanqi.access.actor import Actor
from yipanqi.assignments.queries.items import ItemRow
from yipanqi.assignments.queries.letters import LetterPage, letter_page, session_pages
from yipanqi.exchange.official import Block, Heading, OfficialDocument, Paragraph, Table
from yipanqi.foundation import clock

LANGUAGE = "zh-hans"
WIDTHS = (3, 14, 8, 3, 11, 5)


def letter_document(actor: Actor, letter_id: int, now: datetime) -> OfficialDocument:
    """The letter as it goes out; letters are written in Chinese."""
    return _document(letter_page(actor, letter_id, now))


def session_documents(actor: Actor, session_id: int, now: datetime) -> tuple[OfficialDocument, ...]:
    """Every letter of a session as it goes out. A constant number of queries."""
    return tuple(_document(page) for page in session_pages(actor, session_id, now))


def _document(page: LetterPage) -> OfficialDocument:
    row = page.row
    with translation.override(LANGUAGE):
        issuer = _("%(zone)s supervision office") % {"zone": row.zone}
        return OfficialDocument(
            issuer=issuer,
            number=row.number,
            title=_title(page),
            addressee=row.unit_name,
            blocks=tuple(_blocks(page)),
            signed_by=issuer,
            day=clock.today(row.issued_at or row.drafted_at),
            notice=_("Illustrative: made for the demo") if row.illustrative else "",
        )


def _title(page: LetterPage) -> str:
    words = {"session": page.row.session}
    if page.row.is_difference:
        return _("Notice of changes to what %(session)s assigned") % words
    return _("Notice of what %(session)s assigns") % words


def _blocks(page: LetterPage) -> list[Block]:
    blocks: list[Block] = [Paragraph(_opening(page))]
    if page.decision:
        blocks += [Heading(1, _("Decision")), Paragraph(page.decision)]
    if page.row.changes:
        blocks += [Heading(1, _("Items changed")), _changes(page.row.changes)]
    if page.items:
        blocks += [Heading(1, _("What is assigned")), _items(page.items)]
    return [*blocks, Heading(1, _("How it is handled")), *(Paragraph(text) for text in _rules(page))]


def _opening(page: LetterPage) -> str:
    words = {"session": page.row.session, "count": len(page.items), "day": _day(page.row.sign_by)}
    if page.row.is_difference:
        return _("The items below change by decision; everything else stays as it was assigned.")
    return (
        _("Out of %(session)s your unit owes the %(count)s items below, assigned once and as a whole. Please sign by %(day)s.")
        % words
    )  # fmt: skip


def _items(rows: tuple[ItemRow, ...]) -> Table:
    head = (
        _("No."),
        _("Item, standard, verification"),
        _("Begins, due, latest"),
        _("Float"),
        _("Waits for; is waited for by"),
        _("Leader in charge"),
    )
    return Table(head, tuple(_line(number, row) for number, row in enumerate(rows, 1)), WIDTHS)


def _line(number: int, row: ItemRow) -> tuple[str, ...]:
    standard = _("standard: %(text)s") % {"text": row.standard or _("the fact in the plan")}
    verified = _("verified by: %(text)s") % {"text": row.verified_how or _verified(row)}
    begins = (_("begins %(day)s") % {"day": _day(row.start)},) if row.start else ()
    latest = (_("latest %(day)s") % {"day": _day(row.latest)},) if row.latest else ()
    return (
        str(number),
        "\n".join((row.text, standard, verified)),
        "\n".join((*begins, _("finished by %(day)s") % {"day": _day(row.due)}, *latest)),
        "—" if row.total_float is None else _("%(n)s days") % {"n": row.total_float},
        _neighbours(row),
        row.leader or "—",
    )


def _verified(row: ItemRow) -> str:
    if row.plan_id:
        return _("the fact entered in the plan and its evidence, and a look on the spot")
    return _("the result reported and its evidence")


def _neighbours(row: ItemRow) -> str:
    before = [_("waits for %(whom)s") % {"whom": _named(one)} for one in row.waits_for]
    after = [_("waited for by %(whom)s") % {"whom": _named(one)} for one in row.waited_by]
    return "\n".join(before + after) or "—"


def _named(one: dict[str, str]) -> str:
    contact = f"（{one['contact']}）" if one.get("contact") else ""
    return f"{one['unit']}{contact}：{one['what']}"


def _changes(changes: tuple[dict[str, Any], ...]) -> Table:
    names = {"due": _("Due"), "text": _("Item"), "new": _("new"), "gone": _("no longer owed")}
    rows = tuple(
        (one["text"], names.get(one["field"], one["field"]), one["before"] or "—", one["after"] or "—")
        for one in changes
    )
    return Table((_("Item"), _("Kind of change"), _("Before"), _("Now")), rows, (8, 3, 4, 4))


def _rules(page: LetterPage) -> list[str]:
    return [
        _("Progress is entered once, at the planned nodes; no other table is asked for."),
        _("What is not your unit's duty is returned with its reason in time; a later date is asked for before the due day."),
        _("The effect is verified; an item is closed when it stands."),
    ]  # fmt: skip


def _day(day: date | None) -> str:
    return day.isoformat() if day else "—"
