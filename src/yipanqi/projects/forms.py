"""What is typed about projects. Types and ranges only; what a figure may be is the operations' to say."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yipanqi.projects.models import ContributionKind, GuaranteeKind, ProjectKind, Sector, StageName
from yipanqi.projects.transitions import Stage
from yipanqi.web.forms import DayField, Form, NumberField

Choices = Sequence[tuple[Any, Any]]
_NOBODY: Choices = [("", "—")]
_STAGES = [(value, label) for value, label in StageName.choices if value != Stage.GIVEN_UP]
UNIT = "亿元"


def _number_or_none(value: str) -> int | None:
    return int(value) if value else None


def _choice(label: Any, *, required: bool = False) -> forms.TypedChoiceField:
    """A choice of rows by id; the choices come with the form."""
    return forms.TypedChoiceField(label=label, required=required, coerce=_number_or_none, empty_value=None)


class ProjectForm(Form):
    """A project as the project office keeps it."""

    name = forms.CharField(label=_("Name"), max_length=200)
    code = forms.CharField(
        label=_("Code"), required=False, max_length=40, help_text=_("Empty: one is made up.")
    )
    sector = forms.ChoiceField(label=_("Sector"), choices=Sector.choices)
    kind = forms.ChoiceField(label=_("Kind"), choices=ProjectKind.choices)
    stage = forms.ChoiceField(label=_("Stage"), choices=_STAGES)
    stage_since = DayField(label=_("Stage since"), required=False)
    is_major = forms.BooleanField(
        label=_("Major project"),
        required=False,
        help_text=_("Its investment is asked for every month."),
    )
    total_investment = NumberField(label=_("Total investment"), required=False, unit=UNIT, at_least=0)
    year_investment = NumberField(label=_("Investment of the year"), required=False, unit=UNIT, at_least=0)
    due = DayField(label=_("Due"), required=False)
    lead = _choice(_("Lead unit"), required=True)
    partners = forms.TypedMultipleChoiceField(label=_("Partners"), required=False, coerce=int)
    leader = _choice(_("Leader in charge"))
    place = forms.CharField(label=_("Place"), required=False, max_length=200)
    firm = forms.CharField(label=_("Firm"), required=False, max_length=100)
    chain_link = forms.CharField(label=_("Link of the industry chain"), required=False, max_length=100)
    next_step = forms.CharField(label=_("Next step"), required=False, max_length=200)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, *args: Any, units: Choices, leaders: Choices, is_new: bool = True, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lead"].choices = [*_NOBODY, *units]  # type: ignore[attr-defined]
        self.fields["partners"].choices = units  # type: ignore[attr-defined]
        self.fields["leader"].choices = [*_NOBODY, *leaders]  # type: ignore[attr-defined]
        if not is_new:
            for name in ("code", "stage", "stage_since"):
                del self.fields[name]

    def values(self) -> dict[str, Any]:
        """The fields as `ProjectDraft` and `alter_project` name them."""
        found = dict(self.cleaned_data)
        found.pop("version", None)
        for form_name, name in (("lead", "lead_id"), ("leader", "leader_id"), ("partners", "partner_ids")):
            found[name] = found.pop(form_name)
        found["partner_ids"] = tuple(found["partner_ids"])
        return found


class MoveForm(Form):
    """A move of stage on a day, with what shows it."""

    move = forms.ChoiceField(label=_("New stage"))
    on = DayField(label=_("Day"))
    note = forms.CharField(
        label=_("By what it is shown"), required=False, max_length=300, widget=forms.Textarea({"rows": 2})
    )
    file = forms.FileField(label=_("Evidence"), required=False, help_text=_("Only where it proves the move."))
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, moves: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["move"].choices = moves  # type: ignore[attr-defined]


class DecisionForm(MoveForm):
    """To give up or to take up again: a decision with its reason."""

    note = forms.CharField(label=_("Reason"), max_length=300, widget=forms.Textarea({"rows": 2}))


class InvestmentForm(Form):
    """The investment of the year to date at the end of one month."""

    period = forms.TypedChoiceField(label=_("Month"), coerce=date.fromisoformat)
    value = NumberField(label=_("Invested in the year to date"), required=False, unit=UNIT)
    unchanged = forms.BooleanField(label=_("No change in this month"), required=False)
    note = forms.CharField(label=_("Remark"), required=False, max_length=300)

    def __init__(self, *args: Any, periods: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["period"].choices = periods  # type: ignore[attr-defined]


class CorrectionForm(Form):
    """A new revision of one month."""

    value = NumberField(label=_("Invested in the year to date"), unit=UNIT)
    note = forms.CharField(label=_("Reason"), max_length=300)


class InvestmentPlanForm(Form):
    """Totals of the year planned by the ends of months; empty ones lie on a straight line between the others."""

    def __init__(self, *args: Any, months: Sequence[tuple[date, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.months = months
        for day, label in months:
            self.fields[day.isoformat()] = NumberField(label=label, required=False, unit=UNIT, at_least=0)
        self.fields["version"] = forms.IntegerField(widget=forms.HiddenInput)

    def points(self) -> dict[date, Any]:
        """The months that were filled in."""
        found = {day: self.cleaned_data.get(day.isoformat()) for day, _label in self.months}
        return {day: value for day, value in found.items() if value is not None}


class GuaranteeForm(Form):
    """Something that a unit owes the project."""

    kind = forms.ChoiceField(label=_("Kind"), choices=GuaranteeKind.choices)
    text = forms.CharField(label=_("What"), max_length=200)
    owner = _choice(_("Owed by"), required=True)
    due = DayField(label=_("Due"))

    def __init__(self, *args: Any, units: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].choices = [*_NOBODY, *units]  # type: ignore[attr-defined]


class SettleForm(Form):
    """It has been given."""

    done_on = DayField(label=_("Done on"))
    result = forms.CharField(
        label=_("Result"), max_length=300, help_text=_("For example the number of the permit.")
    )


class ContributionForm(Form):
    """What the project brings to a target."""

    target = _choice(_("Target"), required=True)
    kind = forms.ChoiceField(label=_("What counts"), choices=ContributionKind.choices)
    stage = forms.ChoiceField(
        label=_("Once it has reached"),
        required=False,
        choices=[*_NOBODY, *_STAGES],
        help_text=_("Not needed for investment."),
    )
    amount = NumberField(
        label=_("Amount"),
        required=False,
        at_least=0,
        help_text=_("In the unit of the target; for amounts only."),
    )

    def __init__(self, *args: Any, targets: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["target"].choices = [*_NOBODY, *targets]  # type: ignore[attr-defined]


class VisitForm(Form):
    """A talk with the firm behind the project."""

    on = DayField(label=_("Day"))
    text = forms.CharField(label=_("What came of it"), max_length=300, widget=forms.Textarea({"rows": 2}))
    next_step = forms.CharField(label=_("Next step"), required=False, max_length=200)
    version = forms.IntegerField(widget=forms.HiddenInput)


class ImportForm(Form):
    """An existing list of projects as an Excel file."""

    file = forms.FileField(
        label=_("Excel file"), help_text=_(".xlsx, .xls or .ods, with the heads of a list of projects.")
    )
    sheet = forms.CharField(
        label=_("Sheet"), required=False, max_length=31, help_text=_("Empty: the first one with content.")
    )
