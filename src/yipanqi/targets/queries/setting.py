"""What a year still lacks, and what the units said of it."""

from dataclasses import dataclass

from django.db.models import Q

from yipanqi.targets.models import Target, TargetKind
from yipanqi.targets.transitions import TargetStatus


@dataclass(frozen=True)
class Lack:
    """A target that cannot be fixed yet, and the names of the fields it lacks."""

    target_id: int
    name: str
    fields: tuple[str, ...]


def lacks_of_year(year_id: int) -> tuple[Lack, ...]:
    """Targets without lead, without date (all but standing work) or without figure (indicators). One query."""
    wanting = (
        Q(lead__isnull=True)
        | (Q(due__isnull=True) & ~Q(kind=TargetKind.STANDING))
        | Q(kind=TargetKind.INDICATOR, value__isnull=True)
    )
    rows = Target.objects.filter(wanting, year=year_id).exclude(status=TargetStatus.DROPPED)
    return tuple(Lack(row.pk, row.name, _lacking(row)) for row in rows)


def _lacking(row: Target) -> tuple[str, ...]:
    found = []
    if row.lead_id is None:
        found.append("lead")
    if row.due is None and row.kind != TargetKind.STANDING:
        found.append("due")
    if row.value is None and row.kind == TargetKind.INDICATOR:
        found.append("value")
    return tuple(found)
