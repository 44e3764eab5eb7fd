"""Forms of the room: types and ranges only."""

from django import forms
from django.utils.translation import gettext_lazy as _

from yipanqi.web.forms import DayField, Form


class ReportForm(Form):
    """An item is done."""

    done_on = DayField(label=_("Done on"))
    started_on = DayField(label=_("Started on"), required=False, help_text=_("Only where the plan does not know it yet."))  # fmt: skip
    result = forms.CharField(label=_("Result"), required=False, max_length=300)
    file = forms.FileField(label=_("Evidence"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class ExtensionForm(Form):
    """A later date."""

    until = DayField(label=_("Later date"))
    reason = forms.CharField(label=_("Reason"), max_length=300)
    progress = forms.CharField(label=_("How far it is"), max_length=300)


class StepForm(Form):
    """A step with the version seen and, where it is needed, the reason."""

    note = forms.CharField(label=_("Reason"), required=False, max_length=300)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
