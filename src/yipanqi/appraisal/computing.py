"""From a round to its sheets: gather the facts of every source once, score every unit, and take the digest of all."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from yipanqi.appraisal.models import Round, Sheet
from yipanqi.appraisal.schemes import Terms, rules_of, terms_of
from yipanqi.appraisal.scoring import Line, Rule, Total, ranks, score, total
from yipanqi.appraisal.sources import SOURCES, Fact, Span, load_holding
from yipanqi.org.models import Unit


@dataclass(frozen=True)
class SheetDraft:
    """One unit's sheet before it is stored: its lines in the order of the scheme, each with its facts."""

    unit_id: int
    code: str
    total: Total
    rank: int | None
    lines: tuple[tuple[Line, tuple[Fact, ...]], ...]


def draft_sheets(round_: Round) -> list[SheetDraft]:
    """The sheets as the facts stand now; every unit that any source knows a fact of has one, in order of codes."""
    rules, terms = rules_of(round_.scheme.rules), terms_of(round_.scheme.settings)
    found = gather(round_, rules, terms)
    units = dict(Unit.objects.filter(pk__in={unit for unit, _rule in found}).values_list("pk", "code"))
    lines = {unit: [_line(rule, found.get((unit, rule.key), [])) for rule in rules] for unit in units}
    totals = {
        unit: total((line for line, _facts in lines[unit]), terms.grades, terms.empty) for unit in units
    }
    places = ranks({unit: None if made.vetoed else made.points for unit, made in totals.items()})
    return [
        SheetDraft(unit, units[unit], totals[unit], places[unit], tuple(lines[unit]))
        for unit in sorted(units, key=units.__getitem__)
    ]


def gather(round_: Round, rules: Sequence[Rule], terms: Terms) -> dict[tuple[int, str], list[Fact]]:
    """Facts by unit and rule; each source is asked once, and duties that moved are shared by days."""
    span = Span(round_.year_id, round_.since, round_.until, terms.late)
    holding = load_holding(span)
    asked = {rule.source for rule in rules}
    by_source = {key: holding.split(SOURCES[key].gather(span)) for key in SOURCES if key in asked}
    found: dict[tuple[int, str], list[Fact]] = defaultdict(list)
    for rule in rules:
        for fact in by_source.get(rule.source, ()):
            found[fact.unit_id, rule.key].append(fact)
    return found


def _line(rule: Rule, facts: list[Fact]) -> tuple[Line, tuple[Fact, ...]]:
    kept = tuple(sorted(facts, key=lambda fact: (fact.kind, len(fact.key), fact.key)))
    combine = SOURCES[rule.source].combine
    return score(rule, [fact.measured for fact in kept], combine), kept


def digest_of(round_: Round, sheets: Iterable[Mapping[str, Any]]) -> str:
    """SHA-256 over scheme, period and every sheet, in canonical JSON: the same facts give the same digest."""
    scheme = round_.scheme
    content = {
        "scheme": {"rules": scheme.rules, "settings": scheme.settings, "version": scheme.version},
        "since": round_.since.isoformat(),
        "until": round_.until.isoformat(),
        "sheets": sorted(sheets, key=lambda sheet: str(sheet["unit"])),
    }
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def draft_content(draft: SheetDraft) -> dict[str, Any]:
    """What the digest is taken over, of a sheet not stored."""
    lines = [
        {
            "rule": line.rule.key,
            "points": _three(line.points),
            "numbers": line.numbers,
            "facts": [fact.stored() for fact in facts],
        }
        for line, facts in draft.lines
    ]
    made = draft.total
    return _content(draft.code, made.points, made.counted, made.grade, draft.rank, made.vetoed, lines)


def stored_content(sheet: Sheet) -> dict[str, Any]:
    """The same, of a stored sheet; prefetch its scores and select its unit."""
    lines = [
        {
            "rule": score.rule,
            "points": _three(score.points),
            "numbers": score.numbers,
            "facts": score.facts,
        }
        for score in sorted(sheet.scores.all(), key=lambda score: score.order)
    ]
    return _content(sheet.unit.code, sheet.total, sheet.counted, sheet.grade, sheet.rank, sheet.vetoed, lines)


def _content(
    code: str,
    points: Decimal | None,
    counted: Decimal,
    grade: str,
    rank: int | None,
    vetoed: bool,
    lines: list[dict[str, Any]],
) -> dict[str, Any]:
    return {
        "unit": code,
        "total": _three(points),
        "counted": _three(counted),
        "grade": grade,
        "rank": rank,
        "vetoed": vetoed,
        "lines": lines,
    }


def _three(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:.3f}"


def digest_of_drafts(round_: Round, drafts: Iterable[SheetDraft]) -> str:
    """The digest of sheets as computed."""
    return digest_of(round_, map(draft_content, drafts))


def digest_of_stored(round_: Round) -> str:
    """The digest of the sheets as they stand stored. Two queries."""
    rows = Sheet.objects.filter(round=round_).select_related("unit").prefetch_related("scores")
    return digest_of(round_, map(stored_content, rows))
