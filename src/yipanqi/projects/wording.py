"""The rules of `projects.judgement` in words: title, rule, lines of arithmetic with their numbers."""

from django.utils.translation import gettext_noop as _

from yipanqi.lights.wording import Wording, register_wordings

_INVESTED = _("Invested %(invested)s of %(expected_then)s 亿元 expected by %(as_of)s: %(percent)s%%")
_POINTS = _("(%(expected_then)s − %(invested)s) ÷ %(year_investment)s 亿元 = %(points_behind)s points behind")
_OWED = _("Guarantees overdue: %(overdue)s, the longest by %(days_late)s days")
_PLAN = _("Plan: finish forecast %(forecast_finish)s, agreed %(agreed_finish)s")
_FLOAT = _("Float left: %(total_float)s working days")
_NEWS = _("Last heard from on %(last_heard)s; the next word was due by %(silent_after)s")
_LINES = (_INVESTED, _OWED, _PLAN, _FLOAT)

WORDINGS = {
    "project.given_up": Wording(_("Given up"), _("The project is no longer pursued.")),
    "project.completed": Wording(_("Completed"), _("The project is completed, as its owner showed."), _LINES),
    "project.guarantee_overdue": Wording(
        _("Guarantee overdue"),
        _("Something that a unit owes the project is past its day and not given: late."),
        (_OWED, _INVESTED, _PLAN, _FLOAT),
    ),
    "project.plan_late": Wording(
        _("Plan late"),
        _("The network plan of the project will not finish on the agreed day."),
        (_PLAN, _FLOAT, _INVESTED, _OWED),
    ),
    "project.plan_warns": Wording(
        _("Plan warns"),
        _("The network plan of the project warns: its float is being used up, or a start was missed."),
        (_PLAN, _FLOAT, _INVESTED, _OWED),
    ),
    "project.plan_silent": Wording(
        _("Plan silent"),
        _("No fact was entered in the agreed plan for longer than its cycle. Silence is grey, never green."),
        (_PLAN, _NEWS),
    ),
    "project.investment": Wording(
        _("By investment"),
        _(
            "Invested over expected on the day of the reading: normal from %(t_green_from)s, warning from "
            "%(t_yellow_from)s, below that late."
        ),
        _LINES,
    ),
    "project.investment_points": Wording(
        _("By points of investment"),
        _(
            "Less than %(t_linear_yellow)s points of the year's investment behind is normal, up to "
            "%(t_linear_red)s points warning, more is late."
        ),
        (_POINTS, _OWED, _PLAN, _FLOAT),
    ),
    "project.no_reading": Wording(
        _("No investment entered"),
        _("Its monthly investment is asked for and none was entered. Silence is grey, never green."),
        (_NEWS, _PLAN),
    ),
    "project.reading_overdue": Wording(
        _("Investment overdue"),
        _(
            "The last investment is older than a month and %(t_grace_days)s working days. "
            "Silence is grey, never green."
        ),
        (_INVESTED, _NEWS, _PLAN),
    ),
    "project.silent": Wording(
        _("Owner silent"),
        _("Its owner has said nothing for longer than the cycle. Silence is grey, never green."),
        (_NEWS, _PLAN),
    ),
    "project.not_asked": Wording(
        _("Not followed month by month"),
        _("Its months are not asked for, and nothing has been said of it for longer than the cycle."),
        (_NEWS, _PLAN),
    ),
    "project.on_course": Wording(
        _("On course"),
        _("Plan, investment and guarantees keep what was agreed, and its owner was heard from in the cycle."),
        (*_LINES, _NEWS),
    ),
}

register_wordings(WORDINGS)
