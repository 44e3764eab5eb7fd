"""Letters: those of a session, those of a unit, one of them, as Word, as PDF, all in one archive."""

import io
import zipfile

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from yipanqi.access.doors import actor_of, door, now_of
from yipanqi.assignments import operations, queries, words
from yipanqi.assignments.rules import AssignmentAction
from yipanqi.foundation.errors import DomainError, NotAllowed, NotFound
from yipanqi.web.busy import teller
from yipanqi.web.htmx import render
from yipanqi.web.messages import message_for
from yipanqi.web.papers import paper, paper_bytes
from yipanqi.web.responses import download, see_other


@door(AssignmentAction.VIEW)
@require_GET
def own(request: HttpRequest) -> HttpResponse:
    """What the reader's units were assigned: letters and open items; for others, who asks for what."""
    actor, now = actor_of(request), now_of(request)
    context = {
        "letters": [(row, words.LETTER[row.status]) for row in queries.letters_of(actor, actor.units, now)],
        "items": [(row, words.ITEM[row.status]) for row in queries.items_of(actor, actor.units, now)],
        "extensions": [(row, words.EXTENSION[row.status]) for row in queries.open_extensions(actor)],
        "returns": queries.open_returns(actor),
        "overdue": [] if actor.units else queries.overdue_items(actor, now),
        "moves": words.MOVES,
    }
    return render(request, "assignments/own.html", context)


@door(AssignmentAction.VIEW)
@require_GET
def session(request: HttpRequest, session_id: int) -> HttpResponse:
    """The letters of one session: drafts, who has signed, what changed later."""
    shown = queries.session_letters(actor_of(request), session_id, now_of(request))
    context = {"shown": shown, "rows": [(row, words.LETTER[row.status]) for row in shown.letters]}
    return render(request, "assignments/session.html", context)


@door(AssignmentAction.DRAFT)
@require_POST
def draft(request: HttpRequest, session_id: int) -> HttpResponse:
    """One letter a unit."""
    try:
        made = operations.draft_letters(
            actor=actor_of(request), session_id=session_id, now=now_of(request), progress=teller(request)
        )
        words_ = ngettext("%(n)d letter drafted.", "%(n)d letters drafted.", len(made))
        messages.success(request, words_ % {"n": len(made)})
    except DomainError as error:
        messages.error(request, message_for(error))
    return see_other(request, reverse("assignments:session", args=[session_id]))


@door(AssignmentAction.DRAFT)
@require_POST
def draft_difference(request: HttpRequest, session_id: int, decision_id: int) -> HttpResponse:
    """Letters for the units that a later decision changes something for."""
    try:
        made = operations.draft_difference_letters(
            actor=actor_of(request), session_id=session_id, decision_id=decision_id, now=now_of(request)
        )
        words_ = ngettext("%(n)d difference letter drafted.", "%(n)d difference letters drafted.", len(made))
        messages.success(request, words_ % {"n": len(made)})
    except DomainError as error:
        messages.error(request, message_for(error))
    return see_other(request, reverse("assignments:session", args=[session_id]))


@door(AssignmentAction.ISSUE)
@require_POST
def issue(request: HttpRequest, session_id: int) -> HttpResponse:
    """Everything drafted goes out."""
    try:
        sent = operations.issue_letters(
            actor=actor_of(request), session_id=session_id, now=now_of(request), progress=teller(request)
        )
        words_ = ngettext("%(n)d letter issued.", "%(n)d letters issued.", len(sent))
        messages.success(request, words_ % {"n": len(sent)})
    except DomainError as error:
        messages.error(request, message_for(error))
    return see_other(request, reverse("assignments:session", args=[session_id]))


@door(AssignmentAction.VIEW)
@require_GET
def archive(request: HttpRequest, session_id: int) -> HttpResponse:
    """All letters of a session as Word files in one archive."""
    actor, now = actor_of(request), now_of(request)
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as packed:
        for document in queries.session_documents(actor, session_id, now):
            packed.writestr(f"{document.number} {document.addressee}.docx", paper_bytes(document, ".docx"))
    return download(content.getvalue(), f"letters-{session_id}.zip")


@door(AssignmentAction.VIEW)
@require_GET
def letter(request: HttpRequest, letter_id: int) -> HttpResponse:
    """One letter with its items."""
    page = queries.letter_page(actor_of(request), letter_id, now_of(request))
    context = {
        "page": page,
        "row": page.row,
        "status": words.LETTER[page.row.status],
        "items": [(item, words.ITEM[item.status]) for item in page.items],
    }
    return render(request, "assignments/letter.html", context)


@door(AssignmentAction.VIEW)
@require_GET
def word(request: HttpRequest, letter_id: int) -> HttpResponse:
    """The letter as Word."""
    document = queries.letter_document(actor_of(request), letter_id, now_of(request))
    return paper(document, f"{document.number}.docx")


@door(AssignmentAction.VIEW)
@require_GET
def print_(request: HttpRequest, letter_id: int) -> HttpResponse:
    """The letter as PDF."""
    document = queries.letter_document(actor_of(request), letter_id, now_of(request))
    return paper(document, f"{document.number}.pdf")


@door(AssignmentAction.SIGN)
@require_POST
def sign(request: HttpRequest, letter_id: int) -> HttpResponse:
    """Signed for."""
    try:
        version = request.POST.get("version", "")
        operations.sign_letter(
            actor=actor_of(request),
            letter_id=letter_id,
            now=now_of(request),
            version=int(version) if version.isdigit() else None,
        )
        messages.success(request, _("Signed. Thank you."))
    except (NotAllowed, NotFound):
        raise
    except DomainError as error:
        messages.error(request, message_for(error))
    return see_other(request, reverse("assignments:letter", args=[letter_id]))
