"""Schedule files: XER, MSPDI, MPP and others, CSV, XLSX, JSON ↔ the engine's problems.

`read` recognises a format by its first bytes and its name, `write` chooses by the name alone.
"""

from collections.abc import Mapping

from yipanqi.exchange.schedule.idle import without_idle_calendars
from yipanqi.exchange.schedule.source import Details, Note, ScheduleFile, SourceError, Stored
from yipanqi.exchange.schedule.table.reader import TableOptions

__all__ = ["Details", "Note", "ScheduleFile", "SourceError", "Stored", "TableOptions", "read", "write"]

MOST_BYTES = 400_000_000
_P6_ROOTS = ("APIBusinessObjects", "BusinessObjects")
OWN = (".xer", ".xml", ".csv", ".xlsx", ".json")
_THROUGH_MPXJ = (".mpp", ".mpt", ".mpx", ".mpd", ".pmxml", ".pod", ".planner", ".gan", ".pp", ".pep", ".cdpx", ".sp", ".fts", ".ppx", ".schedule_grid")  # fmt: skip


def read(
    name: str, data: bytes, options: TableOptions | None = None, companions: Mapping[str, bytes] | None = None
) -> ScheduleFile:
    """Read the file called `name`. `options` say what tables do not; `companions` are their neighbours.

    Raises SourceError, whose message holds row, activity and remedy.
    """
    if len(data) > MOST_BYTES:
        raise SourceError("too_large", limit=f"{MOST_BYTES // 1_000_000} MB")
    return without_idle_calendars(_read_any(name, data, options or TableOptions(), companions))


def _read_any(
    name: str, data: bytes, options: TableOptions, companions: Mapping[str, bytes] | None
) -> ScheduleFile:
    suffix = _suffix(name)
    if suffix == ".xer" or data[:6] == b"ERMHDR":
        from yipanqi.exchange.schedule.xer import read_xer

        return read_xer(data, options.encoding)
    if suffix == ".json":
        from yipanqi.exchange.schedule.document import read_json

        return read_json(data, options)
    if suffix == ".csv":
        from yipanqi.exchange.schedule.table import read_csv

        return read_csv(data, options, companions)
    if suffix == ".xlsx":
        from yipanqi.exchange.schedule.table import read_xlsx

        return read_xlsx(data, options)
    return _read_project_file(name, suffix, data)


def _read_project_file(name: str, suffix: str, data: bytes) -> ScheduleFile:
    """XML of Microsoft Project by our own reader, everything else through mpxj."""
    if suffix == ".xml":
        from yipanqi.exchange.schedule.mspdi import read_mspdi, root_name

        root = root_name(data)
        if root == "Project":
            return read_mspdi(data)
        if root not in _P6_ROOTS:
            raise SourceError("not_mspdi")
    elif suffix not in _THROUGH_MPXJ:
        raise SourceError("unknown_format", suffix=suffix or name, known=" ".join((*OWN, *_THROUGH_MPXJ)))
    from yipanqi.exchange.schedule.mpxj import read_through_mpxj

    return read_through_mpxj(name, data)


def write(name: str, file: ScheduleFile) -> tuple[dict[str, bytes], tuple[Note, ...]]:
    """The bytes for the file called `name`, under "" and, for companions, their name; and what was lost."""
    suffix = _suffix(name)
    if suffix == ".csv":
        from yipanqi.exchange.schedule.table import write_csv

        return write_csv(file)
    data, notes = _write_one(suffix, file)
    return {"": data}, notes


def _write_one(suffix: str, file: ScheduleFile) -> tuple[bytes, tuple[Note, ...]]:
    if suffix == ".xer":
        from yipanqi.exchange.schedule.xer import write_xer as writer
    elif suffix == ".xml":
        from yipanqi.exchange.schedule.mspdi import write_mspdi as writer
    elif suffix == ".xlsx":
        from yipanqi.exchange.schedule.table import write_xlsx as writer
    elif suffix == ".json":
        from yipanqi.exchange.schedule.document import write_json as writer
    else:
        raise SourceError("unwritable", format=suffix)
    return writer(file)


def _suffix(name: str) -> str:
    dot = name.rfind(".")
    return name[dot:].lower() if dot >= 0 else ""
