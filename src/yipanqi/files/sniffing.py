"""What a file really is, by its content: the kinds of evidence that are let in, and why the others are not."""

import io
import unicodedata
import zipfile
from dataclasses import dataclass

import puremagic
from PIL import Image, UnidentifiedImageError

from yipanqi.foundation.errors import DomainError

LARGEST_PIXELS = 80_000_000
LARGEST_UNPACKED = 300 * 1024 * 1024
MOST_PARTS = 5_000
_LONGEST_NAME = 120
_OFFICE = "application/vnd.openxmlformats-officedocument."


class NotEvidence(DomainError):
    """The file is of a kind that is not let in, or not what its name says."""

    code = "files.kind_not_allowed"


@dataclass(frozen=True)
class FileKind:
    """A kind of evidence: its ending, its media type, the endings a name may have for it."""

    ending: str
    media_type: str
    endings: tuple[str, ...]


PDF = FileKind("pdf", "application/pdf", ("pdf",))
DOCX = FileKind("docx", _OFFICE + "wordprocessingml.document", ("docx",))
XLSX = FileKind("xlsx", _OFFICE + "spreadsheetml.sheet", ("xlsx",))
JPG = FileKind("jpg", "image/jpeg", ("jpg", "jpeg", "jpe", "jfif"))
PNG = FileKind("png", "image/png", ("png",))
WEBP = FileKind("webp", "image/webp", ("webp",))
TXT = FileKind("txt", "text/plain", ("txt",))
CSV = FileKind("csv", "text/csv", ("csv",))
KINDS = (PDF, DOCX, XLSX, JPG, PNG, WEBP, TXT, CSV)
ALLOWED = ", ".join(kind.ending for kind in KINDS)

_IMAGES = {JPG: "JPEG", PNG: "PNG", WEBP: "WEBP"}
_MAIN_PARTS = {"word/document.xml": DOCX, "xl/workbook.xml": XLSX}
_ACTIVE_TEXT = {".html", ".htm", ".svg", ".xml", ".exe", ".sh", ".bat", ".js", ".php"}


def kind_of(name: str, content: bytes) -> FileKind:
    """The kind of `content`; NotEvidence when it is none of KINDS, dangerous, or not what `name` says."""
    ending = ending_of(name)
    if not content:
        raise NotEvidence("files.empty")
    kind = _sniffed(content, ending)
    if kind is None:
        raise NotEvidence(allowed=ALLOWED)
    if ending not in kind.endings:
        raise NotEvidence("files.name_disagrees", name=name, found=kind.ending)
    return kind


def ending_of(name: str) -> str:
    """The ending of a file name in small letters, without its dot."""
    return name.rsplit(".", 1)[-1].strip().lower() if "." in name else ""


def cleaned_name(name: str, kind: FileKind) -> str:
    """A name to show and to save under: no folder, no control or direction signs, at most 120 signs, the right ending."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    safe = "".join(sign for sign in last if unicodedata.category(sign)[0] != "C" and sign not in '<>:"|?*')
    stem = " ".join(safe.rsplit(".", 1)[0].split()).strip(". ")[:_LONGEST_NAME]
    return f"{stem or 'file'}.{kind.ending}"


def _sniffed(content: bytes, ending: str) -> FileKind | None:
    found = _signatures(content)
    if content.startswith(b"PK\x03\x04"):
        return _office_document(content)
    if ".pdf" in found:
        return PDF
    for kind, format_ in _IMAGES.items():
        if f".{kind.ending}" in found:
            return _checked_image(kind, format_, content)
    if found & _ACTIVE_TEXT or not _is_text(content):
        return None
    return CSV if ending == CSV.ending else TXT


def _signatures(content: bytes) -> set[str]:
    try:
        return {str(match.extension) for match in puremagic.magic_string(content)}
    except (puremagic.PureError, ValueError):
        return set()


def _office_document(content: bytes) -> FileKind | None:
    """docx or xlsx without macros, embedded objects that run, or a size that bursts on opening."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = package.infolist()
            types = package.read("[Content_Types].xml")[:1_000_000]
    except (zipfile.BadZipFile, KeyError, RuntimeError, OSError, NotImplementedError, EOFError):
        return None
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        raise NotEvidence("files.unpacks_too_large")
    names = {part.filename for part in parts}
    if b"macroEnabled" in types or any(name.endswith(("vbaProject.bin", ".exe")) for name in names):
        raise NotEvidence("files.has_macros")
    return next((kind for part, kind in _MAIN_PARTS.items() if part in names), None)


def _checked_image(kind: FileKind, format_: str, content: bytes) -> FileKind:
    """`kind` if the picture's own header is whole and its size bearable; nothing is decoded."""
    try:
        with Image.open(io.BytesIO(content), formats=[format_]) as picture:
            width, height = picture.size
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError):
        raise NotEvidence("files.broken_image") from None
    if width * height > LARGEST_PIXELS:
        raise NotEvidence("files.image_too_large", pixels=LARGEST_PIXELS // 1_000_000)
    return kind


def _is_text(content: bytes) -> bool:
    """Readable as UTF-8 or GB18030, without control signs."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return all(sign in "\t\r\n\f" or unicodedata.category(sign) != "Cc" for sign in text)
    return False
