"""A demo of its own for the browser tests: the real command, a real server, a real Chromium."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from playwright.sync_api import Browser, Page

from browser.counting import Person

ROOT = Path(__file__).resolve().parents[2]
LANGUAGE = "yipanqi_language"
PASSWORD = yaml.safe_load((ROOT / "src/yipanqi/demo/data/organisation.yaml").read_text(encoding="utf-8"))[
    "password"
]


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def built_home() -> Iterator[Path]:
    """The home of a freshly made demo year, made once by the command people use; copy it before anything is changed."""
    home = Path(tempfile.mkdtemp(prefix="yipanqi-built-"))
    environment = {key: value for key, value in os.environ.items() if key != "DJANGO_SETTINGS_MODULE"}
    command = [sys.executable, "-m", "yipanqi", "demo", "--build-only"]
    subprocess.run(
        command, env=environment | {"YIPANQI_HOME": str(home)}, check=True, stdout=subprocess.DEVNULL
    )
    yield home
    shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(scope="session")
def demo_address(built_home: Path) -> Iterator[str]:
    """The address of a demo of its own, served by the command people use."""
    home = Path(tempfile.mkdtemp(prefix="yipanqi-browser-"))
    shutil.copytree(built_home, home, dirs_exist_ok=True)
    port = free_port()
    environment = {key: value for key, value in os.environ.items() if key != "DJANGO_SETTINGS_MODULE"} | {
        "YIPANQI_HOME": str(home)
    }
    command = [sys.executable, "-m", "yipanqi", "demo", "--no-browser", "--port", str(port)]
    with (home / "log").open("w") as log:
        server = subprocess.Popen(command, env=environment, stdout=log, stderr=subprocess.STDOUT)
        try:
            yield wait_for(f"http://127.0.0.1:{port}", server, home / "log")
        finally:
            server.terminate()
            server.wait(timeout=20)
            shutil.rmtree(home, ignore_errors=True)


def wait_for(address: str, server: subprocess.Popen[bytes], log: Path) -> str:
    """The address, once the server answers; its output when it does not."""
    for _ in range(800):
        if server.poll() is not None:
            break
        try:
            urllib.request.urlopen(address, timeout=2)
        except OSError:
            time.sleep(0.5)
        else:
            return address
    pytest.fail(f"the demo did not start:\n{log.read_text()[-3000:]}")


@pytest.fixture(scope="session")
def cookies(browser: Browser, demo_address: str) -> Callable[[str], list[Any]]:
    """The cookies of an account after it signed in once, through the page."""

    @cache
    def of(name: str) -> list[Any]:
        context = browser.new_context(locale="zh-CN")
        page = context.new_page()
        page.goto(f"{demo_address}/access/sign-in/")
        page.locator("#id_username").fill(name)
        page.locator("#id_password").fill(PASSWORD)
        page.locator("#id_password").press("Enter")
        page.wait_for_url(lambda url: "sign-in" not in url)
        kept = context.cookies()
        context.close()
        return kept

    return of


@pytest.fixture
def sign_in(
    browser: Browser, demo_address: str, cookies: Callable[[str], list[Any]]
) -> Iterator[Callable[..., Page]]:
    """`sign_in("leader", width=1366, height=768, language="zh-hans")` → the role's home."""
    contexts = []

    def enter(name: str, *, width: int = 1366, height: int = 768, language: str = "zh-hans") -> Page:
        context = browser.new_context(viewport={"width": width, "height": height}, locale="zh-CN")
        context.add_cookies([*cookies(name), {"name": LANGUAGE, "value": language, "url": demo_address}])
        contexts.append(context)
        page = context.new_page()
        page.goto(demo_address)
        page.wait_for_load_state("networkidle")
        return page

    yield enter
    for context in contexts:
        context.close()


@pytest.fixture
def person(sign_in: Callable[..., Page]) -> Callable[..., Person]:
    """A signed-in role at home, counters at zero."""
    return lambda name, **size: Person(sign_in(name, **size))
