"""The style guide in a real browser: every part in every state, at three sizes, in both languages."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SIZES = [(1920, 1080), (1366, 768), (360, 780)]
OpenPage = Callable[..., Page]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.xdist_group("browser"),
]


def violations(page: Page) -> list[str]:
    """What axe finds, one line a rule, with the first place."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("rules => axe.run({runOnly: rules})", RULES)["violations"]
    return [f"{each['id']}: {each['nodes'][0]['html']}" for each in found]


def scrolls_sideways(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > window.innerWidth"))


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize(("width", "height"), SIZES)
def test_every_part_is_accessible_and_fits(
    open_page: OpenPage, width: int, height: int, language: str
) -> None:
    page = open_page("/style/", width=width, height=height, language=language)
    assert violations(page) == []
    assert not scrolls_sideways(page)


def test_a_fault_would_be_found(open_page: OpenPage) -> None:
    page = open_page("/style/")
    page.evaluate("document.querySelector('main').append(document.createElement('img'))")
    assert [line.split(":")[0] for line in violations(page)] == ["image-alt"]


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_large_text_cuts_nothing(open_page: OpenPage, width: int, height: int) -> None:
    page = open_page("/style/", width=width, height=height, large=True, language="en")
    assert violations(page) == []
    assert not scrolls_sideways(page)


def test_at_twice_the_zoom_nothing_is_lost(open_page: OpenPage) -> None:
    assert not scrolls_sideways(open_page("/style/", width=683, height=384))


@pytest.mark.parametrize("path", ["/nowhere/", "/refuse/lost-race/", "/refuse/invalid/"])
def test_error_pages_are_accessible(open_page: OpenPage, path: str) -> None:
    assert violations(open_page(path)) == []


def test_no_type_is_smaller_than_twelve_pixels(open_page: OpenPage) -> None:
    sizes = open_page("/style/").evaluate(
        """() => [...document.querySelectorAll('body *')]
            .filter(each => each.checkVisibility() && [...each.childNodes].some(n => n.nodeType === 3 && n.data.trim()))
            .map(each => parseFloat(getComputedStyle(each).fontSize))"""
    )
    assert min(sizes) >= 11.9


def test_the_first_tab_skips_to_the_text(open_page: OpenPage) -> None:
    page = open_page("/nowhere/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_every_stop_of_the_keyboard_is_seen(open_page: OpenPage) -> None:
    page = open_page("/style/")
    page.evaluate("document.activeElement.blur()")
    for _ in range(40):
        page.keyboard.press("Tab")
        look = page.evaluate(
            "() => { const s = getComputedStyle(document.activeElement); return [s.boxShadow, s.outlineStyle] }"
        )
        assert look[0] != "none" or look[1] not in ("none", "hidden")


def test_question_mark_shows_the_keys_and_slash_finds_the_search(open_page: OpenPage) -> None:
    page = open_page("/style/", language="en")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()
    expect(page.locator("#keys dd", has_text="Search")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "listing-q"


def test_single_keys_can_be_switched_off(open_page: OpenPage) -> None:
    page = open_page("/style/", language="en")
    page.keyboard.press("?")
    page.get_by_label("Single-key shortcuts on").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") != "listing-q"


def test_the_list_sorts_and_searches_in_place_and_the_address_follows(open_page: OpenPage) -> None:
    page = open_page("/style/", language="en")
    page.locator("#listing").get_by_role("link", name="To date").click()
    expect(page.locator("#listing th[aria-sort=ascending]")).to_contain_text("To date")
    assert "sort=value" in page.url
    page.locator("#listing-q").press_sequentially("投资")
    expect(page.locator("#listing tbody tr")).to_have_count(1)
    assert page.evaluate("document.activeElement.id") == "listing-q"
    page.go_back()
    expect(page.locator("#listing tbody tr")).to_have_count(5)


def paste(page: Page, field: str, text: str) -> None:
    page.evaluate("text => navigator.clipboard.writeText(text)", text)
    page.locator(field).focus()
    page.keyboard.press("Control+v")


def column(page: Page) -> list[str]:
    return [page.locator(f"#cells input[name=v{row}]").input_value() for row in range(1, 6)]


def test_a_column_from_excel_fills_the_cells_and_can_be_taken_back(open_page: OpenPage) -> None:
    page = open_page("/style/", language="en")
    before = column(page)
    paste(page, "#cells input[name=v1]", "1\r\n2\r\n3,000\r\n\r\n5\r\n")
    assert column(page) == ["1", "2", "3,000", "", "5"]
    expect(page.locator("#told")).to_contain_text("Pasted 5 rows, 5 cells")
    page.keyboard.press("Control+z")
    assert column(page) == before


def test_a_column_of_the_wrong_length_changes_nothing_and_keeps_the_copy(open_page: OpenPage) -> None:
    page = open_page("/style/", language="en")
    before = column(page)
    paste(page, "#cells input[name=v1]", "1\n2\n3\n4\n5\n6")
    assert column(page) == before
    expect(page.locator("#told")).to_contain_text("6 rows were copied, but 5 rows are here")
    expect(page.locator("#told pre")).to_have_text("1\n2\n3\n4\n5\n6")


def test_a_block_with_too_many_columns_changes_nothing(open_page: OpenPage) -> None:
    page = open_page("/style/", language="en")
    before = column(page)
    paste(page, "#cells input[name=v3]", "1\t2\t3\n1\t2\t3")
    assert column(page) == before
    expect(page.locator("#told")).to_contain_text("3 columns")


def test_a_single_value_is_pasted_as_anywhere_else(open_page: OpenPage) -> None:
    page = open_page("/style/")
    page.locator("#cells input[name=v1]").fill("")
    paste(page, "#cells input[name=v1]", "42")
    assert column(page)[0] == "42"


def test_enter_moves_down_a_column(open_page: OpenPage) -> None:
    page = open_page("/style/")
    page.locator("#cells input[name=v1]").focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.name") == "v2"
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement.name") == "v1"


def test_what_was_not_sent_is_offered_back(open_page: OpenPage) -> None:
    page = open_page("/style/", language="en")
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_label("Name", exact=True).first.fill("示例：没有提交")
    page.reload()
    expect(page.get_by_label("Name", exact=True).first).to_have_value("")
    page.get_by_role("button", name="Put them back").click()
    expect(page.get_by_label("Name", exact=True).first).to_have_value("示例：没有提交")


def test_leaving_with_unsent_text_asks_first(open_page: OpenPage) -> None:
    page = open_page("/style/", language="en")
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.get_by_label("Name", exact=True).first.fill("x")
    page.goto(page.url.replace("/style/", "/nowhere/"), wait_until="commit")
    assert asked == ["beforeunload"]


def test_menus_and_dialogs_close_by_key_and_give_the_focus_back(open_page: OpenPage) -> None:
    page = open_page("/style/", language="en")
    page.get_by_role("button", name="Open", exact=True).click()
    dialog = page.get_by_role("dialog", name="Dialog")
    expect(dialog).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    menu = page.locator("details.menu summary")
    menu.click()
    page.keyboard.press("Escape")
    expect(page.locator("details.menu[open]")).to_have_count(0)


def test_language_changes_in_two_clicks(open_page: OpenPage) -> None:
    page = open_page("/style/", language="zh-hans")
    page.locator("details.menu summary").click()
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_the_page_works_without_scripts(browser, live_server) -> None:
    found = browser.new_context(java_script_enabled=False)
    page = found.new_page()
    page.goto(f"{live_server.url}/style/?sort=-value")
    assert page.locator("#listing tbody tr").count() == 5
    page.locator("#listing-q").fill("专利")
    page.locator("form.filters button").click()
    assert page.locator("#listing tbody tr").count() == 1
    assert page.locator("[data-paste-into]").is_hidden()
    found.close()


def test_on_paper_only_the_content_is_left(open_page: OpenPage) -> None:
    page = open_page("/style/")
    page.emulate_media(media="print")
    for gone in ("form.filters", ".btn", ".menu", ".send"):
        assert not page.locator(gone).first.is_visible()
    assert page.locator(".facts").is_visible()
