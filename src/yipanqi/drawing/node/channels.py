"""The channels between layers: which upright goes left of which, so that links cross little and never overlap.

A net is one item of the left layer with all items it leads to in the right one: a stub, one upright, and a branch to
each end. Two nets whose uprights overlap need two tracks; the order of the tracks decides what crosses.
"""

from dataclasses import dataclass

from yipanqi.drawing.node.layers import Item

OVERLAP = 40
"""What two lines drawn over each other cost, in crossings."""
NEAR = 0.6
"""Two horizontals closer than this, in millimetres, are drawn over each other."""


@dataclass(frozen=True, slots=True)
class Net:
    """A source at height `y` and the heights it leads to."""

    source: Item
    y: float
    ends: tuple[float, ...]

    @property
    def low(self) -> float:
        """Upper end of its upright."""
        return min(self.y, *self.ends)

    @property
    def high(self) -> float:
        """Lower end of its upright."""
        return max(self.y, *self.ends)

    @property
    def straight(self) -> bool:
        """True when it needs no upright."""
        return self.high - self.low < 0.005


def tracks(nets: list[Net]) -> tuple[dict[Item, int], int]:
    """The track of each net that turns, counted from the left, and the number of tracks."""
    turning = sorted((net for net in nets if not net.straight), key=lambda n: (n.y, n.source))
    _improve(turning)
    found: dict[Item, int] = {}
    for i, net in enumerate(turning):
        before = [
            found[o.source] + 1 for o in turning[:i] if _overlap(o, net) or _cost(o, net) != _cost(net, o)
        ]
        found[net.source] = max(before, default=0)
    return found, max(found.values(), default=-1) + 1


def _overlap(a: Net, b: Net) -> bool:
    return a.low < b.high + 1.2 and b.low < a.high + 1.2


def _cost(left: Net, right: Net) -> int:
    """Crossings of two nets when the upright of `left` stands left of the other's."""
    stub = left.low < right.y < left.high
    branches = sum(right.low < end < right.high for end in left.ends)
    over = OVERLAP * sum(abs(right.y - end) < NEAR for end in left.ends)
    return int(stub) + branches + over


def _improve(nets: list[Net]) -> None:
    """Exchange neighbouring tracks while that saves crossings; ends because every exchange saves at least one."""
    improved = True
    while improved:
        improved = False
        for i in range(len(nets) - 1):
            if _cost(nets[i], nets[i + 1]) > _cost(nets[i + 1], nets[i]):
                nets[i], nets[i + 1] = nets[i + 1], nets[i]
                improved = True
