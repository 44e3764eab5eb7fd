"""The entry: table of commands, language, exit codes, what is imported."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from yipanqi import cli
from yipanqi.cli import main
from yipanqi.cli.commands import COMMANDS
from yipanqi.cli.language import CHINESE, choose_language


def test_help_lists_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help", "--lang", "zh"]) == 0
    shown = capsys.readouterr().out
    assert all(command.name in shown and command.chinese in shown for command in COMMANDS)
    assert main([]) == 0


@pytest.mark.parametrize(
    "words", [["nosuch"], ["schedule"], ["schedule", "a", "--rules", "x"], ["--lang", "fr"]]
)
def test_wrong_use_is_exit_code_two(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(words) == 2
    assert "Traceback" not in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "environment", "language"),
    [
        (["--lang", "en"], {"LANG": "zh_CN.UTF-8"}, "en"),
        (["schedule", "x", "--lang=zh"], {"LANG": "en_US"}, "zh"),
        ([], {"LANG": "en_US.UTF-8"}, "en"),
        ([], {"LC_ALL": "zh_CN.GB18030", "LANG": "en_US"}, "zh"),
        ([], {"LANG": "C.UTF-8"}, "en"),
        ([], {}, "zh"),
    ],
)
def test_language(words: list[str], environment: dict[str, str], language: str) -> None:
    assert choose_language(words, environment) == language


def test_every_command_has_its_parser_and_its_run() -> None:
    for command in COMMANDS:
        assert main([command.name, "--help"]) == 0


def test_pure_commands_import_no_django() -> None:
    pure = [
        command for command in COMMANDS if command.name in ("schedule", "check", "diff", "draw", "convert")
    ]
    names = ", ".join(command.module for command in pure)
    code = f"import sys, {names}, yipanqi.exchange.schedule, yipanqi.schedule; print([m for m in sys.modules if m.split('.')[0] in ('django', 'ninja')])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_fault_of_the_program_is_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object) -> int:
        raise ZeroDivisionError("half")

    monkeypatch.setattr(cli, "_dispatch", fail)
    assert main(["--lang", "en"]) == 70
    assert capsys.readouterr().err == (
        "yipanqi: this is a fault of the program: ZeroDivisionError: half; set YIPANQI_TRACE=1 for details\n"
    )
    monkeypatch.setenv("YIPANQI_TRACE", "1")
    with pytest.raises(ZeroDivisionError):
        main([])


def test_every_phrase_is_translated() -> None:
    """Literal phrases handed to `text` are in the Chinese table."""
    missing = set()
    for path in Path(cli.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            called = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "text"
            if called and isinstance(node.args[0], ast.Constant) and node.args[0].value not in CHINESE:  # type: ignore[attr-defined]
                missing.add(node.args[0].value)  # type: ignore[attr-defined]
    assert not missing
