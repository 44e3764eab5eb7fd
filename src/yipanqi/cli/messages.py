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
}


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
    return chinese.format(names="、".join(names[:12]), ring=" → ".join([*names[:12], *names[:1]]))
