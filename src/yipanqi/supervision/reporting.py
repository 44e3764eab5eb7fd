"""A unit's month in words: the facts of `queries.months` as sections, with the source and the day of each figure."""

from collections import Counter

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from yipanqi.lights.models import LightColour
from yipanqi.plans.queries import Blocker
from yipanqi.supervision.presenting import KINDS
from yipanqi.supervision.queries.months import Figure, UnitMonth, Word
from yipanqi.supervision.telling import Section
from yipanqi.targets.sources import find_source
from yipanqi.web.figures import NOTHING, day, full_day, number, unit_mark


def month_sections(made: UnitMonth) -> tuple[Section, ...]:
    """The whole report; parts about which there is nothing to say are left out."""
    parts = (
        _overall(made),
        _figures(made),
        _words(made),
        _activities(made),
        _duties(made),
        _blockers(made),
        _matters(made),
        _ahead(made),
    )
    return tuple(part for part in parts if part is not None)


def _overall(made: UnitMonth) -> Section:
    lights = Counter([one.colour for one in made.figures] + [one.colour for one in made.words])
    shown = [
        _("%(word)s %(n)s") % {"word": colour.label, "n": lights[colour]}
        for colour in LightColour
        if lights[colour]
    ]
    told = _("%(unit)s leads %(total)s targets: %(colours)s, as of %(day)s.")
    figures = {
        "unit": made.unit,
        "total": sum(lights.values()),
        "colours": pgettext("between names", ", ").join(shown) or NOTHING,
        "day": full_day(made.until),
    }
    sentences = [told % figures]
    if made.duties:
        done = sum(one.done_on is not None for one in made.duties)
        items = _("Of %(total)s items of letters %(done)s are done, %(late)s are overdue.")
        late = sum(one.is_open and one.done_on is None and one.due < made.until for one in made.duties)
        sentences.append(items % {"total": len(made.duties), "done": done, "late": late})
    return Section(_("In short"), tuple(sentences))


def _figures(made: UnitMonth) -> Section | None:
    head = (_("Target"), _("To date"), _("Expected"), _("Target value"), _("Light"), _("As of"), _("Source"))
    rows = [
        (
            _measured(one),
            number(one.value),
            number(None if one.expected is None else round(one.expected, 1)),
            f"{one.sign}{number(one.target)}",
            str(LightColour(one.colour).label),
            day(one.period),
            _source(one),
        )
        for one in made.figures
    ]
    widths = (30, 11, 11, 12, 10, 12, 14)
    return Section(_("Figures"), (), head, tuple(rows), widths) if rows else None


def _measured(one: Figure) -> str:
    """The name with its unit of measure."""
    return (
        _("%(name)s (%(unit)s)") % {"name": one.name, "unit": unit_mark(one.unit)} if one.unit else one.name
    )


def _source(one: Figure) -> str:
    """The computed source, or that the unit entered it; invented figures say so."""
    found = find_source(one.source) if one.source else None
    text = str(found.label) if found else _("entered") if one.value is not None else NOTHING
    return text + _("(illustrative)") if one.illustrative else text


def _words(made: UnitMonth) -> Section | None:
    head = (_("Work"), _("Due"), _("Light"), _("How it stands"), _("Said on"))
    rows = [
        (
            one.name,
            full_day(one.due),
            str(LightColour(one.colour).label),
            _said(one),
            day(one.said_at),
        )
        for one in made.words
    ]
    return Section(_("Milestones and work"), (), head, tuple(rows), (30, 17, 11, 29, 13)) if rows else None


def _said(one: Word) -> str:
    done = _("done on %(day)s") % {"day": full_day(one.done_on)} if one.done_on else ""
    return pgettext("between remarks", "; ").join(filter(None, (done, one.said))) or NOTHING


def _activities(made: UnitMonth) -> Section | None:
    head = (_("Plan"), _("Activity"), _("Started"), _("Finished"), _("Agreed"))
    rows = [
        (one.plan, one.activity, day(one.started), day(one.finished), day(one.planned)) for one in made.done
    ]
    return Section(_("Activities"), (), head, tuple(rows), (28, 30, 14, 14, 14)) if rows else None


def _duties(made: UnitMonth) -> Section | None:
    head = (_("Item"), _("Due"), _("Extended to"), _("Done on"))
    rows = [
        (one.text, full_day(one.due), full_day(one.extended_to), full_day(one.done_on)) for one in made.duties
    ]
    return Section(_("Items of letters"), (), head, tuple(rows), (46, 18, 18, 18)) if rows else None


def _blockers(made: UnitMonth) -> Section | None:
    head = (_("Unit"), _("Waits for"), _("With"), _("Since"))
    rows = [_blocker(one) for one in (*made.waiting, *made.blocking)]
    return Section(_("Who blocks whom"), (), head, tuple(rows), (18, 18, 46, 18)) if rows else None


def _blocker(one: Blocker) -> tuple[str, str, str, str]:
    return one.unit, one.blocking, f"{one.plan} · {one.name}", full_day(one.since)


def _matters(made: UnitMonth) -> Section | None:
    if not made.matters and not made.reminded:
        return None
    head = (_("No."), _("Matter"), _("State"), _("Due"))
    rows = [(f"{one.number}", one.title, one.status_word, full_day(one.due)) for one in made.matters]
    told = _("Matters: %(matters)s; reminders in the month: %(reminders)s.")
    sentence = told % {"matters": len(rows), "reminders": made.reminded}
    return Section(_("Supervision"), (sentence,), head if rows else (), tuple(rows), (8, 52, 22, 18))


def _ahead(made: UnitMonth) -> Section | None:
    head = (_("What"), _("Kind"), _("Due"))
    rows = [(one.name, str(KINDS[one.kind]), full_day(one.due)) for one in made.ahead]
    return Section(_("Due next month"), (), head, tuple(rows), (60, 20, 20)) if rows else None
