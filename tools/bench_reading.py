"""Figures of the report reader: likeness to labels, and characters read in a processor second.
usage: tools/bench_reading.py [SHARED]   (default: ../shared beside the checkout)
"""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from timeit import repeat
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from yipanqi.reading import Finding

HERE = Path(__file__).resolve().parents[1]
SHARED = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE.parent / "shared"
TOOL = SHARED / "tools/score_reading.py"


def main() -> None:
    began = time.process_time()
    from yipanqi.cli.read import as_line
    from yipanqi.reading import read_report

    read_report("新建学校3所。", year=2018)
    print(f"loading {time.process_time() - began:.2f} s")
    for path in sorted([*(HERE / "tests/reading/texts").glob("*.txt"), *(SHARED / "texts").glob("*.txt")]):
        text = path.read_text(encoding="utf-8")
        findings = read_report(text).sure
        lines = [as_line(finding) for finding in findings]
        runs = repeat(partial(read_report, text), timer=time.process_time, number=1, repeat=3)
        print(
            f"\n{path.stem}: {len(text)} characters, {len(text) / min(runs):,.0f} a second, {len(lines)} findings"
        )
        gold, tags = path.with_suffix(".gold.jsonl"), path.with_suffix(".tags.jsonl")
        if gold.exists():
            score(lines, gold)
        if tags.exists():
            count(findings, text, [json.loads(row) for row in tags.read_text(encoding="utf-8").splitlines()])


def score(lines: list[dict[str, object]], gold: Path) -> None:
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as found:
        found.write("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines))
        found.flush()
        print(
            subprocess.run([sys.executable, TOOL, found.name, gold], capture_output=True, text=True).stdout,
            end="",
        )


def count(findings: Sequence["Finding"], text: str, tags: list[dict[str, object]]) -> None:
    works = {f.start: f for f in findings if f.kind == "work"}
    told = [(works.get(text.index(str(tag["line_start"]))), tag) for tag in tags]
    exact = sum(w is not None and ([w.lead, *w.partners], w.etc) == (t["units"], t["etc"]) for w, t in told)
    print(f"tags: {exact} of {len(tags)} exact")


if __name__ == "__main__":
    main()
