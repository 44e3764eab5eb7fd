"""Lights are stored by one operation, keep their history and say why; rules change only as new versions."""

import re
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from factories import UnitFactory, actor
from yipanqi.access.roles import Role
from yipanqi.audit.models import Event
from yipanqi.foundation.errors import Invalid, NotAllowed, NotFound
from yipanqi.lights import operations, queries, wording
from yipanqi.lights.models import Light, LightChange, RuleSet
from yipanqi.lights.operations import Judged, revise_rules, store_lights
from yipanqi.lights.thresholds import DEFAULTS, Method, Thresholds, from_json, to_json
from yipanqi.lights.verdict import Colour, Verdict
from yipanqi.lights.wording import Wording, quiet_number, register_wordings

database = pytest.mark.usefixtures("db")
both = pytest.mark.both

SIMPLE = Wording(
    "Simple", "Late below %(t_yellow_from)s.", ("%(share)s of %(whole)s", "%(missing)s is unknown")
)


@pytest.fixture(autouse=True)
def simple_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    """A rule of the tests, known only while they run."""
    monkeypatch.setattr(wording, "_wordings", wording.wordings())
    register_wordings({"tests.simple": SIMPLE})


def store(colour: Colour, now: datetime, **numbers: object) -> Light:
    """A light of one subject under the rules in force."""
    judged = Judged("1", Verdict(colour, "tests.simple", numbers), None, "示例岗位")
    store_lights(subject_kind="test", judged=[judged], rule_set=queries.rules_in_force(now), now=now)
    return Light.objects.get(subject_kind="test", subject_key="1")


@both
@database
def test_since_moves_only_with_the_colour(now: datetime) -> None:
    later, last = now + timedelta(days=1), now + timedelta(days=2)
    first = store(Colour.GREEN, now)
    assert store(Colour.GREEN, later, share="1").since == now
    turned = store(Colour.RED, last)
    assert (turned.pk, turned.since, turned.severity) == (first.pk, last, 0)
    changes = LightChange.objects.values_list("before", "after", "at")
    assert list(changes) == [("", "green", now), ("green", "red", last)]


@both
@database
def test_a_light_says_why_with_its_numbers_and_its_rules(now: datetime) -> None:
    store(Colour.GREEN, now - timedelta(days=9))
    light = store(Colour.RED, now, share="1234.50", whole="2000")
    why = queries.why_light(actor(Role.LEADER), light.pk)
    assert why.title == "Simple"
    assert why.rule_text == "Late below 0.9."
    assert why.lines == ("1,234.5 of 2,000",)
    assert (why.post, why.since, why.rules_version) == ("示例岗位", now, queries.BUILT_IN)
    assert [(turn.before, turn.after) for turn in why.turns] == [("", "green"), ("green", "red")]


@both
@database
def test_colours_at_an_earlier_moment(now: datetime) -> None:
    light = store(Colour.GREEN, now - timedelta(days=9))
    store(Colour.RED, now)
    assert queries.colours_at([light.pk], now - timedelta(days=1)) == {light.pk: "green"}
    assert queries.colours_at([light.pk], now) == {light.pk: "red"}
    assert queries.colours_at([light.pk], now - timedelta(days=10)) == {}
    assert list(queries.turned_since(now - timedelta(days=1))) == [light]


