"""A scheme is made, never edited: the same name again is its next version, with a reason."""

from datetime import datetime

from django.db import IntegrityError, transaction

from yipanqi.access.actor import Actor
from yipanqi.access.registry import demand
from yipanqi.appraisal.models import Scheme
from yipanqi.appraisal.rules import AppraisalAction
from yipanqi.appraisal.schemes import SchemeDraft, faults, rules_json, terms_json
from yipanqi.appraisal.sources import SOURCES
from yipanqi.audit.operations import record
from yipanqi.foundation.errors import Invalid, LostRace


@transaction.atomic
def make_scheme(*, actor: Actor, draft: SchemeDraft, now: datetime) -> Scheme:
    """Version 1 of a new name, or the next version of a known one.

    Invalid names every wrong field: `rules` with `appraisal.weights_not_100` and the sum where the basic rules do
    not weigh one hundred, `<row>.<cell>` for a rule. LostRace when somebody made the same version meanwhile.
    """
    demand(actor, AppraisalAction.MAKE_SCHEME)
    if wrong := faults(draft, frozenset(SOURCES)):
        raise Invalid(wrong)
    name = draft.name.strip()
    latest = Scheme.objects.filter(name=name).order_by("-version").first()
    try:
        with transaction.atomic():
            scheme = Scheme.objects.create(
                name=name,
                version=latest.version + 1 if latest else 1,
                rules=rules_json(draft.rules),
                settings=terms_json(draft.terms),
                reason=draft.reason.strip(),
                author_label=actor.label,
                at=now,
            )
    except IntegrityError:
        raise LostRace(scheme=name) from None
    changes = {"version": scheme.version, "rules": len(draft.rules)}
    record(
        actor=actor,
        action=AppraisalAction.MAKE_SCHEME,
        subject=scheme,
        now=now,
        note=scheme.reason,
        changes=changes,
    )
    return scheme
