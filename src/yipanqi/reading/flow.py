"""The report as one even stream: half-width digits, no stray spaces, lines that a page broke joined again.

Every character of the stream knows its offset in the report, so what is found can be pointed at.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass
from itertools import pairwise

from yipanqi.reading.lexicon.row import either
from yipanqi.reading.lexicon.units import UNITS
from yipanqi.reading.numbers import SCALE
from yipanqi.reading.words import is_split

_WIDE = {chr(0xFF01 + i): chr(0x21 + i) for i in range(94)}
_KEPT_WIDE = "，；：？！（）"
_SAME_LENGTH = str.maketrans(
    {wide: half for wide, half in _WIDE.items() if wide not in _KEPT_WIDE}
    | {
        "(": "（",
        ")": "）",
        ";": "；",
        ":": "：",
        "!": "！",
        "?": "？",
        "µ": "μ",
        "\xa0": " ",
        "\u3000": " ",
        "\t": " ",
    }
    | {
        "−": "-",
        "–": "-",
        "～": "-",
        "~": "-",
        "﹣": "-",
        "\r": "\n",
        "\x0b": "\n",
        "\x0c": "\n",
        "\u2028": "\n",
        "\u2029": "\n",
    }
    | {
        "％": "%",
        "﹪": "%",
        "【": "（",
        "】": "）",
        "[": "（",
        "]": "）",
        "〔": "〔",
        "﹝": "〔",
        "﹞": "〕",
        '"': "“",
        "㎡": "㎡",
        "\ufeff": " ",
    }
)
_CJK = "\u3000-\u303f\u3400-\u9fff\uff00-\uffef“”%"
_STRAY = re.compile(
    f"(?m)^ +| +$|(?<=[{_CJK}]) (?=[{_CJK}0-9])|(?<=[0-9A-Za-z]) (?=[{_CJK}])|[\u200b-\u200f\u2060\x00]+"
)
_EVERY_SPACE = re.compile("(?<! ) (?! )|[\u200b-\u200f\u2060\x00]+")
_SPACED_OUT = 0.35
"""A text with more spaces than this has one behind every character."""
_PAGE_NUMBER = re.compile(
    r"(?m)^[ ]*(?:[-—]+ ?\d{1,3} ?[-—]+|第 ?\d{1,3} ?页(?:[ ,，/]*共 ?\d+ ?页)?)[ ]*(?:\n|$)"
)
_NUMBERED = re.compile(
    r"[ ]*(?:[一二三四五六七八九十]{1,3}[、.]|（[一二三四五六七八九十]{1,3}）|\d{1,2}[.、](?!\d)|（\d{1,2}）|第[一二三四五六七八九十]+[章节部]|[#●■◆—-])"
)
_CLOSED = "。！？；：…”）》、\n"
_LOOKALIKE = re.compile(
    r"(?<![A-Za-z0-9.])(?=[OolI]{0,4}\.?\d)(?=[\d.]{0,9}[OolI])[\dOolI]{1,9}(?:\.[\dOolI]{1,4})?(?![A-Za-z0-9])"
    r"(?=\n?(?:[十百千万亿%‰]|[家个所项座条件人元亩吨套户名公平天处台辆栋间支场次株盏张米倍岁起批只头微立分]))"
)
_LETTERS = str.maketrans("OolI", "0011")
_ENDED = "。！？；：…"
_MARKED = re.compile("[，；。].")
_ENDED_INSIDE = re.compile("[；。].")
_BORDER = re.compile(
    rf"\d{SCALE}?(?:{either(UNITS)})|(?:\d|[一二三四]季)[年月日号度][底末]?(?:之|以)?前(?![期沿端景进列瞻])|[年月][底末](?:之|以)?前"
    rf"|\d{{1,2}}[月日号]|20\d\d年|(?<=[\u4e00-\u9fff])\d[\d.]*(?:{either(UNITS)})"
)
"""What is one word although a line ends in it: a number with its unit, a date."""
_BARE_FIGURE = re.compile(
    rf"(?!20\d\d年)[约近]?\d[\d.,]*{SCALE}?(?:{either(UNITS)})(?:[，。；、]|以上|左右|$)"
)
_BEFORE_BORDER = 12
_LONG_LINE = 60
_HEADING_LENGTH = 41


@dataclass(frozen=True, slots=True)
class Flow:
    """The stream, and for each kept piece where it begins in the stream and in the report."""

    text: str
    starts: list[int]
    origins: list[int]
    joins: frozenset[int]
    repaired: frozenset[int]

    def origin(self, position: int) -> int:
        """The offset in the report of the character at `position` of the stream."""
        piece = bisect_right(self.starts, position) - 1
        return self.origins[piece] + position - self.starts[piece]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The report's offsets of the stream's non-empty span."""
        return self.origin(start), self.origin(end - 1) + 1


def flow(text: str) -> Flow:
    """Even out `text`. Joins and repaired digits are remembered: what leans on them is doubtful."""
    even = text.translate(_SAME_LENGTH)
    stray = _STRAY if even.count(" ") < _SPACED_OUT * len(even) else _EVERY_SPACE
    repairs = [m.span() for m in _LOOKALIKE.finditer(even)] if any(c in even for c in "OolI") else []
    even = _repaired(even, repairs)
    holes = [m.span() for m in stray.finditer(even)] + [m.span() for m in _PAGE_NUMBER.finditer(even)]
    soft, cuts = _broken_lines(even)
    return _without(even, sorted(holes + soft), cuts, {p for span in repairs for p in range(*span)})


