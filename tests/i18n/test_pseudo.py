"""Every page of every role, read in the pseudo-locale: no text is left that is neither a msgid nor data."""

import re
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

import pytest
from django.apps import apps
from django.db.models import CharField, JSONField, TextField
from django.test import Client
from django.urls import Resolver404, resolve

from i18n.reading import Reader
from yipanqi.access.models import User
from yipanqi.demo import data, year
from yipanqi.foundation import clock
from yipanqi.web import style

LINK = re.compile(r'\shref="([^"#]+)')
FEW, MANY = 1, 12
"""How many addresses of one kind are read: one role reads targets of every kind, for the others one stands for all."""


def crawl(client: Client, start: str, of_a_kind: int) -> Iterator[tuple[str, str]]:
    """(address, page) of what can be reached by links from `start`, at most so many pages of a kind."""
    waiting, seen, kinds = [start], {start}, {}
    while waiting:
        address = waiting.pop(0)
        answer = client.get(address, follow=True)
        if not answer.get("Content-Type", "").startswith("text/html"):
            continue
        page = answer.content.decode()
        assert answer.status_code in (200, 403), f"{address}: {answer.status_code}"
        yield address, page
        for link in LINK.findall(page):
            found = urljoin(address, link.replace("&amp;", "&"))
            kind = kind_of(found)
            if found not in seen and kind and kinds.get(kind, 0) < of_a_kind:
                seen.add(found)
                kinds[kind] = kinds.get(kind, 0) + 1
                waiting.append(found)


def kind_of(address: str) -> str:
    """The view behind an address of ours with the names of its query; empty for what is no page."""
    parts = urlsplit(address)
    if (
        parts.netloc
        or parts.path.startswith("/static/")
        or parts.path.endswith(".pdf")
        or "export=" in parts.query
    ):
        return ""
    try:
        view = resolve(parts.path).view_name
    except Resolver404:
        return ""
    return f"{view}?{','.join(sorted(pair.split('=')[0] for pair in parts.query.split('&')))}"


def strings(value: object) -> Iterator[str]:
    """Every text inside a JSON value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from strings(each)
    elif isinstance(value, list):
        for each in value:
            yield from strings(each)


def texts_of_the_database() -> set[str]:
    """Every text in every column: what people or the demo wrote."""
    found: set[str] = set()
    for model in apps.get_models():
        for field in model._meta.get_fields():
            if isinstance(field, CharField | TextField | JSONField) and not field.choices:
                for value in model._default_manager.values_list(field.attname, flat=True).distinct():
                    found.update(strings(value))
    return found


def forgotten(client: Client, reader: Reader, of_a_kind: int) -> dict[str, list[str]]:
    """What stands out on each page, by address; each text once."""
    told: set[str] = set()
    report = {}
    for address, page in crawl(client, "/", of_a_kind):
        if new := [text for text in reader.unmarked(page) if text not in told]:
            report[address] = new
            told.update(new)
    return report


@pytest.fixture
def demo_year(db, settings) -> None:
    """The demo year at its present."""
    settings.DEMO = True
    clock.set_offset(year.PRESENT - clock.now())
    year.build()


@pytest.mark.slow
def test_no_page_holds_text_that_is_not_translated(demo_year: None, pseudo_locale: str, settings) -> None:
    reader = Reader(texts_of_the_database() | set(strings(data.organisation())))
    names = [row["name"] for row in data.organisation()["accounts"]]
    report = {}
    for account in User.objects.filter(username__in=names):
        client = Client()
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = pseudo_locale
        client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
        found = forgotten(client, reader, MANY if account.username == "office" else FEW)
        report |= {f"{account.username} {path}": texts for path, texts in found.items()}
    assert not report, "\n".join(f"{page}: {texts}" for page, texts in report.items())


def test_the_sign_in_page_is_translated(db, pseudo_locale: str, settings) -> None:
    client = Client()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = pseudo_locale
    assert Reader().unmarked(client.get("/access/sign-in/").content.decode()) == []


def test_the_style_guide_is_translated(db, pseudo_locale: str, settings) -> None:
    """Its sample rows begin with 示例; a forgotten text would not."""
    settings.DEMO = True
    client = Client()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = pseudo_locale
    samples = {text for row in style.SAMPLES for text in (row.name, row.unit, row.lead)} | set(
        style.SAMPLE_TEXTS
    )
    assert Reader(samples).unmarked(client.get("/style/").content.decode()) == []


@pytest.mark.parametrize(
    ("page", "found"),
    [
        ("<p>⟦Save⟧</p>", []),
        ("<p>Save</p>", ["Save"]),
        ("<p>保存</p>", ["保存"]),
        ("<p>⟦Lead unit⟧: 建设局 12</p>", []),
        ('<input placeholder="Search">', ["Search"]),
        ("<p>⟦a ⟦b⟧ c⟧ A4</p>", []),
        ("<p>⟦of <b>3</b> days⟧ <b>Late</b></p>", ["⟦of 3 days⟧ Late"]),
        ('<b translate="no">一盘棋</b>', []),
        ("<svg><text>Forecast</text></svg>", ["Forecast"]),
    ],
)
def test_the_reader_finds_what_was_forgotten(page: str, found: list[str]) -> None:
    assert Reader({"建设局"}).unmarked(f"<html><body>{page}</body></html>") == found
