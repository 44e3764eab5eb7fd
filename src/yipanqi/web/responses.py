"""Answers other than a page: wrong input, go elsewhere, files, PDF from our own HTML."""

from collections.abc import Mapping
from io import BytesIO
from mimetypes import guess_type
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.utils.http import content_disposition_header
from weasyprint import HTML
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from yipanqi.web.htmx import is_fragment, render

CONTENT_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "csv": "text/csv; charset=utf-8",
    "pdf": "application/pdf",
    "ics": "text/calendar; charset=utf-8",
    "svg": "image/svg+xml",
}
INNER_BASE = "http://pages.invalid/"


def unprocessable(
    request: HttpRequest, template: str, context: Mapping[str, Any], *, partial: str = ""
) -> HttpResponse:
    """The form again, 422, with everything typed and each message beside its field."""
    return render(request, template, context, partial=partial, status=422)


def see_other(request: HttpRequest, address: str) -> HttpResponse:
    """Go on to `address` after a POST: 303; htmx is told to load the whole page."""
    if is_fragment(request):
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return HttpResponseRedirect(address, status=303)


def download(content: bytes, name: str) -> HttpResponse:
    """A file to keep, never shown inside the page; the kind comes from the name's ending."""
    kind = CONTENT_TYPES.get(name.rsplit(".", 1)[-1].lower(), "application/octet-stream")
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["Cache-Control"] = "private, no-store"
    return response


def pdf_bytes(template: str, context: Mapping[str, Any], request: HttpRequest | None = None) -> bytes:
    """`template` (extends `web/print.html`) as PDF, with `paper` true in its context; loads nothing but our own static files."""
    html = render_to_string(template, {**context, "paper": True}, request)
    target = BytesIO()
    HTML(string=html, base_url=INNER_BASE, url_fetcher=OwnStaticFiles()).write_pdf(target)
    return target.getvalue()


def pdf(request: HttpRequest, template: str, context: Mapping[str, Any], name: str) -> HttpResponse:
    """The PDF of `template` as a download called `name`."""
    return download(pdf_bytes(template, context, request), name)


class OwnStaticFiles(URLFetcher):  # type: ignore[misc]  # the library has no types
    """Fetches static files of this package; anything else stops the document."""

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
        """The file behind a static address; FatalURLFetchingError for every other one."""
        parts = urlsplit(url)
        path = unquote(parts.path)
        if not url.startswith(INNER_BASE) or not path.startswith(settings.STATIC_URL):
            raise FatalURLFetchingError(f"a document may not load {url}")
        kind = guess_type(path)[0] or "application/octet-stream"
        content = static_bytes(path.removeprefix(settings.STATIC_URL))
        return URLFetcherResponse(url, content, {"Content-Type": kind})


def static_bytes(name: str) -> bytes:
    """The static file called `name`, collected or still in its room; FatalURLFetchingError when there is none."""
    try:
        found = finders.find(name)
        if isinstance(found, str):
            with open(found, "rb") as file:
                return file.read()
        with staticfiles_storage.open(name) as file:
            return bytes(file.read())
    except (OSError, ValueError, SuspiciousOperation) as error:
        raise FatalURLFetchingError(f"no static file {name}") from error
