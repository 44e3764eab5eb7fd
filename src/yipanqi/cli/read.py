"""`yipanqi read FILE`: a report read into targets, milestones and standing work, each with its place in the text."""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from yipanqi.cli import Refusal, table
from yipanqi.cli.language import Language

if TYPE_CHECKING:
    from yipanqi.reading import Finding, Reading, ReportText

_PHRASES = {
    "{count} findings, {hints} hints left out (--all shows them); year {year}": "读出 {count} 项，另有线索 {hints} 条未列（--all 列出）；年度 {year}",
    "unknown, give --year": "未知，请用 --year 指明",
    "--out must end in .xlsx or .docx": "--out 须以 .xlsx 或 .docx 结尾",
    "--year must lie between 1990 and 2100": "--year 须在 1990 与 2100 之间",
    "wrote {path}, {size} bytes": "已写 {path}，{size} 字节",
    "{path} exists; add --force to replace it": "{path} 已存在；加 --force 可覆盖",
    "note: {remark}": "提示：{remark}",
}
_TITLES = {
    "en": ("kind", "name", "target", "due", "lead", "theme", "sure"),
    "zh": ("类型", "名称", "目标", "时限", "牵头", "主题", "可信"),
}
_KINDS = {"indicator": "指标", "milestone": "节点", "work": "工作"}
_WIDTHS = (0, 44, 18, 0, 18, 24, 0)


def add_parser(subparsers: Any) -> argparse.ArgumentParser:
    """The command's arguments."""
    parser: argparse.ArgumentParser = subparsers.add_parser("read", description=__doc__)
    parser.add_argument("file", help=".txt .docx .pdf .html, or - for standard input | - 表示标准输入")
    parser.add_argument("--jsonl", action="store_true", help="one JSON object a line | 每行一个 JSON")
    parser.add_argument("--year", type=int, help="the report's year where the text does not say | 报告年度")
    parser.add_argument("--all", action="store_true", help="hints of low confidence too | 同时列出低可信线索")
    parser.add_argument("--out", metavar="PATH", help="task breakdown as .xlsx or .docx | 输出任务分解表")
    parser.add_argument("--force", action="store_true", help="replace the output file | 覆盖已有文件")
    return parser


def run(args: argparse.Namespace) -> int:
    """Read the file and print or write what was found."""
    from yipanqi.exchange.report import ReportError
    from yipanqi.reading import read_report

    language: Language = args.lang
    _check(args, language)
    try:
        report = _load(args.file)
    except ReportError as error:
        raise Refusal(f"{args.file}: {error.line(language)}") from None
    reading = read_report(report, year=args.year)
    findings = reading.findings if args.all else reading.sure
    if args.out:
        _write(args.out, findings, language)
    elif args.jsonl:
        for finding in findings:
            print(json.dumps(as_line(finding), ensure_ascii=False))
    else:
        _print(reading, findings, language)
    _note(report, language)
    return 0


def as_line(finding: "Finding") -> dict[str, object]:
    """The finding as the object of one output line; values are numbers, dates ISO, absent things null."""
    return {
        "kind": finding.kind,
        "name": finding.name,
        "op": finding.op or None,
        "value": _number(finding.value),
        "value_high": _number(finding.value_high),
        "unit": finding.unit or None,
        "approx": finding.approx,
        "modal": finding.modal or None,
        "due": finding.due.isoformat() if finding.due else None,
        "due_explicit": finding.due_explicit,
        "lead": finding.lead or None,
        "partners": list(finding.partners),
        "theme": finding.theme or None,
        "text": finding.text,
        "start": finding.start,
        "end": finding.end,
        "confidence": finding.confidence,
    }


def _number(value: Any) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def _phrase(phrase: str, language: Language) -> str:
    return _PHRASES[phrase] if language == "zh" else phrase


def _check(args: argparse.Namespace, language: Language) -> None:
    """Refuse what cannot work before anything is read."""
    if args.year is not None and not 1990 <= args.year <= 2100:
        raise Refusal(_phrase("--year must lie between 1990 and 2100", language))
    if args.out and not args.out.lower().endswith((".xlsx", ".docx")):
        raise Refusal(_phrase("--out must end in .xlsx or .docx", language))
    if args.out and Path(args.out).exists() and not args.force:
        raise Refusal(_phrase("{path} exists; add --force to replace it", language).format(path=args.out))


def _load(name: str) -> "ReportText":
    """The report, never more of the file than the reader takes."""
    from yipanqi.exchange.report import LARGEST_FILE, load_report

    if name == "-":
        return load_report(sys.stdin.buffer.read(LARGEST_FILE + 1))
    with Path(name).open("rb") as stream:
        return load_report(stream.read(LARGEST_FILE + 1))


def _write(name: str, findings: "Sequence[Finding]", language: Language) -> None:
    from yipanqi.exchange.report.breakdown import breakdown_docx, breakdown_xlsx

    make = breakdown_xlsx if name.lower().endswith(".xlsx") else breakdown_docx
    title = "任务分解表" if language == "zh" else "Task breakdown"
    content = make(findings, title=title, language=language)
    Path(name).write_bytes(content)
    print(_phrase("wrote {path}, {size} bytes", language).format(path=name, size=len(content)))


def _print(reading: "Reading", findings: "Sequence[Finding]", language: Language) -> None:
    for line in table.lines(_TITLES[language], (_row(f, language) for f in findings), right=(6,)):
        print(line)
    year = reading.year or _phrase("unknown, give --year", language)
    phrase = "{count} findings, {hints} hints left out (--all shows them); year {year}"
    hints = len(reading.findings) - len(findings)
    print(_phrase(phrase, language).format(count=len(findings), hints=hints, year=year))


def _row(finding: "Finding", language: Language) -> tuple[str, ...]:
    from yipanqi.exchange.report.breakdown import target_of

    cells = (
        _KINDS[finding.kind] if language == "zh" else finding.kind,
        finding.name,
        target_of(finding),
        f"{finding.due or ''}{'' if finding.due_explicit or not finding.due else '*'}",
        finding.lead,
        finding.theme,
        f"{finding.confidence:.2f}",
    )
    return tuple(table.clip(c, most) if most else c for c, most in zip(cells, _WIDTHS, strict=True))


def _note(report: "ReportText", language: Language) -> None:
    from yipanqi.exchange.report import remark_line

    for remark in report.remarks:
        line = _phrase("note: {remark}", language).format(remark=remark_line(remark, language))
        print(f"yipanqi: {line}", file=sys.stderr)
