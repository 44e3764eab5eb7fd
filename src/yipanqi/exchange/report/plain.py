"""Text files and pasted text: which encoding the bytes are in, and whether they are words at all."""

import codecs
import re

from yipanqi.exchange.report.errors import ReportError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_GARBLED = re.compile("锟斤拷|烫烫烫|\ufffd{2}|(?:[ÃÂ][\x80-\xbf]){3}")
_HIGH = re.compile(rb"[\x80-\xff]+")
_SAMPLE = 200_000


def decode(data: bytes) -> str:
    """The text of `data`: by its mark, else UTF-8, UTF-16, GB 18030 or Big5. Raises ReportError."""
    name = _encoding(data)
    try:
        text = data.decode(name)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ReportError("report.wrong_encoding", line=line) from None
    return checked(text)


def checked(text: str) -> str:
    """`text` itself. Raises ReportError where it holds no words or was garbled long ago."""
    if "\x00" in text:
        raise ReportError("report.binary")
    if _GARBLED.search(text):
        raise ReportError("report.garbled")
    if not re.search(r"[^\W_]", text):
        raise ReportError("report.no_words" if text.strip() else "report.empty")
    return text.encode("utf-8", "replace").decode() if re.search("[\ud800-\udfff]", text) else text


def _encoding(data: bytes) -> str:
    marked = next((name for mark, name in _BOMS if data.startswith(mark)), "")
    if marked:
        return marked
    if wide := _wide(data):
        return wide
    if b"\x00" in data:
        raise ReportError("report.binary")
    if _decodes(data, "utf-8"):
        return "utf-8"
    if _leads(data) >= 0.6 and _decodes(data, "gb18030"):
        return "gb18030"
    if _decodes(data, "big5") and _is_chinese(data.decode("big5")):
        return "big5"
    return "utf-8"


def _wide(data: bytes) -> str:
    """UTF-16 without a mark: every other byte of the line ends and digits is zero."""
    sample = data[:_SAMPLE]
    if len(sample) < 4 or len(data) % 2:
        return ""
    for name, line_end in (("utf-16-le", b"\n\x00"), ("utf-16-be", b"\x00\n")):
        ends = sample[::2].count(line_end[0:1]) if line_end[1] == 0 else sample[1::2].count(b"\n")
        if line_end in sample and ends and _decodes(data, name) and _is_chinese(data.decode(name)):
            return name
    return ""


def _is_chinese(text: str) -> bool:
    sample = text[:2000]
    return sum("\u4e00" <= c <= "\u9fff" for c in sample) >= len(sample) * 0.3


def _decodes(data: bytes, name: str) -> bool:
    try:
        data.decode(name)
    except UnicodeDecodeError:
        return False
    return True


def _leads(data: bytes) -> float:
    """The share of high byte pairs whose first byte leads into the common characters of GB 2312."""
    pairs = common = 0
    for run in _HIGH.findall(data[:_SAMPLE]):
        pairs += (len(run) + 1) // 2
        common += sum(0xA1 <= lead <= 0xA3 or 0xB0 <= lead <= 0xD7 for lead in run[:-1:2])
    return common / pairs if pairs else 0.0
