"""The doors of the room: every page opens in both languages, one press does one thing, refusals keep what was typed."""

import re
from datetime import date, datetime
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from factories import NOW, UnitFactory, actor, sign_in
from supervision.factories import (
    DUE,
    bulletin,
    clerk,
    item_of,
    late_target,
    leader,
    matter_under_way,
    office,
    plan_of,
    reminder_of,
    silent_target,
)
from targets.factories import YearFactory
from yipanqi.access.roles import Role
from yipanqi.plans.models import Activity, ProgressFact
from yipanqi.supervision import operations as op
from yipanqi.supervision.models import Bulletin, Feedback, Matter, Reminder

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _present() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


def page(client: Any, name: str, *args: Any, query: str = "") -> str:
    response = client.get(reverse(f"supervision:{name}", args=args) + query)
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def press(client: Any, name: str, *args: Any, **data: Any) -> Any:
    return client.post(reverse(f"supervision:{name}", args=args), data)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_page_to_look_at(client: Any, language: str) -> None:
    client.cookies["yipanqi_language"] = language
    unit = UnitFactory()
    matter, reminder, row = matter_under_way(unit), reminder_of(unit), bulletin()
    silent_target(unit)
    item_of(unit, status="reported", done_on=date(2018, 9, 20))
    wait_for(unit)
    sign_in(client, office())
    names = ("matters", "new", "queue", "reminders", "sent", "blockers", "bulletins", "new_bulletin")
    seen = [page(client, name) for name in names]
    seen += [
        page(client, "matter", matter.pk),
        page(client, "reminder", reminder.pk),
        page(client, "bulletin", row.pk),
    ]
    sign_in(client, clerk(unit))
    seen += [page(client, "inbox"), page(client, "feed_back", matter.pk), page(client, "matter", matter.pk)]
    sign_in(client, leader())
    seen += [page(client, "instruct"), page(client, "instruct", query=f"?unit={unit.pk}")]
    for html in seen:
        assert "style=" not in html
        assert "<script>" not in html


def wait_for(blocker: Any) -> ProgressFact:
    """Another unit's activity waits for this one."""
    plan = plan_of(UnitFactory())
    Activity.objects.create(version=plan.baseline, key="A10", order=1, name="示例工作", unit=plan.owner)
    return ProgressFact.objects.create(
        plan=plan,
        key="A10",
        as_of=NOW.date(),
        actual_start=NOW.date(),
        waits_for=blocker,
        note="示例：等批复",
        unit=plan.owner,
        author_key="user:0",
        author_label="示例岗位",
        at=NOW,
    )


def test_a_leader_instructs_with_one_field_and_the_unit_finds_it_in_its_inbox(client: Any) -> None:
    target, who = late_target(), leader()
    sign_in(client, who)
    html = page(client, "instruct", query=f"?target={target.pk}")
    assert f'<option value="{target.lead_id}" selected>' in html
    assert 'value="2018-10-05"' in html  # five working days on
    sent = press(
        client,
        "instruct",
        target=target.pk,
        unit=target.lead_id,
        due=DUE,
        text="示例：两周内拿出追赶办法。",
    )
    matter = Matter.objects.get()
    assert sent.status_code == 303
    assert sent.headers["Location"] == reverse("supervision:matter", args=[matter.pk])
    sign_in(client, clerk(target.lead))
    assert "示例：两周内拿出追赶办法。" in page(client, "inbox")


def test_a_second_instruction_is_refused_with_the_open_matter_named_and_the_text_kept(client: Any) -> None:
    target, who = late_target(), leader()
    first = op.instruct(
        actor=who,
        year_id=target.year_id,
        unit_id=target.lead_id,
        text="示例一",
        due=DUE,
        target_id=target.pk,
        now=NOW,
    )
    sign_in(client, who)
    refused = press(client, "instruct", target=target.pk, unit=target.lead_id, due=DUE, text="示例二")
    html = refused.content.decode()
    assert refused.status_code == 422
    assert reverse("supervision:matter", args=[first.pk]) in html
    assert "示例二" in html
    assert Matter.objects.count() == 1


def test_an_address_that_names_nothing_is_not_found(client: Any) -> None:
    sign_in(client, leader())
    for query in ("?target=99", "?plan=99", "?project=99", "?item=99", "?plan=1&key=x"):
        assert client.get(reverse("supervision:instruct") + query).status_code == 404
    assert client.get(reverse("supervision:instruct") + "?target=" + "9" * 40).status_code == 200


def test_a_matter_is_proposed_approved_answered_and_concluded_by_pages(client: Any) -> None:
    unit, year = UnitFactory(), YearFactory()
    sign_in(client, office())
    made = press(
        client, "new", title="示例事项", unit=unit.pk, due=DUE, basis="decision", basis_text="示例纪要3号"
    )
    matter = Matter.objects.get(year=year)
    assert made.status_code == 303
    for name in ("approve", "open"):
        assert press(client, name, matter.pk, version=Matter.objects.get().version).status_code == 303
    sign_in(client, clerk(unit))
    file = SimpleUploadedFile("说明.txt", "示例说明".encode())
    version = Matter.objects.get().version
    assert (
        press(client, "feed_back", matter.pk, text="示例：办完", file=file, version=version).status_code
        == 303
    )
    assert Feedback.objects.get().evidence.count() == 1
    assert "说明.txt" in page(client, "matter", matter.pk)
    sign_in(client, office())
    press(client, "accept", matter.pk, version=Matter.objects.get().version)
    version = Matter.objects.get().version
    done = press(client, "conclude", matter.pk, how="现场", found="示例：属实", version=version)
    assert done.status_code == 303
    assert Matter.objects.get().status == "concluded"


