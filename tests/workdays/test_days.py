"""The table behind the calendar: its seed, its editing, its years."""

from datetime import date

import pytest

from factories import NOW, actor
from yipanqi.access.actor import SYSTEM
from yipanqi.access.roles import Role
from yipanqi.audit.models import Event
from yipanqi.foundation.errors import Invalid, NotAllowed
from yipanqi.workdays import operations, queries
from yipanqi.workdays.models import CalendarYear, Day, DayKind

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.fixture
def seeded():
    return operations.seed_years(actor=SYSTEM, now=NOW)


def test_the_seed_enters_what_the_library_knows_once(seeded):
    assert seeded[0] == 2004
    assert set(range(2004, 2027)) <= set(seeded)
    assert operations.seed_years(actor=SYSTEM, now=NOW) == ()
    assert Event.objects.count() == 1


def test_the_seed_leaves_an_edited_year_alone():
    office = actor(Role.OFFICE)
    operations.edit_day(
        actor=office, now=NOW, day=date(2018, 10, 8), kind=DayKind.REST, name="", reason="示例：停水"
    )
    operations.settle_year(actor=office, now=NOW, year=2018, source="示例文件")
    operations.seed_years(actor=SYSTEM, now=NOW)
    assert list(Day.objects.filter(date__year=2018).values_list("date", flat=True)) == [date(2018, 10, 8)]


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2018, 10, 1), False),
        (date(2018, 9, 29), True),
        (date(2018, 9, 30), True),
        (date(2018, 10, 8), True),
        (date(2018, 2, 15), False),
        (date(2018, 4, 8), True),
    ],
    ids=str,
)
@pytest.mark.usefixtures("seeded")
def test_2018_as_it_was(day, works):
    assert queries.calendar(2018, 2018).is_working(day) is works


@pytest.mark.usefixtures("seeded")
def test_three_working_days_over_the_national_holiday(django_assert_num_queries):
    with django_assert_num_queries(2):
        calendar = queries.calendar(2018, 2018)
    assert calendar.add(date(2018, 9, 28), 3) == date(2018, 10, 8)
    assert not calendar.assumed(date(2018, 9, 28), date(2019, 1, 5))


@pytest.mark.usefixtures("seeded")
def test_a_year_the_library_does_not_know_says_so():
    calendar = queries.calendar(2090, 2090)
    assert calendar.assumed(date(2090, 1, 2))
    assert calendar.is_working(date(2090, 1, 2))
    assert not queries.year_sheet(actor(Role.LEADER), 2090).settled


def test_editing_keeps_reason_before_and_after(seeded):
    office = actor(Role.OFFICE)
    day = date(2018, 10, 8)
    operations.edit_day(actor=office, now=NOW, day=day, kind="rest", name="示例", reason="示例：演练")
    operations.edit_day(actor=office, now=NOW, day=day, kind="", name="", reason="示例：取消演练")
    assert queries.day_on(day) is None
    first, second = Event.objects.filter(action="workdays.edit").order_by("id")
    assert (first.note, first.changes) == ("示例：演练", {"kind": [None, "rest"]})
    assert second.changes == {"kind": ["rest", None]}


@pytest.mark.parametrize(
    ("words", "field"),
    [({"reason": ""}, "reason"), ({"kind": "party"}, "kind"), ({"day": date(1990, 1, 1)}, "day")],
)
def test_wrong_input_is_named_by_field(words, field):
    entry = {"day": date(2018, 10, 8), "kind": "rest", "name": "", "reason": "示例"} | words
    with pytest.raises(Invalid) as refused:
        operations.edit_day(actor=actor(Role.OFFICE), now=NOW, **entry)
    assert list(refused.value.fields) == [field]
    assert Day.objects.count() == 0


def test_only_the_office_edits():
    clerk = actor(Role.CLERK)
    with pytest.raises(NotAllowed):
        operations.edit_day(actor=clerk, now=NOW, day=date(2018, 10, 8), kind="rest", name="", reason="示例")
    with pytest.raises(NotAllowed):
        operations.settle_year(actor=clerk, now=NOW, year=2027, source="示例")
    assert Event.objects.count() == 0


def test_settling_a_year_ends_its_warning():
    operations.settle_year(actor=actor(Role.OFFICE), now=NOW, year=2027, source="示例文件")
    assert CalendarYear.objects.get().source == "示例文件"
    assert not queries.calendar(2027, 2027).assumed(date(2027, 5, 1))


@pytest.mark.usefixtures("seeded")
def test_the_sheet_of_a_year_counts_its_working_days(django_assert_max_num_queries):
    reader = actor(Role.CLERK)
    with django_assert_max_num_queries(2):
        sheet = queries.year_sheet(reader, 2018)
    assert sheet.settled
    assert sheet.working_days == 250
    assert [len(sheet.months), len(sheet.months[0].weeks[0])] == [12, 7]
    assert [cell.mark for cell in sheet.months[9].weeks[0]] == ["休"] * 7
