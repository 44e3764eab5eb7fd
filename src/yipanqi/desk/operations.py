"""A month is sent whole or not at all: figures and words of targets, investment of projects, progress of plans."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from yipanqi.access.actor import Actor
from yipanqi.access.registry import demand
from yipanqi.desk.rules import DeskAction
from yipanqi.foundation.errors import DomainError, Invalid
from yipanqi.plans.operations import ProgressEntry, enter_progress
from yipanqi.projects.operations import InvestmentEntry, enter_investments
from yipanqi.targets.operations import Fact, enter_month


@dataclass(frozen=True)
class MonthFacts:
    """Everything that one page says."""

    targets: Sequence[Fact] = ()
    investments: Sequence[InvestmentEntry] = ()
    progress: Sequence[ProgressEntry] = ()

    @property
    def count(self) -> int:
        """How many lines."""
        return len(self.targets) + len(self.investments) + len(self.progress)


@dataclass
class _Refusals:
    """Every wrong cell of every part, so that a page is corrected once."""

    fields: dict[str, DomainError | str] = field(default_factory=dict)

    def attempt(self, part: str, act: Callable[[], object]) -> None:
        """Run one part; keep what it refuses under the part's name."""
        try:
            with transaction.atomic():
                act()
        except Invalid as error:
            self.fields |= {f"{part}:{place}": reason for place, reason in error.fields.items()}


@transaction.atomic
def send_month(*, actor: Actor, facts: MonthFacts, now: datetime) -> int:
    """Save all facts through the rooms that own them; the number of lines saved.

    Raises Invalid with the wrong cells of all parts: "targets:<id>.<cell>", "projects:<id>.<cell>",
    "plans:<plan id>.<key>.<cell>"; nothing is saved then.
    """
    demand(actor, DeskAction.FILL_MONTH)
    if not facts.count:
        raise Invalid({"facts": "targets.nothing_entered"})
    refused = _Refusals()
    if facts.targets:
        refused.attempt("targets", lambda: enter_month(actor=actor, facts=facts.targets, now=now))
    if facts.investments:
        refused.attempt(
            "projects", lambda: enter_investments(actor=actor, entries=facts.investments, now=now)
        )
    if facts.progress:
        refused.attempt("plans", lambda: enter_progress(actor=actor, entries=facts.progress, now=now))
    if refused.fields:
        raise Invalid(refused.fields)
    return facts.count
