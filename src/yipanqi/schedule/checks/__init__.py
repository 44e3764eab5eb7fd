"""The fourteen checks of a schedule (DCMA), each with the population it was counted over (scheduling.md §4)."""

from yipanqi.schedule.checks.fourteen import fourteen_checks
from yipanqi.schedule.checks.model import Check, CheckResult, Measure, Offender, Population, Verdict

__all__ = ["Check", "CheckResult", "Measure", "Offender", "Population", "Verdict", "fourteen_checks"]
