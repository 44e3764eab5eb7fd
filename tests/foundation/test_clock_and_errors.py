"""The only clock, and what refusals say."""

from datetime import UTC, date, datetime, timedelta

import pytest

from yipanqi.foundation import clock
from yipanqi.foundation.errors import DomainError, Invalid, LostRace, NotAllowed, NotFound


def test_the_clock_runs_with_its_offset(time_machine):
    time_machine.move_to(datetime(2018, 9, 28, 2, 0, tzinfo=UTC), tick=False)
    assert clock.now() == datetime(2018, 9, 28, 2, 0, tzinfo=UTC)
    clock.set_offset(timedelta(days=-1))
    assert clock.now() == datetime(2018, 9, 27, 2, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2018, 9, 27, 15, 59, tzinfo=UTC), date(2018, 9, 27)),
        (datetime(2018, 9, 27, 16, 0, tzinfo=UTC), date(2018, 9, 28)),
    ],
)
def test_a_day_begins_where_the_zone_lies(moment, day):
    assert clock.today(moment) == day


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (DomainError(), "domain.error"),
        (DomainError("targets.fixed"), "targets.fixed"),
        (NotAllowed(action="x"), "access.not_allowed"),
        (NotFound(), "access.not_found"),
        (LostRace(row=1), "state.lost_race"),
        (Invalid({}), "input.invalid"),
    ],
)
def test_every_refusal_has_a_stable_code(error, code):
    assert error.code == code


def test_wrong_input_names_each_field_with_its_reason():
    error = Invalid({"name": "input.required", "value": DomainError("input.below", limit=0)}, row=3)
    assert {name: reason.code for name, reason in error.fields.items()} == {
        "name": "input.required",
        "value": "input.below",
    }
    assert error.params == {"row": 3}
    assert str(error) == "name: input.required; value: input.below(limit=0)"