def test_sending_back_needs_a_reason_and_keeps_the_state_without(client: Any) -> None:
    matter = matter_under_way(UnitFactory())
    op.feed_back(actor=clerk(matter.unit), matter_id=matter.pk, text="示例", now=NOW)
    sign_in(client, office())
    press(client, "send_back", matter.pk, note=" ", version=Matter.objects.get().version)
    assert Matter.objects.get().status == "feedback"
    press(client, "send_back", matter.pk, note="示例：不实", version=Matter.objects.get().version)
    assert Matter.objects.get().status == "under_way"


def test_an_older_page_is_told_that_it_lost(client: Any) -> None:
    matter = matter_under_way(UnitFactory())
    op.feed_back(actor=clerk(matter.unit), matter_id=matter.pk, text="示例", now=NOW)
    sign_in(client, office())
    assert press(client, "accept", matter.pk, version=matter.version).status_code == 409
    sign_in(client, clerk(matter.unit))
    assert client.get(reverse("supervision:feed_back", args=[matter.pk])).status_code == 409


def test_a_wrong_proposal_says_what_is_wrong_beside_its_field(client: Any) -> None:
    sign_in(client, office())
    unit = UnitFactory()
    YearFactory()
    refused = press(
        client, "new", title="示例", unit=unit.pk, due=DUE, basis="designation", basis_text="示例"
    )
    html = refused.content.decode()
    assert refused.status_code == 422
    assert 'aria-invalid="true"' in html
    assert 'id="id_approver_error"' in html
    assert Matter.objects.count() == 0


def test_twelve_units_are_reminded_with_one_press(client: Any) -> None:
    units = {late_target().lead_id for _ in range(12)}
    sign_in(client, office())
    html = page(client, "reminders")
    ticked = [unit for unit in units if f'name="unit" value="{unit}" checked' in html]
    assert set(ticked) == units
    assert press(client, "reminders", unit=ticked, level="").status_code == 303
    assert Reminder.objects.count() == 12
    again = press(client, "reminders", unit=ticked, level="")
    assert again.status_code == 422
    assert Reminder.objects.count() == 12
    assert ticks(page(client, "reminders")) == 0
    assert ticks(page(client, "reminders", query="?level=3")) == 12


def ticks(html: str) -> int:
    """Units that are ticked."""
    return len(re.findall(r'name="unit" value="\d+" checked', html))


def test_the_unit_takes_note_with_one_press(client: Any) -> None:
    unit = UnitFactory()
    reminder = reminder_of(unit)
    who = clerk(unit)
    sign_in(client, who)
    assert reverse("supervision:read", args=[reminder.pk]) in page(client, "reminder", reminder.pk)
    press(client, "read", reminder.pk)
    reminder.refresh_from_db()
    assert reminder.read_by == who.label
    assert reverse("supervision:read", args=[reminder.pk]) not in page(client, "reminder", reminder.pk)


def test_the_blocking_unit_sees_who_waits_for_it(client: Any) -> None:
    blocker = UnitFactory()
    fact = wait_for(blocker)
    sign_in(client, clerk(blocker))
    assert "示例：等批复" in page(client, "inbox")
    sign_in(client, actor(Role.LEADER))
    html = page(client, "blockers")
    assert blocker.short_name in html
    assert fact.plan.owner.short_name in html


def test_a_bulletin_is_seen_as_it_will_go_out_and_then_goes_out(client: Any) -> None:
    target = late_target()
    sign_in(client, office())
    html = page(client, "new_bulletin")
    assert 'value="2018-09-01"' in html
    days = {"since": "2018-09-01", "until": "2018-09-28"}
    assert press(client, "new_bulletin", remark="示例按语", **days).status_code == 303
    row = Bulletin.objects.get()
    sign_in(client, clerk(target.lead))
    assert "示例按语" in page(client, "bulletin", row.pk)
    sign_in(client, office())
    refused = press(client, "new_bulletin", remark="又一次", **days)
    assert refused.status_code == 422
    assert "又一次" in refused.content.decode()


def test_pages_cost_the_same_however_many_rows(client: Any) -> None:
    """The lists read once, not once a row."""
    sign_in(client, office())

    def cost(name: str) -> int:
        with CaptureQueriesContext(connection) as seen:
            page(client, name)
        return len(seen)

    unit = UnitFactory()
    matter_under_way(unit)
    reminder_of(unit)
    wait_for(unit)
    item_of(unit, status="reported", done_on=date(2018, 9, 20))
    cost("matters")
    names = ("matters", "queue", "reminders", "sent", "blockers", "new_bulletin")
    few = {name: cost(name) for name in names}
    for _ in range(4):
        other = UnitFactory()
        matter_under_way(other)
        reminder_of(other)
        wait_for(other)
        item_of(other, status="reported", done_on=date(2018, 9, 20))
    assert {name: cost(name) for name in names} == few
    assert max(few.values()) <= 30


def test_the_list_of_matters_filters_and_exports(client: Any, now: datetime) -> None:
    matters = [matter_under_way(UnitFactory()) for _ in range(3)]
    sign_in(client, office())
    html = page(client, "matters", query=f"?unit={matters[0].unit_id}")
    assert html.count('class="row-name"') == 1
    answer = client.get(reverse("supervision:matters") + "?export=csv")
    assert answer.headers["Content-Type"].startswith("text/csv")
    assert len(answer.content.decode("utf-8-sig").splitlines()) == 4
