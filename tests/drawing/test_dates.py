"""Date scales: cells cover the span without a gap, and rows are as fine as the text allows."""

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yipanqi.drawing.dates import CHINESE, ENGLISH, Step, cells, rows_for

days = st.dates(date(1999, 1, 1), date(2050, 1, 1))


@given(days, st.integers(1, 900), st.sampled_from(Step))
@settings(max_examples=150)
def test_cells_cover_the_span_without_gap_or_overlap(first, length, step):
    end = first + timedelta(days=length)
    row = cells(first, end, step, CHINESE)
    assert row[0].first == first
    assert row[-1].end == end
    assert all(a.end == b.first for a, b in itertools.pairwise(row))
    assert all(cell.first < cell.end for cell in row)


def test_a_month_in_thirds():
    row = cells(date(2018, 2, 5), date(2018, 3, 11), Step.TEN_DAYS, CHINESE)
    assert [(c.first.isoformat()[5:], c.text) for c in row] == [
        ("02-05", "上"), ("02-11", "中"), ("02-21", "下"), ("03-01", "上"),
    ]  # fmt: skip


def test_weeks_begin_on_monday():
    row = cells(date(2018, 9, 26), date(2018, 10, 9), Step.WEEK, CHINESE)
    assert [c.text for c in row] == ["24", "1", "8"]


def test_years_quarters_and_months_in_both_languages():
    span = date(2018, 12, 15), date(2019, 2, 1)
    assert [c.text for c in cells(*span, Step.YEAR, CHINESE)] == ["2018年", "2019年"]
    assert [c.text for c in cells(*span, Step.QUARTER, ENGLISH)] == ["Q4", "Q1"]
    assert [c.text for c in cells(*span, Step.MONTH, ENGLISH)] == ["Dec", "Jan"]
    assert ENGLISH.head(Step.MONTH) == "Month"


@pytest.mark.parametrize(
    ("day", "finest"),
    [
        (5, Step.DAY),
        (1, Step.WEEK),
        (0.5, Step.TEN_DAYS),
        (0.3, Step.MONTH),
        (0.1, Step.QUARTER),
        (0.01, Step.YEAR),
    ],
)
def test_the_finest_rows_that_can_be_read(day, finest):
    assert rows_for(day, 2.5, CHINESE)[-1] is finest


def test_thirds_of_a_month_can_be_preferred_to_weeks():
    assert rows_for(1, 2.5, CHINESE, weeks=False)[-1] is Step.TEN_DAYS
