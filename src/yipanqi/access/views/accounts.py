"""The security administrator's pages."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yipanqi.access import queries
from yipanqi.access.doors import actor_of, door, now_of
from yipanqi.access.forms import AccountForm, NewAccountForm, ReasonForm, RoleForm, send_over
from yipanqi.access.operations import accounts as operations
from yipanqi.access.roles import Role
from yipanqi.access.rules import AccessAction
from yipanqi.foundation.errors import DomainError, LostRace
from yipanqi.web.htmx import render
from yipanqi.web.listing import Column, Filter, Kind, Listing, listing_response
from yipanqi.web.messages import message_for
from yipanqi.web.responses import see_other, unprocessable


def _roles(row: queries.AccountRow) -> str:
    return "、".join(str(role.label) for role in row.roles)


def _state(row: queries.AccountRow) -> str:
    if not row.is_active:
        return _("Closed")
    return _("Locked") if row.is_locked else _("In use")


ACCOUNTS = Listing(
    columns=(
        Column(
            "username",
            gettext_lazy("User name"),
            head=True,
            link=lambda row: reverse("access:account", args=[row.id]),
        ),
        Column("title", gettext_lazy("Post")),
        Column("roles", gettext_lazy("Roles"), value=_roles, sort=False),
        Column("state", gettext_lazy("State"), value=_state),
        Column(
            "factor",
            gettext_lazy("Second factor"),
            value=lambda row: _("yes") if row.has_second_factor else "",
        ),
        Column("last_login", gettext_lazy("Last sign-in"), kind=Kind.DATE),
    ),
    search=("username", "title"),
    filters=(
        Filter(
            "role",
            gettext_lazy("Role"),
            choices=Role.choices,
            lookup=lambda row, value: value in row.roles,
        ),
    ),
    first_order="username",
)


@door(AccessAction.VIEW_ACCOUNTS)
@require_GET
def accounts(request: HttpRequest) -> HttpResponseBase:
    """Every account with its roles and state."""
    rows = queries.accounts(actor_of(request))
    return listing_response(request, ACCOUNTS, rows, "access/accounts.html", file_name="accounts")


@door(AccessAction.CREATE_ACCOUNT)
@never_cache
@require_http_methods(["GET", "POST"])
def new_account(request: HttpRequest) -> HttpResponseBase:
    """Make an account; its one-time password is shown once, on the answer itself."""
    form = NewAccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data | {"roles": [Role(role) for role in form.cleaned_data["roles"]]}
        try:
            made = operations.create_account(actor=actor_of(request), now=now_of(request), **words)
            return render(request, "access/one_time.html", {"made": made})
        except DomainError as error:
            form.refuse(error)
    answer = unprocessable if request.method == "POST" else render
    return answer(request, "access/new_account.html", {"form": form})


@door(AccessAction.VIEW_ACCOUNTS)
@require_GET
def account(request: HttpRequest, account_id: int) -> HttpResponseBase:
    """One account and what can be done with it."""
    return render(request, "access/account.html", _page(request, account_id))


def _page(request: HttpRequest, account_id: int, **more: Any) -> dict[str, Any]:
    actor = actor_of(request)
    kept = queries.account(actor, account_id)
    row = queries.account_row(actor, account_id)
    initial = {"title": kept.title, "sso_name": kept.sso_name or "", "version": kept.version}
    context = {
        "account": kept,
        "row": row,
        "state": _state(row),
        "is_own": kept.pk == actor.user_id,
        "form": AccountForm(initial=initial),
        "reason_form": ReasonForm(auto_id="reason_%s"),
        "grantable": [role for role in Role if role not in row.roles],
    }
    return context | more


@door(AccessAction.CHANGE_ACCOUNT)
@require_POST
def change(request: HttpRequest, account_id: int) -> HttpResponseBase:
    """Title and name at the single sign-on."""
    kept = queries.account(actor_of(request), account_id)
    form = AccountForm(request.POST)
    if form.is_valid():
        words = {name: form.cleaned_data[name] for name in ("title", "sso_name")}
        kept.version = form.cleaned_data["version"]
        try:
            operations.change_account(actor=actor_of(request), now=now_of(request), account=kept, **words)
            messages.success(request, _("Saved."))
            return see_other(request, reverse("access:account", args=[account_id]))
        except DomainError as error:
            form.refuse(error)
            if isinstance(error, LostRace):
                send_over(form, queries.account(actor_of(request), account_id).version)
    return unprocessable(request, "access/account.html", _page(request, account_id, form=form))


@door(AccessAction.GRANT_ROLE)
@require_POST
def grant(request: HttpRequest, account_id: int) -> HttpResponseBase:
    """One role more."""
    return _role_step(request, account_id, operations.grant_role)


@door(AccessAction.REVOKE_ROLE)
@require_POST
def revoke(request: HttpRequest, account_id: int) -> HttpResponseBase:
    """One role less."""
    return _role_step(request, account_id, operations.revoke_role)


def _role_step(request: HttpRequest, account_id: int, operation: Callable[..., None]) -> HttpResponseBase:
    form = RoleForm(request.POST)
    kept = queries.account(actor_of(request), account_id)
    if not form.is_valid():
        return unprocessable(request, "access/account.html", _page(request, account_id))
    role = Role(form.cleaned_data["role"])
    return _done(
        request,
        account_id,
        lambda: operation(actor=actor_of(request), now=now_of(request), account=kept, role=role),
    )


@door(AccessAction.RESET_PASSWORD)
@never_cache
@require_POST
def reset_password(request: HttpRequest, account_id: int) -> HttpResponseBase:
    """A one-time password, shown once."""
    return _one_time(request, account_id, operations.reset_password)


@door(AccessAction.REACTIVATE_ACCOUNT)
@never_cache
@require_POST
def reactivate(request: HttpRequest, account_id: int) -> HttpResponseBase:
    """Open again, with a one-time password, shown once."""
    return _one_time(request, account_id, operations.reactivate_account)


def _one_time(
    request: HttpRequest, account_id: int, operation: Callable[..., operations.OneTime]
) -> HttpResponseBase:
    kept = queries.account(actor_of(request), account_id)
    made = operation(actor=actor_of(request), now=now_of(request), account=kept)
    return render(request, "access/one_time.html", {"made": made})


@door(AccessAction.DEACTIVATE_ACCOUNT)
@require_POST
def deactivate(request: HttpRequest, account_id: int) -> HttpResponseBase:
    """Close, with a reason."""
    kept = queries.account(actor_of(request), account_id)
    reason = request.POST.get("reason", "")
    return _done(
        request,
        account_id,
        lambda: operations.deactivate_account(
            actor=actor_of(request), now=now_of(request), account=kept, reason=reason
        ),
    )


@door(AccessAction.UNLOCK_ACCOUNT)
@require_POST
def unlock(request: HttpRequest, account_id: int) -> HttpResponseBase:
    """Forget the failed sign-ins."""
    kept = queries.account(actor_of(request), account_id)
    return _done(
        request,
        account_id,
        lambda: operations.unlock_account(actor=actor_of(request), now=now_of(request), account=kept),
    )


@door(AccessAction.REMOVE_SECOND_FACTOR)
@require_POST
def remove_factor(request: HttpRequest, account_id: int) -> HttpResponseBase:
    """The device is lost."""
    kept = queries.account(actor_of(request), account_id)
    return _done(
        request,
        account_id,
        lambda: operations.remove_second_factor(actor=actor_of(request), now=now_of(request), account=kept),
    )


def _done(request: HttpRequest, account_id: int, step: Callable[[], object]) -> HttpResponseBase:
    """The page again, or the page with the refusal."""
    try:
        step()
    except DomainError as error:
        context = _page(request, account_id, refusal=message_for(error))
        return unprocessable(request, "access/account.html", context)
    messages.success(request, _("Done."))
    return see_other(request, reverse("access:account", args=[account_id]))
