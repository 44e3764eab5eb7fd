"""The own account."""

from base64 import b32encode

import segno
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods
from django_otp import login as otp_login
from django_otp.plugins.otp_totp.models import TOTPDevice

from yipanqi.access.doors import actor_of, door, now_of
from yipanqi.access.duties import needs_second_factor
from yipanqi.access.forms import PasswordForm, ProfileForm, TokenForm
from yipanqi.access.models import User
from yipanqi.access.operations import own
from yipanqi.access.queries import account_of, has_second_factor, own_account
from yipanqi.access.rules import AccessAction
from yipanqi.access.views.sign_in import with_habits
from yipanqi.foundation.errors import DomainError
from yipanqi.web.htmx import render
from yipanqi.web.responses import see_other, unprocessable


@door(AccessAction.CHANGE_OWN_PROFILE)
@require_http_methods(["GET", "POST"])
def profile(request: HttpRequest) -> HttpResponseBase:
    """Language, size of text, and the ways to password and second factor."""
    actor = actor_of(request)
    account = own_account(actor)
    before = {"language": account.language or "zh-hans", "large_text": account.large_text}
    form = ProfileForm(request.POST or None, initial=before)
    if request.method == "POST" and form.is_valid():
        try:
            own.change_profile(actor=actor, now=now_of(request), account=account, **form.cleaned_data)
            messages.success(request, _("Saved."))
            return with_habits(request, see_other(request, reverse("access:profile")), account)
        except DomainError as error:
            form.refuse(error)
    context = {
        "form": form,
        "account": account,
        "roles": sorted(role.label for role in actor.roles),
        "has_factor": has_second_factor(account),
    }
    answer = unprocessable if request.method == "POST" else render
    return answer(request, "access/profile.html", context)


@door(AccessAction.CHANGE_OWN_PASSWORD)
@sensitive_post_parameters("old", "new", "again")
@require_http_methods(["GET", "POST"])
def password(request: HttpRequest) -> HttpResponseBase:
    """A new password; forced when the present one was handed over."""
    actor = actor_of(request)
    account = account_of(actor.user_id or 0)
    form = PasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        words = {name: form.cleaned_data[name] for name in ("old", "new")}
        try:
            changed = own.change_password(actor=actor, now=now_of(request), account=account, **words)
            update_session_auth_hash(request, changed)
            messages.success(request, _("The new password counts from now on."))
            return see_other(request, reverse("home"))
        except DomainError as error:
            form.refuse(error)
    answer = unprocessable if request.method == "POST" else render
    return answer(request, "access/password.html", {"form": form, "forced": account.must_change_password})


@door(AccessAction.ENROL_SECOND_FACTOR)
@never_cache
@require_http_methods(["GET", "POST"])
def second_factor(request: HttpRequest) -> HttpResponseBase:
    """Enrol a device; where one is enrolled and this session has not shown it, show it."""
    actor = actor_of(request)
    account = account_of(actor.user_id or 0)
    must_show = has_second_factor(account) and not request.user.is_verified()  # type: ignore[union-attr]
    form = TokenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            device = _accepted(request, account, form.cleaned_data["token"], must_show=must_show)
            otp_login(request, device)
            messages.success(request, _("The second factor is in order."))
            return see_other(request, reverse("home"))
        except DomainError as error:
            form.refuse(error)
    context = {"form": form, "forced": needs_second_factor(actor), "must_show": must_show}
    if not must_show:
        context |= _secret(own.prepare_second_factor(actor=actor, account=account))
    answer = unprocessable if request.method == "POST" else render
    return answer(request, "access/second_factor.html", context)


def _accepted(request: HttpRequest, account: User, token: str, *, must_show: bool) -> TOTPDevice:
    if must_show:
        return own.check_token(account=account, token=token)
    actor = actor_of(request)
    return own.confirm_second_factor(actor=actor, now=now_of(request), account=account, token=token)


def _secret(device: TOTPDevice) -> dict[str, str]:
    """The key to type into the app, in groups of four, its address, and that as a code to photograph."""
    key = b32encode(device.bin_key).decode().rstrip("=")
    groups = " ".join(key[at : at + 4] for at in range(0, len(key), 4))
    code = segno.make(device.config_url, error="m").svg_inline(
        scale=4, border=2, title=_("Code for the authenticator app"), svgclass="qr", lineclass=None
    )
    return {"key": groups, "address": device.config_url, "code": mark_safe(code)}  # noqa: S308 drawn by us
