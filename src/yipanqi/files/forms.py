"""Bringing evidence. Other rooms put `evidence_field()` into their own forms."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yipanqi.files.sniffing import KINDS
from yipanqi.web.forms import Form

ACCEPT = ",".join(f".{ending}" for kind in KINDS for ending in kind.endings)


def evidence_field(**words: Any) -> forms.FileField:
    """A file input that offers the kinds of evidence and says that nothing classified may enter."""
    words.setdefault("label", _("File"))
    words.setdefault(
        "help_text", _("PDF, Word, Excel, picture or text. No classified content may enter this system.")
    )
    return forms.FileField(widget=forms.FileInput(attrs={"accept": ACCEPT}), max_length=255, **words)


class UploadForm(Form):
    """One file of one unit. `units` are (id, name) pairs of the bringer's units."""

    file = evidence_field()
    unit = forms.TypedChoiceField(label=_("Unit"), coerce=int, empty_value=None, required=False)
    why = forms.CharField(label=_("What it shows"), max_length=300, required=False)

    def __init__(self, *args: Any, units: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = units if len(units) == 1 else [("", "—"), *units]  # type: ignore[attr-defined]
