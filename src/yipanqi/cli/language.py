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
}
