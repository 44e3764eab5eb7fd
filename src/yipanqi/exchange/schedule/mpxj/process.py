"""Start the child, keep it within its limits, and take what it wrote."""

import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from yipanqi.exchange.schedule.mpxj.java import Java, suitable_javas
from yipanqi.exchange.schedule.mpxj.mapping import join_projects
from yipanqi.exchange.schedule.source import ScheduleFile, SourceError

_REFUSED = 3


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds of the clock, Java's heap in megabytes, and what it may write in bytes."""

    seconds: int = 120
    memory: int = 1024
    written: int = 1_000_000_000


_DEFAULT = Limits()


def read_through_mpxj(name: str, data: bytes, limits: Limits = _DEFAULT) -> ScheduleFile:
    """Read a file that only mpxj understands. Raises SourceError, also when a limit was reached."""
    _refuse_dangerous(data)
    java = next(suitable_javas(), None)
    if java is None:
        raise SourceError("java_missing")
    with tempfile.TemporaryDirectory(prefix="yipanqi-") as folder:
        source = Path(folder) / f"plan{Path(name).suffix.lower()}"
        source.write_bytes(data)
        _run(java, source, Path(folder), limits)
        return join_projects(_documents(Path(folder)))


def _refuse_dangerous(data: bytes) -> None:
    """Archives would be unpacked without limit; XML may declare no entities."""
    if data.startswith(b"PK\x03\x04"):
        raise SourceError("unreadable", reason="an archive instead of a plan")
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        from yipanqi.exchange.schedule.mspdi.tree import root_name

        root_name(data)


def _run(java: Java, source: Path, folder: Path, limits: Limits) -> None:
    native = "1" if java.wants_native_flag else "0"
    command = [sys.executable, "-m", "yipanqi.exchange.schedule.mpxj_child", str(source), str(folder)]
    child = subprocess.Popen(  # noqa: S603 -- our own module, no shell, paths of our own making
        [*command, str(java.library), f"{limits.memory}m", native],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=_limiter(limits),
        env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    )
    try:
        answer, _ = child.communicate(timeout=limits.seconds)
    except subprocess.TimeoutExpired:
        os.killpg(child.pid, signal.SIGKILL)
        child.communicate()
        raise SourceError("took_too_long", seconds=limits.seconds) from None
    if child.returncode:
        _explain(child.returncode, answer, limits)


def _limiter(limits: Limits) -> Callable[[], None]:
    """Run in the child before it starts: processor time and size of files; memory is bounded by Java's heap."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_CPU, (2 * limits.seconds, 2 * limits.seconds))
        resource.setrlimit(resource.RLIMIT_FSIZE, (limits.written, limits.written))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

    return limit


def _explain(code: int, answer: bytes, limits: Limits) -> None:
    """Turn the child's refusal, or its death, into a SourceError."""
    try:
        said = (
            json.loads(answer.decode("utf-8", "replace").strip().splitlines()[-1]) if code == _REFUSED else {}
        )
    except (ValueError, IndexError):
        said = {}
    if said.get("code") == "encrypted":
        raise SourceError("encrypted")
    if said.get("code") == "memory":
        raise SourceError("too_large", limit=f"{limits.memory} MB")
    raise SourceError("unreadable", reason=said.get("reason", f"the reader ended with {code}"))


def _documents(folder: Path) -> list[tuple[dict[str, object], dict[str, object]]]:
    """Each project's JSON with its supplement."""
    found = []
    for number in range(len(list(folder.glob("*.extra.json")))):
        main = json.loads((folder / f"{number}.json").read_bytes())
        found.append((main, json.loads((folder / f"{number}.extra.json").read_bytes())))
    if not found:
        raise SourceError("no_activities")
    return found
