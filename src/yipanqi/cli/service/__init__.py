"""Commands of the served product: demo, serve, tick, upgrade, doctor, backup, restore. They need Django."""

import os
import shutil
import socket
from pathlib import Path

from yipanqi.cli import Refusal
from yipanqi.config import env

LEAST_FREE_MEGABYTES = 200


def start_django() -> None:
    """Load the settings and every room."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yipanqi.config.settings.production")
    import django

    django.setup()


def home() -> Path:
    """The folder of this installation's data."""
    return Path(env.HOME.text())


def demand_room(folder: Path) -> None:
    """Refuse when the disk below `folder` has too little room to work safely."""
    existing = next(path for path in (folder, *folder.parents) if path.exists())
    free = shutil.disk_usage(existing).free // 1_000_000
    if free < LEAST_FREE_MEGABYTES:
        raise Refusal(
            f"{folder}: only {free} MB free on the disk, {LEAST_FREE_MEGABYTES} MB needed; "
            "make room or set YIPANQI_HOME to another disk"
        )


def demand_port(host: str, port: int) -> None:
    """Refuse a port that another program listens on."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise Refusal(f"{host}:{port}: {error.strerror}; choose another with --port") from error
