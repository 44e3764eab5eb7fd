"""The year that a page is about: read once a request, for the doors of every room and the head of the page."""

from django.http import HttpRequest

from yipanqi.access.doors import actor_of, now_of
from yipanqi.foundation.errors import NotFound
from yipanqi.targets.models import Year
from yipanqi.targets.queries import current_year

KEPT = "_year_on_board"


def year_on_board(request: HttpRequest) -> Year | None:
    """The year on the board, None while there is none that the reader may see."""
    if not hasattr(request, KEPT):
        setattr(request, KEPT, current_year(actor_of(request), now_of(request)))
    return year_read(request)


def year_read(request: HttpRequest) -> Year | None:
    """The year on the board where the page has read it; asks nothing."""
    read: Year | None = getattr(request, KEPT, None)
    return read


def keep_year(request: HttpRequest, year: Year | None) -> None:
    """Let the head of the page use the year that a page has read by its own way."""
    if year is not None:
        setattr(request, KEPT, year)


def shown_year(request: HttpRequest) -> Year:
    """The year on the board; NotFound while there is none."""
    year = year_on_board(request)
    if year is None:
        raise NotFound()
    return year
