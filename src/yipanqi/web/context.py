"""The frame of every page: navigation for this reader, where and when the figures stand, language, text size."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import get_language

from yipanqi.foundation import clock

TEXT_SIZE_COOKIE = "yipanqi_text"
LANGUAGES = (("zh-hans", "中文"), ("en", "English"))


@dataclass(frozen=True)
class NavItem:
    """One place of the main navigation: `key` is the room's URL namespace, `keys` its keyboard shortcut ("g b")."""

    key: str
    label: "str | Promise"
    url_name: str
    keys: str = ""
    visible: Callable[[Any], bool] = lambda actor: bool(actor.is_known)


@dataclass(frozen=True)
class NavLink:
    """A NavItem as this reader sees it on this page."""

    label: "str | Promise"
    url: str
    keys: str
    is_current: bool


@dataclass(frozen=True)
class Masthead:
    """Which zone and year the pages are about; `data_date` None means today."""

    place: str = ""
    year: int | None = None
    data_date: date | None = None


@dataclass(frozen=True)
class Frame:
    """What `web/base.html` shows around the page, as `frame`."""

    nav: tuple[NavLink, ...]
    place: str
    year: int | None
    data_date: date
    who: str
    is_signed_in: bool
    is_demo: bool
    is_large: bool
    language: str
    languages: tuple[tuple[str, str], ...]
    here: str
    home: str
    profile: str
    sign_out: str


_items: list[NavItem] = []
_mastheads: list[Callable[[HttpRequest], Masthead]] = []


def register_nav(*items: NavItem) -> None:
    """Set the places of the main navigation, in order; called once, in the wiring."""
    _items[:] = items


def register_masthead(provider: Callable[[HttpRequest], Masthead]) -> None:
    """Hand in who knows zone, year and data date; the last one counts."""
    _mastheads[:] = [provider]


def page(request: HttpRequest) -> dict[str, Frame]:
    """The context processor."""
    return {"frame": frame(request)}


def frame(request: HttpRequest) -> Frame:
    """The Frame of `request`; never fails, so that error pages have it too."""
    actor = getattr(request, "actor", None)
    now = getattr(request, "now", None) or clock.now()
    masthead = _mastheads[0](request) if _mastheads and actor else Masthead()
    known = bool(actor and actor.is_known)
    return Frame(
        nav=_nav(request, actor) if known else (),
        place=masthead.place,
        year=masthead.year,
        data_date=masthead.data_date or clock.today(now),
        who=actor.label if actor and known else "",
        is_signed_in=known,
        is_demo=settings.DEMO,
        is_large=request.COOKIES.get(TEXT_SIZE_COOKIE) == "large",
        language=get_language() or settings.LANGUAGE_CODE,
        languages=LANGUAGES,
        here=request.get_full_path() if request.method == "GET" else request.path,
        home=address("home") or "/",
        profile=address("access:profile") if known else "",
        sign_out=address("access:sign_out"),
    )


def address(url_name: str) -> str:
    """The address of `url_name`, empty while no room serves it."""
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return ""


def _nav(request: HttpRequest, actor: Any) -> tuple[NavLink, ...]:
    match = request.resolver_match
    here = match.namespace.split(":")[0] if match else ""
    shown = ((item, address(item.url_name)) for item in _items if item.visible(actor))
    return tuple(NavLink(item.label, url, item.keys, item.key == here) for item, url in shown if url)
