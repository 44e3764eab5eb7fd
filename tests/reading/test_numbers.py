"""Numbers: whatever way a number is written, the same Decimal is read."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yipanqi.reading import read_report
from yipanqi.reading.numbers import parse_number

DIGITS = "零一二三四五六七八九"
BANKERS = str.maketrans("一二三四五六七八九十百千", "壹贰叁肆伍陆柒捌玖拾佰仟")
POWERS = ("", "十", "百", "千")
GROUPS = ("", "万", "亿")


def in_chinese(number: int) -> str:
    """`number` below 10^12 as one says it: 3005 is 三千零五, 12 is 十二."""
    if number == 0:
        return "零"
    groups: list[str] = []
    rest, gap = number, False
    for mark in GROUPS:
        rest, low = divmod(rest, 10000)
        words = group(low) + mark if low else ""
        if words and groups and gap:
            groups[0] = "零" + groups[0]
        groups.insert(0, words) if words else None
        gap = 0 < low < 1000
    return (
        "".join(groups).removeprefix("零").replace("一十", "十", 1) if 10 <= number < 20 else "".join(groups)
    )


def group(number: int) -> str:
    words, zero = "", False
    for power in (3, 2, 1, 0):
        digit = number // 10**power % 10
        if digit:
            words += ("零" if zero and words else "") + DIGITS[digit] + POWERS[power]
            zero = False
        else:
            zero = True
    return words


def full_width(text: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if c.isdigit() else c for c in text)


@given(st.integers(0, 10**12 - 1))
def test_spoken_numbers_come_back(number: int) -> None:
    assert parse_number(in_chinese(number)) == number


@given(st.integers(0, 10**12 - 1))
def test_numbers_of_bankers_come_back(number: int) -> None:
    assert parse_number(in_chinese(number).translate(BANKERS)) == number


@given(st.integers(0, 10**9))
def test_digit_by_digit_comes_back(number: int) -> None:
    spoken = "".join(DIGITS[int(d)] for d in str(number))
    assert parse_number(spoken) == number
    assert parse_number(spoken.replace("零", "〇")) == number


@given(st.integers(0, 999), st.integers(0, 999))
def test_decimals_come_back(whole: int, fraction: int) -> None:
    written = f"{whole}.{fraction:03d}"
    spoken = in_chinese(whole) + "点" + "".join(DIGITS[int(d)] for d in f"{fraction:03d}")
    assert parse_number(spoken) == Decimal(written)
    assert parse_number("百分之" + spoken) == Decimal(written)


@given(st.integers(0, 10**9))
def test_thousands_marks_come_back(number: int) -> None:
    assert parse_number(f"{number:,}") == number


@given(st.integers(1, 9999), st.sampled_from(["万", "亿", "千万", "百亿", "万亿"]))
def test_scales_multiply(number: int, scale: str) -> None:
    factor = {"万": 10**4, "亿": 10**8, "千万": 10**7, "百亿": 10**10, "万亿": 10**12}[scale]
    assert parse_number(f"{number}{scale}") == number * factor


@pytest.mark.parametrize("text", ["", "abc", "十五五五五点", "一点", "十一万个", "1.2.3"])
def test_what_is_no_number_gives_none(text: str) -> None:
    assert parse_number(text) is None


@given(st.integers(1, 10**7), st.sampled_from([str, lambda n: f"{n:,}", lambda n: full_width(str(n))]))
def test_running_text_reads_every_form(number: int, write: object) -> None:
    (finding,) = read_report(f"新增就业{write(number)}人。", year=2018).findings  # type: ignore[operator]
    assert (finding.value, finding.unit, finding.op) == (number, "人", "+")


@given(st.integers(2, 99))
def test_running_text_reads_chinese_counts(number: int) -> None:
    (finding,) = read_report(f"新建学校{in_chinese(number)}所。", year=2018).findings
    assert (finding.value, finding.unit, finding.op) == (number, "所", "+")
