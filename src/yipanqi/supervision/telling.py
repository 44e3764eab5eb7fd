"""A bulletin in words: the frozen figures as sections, one text for the page, for Word and for PDF."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from yipanqi.lights.models import LightColour
from yipanqi.supervision.models import Level, Outcome
from yipanqi.supervision.presenting import KINDS
from yipanqi.targets.sources import find_source
from yipanqi.web.figures import NOTHING, full_day, number, unit_mark

Contents = Mapping[str, Any]
FIRST = 3
KINDS_MANY: Mapping[str, str | Promise] = {
    "target": gettext_lazy("Targets"),
    "plan": gettext_lazy("Plans"),
    "project": gettext_lazy("Projects"),
    "item": gettext_lazy("Items of letters"),
}


@dataclass(frozen=True)
class Section:
    """A titled part: sentences, then a table where there is something to list. `widths` are shares of the line."""

    title: str
    sentences: tuple[str, ...]
    head: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    widths: tuple[int, ...] = ()

    @property
    def lines(self) -> tuple[tuple[tuple[str, str], ...], ...]:
        """Each row as (title of the column, text), for a table that stacks on a phone."""
        return tuple(tuple(zip(self.head, row, strict=True)) for row in self.rows)


def sections_of(contents: Contents) -> tuple[Section, ...]:
    """The whole bulletin; sections about which there is nothing to say are left out."""
    made = (
        _overall(contents),
        _turned(_("Turned for the worse"), contents["worse"]),
        _silent(contents["silent"]),
        _blocked(contents["blocked"]),
        _instructions(contents["instructions"]),
        _matters(contents["matters"]),
        _turned(_("Turned for the better"), contents["better"]),
        _done(contents["done"]),
        _office(contents),
    )
    return tuple(section for section in made if section is not None)


def source_line(contents: Contents) -> str:
    """Where the figures come from and how old they are."""
    invented = _("Readings are illustrative.")
    told = _("Figures: the facts entered in the system, as of %(day)s; the day of each is in the tables.")
    text = told % {"day": full_day(datetime.fromisoformat(contents["as_of"]))}
    return f"{text} {invented}" if contents["illustrative"] else text


def title_of(year: int, bulletin_no: int | None) -> str:
    """The bulletin's title; without a number while it is a preview."""
    if bulletin_no is None:
        return _("Bulletin of supervision")
    return _("Bulletin of supervision %(year)s no. %(number)s") % {"year": year, "number": bulletin_no}


def number_of(year: int, bulletin_no: int) -> str:
    """The number of the document."""
    return _("Supervision bulletin [%(year)s] no. %(number)s") % {"year": year, "number": bulletin_no}


def _overall(contents: Contents) -> Section:
    sentences = [_count(kind, colours) for kind, colours in contents["counts"].items()]
    told = _(
        "From %(since)s to %(until)s, %(worse)s turned for the worse, %(better)s for the better; "
        "%(silent)s are silent."
    )
    figures = {name: len(contents[name]) for name in ("worse", "better", "silent")}
    period = {"since": contents["since"], "until": contents["until"]}
    return Section(_("In short"), (*sentences, told % (figures | period)))


def _count(kind: str, colours: Mapping[str, int]) -> str:
    """Targets: 120, of these late 5, warning 10, …"""
    shown = [
        _("%(word)s %(n)s") % {"word": LightColour(colour).label, "n": n}
        for colour, n in colours.items()
        if n
    ]
    told = _("%(kind)s: %(total)s, of these %(colours)s.")
    total = sum(colours.values())
    return told % {"kind": KINDS_MANY[kind], "total": total, "colours": _between(shown)}


def _between(words: Iterable[str]) -> str:
    return pgettext("between names", ", ").join(words)


def _turned(title: str, lines: Sequence[Contents]) -> Section | None:
    head = (_("What"), _("Unit"), _("Light"), _("To date / expected / target"), _("As of"))
    rows = [(line["name"], line["unit"], _turn(line), _figures(line), _source(line)) for line in lines]
    return Section(title, (), head, tuple(rows), (31, 15, 17, 21, 16)) if rows else None


def _turn(line: Contents) -> str:
    return f"{LightColour(line['before']).label}→{LightColour(line['after']).label}"


def _figures(line: Contents) -> str:
    """42 / 80 / ≥120 个; the due day for what has no figure."""
    known = line["figures"]
    if not known:
        return _("due %(day)s") % {"day": line["due"]} if line["due"] else NOTHING
    values = [_number(known["to_date"]), _number(known["expected"], 1)]
    return f"{values[0]} / {values[1]} / {known['sign']}{_number(known['value'])}{unit_mark(known['unit'])}"


