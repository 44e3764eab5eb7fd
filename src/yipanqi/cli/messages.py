"""Stable codes of refusals as sentences in two languages: the one place where the command line does this."""

from yipanqi.cli.language import Language
from yipanqi.foundation.errors import DomainError

ENGLISH: dict[str, str] = {}
CHINESE: dict[str, str] = {}


def message_of(error: DomainError, language: Language) -> str:
    """The sentence of `error` in `language`; an unknown code is shown with its parameters."""
    table = CHINESE if language == "zh" else ENGLISH
    sentence = table.get(error.code)
    return sentence.format_map(error.params) if sentence else str(error)
