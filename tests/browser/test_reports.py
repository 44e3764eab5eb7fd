"""The office reads a report of its own words in the browser, confirms, and makes the year's targets."""

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import expect

from browser.counting import Person

ROOT = Path(__file__).resolve().parents[2]
REPORT = (
    (ROOT / "src/yipanqi/demo/data/report_2018.zh.txt").read_text(encoding="utf-8").replace("2018", "2019")
)


def test_from_the_report_to_the_targets(person: Callable[..., Person]) -> None:
    office = person("office")
    office.click("工作报告", inside="nav")
    office.press(office.page.locator("main a[href$='/new/']").first)
    office.page.locator("#id_text").fill(REPORT)
    office.press(office.page.locator("main form button.main"))
    expect(office.page.locator("h1")).to_contain_text("2019")
    office.press(office.page.locator("form[action$='/sure/'] button"))
    expect(office.page.locator("main")).to_contain_text("高新技术企业总数")
    office.press(office.page.locator("main a").filter(has_text=re.compile("生成目标")).first)
    expect(office.page.locator("main")).to_contain_text("高新技术企业总数")
    office.press(office.page.locator("main form button.main").last)
    expect(office.page.locator("main")).to_contain_text("高新技术企业总数")
    expect(office.page.locator("main")).to_contain_text("PM10年平均浓度")


def test_a_report_is_reviewed_by_keyboard(person: Callable[..., Person]) -> None:
    office = person("office")
    page = office.page
    office.click("工作报告", inside="nav")
    office.press(page.locator("main a[href$='/new/']").first)
    page.locator("#id_text").fill(REPORT.replace("2019", "2020"))
    office.press(page.locator("main form button.main"))
    here, said = page.locator(".finding.is-here"), page.locator(".review-list .head p")
    expect(said).to_contain_text("采用0项")
    page.keyboard.press("j")
    first = here.get_attribute("id")
    page.keyboard.press("y")
    expect(said).to_contain_text("采用1项")
    expect(here).not_to_have_id(str(first))
    page.keyboard.press("k")
    expect(here).to_have_id(str(first))
    page.keyboard.press("u")
    expect(said).to_contain_text("采用0项")
    page.keyboard.press("x")
    page.locator("[name=reason]").fill("不是目标")
    page.keyboard.press("Enter")
    expect(said).to_contain_text("不采用1项")
    page.locator("[name=picked]").nth(40).check()
    page.locator(".picked [value=merge]").click()
    expect(page.locator("#flash .note")).to_be_in_viewport()