def _number(text: str, places: int = 4) -> str:
    return number(round(float(text), places)) if text else NOTHING


def _source(line: Contents) -> str:
    """The day of the figure, and the computed source if there is one."""
    known = line["figures"]
    day = (known.get("as_of") if known else line["heard"]) or NOTHING
    source = find_source(known["source"]) if known and known["source"] else None
    return f"{day} {source.label}" if source else day


def _silent(lines: Sequence[Contents]) -> Section | None:
    """By unit: how many things, and the first of them; a list of hundreds tells nobody anything."""
    by_unit: dict[str, list[Contents]] = defaultdict(list)
    for line in lines:
        by_unit[line["unit"] or NOTHING].append(line)
    ordered = sorted(by_unit.items(), key=lambda pair: -len(pair[1]))
    rows = [(unit, f"{len(mine)}", _first_names(mine), _last_heard(mine)) for unit, mine in ordered]
    head = (_("Unit"), _("Things"), _("Which"), _("Last heard"))
    told = _("%(units)s units have entered nothing for longer than the cycle.") % {"units": len(rows)}
    return Section(_("Silent"), (told,), head, tuple(rows), (18, 10, 54, 18)) if rows else None


def _first_names(lines: Sequence[Contents]) -> str:
    names = _between(line["name"] for line in lines[:FIRST])
    return _("%(names)s and others") % {"names": names} if len(lines) > FIRST else names


def _last_heard(lines: Sequence[Contents]) -> str:
    return max((line["heard"] for line in lines), default="") or NOTHING


def _blocked(lines: Sequence[Contents]) -> Section | None:
    head = (_("Unit"), _("Waits for"), _("With"), _("Since"))
    rows = [
        (line["unit"], line["blocker"], f"{line['plan']} · {line['activity']}", line["since"])
        for line in lines
    ]
    return Section(_("Who blocks whom"), (), head, tuple(rows), (18, 18, 46, 18)) if rows else None


def _instructions(lines: Sequence[Contents]) -> Section | None:
    head = (_("No."), _("Instruction"), _("Given by"), _("Unit"), _("Answer by"))
    rows = [(f"{line['number']}", line["name"], line["by"], line["unit"], line["due"]) for line in lines]
    return Section(_("Instructions of leaders"), (), head, tuple(rows), (8, 46, 16, 14, 16)) if rows else None


def _matters(found: Contents) -> Section | None:
    parts = (
        (found["overdue"], _("not answered in time")),
        (found["opened"], _("new")),
        (found["concluded"], _("concluded")),
    )
    rows = [
        (f"{line['number']}", line["name"], line["unit"], word, line["conclusion"] or line["due"])
        for lines, word in parts
        for line in lines
    ]
    if not rows and not found["open"]:
        return None
    told = _("%(open)s matters are open, %(overdue)s of them not answered in time.")
    sentence = told % {"open": found["open"], "overdue": len(found["overdue"])}
    head = (_("No."), _("Matter"), _("Unit"), _("State"), _("Conclusion or due day"))
    return Section(_("Matters"), (sentence,), head if rows else (), tuple(rows), (8, 40, 16, 16, 20))


def _done(lines: Sequence[Contents]) -> Section | None:
    head = (_("What"), _("Kind"), _("Unit"), _("Done on"))
    rows = [
        (line["name"], str(KINDS[line["kind"]]), line["unit"], line["done_on"] or NOTHING) for line in lines
    ]
    return Section(_("Reached and confirmed"), (), head, tuple(rows), (46, 16, 20, 18)) if rows else None


def _office(contents: Contents) -> Section | None:
    """What the supervision office itself did."""
    sent, looks = contents["reminders"], contents["verified"]
    sentences = []
    if sent["sent"]:
        told = _("%(sent)s digests went to %(units)s units (%(levels)s); %(unread)s are unread.")
        levels = [
            _("%(word)s %(n)s") % {"word": Level(int(level)).label, "n": n}
            for level, n in sent["levels"].items()
        ]
        sentences.append(told % {**sent, "levels": _between(levels)})
    if any(looks.values()):
        told = _("%(confirmed)s effects were confirmed on verification, %(sent_back)s sent back.")
        sentences.append(told % {outcome.value: looks[outcome.value] for outcome in Outcome})
    return Section(_("Reminders and verification"), tuple(sentences)) if sentences else None
