"""The one table of what a refusal says: code of a DomainError → translated sentence with its params.

A sentence says what is wrong and what to do. A new code is one row here; a test finds codes without a row.
"""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from yipanqi.foundation.errors import DomainError, Invalid

MESSAGES: dict[str, "str | Promise"] = {
    "domain.error": _("This could not be done; nothing was saved."),
    "access.not_allowed": _(
        "Your account may not do this. If your work needs it, ask the security administrator."
    ),
    "access.not_found": _("There is nothing here, or your account may not see it."),
    "state.move_refused": _("This step is not possible from the present state. Load the page again."),
    "state.note_needed": _("Say the reason in a few words; it is kept with the decision."),
    "state.lost_race": _(
        "Somebody else changed this meanwhile. Your text is kept below: compare and send again."
    ),
    "input.invalid": _("Some entries need to be corrected; nothing was saved."),
    "input.required": _("This must be filled in."),
    "input.not_a_number": _("“%(text)s” is not a number. Examples: 1,350, 1.35千, 约199."),
    "input.number_too_large": _("“%(text)s” is too large. Check the unit."),
    "input.wrong_unit": _("“%(written)s” is another unit; this figure is in %(unit)s."),
    "input.not_a_day": _("“%(text)s” is not a day. Example: 2018-09-28."),
    "input.below": _("Must be %(limit)s or more."),
    "input.above": _("Must be %(limit)s or less."),
    "input.digits": _("At most %(digits)s decimals."),
    "input.not_a_choice": _("Choose one of the list."),
    "input.reason_needed": _("A reason is needed; it is kept with the change."),
    "access.already_active": _("The account is active already."),
    "access.already_inactive": _("The account is closed already."),
    "access.no_second_factor": _("The account has no second factor."),
    "access.not_separated": _("An administrator holds no other role and no post. Take a separate account."),
    "access.password_too_plain": _("Use three of these four: small letters, capitals, digits, marks."),
    "access.password_too_short": _("At least %(min_length)s characters."),
    "access.password_too_common": _("This password is among the common ones. Choose another."),
    "access.password_too_similar": _("The password is too close to the account's own data. Choose another."),
    "access.password_entirely_numeric": _("The password must not be digits alone."),
    "access.role_held": _("The account holds the role “%(role)s” already."),
    "access.role_not_held": _("The account does not hold the role “%(role)s”."),
    "access.same_password": _("The new password is the old one. Choose another."),
    "access.sso_name_taken": _("Another account is linked to this sign-on name."),
    "access.unknown_language": _("This language is not offered."),
    "access.username_taken": _("There is an account “%(username)s” already."),
    "access.wrong_password": _("The present password is not right."),
    "lights.in_the_past": _("Rules may not begin in the past."),
    "lights.threshold_negative": _("A threshold may not be negative."),
    "lights.thresholds_out_of_order": _("The limit of red must lie beyond that of yellow."),
    "lights.version_exists": _("There is a rule set of this name already."),
    "org.account_cannot_hold_posts": _(
        "This account cannot hold a post: it is closed, an administrator's, or your own."
    ),
    "org.already_appointed": _("This account holds %(post)s already."),
    "org.appointment_has_ended": _("The appointment has ended already."),
    "org.before_the_unit": _("The unit did not exist on that day."),
    "org.cannot_stand_in": _("This account cannot stand in for you."),
    "org.code_taken": _("The code “%(text)s” is in use."),
    "org.code_twice": _("The code “%(text)s” is in row %(row)s already."),
    "org.dates_not_in_order": _("The last day lies before the first."),
    "org.delegation_has_ended": _("The delegation has ended already."),
    "org.delegation_too_long": _("A delegation lasts at most %(days)s days."),
    "org.import_has_faults": _("%(count)s rows have faults; nothing was imported."),
    "org.parent_below_itself": _("A unit cannot stand below itself."),
    "org.post_cannot_be_held": _("%(post)s cannot be held now."),
    "org.post_is_held": _("The post is held; end the appointment first."),
    "org.succeeded_unit_has_ended": _("Another unit has taken over; this one has ended."),
    "org.succession_before_beginning": _("A unit cannot end before it began."),
    "org.succession_in_future": _("A succession cannot lie in the future."),
    "org.successor_not_valid": _("The unit that takes over must be another one that exists on that day."),
    "org.unit_has_ended": _("%(unit)s ended on %(day)s."),
    "org.unknown_kind": _("This kind of unit does not exist."),
    "org.unknown_unit": _("There is no unit with the code “%(text)s”."),
    "targets.below_previous": _(
        "Smaller than %(before)s of %(period)s: a cumulative figure cannot shrink. Was a digit lost?"
    ),
    "targets.completion_needs_basis": _("Say by what it is done, or attach the evidence."),
    "targets.computed_source": _(
        "This figure comes from %(source)s: %(value)s%(unit)s. It is not asked for a second time."
    ),
    "targets.done_in_future": _("%(day)s has not come yet."),
    "targets.due_before_year": _("The due day lies before the year %(year)s."),
    "targets.evidence_unknown": _("Some of the attached evidence is not here. Attach it again."),
    "targets.expected_in_past": _("%(day)s is past. Name a day to come."),
    "targets.goal_below_itself": _("A goal cannot stand below itself."),
    "targets.goal_is_used": _("“%(goal)s” still carries %(count)s goals or targets. Move these first."),
    "targets.goal_of_other_year": _("The goal belongs to another year."),
    "targets.is_an_indicator": _("“%(target)s” takes a figure, not a statement."),
    "targets.key_exists": _("The key “%(key)s” is in use."),
    "targets.meeting_in_future": _("The meeting has not been held yet."),
    "targets.more_days_than_elapsed": _("Only %(days)s days have gone by; %(value)s is too many."),
    "targets.negative": _("%(value)s is below zero."),
    "targets.not_active": _("“%(target)s” is no longer pursued."),
    "targets.not_an_indicator": _("“%(target)s” takes a statement, not a figure."),
    "targets.not_open_for_comments": _("The year %(year)s is not open for comments."),
    "targets.not_standing_work": _("“%(target)s” is no standing work and has no lists."),
    "targets.not_your_unit": _("You cannot speak for this unit."),
    "targets.nothing_entered": _("Nothing was entered."),
    "targets.nothing_to_confirm": _("There is no earlier figure to confirm. Enter the first one."),
    "targets.nothing_to_correct": _("There is nothing to correct for %(period)s."),
    "targets.period_future": _("%(period)s has not begun yet."),
    "targets.period_outside_year": _("The period lies outside the year %(year)s."),
    "targets.period_twice": _(
        "%(period)s has a figure already: %(value)s%(unit)s, by %(who)s on %(at)s. Correct it and say why."
    ),
    "targets.period_twice_in_batch": _("%(period)s stands here twice."),
    "targets.source_unknown": _("The source “%(source)s” does not exist."),
    "targets.trajectory_without_points": _("Set at least one month of the trajectory."),
    "targets.year_closed": _("The year %(year)s is closed."),
    "targets.year_exists": _("The year %(year)s exists already."),
    "targets.year_incomplete": _("%(count)s targets lack a lead unit, a figure or a date: %(names)s."),
    "targets.year_is_fixed": _("The year %(year)s is fixed: a change needs a decision and its reason."),
    "targets.year_not_fixed": _("The year %(year)s is not fixed yet."),
    "workdays.unknown_kind": _("This kind of day does not exist."),
    "workdays.year_out_of_range": _("Only days from %(first)s to %(last)s can be kept."),
    # sign-in, evidence, workbooks
    "access.wrong_sign_in": _("User name or password is not right."),
    "access.wrong_token": _("These are not the six digits that the app shows now. Wait for the next ones."),
    "input.too_long": _("At most %(longest)s characters."),
    "input.not_yes_or_no": _("“%(text)s” is neither yes nor no. Write 是 or 否."),
    "input.not_a_whole_number": _("“%(text)s” is not a whole number from 0 to 32767."),
    "org.unknown_kind_word": _("“%(text)s” is no kind of unit. Examples: 条, 块, 领导小组."),
    "org.post_stays_in_its_unit": _("This post belongs to the unit “%(unit)s”; an import does not move it."),
    "org.import_too_old": _("The preview is too old. Choose the workbook again."),
    "files.kind_not_allowed": _("This kind of file is not taken. Allowed: %(allowed)s."),
    "files.empty": _("The file is empty."),
    "files.name_disagrees": _("“%(name)s” is in truth a %(found)s file. Give it the right ending."),
    "files.unpacks_too_large": _("The file unpacks to far more than it should. Save it anew and try again."),
    "files.has_macros": _("Documents with macros are not taken. Save it without macros."),
    "files.broken_image": _("The picture is broken and cannot be opened."),
    "files.image_too_large": _("The picture has more than %(pixels)s million pixels. Make it smaller."),
    "files.too_large": _("The file is larger than %(limit)s MB."),
    "files.bytes_missing": _("“%(name)s” is missing in the storage. Tell the system administrator."),
    "tables.not_a_workbook": _("This is not a workbook that can be read. Save it as xlsx."),
    "tables.password": _("The workbook is locked with a password. Save it without."),
    "tables.empty": _("The workbook holds nothing."),
    "tables.too_large": _("The workbook is too large. Keep only the sheet that is needed."),
    "tables.no_such_sheet": _("There is no sheet “%(sheet)s”. The workbook has: %(sheets)s."),
    "tables.no_heads": _("These column heads were not found: %(heads)s."),
    # targets: the import of a breakdown table
    "targets.goal_unknown": _("There is no theme “%(goal)s” in this year."),
    "targets.import_has_faults": _("%(count)s rows have mistakes; nothing was imported."),
    "targets.row_twice": _("The same name stands in row %(row)s."),
    "targets.too_many_rows": _("At most %(limit)s rows at once."),
    "targets.unit_unknown": _("There is no unit “%(unit)s”."),
    "targets.upload_again": _("The preview is too old. Choose the file again."),
    # reports: reading, deciding, making targets
    "report.empty": _("The file is empty; choose another one."),
    "report.no_words": _("The file holds no words; choose the report itself."),
    "report.too_large": _("The file is larger than %(limit)s MB; remove pictures or paste the text."),
    "report.too_long": _(
        "This is longer than any report (%(limit)s characters at most); cut out the report."
    ),
    "report.bomb": _("The file unpacks to more than %(limit)s MB and was not opened."),
    "report.binary": _("This is not a text, Word, PDF or web file; save the report as one of them."),
    "report.picture": _("This is a picture; have its words recognised first, or paste the text."),
    "report.scanned": _("The PDF holds pictures of pages and no words; have its words recognised first."),
    "report.encrypted": _("The file is locked by a password; remove it and try again."),
    "report.old_word": _("This is the old Word format; save it as .docx."),
    "report.spreadsheet": _("This is a spreadsheet; save the report as text, Word or PDF."),
    "report.damaged": _("The file is damaged and cannot be opened; save it again."),
    "report.wrong_encoding": _("The characters cannot be told (line %(line)s); save the text as UTF-8."),
    "report.garbled": _("The text was garbled when it was saved; take it from its source again."),
    "report.too_many_pages": _("The PDF has more than %(limit)s pages; cut out the report."),
    "reports.due_before_year": _("Due before the year %(year)s: %(names)s. Correct these first."),
    "reports.figure_needs_indicator": _(
        "Only an indicator has a figure; choose that kind, or empty the field."
    ),
    "reports.finding_is_used": _("“%(finding)s” has become a target; change it there."),
    "reports.merge_needs_two": _("Pick at least two findings that say the same."),
    "reports.nothing_chosen": _("Pick at least one finding."),
    "reports.too_many_findings": _(
        "%(count)s promises were found, more than any report makes (%(limit)s); cut out the report."
    ),
    "reports.nothing_found": _("No target, date or work was found in it. Is it the report itself?"),
    "reports.nothing_given": _("Choose a file or paste the text."),
    "reports.nothing_to_make": _("Nothing is confirmed that is not a target already."),
    "reports.year_out_of_range": _("The year must lie between %(first)s and %(last)s."),
    "reports.year_unknown": _("The report does not say its year; enter it."),
    "reports.zone_needed": _("Enter the name of the zone."),
    # projects
    "projects.row_refused": _("Row %(row)s cannot be taken; nothing was imported."),
    "projects.above_next": _(
        "Larger than %(after)s of %(period)s: a total to date never shrinks. Correct that one first."
    ),
    "projects.before_stage": _(
        "The project has stood in its present stage since %(day)s; it cannot leave it earlier."
    ),
    "projects.code_exists": _("The code “%(text)s” is in use in this year."),
    "projects.contributes_already": _("The project contributes to “%(target)s” in this way already."),
    "projects.given_up": _("“%(project)s” is given up; take it up again first."),
    "projects.import_has_faults": _("%(count)s rows have mistakes; nothing was imported."),
    "projects.kind_unknown": _("“%(text)s” is not known. One of: %(known)s."),
    "projects.over_total": _("%(value)s is more than twice the project's total of %(total)s. Is it in 亿元?"),
    "projects.plan_over_year": _("More than the year's investment of %(year)s."),
    "projects.plan_shrinks": _("Smaller than the month before (%(before)s): plan totals to date."),
    "projects.row_twice": _("The same project stands in row %(row)s."),
    "projects.target_in_other_unit": _("The target counts in %(unit)s, investment in %(needed)s."),
    "projects.year_over_total": _("The year's investment %(year)s is more than the total of %(total)s."),
    # plans
    "plans.already_finished": _(
        "Finished on %(day)s already. Correct that fact and say why, if it is wrong."
    ),
    "plans.change_unknown": _("A decision cannot change “%(field)s”."),
    "plans.cross_link_exists": _("These two activities are linked in this way already."),
    "plans.cycle": _("These links form a ring: %(ring)s. Take one of them away."),
    "plans.day_after_status": _("%(day)s lies after the day of the report, %(as_of)s."),
    "plans.day_in_future": _("%(day)s has not come yet."),
    "plans.days_out_of_range": _("Give whole working days, at most %(limit)s."),
    "plans.deleted_has_facts": _("Facts were entered of %(keys)s; an activity with facts cannot be deleted."),
    "plans.deleted_is_linked": _("Another plan is linked with %(keys)s; end the link first."),
    "plans.due_before_start": _("The plan begins on %(start)s; it cannot be due before that."),
    "plans.empty": _("“%(plan)s” has no activities yet."),
    "plans.estimates_out_of_order": _("Optimistic, planned and pessimistic days must ascend."),
    "plans.fact_exists": _("A fact as of %(as_of)s is here already. Correct it and say why."),
    "plans.fact_is_older": _("The newest fact is as of %(as_of)s; an older one would take it back."),
    "plans.fact_twice": _("“%(key)s” stands here twice."),
    "plans.finish_before_start": _("It began on %(start)s and cannot have finished before."),
    "plans.finish_without_start": _("Say when it began."),
    "plans.finished_has_nothing_left": _("What is finished has no days left."),
    "plans.impossible": _("The plan cannot be scheduled: %(reason)s."),
    "plans.key_has_marks": _(
        "“%(key)s”: a number may hold letters and digits, no spaces, commas or slashes."
    ),
    "plans.key_twice": _("The number “%(key)s” stands in two rows."),
    "plans.link_inside_plan": _("Both activities stand in one plan; link them in its table."),
    "plans.link_to_itself": _("“%(key)s” cannot wait for itself."),
    "plans.link_twice": _("“%(key)s” is named twice with the same kind of link."),
    "plans.link_type_unknown": _("“%(type)s” is no kind of link. Write FS, SS, FF or SF."),
    "plans.link_unknown": _("There is no such link from “%(key)s”."),
    "plans.milestone_has_no_days": _("Milestones and summaries have no days of their own."),
    "plans.milestone_is_a_day": _("“%(name)s” is a milestone: enter the day on which it was reached."),
    "plans.not_agreed": _("Nothing of “%(plan)s” is agreed yet; facts are entered once it is."),
    "plans.not_in_work": _(
        "The version lies with the consultation or was returned; it cannot be edited now."
    ),
    "plans.not_submitted": _("“%(plan)s” has not been submitted; a decision needs a submitted version."),
    "plans.nothing_entered": _("Nothing was entered."),
    "plans.nothing_in_work": _("“%(plan)s” has no version in work."),
    "plans.remaining_without_start": _("Days left are told of work that has begun: say when."),
    "plans.start_known": _("It began on %(day)s, as was entered before. Correct that fact and say why."),
    "plans.summary_has_no_facts": _("“%(name)s” is a summary; facts belong to its activities."),
    "plans.summary_linked": _("“%(key)s” is a summary; link its activities."),
    "plans.task_needs_days": _("An activity needs at least one day; without days it is a milestone."),
    "plans.too_many_rows": _("A plan has at most %(limit)s rows."),
    "plans.unchanged_with_figures": _("Either “no change” or figures, not both."),
    "plans.unit_unknown": _("%(count)s of the units do not exist."),
    "plans.unknown_activity": _("There is no activity “%(key)s” in the plan."),
    "plans.unknown_predecessor": _("The predecessor “%(key)s” is not in the plan. Was its row deleted?"),
    "plans.version_not_current": _(
        "“%(plan)s” has a newer version since; load the page again and decide on that one."
    ),
    "plans.versions_of_two_plans": _("The two versions belong to different plans."),
    "plans.year_closed": _("The year is closed or does not exist."),
    # plans: typed, pasted and imported tables
    "plans.bad_constraint": _(
        "“%(text)s” is no constraint. Examples: ≥2018-05-01, ≤2018-12-31, S=2018-05-01, F=2018-12-31."
    ),
    "plans.bad_days": _("“%(text)s” is no number of working days. Examples: 12, 2周."),
    "plans.bad_lag": _("“%(text)s”: give the lag in whole working days."),
    "plans.bad_level": _("“%(text)s” is no level. Write 0, 1, 2 …"),
    "plans.bad_predecessor": _("“%(text)s” is not understood. Examples: 3, 3FS+2, 5SS-1."),
    "plans.days_missing": _("Working days are missing; 0 makes a milestone."),
    "plans.mapped_twice": _("Two rows of the file are taken for the activity “%(key)s”."),
    "plans.no_such_unit": _("There is no unit “%(unit)s”."),
    "plans.not_read": _("%(reason)s"),
    "plans.upload_again": _("The preview is too old. Choose the file again."),
    # consultations
    "consultations.conflict_settled": _("This conflict is settled already. Load the page again."),
    "consultations.not_in_this_state": _("The session has moved on; this is not possible any more."),
    "consultations.nothing_searched": _("Search for conflicts first: the units need an agenda to speak to."),
    "consultations.opinions_after_session": _("Opinions must close by %(day)s, the day of the session."),
    "consultations.opinions_closed": _("Opinions closed on %(day)s. Say it in the meeting."),
    "consultations.unit_not_concerned": _("This conflict does not concern your unit."),
    # assignments
    "assignments.decision_is_lettered": _("This decision was told by letters already."),
    "assignments.extension_is_open": _("A later date is being asked for already: “%(item)s”."),
    "assignments.extension_not_later": _("It must lie after %(day)s."),
    "assignments.extension_too_late": _("%(day)s is past: a later date is asked for before the due day."),
    "assignments.letter_not_issued": _("The letter has not gone out yet."),
    "assignments.no_letters_yet": _(
        "No letter of this session has been drafted yet: draft one for each unit first."
    ),
    "assignments.nothing_changed": _("The decision changes nothing in any letter."),
    "assignments.nothing_to_assign": _("Everything out of this session is assigned already."),
    "assignments.nothing_to_issue": _("There is no draft to issue."),
    "assignments.return_too_late": _("An item could be returned until %(day)s."),
    "assignments.session_not_decided": _("The session has not decided yet."),
    # supervision
    "supervision.already_supervised": _(
        "%(unit)s is supervised on this already: no. %(number)s “%(title)s”, by %(by)s. Nothing is supervised twice."
    ),
    "supervision.no_approver": _("Name who approves it: nothing is supervised without."),
    "supervision.no_basis": _("Name the decision, instruction or designation it rests on."),
    "supervision.no_post": _("Your account holds no post, so it cannot be the basis of a matter."),
    "supervision.nobody_chosen": _("Choose at least one unit."),
    "supervision.nothing_to_remind": _("The units owe nothing that was not told them a few days ago."),
    "supervision.period_has_bulletin": _("This period has bulletin no. %(number)s already."),
    # appraisal
    "appraisal.cap_below_one": _("A cap below 1 would punish a target that is met."),
    "appraisal.commended_already": _("%(unit)s stands on the list with this title already."),
    "appraisal.days_out_of_range": _("From %(first)s to %(last)s working days."),
    "appraisal.grade_not_commended": _("%(unit)s has the grade “%(grade)s”; the scheme does not commend it."),
    "appraisal.grades_incomplete": _("At least two grades, each with its own name."),
    "appraisal.grades_out_of_order": _("Each grade must begin below the one above it."),
    "appraisal.key_has_marks": _("“%(key)s”: a key holds letters, digits, hyphens and underscores only."),
    "appraisal.key_twice": _("The key “%(key)s” stands here twice."),
    "appraisal.not_computed": _("Compute the sheets first: nothing was computed since the round was opened."),
    "appraisal.objection_not_open": _("Objections are raised once the round is frozen."),
    "appraisal.objection_too_late": _("The last day to object was %(day)s."),
    "appraisal.objection_waits": _("An objection to this score waits for its answer already."),
    "appraisal.objections_possible": _("Units may object until %(day)s; confirm the result after it."),
    "appraisal.objections_waiting": _("%(count)s objections wait for an answer."),
    "appraisal.period_backwards": _("The period ends before it begins."),
    "appraisal.period_outside_year": _("The period must lie in the year %(year)s."),
    "appraisal.round_exists": _("There is a round “%(name)s” in this year already."),
    "appraisal.round_is_frozen": _("“%(round)s” is frozen: later facts do not change it. Unfreeze it first."),
    "appraisal.round_not_final": _("Units are commended once the result is confirmed."),
    "appraisal.rule_does_nothing": _("Give a weight, or a step with its limit, or make it a veto."),
    "appraisal.rule_is_two_things": _("Only one of these: a weight, a step with its limit, a veto."),
    "appraisal.source_unknown": _("Choose the source that the rule counts."),
    "appraisal.unit_vetoed": _("%(unit)s bears a veto and cannot be commended."),
    "appraisal.unit_without_sheet": _("This unit has no sheet in the round."),
    "appraisal.weights_not_100": _("The weights add up to %(sum)s, not to 100."),
}


class _Params(dict[str, object]):
    """A param that the error does not carry shows as a dash instead of breaking the page."""

    def __missing__(self, key: str) -> str:
        return "—"


def message_for(error: DomainError) -> str:
    """The sentence for `error` in the reader's language; several wrong fields give one sentence each."""
    if isinstance(error, Invalid) and error.fields:
        return " ".join(dict.fromkeys(map(message_for, error.fields.values())))
    return sentence(error.code, error.params)


def sentence(code: str, params: Mapping[str, object]) -> str:
    """The sentence of `code`; an unknown code says that nothing was saved."""
    text = str(MESSAGES.get(code) or MESSAGES["domain.error"])
    return text % _Params(params)
