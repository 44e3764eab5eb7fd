"""`yipanqi restore`: an archive of `backup` back into an empty installation."""

import argparse
from pathlib import Path
from typing import Any

from yipanqi.cli import service


def add_parser(subparsers: Any) -> argparse.ArgumentParser:
    """The command's arguments."""
    parser: argparse.ArgumentParser = subparsers.add_parser("restore")
    parser.add_argument("archive", type=Path)
    parser.add_argument("--replace", action="store_true", help="replace the data that is there")
    return parser


def run(args: argparse.Namespace) -> int:
    """Verify the archive, then put it in place."""
    service.demand_room(service.home())
    service.start_django()
    from yipanqi.config import installation

    installation.restore(args.archive, replace=args.replace)
    print("restored; now run: yipanqi upgrade, yipanqi doctor")
    return 0
