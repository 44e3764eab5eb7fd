"""Forms of the room: a report to read, a finding to correct, what was chosen on the review page."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yipanqi.reports.models import FindingKind
from yipanqi.targets.models import Measure, Operator
from yipanqi.web.forms import DayField, Form, NumberField

_NOTHING = [("", "—")]


class ReportForm(Form):
    """A file, or pasted text."""

    file = forms.FileField(
        label=_("Work report"),
        required=False,
        allow_empty_file=True,
        max_length=255,
        help_text=_("Word (.docx), PDF with text, web page or plain text, up to 50 MB."),
        widget=forms.FileInput(attrs={"accept": ".docx,.docm,.pdf,.txt,.html,.htm"}),
    )
    text = forms.CharField(
        label=_("Or paste its text"), required=False, widget=forms.Textarea({"rows": 10}), strip=False
    )
    year = forms.IntegerField(
        label=_("For the year"),
        required=False,
        help_text=_("Only where the report does not say it. A year that does not exist is made as a draft."),
    )
    zone = forms.CharField(
        label=_("Zone"),
        required=False,
        max_length=100,
        help_text=_("Only for the very first year; later ones take it over."),
    )


class CorrectionForm(Form):
    """A finding said right."""

    kind = forms.ChoiceField(label=_("Kind"), choices=FindingKind.choices)
    name = forms.CharField(label=_("Name"), max_length=200)
    op = forms.ChoiceField(label=_("Operator"), required=False, choices=[*_NOTHING, *Operator.choices])
    value = NumberField(label=_("Figure"), required=False)
    value_high = NumberField(
        label=_("Upper end"), required=False, help_text=_("Only where the report names a range.")
    )
    unit = forms.CharField(label=_("Unit of measure"), required=False, max_length=20)
    approx = forms.BooleanField(label=_("Approximately"), required=False)
    measure = forms.ChoiceField(label=_("Measure"), required=False, choices=[*_NOTHING, *Measure.choices])
    due = DayField(label=_("Due"), required=False)
    lead = forms.TypedChoiceField(label=_("Lead unit"), required=False, coerce=int, empty_value=None)
    partners = forms.CharField(
        label=_("Partners"), required=False, max_length=500, help_text=_("Names with 、 between them.")
    )
    theme = forms.CharField(label=_("Theme"), required=False, max_length=200)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, units: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lead"].choices = [*_NOTHING, *units]  # type: ignore[attr-defined]

    def clean_partners(self) -> list[str]:
        """The names one by one."""
        words = self.cleaned_data["partners"].replace(",", "、").replace("，", "、").split("、")
        return [word.strip() for word in words if word.strip()]

    def changes(self) -> dict[str, Any]:
        """Columns and their values."""
        values = {name: value for name, value in self.cleaned_data.items() if name not in ("version", "lead")}
        return values | {"lead_id": self.cleaned_data["lead"]}


class DecisionForm(Form):
    """What was pressed: `one` is a step and a finding, else `step` is for all that were picked."""

    one = forms.RegexField(r"(confirm|reject|reopen) \d{1,18}:\d{1,9}", required=False)
    step = forms.ChoiceField(
        choices=[(name, name) for name in ("confirm", "reject", "reopen", "merge")], required=False
    )
    reason = forms.CharField(required=False, max_length=300)

    def decision(self, picked: Sequence[str]) -> tuple[str, dict[int, int]]:
        """The step, and the findings it is for with the versions that were seen."""
        step, _space, seen = self.cleaned_data["one"].partition(" ")
        return step or self.cleaned_data["step"], {
            int(pk): int(version) for pk, version in map(_split, [seen] if seen else picked)
        }


def _split(seen: str) -> tuple[str, str]:
    """Id and version of one finding; (0, 0), which is none, for anything else."""
    pk, _colon, version = seen.partition(":")
    return (pk, version) if pk.isdecimal() and version.isdecimal() and len(seen) < 30 else ("0", "0")
