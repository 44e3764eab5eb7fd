"""A revision of the rules as one types it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yipanqi.lights.thresholds import Method, Palette
from yipanqi.lights.wording import METHODS
from yipanqi.web.forms import Form, NumberField

LABELS = {
    "green_from": _("Normal from this share of the target"),
    "yellow_from": _("Warning from this share of the target"),
    "pace_factor": _("Late when the needed pace is over so many times the best three months"),
    "linear_yellow": _("Points behind the trajectory for a warning"),
    "linear_red": _("Points behind the trajectory for late"),
    "grace_days": _("Working days after a cycle in which a reading may still come"),
    "milestone_days": _("Days before a milestone from which it warns"),
    "milestone_grace_days": _("Working days after a cycle in which a report on a milestone may still come"),
    "phantom_cycles": _("Silent cycles that make a phantom owner"),
}
"""The thresholds in words, in the order of the form."""


class RulesForm(Form):
    """Method, thresholds and reason of a new rule set."""

    version = forms.CharField(label=_("Version"), max_length=40, help_text=_("For example 2018-2."))
    method = forms.ChoiceField(
        label=_("Method"), choices=[(method.value, METHODS[method]) for method in Method]
    )
    palette = forms.ChoiceField(
        label=_("Colours"),
        choices=[
            (Palette.THREE.value, _("Green for all that is well")),
            (Palette.FOUR.value, _("Blue for what is well but not yet done")),
        ],
    )
    reason = forms.CharField(label=_("Reason"), max_length=1000, widget=forms.Textarea({"rows": 3}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in LABELS.items():
            self.fields[name] = NumberField(label=label, at_least=0)
        self.order_fields(["version", "method", "palette", *LABELS, "reason"])

    def thresholds(self) -> dict[str, Any]:
        """The thresholds as `lights.thresholds.from_json` takes them."""
        return {name: self.cleaned_data[name] for name in (*LABELS, "palette")}
