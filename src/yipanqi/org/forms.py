"""What is typed about units, posts, appointments and stand-ins."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yipanqi.org.models import UnitKind
from yipanqi.web.forms import DayField, Form

Choices = list[tuple[Any, Any]]


class UnitForm(Form):
    """A unit. `parents` are (id, name) pairs."""

    code = forms.CharField(label=_("Code"), max_length=40)
    name = forms.CharField(label=_("Name"), max_length=100)
    short_name = forms.CharField(label=_("Short name"), max_length=40, required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=UnitKind.choices)
    parent = forms.TypedChoiceField(label=_("Stands below"), coerce=int, empty_value=None, required=False)
    valid_from = DayField(label=_("Exists since"))
    valid_to = DayField(label=_("Last day"), required=False)
    capacity = forms.IntegerField(
        label=_("Activities it can carry at the same time"), min_value=0, max_value=999, required=False
    )
    order = forms.IntegerField(label=_("Place in lists"), min_value=0, max_value=32_767, initial=0)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, parents: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].choices = [("", "—"), *parents]  # type: ignore[attr-defined]


class SuccessionForm(Form):
    """Who takes over, and since when."""

    successor = forms.TypedChoiceField(label=_("Successor"), coerce=int)
    at = DayField(label=_("First day of the successor"))
    reason = forms.CharField(label=_("Reason"), max_length=300, help_text=_("The decision and its number."))

    def __init__(self, *args: Any, units: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["successor"].choices = units  # type: ignore[attr-defined]


class PostForm(Form):
    """A post."""

    code = forms.CharField(label=_("Code"), max_length=60)
    title = forms.CharField(label=_("Post"), max_length=100)
    is_head = forms.BooleanField(label=_("Head of the unit"), required=False)
    is_leader = forms.BooleanField(label=_("Leader in charge of targets"), required=False)
    planned = forms.BooleanField(label=_("Planned only"), required=False)
    valid_to = DayField(label=_("Last day"), required=False)
    order = forms.IntegerField(label=_("Place in lists"), min_value=0, max_value=32_767, initial=0)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class AppointmentForm(Form):
    """Who holds a post, and since when."""

    account = forms.TypedChoiceField(label=_("Account"), coerce=int)
    from_date = DayField(label=_("From"))

    def __init__(self, *args: Any, accounts: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["account"].choices = accounts  # type: ignore[attr-defined]


class DelegationForm(Form):
    """Who stands in, and until when."""

    taker = forms.TypedChoiceField(label=_("Stand-in"), coerce=int)
    from_date = DayField(label=_("From"))
    until = DayField(label=_("Until"), help_text=_("Inclusive. It ends by itself."))
    reason = forms.CharField(label=_("Reason"), max_length=200)

    def __init__(self, *args: Any, accounts: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["taker"].choices = accounts  # type: ignore[attr-defined]


class ImportForm(Form):
    """A workbook with units, posts or both."""

    file = forms.FileField(
        label=_("Workbook"),
        help_text=_(
            "Excel. A sheet with unit codes, names and kinds; a sheet with post codes, units and titles."
        ),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.ods"}),
    )
