"""Which encoding a text file is in. Planning programs write the code page of their machine and do not say so."""

import codecs
import re

from yipanqi.exchange.schedule.source import SourceError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_HIGH_RUN = re.compile(rb"[\x80-\xff]+")
_SAMPLE = 400_000


def decode(data: bytes, encoding: str | None = None) -> str:
    """`data` as text in `encoding`, or in the one recognised from its bytes. Raises SourceError."""
    chosen = encoding or recognise(data)
    try:
        return data.decode(chosen)
    except LookupError:
        raise SourceError("unknown_encoding", encoding=chosen) from None
    except (UnicodeDecodeError, ValueError) as error:
        place = data.count(b"\n", 0, getattr(error, "start", 0)) + 1
        raise SourceError("wrong_encoding", row=place, encoding=chosen) from None


def recognise(data: bytes) -> str:
    """Name of the codec: by mark, else strict UTF-8, else Chinese or Cyrillic by the shape of the high bytes."""
    for mark, name in _BOMS:
        if data.startswith(mark):
            return name
    if _decodes(data, "utf-8"):
        return "utf-8"
    if _looks_chinese(data) and _decodes(data, "gb18030"):
        return "gb18030"
    if _looks_cyrillic(data):
        return "cp1251"
    return "cp1252" if _decodes(data, "cp1252") else "latin-1"


def _decodes(data: bytes, name: str) -> bool:
    try:
        data.decode(name)
    except UnicodeDecodeError:
        return False
    return True


def _looks_chinese(data: bytes) -> bool:
    """Chinese text has most of its high bytes in even runs, and most pairs lead into common characters."""
    pairs = common = 0
    for found in _HIGH_RUN.finditer(data[:_SAMPLE]):
        run = found.group()
        pairs += (len(run) + 1) // 2
        common += sum(0xA1 <= lead <= 0xA3 or 0xB0 <= lead <= 0xD7 for lead in run[:-1:2])
    return pairs > 0 and common >= 0.6 * pairs


def _looks_cyrillic(data: bytes) -> bool:
    """Words of two and more high bytes, nearly all of them letters of the code page."""
    runs = [found.group() for found in _HIGH_RUN.finditer(data[:_SAMPLE])]
    high = sum(map(len, runs))
    in_words = sum(len(run) for run in runs if len(run) > 1)
    letters = sum(byte >= 0xC0 for run in runs for byte in run)
    return high > 0 and in_words >= 0.8 * high and letters >= 0.9 * high
