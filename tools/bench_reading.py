"""Figures of the report reader: likeness to labels, and characters read a second.

usage: tools/bench_reading.py [SHARED]   (default: ../shared beside the checkout)

Scores every TEXT.txt with TEXT.gold.jsonl in tests/reading/texts and SHARED/texts by SHARED/tools/score_reading.py,
counts the tags of TEXT.tags.jsonl that are read exactly, and times loading and reading.
"""

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parents[1]
SHARED = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE.parent / "shared"


def main() -> None:
    began = time.perf_counter()
    from yipanqi.cli.read import as_line
    from yipanqi.reading import read_report

    read_report("新建学校3所。", year=2018)
    print(f"loading {time.perf_counter() - began:.2f} s")
    texts = sorted([*(HERE / "tests/reading/texts").glob("*.txt"), *(SHARED / "texts").glob("*.txt")])
    for path in texts:
        text = path.read_text(encoding="utf-8")
        began = time.perf_counter()
        reading = read_report(text)
        speed = len(text) / (time.perf_counter() - began)
        print(f"\n{path.stem}: {len(text)} characters, {speed:,.0f} a second, {len(reading.sure)} findings")
        lines = [as_line(finding) for finding in reading.sure]
        gold, tags = path.with_suffix(".gold.jsonl"), path.with_suffix(".tags.jsonl")
        if gold.exists():
            score(lines, gold)
        if tags.exists():
            count(lines, text, [json.loads(row) for row in tags.read_text(encoding="utf-8").splitlines()])


def score(lines: list[dict[str, object]], gold: Path) -> None:
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as found:
        found.writelines(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
        found.flush()
        tool = SHARED / "tools/score_reading.py"
        print(
            subprocess.run(
                [sys.executable, tool, found.name, gold], capture_output=True, text=True
            ).stdout.rstrip()
        )


def count(lines: list[dict[str, object]], text: str, tags: list[dict[str, object]]) -> None:
    works = {line["start"]: line for line in lines if line["kind"] == "work"}
    exact = 0
    for tag in tags:
        work = works.get(text.index(str(tag["line_start"])), {})
        exact += [work.get("lead"), *work.get("partners", ())] == tag["units"] and work.get("etc") == tag[
            "etc"
        ]
    print(f"tags: {exact} of {len(tags)} exact")


if __name__ == "__main__":
    main()
