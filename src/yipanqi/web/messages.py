"""The one table of what a refusal says: code of a DomainError → translated sentence with its params.

A sentence says what is wrong and what to do. A new code is one row here; a test finds codes without a row.
"""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from yipanqi.foundation.errors import DomainError, Invalid

MESSAGES: dict[str, "str | Promise"] = {
    "domain.error": _("This could not be done; nothing was saved."),
    "access.not_allowed": _("Your account may not do this. Ask the office if you need it for your work."),
    "access.not_found": _("There is nothing here, or your account may not see it."),
    "state.move_refused": _("This step is not possible from the present state. Load the page again."),
    "state.note_needed": _("Say the reason in a few words; it is kept with the decision."),
    "state.lost_race": _(
        "Somebody else changed this meanwhile. Your text is kept below: compare and send again."
    ),
    "input.invalid": _("Some entries need to be corrected; nothing was saved."),
    "input.required": _("This must be filled in."),
    "input.not_a_number": _("“%(text)s” is not a number. Examples: 1,350, 1.35千, 约199."),
    "input.number_too_large": _("“%(text)s” is too large. Check the unit."),
    "input.wrong_unit": _("“%(written)s” is another unit; this figure is in %(unit)s."),
    "input.not_a_day": _("“%(text)s” is not a day. Example: 2018-09-28."),
    "input.below": _("Must be %(limit)s or more."),
    "input.above": _("Must be %(limit)s or less."),
    "input.digits": _("At most %(digits)s decimals."),
}


class _Params(dict[str, object]):
    """A param that the error does not carry shows as a dash instead of breaking the page."""

    def __missing__(self, key: str) -> str:
        return "—"


def message_for(error: DomainError) -> str:
    """The sentence for `error` in the reader's language; several wrong fields give one sentence each."""
    if isinstance(error, Invalid) and error.fields:
        return " ".join(dict.fromkeys(map(message_for, error.fields.values())))
    return sentence(error.code, error.params)


def sentence(code: str, params: Mapping[str, object]) -> str:
    """The sentence of `code`; an unknown code says that nothing was saved."""
    text = str(MESSAGES.get(code) or MESSAGES["domain.error"])
    return text % _Params(params)
