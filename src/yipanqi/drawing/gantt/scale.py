"""From dates to millimetres. A day is drawn whole: a start stands on its morning, a finish on its evening."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from yipanqi.drawing.gantt.plan import GanttPlan, Row

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class TimeScale:
    """`first` … `end` (exclusive) lie between `left` and `right`."""

    first: date
    end: date
    left: float
    right: float

    @property
    def day(self) -> float:
        """Width of a day."""
        return (self.right - self.left) / max(1, (self.end - self.first).days)

    def morning(self, moment: datetime | date) -> float:
        """x of the beginning of the day."""
        day = moment.date() if isinstance(moment, datetime) else moment
        return self.left + (day - self.first).days * self.day

    def evening(self, moment: datetime) -> float:
        """x of the end of the day; midnight is the end of the day before."""
        return self.morning(moment if moment == midnight(moment) else moment.date() + ONE_DAY)

    def instant(self, moment: datetime) -> float:
        """x of a moment inside its day, for points of the front line."""
        seconds = (moment - midnight(moment)).total_seconds()
        return self.morning(moment) + seconds / 86_400 * self.day


def midnight(moment: datetime) -> datetime:
    """00:00 of the same day."""
    return moment.replace(hour=0, minute=0, second=0, microsecond=0)


def span(plan: GanttPlan) -> tuple[date, date]:
    """First day and the day after the last one that anything of the plan reaches; a month of today's if nothing does."""
    moments = [moment for row in plan.rows for moment in _moments(row)]
    moments += [moment for moment in (plan.data_date, plan.required) if moment is not None]
    if not moments:
        return date(2000, 1, 1), date(2000, 2, 1)
    first, last = min(moments).date(), max(moments).date() + ONE_DAY
    spare = max(2, (last - first).days // 35)
    return first - timedelta(days=min(spare, 7)), last + timedelta(days=spare)


def _moments(row: Row) -> list[datetime]:
    found = (
        row.start,
        row.finish,
        row.free_until,
        row.float_until,
        row.baseline_start,
        row.baseline_finish,
        row.point,
    )
    return [moment for moment in found if moment is not None]
