"""The document as .docx: page, grid, fonts and places as the standard measures them."""

import io
from collections.abc import Callable
from datetime import UTC, datetime, time
from typing import Any
from xml.sax.saxutils import escape

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor, Twips

from yipanqi.exchange.official import document as measure
from yipanqi.exchange.official.document import Heading, OfficialDocument, Paragraph, Table

_LATIN = "Times New Roman"
_TEXT_WIDTH = measure.PAGE[0] - measure.LEFT - measure.RIGHT
_CENTRE, _END = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT


def to_docx(doc: OfficialDocument) -> bytes:
    """The bytes of a .docx with the document's day as its only time, so that the same document is the same file."""
    word = Document()
    _page(word)
    _style(word)
    _head(word, doc)
    if doc.addressee:
        _line(word, f"{doc.addressee}：")
    for block, mark in measure.numbered(doc.blocks):
        _block(word, block, mark)
    _close(word, doc)
    _properties(word, doc)
    content = io.BytesIO()
    word.save(content)
    return content.getvalue()


def _page(word: Any) -> None:
    section = word.sections[0]
    section.page_width, section.page_height = Mm(measure.PAGE[0]), Mm(measure.PAGE[1])
    section.top_margin, section.bottom_margin = Mm(measure.TOP), Mm(measure.BOTTOM)
    section.left_margin, section.right_margin = Mm(measure.LEFT), Mm(measure.RIGHT)
    section.footer_distance = Mm(measure.BOTTOM - measure.FOOT_BELOW_TEXT - 5)
    for old in section._sectPr.findall(qn("w:docGrid")):
        section._sectPr.remove(old)
    grid = _element(
        "w:docGrid",
        type="linesAndChars",
        linePitch=measure.LINE_PITCH,
        charSpace=measure.CHARACTER_SPACE,
    )
    section._sectPr.append(grid)
    word.settings.odd_and_even_pages_header_footer = True
    _page_number(section.footer, _END)
    _page_number(section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT)


def _page_number(footer: Any, side: Any) -> None:
    """— 1 —, one character in from the outer edge."""
    footer.is_linked_to_previous = False
    paragraph = footer.paragraphs[0]
    paragraph.alignment = side
    margin = "right_indent" if side == _END else "left_indent"
    setattr(paragraph.paragraph_format, margin, Pt(measure.SMALL))
    _run(paragraph, "— ", measure.SONG_FONT, measure.SMALL)
    run = _run(paragraph, "", measure.SONG_FONT, measure.SMALL)
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        if kind:
            run._r.append(_element("w:fldChar", fldCharType=kind))
        else:
            instruction = _element("w:instrText")
            instruction.text = text
            run._r.append(instruction)
    _run(paragraph, " —", measure.SONG_FONT, measure.SMALL)


def _style(word: Any) -> None:
    style = word.styles["Normal"]
    style.font.size = Pt(measure.BODY)
    _fonts(style.element.get_or_add_rPr(), measure.BODY_FONT)
    # The grid is declared, but text keeps 28 characters and 22 lines by itself: programs differ in snapping to it.
    style.element.get_or_add_pPr().append(_element("w:snapToGrid", val=0))
    style.paragraph_format.space_after = Pt(0)
    style.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    style.paragraph_format.line_spacing = Pt(measure.LINE)


def _head(word: Any, doc: OfficialDocument) -> None:
    """Issuer in red, number, red rule, title broken by the reader of the format alone."""
    issuer = _line(word, "", indent=False, align=_CENTRE)
    issuer.paragraph_format.space_before = Mm(measure.ISSUER_DROP)
    issuer.paragraph_format.line_spacing = Pt(measure.ISSUER * 1.2)
    size = min(measure.ISSUER, int(_TEXT_WIDTH / 0.3528 / (len(doc.issuer) + 1)))
    run = _run(issuer, doc.issuer, measure.TITLE_FONT, size)
    run.font.color.rgb = RGBColor.from_string(measure.RED)
    number = _line(word, doc.number, indent=False, align=_CENTRE)
    number.paragraph_format.space_before = Pt(measure.LINE)
    _red_rule(number)
    if doc.notice:
        _line(word, doc.notice, indent=False, align=_CENTRE, size=measure.SMALL, font=measure.KAI_FONT)
    title = _line(word, doc.title, indent=False, align=_CENTRE, size=measure.TITLE, font=measure.TITLE_FONT)
    title.paragraph_format.space_before = title.paragraph_format.space_after = Pt(measure.LINE)
    title.paragraph_format.line_spacing = Pt(measure.TITLE * 1.5)


def _red_rule(paragraph: Any) -> None:
    borders = _element("w:pBdr")
    borders.append(_element("w:bottom", val="single", sz=18, space=4, color=measure.RED))
    paragraph._p.get_or_add_pPr().insert_element_before(borders, "w:spacing", "w:ind", "w:jc")


def _block(word: Any, block: Any, mark: str) -> None:
    if isinstance(block, Heading):
        line = _line(word, f"{mark}{block.text}", font=measure.HEADING_FONT[min(max(block.level, 1), 4)])
        line.paragraph_format.keep_with_next = True
    elif isinstance(block, Paragraph):
        _line(word, block.text)
    elif isinstance(block, Table):
        _table(word, block)


def _table(word: Any, block: Table) -> None:
    table = word.add_table(rows=0, cols=len(block.head), style="Table Grid")
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    widths = [int(Mm(_TEXT_WIDTH * share).twips) for share in measure.shares(block)]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Twips(width)
    table._tbl.append(parse_xml(_row(block.head, widths, measure.HEI_FONT, is_head=True)))
    for texts in block.rows:
        table._tbl.append(parse_xml(_row(texts, widths, measure.BODY_FONT)))
    _line(word, "")


