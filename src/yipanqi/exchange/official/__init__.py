"""Official documents by GB/T 9704—2012: one dataclass, as Word and as HTML for the PDF."""

from yipanqi.exchange.official.document import Block, Heading, OfficialDocument, Paragraph, Table
from yipanqi.exchange.official.html import to_html
from yipanqi.exchange.official.word import to_docx

__all__ = ["Block", "Heading", "OfficialDocument", "Paragraph", "Table", "to_docx", "to_html"]
