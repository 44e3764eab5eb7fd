"""What stands at the head of every page: which zone, which year, figures of which day."""

from django.http import HttpRequest

from yipanqi.access.doors import actor_of, now_of
from yipanqi.board.queries import present_year
from yipanqi.foundation import clock
from yipanqi.targets.views.shown import year_read
from yipanqi.web.context import Masthead


def masthead(request: HttpRequest) -> Masthead:
    """For those who are signed in; at most one query, none where the page has read the year."""
    today = clock.today(now_of(request))
    year = (year_read(request) or present_year(today)) if actor_of(request).is_known else None
    return Masthead(place=year.zone, year=year.number, data_date=today) if year else Masthead(data_date=today)
