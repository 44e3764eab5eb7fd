"""The system administrator's page: settings in force and health, nothing of the business."""

from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.http import require_GET

from yipanqi import __version__
from yipanqi.access import health
from yipanqi.access.doors import door, now_of
from yipanqi.access.rules import AccessAction
from yipanqi.web.htmx import render


@door(AccessAction.VIEW_SYSTEM)
@require_GET
def system(request: HttpRequest) -> HttpResponseBase:
    """Checks first, then every setting with its value in force; secrets only as set or not."""
    context = {
        "checks": health.checks(now_of(request)),
        "settings": health.settings_in_force(),
        "version": __version__,
    }
    return render(request, "access/system.html", context)
