"""The document as one HTML page that WeasyPrint turns into the PDF with the same measures."""

from html import escape

from yipanqi.exchange.official import document as measure
from yipanqi.exchange.official.document import Block, Heading, OfficialDocument, Paragraph, Table


def to_html(doc: OfficialDocument) -> str:
    """A whole page; loads nothing from outside."""
    body = "".join(_block(block, mark) for block, mark in measure.numbered(doc.blocks))
    addressee = f'<p class="to">{escape(doc.addressee)}：</p>' if doc.addressee else ""
    notice = f'<p class="notice">{escape(doc.notice)}</p>' if doc.notice else ""
    return (
        f'<!DOCTYPE html><html lang="zh-Hans"><head><meta charset="utf-8"><title>{escape(doc.title)}</title>'
        f"<style>{_css(doc)}</style></head><body>"
        f'<p class="issuer">{escape(doc.issuer)}</p><p class="number">{escape(doc.number)}</p>{notice}'
        f"<h1>{escape(doc.title)}</h1>{addressee}{body}{_attachments(doc)}"
        f'<div class="close"><p>{escape(doc.signed_by)}</p><p>{measure.chinese_day(doc.day)}</p></div>'
        f"{_imprint(doc)}</body></html>"
    )


def _block(block: Block, mark: str) -> str:
    if isinstance(block, Heading):
        level = min(max(block.level, 1), 4)
        return f'<h{level + 1} class="l{level}">{mark}{escape(block.text)}</h{level + 1}>'
    if isinstance(block, Paragraph):
        return f"<p>{escape(block.text)}</p>"
    return _table(block)


def _table(block: Table) -> str:
    columns = "".join(f'<col style="width:{share:.2%}">' for share in measure.shares(block))
    head = "".join(f"<th>{escape(text)}</th>" for text in block.head)
    rows = "".join(
        "<tr>" + "".join(f"<td>{escape(text)}</td>" for text in row) + "</tr>" for row in block.rows
    )
    return f"<table><colgroup>{columns}</colgroup><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _attachments(doc: OfficialDocument) -> str:
    lines = (
        f"<p>附件：{number}.{escape(name)}</p>" if number == 1 else f"<p>　　　{number}.{escape(name)}</p>"
        for number, name in enumerate(doc.attachments, 1)
    )
    return "".join(lines)


def _imprint(doc: OfficialDocument) -> str:
    who, when = measure.printed(doc)
    copied = measure.copied(doc)
    first = f'<span class="copies">{escape(copied)}</span>' if copied else ""
    return f'<div class="imprint">{first}<span class="printed"><i>{escape(who)}</i><i>{escape(when)}</i></span></div>'


def _font(name: str) -> str:
    return ",".join(f'"{font}"' for font in (name, *measure.FALLBACK[name]))


def _css(doc: OfficialDocument) -> str:
    width = measure.PAGE[0] - measure.LEFT - measure.RIGHT
    issuer = min(measure.ISSUER, int(width / 0.3528 / (len(doc.issuer) + 1)))
    foot = f'content:"— " counter(page) " —";font:{measure.SMALL}pt {_font(measure.SONG_FONT)};vertical-align:top;padding-top:{measure.FOOT_BELOW_TEXT - 3}mm'
    return f"""
@page {{ size: A4; margin: {measure.TOP}mm {measure.RIGHT}mm {measure.BOTTOM}mm {measure.LEFT}mm }}
@page :right {{ @bottom-right {{ {foot}; padding-right: 1em }} }}
@page :left {{ @bottom-left {{ {foot}; padding-left: 1em }} }}
* {{ margin: 0; padding: 0 }}
body {{ font: {measure.BODY}pt/{measure.LINE}pt {_font(measure.BODY_FONT)}; letter-spacing: {measure.TIGHTER / 20}pt; text-align: justify }}
p {{ text-indent: 2em }}
.issuer {{ margin-top: {measure.ISSUER_DROP}mm; color: #{measure.RED}; font: {issuer}pt/1.2 {_font(measure.TITLE_FONT)}; text-align: center; text-indent: 0 }}
.number {{ margin-top: {measure.LINE}pt; padding-bottom: 4pt; border-bottom: 2.25pt solid #{measure.RED}; text-align: center; text-indent: 0 }}
.notice {{ margin-top: 6pt; font: {measure.SMALL}pt/1.5 {_font(measure.KAI_FONT)}; text-align: center; text-indent: 0 }}
h1 {{ margin: {measure.LINE}pt 0; font: {measure.TITLE}pt/1.5 {_font(measure.TITLE_FONT)}; text-align: center }}
h2, h3, h4, h5 {{ font-size: {measure.BODY}pt; font-weight: normal; text-indent: 2em; break-after: avoid }}
.l1 {{ font-family: {_font(measure.HEI_FONT)} }} .l2 {{ font-family: {_font(measure.KAI_FONT)} }}
.to {{ text-indent: 0 }}
table {{ width: 100%; table-layout: fixed; border-collapse: collapse; margin: 6pt 0 12pt; font-size: {measure.SMALL - 2}pt; line-height: 1.4 }}
th, td {{ white-space: pre-line; border: .75pt solid #000; padding: 2pt 4pt; text-align: left; vertical-align: top; overflow-wrap: anywhere }}
th {{ font-family: {_font(measure.HEI_FONT)}; font-weight: normal }} tr {{ break-inside: avoid }}
.close {{ margin-top: {measure.LINE}pt; break-inside: avoid }} .close p {{ text-align: right; text-indent: 0; padding-right: 4em }}
.imprint {{ float: footnote; display: block; border: solid #000; border-width: 1pt 0; font-size: {measure.SMALL}pt; line-height: 1.6 }}
.imprint span {{ display: block; padding: 1pt 1em }} .copies {{ border-bottom: .75pt solid #000 }}
.imprint .printed {{ display: flex; justify-content: space-between }} .printed i {{ font-style: normal; white-space: nowrap }}
.imprint::footnote-call, .imprint::footnote-marker {{ content: "" }}
"""
