"""The rules in force and before, their revision, and the history of one light."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from yipanqi.access.doors import actor_of, door, now_of
from yipanqi.access.registry import may
from yipanqi.foundation.errors import DomainError
from yipanqi.lights import queries, wording
from yipanqi.lights.forms import LABELS, RulesForm
from yipanqi.lights.operations import revise_rules
from yipanqi.lights.queries import RulesInForce
from yipanqi.lights.rules import LightAction
from yipanqi.lights.thresholds import Method, from_json, to_json
from yipanqi.web.htmx import render
from yipanqi.web.responses import see_other, unprocessable


@door(LightAction.VIEW)
@require_GET
def rules(request: HttpRequest) -> HttpResponse:
    """Every rule set, the one in force first, and every rule in words."""
    actor, now = actor_of(request), now_of(request)
    force = queries.rules_in_force(now)
    sets = queries.rule_sets(actor)
    context = {
        "force": force,
        "method": wording.METHODS[force.method],
        "rows": [(label, [to_json(one.thresholds)[name] for one in sets]) for name, label in LABELS.items()],
        "sets": [(one, wording.METHODS[one.method]) for one in sets],
        "words": rule_words(force),
        "may_revise": may(actor, LightAction.REVISE_RULES),
    }
    return render(request, "lights/rules.html", context)


def rule_words(force: RulesInForce) -> list[tuple[str, str]]:
    """(title, sentence) of each rule with the thresholds in force."""
    numbers = wording.threshold_numbers(force.thresholds)
    return [(wording.rule_title(rule), wording.rule_text(rule, numbers)) for rule in wording.wordings()]


@door(LightAction.REVISE_RULES)
@require_http_methods(["GET", "POST"])
def revise(request: HttpRequest) -> HttpResponse:
    """A new rule set beside the old ones, with a reason."""
    force = queries.rules_in_force(now_of(request))
    form = RulesForm(
        request.POST or None, initial={**to_json(force.thresholds), "method": force.method.value}
    )
    if form.is_valid():
        try:
            revise_rules(
                actor=actor_of(request),
                version=form.cleaned_data["version"],
                method=Method(form.cleaned_data["method"]),
                thresholds=from_json(form.thresholds()),
                reason=form.cleaned_data["reason"],
                now=now_of(request),
            )
            return see_other(request, reverse("lights:rules"))
        except DomainError as error:
            form.refuse(error)
    context = {"form": form, "force": force}
    template = "lights/revise.html"
    return unprocessable(request, template, context) if form.is_bound else render(request, template, context)


@door(LightAction.VIEW)
@require_GET
def light(request: HttpRequest, light_id: int) -> HttpResponse:
    """Why one light is as it is, and every change it went through."""
    why = queries.why_light(actor_of(request), light_id)
    panel = {
        "light": why.colour,
        "rule": f"{why.rules_version} {why.title}",
        "sentence": why.rule_text,
        "arithmetic": why.lines,
        "chain": [
            {"name": step.get("text", ""), "steps": step.get("unit", ""), "outcome": step.get("since", "")}
            for step in why.chain
        ],
    }
    return render(request, "lights/light.html", {"why": panel, "light": why})
