"""How numbers, days and ages are written."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from yipanqi.foundation.text import parse_number
from yipanqi.web import figures


@pytest.mark.parametrize(
    ("value", "digits", "written"),
    [
        (1350, None, "1,350"),
        (Decimal("2.80"), None, "2.8"),
        (Decimal("2.8"), 2, "2.80"),
        (-5, None, "−5"),
        (0, None, "0"),
        (Decimal("-0.04"), 1, "0.0"),
        (Decimal("1E+3"), None, "1,000"),
        (float("nan"), None, "—"),
        (None, None, "—"),
    ],
)
def test_numbers(value: figures.Number | None, digits: int | None, written: str) -> None:
    assert figures.number(value, digits) == written


@pytest.mark.parametrize(
    ("value", "written"), [(13.5, "+13.5"), (-2, "−2"), (0, "0"), (None, "—"), (0.001, "+0.001")]
)
def test_changes(value: figures.Number | None, written: str) -> None:
    assert figures.signed(value) == written


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=3))
def test_what_is_written_can_be_typed_again(value: Decimal) -> None:
    assert parse_number(figures.number(value)) == value


@pytest.mark.parametrize(
    ("when", "english"),
    [
        (date(2018, 9, 28), "today"),
        (date(2018, 9, 27), "1 day ago"),
        (date(2018, 8, 12), "47 days ago"),
        (date(2018, 9, 30), "in 2 days"),
        (datetime(2018, 9, 27, 17, tzinfo=UTC), "today"),
        (None, "—"),
    ],
)
def test_age_counts_days_where_the_zone_lies(when: date | None, english: str) -> None:
    with translation.override("en"):
        assert figures.age(when, date(2018, 9, 28)) == english


def test_days_follow_the_language() -> None:
    with translation.override("en"):
        assert (figures.day(date(2018, 9, 28)), figures.month(date(2018, 9, 28))) == ("28 Sep", "Sep")
    with translation.override("zh-hans"):
        assert (figures.day(date(2018, 9, 28)), figures.month(date(2018, 9, 28))) == ("9月28日", "9月")


@pytest.mark.parametrize(
    ("sentence", "held"),
    [
        ("至今176.8万㎡，比应达少39.5万㎡", ["176.8万㎡", "39.5万㎡"]),
        ("余下95天须有57天优良", ["95天", "57天"]),
        ("PM10 ≤115微克/立方米", ["10", "≤115微克/立方米"]),
        ("short by 34.9 ha and late", ["34.9 ha"]),
        ("96.2%", ["96.2%"]),
        ("预计2018-06-30完成", ["2018-06-30"]),
    ],
)
def test_no_line_starts_with_an_orphan_unit(sentence: str, held: list[str]) -> None:
    html = figures.bind(sentence)
    for figure in held:
        assert f'<span class="num">{figure}</span>' in html


@given(st.text())
def test_binding_escapes_and_loses_nothing(text: str) -> None:
    from html import unescape

    bound = figures.bind(text)
    plain = bound.replace('<span class="num">', "").replace("</span>", "")
    assert unescape(plain) == unescape(text) or unescape(plain) == text
    assert "<script" not in bound.lower()
