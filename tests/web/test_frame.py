"""The frame around every page."""

from datetime import date
from types import SimpleNamespace

import pytest
from django.test import Client, RequestFactory

from yipanqi.web.context import Masthead, NavItem, frame, register_masthead, register_nav

pytestmark = pytest.mark.django_db


def request_of(known: bool = True, **fields: object):
    request = RequestFactory().get("/style/")
    request.actor = SimpleNamespace(is_known=known, label="示例岗位", **fields)
    request.resolver_match = SimpleNamespace(namespace="web")
    return request


def test_places_are_shown_to_whom_they_are_for() -> None:
    register_nav(
        NavItem("web", "Style", "web:style", "g s"),
        NavItem("secret", "Secret", "web:style", visible=lambda actor: actor.is_leader),
        NavItem("later", "Later", "later:home"),
    )
    links = frame(request_of(is_leader=False)).nav
    assert [(link.label, link.url, link.is_current) for link in links] == [("Style", "/style/", True)]


def test_nobody_sees_no_navigation() -> None:
    register_nav(NavItem("web", "Style", "web:style"))
    assert frame(request_of(known=False)).nav == ()


def test_the_masthead_says_where_and_when() -> None:
    register_masthead(lambda request: Masthead("示例区", 2018, date(2018, 9, 28)))
    found = frame(request_of())
    assert (found.place, found.year, found.data_date) == ("示例区", 2018, date(2018, 9, 28))


def test_the_demo_says_so_on_its_pages(client: Client, settings) -> None:
    assert "Demo data" in client.get("/style/").content.decode()
    settings.DEMO = False
    assert "Demo data" not in client.get("/nowhere/").content.decode()


def test_the_style_guide_is_closed_in_production(client: Client, settings) -> None:
    settings.DEMO = settings.DEBUG = False
    assert client.get("/style/").status_code == 404


def test_language_is_kept_in_the_browser(client: Client) -> None:
    answer = client.post("/language/", {"language": "zh-hans", "next": "/style/"})
    assert (answer.status_code, answer["Location"]) == (302, "/style/")
    assert 'lang="zh-CN"' in client.get("/style/").content.decode()


@pytest.mark.parametrize(
    ("wanted", "goes"), [("/style/", "/style/"), ("https://elsewhere.example/", "/"), ("//x", "/")]
)
def test_text_size_is_kept_and_one_stays_in_the_house(client: Client, wanted: str, goes: str) -> None:
    answer = client.post("/text-size/", {"size": "large", "next": wanted})
    assert answer["Location"] == goes
    assert 'class="large-text"' in client.get("/style/").content.decode()


@pytest.mark.parametrize("path", ["/language/", "/text-size/"])
def test_only_a_post_changes_anything(client: Client, path: str) -> None:
    assert client.get(path).status_code == 405
