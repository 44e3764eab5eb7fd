"""SCHEDOPTIONS and the columns of PROJECT that say how P6 schedules, both ways."""

from collections.abc import Iterable, Mapping

from yipanqi.exchange.schedule.values import minutes
from yipanqi.exchange.schedule.xer.tables import Row
from yipanqi.schedule.problem import CriticalBy, LagCalendar, Options, ProgressMode, Rules, TotalFloat

LAG_CALENDARS: Mapping[str, LagCalendar] = {
    "rcal_Predecessor": LagCalendar.PREDECESSOR,
    "rcal_Successor": LagCalendar.SUCCESSOR,
    "rcal_ProjDefault": LagCalendar.PROJECT,
    "rcal_24Hour": LagCalendar.TWENTY_FOUR_HOUR,
}
TOTAL_FLOATS: Mapping[str, TotalFloat] = {
    "FT_FF": TotalFloat.FINISH,
    "FT_SS": TotalFloat.START,
    "FT_Min": TotalFloat.SMALLEST,
}
CRITICAL: Mapping[str, CriticalBy] = {
    "CT_TotFloat": CriticalBy.FLOAT,
    "CT_DrivPath": CriticalBy.LONGEST_PATH,
}


def read_options(project: Row, rows: Iterable[Row]) -> Options:
    """The options of one project; P6's own defaults where the file has no row for it."""
    row = next((each for each in rows if each["proj_id"] == project["proj_id"]), Row(0, {}))
    threshold = minutes(
        project["critical_drtn_hr_cnt"], row=project.line, field="critical_drtn_hr_cnt", signed=True
    )
    return Options(
        rules=Rules.PRIMAVERA,
        progress=_progress(row),
        lag_calendar=LAG_CALENDARS.get(row["sched_calendar_on_relationship_lag"], LagCalendar.PREDECESSOR),
        total_float=TOTAL_FLOATS.get(row["sched_float_type"], TotalFloat.FINISH),
        critical_by=CRITICAL.get(project["critical_path_type"], CriticalBy.FLOAT),
        critical_threshold=threshold or 0,
        open_ends_critical=row["sched_open_critical_flag"] == "Y",
        ss_lag_from_early_start=row["sched_lag_early_start_flag"] != "N",
        float_per_project=row["sched_use_project_end_date_for_float"] != "N",
        use_expected_finish=row["sched_use_expect_end_flag"] != "N",
        cross_project_links=row["sched_outer_depend_type"] != "SD_None",
    )


def _progress(row: Row) -> ProgressMode:
    """Two flags for three modes: neither set means actual dates; a file without them retains the logic."""
    if row["sched_progress_override"] == "Y":
        return ProgressMode.OVERRIDE
    neither = row["sched_progress_override"] == "N" and row["sched_retained_logic"] == "N"
    return ProgressMode.ACTUAL_DATES if neither else ProgressMode.RETAINED_LOGIC


def write_options(options: Options) -> dict[str, str]:
    """The cells of a SCHEDOPTIONS row."""
    return {
        "sched_outer_depend_type": "SD_Both" if options.cross_project_links else "SD_None",
        "sched_open_critical_flag": flag(options.open_ends_critical),
        "sched_lag_early_start_flag": flag(options.ss_lag_from_early_start),
        "sched_retained_logic": flag(options.progress is ProgressMode.RETAINED_LOGIC),
        "sched_setplantoforecast": "N",
        "sched_float_type": name_of(TOTAL_FLOATS, options.total_float),
        "sched_calendar_on_relationship_lag": name_of(LAG_CALENDARS, options.lag_calendar),
        "sched_use_expect_end_flag": flag(options.use_expected_finish),
        "sched_progress_override": flag(options.progress is ProgressMode.OVERRIDE),
        "sched_use_project_end_date_for_float": flag(options.float_per_project),
    }


def flag(value: bool) -> str:
    """Y or N."""
    return "Y" if value else "N"


def name_of(table: Mapping[str, object], value: object) -> str:
    """P6's name of one of our values; the tables are one to one."""
    return next(name for name, each in table.items() if each is value)
