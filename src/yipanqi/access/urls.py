"""Addresses of the room."""

from django.urls import URLPattern, path

from yipanqi.access import sso
from yipanqi.access.doors import PUBLIC, door
from yipanqi.access.views import accounts, own, record, sign_in, system

app_name = "access"
urlpatterns: list[URLPattern] = [
    path("sign-in/", sign_in.sign_in, name="sign_in"),
    path("sign-in/verify/", sign_in.verify, name="verify"),
    path("sign-out/", sign_in.sign_out, name="sign_out"),
    path("me/", own.profile, name="profile"),
    path("me/password/", own.password, name="password"),
    path("me/second-factor/", own.second_factor, name="second_factor"),
    path("accounts/", accounts.accounts, name="accounts"),
    path("accounts/new/", accounts.new_account, name="new_account"),
    path("accounts/<int:account_id>/", accounts.account, name="account"),
    path("accounts/<int:account_id>/change/", accounts.change, name="change_account"),
    path("accounts/<int:account_id>/grant/", accounts.grant, name="grant_role"),
    path("accounts/<int:account_id>/revoke/", accounts.revoke, name="revoke_role"),
    path("accounts/<int:account_id>/password/", accounts.reset_password, name="reset_password"),
    path("accounts/<int:account_id>/close/", accounts.deactivate, name="deactivate_account"),
    path("accounts/<int:account_id>/open/", accounts.reactivate, name="reactivate_account"),
    path("accounts/<int:account_id>/unlock/", accounts.unlock, name="unlock_account"),
    path("accounts/<int:account_id>/second-factor/", accounts.remove_factor, name="remove_second_factor"),
    path("events/", record.events, name="events"),
    path("events/export/", record.export, name="export_events"),
    path("events/check/", record.check, name="check_events"),
    path("system/", system.system, name="system"),
]
if sso.is_on():
    urlpatterns += [
        path("sso/", door(PUBLIC)(sso.Begin.as_view()), name="oidc_authentication_init"),
        path("sso/return/", door(PUBLIC)(sso.Return.as_view()), name="oidc_authentication_callback"),
    ]
