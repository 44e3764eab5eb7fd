"""The rules of items in words."""

from django.utils.translation import gettext_noop as _

from yipanqi.lights.wording import Wording, register_wordings

WORDINGS = {
    "item.done": Wording(_("Reported done"), _("The item is reported done, verified or closed."), (_("Done on %(done_on)s"), _("Due %(counts_on)s"))),
    "item.aside": Wording(_("Set aside"), _("The item was returned, suspended or withdrawn."), (_("Due %(counts_on)s"),)),
    "item.overdue": Wording(_("Overdue"), _("The due day is past and nothing was reported."), (_("Due %(counts_on)s, %(days_late)s days ago"), _("Agreed: %(due)s, extended to %(extended_to)s"))),
    "item.sent_back": Wording(_("Sent back"), _("What was reported did not stand up to verification."), (_("Due %(counts_on)s"),)),
    "item.forecast_late": Wording(_("Will be late"), _("The network computes a finish after the due day."), (_("Computed finish %(forecast)s, %(days_behind)s days after %(counts_on)s"),)),
    "item.near": Wording(_("Due soon"), _("At most %(near)s working days are left."), (_("Due %(counts_on)s, %(workdays_left)s working days left"),)),
    "item.on_course": Wording(_("On course"), _("The due day is further away than %(near)s working days."), (_("Due %(counts_on)s"),)),
}  # fmt: skip

register_wordings(WORDINGS)
