"""Tests of the toolkit run on its own addresses, so that no room can break them."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page

from yipanqi.web import context

REFUSED = re.compile(r"Failed to load resource: the server responded with a status of 4\d\d")


@pytest.fixture(autouse=True)
def toolkit_alone(request: pytest.FixtureRequest, settings) -> None:
    """The style guide is open, and pages speak English unless a test says otherwise."""
    settings.ROOT_URLCONF = "web.addresses"
    settings.DEMO = True
    settings.LANGUAGE_CODE = "en"


@pytest.fixture(autouse=True)
def navigation_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a test registers is gone after it."""
    monkeypatch.setattr(context, "_items", [])
    monkeypatch.setattr(context, "_mastheads", [])


def is_complaint(said: ConsoleMessage) -> bool:
    """An error that is ours: a refusal that a test asks for is none."""
    return said.type == "error" and not REFUSED.match(said.text)


@pytest.fixture
def open_page(browser: Browser, live_server) -> Iterator[Callable[..., Page]]:
    """`open_page("/style/", width=360, language="en", large=True)`; whatever the browser complains of fails the test."""
    contexts, complaints = [], []

    def opened(
        path: str, *, width: int = 1366, height: int = 768, language: str = "zh-hans", large: bool = False
    ) -> Page:
        found = browser.new_context(viewport={"width": width, "height": height})
        cookies = {"yipanqi_language": language, "yipanqi_text": "large" if large else "normal"}
        found.add_cookies([{"name": k, "value": v, "url": live_server.url} for k, v in cookies.items()])
        found.grant_permissions(["clipboard-read", "clipboard-write"])
        contexts.append(found)
        page = found.new_page()
        page.on("console", lambda said: complaints.append(said.text) if is_complaint(said) else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(live_server.url + path)
        return page

    yield opened
    for each in contexts:
        each.close()
    assert complaints == []
