"""What projects are planned to bring to the targets of a year, against what the targets promise (conflict rule 8)."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from yipanqi.projects.expecting import ZERO
from yipanqi.projects.models import Contribution, ContributionKind
from yipanqi.projects.transitions import Stage
from yipanqi.targets.models import Target
from yipanqi.targets.transitions import TargetStatus


@dataclass(frozen=True)
class Gap:
    """A target whose planned contributions fall short of it, in the target's unit."""

    target_id: int
    target: str
    unit: str
    lead_id: int | None
    lead: str
    value: Decimal
    planned: Decimal
    projects: int
    project_lead_ids: tuple[int, ...]

    @property
    def missing(self) -> Decimal:
        """What no project brings."""
        return self.value - self.planned


def contribution_gaps(year_id: int) -> tuple[Gap, ...]:
    """The targets that projects contribute to and that these will not reach, the largest share missing first.

    Projects given up bring nothing. Targets where less is better are left out. One query.
    """
    rows = Contribution.objects.filter(target__year=year_id, target__value__isnull=False)
    rows = rows.exclude(target__op="<=").exclude(target__status=TargetStatus.DROPPED)
    by_target: dict[int, list[Contribution]] = defaultdict(list)
    for row in rows.select_related("target__lead", "project"):
        by_target[row.target_id].append(row)
    gaps = [_gap(members[0].target, members) for members in by_target.values()]
    short = [gap for gap in gaps if gap.missing > 0]
    return tuple(sorted(short, key=lambda gap: (-gap.missing / gap.value, gap.target_id)))


def _gap(target: Target, rows: Sequence[Contribution]) -> Gap:
    living = [row for row in rows if row.project.stage != Stage.GIVEN_UP]
    return Gap(
        target_id=target.pk,
        target=target.name,
        unit=target.unit,
        lead_id=target.lead_id,
        lead=target.lead.short_name if target.lead else "",
        value=target.value or ZERO,
        planned=sum((planned_worth(row) for row in living), ZERO),
        projects=len({row.project_id for row in living}),
        project_lead_ids=tuple(sorted({row.project.lead_id for row in living})),
    )


def planned_worth(row: Contribution) -> Decimal:
    """What the contribution brings by the end of the year, in the target's unit."""
    if row.kind == ContributionKind.INVESTMENT:
        return row.project.year_investment or ZERO
    return (row.amount or ZERO) if row.kind == ContributionKind.AMOUNT else Decimal(1)
