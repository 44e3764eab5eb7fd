"""The child process in which Java reads a schedule: `python -m yipanqi.exchange.schedule.mpxj_child IN OUT JVM`.

Writes OUT/N.json, mpxj's own JSON of project N, and OUT/N.extra.json with what that leaves out: elapsed
durations and exceptions of calendars unrolled. A refusal is one JSON object on standard output, exit code 3.
"""

import json
import sys
from pathlib import Path
from typing import Any

REFUSED = 3
_MOST_PROJECTS = 200


def main(source: str, out: str, library: str, memory: str, native: str) -> int:
    """Start Java, read `source`, write into the folder `out`."""
    import jpype
    import mpxj  # noqa: F401 -- puts its jars on the class path

    flags = [f"-Xmx{memory}", "-Djava.awt.headless=true", "-Djava.io.tmpdir=" + out]
    if native == "1":
        flags.append("--enable-native-access=ALL-UNNAMED")
    jpype.startJVM(*flags, jvmpath=library, convertStrings=True)
    try:
        projects = _read(source)
    except jpype.JException as error:
        return _refuse(error)
    for number, project in enumerate(projects[:_MOST_PROJECTS]):
        _write(project, Path(out), number)
    return 0


def _read(source: str) -> list[Any]:
    """Every project of the file that has tasks."""
    import jpype

    found = jpype.JClass("org.mpxj.reader.UniversalProjectReader")().readAll(source)
    projects = [each for each in found or [] if each is not None]
    return [each for each in projects if each.getTasks().size()] or projects


def _refuse(error: Any) -> int:
    """Name the reason: a password, a lack of memory, or whatever the reader says."""
    chain: list[str] = []
    while error is not None and len(chain) < 8:
        chain.append(f"{type(error).__name__}: {error}")
        error = error.getCause() if hasattr(error, "getCause") else None
    text = " ".join(chain).lower()
    if "password" in text or "encrypted" in text:
        code = "encrypted"
    else:
        code = "memory" if "outofmemory" in text else "unreadable"
    print(json.dumps({"code": code, "reason": chain[-1][:120]}))
    return REFUSED


def _write(project: Any, out: Path, number: int) -> None:
    import jpype

    stream = jpype.JClass("java.io.FileOutputStream")(str(out / f"{number}.json"))
    try:
        jpype.JClass("org.mpxj.json.JsonWriter")().write(project, stream)
    finally:
        stream.close()
    extra = {"elapsed": _elapsed(project), "exceptions": _exceptions(project)}
    (out / f"{number}.extra.json").write_text(json.dumps(extra), encoding="utf-8")


def _elapsed(project: Any) -> list[int]:
    """Unique ids of the tasks whose duration runs around the clock."""
    found = []
    for task in project.getTasks():
        duration = task.getDuration()
        if duration is not None and duration.getUnits() is not None and duration.getUnits().isElapsed():
            found.append(int(task.getUniqueID()))
    return found


def _exceptions(project: Any) -> dict[str, list[Any]]:
    """Calendar → [from, to, [[begin, end] …]] with recurring exceptions and work weeks unrolled."""
    found: dict[str, list[Any]] = {}
    for calendar in project.getCalendars():
        listed = [
            [
                str(each.getFromDate()),
                str(each.getToDate()),
                [[str(h.getStart()), str(h.getEnd())] for h in each],
            ]
            for each in calendar.getExpandedCalendarExceptionsWithWorkWeeks()
        ]
        found[str(calendar.getUniqueID())] = listed
    return found


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:6]))
