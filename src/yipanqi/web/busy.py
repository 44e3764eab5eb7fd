"""While a form's work is under way its page asks how far it has come.

`{% busy %}` in a form gives it a mark; the view hands `teller(request)` to the operation; the script shows what is
told. It goes through the cache, not the database: nobody sees into a transaction that is still open.
"""

from uuid import UUID, uuid4

from django.core.cache import cache
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from yipanqi.foundation.progress import Progress, silent

FIELD = "busy"
KEEP_SECONDS = 600


def busy_field() -> SafeString:
    """`{% busy %}`: a hidden field with a new mark and the address to ask."""
    mark = uuid4()
    address = reverse("web:busy", args=[mark])
    return format_html('<input type="hidden" name="{}" value="{}" data-busy="{}">', FIELD, mark, address)


def teller(request: HttpRequest) -> Progress:
    """What an operation tells its progress to; nobody where the form has no mark."""
    try:
        key = _key(request, UUID(request.POST.get(FIELD, "")))
    except ValueError:
        return silent
    return lambda done, to_do: cache.set(key, (done, to_do), KEEP_SECONDS)


def told(request: HttpRequest, mark: UUID) -> tuple[int, int]:
    """(done, to do) of the reader's own work; (0, 0) when nothing was told yet."""
    done, to_do = cache.get(_key(request, mark), (0, 0))
    return done, to_do


def _key(request: HttpRequest, mark: UUID) -> str:
    return f"busy-{request.user.pk}-{mark}"
