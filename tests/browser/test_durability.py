"""A killed server loses no acknowledged write: kill -9 right after the answer, start again, the reading is there."""

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from browser.conftest import PASSWORD, free_port, wait_for

TARGET, TYPED = "安置房新开工面积", "188.8"


class Demo:
    """One home with one server at a time, in a process group of its own."""

    def __init__(self, home: Path) -> None:
        self.home, self.port = home, free_port()
        self.server: subprocess.Popen[bytes] | None = None

    def start(self) -> str:
        """The address, once the server answers."""
        environment = {key: value for key, value in os.environ.items() if key != "DJANGO_SETTINGS_MODULE"}
        environment["YIPANQI_HOME"] = str(self.home)
        command = [sys.executable, "-m", "yipanqi", "demo", "--no-browser", "--port", str(self.port)]
        with (self.home / "log").open("a") as log:
            self.server = subprocess.Popen(
                command, env=environment, stdout=log, stderr=subprocess.STDOUT, start_new_session=True
            )
        return wait_for(f"http://127.0.0.1:{self.port}", self.server, self.home / "log")

    def kill(self) -> None:
        """The whole group at once, without a chance to tidy up."""
        if self.server and self.server.poll() is None:
            os.killpg(self.server.pid, signal.SIGKILL)
            self.server.wait(timeout=10)


@pytest.fixture
def demo(tmp_path: Path, built_home: Path) -> Iterator[Demo]:
    """A demo of its own that ends with its test."""
    shutil.copytree(built_home, tmp_path, dirs_exist_ok=True)
    found = Demo(tmp_path)
    yield found
    found.kill()


@pytest.fixture
def clerk_at(browser: Browser) -> Iterator[Callable[[str], Page]]:
    """The clerk of the building department, signed in at an address, on the page of the housing target."""
    contexts: list[BrowserContext] = []

    def enter(address: str) -> Page:
        contexts.append(browser.new_context(locale="zh-CN"))
        page = contexts[-1].new_page()
        page.goto(f"{address}/access/sign-in/")
        page.locator("#id_username").fill("clerk")
        page.locator("#id_password").fill(PASSWORD)
        page.locator("#id_password").press("Enter")
        page.wait_for_url(lambda url: "sign-in" not in url)
        page.goto(f"{address}/targets/")
        page.get_by_role("link", name=TARGET, exact=True).click()
        page.wait_for_url(re.compile(r"/targets/\d+/$"))
        return page

    yield enter
    for context in contexts:
        context.close()


def test_an_acknowledged_reading_outlives_a_killed_server(
    demo: Demo, clerk_at: Callable[[str], Page]
) -> None:
    page = clerk_at(demo.start())
    of_target = page.url
    page.goto(f"{of_target}reading/")
    page.locator("#id_value").fill(TYPED)
    with page.expect_response(lambda answer: answer.request.method == "POST") as answered:
        page.get_by_role("button", name="保存", exact=True).click()
    demo.kill()
    assert answered.value.status == 303

    page = clerk_at(demo.start())

    assert page.url == of_target
    expect(page.locator(".facts")).to_contain_text(TYPED)
