"""The trajectory: labels never meet, lines lie where their figures say, the same figures give the same bytes."""

from datetime import date, timedelta
from itertools import combinations
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yipanqi.drawing.curve import CurveLabels, Trajectory, figure, layout, nice_ticks, value_on
from yipanqi.drawing.scene import render

BEGIN, END = date(2018, 1, 1), date(2018, 12, 31)
MARKUP = "<script>alert(1)</script>&\"'"


def month_ends(values, first=1):
    return tuple((date(2018, first + i, 28), float(v)) for i, v in enumerate(values))


def trajectory(**facts) -> Trajectory:
    return Trajectory(
        BEGIN, END,
        fact=facts.get("fact", month_ends([0, 0, 19, 46.6, 76, 104.8, 128.7, 150.1, 176.8])),
        plan=facts.get("plan", month_ends([0, 0, 18, 55, 92, 128, 160, 192, 218, 240, 257, 270])),
        forecast=facts.get("forecast", month_ends([176.8, 208, 221, 235.1], 9)),
        low=month_ends([176.8, 219.6], 9), high=month_ends([176.8, 250.2], 9),
        target=facts.get("target", 270), data_date=date(2018, 9, 28), light=facts.get("light", "red"),
    )  # fmt: skip


LABELS = CurveLabels(
    "累计开工面积", "到9月28日176.8", "至今176.8", "欠39.5", "进度线（应达）", "基准", "预测235.1", "欠34.9",
    "目标270", "9-28",
)  # fmt: skip


def assert_no_label_meets_another(drawing):
    frame = (0, 0, drawing.width, drawing.height)
    for first, second in combinations(drawing.labels, 2):
        assert not first.box.meets(second.box), (first.text, second.text)
    for label in drawing.labels:
        box = label.box
        assert box.left >= frame[0] - 0.01, label.text
        assert box.right <= frame[2] + 0.01, label.text


@pytest.mark.parametrize("size", [(840, 360), (640, 320), (420, 240), (320, 200)])
def test_every_text_finds_room_at_every_size(size):
    drawing = layout(trajectory(), LABELS, *size)
    shown = {label.text for label in drawing.labels}
    assert {"至今176.8", "欠39.5", "进度线（应达）", "预测235.1", "欠34.9", "目标270", "9-28"} <= shown
    assert_no_label_meets_another(drawing)


figures = st.lists(st.floats(0, 1e6, allow_nan=False), min_size=1, max_size=12)


@given(figures, figures, st.floats(0, 1e6) | st.none(), st.sampled_from(["red", "yellow", "green"]))
@settings(max_examples=60, deadline=None)
def test_no_label_meets_another_whatever_the_figures(fact, plan, target, light):
    curve = trajectory(fact=month_ends(fact), plan=month_ends(plan), target=target, light=light)
    drawing = layout(curve, LABELS)
    assert_no_label_meets_another(drawing)
    assert render(drawing) == render(layout(curve, LABELS))


def test_lines_lie_where_their_figures_say():
    drawing = layout(trajectory(target=300, fact=((BEGIN, 0.0), (END, 300.0)), forecast=()), LABELS, 640, 320)
    area = drawing.places["area"]
    fact = next(e for e in drawing.shapes if dict(e.attributes).get("class") == "c-fact")
    first, last = (tuple(map(float, p.split(","))) for p in dict(fact.attributes)["points"].split())
    assert first == pytest.approx((area.left, area.bottom), abs=0.01)
    assert last == pytest.approx((area.right, area.top), abs=0.01)


def test_the_gap_is_drawn_only_for_a_light_that_says_so():
    looks = {light: render(layout(trajectory(light=light), LABELS)) for light in ("red", "green")}
    assert 'class="c-gap-r"' in looks["red"]
    assert "c-gap" not in looks["green"]
    assert "欠39.5" not in looks["green"]


def test_an_empty_year_still_has_its_axes():
    drawing = layout(Trajectory(BEGIN, END), CurveLabels("空", "没有数据"))
    assert {label.text for label in drawing.labels} >= {"0", "1月", "12月"}


def test_markup_in_names_stays_text():
    labels = CurveLabels(MARKUP, MARKUP, MARKUP, MARKUP, MARKUP, MARKUP, MARKUP, MARKUP, MARKUP, MARKUP)
    root = ElementTree.fromstring(render(layout(trajectory(), labels), stand_alone=True))
    assert not [e for e in root.iter() if e.tag.endswith("script")]
    assert root[0].text == MARKUP


def test_on_a_page_it_carries_no_style():
    assert "<style" not in render(layout(trajectory(), LABELS))
    assert "var(" not in render(layout(trajectory(), LABELS), stand_alone=True)


def test_a_curve_without_time_is_refused():
    with pytest.raises(ValueError, match="end after its begin"):
        layout(Trajectory(BEGIN, BEGIN), LABELS)


@given(st.floats(-1e9, 1e9), st.floats(0, 1e9))
def test_ticks_cover_the_range_and_are_few(low, span):
    ticks = nice_ticks(low, low + span)
    slack = 1e-6 * max(1, abs(low), span)
    assert ticks[0] <= low + slack
    assert ticks[-1] >= low + span - slack
    assert 2 <= len(ticks) <= 7


def test_figures_of_the_axis():
    assert [figure(v) for v in (0, 100.0, 12000.0, 0.5, -2.5)] == ["0", "100", "12,000", "0.5", "-2.5"]


def test_the_value_between_two_points():
    series = ((BEGIN, 0.0), (BEGIN + timedelta(days=10), 20.0))
    assert value_on(series, BEGIN + timedelta(days=5)) == 10
    assert value_on(series, BEGIN + timedelta(days=11)) is None
