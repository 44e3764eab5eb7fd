"""A project takes its stages one after the other, each on a day and with its proof."""

from collections.abc import Callable
from datetime import date, datetime

import pytest

from factories import UnitFactory, actor
from projects.factories import ProjectFactory, bring, clerk_of, office
from races import at_once, one_winner
from targets.factories import TargetFactory
from yipanqi.access.actor import SYSTEM, Actor
from yipanqi.access.roles import Role
from yipanqi.audit.models import Event
from yipanqi.files.operations import add_attachment
from yipanqi.foundation import events
from yipanqi.foundation.errors import DomainError, Invalid, LostRace, MoveRefused, NotAllowed, NotFound
from yipanqi.foundation.transitions import Group
from yipanqi.projects import operations as op
from yipanqi.projects.events import ProjectMoved
from yipanqi.projects.models import Project, StageEvent
from yipanqi.projects.operations import ProjectDraft
from yipanqi.projects.transitions import STAGES, Stage
from yipanqi.targets.operations import NewFile
from yipanqi.targets.transitions import YearStatus

pytestmark = [pytest.mark.django_db, pytest.mark.both]
ON = date(2018, 9, 20)


def landed(**fields: object) -> Project:
    return ProjectFactory(stage=Stage.LANDED, stage_since=date(2018, 3, 1), **fields)


def test_a_project_goes_from_talks_to_full_capacity(now: datetime) -> None:
    project = ProjectFactory(stage=Stage.TALKS, stage_since=date(2018, 1, 2))
    clerk = clerk_of(project)
    way = ["sign", "land", "start", "continue", "complete", "reach_capacity"]
    for number, move in enumerate(way, start=1):
        op.move_stage(
            actor=clerk, project_id=project.pk, move=move, on=date(2018, number, 5), note="示例文号", now=now
        )
    project.refresh_from_db()
    assert (project.stage, project.stage_since) == (Stage.AT_CAPACITY, date(2018, 6, 5))
    assert [event.after for event in project.stage_events.all()] == [
        "talks",
        "signed",
        "landed",
        "started",
        "building",
        "completed",
        "at_capacity",
    ]
    assert [event.action for event in Event.objects.order_by("id")] == [f"projects.{move}" for move in way]