def _row(texts: tuple[str, ...], widths: list[int], font: str, *, is_head: bool = False) -> str:
    """A row as it stands in the file: written as text, because letters have thousands of cells."""
    cells = "".join(_cell(text, width, font) for text, width in zip(texts, widths, strict=True))
    head = "<w:tblHeader/>" if is_head else ""
    return f"<w:tr {nsdecls('w')}><w:trPr><w:cantSplit/>{head}</w:trPr>{cells}</w:tr>"


def _cell(text: str, width: int, font: str) -> str:
    line, size = round(measure.SMALL * 1.4 * 20), (measure.SMALL - 2) * 2
    words = "<w:br/>".join(f'<w:t xml:space="preserve">{_said(part)}</w:t>' for part in text.split("\n"))
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>'
        f'<w:p><w:pPr><w:spacing w:line="{line}" w:lineRule="exact"/></w:pPr><w:r><w:rPr>'
        f'<w:rFonts w:eastAsia="{font}" w:ascii="{_LATIN}" w:hAnsi="{_LATIN}" w:cs="{_LATIN}"/>'
        f'<w:sz w:val="{size}"/></w:rPr>{words}</w:r></w:p></w:tc>'
    )


def _said(text: str) -> str:
    """Text for XML, without the control characters that no XML file may hold."""
    return escape("".join(letter for letter in text if letter >= " " or letter == "\t"))


def _close(word: Any, doc: OfficialDocument) -> None:
    """Attachments, signature and day four characters in, the imprint."""
    for number, name in enumerate(doc.attachments, 1):
        _line(word, f"附件：{number}.{name}" if number == 1 else f"　　　{number}.{name}")
    for text in ("", doc.signed_by, measure.chinese_day(doc.day)):
        line = _line(word, text, indent=False, align=_END)
        line.paragraph_format.right_indent = Pt(measure.BODY * 4)
        line.paragraph_format.keep_with_next = text != measure.chinese_day(doc.day)
    _imprint(word, doc)


def _imprint(word: Any, doc: OfficialDocument) -> None:
    """Between thick rules, parted by a thin one: copies to; printed by and on.

    It follows the day: programs differ in where a floating table stands.
    """
    who, when = measure.printed(doc)
    texts = [text for text in (measure.copied(doc), f"{who}\t{when}") if text]
    _line(word, "")
    table = word.add_table(rows=len(texts), cols=1)
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    for row, text in zip(table.rows, texts, strict=True):
        row.cells[0].width = Mm(_TEXT_WIDTH)
        line = row.cells[0].paragraphs[0]
        line.paragraph_format.left_indent = Pt(measure.SMALL / 2)
        line.paragraph_format.tab_stops.add_tab_stop(
            Mm(_TEXT_WIDTH) - Pt(measure.SMALL * 1.5), WD_TAB_ALIGNMENT.RIGHT
        )
        _run(line, text, measure.BODY_FONT, measure.SMALL)
    _ruled(table)


def _ruled(table: Any) -> None:
    borders = _element("w:tblBorders")
    for side, eighths in (("top", 8), ("bottom", 8), ("insideH", 6)):
        borders.append(_element(f"w:{side}", val="single", sz=eighths, space=0, color="000000"))
    table._tbl.tblPr.find(qn("w:tblW")).addnext(borders)


def _line(
    word: Any,
    text: str,
    *,
    indent: bool | None = None,
    align: Any = None,
    size: int = measure.BODY,
    font: str = measure.BODY_FONT,
) -> Any:
    """A paragraph; the first line of running text is indented, an addressee (…：) is not."""
    paragraph = word.add_paragraph()
    if indent is None:
        indent = not text.endswith("：")
    if indent and text:
        paragraph._p.get_or_add_pPr().append(
            _element("w:ind", firstLineChars=200, firstLine=measure.BODY * 2 * 20)
        )
    if align is not None:
        paragraph.alignment = align
    if text:
        _run(paragraph, text, font, size)
    return paragraph


def _run(paragraph: Any, text: str, font: str, size: int) -> Any:
    run = paragraph.add_run(text)
    run.font.size = Pt(size)
    properties = run._r.get_or_add_rPr()
    _fonts(properties, font)
    if size == measure.BODY:
        properties.find(qn("w:sz")).addprevious(_element("w:spacing", val=measure.TIGHTER))
    return run


def _fonts(properties: Any, font: str) -> None:
    """The font for Chinese and for Latin letters, by name: none is shipped."""
    fonts = properties.find(qn("w:rFonts"))
    if fonts is None:
        fonts = _element("w:rFonts")
        properties.insert(0, fonts)
    for slot in ("eastAsia", "ascii", "hAnsi", "cs"):
        fonts.set(qn(f"w:{slot}"), font if slot == "eastAsia" else _LATIN)


def _element(name: str, **attributes: object) -> Any:
    element = OxmlElement(name)
    set_: Callable[[str, str], None] = element.set
    for key, value in attributes.items():
        set_(qn(f"w:{key}"), str(value))
    return element


def _properties(word: Any, doc: OfficialDocument) -> None:
    core = word.core_properties
    core.title, core.author, core.last_modified_by = doc.title, doc.issuer, doc.issuer
    core.created = core.modified = datetime.combine(doc.day, time(), UTC)
