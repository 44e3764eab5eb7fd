"""`yipanqi backup`: database, evidence and keys in one archive."""

import argparse
from pathlib import Path
from typing import Any

from yipanqi.cli import service


def add_parser(subparsers: Any) -> argparse.ArgumentParser:
    """The command's arguments."""
    parser: argparse.ArgumentParser = subparsers.add_parser("backup")
    parser.add_argument("folder", nargs="?", type=Path, help="where to; default: backups in YIPANQI_HOME")
    return parser


def run(args: argparse.Namespace) -> int:
    """Write the archive and print its path."""
    service.demand_room(service.home())
    service.start_django()
    from yipanqi.config import installation

    print(installation.back_up(args.folder or service.home() / "backups"))
    return 0
