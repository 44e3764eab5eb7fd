"""The office reads a report of its own words in the browser, confirms, and makes the year's targets."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from difflib import SequenceMatcher
from pathlib import Path

import yaml
from playwright.sync_api import Page, expect

from browser.counting import Person
from yipanqi.exchange.report.breakdown import target_of
from yipanqi.reading import Finding

ROOT = Path(__file__).resolve().parents[2]
REPORT = (
    (ROOT / "src/yipanqi/demo/data/report_2018.zh.txt").read_text(encoding="utf-8").replace("2018", "2019")
)


def test_from_the_report_to_exactly_the_targets_of_the_year(person: Callable[..., Person]) -> None:
    """Everything the reader holds likely is confirmed on the page; what is made are the published targets."""
    office = person("office")
    page = office.page
    read(office, REPORT)
    expect(page.locator("h1")).to_contain_text("2019")
    office.press(page.locator("form[action$='/sure/'] button"))
    confirm_one_by_one(page, "likely")
    office.press(page.locator("main a").filter(has_text=re.compile("生成目标")).first)
    rows = [Row(*row.split("\t")) for row in page.locator("main tbody tr").all_inner_texts()]
    assert_told(rows, published("2018", "2019"))
    office.press(page.locator("main form button.main").last)
    made = page.locator("main tbody a[href$='/alter/']")
    assert len({link.get_attribute("href") for link in made.all()}) == len(rows)
    assert set(page.locator("main tbody th").all_inner_texts()) == {row.name for row in rows}


def read(office: Person, text: str) -> None:
    """Paste a report on the page that the menu leads to."""
    office.click("工作报告", inside="nav")
    office.press(office.page.locator("main a[href$='/new/']").first)
    office.page.locator("#id_text").fill(text)
    office.press(office.page.locator("main form button.main"))


def confirm_one_by_one(page: Page, level: str) -> None:
    """Press y until nothing of that level is left to decide."""
    page.locator("[name=status]").select_option("open")
    page.wait_for_url("**status=open**")
    page.locator("[name=level]").select_option(level)
    page.wait_for_url(f"**level={level}**")
    left = page.locator("[data-finding]")
    page.keyboard.press("j")
    for count in range(left.count() - 1, -1, -1):
        page.keyboard.press("y")
        expect(left).to_have_count(count)
        page.wait_for_load_state("networkidle")


@dataclass(frozen=True)
class Row:
    """A line of the page that shows what would be made."""

    name: str
    effect: str
    figure: str
    due: str
    lead: str
    theme: str


def published(year: str, other: str) -> list[Row]:
    """The demo year as the page should tell it, moved to another year."""
    plan = yaml.safe_load((ROOT / "src/yipanqi/demo/data/year_2018.yaml").read_text(encoding="utf-8"))
    themes = {goal["key"]: goal["name"] for goal in plan["goals"]}
    rows = []
    for row in plan["targets"]:
        value = Decimal(str(row["value"])) if "value" in row else None
        unit, approx = row.get("unit", ""), row.get("approx", False)
        figure = target_of(Finding("indicator", "", "", 0, 0, row.get("op", ""), value, None, unit, approx))
        due = "" if row["kind"] == "standing" else str(row["due"]).replace(year, other)
        rows.append(Row(row["name"], "新增", figure, due, "", themes[row["goal"]]))
    return rows


def assert_told(rows: list[Row], wanted: list[Row]) -> None:
    """Each wanted row is told once, in words that are alike, and nothing else is."""
    left = list(rows)
    for want in sorted(wanted, key=lambda row: -len(row.name)):
        same = [
            row for row in left if (row.figure, row.due, row.theme) == (want.figure, want.due, want.theme)
        ]
        best = max(same, key=lambda row: alike(row.name, want.name), default=None)
        assert best, want
        assert best.effect == "新增"
        assert alike(best.name, want.name) >= (0.8 if want.due else 0.4), (best, want)
        left.remove(best)
    assert left == []


def alike(a: str, b: str) -> float:
    return SequenceMatcher(None, a, b.split("（")[0] if len(a) < len(b) else b, autojunk=False).ratio()


def test_a_report_is_reviewed_by_keyboard(person: Callable[..., Person]) -> None:
    office = person("office")
    page = office.page
    read(office, REPORT.replace("2019", "2020"))
    here, said = page.locator(".finding.is-here"), page.locator(".review-list .head p")
    expect(said).to_contain_text("采纳0项")
    page.keyboard.press("j")
    first = here.get_attribute("id")
    page.keyboard.press("y")
    expect(said).to_contain_text("采纳1项")
    expect(here).not_to_have_id(str(first))
    page.keyboard.press("k")
    expect(here).to_have_id(str(first))
    page.keyboard.press("u")
    expect(said).to_contain_text("采纳0项")
    page.keyboard.press("x")
    page.locator("[name=reason]").fill("不是目标")
    page.keyboard.press("Enter")
    expect(said).to_contain_text("不采纳1项")
    page.locator("[name=picked]").nth(40).check()
    page.locator(".picked [value=merge]").click()
    expect(page.locator("#flash .note")).to_be_in_viewport()
