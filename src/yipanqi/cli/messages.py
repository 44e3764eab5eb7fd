"""Refusals and warnings as sentences in two languages: the one place where the command line does this."""

from collections.abc import Mapping, Sequence

from yipanqi.cli.language import Language
from yipanqi.foundation.errors import DomainError

ENGLISH: dict[str, str] = {}
CHINESE: dict[str, str] = {}

_ENGINE: Mapping[str, str] = {
    "schedule.cycle": "关系成环：{ring}；请去掉其中一条关系",
    "schedule.duplicate_activity": "工作 {names} 出现两次；请使编号唯一",
    "schedule.duplicate_calendar": "日历 {names} 出现两次；请改名",
    "schedule.duplicate_project": "项目 {names} 出现两次；请改名",
    "schedule.unknown_activity": "工作 {names} 的关系指向不存在的工作；请补上或删除关系",
    "schedule.unknown_project": "工作 {names} 所属的项目不存在；请补上",
    "schedule.unknown_calendar": "工作 {names} 的日历不存在；请补上或改选",
    "schedule.bad_duration": "工作 {names} 的工期或尚需工期为负或过大；请更正",
    "schedule.bad_percent": "工作 {names} 的完成百分比不在 0–100 之间；请更正",
    "schedule.bad_lag": "工作 {names} 的时距过大；请更正",
    "schedule.date_out_of_range": "工作 {names} 的日期超出范围；请更正",
    "schedule.dates_reversed": "工作 {names} 的两个日期先后颠倒（完成早于开始等）；请更正其一",
    "schedule.contradiction": "工作 {names} 的约束互相矛盾；请去掉其一",
    "schedule.constraint_date": "工作 {names} 的约束没有日期；请补上",
    "schedule.self_link": "工作 {names} 以自己为紧前工作；请删除该关系",
    "schedule.family_link": "工作 {names} 与自己的汇总或成员相连；请删除该关系",
    "schedule.calendar_no_work": "有日历每周都没有工作时间；请至少给一个班次（{english}）",
    "schedule.calendar_shifts": "有日历的班次重叠或越过午夜；请更正（{english}）",
    "schedule.calendar_exception": "有日历的例外日期不成立；请更正（{english}）",
    "schedule.mixed_rules": "项目规则与网络不一致；请单独计算（{english}）",
    "schedule.no_finish": "项目按完成日期倒排却没有完成日期；请补上（{english}）",
    "schedule.late_project": "项目晚于要求完成日期（{english}）",
    "schedule.negative_float": "负时差，有约束或日期无法满足：{names}",
    "schedule.out_of_sequence": "未等紧前工作允许即已开工：{names}",
    "schedule.actual_after_data_date": "实际日期晚于数据日期：{names}",
    "schedule.suspended": "停工而无复工日期，按数据日期继续：{names}",
    "schedule.milestone_duration": "里程碑带有工期，已略去：{names}",
}
_SHOWN = 12


def message_of(error: DomainError, language: Language) -> str:
    """The sentence of `error` in `language`; an unknown code is shown with its parameters."""
    table = CHINESE if language == "zh" else ENGLISH
    sentence = table.get(error.code)
    return sentence.format_map(error.params) if sentence else str(error)


def schedule_line(code: str, english: str, activities: Sequence[str], language: Language) -> str:
    """What the engine says: its own English line, or the Chinese sentence of its code."""
    chinese = _ENGINE.get(code) if language == "zh" else None
    if chinese is None:
        return english
    names = list(activities)
    more = f" 等 {len(names)} 项" if len(names) > _SHOWN else ""
    ring = [*names[:_SHOWN], *(["…"] if more else []), *names[:1]]
    return chinese.format(names="、".join(names[:_SHOWN]) + more, ring=" → ".join(ring), english=english)
