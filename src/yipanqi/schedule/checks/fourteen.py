"""All fourteen checks of a schedule at once."""

from yipanqi.schedule.checks import dates, network, path
from yipanqi.schedule.checks.facts import Facts
from yipanqi.schedule.checks.model import CheckResult
from yipanqi.schedule.result import ScheduleResult


def fourteen_checks(
    result: ScheduleResult, reschedule: path.Reschedule, project: str | None = None
) -> tuple[CheckResult, ...]:
    """The checks in the order of `Check`, over the whole schedule or over one `project` (its id).

    `reschedule` is the engine's `schedule`, called once, for the critical path test.
    """
    facts = Facts(result, project)
    return (
        network.logic(facts),
        network.leads(facts),
        network.lags(facts),
        network.link_types(facts),
        network.hard_constraints(facts),
        dates.high_float(facts),
        dates.negative_float(facts),
        dates.long_duration(facts),
        dates.invalid_dates(facts),
        dates.resources(facts),
        dates.missed(facts),
        path.critical_path_test(facts, reschedule),
        path.cpli(facts),
        dates.bei(facts),
    )
