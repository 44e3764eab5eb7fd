"""The rules of `plans.lighting` in words: title, rule, lines of arithmetic with their numbers."""

from django.utils.translation import gettext_noop as _

from yipanqi.lights.wording import Wording, register_wordings

_DATES = _("Forecast finish %(forecast)s, agreed %(agreed)s")
_NEWS = _("Last fact on %(last_heard)s; the next was due by %(silent_after)s")
_FLOAT = _("Agreed float %(agreed_float)s working days, %(float_left)s left")
_OPEN = _("%(open)s of %(activities)s activities still open")

WORDINGS = {
    "plan.not_agreed": Wording(
        _("Nothing agreed yet"),
        _("A plan has a light once a version of it is agreed; until then there is nothing to hold it to."),
        (_("Planned finish %(forecast)s"),),
    ),
    "plan.done": Wording(
        _("All activities done"),
        _("Every activity has an actual finish."),
        (_DATES, _("Finished %(days_late)s working days after the agreed date")),
    ),
    "plan.beyond_agreed": Wording(
        _("Beyond the agreed date"),
        _(
            "Rescheduled with the facts entered, the plan or one of its milestones ends after the agreed date."
        ),
        (
            _("%(what)s: forecast %(forecast)s, agreed %(agreed)s, %(days_late)s working days late"),
            _NEWS,
            _OPEN,
        ),
    ),
    "plan.silent": Wording(
        _("No fact for too long"),
        _(
            "No fact was entered for longer than a month and %(t_grace_days)s working days while work was planned. "
            "Silence is grey, never green."
        ),
        (_NEWS, _DATES),
    ),
    "plan.float_used": Wording(
        _("More than half of the float used"),
        _("The agreed date still holds, but more than half of the float agreed is used."),
        (
            _("%(what)s: %(float_used)s of %(agreed_float)s working days used, %(percent_used)s%%"),
            _DATES,
            _NEWS,
        ),
    ),
    "plan.start_missed": Wording(
        _("A start was missed"),
        _("An activity has not begun on the agreed day; its float still covers the delay."),
        (
            _("%(what)s: agreed start %(planned_start)s, %(days_missed)s working days ago"),
            _("%(missed)s activities have missed their start"),
            _("Its float: %(float_of_it)s working days"),
            _DATES,
        ),
    ),
    "plan.normal": Wording(
        _("Within what was agreed"),
        _("Rescheduled with the facts entered, every agreed date holds."),
        (_DATES, _FLOAT, _NEWS, _OPEN),
    ),
}

register_wordings(WORDINGS)
