"""Where each role begins."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from yipanqi.access.doors import SIGNED_IN, actor_of, door
from yipanqi.access.roles import Role

HOMES = (
    (Role.LEADER, "board:board"),
    (Role.CLERK, "desk:month"),
    (Role.UNIT_HEAD, "desk:month"),
    (Role.SUPERVISION, "desk:watch"),
    (Role.OFFICE, "targets:list"),
    (Role.PROJECT_OFFICE, "board:board"),
    (Role.APPRAISAL, "targets:list"),
)
LAST_HOME = "access:profile"


@door(SIGNED_IN)
def home(request: HttpRequest) -> HttpResponse:
    """To the page that the first of one's roles begins with."""
    actor = actor_of(request)
    name = next((name for role, name in HOMES if actor.has(role)), LAST_HOME)
    return redirect(reverse(name))
