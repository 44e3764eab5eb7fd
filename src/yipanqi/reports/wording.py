"""Words and filters of the review page. For doors only."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from yipanqi.reports.models import FindingKind
from yipanqi.reports.queries import Review

Words = Mapping[str, "str | Promise"]
REMARKS: Words = {
    "macros": _("The file holds macros; none was run."),
    "external": _("The file points to outside content; none was fetched."),
    "scripts": _("The page holds scripts; none was run."),
    "pdf_table": _(
        "The PDF holds a table whose rows cannot be told for sure; read its Word file if there is one."
    ),
    "some_pages_scanned": _("Some pages hold pictures only and could not be read."),
}
LEVELS: Words = {"sure": _("sure"), "likely": _("likely"), "doubtful": _("doubtful")}
STATUSES: Words = {
    "open": _("to decide"),
    "confirmed": _("confirmed"),
    "corrected": _("corrected"),
    "merged": _("merged"),
    "rejected": _("rejected"),
}


@dataclass(frozen=True)
class Choice:
    """A select above the findings: (value, label) pairs and what is chosen."""

    name: str
    label: "str | Promise"
    options: tuple[tuple[str, str], ...]
    chosen: str


def filters(review: Review, asked: Mapping[str, str]) -> tuple[Choice, ...]:
    """Kind, confidence and decision with their counts, and the order."""
    kinds = dict(FindingKind.choices)
    return (
        _choice("kind", _("Kind"), kinds, review.kinds, asked),
        _choice("level", _("Confidence"), LEVELS, review.levels, asked),
        _choice("status", _("Decision"), STATUSES, review.counts, asked),
        Choice(
            "order",
            _("Order"),
            (("", str(_("as in the text"))), ("confidence", str(_("surest first")))),
            asked.get("order", ""),
        ),
    )


def _choice(
    name: str, label: "str | Promise", words: Words, counts: Mapping[str, int], asked: Mapping[str, str]
) -> Choice:
    options = [(value, f"{word} {counts.get(value, 0)}") for value, word in words.items()]
    return Choice(name, label, (("", str(_("all"))), *options), asked.get(name, ""))
