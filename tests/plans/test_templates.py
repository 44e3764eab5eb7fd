"""Every template is a plan without mistakes, and no approval in it is shorter than the law gives."""

from datetime import date

import pytest

from yipanqi.plans.assembling import ActivityRow, LinkRow, PlanRows
from yipanqi.plans.checking import wrong_rows
from yipanqi.plans.computing import computed
from yipanqi.plans.days import Calendars
from yipanqi.plans.pasting import read
from yipanqi.plans.planning_templates import TEMPLATES, template_of

EACH = pytest.mark.parametrize("template", TEMPLATES, ids=lambda template: template.key)


@EACH
def test_a_template_is_read_without_a_mistake(template):
    typed = read(template.lines, {})
    assert typed.faults == ()
    assert wrong_rows(typed.activities, typed.links, (), ()) == {}


@EACH
def test_a_template_can_be_scheduled_and_hangs_together(template):
    typed = read(template.lines, {})
    rows = [
        ActivityRow(each.key, each.level, each.kind, each.name, each.duration, None, "", None)
        for each in typed.activities
    ]
    links = [LinkRow(link.predecessor, link.successor, link.type, link.lag) for link in typed.links]
    plan = PlanRows(1, template.key, date(2018, 1, 8), "5", rows, links)
    dates = computed([plan], [], Calendars({}))[1].dates
    linked = {end for link in typed.links for end in (link.predecessor, link.successor)}
    work = [each.key for each in typed.activities if each.kind != "summary"]
    assert set(work) == linked
    assert all(dates[key].finish for key in work)
    ends = [key for key in work if key not in {link.predecessor for link in typed.links}]
    assert [key for key in ends if dates[key].critical] != []


@EACH
def test_no_approval_is_shorter_than_its_time_by_law(template):
    typed = {each.key: each for each in read(template.lines, {}).activities}
    limited = [row for row in template.rows if row.limit]
    assert all(typed[row.key].duration >= (row.limit or 0) and row.basis for row in limited)


def test_the_permit_network_names_its_laws():
    template = template_of("investment")
    assert template is not None
    assert len([row for row in template.rows if row.limit]) == 7


def test_a_template_that_does_not_exist():
    assert template_of("nothing") is None
