"""How a figure is meant: at least, at most, newly added, or a count to do."""

import re
from functools import lru_cache

from yipanqi.reading.lexicon.bounds import BEFORE, GROWTH
from yipanqi.reading.lexicon.row import compile_rows, either
from yipanqi.reading.lexicon.units import LESS, PLANNED
from yipanqi.reading.lexicon.verbs import ADDED
from yipanqi.reading.model import Op
from yipanqi.reading.names import is_level
from yipanqi.reading.quantities import Quantity
from yipanqi.reading.words import begins_with_verb, ends_with_verb

_ADDS = re.compile(f"{either(ADDED[:1])}|[再净]增$")
_BOUND_BEFORE = compile_rows(BEFORE, "(?:{})(?=了?$)")
_BOUND_MEANS = tuple((re.compile(row.phrase), row.means) for row in BEFORE)
_AT_LEAST = re.compile("至少|不少于|不低于")
_OPS: dict[str, Op] = {"+": "+", "=": "=", ">=": ">="}
_GROWTH_END = tuple((re.compile(f"(?:{row.phrase})$"), _OPS[row.means]) for row in GROWTH)
_PLANNED_END = re.compile(f"(?:{PLANNED})$")
_LESS_END = re.compile(f"(?:{LESS})$")
_STAGED = re.compile("新(?:开工|竣工|投产)")
"""Of a size, a stage and no addition: 安置房新开工270万平方米."""
_CARRIED_OUT = re.compile("完成$")
_OUTPACES = re.compile("(?:高于|快于|好于|优于)")
_LONGEST_NOUN = 8
_LONGEST_BOUND = 10


def operator_of(
    before: str, noun: str, role: str, q: Quantity, *, lent: bool = False, behind: bool = False
) -> Op:
    """How the figure is meant. Order matters: what is added stays added, a ceiling stays a ceiling."""
    bound = bound_before(before.rstrip("约近"))
    adds = bool(_ADDS.search(before)) or (role == "+" and not (lent and bound))
    if adds and bound != "<=" and _can_be_added(before, q):
        return "+"
    if q.bound == "<=" or (bound == "<=" and q.bound != ">="):
        return "<="
    if q.bound == ">=" or bound == ">=" or _AT_LEAST.search(before):
        return ">="
    if q.sort == "points" and _OUTPACES.search(before):
        return ">="
    if q.approx or q.high is not None:
        return "="
    if bound == "hold":
        return ">="
    if _LESS_END.search(noun[-_LONGEST_NOUN:]) and not role:
        return "<="
    if is_level(noun) and (not role or (lent and role != "drop")):
        counted = _PLANNED_END.search(noun[-_LONGEST_NOUN:]) or _CARRIED_OUT.search(before)
        return "=" if counted else ">="
    return "=" if role or behind else _bare(before, noun, q)


def _can_be_added(before: str, q: Quantity) -> bool:
    return q.sort not in ("share", "points", "times") and not (q.sort == "size" and _STAGED.search(before))


def _bare(before: str, noun: str, q: Quantity) -> Op:
    """A figure without verb or bound: growth and stocks are to be reached, planned sums are counts."""
    if _CARRIED_OUT.search(before):
        return "="
    growth: Op = next((op for pattern, op in _GROWTH_END if pattern.search(noun[-_LONGEST_NOUN:])), "")
    if growth:
        return "=" if growth == "+" and q.sort in ("share", "points") else growth
    if (
        not noun
        or q.unit.endswith("次")
        or _PLANNED_END.search(noun[-_LONGEST_NOUN:])
        or begins_with_verb(noun.removeprefix("实现"))
        or ends_with_verb(noun)
    ):
        return "="
    return ">="


def bound_before(before: str) -> str:
    """What the word right before a figure means; the search takes the longest, 不超过 and not 超过."""
    found = _BOUND_BEFORE.search(before[-_LONGEST_BOUND:])
    return _means_of(found[0]) if found else ""


@lru_cache(maxsize=256)
def _means_of(words: str) -> str:
    return next(means for pattern, means in _BOUND_MEANS if pattern.fullmatch(words))
