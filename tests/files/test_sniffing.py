"""What is let in as evidence, by content and never by name alone."""

import io
import struct
import zipfile
import zlib

import docx
import pytest
import xlsxwriter
from PIL import Image

from yipanqi.files import sniffing
from yipanqi.files.sniffing import JPG, TXT, NotEvidence, cleaned_name, kind_of


def image(format_: str) -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (8, 8), "green").save(target, format_)
    return target.getvalue()


def word(**extra: bytes) -> bytes:
    target = io.BytesIO()
    docx.Document().save(target)
    with zipfile.ZipFile(target, "a") as package:
        for name, content in extra.items():
            package.writestr(name, content)
    return target.getvalue()


def excel() -> bytes:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        book.add_worksheet()
    return target.getvalue()


def packed(**parts: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        for name, content in parts.items():
            package.writestr(name.replace("__", "."), content)
    return target.getvalue()


def png_of(width: int, height: int) -> bytes:
    """A PNG that claims a size and holds nothing: a bomb's head."""
    header = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunk = struct.pack(">I", 13) + header + struct.pack(">I", zlib.crc32(header))
    data = b"IDAT" + zlib.compress(b"")
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk
        + struct.pack(">I", len(data) - 4)
        + data
        + struct.pack(">I", zlib.crc32(data))
    )


@pytest.mark.parametrize(
    ("name", "content", "ending"),
    [
        ("报告.pdf", image("PDF"), "pdf"),
        ("报告.docx", word(), "docx"),
        ("台账.XLSX", excel(), "xlsx"),
        ("现场.jpg", image("JPEG"), "jpg"),
        ("现场.jpeg", image("JPEG"), "jpg"),
        ("现场.png", image("PNG"), "png"),
        ("现场.webp", image("WEBP"), "webp"),
        ("说明.txt", "完成情况说明".encode(), "txt"),
        ("说明.txt", "完成情况说明".encode("gb18030"), "txt"),
        ("数据.csv", "月份,数值\n1,2\n".encode("utf-8-sig"), "csv"),
    ],
)
def test_evidence_is_let_in(name, content, ending):
    assert kind_of(name, content).ending == ending


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("空.txt", b"", "files.empty"),
        ("包.zip", packed(a__txt="x"), "files.kind_not_allowed"),
        ("包.docx", packed(a__txt="x"), "files.kind_not_allowed"),
        ("破.docx", b"PK\x03\x04 not a zip", "files.kind_not_allowed"),
        ("程序.txt", b"MZ\x90\x00\x03\x00\x00\x00", "files.kind_not_allowed"),
        ("页.txt", b"<!DOCTYPE html><html><script>alert(1)</script></html>", "files.kind_not_allowed"),
        ("图.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "files.kind_not_allowed"),
        ("旧.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "files.kind_not_allowed"),
        ("现场.pdf", image("JPEG"), "files.name_disagrees"),
        ("现场.png", image("JPEG"), "files.name_disagrees"),
        ("说明.exe", b"plain text", "files.name_disagrees"),
        ("说明", b"plain text", "files.name_disagrees"),
        ("宏.docx", word(**{"word/vbaProject.bin": b"x"}), "files.has_macros"),
        ("现场.png", b"\x89PNG\r\n\x1a\n broken", "files.broken_image"),
        ("炸弹.png", png_of(60_000, 60_000), "files.broken_image"),
        ("大图.png", png_of(9_000, 9_000), "files.image_too_large"),
    ],
)
def test_the_rest_is_refused_with_its_reason(name, content, code):
    with pytest.raises(NotEvidence) as refused:
        kind_of(name, content)
    assert refused.value.code == code


def test_a_workbook_with_macros_is_refused():
    types = '<Types><Override ContentType="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/></Types>'
    content = packed(**{"[Content_Types]__xml": types, "xl/workbook__xml": "x"})
    with pytest.raises(NotEvidence, match="has_macros"):
        kind_of("宏.xlsx", content)


def test_a_package_that_bursts_on_opening_is_refused(monkeypatch):
    monkeypatch.setattr(sniffing, "LARGEST_UNPACKED", 100)
    with pytest.raises(NotEvidence, match="unpacks_too_large"):
        kind_of("报告.docx", word())


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("现场.jpeg", "现场.jpg"),
        ("../../etc/现场.jpg", "现场.jpg"),
        ("C:\\temp\\现场.jpg", "现场.jpg"),
        ("a\u202egpj.exe.jpg", "agpj.exe.jpg"),
        ("a\x00b\nc.jpg", "abc.jpg"),
        (' .<b>"x"?.jpg', "bx.jpg"),
        (".jpg", "file.jpg"),
        ("长" * 300 + ".jpg", "长" * 120 + ".jpg"),
    ],
)
def test_a_name_is_cleaned(name, clean):
    assert cleaned_name(name, JPG) == clean


def test_a_cleaned_name_always_has_the_right_ending():
    assert cleaned_name("说明", TXT) == "说明.txt"
