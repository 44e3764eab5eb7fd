"""The editor in a real browser: thirty activities without a mouse, a table pasted from Excel, files in three clicks."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from factories import UnitFactory, sign_in
from plans.drawn import clerk, drawn, empty_plan
from targets.factories import YearFactory
from yipanqi.org.models import Unit
from yipanqi.plans.models import Activity, Link, Plan, Version
from yipanqi.web.sheets import xlsx_bytes

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OpenPage = Callable[..., Page]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.xdist_group("browser"),
]


@pytest.fixture
def unit() -> Unit:
    YearFactory()
    return UnitFactory(short_name="建设局")


@pytest.fixture
def open_page(browser: Browser, live_server: Any, unit: Unit) -> Iterator[OpenPage]:
    """`open_page("edit", 1)` as the clerk of the unit; what the browser complains of fails the test."""
    who, contexts, complaints = clerk(unit), [], []

    def opened(name: str, *args: Any, scripts: bool = True, width: int = 1366) -> Page:
        session = sign_in(Client(), who).cookies[settings.SESSION_COOKIE_NAME].value
        found = browser.new_context(
            viewport={"width": width, "height": 768}, java_script_enabled=scripts, locale="zh-CN"
        )
        found.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
        found.grant_permissions(["clipboard-read", "clipboard-write"])
        contexts.append(found)
        page = found.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.add_init_script(
            "window.mouse = 0; addEventListener('mousedown', () => (window.mouse += 1), true)"
        )
        page.goto(live_server.url + reverse(f"plans:{name}", args=args))
        return page

    yield opened
    for each in contexts:
        each.close()
    assert complaints == []


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.id"))


def type_row(page: Page, name: str, days: str, before: str) -> None:
    """One activity: Tab between its cells, Enter behind the last."""
    page.keyboard.type(name)
    page.keyboard.press("Tab")
    page.keyboard.type(days)
    page.keyboard.press("Tab")
    page.keyboard.type(before)
    page.keyboard.press("Enter")


def test_thirty_activities_are_typed_without_a_mouse(open_page: OpenPage, unit: Unit) -> None:
    plan = empty_plan(unit)
    page = open_page("edit", plan.pk)
    assert focused(page) == "c-1-name"
    for number in range(1, 31):
        type_row(page, f"工作{number}", "3", str(number - 1) if number > 1 else "")
    expect(page.locator("#net-summary")).to_contain_text("30项工作")
    expect(page.locator("#net-problems li")).to_have_count(0)
    expect(page.locator("#net tbody tr").nth(29).locator("[data-out=finish]")).not_to_be_empty()
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/plans/*/?version=1")
    assert page.evaluate("window.mouse") == 0
    assert Activity.objects.filter(version__plan=plan).count() == 30
    assert Link.objects.filter(version__plan=plan).count() == 29


def test_errors_of_logic_are_shown_while_one_types(open_page: OpenPage, unit: Unit) -> None:
    page = open_page("edit", empty_plan(unit).pk)
    problems = page.locator("#net-problems li")
    type_row(page, "甲", "3", "")
    type_row(page, "乙", "2", "9")
    expect(problems).to_have_count(1)
    expect(problems).to_contain_text("9")
    expect(page.locator("#c-2-before")).to_have_attribute("aria-invalid", "true")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert focused(page) == "c-2-before"
    page.keyboard.type("1")
    expect(problems).to_have_count(0)
    for key in ("ArrowUp", "2"):
        page.keyboard.press(key)
    expect(problems).to_contain_text("乙 → 甲 → 乙")
    assert not Version.objects.exists()


def test_dates_follow_each_keystroke_and_nothing_is_saved(open_page: OpenPage, unit: Unit) -> None:
    page = open_page("edit", drawn(unit).pk)
    finish = page.locator("#net tbody tr").nth(2).locator("[data-out=finish]")
    expect(finish).to_have_text("2018-09-28")
    page.keyboard.press("Tab")
    page.keyboard.type("25")
    expect(finish).to_have_text("2018-10-05")
    assert list(Activity.objects.order_by("order").values_list("duration", flat=True)) == [20, 15, 0]


def test_rows_are_made_moved_deepened_and_taken_away_by_keys(open_page: OpenPage, unit: Unit) -> None:
    page = open_page("edit", drawn(unit).pk)
    names = page.locator("#net input[name=name]")

    def written() -> list[str]:
        return [names.nth(number).input_value() for number in range(names.count())]

    page.keyboard.press("Insert")
    page.keyboard.type("新的一行")
    assert written()[:2] == ["新的一行", "拆迁清零"]
    assert page.locator("#c-1-key").input_value() == "4"
    page.keyboard.press("Alt+ArrowDown")
    assert written()[:2] == ["拆迁清零", "新的一行"]
    page.keyboard.press("Alt+ArrowRight")
    assert page.locator("#c-2-level").input_value() == "1"
    page.keyboard.press("Control+Delete")
    assert written()[:2] == ["拆迁清零", "用地手续"]
    assert focused(page) == "c-2-name"
    page.keyboard.press("ArrowLeft")
    assert focused(page) == "c-2-level"


def paste(page: Page, text: str) -> None:
    page.evaluate("text => navigator.clipboard.writeText(text)", text)
    page.keyboard.press("Control+v")


def test_a_table_from_excel_is_pasted_into_the_first_cell(open_page: OpenPage, unit: Unit) -> None:
    plan = empty_plan(unit)
    page = open_page("edit", plan.pk)
    lines = [f"{10 * n}\t工作{n}\t5\t{10 * (n - 1) or ''}\t建设局" for n in range(1, 61)]
    paste(page, "编号\t任务名称\t工期\t前置任务\t责任单位\n" + "\n".join(lines) + "\n")
    expect(page.locator("#net-summary")).to_contain_text("60项工作")
    expect(page.locator("#net-problems li")).to_have_count(0)
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/plans/*/?version=1")
    last = Activity.objects.get(version__plan=plan, key="600")
    assert (last.name, last.unit_id) == ("工作60", unit.pk)


def test_a_column_is_pasted_from_its_cell_on(open_page: OpenPage, unit: Unit) -> None:
    page = open_page("edit", drawn(unit).pk)
    page.keyboard.press("Tab")
    paste(page, "30\n12\n")
    for row, days in ((1, "30"), (2, "12"), (3, "0")):
        expect(page.locator(f"#c-{row}-days")).to_have_value(days)
    expect(page.locator("#net tbody tr").nth(1).locator("[data-out=finish]")).not_to_be_empty()


def test_a_file_becomes_a_plan_in_three_clicks(open_page: OpenPage, unit: Unit, tmp_path: Path) -> None:
    """From the home: to the plans; the file; import."""
    rows = [[n, f"工作{n}", 5, str(n - 1) if n > 1 else "", "建设局"] for n in range(1, 61)]
    file = tmp_path / "安置房E地块.xlsx"
    file.write_bytes(xlsx_bytes(["编号", "工作名称", "工期", "紧前工作", "责任单位"], rows))
    page = open_page("list")
    page.locator("form.from-file input[type=file]").set_input_files(file)
    expect(page.locator("h1")).to_have_text("预览")
    page.locator("button[name=act][value=import]").click()
    page.wait_for_url("**/plans/*/")
    plan = Plan.objects.get(name="安置房E地块")
    assert Activity.objects.filter(version=plan.draft_id).count() == 60


def test_the_editor_works_without_scripts(open_page: OpenPage, unit: Unit) -> None:
    plan = empty_plan(unit)
    page = open_page("edit", plan.pk, scripts=False)
    page.locator("#c-1-name").fill("甲")
    page.locator("#c-1-days").fill("3")
    page.locator("button[value=check]").click()
    assert page.locator("#net tbody tr").nth(0).locator("[data-out=finish]").inner_text() == "2018-09-05"
    page.locator("button[form=net-form]").click()
    assert Activity.objects.get(version__plan=plan).name == "甲"


@pytest.mark.parametrize("width", [1366, 360])
@pytest.mark.parametrize("name", ["list", "plan", "edit", "submit", "quality", "versions", "import"])
def test_pages_are_accessible_and_fit(open_page: OpenPage, unit: Unit, name: str, width: int) -> None:
    plan = drawn(unit)
    page = open_page(name, *([] if name == "list" else [plan.pk]), width=width)
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("rules => axe.run({runOnly: rules})", RULES)["violations"]
    assert [f"{each['id']}: {each['nodes'][0]['html']}" for each in found] == []
    assert not page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
