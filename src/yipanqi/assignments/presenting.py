"""An item's light as the panel `web/components/why.html` takes it."""

from typing import Any

from django.utils.translation import gettext as _

from yipanqi.assignments.queries import ItemRow
from yipanqi.lights.queries import Why
from yipanqi.web.figures import full_day


def why_panel(why: Why, row: ItemRow) -> dict[str, Any]:
    """The rule in words, its arithmetic, who answers for it, since when."""
    people = ((_("Unit"), row.unit), (_("Leader in charge"), row.leader), (_("Since"), full_day(why.since)))
    return {
        "light": why.colour,
        "rule": _("Rules %(version)s: %(title)s") % {"version": why.rules_version, "title": why.title},
        "sentence": why.rule_text,
        "arithmetic": why.lines,
        "people": [{"label": label, "text": text} for label, text in people if text],
    }
