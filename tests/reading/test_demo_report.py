"""The report of the demo year, read, gives exactly the targets of the demo year."""

import os
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from difflib import SequenceMatcher
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
import yaml

from yipanqi.reading import Finding, Reading, read_report

DATA = files("yipanqi.demo") / "data"
PUBLISHED = Path(__file__).parents[3] / "shared" / "year-2018" / "targets.yaml"
LEAST_ALIKE = {"indicator": 0.8, "milestone": 0.8, "work": 0.4}


@dataclass(frozen=True)
class Fact:
    """A published target; `name` is compared by likeness, the rest exactly."""

    kind: str
    name: str
    theme: str
    op: str = ""
    value: Decimal | None = None
    unit: str = ""
    approx: bool = False
    due: date | None = None
    explicit: bool = False

    def is_told_by(self, f: Finding) -> bool:
        told = (f.kind, f.theme, f.op, f.value, f.unit, f.approx, f.due, f.due_explicit)
        wanted = (self.kind, self.theme, self.op, self.value, self.unit, self.approx, self.due, self.explicit)
        return told == wanted and alike(self.name, f.name) >= LEAST_ALIKE[self.kind]


def alike(a: str, b: str) -> float:
    return SequenceMatcher(None, a, b, autojunk=False).ratio()


def fact(kind: str, row: dict[str, Any], theme: str) -> Fact:
    if kind == "work":
        return Fact(kind, row["name"].split("（")[0], theme)
    due = date.fromisoformat(str(row.get("due", "2018-12-31")))
    explicit = row.get("due_explicit", True)
    if kind == "milestone":
        return Fact(kind, row["name"], theme, due=due, explicit=explicit)
    value = Decimal(str(row["value"]))
    return Fact(
        kind, row["name"], theme, row["op"], value, row["unit"], row.get("approx", False), due, explicit
    )


def facts_of_the_demo() -> list[Fact]:
    year = yaml.safe_load((DATA / "year_2018.yaml").read_text(encoding="utf-8"))
    themes = {goal["key"]: goal["name"] for goal in year["goals"]}
    kinds = {"standing": "work"}
    return [fact(kinds.get(row["kind"], row["kind"]), row, themes[row["goal"]]) for row in year["targets"]]


def facts_as_published() -> list[Fact]:
    if not PUBLISHED.exists():
        if os.environ.get("CI") == "true":
            pytest.fail(f"missing {PUBLISHED}")
        pytest.skip(f"missing {PUBLISHED}")
    year = yaml.safe_load(PUBLISHED.read_text(encoding="utf-8"))
    themes = {theme["key"]: theme["name"] for theme in year["themes"]}
    parts = (("indicators", "indicator"), ("milestones", "milestone"), ("standing_work", "work"))
    return [fact(kind, row, themes[row["theme"]]) for part, kind in parts for row in year[part]]


@pytest.fixture(scope="module")
def reading() -> Reading:
    return read_report((DATA / "report_2018.zh.txt").read_text(encoding="utf-8"))


@pytest.mark.parametrize("facts", [facts_of_the_demo, facts_as_published], ids=["demo", "published"])
def test_the_report_gives_exactly_the_targets(reading: Reading, facts: Any) -> None:
    left = list(reading.sure)
    for one in sorted(facts(), key=lambda f: -len(f.name)):
        told = [f for f in left if one.is_told_by(f)]
        assert told, one
        left.remove(max(told, key=lambda f: alike(f.name, one.name)))
    assert left == []


def test_the_year_gone_by_gives_nothing(reading: Reading) -> None:
    text = (DATA / "report_2018.zh.txt").read_text(encoding="utf-8")
    begins = text.index("二、2018年工作总体要求")
    assert text[:begins].count("个") > 1
    assert [f for f in reading.findings if f.start < begins] == []
    assert reading.year == 2018
