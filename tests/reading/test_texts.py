"""Whole texts against labels: our own example texts must be read without a fault, real ones within the floors."""

import json
import os
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import pytest

from yipanqi.reading import Finding, read_report

OWN = Path(__file__).parent / "texts"
SHARED = Path(__file__).parents[3] / "shared" / "texts"
SCALES = {"万": 10**4, "亿": 10**8}

Label = dict[str, Any]


def labels(path: Path) -> list[Label]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def shared(name: str) -> Path:
    """A labelled real text; without the folder the test is skipped, on CI it fails."""
    path = SHARED / name
    if not path.exists():
        if os.environ.get("CI") == "true":
            pytest.fail(f"missing {path}")
        pytest.skip(f"missing {path}")
    return path


def plain_value(value: float, unit: str | None) -> tuple[float, str]:
    unit = unit or ""
    while unit and unit[0] in SCALES and len(unit) > 1:
        value, unit = value * SCALES[unit[0]], unit[1:]
    return round(float(value), 6), unit


def alike(a: str, b: str) -> float:
    return SequenceMatcher(None, a, b, autojunk=False).ratio()


def fits(finding: Finding, label: Label) -> bool:
    """Whether a finding is the labelled promise: same place, and the same figure or nearly the same name."""
    if label["sentence"] not in finding.text and finding.text not in label["sentence"]:
        return False
    if is_figure(label):
        return finding.value is not None and plain_value(float(finding.value), finding.unit) == plain_value(
            label["value"], label["unit"]
        )
    return finding.value is None and alike(finding.name, label["name"]) >= 0.5


def is_figure(label: Label) -> bool:
    return label["value"] is not None and not (
        label["kind"] in ("milestone", "task") and label["value"] in (0, 1)
    )


def pairs(found: list[Finding], gold: list[Label]) -> list[tuple[Finding, Label]]:
    """One to one, best names first."""
    scored = sorted(
        (
            (alike(f.name, g["name"]), i, j)
            for i, f in enumerate(found)
            for j, g in enumerate(gold)
            if fits(f, g)
        ),
        reverse=True,
    )
    made: dict[int, int] = {}
    for _, i, j in scored:
        if i not in made and j not in made.values():
            made[i] = j
    return [(found[i], gold[j]) for i, j in made.items()]


@pytest.mark.parametrize("name", ["township", "department", "zone"])
def test_our_own_texts_are_read_without_a_fault(name: str) -> None:
    gold = labels(OWN / f"{name}.gold.jsonl")
    found = list(read_report((OWN / f"{name}.txt").read_text(encoding="utf-8")).sure)
    matched = pairs(found, gold)
    assert [g["name"] for g in gold if not any(g is x for _, x in matched)] == []
    assert [f.name for f in found if not any(f is x for x, _ in matched)] == []
    for finding, label in matched:
        assert (finding.op or "=", finding.due and finding.due.isoformat()) == (
            label["op"],
            label["deadline"],
        ), label
        assert alike(finding.name, label["name"]) >= 0.5


AUTHORS = [
    "bureau_rivers",
    "bureau_roads",
    "city",
    "city_lake",
    "city_river",
    "city_torn",
    "company",
    "county",
    "county_hills",
    "county_stone",
    "department_water",
    "district_bund",
    "ecology",
    "hightech",
    "province_cloud",
    "province_coast",
    "province_gobi",
    "province_gulf",
    "province_karst",
    "province_sea",
    "province_west",
    "street",
    "township_ferry",
    "township_torn",
    "zone_bay",
    "zone_chip",
    "zone_port",
    "zone_speech",
]


def likeness(found: list[Finding], gold: list[Label]) -> float:
    """F1 of the findings against the labels."""
    return 2 * len(pairs(found, gold)) / (len(found) + len(gold))


@pytest.mark.parametrize("name", AUTHORS)
def test_texts_of_many_authors_are_read_within_the_floors(name: str) -> None:
    gold = labels(OWN / f"{name}.gold.jsonl")
    found = list(read_report((OWN / f"{name}.txt").read_text(encoding="utf-8")).sure)
    figures, works = [g for g in gold if is_figure(g)], [g for g in gold if not is_figure(g)]
    assert likeness([f for f in found if f.value is not None], figures) >= 0.97
    assert likeness([f for f in found if f.value is None], works) >= 0.8


def test_operators_dates_and_names_of_many_authors() -> None:
    matched = [pair for name in AUTHORS for pair in pairs(*read_and_labelled(name)) if is_figure(pair[1])]
    assert sum((f.op or "=") == g["op"] for f, g in matched) >= 0.97 * len(matched)
    assert sum((f.due and f.due.isoformat()) == g["deadline"] for f, g in matched) >= 0.97 * len(matched)
    assert sum(alike(f.name, g["name"]) for f, g in matched) >= 0.9 * len(matched)


def read_and_labelled(name: str) -> tuple[list[Finding], list[Label]]:
    found = read_report((OWN / f"{name}.txt").read_text(encoding="utf-8")).sure
    return list(found), labels(OWN / f"{name}.gold.jsonl")


def figures_of(name: str) -> tuple[list[Finding], list[Label], list[tuple[Finding, Label]]]:
    text = shared(f"{name}.txt").read_text(encoding="utf-8")
    gold = [g for g in labels(shared(f"{name}.gold.jsonl")) if is_figure(g)]
    found = [f for f in read_report(text).sure if f.value is not None]
    return found, gold, pairs(found, gold)


@pytest.mark.parametrize(("name", "floor"), [("henan_2026", 0.97), ("jiangsu_2026", 0.95)])
def test_figures_of_real_reports(name: str, floor: float) -> None:
    found, gold, matched = figures_of(name)
    assert 2 * len(matched) / (len(found) + len(gold)) >= floor
    assert sum((f.op or "=") == g["op"] for f, g in matched) >= 0.95 * len(matched)
    assert sum((f.due and f.due.isoformat()) == g["deadline"] for f, g in matched) >= 0.97 * len(matched)
    assert sum(alike(f.name, g["name"]) for f, g in matched) >= 0.8 * len(matched)


@pytest.mark.parametrize("name", ["gf2018_38_zimaoqu", "gf2018_39_jiuye", "gf2018_42_nongji"])
def test_every_tag_of_real_documents(name: str) -> None:
    text = shared(f"{name}.txt").read_text(encoding="utf-8")
    works = {f.start: f for f in read_report(text).sure if f.kind == "work"}
    for tag in labels(shared(f"{name}.tags.jsonl")):
        work = works[text.index(tag["line_start"])]
        assert [work.lead, *work.partners] == tag["units"]
        assert work.etc == tag["etc"]
