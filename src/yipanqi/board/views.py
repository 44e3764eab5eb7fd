"""The board, as screen, as meeting, as one sheet of A4, and the list of what changed."""

from django.http import HttpRequest, HttpResponse

from yipanqi.access.doors import actor_of, door, now_of
from yipanqi.access.registry import may
from yipanqi.board import queries
from yipanqi.board.rules import BoardAction
from yipanqi.projects import presenting
from yipanqi.supervision.rules import SupervisionAction
from yipanqi.targets.views.shown import keep_year
from yipanqi.web.htmx import render
from yipanqi.web.responses import pdf


@door(BoardAction.VIEW)
def board(request: HttpRequest) -> HttpResponse:
    """One screen."""
    return render(request, "board/board.html", _shown(request))


def _shown(request: HttpRequest) -> dict[str, object]:
    """The board with the drawings of its pipeline."""
    board = _board(request)
    return {
        "board": board,
        "may_instruct": may(actor_of(request), SupervisionAction.INSTRUCT),
        "funnel": presenting.funnel(board.pipeline) if board.pipeline else None,
        "chart": presenting.curve(board.curve, narrow=True) if board.curve else None,
    }


def _board(request: HttpRequest) -> queries.Board:
    """The board; the head of the page shows its year."""
    board = queries.board(actor_of(request), now_of(request))
    keep_year(request, board.year)
    return board


@door(BoardAction.VIEW)
def meeting(request: HttpRequest) -> HttpResponse:
    """The same page, larger, without the frame."""
    return render(request, "board/board.html", _shown(request) | {"is_meeting": True})


@door(BoardAction.VIEW)
def sheet(request: HttpRequest) -> HttpResponse:
    """One page of A4."""
    shown = _board(request)
    return pdf(request, "board/sheet.html", {"board": shown}, f"board-{shown.today}.pdf")


@door(BoardAction.VIEW)
def changes(request: HttpRequest) -> HttpResponse:
    """What changed since the last meeting."""
    return render(request, "board/changes.html", {"board": _board(request)})
