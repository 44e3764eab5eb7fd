"""Reminders: who would get one, sending, what was sent, one digest, the unit's inbox, who blocks whom."""

from collections.abc import Mapping, Sequence

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yipanqi.access.doors import actor_of, door, now_of
from yipanqi.access.registry import may
from yipanqi.foundation.errors import DomainError
from yipanqi.supervision import operations, presenting
from yipanqi.supervision.forms import LevelForm
from yipanqi.supervision.models import Level
from yipanqi.supervision.queries.blocking import blocked
from yipanqi.supervision.queries.inbox import inbox as inbox_of
from yipanqi.supervision.queries.reminding import (
    Candidate,
    reminder_candidates,
    reminder_page,
    reminders_of,
    rest_days,
    with_days,
)
from yipanqi.supervision.rules import SupervisionAction
from yipanqi.supervision.views.shown import page
from yipanqi.targets.views.shown import shown_year
from yipanqi.web.messages import message_for
from yipanqi.web.responses import see_other

CANDIDATES = "supervision/reminders.html"


@door(SupervisionAction.REMIND)
@require_http_methods(["GET", "POST"])
def reminders(request: HttpRequest) -> HttpResponse:
    """Everybody who owes something, with the digest each would get; sent with one button."""
    form = LevelForm(request.POST or request.GET)
    level = form.cleaned_data["level"] if form.is_valid() else None
    if request.method == "POST":
        picked = [int(text) for text in request.POST.getlist("unit") if text.isdecimal() and len(text) < 19]
        try:
            return _sent(request, picked, level)
        except DomainError as error:
            return _candidates(request, form, level, picked, message_for(error))
    return _candidates(request, form, level, None, "")


def _sent(request: HttpRequest, picked: Sequence[int], level: int | None) -> HttpResponse:
    sent = operations.remind(actor=actor_of(request), unit_ids=picked, level=level, now=now_of(request))
    said = ngettext("%(n)d unit reminded.", "%(n)d units reminded.", len(sent))
    messages.success(request, said % {"n": len(sent)})
    return see_other(request, reverse("supervision:sent"))


def _candidates(
    request: HttpRequest, form: LevelForm, level: int | None, picked: Sequence[int] | None, refusal: str
) -> HttpResponse:
    found = reminder_candidates(actor_of(request), now_of(request))
    rows = [_row(one, level, picked) for one in found]
    context = {
        "form": form,
        "level": level or "",
        "rows": rows,
        "due": sum(bool(row["lines"]) for row in rows),
        "refusal": refusal,
        "rest_days": rest_days(),
    }
    return page(request, CANDIDATES, "reminders", context, status=422 if refusal else 200)


def _row(one: Candidate, level: int | None, picked: Sequence[int] | None) -> dict[str, object]:
    """One unit with its digest as it would go out now."""
    chosen, lines = one.at(level)
    return {
        "unit": one,
        "level": Level(chosen).label if chosen else "",
        "lines": [_line(with_days(line.as_json())) for line in lines],
        "resting": len(one.lines) - len(lines),
        "picked": bool(lines) and (picked is None or one.unit_id in picked),
    }


def _line(line: Mapping[str, object]) -> dict[str, object]:
    """A line with its address and words."""
    return {
        **line,
        "url": presenting.address(str(line["kind"]), line["pk"]),
        "kind_word": presenting.KINDS.get(str(line["kind"]), ""),
        "why_word": presenting.WHYS.get(str(line["why"]), ""),
    }


@door(SupervisionAction.WATCH)
@require_GET
def sent(request: HttpRequest) -> HttpResponse:
    """What was sent to whom, and whether it was read."""
    rows = reminders_of(actor_of(request))
    return page(request, "supervision/sent.html", "sent", {"rows": rows[:200], "count": len(rows)})


@door(SupervisionAction.VIEW)
@require_GET
def reminder(request: HttpRequest, reminder_id: int) -> HttpResponse:
    """One digest, as it went out."""
    row = reminder_page(actor_of(request), reminder_id)
    tab = "sent" if may(actor_of(request), SupervisionAction.WATCH) else "inbox"
    context = {"row": row, "lines": [_line(line) for line in row.lines]}
    return page(request, "supervision/reminder.html", tab, context)


@door(SupervisionAction.READ_REMINDER)
@require_POST
def read(request: HttpRequest, reminder_id: int) -> HttpResponse:
    """The unit has read it."""
    operations.read_reminder(actor=actor_of(request), reminder_id=reminder_id, now=now_of(request))
    return see_other(request, reverse("supervision:reminder", args=[reminder_id]))


@door(SupervisionAction.FEED_BACK)
@require_GET
def inbox(request: HttpRequest) -> HttpResponse:
    """What stands on the desk of the reader's units: matters, digests, and who waits for them."""
    actor = actor_of(request)
    found = inbox_of(actor, shown_year(request).pk, actor.units, now_of(request))
    return page(request, "supervision/inbox.html", "inbox", {"inbox": found})


@door(SupervisionAction.WATCH)
@require_GET
def blockers(request: HttpRequest) -> HttpResponse:
    """Who waits for whom."""
    rows = blocked(actor_of(request), shown_year(request).pk)
    context = {"rows": [(row, presenting.address("plan", row.plan_id)) for row in rows]}
    return page(request, "supervision/blockers.html", "blockers", context)
