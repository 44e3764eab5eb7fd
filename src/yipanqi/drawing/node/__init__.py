"""单代号网络图: boxes with the six time parameters in layers, joined by orthogonal links with few crossings."""

from yipanqi.drawing.node.layout import layout
from yipanqi.drawing.node.plan import NetworkLink, NetworkNode, NodeLabels, NodeNetwork
from yipanqi.drawing.node.result import network_of

__all__ = ["NetworkLink", "NetworkNode", "NodeLabels", "NodeNetwork", "layout", "network_of"]
