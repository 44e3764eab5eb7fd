"""Schemes by name and version, one version in full, and what two versions have differently."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Count

from yipanqi.access.actor import Actor
from yipanqi.access.registry import fetch_or_404, may, within
from yipanqi.appraisal.models import Scheme
from yipanqi.appraisal.rules import AppraisalAction
from yipanqi.appraisal.schemes import Difference, Terms, difference, rules_of, terms_of, weight_sum
from yipanqi.appraisal.scoring import Rule


@dataclass(frozen=True)
class SchemeRow:
    """One version of a scheme. `rounds` counts those that used it."""

    pk: int
    name: str
    version: int
    reason: str
    author: str
    at: datetime
    rules: int
    rounds: int


@dataclass(frozen=True)
class SchemePage:
    """One version in full, with the other versions of its name, and the version before it."""

    row: SchemeRow
    rules: tuple[Rule, ...]
    terms: Terms
    sum: Decimal
    versions: tuple[SchemeRow, ...]
    before_id: int | None
    may_make: bool


def scheme_rows(actor: Actor) -> tuple[SchemeRow, ...]:
    """Every version of every scheme, the latest of a name first. One query."""
    rows = within(actor, AppraisalAction.VIEW, Scheme.objects.annotate(used=Count("rounds")))
    return tuple(map(_row, rows))


def _row(scheme: Scheme) -> SchemeRow:
    return SchemeRow(
        pk=scheme.pk,
        name=scheme.name,
        version=scheme.version,
        reason=scheme.reason,
        author=scheme.author_label,
        at=scheme.at,
        rules=len(scheme.rules),
        rounds=getattr(scheme, "used", 0),
    )


def scheme_page(actor: Actor, scheme_id: int) -> SchemePage:
    """One version; NotFound where there is none. Two queries."""
    rows = Scheme.objects.annotate(used=Count("rounds"))
    found = fetch_or_404(actor, AppraisalAction.VIEW, rows, pk=scheme_id)
    versions = tuple(map(_row, rows.filter(name=found.name)))
    earlier = [one for one in versions if one.version < found.version]
    rules = rules_of(found.rules)
    return SchemePage(
        row=_row(found),
        rules=rules,
        terms=terms_of(found.settings),
        sum=weight_sum(rules),
        versions=versions,
        before_id=earlier[0].pk if earlier else None,
        may_make=may(actor, AppraisalAction.MAKE_SCHEME),
    )


def scheme_difference(actor: Actor, before_id: int, after_id: int) -> tuple[SchemeRow, SchemeRow, Difference]:
    """Two versions and what they have differently. Two queries."""
    rows = Scheme.objects.annotate(used=Count("rounds"))
    before, after = (
        fetch_or_404(actor, AppraisalAction.VIEW, rows, pk=scheme_id) for scheme_id in (before_id, after_id)
    )
    sides = [(rules_of(one.rules), terms_of(one.settings)) for one in (before, after)]
    return _row(before), _row(after), difference(*sides)


def latest_scheme(actor: Actor) -> Scheme | None:
    """The scheme made last: the one a new round most likely uses."""
    return within(actor, AppraisalAction.VIEW, Scheme.objects.all()).order_by("-at", "-pk").first()
