"""Whole page or fragment: one template, the fragment a partial inside the page that owns it."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render as render_template
from django.utils.cache import patch_vary_headers


def is_fragment(request: HttpRequest) -> bool:
    """Asked by htmx for a part of the page, not for a boosted or restored whole."""
    headers = request.headers
    return headers.get("HX-Request") == "true" and not (
        headers.get("HX-Boosted") or headers.get("HX-History-Restore-Request")
    )


def render(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any] | None = None,
    *,
    partial: str = "",
    status: int = 200,
) -> HttpResponse:
    """`template` as a whole, or its `{% partialdef partial %}` when htmx asks and a `partial` is named.

    A `partial` with a slash or a dot is a template of its own.
    """
    part = partial if "/" in partial or "." in partial else f"{template}#{partial}"
    chosen = part if partial and is_fragment(request) else template
    response = render_template(request, chosen, dict(context or {}), status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response
