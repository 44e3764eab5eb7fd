"""Sixty letters are drafted and issued in a number of queries that hardly grows with the units."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assignments.factories import office
from consultations.factories import session_of, submitted_plan
from factories import NOW, UnitFactory
from yipanqi.assignments import operations as op
from yipanqi.assignments import queries
from yipanqi.assignments.models import Item

pytestmark = pytest.mark.django_db
SIX = "\n".join(f"A{n} 3" + (f" A{n - 1}" if n else "") for n in range(6))


def drafting(units: int) -> tuple[int, int]:
    """Letters drafted for so many units: the session and how many queries it took."""
    plans = [submitted_plan(UnitFactory(), SIX, name=f"示例计划{n}") for n in range(units)]
    session = session_of(plans, until="decided")
    with CaptureQueriesContext(
        connection,
    ) as asked:
        letters = op.draft_letters(actor=office(), session_id=session.pk, now=NOW)
    assert len(letters) == units
    return session.pk, len(asked)


def test_drafting_takes_as_many_queries_for_ten_units_as_for_two():
    _, few = drafting(2)
    _, many = drafting(10)
    assert many - few <= 2


def test_all_letters_of_a_session_are_written_in_a_constant_number_of_queries():
    session, _ = drafting(10)
    op.issue_letters(actor=office(), session_id=session, now=NOW)
    who = office()
    with CaptureQueriesContext(connection) as asked:
        documents = queries.session_documents(who, session, NOW)
    assert len(documents) == 10
    assert len(asked) <= 6
    assert Item.objects.filter(letter__session=session).count() == 60