def _repaired(even: str, spans: list[tuple[int, int]]) -> str:
    """The letters of misread numbers as digits."""
    pieces, at = [], 0
    for start, end in spans:
        pieces += [even[at:start], even[start:end].translate(_LETTERS)]
        at = end
    return "".join([*pieces, even[at:]])


def _broken_lines(even: str) -> tuple[list[tuple[int, int]], list[int]]:
    """Line ends that stand inside a sentence, and which of them are cuts rather than ordinary wrapping."""
    lines = [m.span() for m in re.finditer("[^\n]+", _PAGE_NUMBER.sub(lambda m: "\n" * len(m[0]), even))]
    width = _wrap_width([end - start for start, end in lines])
    closing = not width and _closes([even[start:end].rstrip() for start, end in lines])
    indented = sum(even.startswith("  ", start) for start, _ in lines) >= 3
    soft, cuts = [], []
    running = False
    for (start, end), (after, stop) in pairwise(lines):
        line = even[start:end].strip()
        flows = _goes_on(even, line, after, width, indented)
        running = (
            flows
            or _breaks_off(line, even[after:stop])
            or (not width and _is_torn(even, line, after, running, closing))
        )
        if running:
            soft.append((end, after))
            if not (width and flows):
                cuts.append(end)
    return soft, cuts


def _goes_on(even: str, line: str, after: int, width: int, indented: bool) -> bool:
    """Whether a line runs on in the next: it reaches the margin, or is cut; a numbered line begins anew."""
    if not line or len(line) < (width * 0.85 if width else _HEADING_LENGTH):
        return False
    if line.count("“") > line.count("”"):
        return True
    if _NUMBERED.match(even, after):
        return False
    if width and line[-1] in _ENDED:
        return indented and not even.startswith("  ", after)
    return line[-1] not in (_ENDED if width else _CLOSED)


def _breaks_off(line: str, following: str) -> bool:
    """Whether a line ends inside a figure, a date or, where prose follows, a word: 66微克/立方 and 米."""
    tail, head = _plain(line[-_BEFORE_BORDER:]), _plain(following[:_BEFORE_BORDER])
    if not head or len(line) < 2 or line[-1] in _CLOSED or _NUMBERED.match(following):
        return False
    if any(m.start() < len(tail) < m.end() for m in _BORDER.finditer(tail + head)):
        return not line.isdigit()
    if _NUMBERED.match(_plain(line)):
        return False
    prose = following.rstrip()[-1] in _ENDED or bool(_MARKED.search(following))
    return bool(_BARE_FIGURE.match(head)) or (prose and is_split(tail[-4:], head[:4]))


def _plain(line: str) -> str:
    return line.replace(" ", "")


def _is_torn(even: str, line: str, after: int, running: bool, closing: bool) -> bool:
    """Whether a short line was cut: it ends in a comma, or openly where it goes on or where lines are `closing`."""
    if not line or _NUMBERED.match(even, after):
        return False
    return line[-1] in "，、" or ((running or (closing and _is_prose(line))) and line[-1] not in _CLOSED)


def _closes(lines: list[str]) -> bool:
    """Whether lines of prose end in a mark often enough that one that does not was cut."""
    prose = [line for line in lines if _is_prose(line)]
    return sum(line[-1] in _ENDED for line in prose) * 4 > len(prose)


def _is_prose(line: str) -> bool:
    """A line with marks inside is no heading; a numbered heading may hold a comma."""
    words = line.replace(" ", "")
    return bool((_ENDED_INSIDE if _NUMBERED.match(words) else _MARKED).search(words))


def _wrap_width(lengths: list[int]) -> int:
    """The margin of a hard-wrapped text, 0 where paragraphs are whole lines."""
    if len(lengths) < 6:
        return 0
    longest = sorted(lengths)[int(len(lengths) * 0.95)]
    near = sum(length >= longest * 0.85 for length in lengths)
    return longest if longest <= _LONG_LINE and near >= len(lengths) * 0.3 else 0


def _without(even: str, holes: list[tuple[int, int]], cuts: list[int], repaired: set[int]) -> Flow:
    pieces, starts, origins, length, at = [], [0], [0], 0, 0
    for start, end in holes:
        if start > at:
            pieces.append(even[at:start])
            starts.append(length)
            origins.append(at)
            length += start - at
        at = max(at, end)
    starts.append(length)
    origins.append(at)
    pieces.append(even[at:])
    placed = Flow("".join(pieces), starts, origins, frozenset(), frozenset())
    return Flow(placed.text, starts, origins, _moved(placed, cuts), _moved(placed, sorted(repaired)))


def _moved(placed: Flow, offsets: list[int]) -> frozenset[int]:
    """Offsets of the report as positions of the stream."""
    found = set()
    for offset in offsets:
        piece = bisect_right(placed.origins, offset) - 1
        position = placed.starts[piece] + offset - placed.origins[piece]
        limit = placed.starts[piece + 1] if piece + 1 < len(placed.starts) else position
        found.add(min(position, limit))
    return frozenset(found)
