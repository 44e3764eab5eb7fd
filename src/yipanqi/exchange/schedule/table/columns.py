"""The columns of a plan's table under all the titles planners give them."""

import re
import unicodedata
from collections.abc import Iterable, Mapping

from yipanqi.exchange.schedule.source import SourceError

TITLES: Mapping[str, tuple[str, str]] = {
    "id": ("编号", "id 序号 工作编号 工作代号 代号 标识号 活动编号 activity id, task id, no, wbs id"),
    "name": (
        "名称",
        "name 工作名称 任务名称 工作 工序 任务 工作内容 activity name, task name, activity, task",
    ),
    "duration": (
        "工期",
        "duration 持续时间 天数 工期(天) 持续时间(天) 工期（天） days, duration (d), duration (days)",
    ),
    "predecessors": ("紧前工作", "predecessors 前置任务 紧前工序 前导工作 紧前 前置 predecessor, depends on"),
    "project": ("项目", "project 所属项目 计划"),
    "kind": ("类型", "kind 工作类型 activity type, type"),
    "wbs": ("分部", "wbs 分解结构 wbs path"),
    "calendar": ("日历", "calendar 工作日历"),
    "unit": ("责任单位", "unit 牵头单位 单位 负责单位 responsible, owner"),
    "constraint": ("约束", "constraint 限制类型 约束类型 constraint type"),
    "constraint_date": ("约束日期", "constraint_date 限制日期 constraint date"),
    "secondary": ("第二约束", "secondary 次约束 secondary constraint"),
    "secondary_date": ("第二约束日期", "secondary_date 次约束日期 secondary constraint date"),
    "deadline": ("期限", "deadline 最后期限"),
    "actual_start": ("实际开始", "actual_start 实际开始时间 实际开始日期 actual start"),
    "actual_finish": ("实际完成", "actual_finish 实际完成时间 实际完成日期 实际结束 actual finish"),
    "remaining": ("尚需", "remaining 剩余工期 尚需工期 尚需天数 remaining duration"),
    "percent_complete": ("完成百分比", "percent_complete 完成率 进度 percent complete, % complete"),
    "expected_finish": ("预计完成", "expected_finish expected finish"),
    "suspend": ("停工", "suspend 暂停"),
    "resume": ("复工", "resume 恢复"),
    "baseline_start": ("基准开始", "baseline_start baseline start"),
    "baseline_finish": ("基准完成", "baseline_finish baseline finish"),
    "resources": ("资源", "resources 资源名称 resource names"),
    "optimistic": ("乐观", "optimistic 最短时间 乐观时间 a"),
    "most_likely": ("最可能", "most_likely 最可能时间 most likely, m"),
    "pessimistic": ("悲观", "pessimistic 最长时间 悲观时间 b"),
    "from": ("开始节点", "from 箭尾节点 起点节点 i from node"),
    "to": ("完成节点", "to 箭头节点 终点节点 j to node"),
    "normal_cost": ("正常费用", "normal_cost normal cost"),
    "crash_duration": ("极限工期", "crash_duration 最短持续时间 极限持续时间 crash duration"),
    "crash_cost": ("极限费用", "crash_cost 最短时间费用 crash cost"),
}
"""Canonical name → title written in Chinese, and the titles understood: one word each, phrases end at a comma."""


def _aliases() -> dict[str, str]:
    found: dict[str, str] = {}
    for name, (chinese, others) in TITLES.items():
        phrases = others.split(", ")
        words = phrases[0].split() if len(phrases) == 1 else [*phrases[0].split(), *phrases]
        for title in (name, chinese, *words):
            found.setdefault(_plain(title), name)
    return found


def _plain(title: str) -> str:
    """A title without width, case, spaces, underlines and brackets."""
    return re.sub(r"[\s_()\[\].%*:]+", "", unicodedata.normalize("NFKC", title)).lower()


_ALIASES = _aliases()


def recognise(titles: Iterable[str]) -> dict[str, int]:
    """Canonical name → position. Unknown columns are skipped; one named twice is refused."""
    found: dict[str, int] = {}
    for position, title in enumerate(titles):
        name = _ALIASES.get(_plain(title))
        if name is None:
            continue
        if name in found:
            raise SourceError("duplicate_column", row=1, column=title.strip())
        found[name] = position
    return found
