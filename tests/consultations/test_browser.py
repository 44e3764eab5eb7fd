"""The project office in a real browser: from its home, the plans of the meeting become baselines in two clicks."""

import re
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, expect

from browser.counting import Person
from consultations.factories import project_office, session_of, submitted_plan
from factories import NOW, UnitFactory, sign_in
from yipanqi.foundation import clock
from yipanqi.plans.models import Plan

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.xdist_group("browser"),
]


@pytest.fixture
def office(browser: Browser, live_server: Any, _clock_as_the_machine: None) -> Any:
    """The project office at its home, counters at zero; a meeting with a submitted plan is on."""
    clock.set_offset(NOW - clock.now())
    session_of([submitted_plan(UnitFactory(), "A 3\nB 4 A", name="示例甲")], until="in_session")
    key = sign_in(Client(), project_office()).cookies[settings.SESSION_COOKIE_NAME].value
    context = browser.new_context(viewport={"width": 1366, "height": 768}, locale="zh-CN")
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": live_server.url}])
    page = context.new_page()
    page.goto(live_server.url)
    yield Person(page)
    context.close()


def test_plans_are_agreed_and_frozen_in_two_clicks(office: Person) -> None:
    expect(office.page.locator("h1")).to_contain_text("计划")
    office.click("会商", inside="nav")
    office.click(re.compile("固定1个计划"), role="button")
    office.sees(re.compile("基线已固定"))
    office.spent(clicks=2)
    assert Plan.objects.get().baseline is not None
