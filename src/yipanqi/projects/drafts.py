"""A project as it is asked for, before there is one."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from yipanqi.projects.transitions import Stage


@dataclass(frozen=True)
class ProjectDraft:
    """A project to be created; money in 亿元. An empty `code` is made up; `stage_since` is today unless told."""

    name: str
    sector: str
    kind: str
    lead_id: int
    code: str = ""
    stage: str = Stage.TALKS
    stage_since: date | None = None
    is_major: bool = False
    firm: str = ""
    chain_link: str = ""
    next_step: str = ""
    place: str = ""
    total_investment: Decimal | None = None
    year_investment: Decimal | None = None
    due: date | None = None
    leader_id: int | None = None
    partner_ids: tuple[int, ...] = ()
    illustrative: bool = False
    order: int = 0
