"""XML from outside, parsed with entities, network and document types off, and small looks into its elements."""

import io
from collections.abc import Iterator
from typing import Any

from lxml import etree

from yipanqi.exchange.schedule.source import SourceError

_SAFE = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "huge_tree": False,
    "remove_comments": True,
    "remove_pis": True,
}


class Node:
    """One element: its children by local name, whatever namespace they stand in."""

    def __init__(self, element: Any) -> None:
        self.element = element
        self.line: int | None = element.sourceline
        self._texts: dict[str, str] | None = None

    def __getitem__(self, name: str) -> str:
        """Text of the first child of that name; empty if there is none."""
        if self._texts is None:
            self._texts = {}
            for child in self.element:
                self._texts.setdefault(local_name(child), (child.text or "").strip())
        return self._texts.get(name, "")

    def all(self, *path: str) -> Iterator["Node"]:
        """The children reached by walking down `path`, such as ("Tasks", "Task")."""
        level = [self.element]
        for name in path:
            level = [child for element in level for child in element if local_name(child) == name]
        return (Node(element) for element in level)

    def first(self, *path: str) -> "Node | None":
        """The first of `all`."""
        return next(self.all(*path), None)

    def flag(self, name: str) -> bool:
        """True for 1 and true."""
        return self[name].lower() in ("1", "true")

    def number(self, name: str, default: int = 0) -> int:
        """A whole number; `default` where the child is missing. Raises SourceError for anything else."""
        text = self[name]
        if not text:
            return default
        try:
            value = float(text)
            if abs(value) > 1e12:
                raise ValueError(text)
            return round(value)
        except (ValueError, OverflowError):
            raise SourceError("not_a_number", row=self.line, field=name, text=text[:40]) from None


def local_name(element: Any) -> str:
    """The tag without its namespace; empty for entities and the like."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def parse(data: bytes) -> Node:
    """The root of `data`. Raises SourceError for broken XML and for any document type or entity."""
    try:
        root = etree.fromstring(data, etree.XMLParser(**_SAFE))
    except (etree.XMLSyntaxError, ValueError) as error:
        raise SourceError("not_xml", row=getattr(error, "lineno", None), reason=_reason(error)) from None
    _refuse_doctype(root.getroottree())
    return Node(root)


def root_name(data: bytes) -> str:
    """Local name of the root element, read without the rest of the document."""
    try:
        for _, element in etree.iterparse(io.BytesIO(data), events=("start",), **_SAFE):
            _refuse_doctype(element.getroottree())
            return local_name(element)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise SourceError("not_xml", row=getattr(error, "lineno", None), reason=_reason(error)) from None
    raise SourceError("not_xml", reason="empty")


def _refuse_doctype(tree: Any) -> None:
    if tree.docinfo.doctype or tree.docinfo.internalDTD is not None:
        raise SourceError("entities_forbidden", row=1)


def _reason(error: Exception) -> str:
    return " ".join(str(error).split())[:100]
