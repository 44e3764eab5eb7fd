"""The bullet bar: where its marks stand, and which are left out."""

from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yipanqi.drawing.bullet import Bullet, BulletLabels, bullet_bar

LABELS = BulletLabels("进度", "至今176.8，应达216.3")
SVG = "{http://www.w3.org/2000/svg}"


def marks(bullet: Bullet) -> dict[str, ElementTree.Element]:
    root = ElementTree.fromstring(bullet_bar(bullet, LABELS))
    return {e.get("class"): e for e in root.iter() if e.get("class")}


def test_the_target_stands_at_ninety_percent():
    found = marks(Bullet(50, 60, 80, 100, "red"))
    assert found["k-target"].get("x1") == "90%"
    assert found["k-now"].get("width") == "45%"
    assert found["k-exp"].get("x1") == "54%"
    assert found["k-fore"].get("x2") == "72%"


def test_what_is_missing_is_hatched_between_value_and_expected():
    root = ElementTree.fromstring(bullet_bar(Bullet(50, 60, None, 100, "yellow"), LABELS))
    window = root.find(f"{SVG}svg")
    assert (window.get("x"), window.get("width")) == ("45%", "9%")
    assert window.find(f"{SVG}path").get("class") == "k-hatch k-hatch-y"


def test_too_much_is_hatched_where_less_is_better():
    found = marks(Bullet(70, 60, None, 100, "red", at_most=True))
    assert found["k-now"].get("width") == "54%"
    assert "k-hatch k-hatch-r" in found


@pytest.mark.parametrize(
    "bullet", [Bullet(50, 60, target=100, light="green"), Bullet(60, 50, target=100, light="red")]
)
def test_no_gap_no_hatching(bullet):
    assert not [look for look in marks(bullet) if "hatch" in look]


def test_missing_figures_leave_their_marks_out():
    assert set(marks(Bullet())) == {"d bullet", "k-track"}


figure = st.none() | st.floats(-1e6, 1e6, allow_nan=False)


@given(figure, figure, figure, figure, st.sampled_from(["red", ""]), st.booleans())
def test_no_mark_leaves_the_bar(value, expected, forecast, target, light, at_most):
    bullet = Bullet(value, expected, forecast, target, light, at_most)
    for element in marks(bullet).values():
        for name in ("x", "x1", "x2", "width"):
            text = element.get(name, "0%")
            assert not text.endswith("%") or 0 <= float(text[:-1]) <= 100


def test_it_says_what_it_shows():
    root = ElementTree.fromstring(bullet_bar(Bullet(1, target=2), LABELS, stand_alone=True))
    assert root.get("role") == "img"
    assert [e.tag.removeprefix(SVG) for e in root][:3] == ["title", "desc", "style"]
