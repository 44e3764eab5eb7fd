"""How far long work has come: told through the cache, seen by the one who began it, shown on the page."""

import re
from collections.abc import Callable
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.test import RequestFactory
from playwright.sync_api import Page

from yipanqi.foundation.progress import silent
from yipanqi.web.busy import busy_field, teller, told

WATCH = """() => {
  const look = () => {
    const box = document.querySelector(".working");
    if (!box || !box.querySelector("progress").hasAttribute("value")) return;
    const { value, max } = box.querySelector("progress");
    const pressed = document.querySelector("main form button").disabled;
    sessionStorage.setItem("seen", JSON.stringify({ words: box.textContent, value, max, pressed }));
    window.clearInterval(timer);
    fetch("/long/shown/");
  };
  const timer = window.setInterval(look, 50);
}"""


def request_of(user: int, **posted: str):
    request = RequestFactory().post("/long/", posted)
    request.user = SimpleNamespace(pk=user)
    return request


def test_only_who_began_the_work_sees_how_far_it_has_come() -> None:
    mark = uuid4()
    teller(request_of(1, busy=str(mark)))(12, 60)
    assert told(request_of(1), mark) == (12, 60)
    assert told(request_of(2), mark) == (0, 0)


@pytest.mark.parametrize("posted", [{}, {"busy": "../../etc"}])
def test_without_a_proper_mark_nobody_is_told(posted: dict[str, str]) -> None:
    assert teller(request_of(1, **posted)) is silent


def test_every_form_has_a_mark_of_its_own() -> None:
    assert re.search(r'data-busy="/busy/[0-9a-f-]{36}/"', busy_field())
    assert busy_field() != busy_field()


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.xdist_group("browser")
def test_the_page_shows_done_and_to_do_until_the_answer_comes(open_page: Callable[..., Page]) -> None:
    page = open_page("/long/")
    page.evaluate(WATCH)  # the browser answers no questions while it waits for the next page
    page.get_by_role("button", name="Begin").click()
    page.wait_for_url(lambda address: "long" not in address)
    seen = page.evaluate("JSON.parse(sessionStorage.getItem('seen'))")
    assert re.match(r"已完成12/60，用时\d+秒", seen.pop("words"))
    assert seen == {"value": 12, "max": 60, "pressed": True}
