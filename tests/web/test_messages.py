"""Every refusal has its sentence."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import translation

from yipanqi.foundation.errors import DomainError, Invalid
from yipanqi.web.messages import MESSAGES, message_for

SOURCE = Path(__file__).resolve().parents[2] / "src" / "yipanqi"
CODE = re.compile(r"[a-z][a-z_]*\.[a-z_]+")
NOT_SHOWN_ON_PAGES = ("cli", "config", "schedule", "exchange", "drawing", "web", "locale")


def texts(node: ast.AST) -> Iterator[str]:
    """Strings inside `node` that look like codes."""
    for each in ast.walk(node):
        if isinstance(each, ast.Constant) and isinstance(each.value, str) and CODE.fullmatch(each.value):
            yield each.value


def codes_in(tree: ast.AST) -> Iterator[str]:
    """Codes of error classes, of what is raised, and of reasons collected for Invalid."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and any(
            isinstance(t, ast.Name) and t.id == "code" for t in node.targets
        ):
            yield from texts(node.value)
        if isinstance(node, ast.Raise) and node.exc:
            yield from texts(node.exc)
        if isinstance(node, ast.Assign) and any(isinstance(t, ast.Subscript) for t in node.targets):
            yield from texts(node.value)
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id in ("DomainError", "Invalid")
        ):
            yield from texts(node)


def test_every_code_has_a_sentence() -> None:
    missing = {}
    for path in sorted(SOURCE.rglob("*.py")):
        if path.relative_to(SOURCE).parts[0] in NOT_SHOWN_ON_PAGES:
            continue
        for code in codes_in(ast.parse(path.read_text(encoding="utf-8"))):
            if code not in MESSAGES:
                missing.setdefault(code, str(path.relative_to(SOURCE)))
    assert missing == {}


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("code", MESSAGES)
def test_every_sentence_stands_without_its_params(code: str, language: str) -> None:
    with translation.override(language):
        assert "%(" not in message_for(DomainError(code))


def test_an_unknown_code_still_says_that_nothing_was_saved() -> None:
    with translation.override("en"):
        assert "nothing was saved" in message_for(DomainError("never.heard"))


def test_several_wrong_fields_are_told_together() -> None:
    with translation.override("en"):
        told = message_for(Invalid({"a": "input.required", "b": DomainError("input.not_a_number", text="x")}))
    assert told.startswith("This must be filled in. “x” is not a number.")
