"""What is typed is understood, or kept with a message beside it."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import translation

from yipanqi.foundation.errors import DomainError, Invalid, LostRace
from yipanqi.web.forms import DayField, Form, NumberField


class Reading(Form):
    value = NumberField(label="To date", unit="万㎡", at_least=0, at_most=1000, digits=2)
    day = DayField(label="Day", required=False, at_least=date(2018, 1, 1), at_most=date(2018, 12, 31))


def reading(value: str, day: str = "") -> Reading:
    with translation.override("en"):
        form = Reading({"value": value, "day": day})
        form.is_valid()
    return form


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("176.8", "176.8"),
        ("１７６．８", "176.8"),
        ("约199", "199"),
        ("0.9千", "0.09"),
        (" 1 ", "1"),
        ("12万㎡", "12"),
    ],
)
def test_figures_as_people_type_them(typed: str, meant: str) -> None:
    assert reading(typed).cleaned_data["value"] == Decimal(meant)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("abc", "“abc” is not a number. Examples: 1,350, 1.35千, 约199."),
        ("", "This must be filled in."),
        ("-1", "Must be 0 or more."),
        ("1001", "Must be 1,000 or less."),
        ("1.234", "At most 2 decimals."),
        ("12 公里", "“公里” is another unit; this figure is in 万㎡."),
    ],
)
def test_a_wrong_figure_is_told_beside_its_field_and_kept(typed: str, told: str) -> None:
    form = reading(typed)
    assert form.errors["value"] == [told]
    with translation.override("en"):
        html = str(form)
    assert 'aria-invalid="true"' in html
    assert 'href="#id_value"' in html
    assert f'value="{typed}"' in html or not typed


@pytest.mark.parametrize("typed", ["2018-09-28", "2018年9月28日", "2018/9/28", "２０１８.９.２８"])
def test_days_as_people_type_them(typed: str) -> None:
    assert reading("1", typed).cleaned_data["day"] == date(2018, 9, 28)


@pytest.mark.parametrize("typed", ["2018-13-40", "soon", "2017-12-31", "2019-01-01"])
def test_a_wrong_day_is_told(typed: str) -> None:
    assert list(reading("1", typed).errors) == ["day"]


def test_a_figure_from_the_database_is_shown_as_one_would_type_it() -> None:
    assert 'value="1,350"' in str(Reading(initial={"value": Decimal("1350.00")})["value"])


def test_spelling_is_no_change() -> None:
    form = Reading({"value": "1,350.0"}, initial={"value": Decimal(1350)})
    assert not form.has_changed()


def test_refusals_go_beside_their_fields_or_above_the_form() -> None:
    form = reading("1")
    with translation.override("en"):
        form.refuse(
            Invalid({"amount": DomainError("input.not_a_number", text="1")}), names={"amount": "value"}
        )
        form.refuse(Invalid({"elsewhere": "input.required"}))
        form.refuse(LostRace())
        assert "is not a number" in form.errors["value"][0]
        assert form.non_field_errors()[0] == "This must be filled in."
        assert "Somebody else" in form.non_field_errors()[1]
        assert ("", "", "This must be filled in.") in form.mistakes


@pytest.mark.django_db
def test_a_wrong_post_is_422_with_everything_typed(client: Client) -> None:
    answer = client.post("/form/", {"value": "abc<"})
    assert answer.status_code == 422
    assert 'value="abc&lt;"' in answer.content.decode()


@pytest.mark.django_db
def test_a_right_post_goes_on_with_303(client: Client) -> None:
    assert client.post("/form/", {"value": "1"}).status_code == 303
    fragment = client.post("/form/", {"value": "1"}, headers={"HX-Request": "true"})
    assert (fragment.status_code, fragment["HX-Redirect"]) == (204, "/")
