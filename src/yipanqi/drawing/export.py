"""Drawings that leave the page: SVG to PDF, one sheet a page at its true size, and PDF to PNG. Bytes in, bytes out.

Two things are mended before printing. WeasyPrint paints the stroke of a text over its fill, so that a light rim would cover
the letters: such a text is parted into the rim and the letters over it. And it draws anchored text through a group that
viewers cut at its edges: every text is set from its left end.
"""

import re
from collections.abc import Mapping, Sequence
from io import BytesIO
from xml.etree import ElementTree

import pypdfium2
from weasyprint import HTML
from weasyprint.urls import URLFetchingError

from yipanqi.drawing import svg
from yipanqi.drawing.advance import advance

SVG = "http://www.w3.org/2000/svg"
MOST_PIXELS = 100_000_000
"""A picture larger than this is refused: it would take more than 400 MB to paint."""
_SIZE = re.compile(r"(\d+(?:\.\d+)?)(mm|px)?")


def to_pdf(sheets: Sequence[str], title: str = "") -> bytes:
    """A PDF with one page per stand-alone SVG; ValueError for one without a size or with a document type."""
    if not sheets:
        raise ValueError("there is nothing to print: give at least one sheet")
    pages, rules = [], []
    for i, sheet in enumerate(sheets):
        root = _parsed(sheet)
        width, height = (_length(root, name) for name in ("width", "height"))
        rules.append(f"@page s{i}{{size:{width} {height};margin:0}}.s{i}{{page:s{i}}}")
        pages.append(f'<div class="s{i}">{_markup(printable(root))}</div>')
    style = "html,body{margin:0}svg{display:block}" + "".join(rules)
    html = f"<title>{svg.escape(title)}</title><style>{style}</style>{''.join(pages)}"
    pdf = HTML(string=html, url_fetcher=_refuse).write_pdf()
    assert isinstance(pdf, bytes)
    return pdf


def for_print(sheet: str) -> str:
    """A stand-alone SVG made ready to stand inside a page that WeasyPrint prints."""
    return _markup(printable(_parsed(sheet)))


def to_png(pdf: bytes, page: int = 0, dots_per_inch: float = 150) -> bytes:
    """One page of a PDF as PNG; ValueError for a page that is not there or a picture that would be too large."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        if not 0 <= page < len(document):
            raise ValueError(f"there is no page {page + 1}: the document has {len(document)}")
        leaf, scale = document[page], dots_per_inch / 72
        width, height = leaf.get_size()
        if width * height * scale * scale > MOST_PIXELS:
            raise ValueError("the picture would be too large: ask for fewer dots per inch")
        out = BytesIO()
        leaf.render(scale=scale).to_pil().save(out, "PNG")
        return out.getvalue()
    finally:
        document.close()


def _refuse(url: str, *_: object, **__: object) -> object:
    raise URLFetchingError(f"a drawing may not load {url}")


def _parsed(sheet: str) -> ElementTree.Element:
    if "<!" in sheet:
        raise ValueError("a drawing may hold no document type, comment or entity")
    ElementTree.register_namespace("", SVG)
    return ElementTree.fromstring(sheet)  # noqa: S314 no document type, so no entities


def _markup(root: ElementTree.Element) -> str:
    return ElementTree.tostring(root, encoding="unicode")


def _length(root: ElementTree.Element, name: str) -> str:
    found = _SIZE.fullmatch(root.get(name, ""))
    if found is None:
        raise ValueError(f"a sheet needs its {name} in mm or px, not {root.get(name)!r}")
    return f"{found[1]}{found[2] or 'px'}"


Rules = Mapping[str, Mapping[str, str]]
"""By class name, its declarations."""

_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_CLASS = re.compile(r"\.([\w-]+)\s*$")
_PRINT = (
    "text.at-start{text-anchor:start!important}"
    "text.rim{fill:none!important}"
    "text.letters{stroke:none!important}"
)


def printable(root: ElementTree.Element) -> ElementTree.Element:
    """The drawing with every line of text set from its left end, and lines with a rim written twice: rim, then letters."""
    styles = list(root.iter(f"{{{SVG}}}style"))
    rules = _rules("".join(style.text or "" for style in styles))
    for parent in list(root.iter()):
        for child in list(parent):
            if child.tag == f"{{{SVG}}}text":
                place = list(parent).index(child)
                parent.remove(child)
                lines = [printed for line in _lines(child) for printed in _printed(line, rules)]
                parent[place:place] = lines
    for style in styles[-1:]:
        style.text = (style.text or "") + _PRINT
    return root


def _rules(css: str) -> Rules:
    """The declarations of all rules that end in a class."""
    found: dict[str, dict[str, str]] = {}
    for selectors, body in _RULE.findall(css):
        declared = dict(pair.split(":", 1) for pair in body.split(";") if ":" in pair)
        for selector in selectors.split(","):
            if name := _CLASS.search(selector.strip()):
                found.setdefault(name[1], {}).update(declared)
    return found


def _lines(text: ElementTree.Element) -> list[ElementTree.Element]:
    """A text of several lines, each a tspan with its own place, as that many texts."""
    if len(text) == 0:
        return [text]
    lines = []
    for span in text:
        line = ElementTree.Element(text.tag, text.attrib | span.attrib)
        line.text = span.text
        lines.append(line)
    return lines


def _printed(line: ElementTree.Element, rules: Rules) -> list[ElementTree.Element]:
    looks = line.get("class", "").split()
    declared: dict[str, str] = {"text-anchor": line.get("text-anchor", "start")}
    for name in looks:
        declared |= rules.get(name, {})
    size = float(line.get("font-size") or declared.get("font-size", "16").removesuffix("px"))
    bold = declared.get("font-weight", "400") in ("600", "700", "bold")
    share = {"start": 0.0, "middle": 0.5, "end": 1.0}[declared["text-anchor"]]
    x = float(line.get("x", "0")) - share * advance(line.text or "", size, bold=bold)
    rimmed = "stroke" in declared.get("paint-order", "")
    made = []
    for part in ("rim", "letters") if rimmed else ("",):
        printed = ElementTree.Element(line.tag, line.attrib | {"x": svg.number(x)})
        printed.set("class", " ".join(filter(None, (*looks, "at-start", part))))
        printed.text = line.text
        made.append(printed)
    return made
