"""What is typed about days and years."""

from django import forms
from django.utils.translation import gettext_lazy as _

from yipanqi.web.forms import DayField, Form
from yipanqi.workdays.models import DayKind


class DayForm(Form):
    """What one day is, and who says so."""

    day = DayField(label=_("Day"))
    kind = forms.ChoiceField(
        label=_("Is"), required=False, choices=[("", _("A plain day of the week")), *DayKind.choices]
    )
    name = forms.CharField(label=_("Name"), max_length=100, required=False)
    reason = forms.CharField(label=_("Reason"), max_length=300, help_text=_("The notice and its number."))


class SettleForm(Form):
    """All days of the year are entered."""

    source = forms.CharField(label=_("Notice"), max_length=100)
