"""`yipanqi diff`."""

import argparse
from typing import Any


def add_parser(subparsers: Any) -> argparse.ArgumentParser:
    """The command's arguments."""
    parser: argparse.ArgumentParser = subparsers.add_parser("diff")
    parser.add_argument("file")
    return parser


def run(args: argparse.Namespace) -> int:
    """Read the file and answer."""
    return 0
