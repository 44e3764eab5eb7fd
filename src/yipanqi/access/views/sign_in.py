"""Coming in and going out."""

from django.conf import settings
from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, resolve_url
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST
from django_otp import login as otp_login

from yipanqi.access import demo_accounts, lockout, sso
from yipanqi.access.doors import PUBLIC, actor_of, door, now_of
from yipanqi.access.forms import SignInForm, TokenForm
from yipanqi.access.models import User
from yipanqi.access.operations import doors, own
from yipanqi.access.queries import account_of, has_second_factor, waiting_account
from yipanqi.foundation.errors import DomainError
from yipanqi.web.context import TEXT_SIZE_COOKIE
from yipanqi.web.htmx import render
from yipanqi.web.responses import see_other, unprocessable

BACKEND = "django.contrib.auth.backends.ModelBackend"
WAITING = "waiting_for_second_factor"
WAITS_SECONDS = 300


@door(PUBLIC)
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponseBase:
    """Name and password; in the demo, a list of whom to be."""
    if actor_of(request).is_known:
        return redirect(_next(request))
    form = SignInForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        account = lockout.authenticated(request, **form.cleaned_data)
        if account is not None:
            return _password_was_right(request, account)
        _note_refusal(request, form.cleaned_data["username"])
        form.refuse(DomainError("access.wrong_sign_in"))
    context = {
        "form": form,
        "next": request.POST.get("next", request.GET.get("next", "")),
        "demo_accounts": demo_accounts.listed() if is_demo_at_home(request) else (),
        "single_sign_on": sso.is_on(),
    }
    answer = unprocessable if request.method == "POST" else render
    return answer(request, "access/sign_in.html", context)


def is_demo_at_home(request: HttpRequest) -> bool:
    """The demo, seen from the machine it runs on and through nothing else."""
    forwarded = any(name in request.META for name in ("HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED"))
    return bool(settings.DEMO) and not forwarded and _is_loopback(_address(request))


def _is_loopback(address: str) -> bool:
    return address in {"::1", "::ffff:127.0.0.1"} or address.startswith("127.")


def _address(request: HttpRequest) -> str:
    return str(request.META.get("REMOTE_ADDR") or "")


def _note_refusal(request: HttpRequest, username: str) -> None:
    why = "locked" if lockout.is_locked(request) else "wrong name or password"
    doors.note_refused_sign_in(username=username, now=now_of(request), address=_address(request), why=why)


def _next(request: HttpRequest) -> str:
    """Where one wanted to go, if that is one of our own pages; else home."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure())
    return wanted if ours else resolve_url(settings.LOGIN_REDIRECT_URL)


def _password_was_right(request: HttpRequest, account: User) -> HttpResponseBase:
    if not has_second_factor(account):
        return _come_in(request, account, _next(request), how="password")
    request.session.cycle_key()
    request.session[WAITING] = {
        "account": account.pk,
        "since": now_of(request).timestamp(),
        "next": _next(request),
    }
    return see_other(request, reverse("access:verify"))


def _come_in(request: HttpRequest, account: User, address: str, *, how: str) -> HttpResponseBase:
    login(request, account, backend=BACKEND)
    doors.note_sign_in(account=account, now=now_of(request), address=_address(request), how=how)
    return with_habits(request, see_other(request, address), account)


def with_habits(request: HttpRequest, response: HttpResponse, account: User) -> HttpResponse:
    """The account's language and text size, put on this browser."""
    words = {"samesite": "Lax", "secure": request.is_secure(), "max_age": 365 * 24 * 3600}
    if account.language:
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, account.language, **words)  # type: ignore[arg-type]
    size = "large" if account.large_text else "normal"
    response.set_cookie(TEXT_SIZE_COOKIE, size, httponly=True, **words)  # type: ignore[arg-type]
    return response


@door(PUBLIC)
@never_cache
@require_http_methods(["GET", "POST"])
def verify(request: HttpRequest) -> HttpResponseBase:
    """The second factor, after the password."""
    waiting = request.session.get(WAITING) or {}
    account = waiting_account(waiting.get("account", 0))
    if account is None or now_of(request).timestamp() - waiting["since"] > WAITS_SECONDS:
        request.session.pop(WAITING, None)
        return see_other(request, reverse("access:sign_in"))
    form = TokenForm(request.POST or None)
    if request.method == "GET" or not form.is_valid():
        answer = render if request.method == "GET" else unprocessable
        return answer(request, "access/verify.html", {"form": form})
    try:
        device = own.check_token(account=account, token=form.cleaned_data["token"])
    except DomainError as error:
        doors.note_refused_sign_in(
            username=account.username, now=now_of(request), address=_address(request), why="wrong token"
        )
        form.refuse(error)
        return unprocessable(request, "access/verify.html", {"form": form})
    request.session.pop(WAITING, None)
    response = _come_in(request, account, waiting["next"], how="second factor")
    otp_login(request, device)
    return response


@door(PUBLIC)
@require_POST
def sign_out(request: HttpRequest) -> HttpResponseBase:
    """The session ends on the server."""
    actor = actor_of(request)
    if actor.user_id is not None:
        doors.note_sign_out(account=account_of(actor.user_id), now=now_of(request))
    logout(request)
    return see_other(request, reverse("access:sign_in"))
