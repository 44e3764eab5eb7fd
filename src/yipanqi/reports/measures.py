"""How an indicator is probably met, guessed from its words; a person may correct it."""

from decimal import Decimal

from yipanqi.targets.models import Measure

LEVEL_WORDS = (
    "总数",
    "总量",
    "备案数",
    "保有量",
    "总投资",
    "总额",
    "占比",
    "比重",
    "覆盖率",
    "达标率",
    "合格率",
)
MEAN_WORDS = ("平均浓度", "年均浓度", "平均值", "均值")


def guess_measure(name: str, op: str, value: Decimal | None, unit: str) -> str:
    """Mean for concentrations, days for days, ceiling for limits, level for stocks and shares, else cumulative."""
    if any(word in name for word in MEAN_WORDS):
        return Measure.MEAN
    if op == "<=" or value == 0:
        return Measure.CEILING
    if unit == "天":
        return Measure.DAYS
    if "%" in unit or "百分点" in unit or any(word in name for word in LEVEL_WORDS):
        return Measure.LEVEL
    return Measure.CUMULATIVE