def test_a_move_is_announced_with_the_targets_it_feeds(
    now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[object] = []
    project = landed()
    target = TargetFactory()
    bring(project, target)
    monkeypatch.setattr(events, "publish", heard.append)
    op.move_stage(actor=clerk_of(project), project_id=project.pk, move="start", on=ON, now=now)
    assert ProjectMoved(project.pk, project.year_id, (target.pk,), now) in heard


def test_proof_comes_along_or_is_here_already(now: datetime, settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path
    project = landed()
    clerk = clerk_of(project)
    known = add_attachment(
        actor=clerk, now=now, name="许可.txt", content="示例许可".encode(), unit=project.lead
    ).attachment
    op.move_stage(
        actor=clerk,
        project_id=project.pk,
        move="start",
        on=ON,
        evidence_ids=[known.pk],
        files=[NewFile("开工令.txt", "示例开工令".encode())],
        now=now,
    )
    event = StageEvent.objects.get(after=Stage.STARTED)
    assert sorted(file.name for file in event.evidence.all()) == ["开工令.txt", "许可.txt"]


def test_evidence_of_others_is_refused_and_nothing_moves(now: datetime, settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path
    project, other = landed(), landed()
    foreign = add_attachment(
        actor=clerk_of(other), now=now, name="说明.txt", content=b"x", unit=other.lead
    ).attachment
    with pytest.raises(Invalid) as refused:
        op.move_stage(
            actor=clerk_of(project),
            project_id=project.pk,
            move="start",
            on=ON,
            evidence_ids=[foreign.pk],
            now=now,
        )
    assert refused.value.fields["evidence"].code == "targets.evidence_unknown"
    project.refresh_from_db()
    assert (project.stage, project.version) == (Stage.LANDED, 1)


@pytest.mark.parametrize(
    ("move", "on", "field", "code"),
    [
        ("start", date(2018, 9, 29), "on", "targets.done_in_future"),
        ("start", date(2018, 2, 28), "on", "projects.before_stage"),
    ],
)
def test_a_day_that_cannot_be_is_refused(now: datetime, move: str, on: date, field: str, code: str) -> None:
    project = landed()
    with pytest.raises(Invalid) as refused:
        op.move_stage(actor=clerk_of(project), project_id=project.pk, move=move, on=on, now=now)
    assert refused.value.fields[field].code == code


def test_a_completion_says_by_what_it_is_shown(now: datetime) -> None:
    project = ProjectFactory()
    with pytest.raises(Invalid) as refused:
        op.move_stage(actor=clerk_of(project), project_id=project.pk, move="complete", on=ON, now=now)
    assert refused.value.fields["note"].code == "targets.completion_needs_basis"


def test_stages_are_not_skipped_and_unknown_moves_are_not_there(now: datetime) -> None:
    project = landed()
    with pytest.raises(MoveRefused):
        op.move_stage(
            actor=clerk_of(project), project_id=project.pk, move="complete", on=ON, note="示例", now=now
        )
    with pytest.raises(NotFound):
        op.move_stage(actor=clerk_of(project), project_id=project.pk, move="vanish", on=ON, now=now)


def test_giving_up_is_the_project_office_s_with_a_reason_and_can_be_taken_back(now: datetime) -> None:
    project = landed()
    with pytest.raises(NotAllowed):
        op.move_stage(
            actor=clerk_of(project), project_id=project.pk, move="give_up", on=ON, note="示例", now=now
        )
    with pytest.raises(MoveRefused) as refused:
        op.move_stage(actor=office(), project_id=project.pk, move="give_up", on=ON, now=now)
    assert refused.value.code == "state.note_needed"
    op.move_stage(actor=office(), project_id=project.pk, move="give_up", on=ON, note="投资方退出", now=now)
    project.refresh_from_db()
    assert (project.light.colour, project.light.rule) == ("grey", "project.given_up")
    op.move_stage(actor=office(), project_id=project.pk, move="take_up", on=ON, note="重启洽谈", now=now)
    project.refresh_from_db()
    assert project.stage == Stage.TALKS


def test_a_closed_year_stays_as_it_was(now: datetime) -> None:
    project = landed()
    project.year.status = YearStatus.CLOSED
    project.year.save()
    with pytest.raises(DomainError) as refused:
        op.move_stage(actor=clerk_of(project), project_id=project.pk, move="start", on=ON, now=now)
    assert refused.value.code == "targets.year_closed"


def test_every_stage_has_a_group_and_statistics_need_no_single_ones() -> None:
    assert STAGES.in_group(Group.VOID) == {Stage.GIVEN_UP}
    assert STAGES.in_group(Group.CLOSED) == {Stage.AT_CAPACITY}


@pytest.mark.django_db(transaction=True)
def test_of_many_threads_one_moves_the_project_and_one_event_is_written(now: datetime) -> None:
    project = landed()
    clerks = [clerk_of(project) for _ in range(6)]

    def start(clerk: Actor) -> Callable[[], object]:
        return lambda: op.move_stage(
            actor=clerk, project_id=project.pk, move="start", on=ON, version=1, now=now
        )

    one_winner(at_once(*map(start, clerks)), {"state.lost_race", "state.move_refused"})
    assert Event.objects.filter(action="projects.start").count() == 1
    assert StageEvent.objects.filter(project=project, after=Stage.STARTED).count() == 1
    project.refresh_from_db()
    assert (project.stage, project.version) == (Stage.STARTED, 2)


def test_who_has_seen_an_older_project_moves_nothing(now: datetime) -> None:
    project = landed()
    op.alter_project(actor=office(), project_id=project.pk, changes={"place": "示例路"}, version=1, now=now)
    with pytest.raises(LostRace):
        op.move_stage(actor=clerk_of(project), project_id=project.pk, move="start", on=ON, version=1, now=now)
    assert not StageEvent.objects.filter(after=Stage.STARTED).exists()


def draft(**fields: object) -> ProjectDraft:
    known: dict[str, object] = {"name": "示例项目", "sector": "industry", "kind": "new"}
    return ProjectDraft(**(known | fields))


def test_the_project_office_makes_a_project_with_its_first_stage_and_light(now: datetime) -> None:
    year = ProjectFactory().year
    lead, partner = UnitFactory(), UnitFactory()
    made = op.create_project(
        actor=office(),
        year_id=year.pk,
        draft=draft(lead_id=lead.pk, partner_ids=(partner.pk, lead.pk)),
        now=now,
    )
    assert (made.stage, made.stage_since, made.light.rule) == (
        "talks",
        date(2018, 9, 28),
        "project.on_course",
    )
    assert list(made.partners.all()) == [partner]
    assert made.stage_events.get().before == ""
    assert Event.objects.get(action="projects.create").changes["created"] == "示例项目"


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"name": " "}, {"name": "input.required"}),
        ({"sector": "mining"}, {"sector": "input.not_a_choice"}),
        ({"kind": "old"}, {"kind": "input.not_a_choice"}),
        ({"stage": "given_up_twice"}, {"stage": "input.not_a_choice"}),
        ({"stage_since": date(2018, 10, 1)}, {"stage_since": "targets.done_in_future"}),
        ({"code": "taken"}, {"code": "projects.code_exists"}),
    ],
)
def test_a_draft_that_cannot_be_is_refused(
    now: datetime, fields: dict[str, object], wrong: dict[str, str]
) -> None:
    there = ProjectFactory(code="taken")
    with pytest.raises(Invalid) as refused:
        op.create_project(
            actor=office(), year_id=there.year_id, draft=draft(lead_id=there.lead_id, **fields), now=now
        )
    assert {name: error.code for name, error in refused.value.fields.items()} == wrong
    assert Project.objects.count() == 1


def test_an_alteration_keeps_what_was_before(now: datetime) -> None:
    project = ProjectFactory()
    op.alter_project(
        actor=office(),
        project_id=project.pk,
        changes={"place": "示例路", "partner_ids": ()},
        version=1,
        now=now,
    )
    event = Event.objects.get(action="projects.alter")
    assert event.changes["place"] == ["", "示例路"]
    with pytest.raises(NotAllowed):
        op.alter_project(
            actor=actor(Role.CLERK, units=[project.lead]), project_id=project.pk, changes={}, now=now
        )


def test_projects_follow_a_unit_that_is_succeeded(now: datetime) -> None:
    project = ProjectFactory()
    old, heir = project.lead, UnitFactory()
    partnered = ProjectFactory()
    partnered.partners.set([old])
    assert op.hand_over(actor=SYSTEM, from_unit=old.pk, to_unit=heir.pk, now=now) == 1
    project.refresh_from_db()
    assert (project.lead, project.light.unit) == (heir, heir)
    assert list(partnered.partners.all()) == [heir]
    assert op.hand_over(actor=SYSTEM, from_unit=old.pk, to_unit=heir.pk, now=now) == 0
    with pytest.raises(NotAllowed):
        op.hand_over(actor=office(), from_unit=heir.pk, to_unit=old.pk, now=now)
