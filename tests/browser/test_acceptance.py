"""product.md's acceptance list, as far as its rooms exist: real clicks and typed fields from the role's home."""

import io
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from browser.counting import Person, needs_no_scrolling

Enter = Callable[..., Person]
SIZES = [(1920, 1080), (1366, 768)]


@pytest.mark.parametrize(("width", "height"), SIZES)
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_leader_sees_the_whole_zone_without_a_click(
    sign_in: Callable[..., Page], width: int, height: int, language: str
) -> None:
    page = sign_in("leader", width=width, height=height, language=language)
    assert needs_no_scrolling(page)
    for zone in (".say", ".stones", ".z-targets", ".z-decide", ".z-pipe", ".z-air"):
        expect(page.locator(zone)).to_be_in_viewport(ratio=0.99)
    assert page.locator(".say p").count() == 3
    assert page.locator(".z-decide .matter").count() <= 5


def test_leader_asks_why_it_is_red(person: Enter) -> None:
    leader = person("leader")
    leader.click(re.compile("^为什么"), inside=".matter:has-text('民生十大实事')")
    why = leader.page.locator("#why")
    expect(why).to_be_in_viewport()
    for part in ("滞后", "党政办", "分管民生副主任", "2018-1", "10"):
        expect(why).to_contain_text(part)
    expect(why).to_contain_text(re.compile(r"\d+月\d+日|\d{4}-\d\d-\d\d"))
    leader.spent(clicks=1)


def test_leader_asks_what_changed_since_the_last_meeting(person: Enter) -> None:
    leader = person("leader")
    leader.press(leader.page.locator(".say a[href*=changes]"))
    leader.sees(re.compile("9月14日"))
    assert leader.page.locator("tbody .moved").count() >= 1
    leader.spent(clicks=1)


def test_leader_asks_whether_the_target_will_be_met(person: Enter) -> None:
    leader = person("leader")
    leader.click("民生十大实事", inside=".strip")
    for label in ("至今", "应达", "预测", "每月还需"):
        expect(leader.page.locator(".facts")).to_contain_text(label)
    expect(leader.page.locator(".facts")).to_contain_text("天前")
    expect(leader.page.locator("figure svg, svg.chart, .drawing svg").first).to_be_visible()
    leader.spent(clicks=1)


def test_leader_takes_one_page_along(person: Enter) -> None:
    leader = person("leader")
    with leader.page.expect_download() as waiting:
        leader.page.get_by_role("link", name="A4一页").click()
    leader.clicks += 1
    pages = PdfReader(io.BytesIO(waiting.value.path().read_bytes())).pages
    assert len(pages) == 1
    assert "民生十大实事" in pages[0].extract_text().replace("\n", "")
    leader.spent(clicks=1)


def test_leader_goes_into_meeting_mode(person: Enter) -> None:
    leader = person("leader")
    leader.click(re.compile("会议"))
    expect(leader.page.locator("body.meeting")).to_be_visible()
    leader.spent(clicks=1)


def test_clerk_confirms_that_nothing_changed(person: Enter) -> None:
    clerk = person("clerk_zsb")
    clerk.click(re.compile("无变化"), role="button")
    clerk.click("提交", role="button")
    clerk.sees(re.compile("已送出"))
    clerk.spent(clicks=2)


def test_the_clerks_month_from_question_to_board(person: Enter) -> None:
    """One story, because a month can be sent once: what is asked, mistakes beside their cells, the leader's board."""
    clerk_knows_what_is_asked(person("clerk"))
    clerk_hears_of_mistakes_and_loses_nothing(person("clerk"))
    blocked = clerk_sends_the_month(person("clerk"))
    leader_sees_what_it_changed(person("leader"))
    person("clerk_czj").sees(blocked)


def clerk_knows_what_is_asked(clerk: Person) -> None:
    expect(clerk.page.locator(".load")).to_contain_text(re.compile(r"\d+\s*项"))
    expect(clerk.page.locator(".load")).to_contain_text(re.compile(r"约\s*\d+\s*分钟"))
    clerk.spent(clicks=0)


def clerk_hears_of_mistakes_and_loses_nothing(clerk: Person) -> None:
    clerk.type(re.compile("^安置房新开工面积"), "一百多")
    clerk.type(re.compile("^基础设施计划投资"), "37.5吨")
    clerk.click("提交", role="button")
    expect(clerk.page.locator("tr:has-text('安置房新开工面积')")).to_contain_text("一百多")
    expect(clerk.page.get_by_label(re.compile("^安置房新开工面积")).first).to_have_value("一百多")
    expect(clerk.page.get_by_label(re.compile("^基础设施计划投资")).first).to_have_attribute(
        "aria-invalid", "true"
    )


def clerk_sends_the_month(clerk: Person) -> str:
    """Figures, words, and the activity that waits for another unit; its name."""
    waiting = clerk.page.locator(".works tbody tr").first
    blocked = waiting.locator("th a").inner_text()
    waiting.locator("select").select_option(label="财政局")
    clerk.typed += 1
    for name, value in (
        ("安置房新开工面积", "２６８．５"),
        ("安置房续建面积", "502.3"),
        ("建成回迁安置房面积", "约143.8"),
        ("基础设施计划投资", "37.5亿元"),
    ):
        clerk.type(re.compile(f"^{name}"), value)
    clerk.type("安置房住宅项目全部开工: 有何变化", "余下2个地块")
    clerk.click("提交", role="button")
    clerk.sees(re.compile("已送出"))
    clerk.spent(clicks=4, typed=15)
    return blocked


def leader_sees_what_it_changed(leader: Person) -> None:
    expect(leader.page.locator(".z-decide")).not_to_contain_text("安置房新开工面积")
    leader.press(leader.page.locator(".say a[href*=changes]"))
    row = leader.page.locator("tr:has-text('安置房新开工面积')")
    expect(row.locator(".moved")).to_contain_text("正常")
    expect(row).to_contain_text("268.5")


def test_supervision_sees_who_turned_and_who_is_silent(person: Enter) -> None:
    office = person("supervision")
    expect(office.page.locator("#h-turned")).to_be_in_viewport()
    expect(office.page.locator("#h-silent")).to_be_in_viewport()
    expect(office.page.locator("section:has(#h-silent) tbody tr")).not_to_have_count(0)
    office.spent(clicks=0)
