"""The command line: one entry, one table of commands, each command imported only when it is called.

A command is a module with `add_parser(subparsers)`, which adds the parser under the command's own name and
returns it, and `run(args) -> int`, which gives the exit code: 0 done, 1 found something wrong, 2 bad input.
Its row stands in `commands.py`. Pure commands import no Django; a command that needs it sets it up in `run`.
"""

import argparse
import importlib
import os
import sys
from collections.abc import Sequence
from types import ModuleType

from yipanqi import __version__
from yipanqi.cli.commands import COMMANDS, Command
from yipanqi.cli.language import LANGUAGES, Language, choose_language, text
from yipanqi.cli.refusal import Refusal
from yipanqi.foundation.errors import DomainError

__all__ = ["Refusal", "main"]

BAD_INPUT = 2
_INTERRUPTED = 130
_BROKEN = 70


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code. Never shows a traceback unless YIPANQI_TRACE is set."""
    words = list(sys.argv[1:] if argv is None else argv)
    _write_utf8()
    language = choose_language(words, os.environ)
    try:
        return _dispatch(words, language)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else BAD_INPUT
    except BrokenPipeError:
        return _stop_writing()
    except (Refusal, DomainError, OSError) as error:
        return _complain(_line(error, language), BAD_INPUT, error)
    except KeyboardInterrupt:
        return _INTERRUPTED
    except Exception as error:
        fault = text("this is a fault of the program: {what}; set YIPANQI_TRACE=1 for details", language)
        return _complain(fault.format(what=f"{type(error).__name__}: {error}"), _BROKEN, error)


def _dispatch(words: list[str], language: Language) -> int:
    """Parse `words` and run the command they name; no command is a call for help."""
    wanted = _named_command(words)
    parser, module = _build_parser(wanted, language)
    args = parser.parse_args(words)
    if module is None:
        parser.print_help()
        return BAD_INPUT if words else 0
    args.lang = language
    return int(module.run(args))


def _named_command(words: Sequence[str]) -> Command | None:
    """The first word that is a command of the table."""
    rows = {command.name: command for command in COMMANDS}
    return next((rows[word] for word in words if word in rows), None)


def _build_parser(
    wanted: Command | None, language: Language
) -> tuple[argparse.ArgumentParser, ModuleType | None]:
    """The parser of all commands: the wanted one in full, the others by name and line of help only."""
    parser = argparse.ArgumentParser(
        prog="yipanqi", description=text("One year of a zone on one board.", language)
    )
    parser.add_argument("--version", action="version", version=f"yipanqi {__version__}")
    _add_language(parser)
    places = parser.add_subparsers(metavar="COMMAND")
    module = None
    for command in COMMANDS:
        if command is wanted:
            module = importlib.import_module(command.module)
            _add_language(module.add_parser(places))
        else:
            places.add_parser(command.name, help=command.help(language))
    return parser, module


def _add_language(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--lang", choices=LANGUAGES, default=argparse.SUPPRESS, help="zh | en")


def _line(error: Exception, language: Language) -> str:
    """The message of a refusal as one line."""
    if isinstance(error, OSError) and not isinstance(error, Refusal):
        return f"{error.filename or 'yipanqi'}: {text(error.strerror, language) if error.strerror else error}"
    if isinstance(error, DomainError):
        from yipanqi.cli.messages import message_of

        return message_of(error, language)
    return " ".join(str(error).split())


def _complain(line: str, code: int, error: Exception) -> int:
    if os.environ.get("YIPANQI_TRACE"):
        raise error
    print(f"yipanqi: {line}", file=sys.stderr)
    return code


def _stop_writing() -> int:
    """Whoever read our output has enough, such as `head`: nothing more to say, also not when Python ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def _write_utf8() -> None:
    """Chinese must reach a terminal or file whatever the locale of the machine says."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
