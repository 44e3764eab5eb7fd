"""The arithmetic of a sheet, by hand and against a plain twin in fractions."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yipanqi.appraisal.scoring import (
    Combine,
    Empty,
    Grade,
    Kind,
    Line,
    Measured,
    Rule,
    as_text,
    deviation,
    grade_of,
    ranks,
    ratio,
    score,
    total,
)

D = Decimal
GRADES = (
    Grade("优秀", D(90), commend=True),
    Grade("良好", D(80)),
    Grade("合格", D(60)),
    Grade("不合格", D(0)),
)


def basic(weight: int | str = 25, cap: str = "1") -> Rule:
    return Rule("b", "示例", "targets.indicators", weight=D(weight), cap=D(cap))


def plus(step: str = "0.1", limit: str = "3") -> Rule:
    return Rule("p", "示例", "letters.late", step=D(step), limit=D(limit))


VETO = Rule("v", "示例", "targets.zero_ceilings", veto=True)


def met(actual: str | None, target: str, *, less: bool = False, share: str = "1") -> Measured:
    return Measured(None if actual is None else D(actual), D(target), less, D(share))


@pytest.mark.parametrize(
    ("fact", "cap", "expected"),
    [
        (met("90", "120"), "1", "0.75"),
        (met("150", "120"), "1", "1"),
        (met("150", "120"), "1.2", "1.2"),  # over-fulfilment counts up to the cap
        (met(None, "120"), "1", "0"),  # silence is never fulfilment
        (met("-5", "120"), "1", "0"),
        (met("5", "0"), "1", None),  # a zero below the line shows a dash
        (met("50", "40", less=True), "1", "0.8"),  # less is better: target ÷ actual
        (met("32", "40", less=True), "1.2", "1.2"),
        (met("0", "40", less=True), "1.2", "1.2"),
        (met("0", "0", less=True), "1.2", "1"),  # a promise of zero, kept
        (met("2", "0", less=True), "1.2", "0"),
    ],
)
def test_the_ratio_of_a_fact(fact: Measured, cap: str, expected: str | None) -> None:
    found = ratio(fact, D(cap))
    assert found == (None if expected is None else D(expected))


def test_a_basic_rule_is_weight_times_the_mean_of_its_facts() -> None:
    line = score(basic(25), [met("90", "120"), met("120", "120")])
    assert line.points == D("21.875")
    assert line.numbers == {"facts": "2", "weight": "25", "cap": "1", "scored": "2", "ratio": "0.875"}


def test_amounts_are_summed_where_the_source_says_so() -> None:
    line = score(basic(25), [met("1", "2"), met("9", "8")], Combine.SUM)
    assert line.points == D("25.000")
    assert (line.numbers["actual"], line.numbers["target"]) == ("10", "10")


def test_half_the_days_count_half() -> None:
    line = score(basic(10), [met("0", "1", share="0.25"), met("1", "1")])
    assert line.points == D("8.000")


def test_a_rule_without_facts_has_no_points() -> None:
    for rule in (basic(), plus(), VETO):
        assert score(rule, []).points is None


def test_plus_and_minus_stay_within_their_limit() -> None:
    assert score(plus(), [met("12", "2")]).points == D("1.000")
    assert score(plus(), [met("112", "2")]).points == D("3.000")
    late = [met("1", "0", less=True)] * 4
    assert score(plus(), late).points == D("-0.400")
    assert score(plus(), late * 20).points == D("-3.000")


def test_a_veto_takes_the_grade_and_not_the_points() -> None:
    lines = [score(basic(100), [met("1", "1")]), score(VETO, [met("1", "0", less=True)])]
    made = total(lines, GRADES, Empty.LEAVE_OUT)
    assert (made.points, made.vetoed, made.grade) == (D("100.000"), True, "不合格")


def test_what_finds_nothing_is_left_out_of_the_weight_or_counts_zero_as_the_scheme_says() -> None:
    lines = [score(basic(60), [met("3", "4")]), score(basic(40), [])]
    assert total(lines, GRADES, Empty.LEAVE_OUT).points == D("75.000")
    assert total(lines, GRADES, Empty.LEAVE_OUT).counted == 60
    assert total(lines, GRADES, Empty.ZERO).points == D("45.000")


def test_without_any_basic_fact_there_is_no_total_and_no_grade() -> None:
    made = total([score(basic(100), []), score(plus(), [met("12", "2")])], GRADES, Empty.LEAVE_OUT)
    assert (made.points, made.grade) == (None, "")


def test_grades_begin_at_their_number() -> None:
    assert [grade_of(D(value), GRADES) for value in ("90", "89.999", "0", "-2")] == [
        "优秀",
        "良好",
        "不合格",
        "不合格",
    ]


def test_equal_totals_share_a_place_and_leave_the_next_one_free() -> None:
    assert ranks({1: D(90), 2: D(80), 3: D(90), 4: None}) == {1: 1, 2: 3, 3: 1, 4: None}


def test_equal_numbers_are_written_alike() -> None:
    assert {as_text(D(text)) for text in ("1", "1.0", "1.0000000", "10e-1")} == {"1"}
    assert as_text(D("-0.00000001")) == "0"


amounts = st.decimals(min_value=0, max_value=10**6, places=2)
facts = st.builds(
    Measured,
    actual=st.none() | amounts,
    target=amounts,
    less_is_better=st.booleans(),
    share=st.decimals(min_value="0.01", max_value=1, places=2),
)


def twin_ratio(fact: Measured, cap: Fraction) -> Fraction | None:
    """The same rule, told the other way round."""
    if fact.actual is None:
        return Fraction(0)
    actual, target = Fraction(fact.actual), Fraction(fact.target)
    if fact.less_is_better and actual == 0:
        return cap if target else min(Fraction(1), cap)
    below, above = (actual, target) if fact.less_is_better else (target, actual)
    return None if below == 0 else min(above / below, cap)


@settings(max_examples=150, deadline=None)
@given(st.lists(facts, max_size=6), st.integers(1, 100), st.sampled_from(["1", "1.2", "2"]))
def test_a_mean_rule_equals_its_plain_twin(found: list[Measured], weight: int, cap: str) -> None:
    line = score(basic(weight, cap), found)
    known = [(twin_ratio(fact, Fraction(cap)), Fraction(fact.share)) for fact in found]
    counted = [(made, share) for made, share in known if made is not None]
    if not counted:
        assert line.points is None
        return
    mean = sum(made * share for made, share in counted) / sum(share for _made, share in counted)
    assert line.points is not None
    assert abs(Fraction(line.points) - weight * mean) <= Fraction(1, 2000) + Fraction(1, 10**9)
    assert 0 <= line.points <= weight * D(cap)


@settings(max_examples=100, deadline=None)
@given(st.lists(facts, min_size=1, max_size=6))
def test_a_points_rule_equals_its_plain_twin(found: list[Measured]) -> None:
    line = score(plus("0.1", "3"), found)
    raw = Fraction(0)
    for fact in found:
        gap = Fraction(fact.actual or 0) - Fraction(fact.target)
        if fact.less_is_better:
            gap = Fraction(0) if fact.actual is None else -gap
        raw += gap * Fraction(fact.share)
    expected = min(max(raw / 10, Fraction(-3)), Fraction(3))
    assert line.points is not None
    assert abs(Fraction(line.points) - expected) <= Fraction(1, 2000)


@settings(max_examples=60, deadline=None)
@given(st.lists(facts, min_size=1, max_size=6), st.randoms(use_true_random=False))
def test_the_order_of_facts_does_not_matter_to_three_places(found: list[Measured], random) -> None:  # type: ignore[no-untyped-def]
    shuffled = list(found)
    random.shuffle(shuffled)
    first, second = score(basic(), found).points, score(basic(), shuffled).points
    assert (first is None) == (second is None)
    assert first is None or second is None or abs(first - second) <= D("0.001")


@given(
    st.lists(
        st.tuples(st.integers(1, 99), st.none() | amounts.map(lambda n: n % 100)), min_size=1, max_size=5
    )
)
@settings(max_examples=60, deadline=None)
def test_a_total_never_exceeds_what_full_points_would_give(parts: list[tuple[int, Decimal | None]]) -> None:
    lines = [Line(basic(weight), None if part is None else D(weight) * part / 100) for weight, part in parts]
    made = total(lines, GRADES, Empty.LEAVE_OUT)
    assert made.points is None or 0 <= made.points <= 100


def test_the_kind_is_told_by_what_is_filled_in() -> None:
    assert [rule.kind for rule in (basic(), plus(), VETO)] == [Kind.BASIC, Kind.POINTS, Kind.VETO]
    assert deviation(met(None, "5", less=True)) == 0
