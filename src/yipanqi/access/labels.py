"""Actions in words, for the record and the permission table. Rooms register theirs; the code stands in for a missing one."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ACTIONS: dict[str, "str | Promise"] = {
    "access.sign_in": _("Sign in"),
    "access.sign_out": _("Sign out"),
    "access.view_accounts": _("See the accounts"),
    "access.create_account": _("Create an account"),
    "access.change_account": _("Change an account"),
    "access.grant_role": _("Grant a role"),
    "access.revoke_role": _("Take a role away"),
    "access.reset_password": _("Give a new one-time password"),
    "access.deactivate_account": _("Close an account"),
    "access.reactivate_account": _("Open an account again"),
    "access.unlock_account": _("Unlock an account"),
    "access.remove_second_factor": _("Remove a second factor"),
    "access.change_own_password": _("Change the own password"),
    "access.change_own_profile": _("Change the own settings"),
    "access.enrol_second_factor": _("Enrol a second factor"),
    "access.view_events": _("Read the record"),
    "access.export_events": _("Export the record"),
    "access.view_system": _("See settings and health"),
    "org.view": _("See units and posts"),
    "org.create_unit": _("Create a unit"),
    "org.change_unit": _("Change a unit"),
    "org.succeed_unit": _("Hand a unit over to its successor"),
    "org.create_post": _("Create a post"),
    "org.change_post": _("Change a post"),
    "org.import": _("Import units and posts"),
    "org.appoint": _("Appoint to a post"),
    "org.end_appointment": _("End an appointment"),
    "org.give_delegation": _("Name a stand-in"),
    "org.view_delegations": _("See the own stand-ins"),
    "org.withdraw_delegation": _("Withdraw a stand-in"),
    "workdays.view": _("See the working days"),
    "workdays.edit": _("Change the working days"),
    "workdays.seed": _("Enter known holidays"),
    "files.view": _("Fetch evidence"),
    "files.upload": _("Bring evidence"),
    "files.attach": _("Attach evidence"),
}


def register(words: dict[str, "str | Promise"]) -> None:
    """Hand in the words for a room's actions."""
    ACTIONS.update(words)


def word(action: str) -> str:
    """The action in the reader's language, or its code."""
    return str(ACTIONS.get(action, action))
