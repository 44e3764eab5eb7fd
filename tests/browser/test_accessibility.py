"""Every page, as the role that uses it: no axe violation, nothing wider than the screen, no script error."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import ConsoleMessage, Page

from browser.conftest import LANGUAGE

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
PAGES = [
    ("leader", "/board/"),
    ("leader", "/board/meeting/"),
    ("leader", "/board/changes/"),
    ("leader", "/targets/"),
    ("leader", "/targets/tree/"),
    ("leader", "/targets/17/"),
    ("leader", "/targets/36/"),
    ("leader", "/targets/66/"),
    ("clerk_kjj", "/desk/month/"),
    ("clerk_kjj", "/targets/9/reading/"),
    ("supervision", "/desk/watch/"),
    ("supervision", "/lights/"),
    ("office", "/targets/year/2018/"),
    ("office", "/targets/year/2018/breakdown/"),
    ("office", "/org/"),
    ("office", "/org/2/"),
    ("office", "/org/import/"),
    ("office", "/org/stand-ins/"),
    ("office", "/workdays/"),
    ("auditadmin", "/access/events/"),
    ("secadmin", "/access/accounts/"),
    ("secadmin", "/access/accounts/new/"),
    ("sysadmin", "/access/system/"),
    ("leader", "/access/me/"),
    ("leader", "/projects/"),
    ("leader", "/projects/pipeline/"),
    ("leader", "/projects/1/"),
    ("clerk", "/plans/"),
    ("clerk", "/plans/3/"),
    ("clerk", "/plans/3/edit/"),
    ("clerk", "/plans/3/versions/"),
    ("clerk", "/plans/3/quality/"),
    ("clerk", "/consultations/mine/"),
    ("clerk", "/assignments/"),
    ("clerk", "/assignments/letters/5/"),
    ("clerk", "/assignments/letters/14/"),
    ("clerk", "/assignments/items/97/"),
    ("clerk", "/assignments/items/104/"),
    ("clerk", "/supervision/inbox/"),
    ("supervision", "/consultations/"),
    ("supervision", "/consultations/1/"),
    ("supervision", "/consultations/2/"),
    ("supervision", "/consultations/2/meeting/"),
    ("supervision", "/assignments/session/1/"),
    ("supervision", "/supervision/"),
    ("supervision", "/supervision/1/"),
    ("supervision", "/supervision/reminders/"),
    ("supervision", "/supervision/blockers/"),
    ("supervision", "/supervision/bulletins/"),
    ("supervision", "/supervision/bulletins/1/"),
    ("supervision", "/supervision/verify/"),
    ("appraisal", "/appraisal/"),
    ("appraisal", "/appraisal/1/"),
    ("appraisal", "/appraisal/sheets/9/"),
    ("appraisal", "/appraisal/schemes/"),
    ("appraisal", "/appraisal/schemes/1/"),
    ("leader", "/style/"),
    ("leader", "/no/such/page/"),
]
RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}


@pytest.mark.parametrize(("name", "address"), PAGES)
def test_page(sign_in: Callable[..., Page], demo_address: str, name: str, address: str) -> None:
    page = sign_in(name)
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda said: problems.append(said.text) if serious(said) else None)
    page.goto(demo_address + address)
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("rules => axe.run(document, rules)", RULES)
    assert [(one["id"], [node["html"][:120] for node in one["nodes"]]) for one in found["violations"]] == []
    assert problems == []
    for language in ("zh-hans", "en"):
        page.context.add_cookies([{"name": LANGUAGE, "value": language, "url": demo_address}])
        page.reload()
        for width in (1366, 360):
            page.set_viewport_size({"width": width, "height": 740})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (language, width)


def serious(said: ConsoleMessage) -> bool:
    """An error other than the answer 404, which one of the pages is."""
    return said.type == "error" and "404" not in said.text
