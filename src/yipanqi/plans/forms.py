"""What is typed about plans. Types and ranges only; what a plan may be is the operations' to say."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from yipanqi.plans.models import CalendarChoice, ClaimKind, LinkChoice
from yipanqi.plans.pasting import CELLS, Line
from yipanqi.web.forms import DayField, Form

Choices = Sequence[tuple[Any, Any]]
_NOTHING: Choices = [("", "—")]
LONGEST_CELL = 1000


def _number_or_none(value: str) -> int | None:
    return int(value) if value else None


def _choice(label: Any, *, required: bool = False) -> forms.TypedChoiceField:
    """A choice of rows by id; the choices come with the form."""
    return forms.TypedChoiceField(label=label, required=required, coerce=_number_or_none, empty_value=None)


class PlanForm(Form):
    """A new plan, empty or from a template."""

    name = forms.CharField(label=_("Name of the plan"), max_length=200)
    owner = _choice(_("Lead unit"), required=True)
    start = DayField(label=_("Begins on"))
    due = DayField(label=_("Required finish"), required=False)
    calendar = forms.ChoiceField(label=_("Working days"), choices=CalendarChoice.choices, initial="china")
    project = _choice(_("Project"))
    target = _choice(_("Target"))
    leader = _choice(_("Leader in charge"))
    template = forms.ChoiceField(
        label=_("Begin with"),
        required=False,
        help_text=_("Days of a template are illustrative: replace them."),
    )

    def __init__(self, *args: Any, choices: Mapping[str, Choices], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, found in choices.items():
            optional = [] if name == "owner" else _NOTHING
            self.fields[name].choices = [*optional, *found]  # type: ignore[attr-defined]


class ImportForm(Form):
    """A file or a pasted table."""

    file = forms.FileField(
        label=_("File"),
        required=False,
        allow_empty_file=True,
        max_length=255,
        help_text=_("Excel, CSV, Microsoft Project (.mpp, .xml), Primavera (.xer), up to 30 MB."),
        widget=forms.FileInput(
            attrs={"accept": ".xlsx,.xls,.csv,.mpp,.xml,.xer,.pmxml,.mpx", "data-sends": ""}
        ),
    )
    text = forms.CharField(
        label=_("Or paste the table"),
        required=False,
        strip=False,
        widget=forms.Textarea({"rows": 6}),
        help_text=_("Copied in Excel: number, activity, days, predecessors, unit; with or without heads."),
    )

    def clean(self) -> dict[str, Any]:
        """One of the two."""
        values = super().clean() or self.cleaned_data
        if not values.get("file") and not (values.get("text") or "").strip():
            self.add_error("file", self.fields["file"].error_messages["required"])
        return values


class NoteForm(Form):
    """A reason that is kept."""

    note = forms.CharField(label=_("Reason"), max_length=300, widget=forms.Textarea({"rows": 3}))


class LinkForm(Form):
    """A wish for another plan's activity."""

    own = forms.ChoiceField(label=_("Our activity"))
    direction = forms.ChoiceField(
        label=_("Which waits"),
        choices=[("in", _("Ours waits for theirs")), ("out", _("Theirs waits for ours"))],
    )
    other = forms.ChoiceField(label=_("Their activity"))
    type = forms.ChoiceField(label=_("Kind of link"), choices=LinkChoice.choices, initial="FS")
    lag = forms.IntegerField(
        label=_("Lag"), initial=0, min_value=-5000, max_value=5000, help_text=_("working days")
    )
    needed_by = DayField(label=_("Needed by"), required=False)
    reason = forms.CharField(label=_("Reason"), required=False, max_length=200)

    def __init__(self, *args: Any, own: Choices, other: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["own"].choices = own  # type: ignore[attr-defined]
        self.fields["other"].choices = other  # type: ignore[attr-defined]


class ActivityForm(Form):
    """What the table has no column for."""

    standard = forms.CharField(label=_("Standard of completion"), required=False, max_length=300)
    approval = forms.CharField(label=_("Approval"), required=False, max_length=60)
    claim_kind = forms.ChoiceField(
        label=_("Takes for itself"), required=False, choices=[*_NOTHING, *ClaimKind.choices]
    )
    claim = forms.CharField(label=_("Which one it takes"), required=False, max_length=100)
    optimistic = forms.IntegerField(label=_("Optimistic days"), required=False, min_value=0)
    pessimistic = forms.IntegerField(label=_("Pessimistic days"), required=False, min_value=0)
    target = _choice(_("Reaches the published milestone"))
    lock = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, targets: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["target"].choices = [*_NOTHING, *targets]  # type: ignore[attr-defined]


def posted_lines(data: QueryDict) -> tuple[Line, ...]:
    """The rows of the editor: as one JSON from the script, or cell by cell without it. Rows count from 1."""
    rows: Iterable[Mapping[str, str]]
    rows = _rows_of_json(str(data["rows"])) if data.get("rows") else _rows_of_cells(data)
    return tuple(Line(number, cells) for number, cells in enumerate(rows, start=1))


def _rows_of_json(text: str) -> list[dict[str, str]]:
    """What is no list of texts is left out."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return []
    rows = found if isinstance(found, list) else []
    return [{cell: _clean(row.get(cell, "")) for cell in CELLS} for row in rows if isinstance(row, dict)]


def _rows_of_cells(data: QueryDict) -> list[dict[str, str]]:
    columns = [data.getlist(cell) for cell in CELLS]
    count = min((len(column) for column in columns), default=0)
    return [
        {cell: _clean(column[at]) for cell, column in zip(CELLS, columns, strict=True)} for at in range(count)
    ]


def _clean(value: object) -> str:
    """A cell as text of bearable length, without what no database and no page can hold."""
    text = str(value)[:LONGEST_CELL].replace("\0", "")
    return text.encode("utf-8", "ignore").decode()


def posted_number(data: QueryDict, name: str) -> int:
    """A hidden number; 0, which fits nothing, for anything else."""
    text = data.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 10 else 0
