"""What an official document says, without its dress; and the measures of the dress."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Heading:
    """A heading of level 1 (一、) to 4 (（1）); its number is written by the format, not in `text`."""

    level: int
    text: str


@dataclass(frozen=True)
class Paragraph:
    """Body text, its first line indented by two characters."""

    text: str


@dataclass(frozen=True)
class Table:
    """A table whose head repeats on each page; `widths` are shares of the text area, even when empty.

    A line feed in a cell begins a new line.
    """

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...] = ()


Block = Heading | Paragraph | Table


@dataclass(frozen=True)
class OfficialDocument:
    """A letter, a bulletin or minutes. `notice` stands above the title in small print, such as that it is an example."""

    issuer: str
    number: str
    title: str
    addressee: str
    blocks: tuple[Block, ...]
    signed_by: str
    day: date
    copies_to: tuple[str, ...] = ()
    attachments: tuple[str, ...] = ()
    notice: str = ""


# GB/T 9704—2012, millimetres and points
PAGE = (210, 297)
TOP, LEFT, RIGHT, BOTTOM = 37, 28, 26, 35
ISSUER_DROP = 35
FOOT_BELOW_TEXT = 7
BODY, TITLE, ISSUER, SMALL = 16, 22, 40, 14
LINE = 28.95  # 22 of 29 pt would be 638 pt, a hair more than the text area's 225 mm
LINE_PITCH, CHARACTER_SPACE = 580, -848
TIGHTER = (
    -6
)  # twentieths of a point between characters: 28 of 15.7 pt in 156 mm, and in LibreOffice's whole cells
RED = "E60012"
TITLE_FONT, BODY_FONT, KAI_FONT, HEI_FONT, SONG_FONT = (
    "方正小标宋简体",
    "仿宋_GB2312",
    "楷体_GB2312",
    "黑体",
    "宋体",
)
FALLBACK = {
    TITLE_FONT: ("方正小标宋_GBK", "小标宋体", "STZhongsong", "Noto Serif CJK SC"),
    BODY_FONT: ("仿宋", "FangSong", "STFangsong", "Noto Serif CJK SC"),
    KAI_FONT: ("楷体", "KaiTi", "STKaiti", "Noto Serif CJK SC"),
    HEI_FONT: ("SimHei", "STHeiti", "Noto Sans CJK SC"),
    SONG_FONT: ("SimSun", "STSong", "Noto Serif CJK SC"),
}
HEADING_FONT = {1: HEI_FONT, 2: KAI_FONT, 3: BODY_FONT, 4: BODY_FONT}
_TENS = "十"
_UNITS = ("", "一", "二", "三", "四", "五", "六", "七", "八", "九")


def chinese_number(number: int) -> str:
    """1 → 一, 10 → 十, 21 → 二十一; from 100 on in digits."""
    tens, units = divmod(number, 10)
    if number >= 100 or number < 1:
        return str(number)
    return ("" if tens <= 1 else _UNITS[tens]) + (_TENS if tens else "") + _UNITS[units]


def chinese_day(day: date) -> str:
    """2018年2月24日, without idle zeros."""
    return f"{day.year}年{day.month}月{day.day}日"


def printed(doc: OfficialDocument) -> tuple[str, str]:
    """The last line of the imprint (版记): who printed, and when."""
    return doc.issuer, f"{chinese_day(doc.day)}印发"


def copied(doc: OfficialDocument) -> str:
    """The line of the imprint that names who gets a copy; empty where nobody does."""
    return f"抄送：{'、'.join(doc.copies_to)}。" if doc.copies_to else ""


def numbered(blocks: tuple[Block, ...]) -> list[tuple[Block, str]]:
    """Each block with the number that its format gives it: 一、 （一） 1. （1）, empty for what has none."""
    counts = [0, 0, 0, 0]
    found: list[tuple[Block, str]] = []
    for block in blocks:
        mark = ""
        if isinstance(block, Heading):
            level = min(max(block.level, 1), 4)
            counts[level - 1] += 1
            counts[level:] = [0] * (4 - level)
            mark = _mark(level, counts[level - 1])
        found.append((block, mark))
    return found


def _mark(level: int, number: int) -> str:
    return (f"{chinese_number(number)}、", f"（{chinese_number(number)}）", f"{number}.", f"（{number}）")[
        level - 1
    ]


def shares(table: Table) -> tuple[float, ...]:
    """The widths of a table's columns as shares of 1."""
    widths = table.widths if len(table.widths) == len(table.head) else (1,) * len(table.head)
    whole = sum(widths) or 1
    return tuple(width / whole for width in widths)
