"""`yipanqi doctor`: is all well? Each finding with its remedy."""

import argparse
from typing import Any

from yipanqi.cli import service

MARKS = {"ok": "✓", "warning": "!", "failure": "✗"}


def add_parser(subparsers: Any) -> argparse.ArgumentParser:
    """The command's arguments."""
    parser: argparse.ArgumentParser = subparsers.add_parser("doctor")
    parser.add_argument("--json", action="store_true")
    return parser


def run(args: argparse.Namespace) -> int:
    """Print every check; 1 when one failed."""
    service.start_django()
    from yipanqi.config import health

    findings = health.examine()
    if args.json:
        print(health.as_json(findings))
    else:
        for finding in findings:
            print(f"{MARKS[finding.state]} {finding.check}: {finding.detail}")
            if finding.remedy:
                print(f"    → {finding.remedy}")
    return 1 if any(finding.state == "failure" for finding in findings) else 0
