"""Numbers and days as people type them."""

from contextlib import suppress
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yipanqi.foundation.text import NotADay, NotANumber, parse_day, parse_number, plain


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("1350", "", "1350"),
        ("１３５０", "", "1350"),
        ("1,350", "", "1350"),
        ("1，350", "", "1350"),
        ("1 350", "", "1350"),
        ("12,345,678.9", "", "12345678.9"),
        ("1.35千", "", "1350"),
        ("1.35千", "家", "1350"),
        ("３．５万", "人", "35000"),
        ("2百", "", "200"),
        ("3百万", "元", "3000000"),
        ("2千万", "元", "20000000"),
        ("1.2万亿", "元", "1200000000000"),
        ("约199", "", "199"),
        ("大约199家", "家", "199"),
        ("近200", "", "200"),
        ("~199", "", "199"),
        ("199左右", "", "199"),
        ("199家左右", "家", "199"),
        ("-5", "", "-5"),
        ("−5", "", "-5"),
        ("+5", "", "5"),
        (".5", "", "0.5"),
        ("0", "", "0"),
        ("66.6%", "%", "66.6"),
        ("66.6％", "%", "66.6"),
        ("2.8", "万人", "2.8"),
        ("2.8万", "万人", "2.8"),
        ("2.8万人", "万人", "2.8"),
        ("28000人", "万人", "2.8"),
        ("2.8千人", "万人", "0.28"),
        ("5000万元", "亿元", "0.5"),
        ("5000万", "亿元", "0.5"),
        ("0.5亿元", "万元", "5000"),
        ("1.5万亿元", "亿元", "15000"),
        ("50万平米", "万平方米", "50"),
        ("50万㎡", "万平方米", "50"),
        ("66μg/m³", "μg/m³", "66"),
        ("66微克/立方米", "μg/m³", "66"),
        ("3.2公顷", "公顷", "3.2"),
    ],
)
def test_a_number_is_understood(text, unit, value):
    assert parse_number(text, unit=unit) == Decimal(value)


@pytest.mark.parametrize(
    ("text", "unit", "code"),
    [
        ("", "", "input.not_a_number"),
        ("若干", "", "input.not_a_number"),
        ("1,35", "", "input.not_a_number"),
        ("1.2.3", "", "input.not_a_number"),
        ("12-13", "", "input.not_a_number"),
        ("--5", "", "input.not_a_number"),
        ("1e5", "", "input.wrong_unit"),
        ("5吨", "家", "input.wrong_unit"),
        ("5万元", "家", "input.wrong_unit"),
        ("5家", "", "input.wrong_unit"),
        ("1000000000000000", "", "input.number_too_large"),
        ("9999万亿", "元", "input.number_too_large"),
    ],
)
def test_what_is_no_number_says_why(text, unit, code):
    with pytest.raises(NotANumber) as refused:
        parse_number(text, unit=unit)
    assert refused.value.code == code
    assert refused.value.params["text"] == text


figures = st.decimals(min_value=0, max_value=10**9, places=2)
FULL_WIDTH = str.maketrans("0123456789.,", "０１２３４５６７８９．，")


@given(figures)
def test_every_spelling_of_a_figure_means_the_same(figure):
    for text in (str(figure), f"{figure:,}", f" {figure} ", f"约{figure}", str(figure).translate(FULL_WIDTH)):
        assert parse_number(text) == figure


@given(figures, st.sampled_from(["万", "亿", "万亿"]), st.sampled_from(["元", "人", "平方米"]))
def test_the_scale_may_stand_in_the_figure_or_in_the_unit(figure, scale, unit):
    assert parse_number(f"{figure}{scale}{unit}", unit=scale + unit) == figure
    assert parse_number(f"{figure}{scale}", unit=scale + unit) == figure
    assert parse_number(str(figure), unit=scale + unit) == figure


@given(st.text(max_size=30), st.sampled_from(["", "家", "万元"]))
def test_any_text_is_a_number_or_refused(text, unit):
    with suppress(NotANumber):
        assert parse_number(text, unit=unit).is_finite()


@pytest.mark.parametrize(
    "text",
    [
        "2018-09-28",
        "2018-9-28",
        "2018/9/28",
        "2018.9.28",
        "20180928",
        "2018年9月28日",
        "２０１８－０９－２８",
        " 2018-09-28 00:00 ",
        "2018-09-28T00:00:00",
    ],
)
def test_a_day_is_understood(text):
    assert parse_day(text) == date(2018, 9, 28)


@pytest.mark.parametrize("text", ["", "2018-02-30", "2018-13-01", "九月", "2018", "2018-09", "28/9/2018"])
def test_what_is_no_day_is_refused(text):
    with pytest.raises(NotADay):
        parse_day(text)


@given(st.dates(min_value=date(1900, 1, 1)))
def test_every_day_is_read_back(day):
    assert parse_day(day.isoformat()) == day
    assert parse_day(f"{day.year}年{day.month}月{day.day}日") == day


@given(st.text(max_size=30))
def test_any_text_is_a_day_or_refused(text):
    with suppress(NotADay):
        assert isinstance(parse_day(text), date)


def test_plain_text_is_half_width_and_trimmed():
    assert plain("　ＡＢ１２（甲）　") == "AB12(甲)"
