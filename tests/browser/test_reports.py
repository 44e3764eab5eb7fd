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
