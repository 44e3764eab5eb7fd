"""The one table of actions in words, for the record and the permission table; a test finds verbs without a row."""

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
    "lights.view": _("See the rules of the lights"),
    "lights.revise_rules": _("Revise the rules of the lights"),
    "targets.view": _("See the targets"),
    "targets.enter_reading": _("Enter a reading"),
    "targets.enter_statement": _("Say how it stands"),
    "targets.keep_lists": _("Keep duty, task and problem lists"),
    "targets.complete": _("Mark as done"),
    "targets.reopen": _("Open again"),
    "targets.comment": _("Comment on the year"),
    "targets.answer_comment": _("Answer a comment"),
    "targets.create_year": _("Create a year"),
    "targets.set_year": _("Set the targets of a year"),
    "targets.open_comments": _("Open the year for comments"),
    "targets.back_to_draft": _("Take the year back to draft"),
    "targets.fix": _("Fix the year"),
    "targets.close": _("Close the year"),
    "targets.alter_target": _("Alter a target by decision"),
    "targets.change_target": _("Change a target"),
    "targets.drop": _("Drop a target"),
    "targets.hand_over": _("Hand targets over"),
    "targets.record_meeting": _("Record a meeting"),
    "reports.view": _("See the reports of the year"),
    "reports.read": _("Read a report"),
    "reports.confirm": _("Confirm findings"),
    "reports.correct": _("Correct a finding"),
    "reports.merge": _("Merge findings"),
    "reports.reject": _("Reject findings"),
    "reports.reopen": _("Open findings again"),
    "reports.make_targets": _("Make targets of a report"),
    "board.view": _("See the board"),
    "desk.fill_month": _("Fill in the month"),
    "desk.watch": _("Watch the units"),
    # projects
    "projects.view": _("See the projects"),
    "projects.create": _("Create a project"),
    "projects.alter": _("Alter a project"),
    "projects.sign": _("Move a project to signed"),
    "projects.land": _("Move a project to landed"),
    "projects.start": _("Move a project to started"),
    "projects.continue": _("Move a project to building"),
    "projects.complete": _("Move a project to completed"),
    "projects.reach_capacity": _("Move a project to full capacity"),
    "projects.give_up": _("Give a project up"),
    "projects.take_up": _("Take a project up again"),
    "projects.plan_investment": _("Plan the investment of a project"),
    "projects.enter_investment": _("Enter the investment of a project"),
    "projects.record_visit": _("Record a talk with a firm"),
    "projects.add_guarantee": _("Ask for a guarantee"),
    "projects.settle_guarantee": _("Settle a guarantee"),
    "projects.add_contribution": _("Let a project contribute to a target"),
    "projects.remove_contribution": _("End a contribution to a target"),
    "projects.hand_over": _("Hand projects over"),
    # plans
    # consultations
    # assignments
    # supervision
    "supervision.view": _("See matters and reminders"),
    "supervision.watch": _("See who is late or silent"),
    "supervision.propose": _("Propose a matter"),
    "supervision.instruct": _("Give an instruction"),
    "supervision.approve": _("Approve a matter"),
    "supervision.drop": _("Drop a matter"),
    "supervision.open": _("Put a matter under supervision"),
    "supervision.feed_back": _("Answer a matter"),
    "supervision.send_back": _("Send a matter back"),
    "supervision.accept": _("Accept the answer"),
    "supervision.conclude": _("Conclude a matter"),
    "supervision.file": _("File a matter"),
    "supervision.verify_item": _("Verify an item of a letter"),
    "supervision.remind": _("Send reminders"),
    "supervision.read_reminder": _("Take note of a reminder"),
    "supervision.view_bulletins": _("Read the bulletins"),
    "supervision.issue_bulletin": _("Issue a bulletin"),
    "supervision.report_unit": _("Make a unit's monthly report"),
    "supervision.hand_over": _("Hand matters over"),
    # appraisal
}


def word(action: str) -> str:
    """The action in the reader's language, or its code."""
    return str(ACTIONS.get(action, action))


FIELDS: dict[str, "str | Promise"] = {
    "accepted": _("accepted"),
    "account": _("account"),
    "address": _("network address"),
    "after": _("after"),
    "before": _("before"),
    "code": _("code"),
    "comment": _("comment"),
    "created": _("created"),
    "done_on": _("done on"),
    "due": _("due"),
    "expected_on": _("expected on"),
    "findings": _("findings"),
    "from": _("from"),
    "how": _("by"),
    "list": _("list"),
    "period": _("period"),
    "points": _("points of the trajectory"),
    "reason": _("reason"),
    "removed": _("removed"),
    "role": _("role"),
    "roles": _("roles"),
    "rows": _("rows"),
    "status": _("state"),
    "text": _("text"),
    "title": _("title"),
    "to": _("to"),
    "trajectory": _("trajectory"),
    "unit": _("unit"),
    "until": _("until"),
    "username": _("user name"),
    "value": _("value"),
    "was": _("was"),
    "why": _("because of"),
    "years": _("years"),
}
VALUES: dict[str, "str | Promise"] = {
    "active": _("in progress"),
    "closed": _("closed"),
    "comments": _("open for comments"),
    "done": _("done"),
    "draft": _("draft"),
    "duty": _("duty list"),
    "even": _("even"),
    "fixed": _("fixed"),
    "history": _("by last year's rhythm"),
    "password": _("password"),
    "problem": _("problem list"),
    "second factor": _("second factor"),
    "single sign-on": _("single sign-on"),
    "task": _("task list"),
    "typed": _("as set month by month"),
}
THINGS: dict[str, "str | Promise"] = {
    "access.user": _("Account"),
    "files.attachment": _("Evidence"),
    "lights.ruleset": _("Rule set"),
    "org.delegation": _("Stand-in"),
    "org.post": _("Post"),
    "org.unit": _("Unit"),
    "reports.workreport": _("Work report"),
    "targets.goal": _("Goal"),
    "targets.meeting": _("Meeting"),
    "targets.target": _("Target"),
    "targets.year": _("Year"),
    "workdays.day": _("Day"),
}


def field(name: str) -> str:
    """The word for a recorded field; one without a word bears its own name."""
    return str(FIELDS.get(name, name))


def thing(kind: str) -> str:
    """The word for a kind of subject; one without a word bears its own name."""
    return str(THINGS.get(kind, kind))


def value(text: str) -> str:
    """A recorded value in words, where it is one of our own; anything else as it is."""
    return str(VALUES.get(text, text))
