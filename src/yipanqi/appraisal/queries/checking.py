"""Computing a round a second time, beside the stored sheets: the same facts must give the same digest."""

from dataclasses import dataclass
from decimal import Decimal

from yipanqi.access.actor import Actor
from yipanqi.access.registry import demand, fetch_or_404
from yipanqi.appraisal.computing import (
    SheetDraft,
    digest_of_drafts,
    digest_of_stored,
    draft_sheets,
)
from yipanqi.appraisal.models import Round, Sheet
from yipanqi.appraisal.rules import AppraisalAction


@dataclass(frozen=True)
class Differing:
    """A unit whose total is another one by the facts of today; None where it has no sheet."""

    unit: str
    stored: Decimal | None
    now: Decimal | None


@dataclass(frozen=True)
class Check:
    """Three digests: kept with the round, of the stored sheets, and of the sheets as computed now."""

    round_id: int
    round: str
    kept: str
    stored: str
    now: str
    differing: tuple[Differing, ...]

    @property
    def is_untouched(self) -> bool:
        """The stored sheets are those that were computed or frozen."""
        return self.kept == self.stored

    @property
    def is_same(self) -> bool:
        """The facts of today give the same sheets."""
        return self.stored == self.now


def check_round(actor: Actor, round_id: int) -> Check:
    """Compute the round beside its stored sheets; nothing is saved."""
    rows = Round.objects.select_related("scheme", "year")
    found = fetch_or_404(actor, AppraisalAction.VIEW, rows, pk=round_id)
    demand(actor, AppraisalAction.CHECK, found)
    drafts = draft_sheets(found)
    return Check(
        round_id=found.pk,
        round=found.name,
        kept=found.digest,
        stored=digest_of_stored(found),
        now=digest_of_drafts(found, drafts),
        differing=_differing(found, drafts),
    )


def _differing(found: Round, drafts: list[SheetDraft]) -> tuple[Differing, ...]:
    sheets = {sheet.unit.code: sheet for sheet in Sheet.objects.filter(round=found).select_related("unit")}
    now = {draft.code: draft.total.points for draft in drafts}
    stored = {code: sheet.total for code, sheet in sheets.items()}
    return tuple(
        Differing(sheets[code].unit.name if code in sheets else code, stored.get(code), now.get(code))
        for code in sorted({*stored, *now})
        if stored.get(code) != now.get(code) or (code in stored) != (code in now)
    )
