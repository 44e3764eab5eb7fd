"""Which of the two languages the command line speaks, and its phrases; English is the message's name."""

from collections.abc import Mapping, Sequence
from typing import Literal

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")

_LOCALE_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")


def choose_language(words: Sequence[str], environment: Mapping[str, str]) -> Language:
    """`--lang` wins, then the locale; without either it is Chinese, any other locale gets English."""
    for position, word in enumerate(words):
        value = word.partition("=")[2] if word.startswith("--lang=") else ""
        if word == "--lang" and position + 1 < len(words):
            value = words[position + 1]
        if value in LANGUAGES:
            return "zh" if value == "zh" else "en"
    locale = next((environment[name] for name in _LOCALE_VARIABLES if environment.get(name)), "zh")
    return "zh" if locale.lower().startswith("zh") else "en"


def text(phrase: str, language: Language) -> str:
    """`phrase` in `language`; a phrase without translation stays English."""
    return CHINESE.get(phrase, phrase) if language == "zh" else phrase


CHINESE: dict[str, str] = {
    "One year of a zone on one board.": "一个区、一年、一盘棋。",
    "this is a fault of the program: {what}; set YIPANQI_TRACE=1 for details": "程序出错：{what}；设 YIPANQI_TRACE=1 可看详情",
    "the file needs more memory than there is; split it": "内存不足以读取该文件；请拆分",
    "--hours-per-day must lie between 0 and 24": "--hours-per-day 须在 0 与 24 之间",
    "row {row}: ": "第 {row} 行：",
    "{count} warnings": "警告 {count} 条",
    "{count} equal moments are written differently": "{count} 个相等的时刻写法不同",
    "… {count} more": "……另有 {count} 条",
    "activity": "工作",
    "name": "名称",
    "field": "字段",
    "stored": "文件所存",
    "computed": "计算值",
    "id": "编号",
    "days": "工期/天",
    "ES": "最早开始",
    "EF": "最早完成",
    "LS": "最迟开始",
    "LF": "最迟完成",
    "TF": "总时差",
    "FF": "自由时差",
    "critical": "关键",
    "done": "已完成",
    "primavera": "P6",
    "microsoft": "MS Project",
    "standard": "中国规程",
    "{project}: {start} to {finish}, {days} days": "{project}：{start} 至 {finish}，{days} 天",
    "data date {data_date}, rules {rules}, {count} activities": "数据日期 {data_date}，规则 {rules}，工作 {count} 项",
}
