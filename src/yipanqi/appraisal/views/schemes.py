"""Schemes: the versions, one in full, the next one, and what two have differently."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from yipanqi.access.doors import actor_of, door, now_of
from yipanqi.access.registry import may
from yipanqi.appraisal import operations, presenting, queries
from yipanqi.appraisal.default import NAME, REASON, default_rules, default_terms
from yipanqi.appraisal.forms import SchemeForm
from yipanqi.appraisal.rules import AppraisalAction
from yipanqi.appraisal.schemes import SchemeDraft
from yipanqi.appraisal.views.shown import page
from yipanqi.foundation.errors import DomainError
from yipanqi.web.responses import see_other

NEW = "appraisal/new_scheme.html"


@door(AppraisalAction.VIEW)
@require_GET
def schemes(request: HttpRequest) -> HttpResponse:
    """Every version of every scheme."""
    actor = actor_of(request)
    context = {"rows": queries.scheme_rows(actor), "may_make": may(actor, AppraisalAction.MAKE_SCHEME)}
    return page(request, "appraisal/schemes.html", "schemes", context)


@door(AppraisalAction.VIEW)
@require_GET
def scheme(request: HttpRequest, scheme_id: int) -> HttpResponse:
    """One version in full."""
    found = queries.scheme_page(actor_of(request), scheme_id)
    context = {"page": found, "row": found.row, "rules": presenting.rules_in_words(found.rules)}
    return page(request, "appraisal/scheme.html", "schemes", context)


@door(AppraisalAction.MAKE_SCHEME)
@require_http_methods(["GET", "POST"])
def new_scheme(request: HttpRequest) -> HttpResponse:
    """The next version of a scheme (`?from=`), or a first one that begins with published practice."""
    form = SchemeForm(request.POST if request.method == "POST" else None, _begun(request))
    if request.method == "POST" and form.is_valid() and "sum" not in request.POST:
        try:
            made = operations.make_scheme(actor=actor_of(request), draft=form.draft(), now=now_of(request))
            return see_other(request, reverse("appraisal:scheme", args=[made.pk]))
        except DomainError as error:
            form.refuse(error)
    again = request.method == "POST" and "sum" not in request.POST
    return page(request, NEW, "schemes", {"form": form}, status=422 if again else 200)


def _begun(request: HttpRequest) -> SchemeDraft:
    asked = request.GET.get("from", "")
    if not (asked.isdecimal() and len(asked) < 19):
        return SchemeDraft(str(NAME), default_rules(), default_terms(), str(REASON))
    found = queries.scheme_page(actor_of(request), int(asked))
    return SchemeDraft(found.row.name, found.rules, found.terms, "")


@door(AppraisalAction.VIEW)
@require_GET
def difference(request: HttpRequest, before_id: int, scheme_id: int) -> HttpResponse:
    """What a version has that another has not."""
    before, after, found = queries.scheme_difference(actor_of(request), before_id, scheme_id)
    context = {
        "before": before,
        "after": after,
        "difference": found,
        "added": presenting.rules_in_words(found.added),
        "removed": presenting.rules_in_words(found.removed),
        "changed": presenting.changes_in_words(found),
    }
    return page(request, "appraisal/difference.html", "schemes", context)
