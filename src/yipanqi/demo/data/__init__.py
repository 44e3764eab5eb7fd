"""The demo's facts, as read from the files beside this one."""

from functools import cache
from importlib.resources import files
from typing import Any

import yaml


@cache
def year() -> dict[str, Any]:
    """Published targets, illustrative readings and statements."""
    return _read("year_2018.yaml")


@cache
def organisation() -> dict[str, Any]:
    """Units, leaders and accounts."""
    return _read("organisation.yaml")


def _read(name: str) -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load(files(__package__).joinpath(name).read_text(encoding="utf-8"))
    return read
