"""The writer: what it refuses, what it escapes, and that its bytes never change."""

from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yipanqi.drawing import svg
from yipanqi.drawing.metrics import Box, shortened, text_box, text_width


@pytest.mark.parametrize("tag", ["script", "foreignObject", "image", "a", "iframe", "animate"])
def test_a_dangerous_element_is_refused(tag):
    with pytest.raises(ValueError, match=tag):
        svg.element(tag)


@pytest.mark.parametrize(
    ("name", "value"), [("onload", "x"), ("href", "http://x"), ("href", "data:x"), ("a b", "x")]
)
def test_a_dangerous_attribute_is_refused(name, value):
    with pytest.raises(ValueError, match="may not"):
        svg.element("use", **{name: value})


@given(st.text(max_size=40), st.text(max_size=40))
@settings(max_examples=200)
def test_any_text_survives_as_text(content, attribute):
    markup = svg.write(svg.element("text", content, class_=attribute))
    read = ElementTree.fromstring(markup)
    assert len(read) == 0
    kept = (
        svg.escape(content)
        .replace("&amp;", "&")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", '"')
    )
    assert (read.text or "") == kept.replace("\r\n", "\n").replace("\r", "\n")


def test_numbers_are_short_and_never_minus_zero():
    assert [svg.number(x) for x in (1, 1.0, 1.005, -0.001, 2.5, 1e-9)] == ["1", "1", "1", "0", "2.5", "0"]
    for broken in (float("nan"), float("inf")):
        with pytest.raises(ValueError, match="finite"):
            svg.number(broken)


def test_path_data():
    assert svg.path("M", 0, -1.5, "H", 20, "A", 1, 1, 0, 0, 1, 3, 4) == "M0 -1.5H20A1 1 0 0 1 3 4"


def test_a_document_says_what_it_shows():
    root = ElementTree.fromstring(svg.write(svg.document(title="甲", desc="乙", width=1, height=2)))
    assert root.get("role") == "img"
    assert [child.text for child in root] == ["甲", "乙"]


def test_a_deep_tree_needs_no_recursion():
    node = svg.group()
    for _ in range(5000):
        node = svg.group(node)
    assert svg.write(node).count("<g") == 5001


def test_a_chinese_character_is_one_em_and_a_digit_a_little_more_than_half():
    assert text_width("一盘棋", 10) == 30
    assert text_width("2018", 10) == pytest.approx(22.4)
    assert text_box("一盘", 50, 100, 10, "middle").left == 40
    assert text_box("一盘", 50, 100, 10, "end").right == 50


@given(st.text("一二ab（）", max_size=20), st.floats(0, 100))
def test_a_shortened_text_fits(text, room):
    short = shortened(text, room, 10)
    assert text_width(short, 10) <= room or short == text == ""
    assert short == text or short == "" or short.endswith("…")


def test_boxes_that_touch_do_not_meet():
    assert not Box(0, 0, 1, 1).meets(Box(1, 0, 2, 1))
    assert Box(0, 0, 1, 1).grown(0.1).meets(Box(1, 0, 2, 1))
