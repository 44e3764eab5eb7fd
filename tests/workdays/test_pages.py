"""The year in the browser."""

from datetime import date

import pytest
from django.urls import reverse

from factories import NOW, actor, sign_in
from yipanqi.access.actor import SYSTEM
from yipanqi.access.roles import Role
from yipanqi.workdays.models import CalendarYear, Day
from yipanqi.workdays.operations import seed_years

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client):
    seed_years(actor=SYSTEM, now=NOW)
    return sign_in(client, actor(Role.OFFICE))


def test_a_settled_year_names_its_holidays(office):
    page = office.get(reverse("workdays:year", args=[2018])).content.decode()
    assert page.count("<table") == 13
    assert "国庆节" in page
    assert 'class="note warn"' not in page


def test_a_year_that_is_not_known_warns(office):
    assert 'class="note warn"' in office.get(reverse("workdays:year", args=[2030])).content.decode()


def test_the_office_changes_a_day_and_settles_a_year(office):
    words = {"day": "2030-10-08", "kind": "rest", "name": "示例", "reason": "示例通知"}
    assert office.post(reverse("workdays:edit_day", args=[2030]), words).status_code == 303
    assert Day.objects.get(date=date(2030, 10, 8)).name == "示例"
    assert (
        office.post(reverse("workdays:settle_year", args=[2030]), {"source": "示例通知"}).status_code == 303
    )
    assert CalendarYear.objects.filter(year=2030).exists()


def test_a_wrong_day_is_told_beside_its_field(office):
    answer = office.post(reverse("workdays:edit_day", args=[2030]), {"day": "30 February", "reason": "x"})
    assert answer.status_code == 422
    assert answer.context["day_form"].errors["day"]


def test_a_year_out_of_range_is_not_there(office):
    assert office.get(reverse("workdays:year", args=[1066])).status_code == 404


def test_this_year_is_one_step_away(office):
    assert office.get(reverse("workdays:this_year")).status_code == 303
