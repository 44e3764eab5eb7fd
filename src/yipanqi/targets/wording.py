"""The rules of `targets.judgement` in words: title, rule, lines of arithmetic with their numbers."""

from django.utils.translation import gettext_noop as _

from yipanqi.lights.wording import Wording, register_wordings

_NEEDED = _("(%(value)s − %(to_date)s) ÷ %(months_left)s months = %(needed)s %(unit)s a month")
_BEST = _("Average of the best three months: %(best)s %(unit)s")
_NEEDED_AND_BEST = _("Each remaining month needs %(needed)s, the best three months averaged %(best)s")
_PACE = _("%(to_date)s + %(pace)s a month × %(forecast_months)s months = %(forecast)s %(unit)s")
_RHYTHM = _(
    "%(to_date)s + rest of the trajectory %(rest)s × kept so far %(degree)s%% = %(forecast)s %(unit)s"
)
_RATIO = _("Forecast %(forecast)s of %(value)s %(unit)s: %(percent)s%%")
_RANGE = _("Plain range of the forecast: %(low)s to %(high)s %(unit)s")
_CONTROL = _(
    "(%(value)s × %(days_all)s − %(to_date)s × %(days_passed)s) ÷ %(days_left)s days = %(control)s: the rest must keep it"
)
_REST_OF_MEAN = _(
    "Rest of the trajectory %(planned_rest)s × so far %(mean_ratio)s%% of it = %(rest_mean)s for the days left"
)
_MEAN = _(
    "(%(to_date)s × %(days_passed)s + %(rest_mean)s × %(days_left)s) ÷ %(days_all)s days = %(forecast)s %(unit)s"
)
_BAD_DAYS = _("%(days_left)s days left, %(bad_days)s of them may still be bad")
_LAST = _("Last reading for %(last_heard)s; the next was due by %(silent_after)s")
_NEWS = _("Last heard from on %(last_heard)s; the next word was due by %(silent_after)s")

WORDINGS = {
    "indicator.no_reading": Wording(
        _("No reading yet"),
        _("Without a reading there is no light. Silence is grey, never green."),
    ),
    "indicator.silent": Wording(
        _("Reading overdue"),
        _(
            "The last reading is older than its cycle and %(t_grace_days)s working days. Silence is grey, never green."
        ),
        (_LAST,),
    ),
    "indicator.met": Wording(
        _("Target met"),
        _("The value to date keeps the promise."),
        (_("%(to_date)s of %(value)s %(unit)s"),),
    ),
    "indicator.missed": Wording(
        _("Due and not met"),
        _("The due day is past and no reading shows the target met."),
        (_("%(to_date)s of %(value)s %(unit)s"),),
    ),
    "indicator.ceiling_broken": Wording(
        _("Over the ceiling"),
        _("The count is over its ceiling and cannot come back."),
        (_("%(to_date)s, at most %(value)s %(unit)s"),),
    ),
    "indicator.out_of_reach": Wording(
        _("Out of reach"),
        _("Even at zero for the rest of the year the mean would stay over its bound."),
        (_CONTROL,),
    ),
    "indicator.days_out_of_reach": Wording(
        _("Out of reach"),
        _("Fewer days are left than are still needed."),
        (_("%(to_date)s of %(value)s days, %(days_left)s days left"),),
    ),
    "indicator.pace": Wording(
        _("Needed pace out of reach"),
        _(
            "Behind the trajectory, and each remaining month needs more than %(t_pace_factor)s times the average "
            "of the best three months: late."
        ),
        (_NEEDED, _BEST, _("%(best)s × %(t_pace_factor)s = %(limit)s < %(needed)s"), _PACE, _RHYTHM, _RATIO),
    ),
    "indicator.forecast": Wording(
        _("By forecast"),
        _(
            "Forecast over target: normal from %(t_green_from)s, warning from %(t_yellow_from)s, below that late; "
            "the other way round where less is better."
        ),
        (_PACE, _RHYTHM, _RATIO, _RANGE, _NEEDED_AND_BEST),
    ),
    "indicator.mean": Wording(
        _("By forecast of the mean"),
        _(
            "Bound over forecast mean: normal from %(t_green_from)s, warning from %(t_yellow_from)s, below that late."
        ),
        (_REST_OF_MEAN, _MEAN, _RATIO, _CONTROL),
    ),
    "indicator.days": Wording(
        _("By forecast of the days"),
        _(
            "Forecast over target: normal from %(t_green_from)s, warning from %(t_yellow_from)s, below that late."
        ),
        (_PACE, _RHYTHM, _RATIO, _BAD_DAYS),
    ),
    "indicator.linear": Wording(
        _("By the points behind the trajectory"),
        _(
            "Less than %(t_linear_yellow)s points behind the trajectory is normal, up to %(t_linear_red)s points "
            "warning, more is late."
        ),
        (
            _(
                "Expected %(expected_then)s, to date %(to_date)s of %(value)s %(unit)s: %(points_behind)s points behind"
            ),
            _NEEDED_AND_BEST,
        ),
    ),
    "milestone.done": Wording(
        _("Done"),
        _("Reached, as its owner showed."),
        (_("Done on %(done_on)s, due %(due)s"), _("%(days_late)s days late")),
    ),
    "milestone.past": Wording(
        _("Past its date"),
        _("The date is past and it is not done."),
        (_("Due %(due)s, %(days_late)s days ago"), _("Its owner now expects %(expected_on)s")),
    ),
    "milestone.silent": Wording(
        _("Owner silent"),
        _("Its owner has said nothing for longer than the cycle. Silence is grey, never green."),
        (_NEWS,),
    ),
    "milestone.expected_late": Wording(
        _("Expected after its date"),
        _("Its owner expects it after the date that it is scored on."),
        (_("Expected %(expected_on)s, due %(due)s: %(days_behind)s days behind"),),
    ),
    "milestone.near": Wording(
        _("Date is near"),
        _("Not done, and its date is within %(t_milestone_days)s days."),
        (_("Due %(due)s, in %(days_left)s days"), _NEWS),
    ),
    "milestone.ahead": Wording(
        _("Ahead of its date"),
        _("More than %(t_milestone_days)s days away, and its owner was heard from in the cycle."),
        (_("Due %(due)s, in %(days_left)s days"), _NEWS),
    ),
    "standing.problems_overdue": Wording(
        _("Problems overdue"),
        _("A line of the problem list is past its date."),
        (_("%(problems)s problems overdue, the longest by %(days_late)s days"),),
    ),
    "standing.silent": Wording(
        _("Owner silent"),
        _("Its owner has said nothing for longer than the cycle. Silence is grey, never green."),
        (_NEWS,),
    ),
    "standing.items_overdue": Wording(
        _("Lines overdue"),
        _("A line of the duty or task list is past its date."),
        (_("%(overdue)s of %(open)s open lines overdue, the longest by %(days_late)s days"),),
    ),
    "standing.on_course": Wording(
        _("On course"),
        _("Nothing on its lists is overdue, and its owner was heard from in the cycle."),
        (_("%(done)s lines done, %(open)s open"), _NEWS),
    ),
}

register_wordings(WORDINGS)
