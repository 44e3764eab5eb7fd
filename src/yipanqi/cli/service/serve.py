"""`yipanqi serve`: the web server and, beside it, the clockwork that `tick` is."""

import argparse
import os
import subprocess
import sys
from typing import Any

from yipanqi.cli import Refusal, service


def add_parser(subparsers: Any) -> argparse.ArgumentParser:
    """The command's arguments."""
    parser: argparse.ArgumentParser = subparsers.add_parser("serve")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--workers", type=int, default=1, help="processes; one is right for SQLite")
    parser.add_argument("--no-tick", action="store_true", help="cron or systemd calls tick instead")
    return parser


def run(args: argparse.Namespace) -> int:
    """Check that the installation is up to date, then serve until stopped."""
    service.demand_room(service.home())
    service.demand_port(args.host, args.port)
    service.start_django()
    from yipanqi.config import installation

    if installation.is_behind():
        raise Refusal("the database is behind this version; run: yipanqi upgrade")
    serve(args.host, args.port, workers=args.workers, tick=not args.no_tick)
    return 0


def serve(host: str, port: int, *, workers: int = 1, tick: bool = True) -> None:
    """Serve until interrupted; the ticking process ends with the server."""
    from granian import Granian
    from granian.constants import Interfaces

    command = [sys.executable, "-m", "yipanqi", "tick", "--every", "60", "--parent", str(os.getpid())]
    ticking = subprocess.Popen(command) if tick else None  # noqa: S603
    try:
        Granian(
            "yipanqi.config.wsgi:application",
            address=host,
            port=port,
            interface=Interfaces.WSGI,
            workers=workers,
            blocking_threads=8,
            log_enabled=False,
            websockets=False,
            respawn_failed_workers=True,
        ).serve()
    finally:
        if ticking:
            ticking.terminate()
            ticking.wait(timeout=10)
