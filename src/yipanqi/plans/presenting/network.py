"""The time-scaled arrow network (双代号时标网络图) of a plan as stand-alone sheets."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from yipanqi.drawing.timescaled import (
    CHINESE,
    ENGLISH,
    DrawingError,
    TitleBlock,
    draw_timescaled,
    from_schedule,
)
from yipanqi.foundation.errors import DomainError
from yipanqi.plans.queries import PlanRow
from yipanqi.schedule import ScheduleResult
from yipanqi.web.figures import full_day


def network_sheets(plan: PlanRow, result: ScheduleResult, *, paper: str = "A3") -> list[str]:
    """Sheets of the network; DomainError where there is nothing to draw."""
    words = ENGLISH if get_language() == "en" else CHINESE
    block = TitleBlock(
        project=plan.name,
        drawing=words.heading,
        unit=plan.owner,
        day=full_day(plan.data_date) if plan.data_date else "",
        version=_("Version %(number)s") % {"number": plan.number} if plan.number else "",
    )
    try:
        drawable = from_schedule(
            result, title=plan.name, project=str(plan.pk), block=block, example=plan.illustrative
        )
        return draw_timescaled(drawable, sheet=paper, labels=words).sheets
    except DrawingError:
        raise DomainError("plans.empty", plan=plan.name) from None
