"""Forms: the label above, the hint below, what is wrong beside its field, everything typed kept."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.renderers import DjangoTemplates
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yipanqi.foundation.errors import DomainError, Invalid
from yipanqi.foundation.text import parse_number, plain
from yipanqi.web.figures import number
from yipanqi.web.messages import MESSAGES, message_for, sentence

_DAY = re.compile(r"(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})日?")
REQUIRED: dict[str, Any] = {
    "required": MESSAGES["input.required"],
    "invalid_choice": gettext_lazy("Choose one of the list."),
}


class Renderer(DjangoTemplates):
    """Fields and forms in the look of the house."""

    form_template_name = "web/components/form_fields.html"
    field_template_name = "web/components/field.html"


class Form(forms.Form):
    """Base of every form. `{{ form }}` is the summary of mistakes and all fields; `{{ form.x.as_field_group }}` one."""

    default_renderer = Renderer

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.error_messages |= REQUIRED

    def refuse(self, error: DomainError, names: Mapping[str, str] | None = None) -> None:
        """Show a refusal of an operation: beside its fields if it names any of ours, else above the form.

        `names` maps the operation's field names to this form's where they differ.
        """
        if not isinstance(error, Invalid):
            self.add_error(None, message_for(error))
            return
        for field, reason in error.fields.items():
            name = (names or {}).get(field, field)
            self.add_error(name if name in self.fields else None, message_for(reason))

    @property
    def mistakes(self) -> list[tuple[str, str, str]]:
        """(address of the field, its label, its message) for the summary; mistakes of the whole form have no address."""
        return [
            (f"#{self[name].id_for_label}" if name != "__all__" else "", self._label(name), str(text))
            for name, texts in self.errors.items()
            for text in texts
        ]

    def _label(self, name: str) -> str:
        return str(self[name].label) if name != "__all__" else ""


class NumberField(forms.Field):
    """A figure as people type it: full-width digits, 1,350, 1.35千, 约199. Cleans to a Decimal in `unit`."""

    widget = forms.TextInput
    kind = "number"

    def __init__(
        self,
        *,
        unit: str = "",
        at_least: Decimal | int | None = None,
        at_most: Decimal | int | None = None,
        digits: int | None = None,
        **kwargs: Any,
    ) -> None:
        self.unit, self.at_least, self.at_most, self.digits = unit, at_least, at_most, digits
        super().__init__(**kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, str]:
        """The number pad on phones, no suggestions."""
        return {"inputmode": "decimal", "autocomplete": "off"}

    def to_python(self, value: Any) -> Decimal | None:
        """The Decimal meant by what was typed; None when empty."""
        if value in self.empty_values or (isinstance(value, str) and not value.strip()):
            return None
        if isinstance(value, Decimal | int):
            return Decimal(value)
        try:
            return parse_number(str(value), unit=self.unit)
        except DomainError as error:
            params = error.params | {"unit": self.unit}  # as this form writes it
            raise ValidationError(sentence(error.code, params), code=error.code) from error

    def validate(self, value: Any) -> None:
        """Required, limits and decimals."""
        super().validate(value)
        if value is None:
            return
        if self.at_least is not None and value < self.at_least:
            raise ValidationError(
                sentence("input.below", {"limit": number(self.at_least)}), code="input.below"
            )
        if self.at_most is not None and value > self.at_most:
            raise ValidationError(
                sentence("input.above", {"limit": number(self.at_most)}), code="input.above"
            )
        if self.digits is not None and value != round(value, self.digits):
            raise ValidationError(sentence("input.digits", {"digits": self.digits}), code="input.digits")

    def prepare_value(self, value: Any) -> Any:
        """A figure from the database as one would type it; what was typed, as typed."""
        return (
            number(value).replace("\N{MINUS SIGN}", "-")
            if isinstance(value, Decimal | int | float)
            else value
        )

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether the figure differs, not its spelling."""
        try:
            return self.to_python(initial) != self.to_python(data)
        except ValidationError:
            return True


class DayField(forms.Field):
    """A calendar day: the browser's date input, or typed as 2018-09-28, 2018年9月28日, 2018/9/28."""

    widget = forms.DateInput
    kind = "day"

    def __init__(self, *, at_least: date | None = None, at_most: date | None = None, **kwargs: Any) -> None:
        self.at_least, self.at_most = at_least, at_most
        kwargs.setdefault("widget", forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> date | None:
        """The day meant by what was typed; None when empty."""
        if value in self.empty_values or isinstance(value, date):
            return value or None
        found = _DAY.fullmatch(plain(str(value)))
        try:
            return date(*map(int, found.groups() if found else ()))
        except (ValueError, TypeError) as error:
            message = sentence("input.not_a_day", {"text": value})
            raise ValidationError(message, code="input.not_a_day") from error

    def validate(self, value: Any) -> None:
        """Required and limits."""
        super().validate(value)
        if value and self.at_least and value < self.at_least:
            raise ValidationError(_("Not before %(limit)s.") % {"limit": self.at_least}, code="input.below")
        if value and self.at_most and value > self.at_most:
            raise ValidationError(_("Not after %(limit)s.") % {"limit": self.at_most}, code="input.above")

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether the day differs, not its spelling."""
        try:
            return self.to_python(initial) != self.to_python(data)
        except ValidationError:
            return True
