"""Where scores come from: every source asked over a small year, and duties that moved shared by their days."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from appraisal.factories import computed, led_target, office, sheet_of
from factories import NOW, UnitFactory
from plans.drawn import agreed, clerk, submitted
from projects.factories import ProjectFactory, invest
from supervision.factories import item_of
from targets.factories import MilestoneFactory, TargetFactory, YearFactory
from yipanqi.access.actor import SYSTEM
from yipanqi.appraisal.models import Score
from yipanqi.appraisal.scoring import Rule
from yipanqi.appraisal.sources import SOURCES, Fact, Span, load_holding
from yipanqi.assignments.transitions import ItemStatus, LetterStatus
from yipanqi.foundation import events
from yipanqi.org.events import UnitSucceeded
from yipanqi.org.models import Unit
from yipanqi.org.operations import succeed_unit
from yipanqi.plans import operations as plans
from yipanqi.plans.models import ScheduledActivity
from yipanqi.plans.operations import ProgressEntry
from yipanqi.projects.models import ProjectKind, StageEvent
from yipanqi.projects.transitions import Stage
from yipanqi.targets import operations as targets
from yipanqi.targets.models import Change, Measure, Operator
from yipanqi.targets.transitions import TargetStatus

pytestmark = pytest.mark.django_db
D = Decimal


def span(until: date = date(2018, 9, 30), since: date = date(2018, 1, 1)) -> Span:
    return Span(YearFactory().pk, since, until, D("0.5"))


def gathered(key: str, during: Span | None = None) -> list[Fact]:
    return list(SOURCES[key].gather(during or span()))


def told(facts: Sequence[Fact]) -> list[tuple[str, str | None, str]]:
    return [
        (fact.remark, None if fact.actual is None else f"{fact.actual:f}", f"{fact.target:f}")
        for fact in facts
    ]


def test_every_source_is_asked_in_a_few_queries(django_assert_max_num_queries: Any) -> None:
    year = YearFactory()
    for _ in range(5):
        led_target()
        invest(ProjectFactory(year=year), [1, 2])
        item_of(UnitFactory())
    for source in SOURCES.values():
        with django_assert_max_num_queries(6):
            source.gather(span())


class TestIndicators:
    def test_against_the_value_expected_then_and_the_figure_promised_at_the_end(self) -> None:
        led_target()
        [fact] = gathered("targets.indicators")
        assert (fact.actual, round(fact.target, 2)) == (90, D("89.75"))
        [last] = gathered("targets.indicators", span(date(2018, 12, 31)))
        assert (last.actual, last.target, last.remark) == (90, 120, "whole")

    def test_later_readings_do_not_count(self) -> None:
        led_target()
        [fact] = gathered("targets.indicators", span(date(2018, 6, 30)))
        assert (fact.actual, fact.done_on) == (60, date(2018, 6, 30))

    def test_silence_is_a_fact_without_a_figure(self) -> None:
        TargetFactory()
        [fact] = gathered("targets.indicators")
        assert (fact.actual, fact.remark) == (None, "silent")

    def test_what_was_dropped_by_decision_is_not_scored(self) -> None:
        led_target(status=TargetStatus.DROPPED)
        assert gathered("targets.indicators") == []

    def test_less_is_better_for_a_mean(self) -> None:
        led_target([66], measure=Measure.MEAN, op=Operator.AT_MOST, value=D(60))
        [fact] = gathered("targets.indicators")
        assert fact.less_is_better
        assert fact.target == 60


class TestZeroCeilings:
    def test_one_accident_takes_the_grade(self) -> None:
        words = {"measure": Measure.CEILING, "op": Operator.PLANNED, "value": D(0), "unit": "起"}
        kept, broken = led_target([0], **words), led_target([0, 1], **words)
        rules = (
            Rule("targets", "目标", "targets.indicators", weight=D(100)),
            Rule("veto", "重大事故", "targets.zero_ceilings", veto=True),
        )
        made = computed(*rules)
        first, last = sheet_of(made, kept.lead), sheet_of(made, broken.lead)
        assert (first.vetoed, first.grade, first.rank) == (False, "优秀", 1)
        assert (last.vetoed, last.grade, last.rank) == (True, "不合格", None)
        assert Score.objects.get(sheet=last, rule="veto").numbers["broken"] == "1"


class TestMilestones:
    @pytest.mark.parametrize(
        ("due", "done", "expected"),
        [
            (date(2018, 6, 30), date(2018, 6, 30), [("on_time", "1", "1")]),
            (date(2018, 6, 30), date(2018, 7, 1), [("late", "0.5", "1")]),
            (date(2018, 6, 30), None, [("not_done", "0", "1")]),
            (date(2018, 6, 30), date(2018, 10, 8), [("not_done", "0", "1")]),  # done after the span
            (date(2018, 12, 31), None, []),  # not due yet
            (date(2018, 12, 31), date(2018, 6, 1), [("on_time", "1", "1")]),
        ],
    )
    def test_by_date(self, due: date, done: date | None, expected: list[Any]) -> None:
        MilestoneFactory(due=due, done_on=done)
        assert told(gathered("targets.milestones")) == expected

    def test_moved_without_an_approved_extension_it_is_scored_on_its_original_date(self) -> None:
        words = {"due": date(2018, 8, 31), "done_on": date(2018, 8, 1)}
        moved = MilestoneFactory(counts_on=date(2018, 6, 30), **words)
        extended = MilestoneFactory(counts_on=date(2018, 8, 31), **words)
        for target, extension in ((moved, False), (extended, True)):
            Change.objects.create(
                target=target,
                field="due",
                extension=extension,
                decision="示例",
                reason="示例",
                author_label="示例岗位",
                at=NOW,
            )
        facts = gathered("targets.milestones")
        assert [(fact.remark, fact.due, fact.extended) for fact in facts] == [
            ("late", date(2018, 6, 30), False),
            ("on_time", date(2018, 8, 31), True),
        ]

    def test_what_an_earlier_round_scored_does_not_come_again(self) -> None:
        MilestoneFactory(due=date(2018, 3, 31), done_on=date(2018, 3, 1))
        assert gathered("targets.milestones", span(since=date(2018, 7, 1))) == []


class TestProjects:
    def test_starts_and_completions_are_counted_by_their_moves(self) -> None:
        year, lead = YearFactory(), UnitFactory()
        words = {"year": year, "lead": lead}
        started = ProjectFactory(kind=ProjectKind.NEW, stage=Stage.LANDED, **words)
        ProjectFactory(kind=ProjectKind.NEW, stage=Stage.LANDED, **words)
        ProjectFactory(kind=ProjectKind.NEW, stage=Stage.GIVEN_UP, **words)
        ProjectFactory(kind=ProjectKind.COMPLETING, **words)
        StageEvent.objects.create(
            project=started, after=Stage.STARTED, on=date(2018, 5, 2), author_label="示例岗位", at=NOW
        )
        assert told(gathered("projects.starts")) == [("reached", "1", "1"), ("not_reached", "0", "1")]
        assert told(gathered("projects.starts", span(date(2018, 5, 1)))) == [("not_reached", "0", "1")] * 2
        assert told(gathered("projects.completions")) == [("not_reached", "0", "1")]
        rule = Rule("starts", "开工", "projects.starts", weight=D(100))
        assert sheet_of(computed(rule), lead).total == 50

    def test_investment_against_what_was_planned_by_then(self) -> None:
        project = ProjectFactory(year=YearFactory())
        invest(project, [1, 2, 3, 4, 5, 6, 7, 8])
        [fact] = gathered("projects.investment", span(date(2018, 6, 30)))
        assert (fact.actual, fact.measure) == (6, "亿元")
        assert fact.target == pytest.approx(D(12) * 181 / 365, abs=D("0.0001"))
        assert [len(gathered(f"projects.{kind}_investment")) for kind in ("start", "continued")] == [0, 1]

    def test_beyond_the_plan_a_tenth_of_a_point_for_each_yi_yuan_up_to_three(self) -> None:
        project = ProjectFactory(year=YearFactory())
        invest(project, [None] * 11 + [22])
        rules = (
            Rule("b", "投资", "projects.investment", weight=D(100)),
            Rule("p", "加减分", "projects.investment", step=D("0.1"), limit=D(3)),
        )
        made = computed(*rules, until=date(2018, 12, 31))
        assert sheet_of(made, project.lead).total == D("101.000")


class TestPlans:
    def test_nodes_against_the_agreed_dates(self) -> None:
        owner = UnitFactory()
        plan = agreed(owner, start=date(2018, 3, 1))
        dates = dict(ScheduledActivity.objects.values_list("key", "baseline_finish"))
        entry = ProgressEntry(plan.pk, "1", date(2018, 9, 3), date(2018, 3, 1), dates["1"])
        plans.enter_progress(actor=clerk(owner), entries=[entry], now=NOW)
        facts = {fact.key: fact for fact in gathered("plans.nodes")}
        assert {key: fact.remark for key, fact in facts.items()} == {
            f"{plan.pk}/1": "on_time",
            f"{plan.pk}/2": "not_done",
            f"{plan.pk}/3": "not_done",
        }
        assert {fact.unit_id for fact in facts.values()} == {owner.pk}

    def test_an_approved_extension_of_the_letter_item_counts(self) -> None:
        owner = UnitFactory()
        plan = agreed(owner, start=date(2018, 3, 1))
        until = date(2018, 12, 1)
        item_of(owner, plan=plan, key="2", extended_to=until)
        facts = {fact.key: fact for fact in gathered("plans.nodes", span(date(2018, 12, 31)))}
        assert (facts[f"{plan.pk}/2"].due, facts[f"{plan.pk}/2"].extended) == (until, True)
        assert not facts[f"{plan.pk}/1"].extended

    def test_what_is_only_drafted_is_not_scored(self) -> None:
        submitted(UnitFactory(), start=date(2018, 3, 1))
        assert gathered("plans.nodes") == []


class TestLetters:
    @pytest.mark.parametrize(
        ("status", "done", "extended", "expected"),
        [
            (ItemStatus.CLOSED, date(2018, 6, 30), None, "on_time"),
            (ItemStatus.REPORTED, date(2018, 7, 9), None, "late"),
            (ItemStatus.CLOSED, date(2018, 7, 9), date(2018, 7, 31), "on_time"),
            (ItemStatus.SENT_BACK, date(2018, 6, 1), None, "not_done"),
            (ItemStatus.IN_HAND, None, None, "not_done"),
            (ItemStatus.IN_HAND, None, date(2018, 12, 1), None),
            (ItemStatus.WITHDRAWN, None, None, None),
            (ItemStatus.SUSPENDED, None, None, None),
            (ItemStatus.RETURNED, None, None, None),
        ],
    )
    def test_items_by_their_date(
        self, status: str, done: date | None, extended: date | None, expected: str | None
    ) -> None:
        item_of(UnitFactory(), status=status, done_on=done, extended_to=extended, due=date(2018, 6, 30))
        assert [fact.remark for fact in gathered("letters.items")] == ([expected] if expected else [])
        late = expected in ("late", "not_done")
        assert [(fact.actual, fact.target) for fact in gathered("letters.late")] == [(1, 0)] * late

    def test_a_letter_that_was_not_issued_owes_nothing(self) -> None:
        item = item_of(UnitFactory(), due=date(2018, 6, 30))
        item.letter.status = LetterStatus.DRAFT
        item.letter.save()
        assert gathered("letters.items") == []


def succeeded(old: Unit, new: Unit, at: date, monkeypatch: pytest.MonkeyPatch) -> None:
    """As the house does it, with targets and plans following."""

    def follow(event: object) -> None:
        if isinstance(event, UnitSucceeded):
            moved = {"from_unit": event.unit_id, "to_unit": event.successor_id, "now": event.now}
            targets.hand_over(actor=SYSTEM, **moved)

    monkeypatch.setattr(events, "publish", follow)
    succeed_unit(
        actor=SYSTEM,
        now=NOW,
        unit=old,
        successor=new,
        at=at,
        reason="示例：机构改革",
    )


class TestDutiesThatMoved:
    def test_each_unit_is_scored_by_the_days_it_held_the_duty(self, monkeypatch: pytest.MonkeyPatch) -> None:
        old, new = UnitFactory(), UnitFactory()
        led_target(lead=old)
        own = led_target([5, 10, 15, 20, 25, 30, 35, 40, 45], lead=new)
        succeeded(old, new, date(2018, 7, 1), monkeypatch)
        made = computed()
        [before] = Score.objects.get(sheet=sheet_of(made, old)).facts
        assert D(before["share"]) == (D(181) / 273).quantize(D("0.000001"))
        after = {fact["key"]: fact for fact in Score.objects.get(sheet=sheet_of(made, new)).facts}
        assert "share" not in after[str(own.pk)]
        shares = [D(fact["share"]) for key, fact in after.items() if key != str(own.pk)]
        assert shares == [(D(92) / 273).quantize(D("0.000001"))]
        assert sheet_of(made, old).total == 100

    def test_a_lead_changed_by_decision_counts_from_that_day(self) -> None:
        target, former = led_target(), UnitFactory()
        Change.objects.create(
            target=target,
            field="lead",
            before=str(former),
            after=str(target.lead),
            decision="示例",
            reason="示例",
            author_label="示例岗位",
            at=datetime(2018, 7, 1, 2, tzinfo=UTC),
        )
        shares = dict(load_holding(span()).shares(("targets.target", str(target.pk)), target.lead_id))
        assert sorted(shares) == sorted([former.pk, target.lead_id])
        assert sum(shares.values()) == pytest.approx(D(1), abs=D("0.00001"))

    def test_what_still_stands_under_a_unit_that_ended_is_its_successors(self) -> None:
        new = UnitFactory()
        old = UnitFactory(valid_to=date(2018, 6, 30), successor=new)
        shares = dict(load_holding(span()).shares(("assignments.item", "1"), old.pk))
        assert shares == {old.pk: D("0.663004"), new.pk: D("0.336996")}

    def test_an_item_that_moved_with_its_unit_tells_by_its_letter_where_it_stood(self) -> None:
        new = UnitFactory()
        old = UnitFactory(valid_to=date(2018, 6, 30), successor=new)
        holding = load_holding(span())
        assert [unit for unit, _share in holding.shares(("assignments.item", "1"), new.pk, old.pk)] == [
            old.pk,
            new.pk,
        ]
        assert holding.shares(("assignments.item", "1"), new.pk, UnitFactory().pk) == ((new.pk, D(1)),)

    def test_moves_after_the_span_change_nothing(self, monkeypatch: pytest.MonkeyPatch) -> None:
        old, new = UnitFactory(), UnitFactory()
        target = led_target(lead=old)
        succeeded(old, new, date(2018, 9, 1), monkeypatch)
        holding = load_holding(span(date(2018, 6, 30)))
        assert holding.shares(("targets.target", str(target.pk)), new.pk) == ((old.pk, D(1)),)


def test_the_sum_of_all_rules_is_what_a_person_would_reckon() -> None:
    unit = UnitFactory()
    led_target([5, 10, 15, 20, 25, 30, 35, 40, 60], lead=unit, due=date(2018, 9, 30))
    MilestoneFactory(lead=unit, due=date(2018, 6, 30), done_on=date(2018, 7, 20))
    item_of(unit, status=ItemStatus.IN_HAND, due=date(2018, 6, 30))
    rules = (
        Rule("a", "目标", "targets.indicators", weight=D(60)),
        Rule("b", "节点", "targets.milestones", weight=D(20)),
        Rule("c", "开工", "projects.starts", weight=D(20)),
        Rule("d", "逾期", "letters.late", step=D("0.5"), limit=D(3)),
    )
    sheet = sheet_of(computed(*rules, who=office()), unit)
    # 60 × 60/120 = 30; 20 × 0.5 = 10; nothing to start; (30 + 10) × 100/80 = 50; one item late −0.5
    assert (sheet.total, sheet.counted) == (D("49.500"), 80)
