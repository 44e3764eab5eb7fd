"""A report is read once, decided finding by finding, and made into the year's targets in one step."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from difflib import SequenceMatcher
from importlib.resources import files
from typing import Any

import pytest
import yaml
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from factories import UnitFactory, actor, sign_in
from races import at_once, one_winner
from yipanqi.access.actor import Actor
from yipanqi.access.roles import Role
from yipanqi.audit.models import Event
from yipanqi.foundation.errors import DomainError, Invalid, LostRace, MoveRefused, NotAllowed
from yipanqi.reports import operations as op
from yipanqi.reports import queries
from yipanqi.reports.models import Finding, WorkReport
from yipanqi.reports.transitions import FindingStatus, ReportStatus
from yipanqi.targets import operations as targets
from yipanqi.targets.models import Goal, Target, Year

pytestmark = [pytest.mark.django_db, pytest.mark.both]
DATA = files("yipanqi.demo") / "data"
SHORT = """示例高新区2018年工作报告
一、2018年工作安排
（一）产业发展
年底前，高新技术企业总数达到480家，新建院士工作站2家。6月底前，示例大桥建成通车。
（牵头单位：示例建设局；配合单位：示例财政局）
"""


@pytest.fixture
def office() -> Actor:
    return actor(Role.OFFICE)


def read(office: Actor, now: datetime, text: str = SHORT, **more: Any) -> WorkReport:
    return op.read_report(actor=office, now=now, text=text, **({"zone": "示例高新区"} | more)).report


def seen(*findings: Finding) -> dict[int, int]:
    return {finding.pk: finding.version for finding in findings}


def test_reading_finds_promises_and_makes_the_year_a_draft(office: Actor, now: datetime) -> None:
    bureau = UnitFactory(name="示例建设局")
    report = read(office, now)
    assert (report.year.number, report.year.status, report.status) == (2018, "draft", ReportStatus.READ)
    bridge = report.findings.get(kind="milestone")
    assert report.text[bridge.start : bridge.end] == "示例大桥建成通车"
    assert (bridge.due, bridge.due_explicit, bridge.lead) == (date(2018, 6, 30), True, bureau)
    assert bridge.partners == ["示例财政局"]
    assert Event.objects.filter(action="reports.read").count() == 1


def test_the_same_report_is_recognised_however_it_is_spaced(office: Actor, now: datetime) -> None:
    first = op.read_report(actor=office, now=now, text=SHORT, zone="示例高新区")
    again = op.read_report(actor=office, now=now, content=SHORT.replace("\n", "\r\n\r\n").encode("gb18030"))
    assert (first.known_before, again.known_before) == (False, True)
    assert again.report == first.report
    assert WorkReport.objects.count() == 1


def test_another_version_is_compared(office: Actor, now: datetime) -> None:
    old = read(office, now)
    new = read(office, now, SHORT.replace("480家", "500家").replace("，新建院士工作站2家", ""))
    both = queries.versions(office, new.pk)
    assert both.old == old
    [changed] = both.changed
    assert [(one.field, one.before, one.after) for one in changed.changes] == [("value", "≥480家", "≥500家")]
    assert [line.name for line in both.removed] == ["新建院士工作站"]
    assert both.added == ()


@pytest.mark.parametrize(
    ("given", "field", "code"),
    [
        ({"content": b""}, "file", "report.empty"),
        ({"content": b"\x89PNG\r\n" + b"x" * 99}, "file", "report.picture"),
        ({"content": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 99}, "file", "report.old_word"),
        ({"content": b"%PDF-1.7\n" + b"x" * 99}, "file", "report.damaged"),
        ({"content": b"a" * (50 * 1024 * 1024 + 1)}, "file", "report.too_large"),
        ({"text": "  "}, "file", "reports.nothing_given"),
        ({"text": "今天天气很好。", "number": 2018}, "text", "reports.nothing_found"),
        ({"text": "新建学校3所。\n" * 5001, "number": 2018}, "text", "reports.too_many_findings"),
        ({"text": "高新技术企业总数达到480家。"}, "year", "reports.year_unknown"),
        ({"text": SHORT, "zone": ""}, "zone", "reports.zone_needed"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_bad_input_is_told_beside_its_field(
    office: Actor, now: datetime, given: dict[str, Any], field: str, code: str
) -> None:
    with pytest.raises(Invalid) as refused:
        op.read_report(actor=office, now=now, **given)
    assert {name: reason.code for name, reason in refused.value.fields.items()} == {field: code}
    assert WorkReport.objects.count() == Year.objects.count() == Event.objects.count() == 0


def test_findings_are_confirmed_corrected_merged_and_rejected(office: Actor, now: datetime) -> None:
    report = read(office, now)
    firms, stations, bridge = report.findings.all()
    op.confirm(actor=office, report_id=report.pk, seen=seen(stations), now=now)
    op.reject(actor=office, report_id=report.pk, seen=seen(bridge), reason="不是目标", now=now)
    changes = {"value": Decimal(500), "due": date(2018, 11, 30)}
    firms = op.correct(
        actor=office, report_id=report.pk, finding_id=firms.pk, changes=changes, version=1, now=now
    )
    stations.refresh_from_db()
    kept = op.merge(actor=office, report_id=report.pk, seen=seen(firms, stations), now=now)
    assert [row.status for row in report.findings.all()] == ["corrected", "merged", "rejected"]
    assert report.findings.get(status="merged").merged_into == kept
    report.refresh_from_db()
    assert report.status == ReportStatus.REVIEWING
    told = list(Event.objects.filter(action__startswith="reports.").values_list("action", flat=True))
    assert sorted(told) == [
        "reports.confirm", "reports.correct", "reports.merge", "reports.read", "reports.reject",
    ]  # fmt: skip
    corrected = Event.objects.get(action="reports.correct")
    assert corrected.changes["value"] == ["480.0000", "500"]
    merged = report.findings.get(status="merged")
    op.reopen(actor=office, report_id=report.pk, seen=seen(merged), now=now)
    merged.refresh_from_db()
    assert (merged.status, merged.merged_into) == (FindingStatus.OPEN, None)


def test_a_correction_is_checked_field_by_field(office: Actor, now: datetime) -> None:
    report = read(office, now)
    firms = report.findings.first()
    assert firms
    changes = {"name": " ", "value": None, "op": "~", "measure": "", "due": date(2017, 12, 31)}
    with pytest.raises(Invalid) as refused:
        op.correct(
            actor=office, report_id=report.pk, finding_id=firms.pk, changes=changes, version=1, now=now
        )
    assert set(refused.value.fields) == {"name", "value", "op", "measure", "due"}


def test_a_figure_typed_for_what_is_no_indicator_is_not_lost_silently(office: Actor, now: datetime) -> None:
    report = read(office, now)
    firms, bridge = report.findings.get(value=480), report.findings.get(kind="milestone")
    with pytest.raises(Invalid) as refused:
        correct(office, bridge, now, value=Decimal(2))
    assert set(refused.value.fields) == {"value"}
    assert correct(office, firms, now, kind="milestone").value is None


def correct(office: Actor, finding: Finding, now: datetime, **changes: Any) -> Finding:
    return op.correct(
        actor=office,
        report_id=finding.report_id,
        finding_id=finding.pk,
        changes=changes,
        version=finding.version,
        now=now,
    )


def test_an_old_page_decides_nothing(office: Actor, now: datetime) -> None:
    report = read(office, now)
    firms, stations, _bridge = report.findings.all()
    op.confirm(actor=office, report_id=report.pk, seen=seen(firms), now=now)
    with pytest.raises(LostRace):
        op.reject(actor=office, report_id=report.pk, seen=seen(stations, firms), now=now)
    stations.refresh_from_db()
    assert stations.status == FindingStatus.OPEN


def test_decided_is_decided_until_opened_again(office: Actor, now: datetime) -> None:
    report = read(office, now)
    firms = report.findings.first()
    assert firms
    op.reject(actor=office, report_id=report.pk, seen=seen(firms), now=now)
    firms.refresh_from_db()
    with pytest.raises(MoveRefused):
        op.confirm(actor=office, report_id=report.pk, seen=seen(firms), now=now)


@pytest.mark.django_db(transaction=True)
def test_of_two_deciders_one_wins(now: datetime) -> None:
    office = actor(Role.OFFICE)
    report = read(office, now)
    firms = report.findings.first()
    assert firms

    def decide(act: Any) -> Callable[[], object]:
        return lambda: act(actor=office, report_id=report.pk, seen=seen(firms), now=now)

    one_winner(at_once(decide(op.confirm), decide(op.reject)), {"state.lost_race"})
    assert Finding.objects.get(pk=firms.pk).version == 2


def test_others_decide_nothing(office: Actor, now: datetime) -> None:
    report = read(office, now)
    clerk, events = actor(Role.CLERK), Event.objects.count()
    acts: list[Any] = [
        lambda: op.read_report(actor=clerk, text=SHORT + "另", now=now),
        lambda: op.confirm(actor=clerk, report_id=report.pk, seen=seen(*report.findings.all()), now=now),
        lambda: op.reject(actor=clerk, report_id=report.pk, seen=seen(*report.findings.all()), now=now),
        lambda: op.merge(actor=clerk, report_id=report.pk, seen=seen(*report.findings.all()), now=now),
        lambda: op.confirm_sure(actor=clerk, report_id=report.pk, at_least=0, now=now),
        lambda: op.correct(actor=clerk, report_id=report.pk, finding_id=1, changes={}, version=1, now=now),
        lambda: op.make_targets(actor=clerk, report_id=report.pk, now=now),
    ]
    for act in acts:
        with pytest.raises(NotAllowed):
            act()
    assert (Event.objects.count(), Target.objects.count(), WorkReport.objects.count()) == (events, 0, 1)
    assert set(report.findings.values_list("status", "version")) == {(FindingStatus.OPEN, 1)}


def test_targets_are_made_once_and_known_ones_recognised(office: Actor, now: datetime) -> None:
    report = read(office, now)
    op.confirm_sure(actor=office, report_id=report.pk, at_least=0.0, now=now)
    assert op.make_targets(actor=office, report_id=report.pk, now=now) == op.Made(3, 0, 0)
    keys = set(Target.objects.values_list("key", flat=True))
    with pytest.raises(DomainError, match="nothing_to_make"):
        op.make_targets(actor=office, report_id=report.pk, now=now)
    with pytest.raises(DomainError, match="finding_is_used"):
        op.reopen(actor=office, report_id=report.pk, seen=seen(*report.findings.all()), now=now)
    version = read(office, now, SHORT + "年底前，新增示例龙头企业3家。\n")
    op.confirm_sure(actor=office, report_id=version.pk, at_least=0.0, now=now)
    assert op.make_targets(actor=office, report_id=version.pk, now=now) == op.Made(1, 0, 3)
    assert keys < set(Target.objects.values_list("key", flat=True))
    assert [goal.name for goal in Goal.objects.all()] == ["产业发展"]


def test_another_version_changes_the_targets_that_it_tells_otherwise(
    client: Client, office: Actor, now: datetime
) -> None:
    report = read(office, now)
    op.confirm_sure(actor=office, report_id=report.pk, at_least=0.0, now=now)
    op.make_targets(actor=office, report_id=report.pk, now=now)
    bureau = UnitFactory(name="示例建设局")
    Target.objects.update(lead=bureau)
    version = read(office, now, SHORT.replace("480家", "约500家").replace("6月底前", "8月底前"))
    op.confirm_sure(actor=office, report_id=version.pk, at_least=0.0, now=now)
    plan = queries.target_plan(office, version.pk)
    assert plan.counts == {"new": 0, "changed": 2, "there": 1, "refused": 0}
    shown = sign_in(client, office).get(reverse("reports:targets", args=[version.pk])).content.decode()
    assert "≥480家 → <b>≥500家</b>" in shown
    assert "2018-06-30 → <b>2018-08-31</b>" in shown
    assert op.make_targets(actor=office, report_id=version.pk, now=now) == op.Made(0, 2, 1)
    told = {(t.value, t.due, t.approx) for t in Target.objects.exclude(key="")}
    assert {(500, date(2018, 12, 31), True), (None, date(2018, 8, 31), False)} < told
    assert set(Target.objects.values_list("lead", flat=True)) == {bureau.pk}
    assert Event.objects.filter(action="targets.alter_target", changes__has_key="value").exists()


def test_a_corrected_lead_shows_in_the_plan(office: Actor, now: datetime) -> None:
    bureau = UnitFactory(name="示例财政局", short_name="财政")
    report = read(office, now)
    firms = report.findings.first()
    assert firms
    correct(office, firms, now, lead_id=bureau.pk)
    [line] = queries.target_plan(office, report.pk).lines
    assert (line.lead, line.figure) == ("财政", "≥480家")


def test_one_impossible_target_stops_all(office: Actor, now: datetime) -> None:
    report = read(office, now)
    op.confirm_sure(actor=office, report_id=report.pk, at_least=0.0, now=now)
    report.findings.filter(kind="milestone").update(due=date(2017, 1, 1))
    assert queries.target_plan(office, report.pk).counts == {"new": 2, "changed": 0, "there": 0, "refused": 1}
    with pytest.raises(DomainError, match="due_before_year"):
        op.make_targets(actor=office, report_id=report.pk, now=now)
    assert Target.objects.count() == Goal.objects.count() == 0


def test_a_fixed_year_takes_no_targets(office: Actor, now: datetime) -> None:
    report = read(office, now)
    op.confirm_sure(actor=office, report_id=report.pk, at_least=0.0, now=now)
    Year.objects.update(status="fixed")
    with pytest.raises(DomainError, match="year_is_fixed"):
        op.make_targets(actor=office, report_id=report.pk, now=now)
    assert not queries.target_plan(office, report.pk).may_set


def test_the_pieces_are_the_text(office: Actor, now: datetime) -> None:
    report = read(office, now, (DATA / "report_2018.zh.txt").read_text(encoding="utf-8"))
    page = queries.review(office, report.pk)
    assert "".join(piece.text for piece in page.pieces) == report.text
    begun = [row.pk for piece in page.pieces for row in piece.begins]
    assert sorted(begun) == sorted(row.pk for row in page.rows)
    for row in page.rows:
        under = "".join(piece.text for piece in page.pieces if row in piece.findings)
        assert under == report.text[row.start : row.end]


def test_the_review_takes_the_same_queries_for_any_length(office: Actor, now: datetime) -> None:
    short = read(office, now)
    long = read(office, now, (DATA / "report_2018.zh.txt").read_text(encoding="utf-8"))
    counts = []
    for report in (short, long):
        with CaptureQueriesContext(connection) as asked:
            queries.review(office, report.pk)
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 3


def test_findings_are_narrowed_and_ordered(office: Actor, now: datetime) -> None:
    report = read(office, now, (DATA / "report_2018.zh.txt").read_text(encoding="utf-8"))
    milestones = queries.review(office, report.pk, {"kind": "milestone", "order": "confidence"}).rows
    assert {row.kind for row in milestones} == {"milestone"}
    assert [row.confidence for row in milestones] == sorted((r.confidence for r in milestones), reverse=True)
    doubtful = queries.review(office, report.pk, {"level": "doubtful"}).rows
    assert doubtful
    assert all(row.confidence < 0.5 for row in doubtful)


def likeness(a: str, b: str) -> float:
    return SequenceMatcher(None, a, b, autojunk=False).ratio()


def test_the_demo_report_makes_the_targets_of_the_demo_year(office: Actor, now: datetime) -> None:
    """Figures, units, operators, dates and measures exactly; names as the report words them."""
    report = read(office, now, (DATA / "report_2018.zh.txt").read_text(encoding="utf-8"))
    op.confirm_sure(actor=office, report_id=report.pk, at_least=0.5, now=now)
    op.make_targets(actor=office, report_id=report.pk, now=now)
    plan = yaml.safe_load((DATA / "year_2018.yaml").read_text(encoding="utf-8"))
    themes = {goal["key"]: goal["name"] for goal in plan["goals"]}
    left = list(Target.objects.exclude(kind="standing").select_related("goal"))
    wanted = [row for row in plan["targets"] if row["kind"] != "standing"]
    assert Target.objects.filter(kind="standing").count() == len(plan["targets"]) - len(wanted)
    for row in sorted(wanted, key=lambda row: -len(row["name"])):
        facts = (
            row["kind"],
            themes[row["goal"]],
            row.get("op", ""),
            Decimal(str(row["value"])) if "value" in row else None,
            row.get("unit", ""),
            row.get("measure", ""),
            row.get("approx", False),
            date.fromisoformat(row["due"]),
            row.get("due_explicit", True),
        )
        told = [t for t in left if facts_of(t) == facts and likeness(t.name, row["name"]) >= 0.8]
        assert told, row
        left.remove(max(told, key=lambda t: likeness(t.name, row["name"])))
    assert left == []


def facts_of(t: Target) -> tuple[Any, ...]:
    return t.kind, t.goal.name, t.op, t.value, t.unit, t.measure, t.approx, t.due, t.due_explicit


def test_targets_of_a_report_may_be_altered_like_any_other(office: Actor, now: datetime) -> None:
    report = read(office, now)
    op.confirm_sure(actor=office, report_id=report.pk, at_least=0.0, now=now)
    op.make_targets(actor=office, report_id=report.pk, now=now)
    made = report.findings.exclude(target=None).first()
    assert made
    assert made.target
    targets.remove_target(actor=office, target_id=made.target.pk, now=now)
    made.refresh_from_db()
    assert made.target is None


def test_pages_from_the_upload_to_the_targets(client: Client, office: Actor, now: datetime) -> None:
    sign_in(client, office)
    file = SimpleUploadedFile("report.txt", SHORT.encode())
    shown = client.post(reverse("reports:new"), {"file": file, "zone": "示例高新区"}, follow=True)
    report = WorkReport.objects.get()
    assert shown.request["PATH_INFO"] == reverse("reports:review", args=[report.pk])
    firms, stations, bridge = report.findings.all()
    decide = reverse("reports:decide", args=[report.pk])
    client.post(decide, {"one": f"confirm {firms.pk}:1"})
    client.post(decide, {"step": "reject", "picked": [f"{bridge.pk}:1"], "reason": "示例"})
    address = reverse("reports:finding", args=[report.pk, stations.pk])
    values = {"kind": "indicator", "name": "新建院士工作站", "op": "+", "value": "３", "unit": "家"}
    wrong = client.post(address, values | {"measure": "cumulative", "value": "三个", "version": 1})
    assert wrong.status_code == 422
    client.post(address, values | {"measure": "cumulative", "version": 1, "theme": "产业发展"})
    assert [row.status for row in report.findings.all()] == ["confirmed", "corrected", "rejected"]
    page = reverse("reports:targets", args=[report.pk])
    assert client.get(page).context["plan"].counts["new"] == 2
    assert client.post(page).status_code == 303
    assert sorted(Target.objects.values_list("value", flat=True)) == [3, 480]
    for ending in ("xlsx", "docx"):
        content = client.get(reverse(f"reports:breakdown_{ending}", args=[report.pk])).content
        assert content.startswith(b"PK")


@pytest.mark.parametrize(
    "posted", [{}, {"one": "confirm x:y"}, {"step": "confirm", "picked": ["1"]}, {"step": "burn"}]
)
def test_nonsense_from_the_review_form_changes_nothing(
    client: Client, office: Actor, now: datetime, posted: dict[str, Any]
) -> None:
    report = read(office, now)
    answer = sign_in(client, office).post(reverse("reports:decide", args=[report.pk]), posted)
    assert answer.status_code in (303, 404)
    assert set(report.findings.values_list("status", flat=True)) == {FindingStatus.OPEN}


def test_a_wrong_file_is_told_beside_its_field(client: Client, office: Actor) -> None:
    file = SimpleUploadedFile("scan.txt", b"")
    shown = sign_in(client, office).post(reverse("reports:new"), {"file": file})
    assert shown.status_code == 422
    assert shown.context["form"].errors["file"]
