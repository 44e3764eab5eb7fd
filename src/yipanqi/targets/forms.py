"""What is typed about targets. Types and ranges only; what a figure may be is the operations' to say."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yipanqi.targets.models import Cycle, GoalKind, Measure, Operator, TargetKind, TrajectoryKind
from yipanqi.web.forms import DayField, Form, NumberField

Choices = Sequence[tuple[Any, Any]]
_NOBODY: Choices = [("", "—")]


def _number_or_none(value: str) -> int | None:
    return int(value) if value else None


def _choice(label: Any, *, required: bool = False) -> forms.TypedChoiceField:
    """A choice of rows by id; the choices come with the form."""
    return forms.TypedChoiceField(label=label, required=required, coerce=_number_or_none, empty_value=None)


class ReadingForm(Form):
    """One figure of one period."""

    period = forms.TypedChoiceField(label=_("Period"), coerce=date.fromisoformat)
    value = NumberField(label=_("Value to date"), required=False)
    unchanged = forms.BooleanField(label=_("No change in this period"), required=False)
    note = forms.CharField(label=_("Remark"), required=False, max_length=300)
    file = forms.FileField(
        label=_("Evidence"), required=False, help_text=_("Only where it proves the figure.")
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, periods: Choices, unit: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["period"].choices = periods  # type: ignore[attr-defined]
        value = self.fields["value"]
        if isinstance(value, NumberField):
            value.unit = unit

    def clean(self) -> dict[str, Any]:
        """A figure, or that there is none new."""
        values = super().clean() or self.cleaned_data
        if not self.errors and values.get("value") is None and not values.get("unchanged"):
            self.add_error("value", self.fields["value"].error_messages["required"])
        return values


class CorrectionForm(Form):
    """A new revision of one reading."""

    value = NumberField(label=_("Value to date"))
    note = forms.CharField(label=_("Reason"), max_length=300)
    file = forms.FileField(label=_("Evidence"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, unit: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        value = self.fields["value"]
        if isinstance(value, NumberField):
            value.unit = unit


class StatementForm(Form):
    """The owner's word on a milestone or on standing work."""

    text = forms.CharField(
        label=_("What stands, what is next"),
        required=False,
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
    )
    unchanged = forms.BooleanField(label=_("Nothing new"), required=False)
    expected_on = DayField(label=_("Expected on"), required=False)
    done_on = DayField(label=_("Done on"), required=False, help_text=_("Fill in only when it is reached."))
    file = forms.FileField(label=_("Evidence"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)


class ListItemForm(Form):
    """A new line of a duty, task or problem list."""

    kind = forms.ChoiceField(label=_("List"))
    text = forms.CharField(label=_("Line"), max_length=300)
    owner = _choice(_("Unit"))
    due = DayField(label=_("Due"), required=False)

    def __init__(self, *args: Any, kinds: Choices, units: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]
        self.fields["owner"].choices = [*_NOBODY, *units]  # type: ignore[attr-defined]


class LineDoneForm(Form):
    """A line of a list is done."""

    done_on = DayField(label=_("Done on"))
    result = forms.CharField(label=_("Result"), required=False, max_length=300)


class CommentForm(Form):
    """A unit's comment while the year is being set."""

    unit = _choice(_("For the unit"), required=True)
    text = forms.CharField(label=_("Comment"), max_length=1000, widget=forms.Textarea({"rows": 3}))
    proposed_value = NumberField(label=_("Proposed figure"), required=False)
    proposed_due = DayField(label=_("Proposed date"), required=False)

    def __init__(self, *args: Any, units: Choices, unit: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = units  # type: ignore[attr-defined]
        value = self.fields["proposed_value"]
        if isinstance(value, NumberField):
            value.unit = unit


class AnswerForm(Form):
    """The office's answer to a comment."""

    accepted = forms.TypedChoiceField(
        label=_("Answer"),
        choices=[("yes", _("Accepted")), ("no", _("Not accepted"))],
        coerce=lambda word: word == "yes",
    )
    answer = forms.CharField(label=_("In words"), required=False, max_length=1000)


class TargetForm(Form):
    """A target while its year is being set."""

    kind = forms.ChoiceField(label=_("Kind"), choices=TargetKind.choices)
    name = forms.CharField(label=_("Name"), max_length=200)
    goal = _choice(_("Goal"), required=True)
    measure = forms.ChoiceField(label=_("Measure"), required=False, choices=[*_NOBODY, *Measure.choices])
    op = forms.ChoiceField(label=_("Operator"), required=False, choices=[*_NOBODY, *Operator.choices])
    value = NumberField(label=_("Figure"), required=False)
    unit = forms.CharField(label=_("Unit of measure"), required=False, max_length=20)
    base = NumberField(label=_("Level at the end of the year before"), required=False)
    due = DayField(label=_("Due"), required=False)
    lead = _choice(_("Lead unit"))
    partners = forms.TypedMultipleChoiceField(label=_("Partners"), required=False, coerce=int)
    leader = _choice(_("Leader in charge"))
    cycle = forms.ChoiceField(label=_("Reporting cycle"), choices=Cycle.choices)
    source = forms.ChoiceField(label=_("Source"), required=False)
    standard = forms.CharField(label=_("Standard of completion"), required=False, max_length=300)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, *args: Any, goals: Choices, units: Choices, leaders: Choices, sources: Choices, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in {
            "goal": goals,
            "lead": [*_NOBODY, *units],
            "partners": units,
            "leader": [*_NOBODY, *leaders],
            "source": [("", _("Typed by the owner")), *sources],
        }.items():
            self.fields[name].choices = choices  # type: ignore[attr-defined]


class ChangeForm(Form):
    """A change of a fixed target by decision."""

    name = forms.CharField(label=_("Name"), max_length=200)
    value = NumberField(label=_("Figure"), required=False)
    due = DayField(label=_("Due"), required=False)
    extension = forms.BooleanField(
        label=_("Approved extension"),
        required=False,
        help_text=_("Without it the target is scored on its old date."),
    )
    lead = _choice(_("Lead unit"), required=True)
    leader = _choice(_("Leader in charge"))
    decision = forms.CharField(
        label=_("Decision"), max_length=200, help_text=_("Which meeting, which minutes.")
    )
    reason = forms.CharField(label=_("Reason"), max_length=1000, widget=forms.Textarea({"rows": 3}))
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, units: Choices, leaders: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lead"].choices = units  # type: ignore[attr-defined]
        self.fields["leader"].choices = [*_NOBODY, *leaders]  # type: ignore[attr-defined]


class DecisionForm(Form):
    """A decision with its reason: dropping a target, fixing a year."""

    decision = forms.CharField(
        label=_("Decision"), max_length=200, help_text=_("Which meeting, which minutes.")
    )
    reason = forms.CharField(label=_("Reason"), max_length=1000, widget=forms.Textarea({"rows": 2}))


class ReasonForm(Form):
    """A reason alone."""

    reason = forms.CharField(label=_("Reason"), max_length=1000, widget=forms.Textarea({"rows": 2}))


class FixForm(Form):
    """The decision that fixes a year."""

    decision = forms.CharField(
        label=_("Decision"), max_length=200, help_text=_("Which meeting, which minutes.")
    )


class TrajectoryForm(Form):
    """How the value expected by a day is found: kind, and for typed ones a value for each month's end."""

    kind = forms.ChoiceField(label=_("Trajectory"), choices=TrajectoryKind.choices)

    def __init__(self, *args: Any, months: Sequence[tuple[date, str]], unit: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.months = months
        for day, label in months:
            self.fields[day.isoformat()] = NumberField(label=label, required=False, unit=unit)

    def points(self) -> dict[date, Any]:
        """The months that were filled in."""
        found = {day: self.cleaned_data.get(day.isoformat()) for day, _label in self.months}
        return {day: value for day, value in found.items() if value is not None}


class YearForm(Form):
    """A year to be set."""

    number = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2100)
    zone = forms.CharField(label=_("Zone"), max_length=100)


class GoalForm(Form):
    """A node of the goal tree."""

    kind = forms.ChoiceField(label=_("Layer"), choices=GoalKind.choices)
    name = forms.CharField(label=_("Name"), max_length=200)
    parent = _choice(_("Stands below"))
    short_name = forms.CharField(
        label=_("Short name"), required=False, max_length=12, help_text=_("As the board shows it.")
    )
    horizon = forms.IntegerField(label=_("Looks to the year"), required=False, min_value=2000, max_value=2100)

    def __init__(self, *args: Any, goals: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].choices = [*_NOBODY, *goals]  # type: ignore[attr-defined]


class BreakdownForm(Form):
    """An existing breakdown table as an Excel file."""

    file = forms.FileField(
        label=_("Excel file"), help_text=_(".xlsx, .xls or .ods, with the heads of a breakdown table.")
    )
    sheet = forms.CharField(
        label=_("Sheet"), required=False, max_length=31, help_text=_("Empty: the first one with content.")
    )
    goal = _choice(_("Goal for rows without one"), required=True)

    def __init__(self, *args: Any, goals: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["goal"].choices = goals  # type: ignore[attr-defined]
