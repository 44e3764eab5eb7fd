"""`yipanqi demo`: the demo year, made at the first start, kept between starts, on loopback only."""

import argparse
import os
import shutil
import tempfile
import threading
import webbrowser
from datetime import timedelta
from pathlib import Path
from typing import Any

from yipanqi.cli import service
from yipanqi.config import env
from yipanqi.foundation import clock

HOST = "127.0.0.1"


def add_parser(subparsers: Any) -> argparse.ArgumentParser:
    """The command's arguments."""
    parser: argparse.ArgumentParser = subparsers.add_parser("demo")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--no-browser", action="store_true", help="do not open a browser")
    parser.add_argument("--reset", action="store_true", help="make the demo year anew")
    parser.add_argument("--build-only", action="store_true", help="make the demo year and stop")
    parser.add_argument("--replay", action="store_true", help="perform the year, say who does what, and stop")
    return parser


def run(args: argparse.Namespace) -> int:
    """Make what is missing, say where the board is, serve; or only perform the year before one's eyes."""
    if args.replay:
        return _replay()
    folder = service.home() / "demo"
    service.demand_room(folder)
    if not args.build_only:
        service.demand_port(HOST, args.port)
    if args.reset:
        shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)
    _settle_in(folder)
    _prepare()
    if not args.build_only:
        _serve(args.port, browser=not args.no_browser)
    return 0


def _settle_in(folder: Path) -> None:
    """Django on the demo's own database in `folder`."""
    os.environ |= {
        env.HOME.name: str(folder),
        env.DEMO.name: "1",
        env.HOSTS.name: "127.0.0.1,localhost",
        env.DATABASE.name: "",
    }
    service.start_django()


def _replay() -> int:
    """Every act of the year through the operations of the pages, told line by line; nothing is kept."""
    with tempfile.TemporaryDirectory(prefix="yipanqi-replay-") as folder:
        service.demand_room(Path(folder))
        _settle_in(Path(folder))
        from yipanqi.config import installation
        from yipanqi.demo.year import build

        installation.upgrade()
        build(say=print)
    return 0


def _prepare() -> None:
    """The database, the demo year, and a clock that runs on from where the demo last stood."""
    from yipanqi.config import installation
    from yipanqi.demo.year import build_if_missing, clock_offset

    installation.upgrade()
    build_if_missing(say=print)
    offset = clock_offset()
    clock.set_offset(timedelta(seconds=offset))
    os.environ[env.CLOCK_OFFSET.name] = str(offset)


def _serve(port: int, *, browser: bool) -> None:
    from yipanqi.cli.service.serve import serve

    address = f"http://{HOST}:{port}"
    print(f"一盘棋 · 演示数据: {address}  (Ctrl-C)", flush=True)
    if browser and os.environ.get("DISPLAY", os.name == "nt"):
        threading.Timer(1.5, webbrowser.open, [address]).start()
    serve(HOST, port)
