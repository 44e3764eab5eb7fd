"""What is typed at the doors and about accounts."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from yipanqi.access.roles import Role
from yipanqi.web.forms import DayField, Form


def _password(label: Any, *, new: bool = False, **words: Any) -> forms.CharField:
    attrs = {"autocomplete": "new-password" if new else "current-password"}
    widget = forms.PasswordInput(attrs=attrs)
    return forms.CharField(label=label, max_length=128, strip=False, widget=widget, **words)


class SignInForm(Form):
    """Name and password."""

    username = forms.CharField(
        label=_("User name"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "username"})
    )
    password = _password(_("Password"))


class TokenForm(Form):
    """Six digits of the second factor."""

    token = forms.CharField(
        label=_("Six digits"),
        max_length=12,
        help_text=_("The code that the authenticator app shows now."),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )


class PasswordForm(Form):
    """Old password and new one, the new one twice."""

    old = _password(_("Present password"))
    new = _password(
        _("New password"),
        new=True,
        help_text=_("At least 10 signs, of three kinds: small letters, capitals, digits, others."),
    )
    again = _password(_("New password once more"), new=True)

    def clean(self) -> dict[str, Any]:
        """Both entries of the new password agree."""
        values = super().clean() or self.cleaned_data
        if "new" in values and values["new"] != values.get("again"):
            self.add_error("again", _("The two entries differ."))
        return values


class ProfileForm(Form):
    """How this account likes its pages."""

    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    large_text = forms.BooleanField(label=_("Large text"), required=False)


class NewAccountForm(Form):
    """A new account: its name to sign in, the post others see, its roles."""

    username = forms.CharField(label=_("User name"), max_length=80)
    title = forms.CharField(
        label=_("Post"),
        max_length=100,
        help_text=_("What others see. Name the post, not more of the person than the work needs."),
    )
    roles = forms.MultipleChoiceField(
        label=_("Roles"),
        choices=Role.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("An administrator's role stands alone."),
    )


class AccountForm(Form):
    """What may change of an account."""

    title = forms.CharField(label=_("Post"), max_length=100)
    sso_name = forms.CharField(label=_("Name at single sign-on"), max_length=150, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)


class RoleForm(Form):
    """One role."""

    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)


class ReasonForm(Form):
    """Why."""

    reason = forms.CharField(label=_("Reason"), max_length=300)


class EventFilterForm(Form):
    """What an auditor looks for; empty fields ask for nothing."""

    actor = forms.CharField(label=_("Who"), max_length=80, required=False)
    action = forms.ChoiceField(label=_("Action"), required=False)
    subject = forms.CharField(label=_("Thing"), max_length=80, required=False)
    outcome = forms.ChoiceField(
        label=_("Outcome"),
        required=False,
        choices=[("", _("All")), ("done", _("Done")), ("refused", _("Refused"))],
    )
    from_day = DayField(label=_("From"), required=False)
    to_day = DayField(label=_("To"), required=False)

    def __init__(self, *args: Any, actions: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["action"].choices = [("", _("All")), *actions]  # type: ignore[attr-defined]


def send_over(form: Form, version: int) -> None:
    """Whoever was second keeps what was typed: sent again, the form goes over the other's change."""
    form.data = {**dict(form.data.items()), "version": str(version)}
