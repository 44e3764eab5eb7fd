"""What an activity-on-node network is drawn from: boxes and links, their figures already in words."""

from dataclasses import dataclass

from yipanqi.drawing.sheet import SheetLabels


@dataclass(frozen=True, slots=True)
class NetworkNode:
    """One box. The texts are figures or dates in the caller's words; `number` is what a reader calls the activity."""

    id: str
    number: str
    name: str
    duration: str = ""
    es: str = ""
    ef: str = ""
    ls: str = ""
    lf: str = ""
    tf: str = ""
    ff: str = ""
    critical: bool = False


@dataclass(frozen=True, slots=True)
class NetworkLink:
    """A relation by node ids; `text` stands beside it where it is not a plain FS, such as SS+3."""

    predecessor: str
    successor: str
    text: str = ""
    critical: bool = False


@dataclass(frozen=True, slots=True)
class NodeNetwork:
    """Nodes and links without a cycle; several starts or ends are joined by virtual nodes when drawn."""

    nodes: tuple[NetworkNode, ...]
    links: tuple[NetworkLink, ...] = ()


@dataclass(frozen=True, slots=True)
class NodeLabels:
    """Translated words. The names of the parameters stand in the sample box of the legend.

    start, end  names of the virtual nodes
    """

    sheet: SheetLabels
    name: str
    number: str
    duration: str = "D"
    es: str = "ES"
    ef: str = "EF"
    ls: str = "LS"
    lf: str = "LF"
    tf: str = "TF"
    ff: str = "FF"
    start: str = "St"
    end: str = "Fin"
    critical: str = ""
    link: str = ""
