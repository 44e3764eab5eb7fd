"""The demo's facts, as read from the files beside this one."""

from functools import cache
from importlib.resources import files
from typing import Any

import yaml

_SAFE = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@cache
def year() -> dict[str, Any]:
    """Published targets, illustrative readings and statements."""
    return _read("year_2018.yaml")


@cache
def organisation() -> dict[str, Any]:
    """Units, leaders and accounts."""
    return _read("organisation.yaml")


@cache
def projects() -> dict[str, Any]:
    """Projects, talks, works and guarantees: published sums, illustrative parts."""
    return _read("projects_2018.yaml")


@cache
def plans() -> dict[str, Any]:
    """Network plans with their facts, links between them, and what the consultation decided."""
    return _read("plans_2018.yaml")


@cache
def report() -> bytes:
    """The year's report, in words of the project's own."""
    return files(__package__).joinpath("report_2018.zh.txt").read_bytes()


def _read(name: str) -> dict[str, Any]:
    text = files(__package__).joinpath(name).read_text(encoding="utf-8")
    read: dict[str, Any] = yaml.load(text, Loader=_SAFE)  # noqa: S506 it is the safe loader, in C
    return read
