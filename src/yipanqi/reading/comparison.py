"""Two readings of a report side by side: what stayed, what changed, what came and what went."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from yipanqi.reading.model import Finding

FIELDS = (
    "kind",
    "name",
    "op",
    "value",
    "value_high",
    "unit",
    "approx",
    "due",
    "due_explicit",
    "lead",
    "partners",
    "theme",
)
"""What a person would call a change; offsets, modal and confidence are not."""

_ALIKE = 0.75


@dataclass(frozen=True, slots=True)
class Change:
    """The same promise, told differently: which fields differ."""

    old: Finding
    new: Finding
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Every old and every new finding stands in exactly one of the four."""

    same: tuple[tuple[Finding, Finding], ...]
    changed: tuple[Change, ...]
    added: tuple[Finding, ...]
    removed: tuple[Finding, ...]

    @property
    def unchanged(self) -> bool:
        """Whether both readings promise the same."""
        return not (self.changed or self.added or self.removed)


def compare(old: Sequence[Finding], new: Sequence[Finding]) -> Comparison:
    """Pair the findings: equal ones first, then those of equal name, then those whose names are most alike."""
    pairs: list[tuple[Finding, Finding]] = []
    rest_old, rest_new = list(old), list(new)
    for key in (_all_fields, _name_and_unit, _name):
        _pair_by(key, rest_old, rest_new, pairs)
    _pair_alike(rest_old, rest_new, pairs)
    changes = [(a, b, tuple(f for f in FIELDS if getattr(a, f) != getattr(b, f))) for a, b in pairs]
    return Comparison(
        same=tuple((a, b) for a, b, fields in changes if not fields),
        changed=tuple(Change(a, b, fields) for a, b, fields in changes if fields),
        added=tuple(rest_new),
        removed=tuple(rest_old),
    )


def _all_fields(finding: Finding) -> tuple[object, ...]:
    return tuple(getattr(finding, field) for field in FIELDS)


def _name_and_unit(finding: Finding) -> tuple[object, ...]:
    return finding.name, finding.unit, finding.theme


def _name(finding: Finding) -> tuple[object, ...]:
    return (finding.name,)


def _pair_by(
    key: Callable[[Finding], object],
    old: list[Finding],
    new: list[Finding],
    pairs: list[tuple[Finding, Finding]],
) -> None:
    """Move findings with an equal key from both rests into the pairs, in the order of the text."""
    waiting: dict[object, list[Finding]] = {}
    for finding in new:
        waiting.setdefault(key(finding), []).append(finding)
    for finding in list(old):
        partners = waiting.get(key(finding))
        if partners:
            partner = partners.pop(0)
            pairs.append((finding, partner))
            _drop(old, finding)
            _drop(new, partner)


def _drop(findings: list[Finding], one: Finding) -> None:
    """Remove this very finding, not its equal."""
    findings.pop(next(i for i, f in enumerate(findings) if f is one))


def _pair_alike(old: list[Finding], new: list[Finding], pairs: list[tuple[Finding, Finding]]) -> None:
    scored = sorted(_likeness(old, new), key=lambda row: -row[0])
    for _, a, b in scored:
        if any(f is a for f in old) and any(f is b for f in new):
            pairs.append((a, b))
            _drop(old, a)
            _drop(new, b)


def _likeness(old: Iterable[Finding], new: Sequence[Finding]) -> list[tuple[float, Finding, Finding]]:
    found = []
    for a in old:
        matcher = SequenceMatcher(None, "", a.name, autojunk=False)
        for b in new:
            if a.kind != b.kind:
                continue
            matcher.set_seq1(b.name)
            if matcher.quick_ratio() >= _ALIKE and (ratio := matcher.ratio()) >= _ALIKE:
                found.append((ratio, a, b))
    return found
