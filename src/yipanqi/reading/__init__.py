"""Workshop of the report reader: a work report's text → targets, milestones and standing work, with offsets.

>>> reading = read_report("到年底，高新技术企业总数达到480家。", year=2018)
>>> [(f.name, f.op, f.value, f.unit, f.due.isoformat()) for f in reading.findings]
[('高新技术企业总数', '>=', Decimal('480'), '家', '2018-12-31')]
"""

from yipanqi.reading.comparison import Change, Comparison, compare
from yipanqi.reading.model import DOUBTFUL, Cell, Finding, Reading, ReportText, Table
from yipanqi.reading.reader import fingerprint, read_report

__all__ = [
    "DOUBTFUL",
    "Cell",
    "Change",
    "Comparison",
    "Finding",
    "Reading",
    "ReportText",
    "Table",
    "compare",
    "fingerprint",
    "read_report",
]
