"""Verification: items reported done, and the look at one of them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from yipanqi.access.doors import actor_of, door, now_of
from yipanqi.access.registry import may
from yipanqi.foundation.errors import DomainError
from yipanqi.supervision import operations, presenting
from yipanqi.supervision.forms import VerificationForm
from yipanqi.supervision.queries.verifying import item_to_verify, items_to_verify
from yipanqi.supervision.rules import SupervisionAction
from yipanqi.supervision.views.shown import answered, files_of, page
from yipanqi.targets.views.shown import shown_year
from yipanqi.web.responses import see_other

LOOK = "supervision/verify.html"


@door(SupervisionAction.WATCH)
@require_GET
def queue(request: HttpRequest) -> HttpResponse:
    """What was reported done and not looked at yet."""
    actor = actor_of(request)
    rows = items_to_verify(actor, shown_year(request).pk)
    context = {
        "rows": [(row, presenting.address("letter", row.letter_id)) for row in rows],
        "may_verify": may(actor, SupervisionAction.VERIFY_ITEM),
    }
    return page(request, "supervision/queue.html", "queue", context)


@door(SupervisionAction.VERIFY_ITEM)
@require_http_methods(["GET", "POST"])
def verify(request: HttpRequest, item_id: int) -> HttpResponse:
    """The look: two buttons say how it ends."""
    item = item_to_verify(actor_of(request), item_id)
    form = VerificationForm(request.POST or None, request.FILES or None, initial={"version": item.version})
    if form.is_valid():
        try:
            operations.verify_item(
                actor=actor_of(request),
                item_id=item_id,
                outcome=request.POST.get("outcome", ""),
                how=form.cleaned_data["how"],
                found=form.cleaned_data["found"],
                files=files_of(form),
                version=form.cleaned_data["version"],
                now=now_of(request),
            )
            messages.success(request, _("The unit reads what was found."))
            return see_other(request, reverse("supervision:queue"))
        except DomainError as error:
            form.refuse(error)
    return answered(request, LOOK, form, {"item": item})
