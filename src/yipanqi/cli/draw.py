"""`yipanqi draw FILE --kind gantt|timescaled|node -o OUT`: the plan as SVG, PDF or PNG, sheet by sheet."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from yipanqi.cli.baseline import add_baseline_argument, with_baseline
from yipanqi.cli.language import text
from yipanqi.cli.plan import add_rule_arguments, add_source_arguments, calculate, load
from yipanqi.cli.refusal import Refusal
from yipanqi.cli.schedule import print_warnings, warnings

if TYPE_CHECKING:
    from yipanqi.exchange.schedule import ScheduleFile
    from yipanqi.schedule.result import ScheduleResult

KINDS = ("gantt", "timescaled", "node")
SUFFIXES = (".svg", ".pdf", ".png")


def add_parser(subparsers: Any) -> argparse.ArgumentParser:
    """The command's arguments."""
    parser: argparse.ArgumentParser = subparsers.add_parser("draw", description=__doc__)
    add = parser.add_argument
    add("file", help=".xer .xml .mpp .mpx .xlsx .csv .json")
    add("--kind", choices=KINDS, default="timescaled", help="which drawing | 图种")
    add("-o", "--output", required=True, metavar="OUT", help=".svg .pdf .png")
    add(
        "--paper", choices=("A4", "A3", "A2", "A1"), help="sheet of gantt and timescaled (A3) | 图幅，默认 A3"
    )
    add("--title", help="heading, the project's name otherwise | 图名")
    add("--example", action="store_true", help="mark as invented data | 标明“示例”")
    add("--print", action="store_true", help="search longer for the best rows | 为打印细排版面")
    add("--dpi", type=int, default=150, metavar="N", help="dots per inch of a PNG | PNG 分辨率")
    add_source_arguments(parser)
    add_rule_arguments(parser)
    add_baseline_argument(parser)
    return parser


def run(args: argparse.Namespace) -> int:
    """Schedule the file, draw it, write every sheet and say what was written."""
    out = Path(args.output)
    if out.suffix.lower() not in SUFFIXES:
        known = " ".join(SUFFIXES)
        raise Refusal(text("{path}: write to one of {known}", args.lang).format(path=out, known=known))
    if args.kind == "node" and args.paper:
        raise Refusal(
            text("--paper: a node network takes the sheet it needs; leave the option out", args.lang)
        )
    file = with_baseline(load(args.file, args), args)
    result = calculate(args.file, file, args)
    try:
        sheets = _sheets(file, result, args)
        written = _write(sheets, out, args)
    except ValueError as error:
        raise Refusal(f"{args.file}: {error}") from None
    for path, size in written:
        print(text("wrote {path}, {size} bytes", args.lang).format(path=path, size=size))
    print_warnings(warnings(file, result, args.lang), args.lang)
    return 0


def _sheets(file: "ScheduleFile", result: "ScheduleResult", args: argparse.Namespace) -> list[str]:
    """The SVG of each sheet."""
    from yipanqi.cli import sheets

    maker = {"gantt": sheets.gantt, "node": sheets.node, "timescaled": sheets.timescaled}[args.kind]
    look = sheets.Look(args.lang, args.title, args.paper, args.example, args.print, file.node_names)
    return maker(result, look)


def _write(sheets: list[str], out: Path, args: argparse.Namespace) -> list[tuple[Path, int]]:
    """One PDF for all sheets; SVG and PNG of several sheets get numbers."""
    if out.suffix.lower() == ".svg":
        return [
            _save(path, sheet.encode()) for path, sheet in zip(_paths(out, len(sheets)), sheets, strict=True)
        ]
    from yipanqi.drawing.export import to_pdf, to_png

    pdf = to_pdf(sheets, args.title or Path(args.file).stem)
    if out.suffix.lower() == ".pdf":
        return [_save(out, pdf)]
    paths = _paths(out, len(sheets))
    return [_save(path, to_png(pdf, page, args.dpi)) for page, path in enumerate(paths)]


def _paths(out: Path, count: int) -> list[Path]:
    """OUT itself, or OUT-1, OUT-2 …"""
    return [out] if count == 1 else [out.with_stem(f"{out.stem}-{number}") for number in range(1, count + 1)]


def _save(path: Path, data: bytes) -> tuple[Path, int]:
    path.write_bytes(data)
    return path, len(data)
