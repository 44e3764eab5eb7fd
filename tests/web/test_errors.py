"""A refusal is a page for a browser and a note for a fragment; neither loses what was typed."""

import pytest
from django.test import Client, RequestFactory

from yipanqi.web import errors

pytestmark = pytest.mark.django_db
KINDS = [
    ("not-allowed", 403),
    ("not-found", 404),
    ("lost-race", 409),
    ("move-refused", 409),
    ("invalid", 422),
]


@pytest.mark.parametrize(("kind", "status"), KINDS)
def test_a_refusal_is_a_page_of_the_house(client: Client, kind: str, status: int) -> None:
    answer = client.get(f"/refuse/{kind}/")
    assert answer.status_code == status
    assert b'class="stop"' in answer.content


@pytest.mark.parametrize(("kind", "status"), KINDS)
def test_for_htmx_a_refusal_goes_above_the_page(client: Client, kind: str, status: int) -> None:
    answer = client.get(f"/refuse/{kind}/", headers={"HX-Request": "true"})
    assert (answer.status_code, answer["HX-Retarget"]) == (status, "#flash")
    assert b"<html" not in answer.content
    assert b'role="alert"' in answer.content


def test_the_message_names_what_was_wrong(client: Client) -> None:
    assert "“abc” is not a number" in client.get("/refuse/invalid/").content.decode()


def test_an_unknown_address_is_a_page_of_the_house(client: Client) -> None:
    answer = client.get("/nowhere/")
    assert answer.status_code == 404
    assert b'class="stop"' in answer.content


def test_the_500_page_needs_nothing(django_assert_num_queries) -> None:
    with django_assert_num_queries(0):
        answer = errors.broken(RequestFactory().get("/"))
    assert answer.status_code == 500
    assert b"Something broke" in answer.content


def test_a_form_without_token_is_told_in_words() -> None:
    answer = Client(enforce_csrf_checks=True).post("/form/", {"value": "1"})
    assert answer.status_code == 403
    assert "open too long" in answer.content.decode()
