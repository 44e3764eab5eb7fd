"""The dates against a plain Python twin that counts working days and knows nothing of the engine."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plans.calendars import at, draw
from yipanqi.plans.assembling import ActivityRow, CrossRow, FactRow, LinkRow, PlanRows
from yipanqi.plans.computing import computed
from yipanqi.plans.days import WEEKDAYS, Calendars, DayTable
from yipanqi.plans.operations import recompute_plans
from yipanqi.plans.queries.loading import component, load

START = date(2018, 2, 5)
HOLIDAYS = {date(2018, 2, 11): True, **{date(2018, 2, day): False for day in range(15, 22)}}
CALENDARS = Calendars(HOLIDAYS)
AT = datetime(2018, 2, 5, tzinfo=UTC)


def working_days(code: str) -> list[date]:
    """Four years of working days from START on, found by looking at each day."""
    exceptions = HOLIDAYS if code == "china" else {}
    days = (START + timedelta(days=n) for n in range(1500))
    return [day for day in days if exceptions.get(day, day.weekday() < WEEKDAYS[code])]


@dataclass
class Twin:
    """One plan on one calendar. A start is the number of a working day, a finish the number after the last."""

    days: list[date]
    durations: Mapping[str, int]
    links: list[LinkRow]
    facts: Mapping[str, FactRow] = field(default_factory=dict)
    today: date = START

    def number(self, day: date) -> int:
        """Working days before `day`."""
        return sum(one < day for one in self.days[: (day - START).days + 1])

    def early(self) -> dict[str, tuple[int, int]]:
        """(start, finish) of each activity; of work in progress those of what remains."""
        floor = self.number(self.today)
        found: dict[str, tuple[int, int]] = {}
        for key, duration in self.durations.items():
            fact = self.facts.get(key)
            if fact and fact.actual_finish:
                found[key] = (self.number(fact.actual_start), self.number(fact.actual_finish) + 1)
                continue
            left = self.left(fact, duration)
            start = max(
                [floor, *(self.bound(link, found, left) for link in self.links if link.successor == key)]
            )
            found[key] = (start, start + left)
        return found

    def left(self, fact: FactRow | None, duration: int) -> int:
        """Days left this morning: what was left on the evening of the fact, less the days between."""
        if fact is None:
            return duration
        if fact.remaining is None:
            return max(1, duration - (self.number(self.today) - self.number(fact.actual_start)))
        gone = self.number(self.today) - self.number(fact.as_of + timedelta(days=1))
        return max(1, fact.remaining - gone)

    @staticmethod
    def bound(link: LinkRow, found: Mapping[str, tuple[int, int]], left: int) -> int:
        start, finish = found[link.predecessor]
        event = finish if link.type in ("FS", "FF") else start
        return event + link.lag - (left if link.type in ("FF", "SF") else 0)

    def late(self, early: Mapping[str, tuple[int, int]]) -> dict[str, tuple[int, int]]:
        """(start, finish), all as late as the latest early finish allows."""
        end = max(finish for _, finish in early.values())
        found: dict[str, tuple[int, int]] = {}
        for key, duration in reversed(self.durations.items()):
            finish = end
            for link in (link for link in self.links if link.predecessor == key):
                start_after, finish_after = found[link.successor]
                event = (start_after if link.type in ("FS", "SS") else finish_after) - link.lag
                finish = min(finish, event if link.type in ("FS", "FF") else event + duration)
            found[key] = (finish - duration, finish)
        return found


LAGS = st.integers(-2, 4)
SLOW_MACHINE = [HealthCheck.too_slow]
"""Drawing a network takes milliseconds; a machine with other work to do is no fault of the plan."""


@st.composite
def networks(draw, types=("FS", "SS", "FF", "SF"), lags=LAGS):
    """Up to twelve activities, each after some before it."""
    count = draw(st.integers(1, 12))
    keys = [f"A{n}" for n in range(count)]
    durations = {key: draw(st.integers(1, 9)) for key in keys}
    links = {}
    for n, key in enumerate(keys[1:], start=1):
        for before in draw(st.sets(st.sampled_from(keys[:n]), max_size=3)):
            type_ = draw(st.sampled_from(types))
            links[before, key, type_] = LinkRow(before, key, type_, draw(lags))
    return durations, list(links.values())


def rows(code, durations, links, **more) -> PlanRows:
    activities = [ActivityRow(key, 0, "task", key, days, None, "", None) for key, days in durations.items()]
    return PlanRows(7, "示例", START, code, activities, links, **more)


@settings(max_examples=120, deadline=None, suppress_health_check=SLOW_MACHINE)
@given(networks(), st.sampled_from(["china", "5", "6", "7"]))
def test_a_plan_without_facts(network, code):
    durations, links = network
    twin = Twin(working_days(code), durations, links)
    early, found = twin.early(), computed([rows(code, durations, links)], [], CALENDARS)[7].dates
    late = twin.late(early)
    for key, (start, finish) in early.items():
        assert found[key].start == twin.days[start]
        assert found[key].finish == twin.days[finish - 1]
        assert found[key].total_float == late[key][0] - start
        assert found[key].late_finish == twin.days[late[key][1] - 1]


@st.composite
def told(draw, durations):
    """Facts of some activities, as of some day before or on the data date."""
    facts = {}
    for key in durations:
        if draw(st.booleans()):
            begun = START + timedelta(days=draw(st.integers(0, 20)))
            as_of = begun + timedelta(days=draw(st.integers(0, 12)))
            over = draw(st.booleans())
            left = None if over else draw(st.none() | st.integers(0, 15))
            facts[key] = FactRow(as_of, begun, as_of if over else None, left, AT)
    return facts


@settings(max_examples=120, deadline=None, suppress_health_check=SLOW_MACHINE)
@given(st.data(), st.sampled_from(["china", "7"]))
def test_a_plan_with_facts(data, code):
    durations, links = data.draw(networks(types=("FS", "FF"), lags=st.integers(0, 3)))
    facts = data.draw(told(durations))
    today = START + timedelta(days=34)
    days = working_days(code)
    facts = {key: fact for key, fact in facts.items() if {fact.actual_start, fact.as_of} <= set(days)}
    twin = Twin(days, durations, links, facts, today)
    found = computed([rows(code, durations, links, facts=facts, data_date=today)], [], CALENDARS)[7].dates
    for key, (start, finish) in twin.early().items():
        begun = facts[key].actual_start if key in facts else twin.days[start]
        assert found[key].start == begun
        assert found[key].finish == twin.days[finish - 1]


@settings(max_examples=60, deadline=None, suppress_health_check=SLOW_MACHINE)
@given(networks(types=("FS",)), networks(types=("FS",)), st.integers(0, 5))
def test_two_plans_are_scheduled_as_if_they_were_one(one, other, lag):
    first, second = rows("5", *one), rows("5", *other)
    second = PlanRows(8, "示例", START, "5", second.activities, second.links)
    last, after = first.activities[-1].key, second.activities[0].key
    found = computed([first, second], [CrossRow(7, last, 8, after, "FS", lag)], CALENDARS)
    joined = {f"x{key}": days for key, days in one[0].items()} | {
        f"y{key}": days for key, days in other[0].items()
    }
    links = [LinkRow(f"x{a}", f"x{b}", t, n) for a, b, t, n in one[1]]
    links += [LinkRow(f"y{a}", f"y{b}", t, n) for a, b, t, n in other[1]]
    twin = Twin(working_days("5"), joined, [*links, LinkRow(f"x{last}", f"y{after}", "FS", lag)])
    for key, (start, _) in twin.early().items():
        assert found[7 if key[0] == "x" else 8].dates[key[1:]].start == twin.days[start]


@given(
    st.dates(date(2010, 1, 1), date(2030, 1, 1)),
    st.integers(-900, 900),
    st.sampled_from(["china", "5", "6", "7"]),
)
def test_working_days_are_counted_one_by_one(day, distance, code):
    table: DayTable = CALENDARS[code]
    end = day + timedelta(days=distance)
    first, last = sorted((day, end))
    counted = sum(table.is_working(first + timedelta(days=n)) for n in range(1, (last - first).days + 1))
    assert table.between(first, last) == counted
    assert table.between(last, first) == -counted


@pytest.mark.django_db
@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, *SLOW_MACHINE]
)
@given(networks(types=("FS", "SS"), lags=st.integers(0, 2)), st.integers(0, 9))
def test_what_is_stored_is_what_is_computed(network, days):
    durations, links = network
    lines = []
    for key, duration in durations.items():
        after = [f"{link.predecessor}{link.type}+{link.lag}" for link in links if link.successor == key]
        lines.append(f"{key} {duration} {','.join(after)}")
    plan = draw(*lines, start=START)
    plan.tell("A0", at(START), actual_start=START, remaining=durations["A0"] + days)
    today = START + timedelta(days=days)
    recompute_plans([plan.pk], at(today))
    loaded = load(component([plan.pk]), today)
    found = loaded.compute()[plan.pk].dates
    stored = plan.stored()
    assert stored.keys() == found.keys()
    for key, row in found.items():
        assert {name: getattr(stored[key], name) for name in row._fields} == row._asdict()
