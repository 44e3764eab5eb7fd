"""Forms of the room: a session, an opinion, what is tried and decided in the meeting, a reason."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yipanqi.web.forms import DayField, Form

Choices = Sequence[tuple[Any, str]]
_NOBODY = [("", "—")]
FIELDS = (
    ("start_on_or_after", _("start no earlier than")),
    ("finish_on_or_before", _("finish no later than")),
    ("duration", _("working days")),
    ("due", _("date of the plan")),
)


class SessionForm(Form):
    """A session and the plans on its list."""

    title = forms.CharField(label=_("Name of the session"), max_length=100)
    planned_for = DayField(label=_("Day of the session"))
    opinions_until = DayField(label=_("Opinions until"), required=False)
    plans = forms.TypedMultipleChoiceField(
        label=_("Plans on the list"),
        required=False,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen: every plan of the year."),
    )

    def __init__(self, *args: Any, plans: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["plans"].choices = plans  # type: ignore[attr-defined]


class OpinionForm(Form):
    """Yes to the remedy, or one new date and a reason. `unit` is which of one's units speaks."""

    answer = forms.ChoiceField(choices=[("accept", "accept"), ("other", "other")], widget=forms.HiddenInput)
    unit = forms.IntegerField(widget=forms.HiddenInput)
    proposed = DayField(label=_("Our date"), required=False)
    reason = forms.CharField(label=_("Reason"), required=False, max_length=300)


class TrialForm(Form):
    """What is on the wall: a date to try, the remedy as it stands, or no change at all."""

    conflict = forms.IntegerField(required=False, min_value=1)
    how = forms.ChoiceField(choices=[(name, name) for name in ("", "date", "remedy", "none")], required=False)
    place = forms.CharField(required=False, max_length=80)
    day = DayField(required=False)


class DecisionForm(Form):
    """A decision on what was tried; `base` are the versions that were seen, `version` the conflict's."""

    how = forms.ChoiceField(
        choices=[(name, name) for name in ("date", "remedy", "none")], widget=forms.HiddenInput
    )
    place = forms.CharField(required=False, max_length=80, widget=forms.HiddenInput)
    day = DayField(required=False, widget=forms.HiddenInput)
    base = forms.CharField(required=False, max_length=4000, widget=forms.HiddenInput)
    version = forms.IntegerField(widget=forms.HiddenInput)
    text = forms.CharField(label=_("Decision"), max_length=2000, widget=forms.Textarea({"rows": 2}))
    who = forms.TypedChoiceField(label=_("Responsible unit"), required=False, coerce=int, empty_value=None)
    by = DayField(label=_("To be done by"), required=False)

    def __init__(self, *args: Any, units: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["who"].choices = [*_NOBODY, *units]  # type: ignore[attr-defined]


class NoteForm(Form):
    """A reason, and the version that was seen."""

    note = forms.CharField(label=_("Reason"), max_length=300, required=False)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)


class LaterForm(Form):
    """A decision after the session: one change of one plan, and who owes it by when."""

    key = forms.ChoiceField(label=_("Activity"), required=False)
    field = forms.ChoiceField(label=_("What changes"), choices=FIELDS)
    day = DayField(label=_("New date"), required=False)
    days = forms.IntegerField(label=_("New working days"), required=False, min_value=1, max_value=5000)
    text = forms.CharField(label=_("Decision"), max_length=2000, widget=forms.Textarea({"rows": 2}))
    who = forms.TypedChoiceField(label=_("Responsible unit"), required=False, coerce=int, empty_value=None)
    by = DayField(label=_("To be done by"), required=False)
    reissue = forms.BooleanField(label=_("Send the changed letters out at once"), required=False)
    base = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, may_reissue: bool, activities: Choices, units: Choices, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["key"].choices = [("", _("the plan as a whole")), *activities]  # type: ignore[attr-defined]
        self.fields["who"].choices = [*_NOBODY, *units]  # type: ignore[attr-defined]
        if not may_reissue:
            del self.fields["reissue"]

    def clean(self) -> dict[str, Any]:
        """The value that the chosen field takes, and the activity unless it is the plan's own date."""
        values = super().clean() or {}
        field = values.get("field")
        needed = "days" if field == "duration" else "day"
        if values.get(needed) is None and needed not in self.errors:
            self.add_error(needed, _("This must be filled in."))
        if (field == "due") == bool(values.get("key")):
            self.add_error("key", _("Choose one of the list."))
        return values
