"""What is typed about supervision: types and ranges only."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yipanqi.supervision.models import Basis, Level
from yipanqi.web.forms import DayField, Form

Choices = Sequence[tuple[Any, Any]]
_NOBODY: Choices = [("", "—")]
_LINES = {"rows": 3}


def _number_or_none(value: str) -> int | None:
    return int(value) if value else None


def _choice(label: Any, *, required: bool = True, help_text: Any = "") -> forms.TypedChoiceField:
    """A choice of rows by id; the choices come with the form."""
    return forms.TypedChoiceField(
        label=label, required=required, coerce=_number_or_none, empty_value=None, help_text=help_text
    )


class AboutForm(Form):
    """Hidden fields that name the thing of a matter."""

    target = forms.IntegerField(required=False, widget=forms.HiddenInput)
    plan = forms.IntegerField(required=False, widget=forms.HiddenInput)
    key = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    project = forms.IntegerField(required=False, widget=forms.HiddenInput)
    item = forms.IntegerField(required=False, widget=forms.HiddenInput)


class InstructionForm(AboutForm):
    """One field to type; unit and day are there already."""

    text = forms.CharField(label=_("Instruction"), max_length=200, widget=forms.Textarea(_LINES))
    unit = _choice(_("To the unit"))
    due = DayField(label=_("Answer by"))

    def __init__(self, *args: Any, units: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = [*_NOBODY, *units]  # type: ignore[attr-defined]


class MatterForm(AboutForm):
    """A matter with its basis."""

    title = forms.CharField(label=_("Matter"), max_length=200)
    unit = _choice(_("Unit"))
    due = DayField(label=_("Due"))
    basis = forms.ChoiceField(label=_("Basis"), choices=Basis.choices)
    basis_text = forms.CharField(
        label=_("Which one"),
        max_length=300,
        help_text=_("The number of the minutes, the words of the instruction, the plan of supervision."),
    )
    approver = _choice(
        _("Approved by"),
        required=False,
        help_text=_("A decision needs none; an instruction or a designation does."),
    )

    def __init__(self, *args: Any, units: Choices, leaders: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = [*_NOBODY, *units]  # type: ignore[attr-defined]
        self.fields["approver"].choices = [*_NOBODY, *leaders]  # type: ignore[attr-defined]


class MoveForm(Form):
    """A step of a matter; the note is needed for sending back and dropping."""

    note = forms.CharField(required=False, max_length=500)
    version = forms.IntegerField()


class AnswerForm(Form):
    """What the unit did about a matter."""

    text = forms.CharField(label=_("What was done"), max_length=500, widget=forms.Textarea(_LINES))
    file = forms.FileField(
        label=_("Evidence"), required=False, help_text=_("Only where it proves the effect.")
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class ConclusionForm(Form):
    """The effect was looked at."""

    how = forms.CharField(label=_("How it was verified"), max_length=200)
    found = forms.CharField(label=_("What was found"), max_length=300, widget=forms.Textarea(_LINES))
    file = forms.FileField(label=_("Evidence"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)


class VerificationForm(Form):
    """A look at the effect of an item; the button says how it ends."""

    how = forms.CharField(label=_("How it was verified"), max_length=200)
    found = forms.CharField(label=_("What was found"), max_length=300, widget=forms.Textarea(_LINES))
    file = forms.FileField(label=_("Evidence"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)


class LevelForm(Form):
    """The level of the digests; empty takes the next one for each unit."""

    level = forms.TypedChoiceField(
        label=_("Level of the reminder"),
        required=False,
        coerce=_number_or_none,
        empty_value=None,
        choices=[("", _("The next one for each")), *Level.choices],
    )


class BulletinForm(Form):
    """The period and the one field to type."""

    since = DayField(label=_("From"))
    until = DayField(label=_("To"))
    remark = forms.CharField(
        label=_("Words of the office"), required=False, max_length=2000, widget=forms.Textarea({"rows": 4})
    )
