"""`yipanqi upgrade`: bring database and static files to this version."""

import argparse
from typing import Any

from yipanqi.cli import service


def add_parser(subparsers: Any) -> argparse.ArgumentParser:
    """The command's arguments."""
    parser: argparse.ArgumentParser = subparsers.add_parser("upgrade")
    parser.add_argument("--no-backup", action="store_true", help="do not back the data up first")
    return parser


def run(args: argparse.Namespace) -> int:
    """Back up, migrate, collect."""
    service.demand_room(service.home())
    service.home().mkdir(parents=True, exist_ok=True)
    service.start_django()
    from yipanqi.config import installation

    if not args.no_backup and installation.has_data():
        print(installation.back_up(service.home() / "backups"))
    installation.upgrade()
    print("up to date")
    return 0
