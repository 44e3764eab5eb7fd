"""The monthly report of a unit comes out of facts that are there; panels show the room on earlier rooms' pages."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.template.loader import render_to_string

from factories import UnitFactory, actor
from supervision.factories import (
    DUE,
    clerk,
    item_of,
    late_target,
    leader,
    matter_under_way,
    office,
    plan_of,
    reminder_of,
)
from supervision.test_pages import wait_for
from targets.factories import MilestoneFactory, TargetFactory, read_months
from yipanqi.access.roles import Role
from yipanqi.foundation.errors import NotFound
from yipanqi.plans.models import Activity, ProgressFact
from yipanqi.supervision import operations as op
from yipanqi.supervision import panels
from yipanqi.supervision.queries.months import unit_month
from yipanqi.supervision.reporting import month_sections
from yipanqi.targets import operations as targets
from yipanqi.targets.models import Statement

pytestmark = [pytest.mark.django_db, pytest.mark.both]
SEPTEMBER = date(2018, 9, 1)


def test_figures_stand_as_they_stood_at_the_end_of_the_month(now: datetime) -> None:
    """120 by December, ten a month: in July 70 were expected; August's reading came after."""
    target = TargetFactory(value=Decimal(120))
    read_months(target, [10, 20, 30, 40, 50, 60, 65, 90])
    targets.recompute([target.pk], now)
    july = unit_month(clerk(target.lead), target.lead_id, date(2018, 7, 9), now)
    [figure] = july.figures
    assert (figure.value, figure.period, july.until) == (65, date(2018, 7, 31), date(2018, 7, 31))
    assert round(figure.expected or 0) == 70
    running = unit_month(clerk(target.lead), target.lead_id, SEPTEMBER, now)
    assert (running.until, running.figures[0].value) == (date(2018, 9, 28), 90)


def test_words_activities_items_and_matters_of_the_month_are_told(now: datetime) -> None:
    unit = UnitFactory()
    milestone = MilestoneFactory(lead=unit, due=date(2018, 10, 20))
    words = {"author_key": "user:0", "author_label": "示例岗位", "unit": unit}
    Statement.objects.create(target=milestone, text="示例：七月的话", at=now - timedelta(days=70), **words)
    Statement.objects.create(target=milestone, text="示例：主体封顶", at=now - timedelta(days=2), **words)
    plan = plan_of(unit)
    Activity.objects.create(version=plan.baseline, key="A10", order=1, name="示例工作", unit=unit)
    fact = {"as_of": SEPTEMBER, "author_key": "user:0", "author_label": "示例岗位", "at": now, "unit": unit}
    ProgressFact.objects.create(
        plan=plan, key="A10", actual_start=date(2018, 8, 1), actual_finish=date(2018, 9, 5), **fact
    )
    item_of(unit, text="示例交办", due=date(2018, 10, 8))
    item_of(unit, text="示例早已办完", done_on=date(2018, 6, 1), status="verified")
    matter = matter_under_way(unit, now)
    reminder_of(unit, now)
    made = unit_month(clerk(unit), unit.pk, SEPTEMBER, now)
    [word] = made.words
    assert (word.said, word.due) == ("示例：主体封顶", date(2018, 10, 20))
    assert [(one.activity, one.finished) for one in made.done] == [("示例工作", date(2018, 9, 5))]
    assert [one.text for one in made.duties] == ["示例交办"]
    assert [one.pk for one in made.matters] == [matter.pk]
    assert made.reminded == 1
    assert [(one.kind, one.due) for one in made.ahead] == [
        ("item", date(2018, 10, 8)),
        ("target", date(2018, 10, 20)),
    ]
    told = str(month_sections(made))
    for text in ("示例：主体封顶", "示例工作", "示例交办", matter.title):
        assert text in told
    assert "示例早已办完" not in told


def test_only_the_unit_and_the_watchers_make_it(now: datetime) -> None:
    unit = UnitFactory()
    unit_month(office(), unit.pk, SEPTEMBER, now)
    for who in (clerk(UnitFactory()), actor(Role.GRID_STAFF)):
        with pytest.raises(NotFound):
            unit_month(who, unit.pk, SEPTEMBER, now)


def test_no_month_is_told_before_it_begins(now: datetime) -> None:
    target = late_target()
    made = unit_month(office(), target.lead_id, date(2018, 11, 1), now)
    assert (made.first, made.until) == (SEPTEMBER, date(2018, 9, 28))


def test_the_card_of_a_unit_shows_its_matters_and_who_waits_for_it(now: datetime) -> None:
    unit = UnitFactory()
    assert panels.unit_panel(actor(Role.GRID_STAFF), unit.pk, now) is None
    matter = matter_under_way(unit, now)
    fact = wait_for(unit)
    panel = panels.unit_panel(clerk(unit), unit.pk, now)
    assert panel is not None
    html = render_to_string(panel.template, {"panel": panel})
    assert matter.title in html
    assert fact.note in html
    assert "instruct" not in html
    panel = panels.unit_panel(leader(), unit.pk, now)
    assert panel is not None
    assert f"?unit={unit.pk}" in render_to_string(panel.template, {"panel": panel})


def test_the_page_of_a_thing_shows_the_open_matter_and_the_door_to_an_instruction(now: datetime) -> None:
    target, who = late_target(), leader()
    assert panels.target_panel(clerk(target.lead), target.pk, now) is None
    op.instruct(
        actor=who,
        year_id=target.year_id,
        unit_id=target.lead_id,
        text="示例指示",
        due=DUE,
        target_id=target.pk,
        now=now,
    )
    for reader in (who, clerk(target.lead)):
        panel = panels.target_panel(reader, target.pk, now)
        assert panel is not None
        html = render_to_string(panel.template, {"panel": panel})
        assert "示例指示" in html
        assert (f"?target={target.pk}" in html) == (reader is who)
    for provide in (panels.project_panel, panels.plan_panel):
        panel = provide(who, 1, now)
        assert panel is not None
        assert panel.context["matters"] == ()