@both
@database
def test_many_lights_take_as_many_queries_as_few(now: datetime) -> None:
    unit = UnitFactory()
    force = queries.rules_in_force(now)
    counted = []
    for size in (2, 20):
        judged = [Judged(f"{size}-{n}", Verdict(Colour.RED, "tests.simple"), unit.pk) for n in range(size)]
        store_lights(subject_kind="test", judged=judged[: size // 2], rule_set=force, now=now)
        with CaptureQueriesContext(connection) as made:
            store_lights(subject_kind="test", judged=judged, rule_set=force, now=now)
        counted.append(len(made))
    assert counted[0] == counted[1]


@both
@database
@pytest.mark.parametrize("few", [0, 9])
def test_what_many_lights_say_is_kept_as_it_is_of_few(
    few: int, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(operations, "_FEW", few)
    force, later = queries.rules_in_force(now), now + timedelta(days=1)
    same, turned = Verdict(Colour.RED, "tests.simple", {"share": "1"}), Verdict(Colour.GREEN, "tests.simple")
    for at, verdicts in ((now, (same, same)), (later, (same, turned))):
        judged = [Judged(str(n), verdict) for n, verdict in enumerate(verdicts)]
        store_lights(subject_kind="test", judged=judged, rule_set=force, now=at)
    rows = Light.objects.order_by("subject_key").values_list("colour", "numbers", "since", "computed_at")
    assert list(rows) == [("red", {"share": "1"}, now, later), ("green", {}, later, later)]
    assert LightChange.objects.count() == 3


@both
@database
def test_a_revision_is_a_new_version_with_a_reason_and_an_event(now: datetime) -> None:
    supervision = actor(Role.SUPERVISION)
    stricter = Thresholds(yellow_from=Decimal("0.95"))
    row = revise_rules(
        actor=supervision,
        version="2018-2",
        method=Method.LINEAR,
        thresholds=stricter,
        reason="半年后收紧",
        now=now,
    )
    force = queries.rules_in_force(now)
    assert (force.version, force.method, force.thresholds) == ("2018-2", Method.LINEAR, stricter)
    assert queries.rules_in_force(now - timedelta(seconds=1)).version == queries.BUILT_IN
    event = Event.objects.get(action="lights.revise_rules")
    assert (event.note, event.changes["before"]["yellow_from"]) == ("半年后收紧", "0.90")
    assert [one.version for one in queries.rule_sets(supervision)] == [row.version, queries.BUILT_IN]


@both
@database
def test_a_revision_without_reason_in_the_past_or_twice_is_refused(now: datetime) -> None:
    supervision = actor(Role.SUPERVISION)
    RuleSet.objects.create(version="1", in_force_from=now, reason="示例", author_label="示例", made_at=now)
    with pytest.raises(Invalid) as refused:
        revise_rules(
            actor=supervision,
            version="1",
            method=Method.FORECAST,
            thresholds=DEFAULTS,
            reason=" ",
            now=now,
            in_force_from=now - timedelta(days=1),
        )
    assert set(refused.value.fields) == {"reason", "version", "in_force_from"}
    assert RuleSet.objects.count() == 1


@both
@database
@pytest.mark.parametrize("role", [Role.LEADER, Role.OFFICE, Role.CLERK, Role.UNIT_HEAD, Role.SYSTEM_ADMIN])
def test_others_do_not_revise_rules(role: Role, now: datetime) -> None:
    with pytest.raises(NotAllowed):
        revise_rules(
            actor=actor(role),
            version="1",
            method=Method.FORECAST,
            thresholds=DEFAULTS,
            reason="示例",
            now=now,
        )
    assert (RuleSet.objects.count(), Event.objects.count()) == (0, 0)


@both
@database
def test_administrators_see_no_light(now: datetime) -> None:
    light = store(Colour.RED, now)
    with pytest.raises(NotFound):
        queries.why_light(actor(Role.SYSTEM_ADMIN), light.pk)


def test_nothing_but_the_operation_writes_lights() -> None:
    from pathlib import Path

    source = Path(queries.__file__).parents[1]
    writes = re.compile(r"\bLight(Change)?\.objects\.(bulk|create|update)|_rows\(Light(Change)?\b")
    writers = [
        path.relative_to(source).as_posix()
        for path in source.rglob("*.py")
        if writes.search(path.read_text(encoding="utf-8"))
    ]
    assert writers == ["lights/operations.py"]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"yellow_from": "1.1"}, "yellow_from"),
        ({"linear_red": "5"}, "linear_red"),
        ({"grace_days": "-1"}, "grace_days"),
        ({"phantom_cycles": "0"}, "phantom_cycles"),
        ({"pace_factor": "0"}, "pace_factor"),
        ({"pace_factor": "viel"}, "pace_factor"),
        ({"pace_factor": "NaN"}, "pace_factor"),
        ({"milestone_days": "1.5"}, "milestone_days"),
        ({"palette": "seven"}, "palette"),
    ],
)
def test_thresholds_that_make_no_sense(wrong: dict[str, str], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        from_json(wrong)
    assert set(refused.value.fields) == {field}


@given(
    st.decimals(min_value="0.01", max_value=1, places=2),
    st.integers(0, 90),
    st.integers(1, 12),
)
def test_thresholds_survive_storage(yellow: Decimal, days: int, cycles: int) -> None:
    made = Thresholds(yellow_from=yellow, milestone_days=days, phantom_cycles=cycles)
    assert from_json(to_json(made)) == made


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("1350", "1,350"),
        ("-2.50", "−2.5"),
        ("0.001", "0"),
        ("-0.001", "0"),
        ("12.345", "12.3"),
        ("53.85", "53.85"),
        ("3.0906", "3.09"),
        ("100", "100"),
    ],
)
def test_numbers_as_people_write_them(number: str, text: str) -> None:
    assert quiet_number(Decimal(number)) == text
