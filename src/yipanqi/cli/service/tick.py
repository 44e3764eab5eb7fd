"""`yipanqi tick`: what is due now, done once; safe to call at any time and twice."""

import argparse
import os
import time
from typing import Any

from yipanqi.cli import service


def add_parser(subparsers: Any) -> argparse.ArgumentParser:
    """The command's arguments."""
    parser: argparse.ArgumentParser = subparsers.add_parser("tick")
    parser.add_argument("--every", type=int, metavar="SECONDS", help="go on, at this interval")
    parser.add_argument("--parent", type=int, help=argparse.SUPPRESS)
    return parser


def run(args: argparse.Namespace) -> int:
    """One round, or rounds until the parent process is gone."""
    service.start_django()
    from yipanqi.config.ticking import tick

    failed = tick()
    while args.every and (args.parent is None or os.getppid() == args.parent):
        time.sleep(args.every)
        tick()
    return 1 if failed else 0
