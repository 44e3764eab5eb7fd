"""How the file's program schedules, from the properties mpxj gives."""

from yipanqi.exchange.schedule.mpxj.reading import Reading
from yipanqi.schedule.problem import CriticalBy, LagCalendar, Options, ProgressMode, Rules, TotalFloat

_FLOATS = {
    "FINISH_SLACK": TotalFloat.FINISH,
    "START_SLACK": TotalFloat.START,
    "SMALLEST_SLACK": TotalFloat.SMALLEST,
}


def read_options(reading: Reading) -> Options:
    """The fields of both programs; mpxj leaves false flags out."""
    found = reading.properties
    primavera = reading.rules is Rules.PRIMAVERA
    lag_calendar = {"TWENTY_FOUR_HOUR": "24_hour", "PROJECT_DEFAULT": "project"}
    lag = str(found.get("relationship_lag_calendar", "PREDECESSOR"))
    progress = str(found.get("scheduling_progressed_activities", "RETAINED_LOGIC")).lower()
    longest = found.get("critical_activity_type") == "LONGEST_PATH"
    if not primavera:
        return Options(
            rules=Rules.MICROSOFT,
            critical_threshold=round(found.get("critical_slack_limit", 0) / 60),
            open_ends_critical=bool(found.get("multiple_critical_paths", False)),
            honor_constraints=bool(found.get("honor_constraints", False)),
        )
    return Options(
        progress=ProgressMode.OVERRIDE if progress == "progress_override" else ProgressMode(progress),
        lag_calendar=LagCalendar(lag_calendar.get(lag, lag.lower())),
        total_float=_FLOATS.get(str(found.get("total_slack_calculation_type")), TotalFloat.FINISH),
        critical_by=CriticalBy.LONGEST_PATH if longest else CriticalBy.FLOAT,
        critical_threshold=round(found.get("critical_slack_limit", 0) / 60),
        open_ends_critical=bool(found.get("make_open_ended_activities_critical", False)),
        ss_lag_from_early_start=bool(found.get("compute_start_to_start_lag_from_early_start", False)),
        float_per_project=bool(found.get("calculate_float_based_on_finish_date_of_each_project", False)),
        use_expected_finish=bool(found.get("use_expected_finish_dates", False)),
        cross_project_links=not found.get("ignore_relationships_to_and_from_other_projects", False),
    )
