"""Lamps, figures and bars as tags."""

from types import SimpleNamespace

import pytest
from django.template import Context, Template
from django.utils import translation

from yipanqi.web import lamps


def shown(source: str, **context: object) -> str:
    with translation.override("en"):
        return Template(source).render(Context(context))


@pytest.mark.parametrize(
    ("colour", "word", "mark"),
    [
        ("green", "Normal", "circle"),
        ("yellow", "Warning", "M6 1"),
        ("red", "Late", "M1 1h10"),
        ("grey", "No data", "circle"),
        ("blue", "In progress", "M6 .4"),
    ],
)
def test_a_lamp_is_shape_colour_and_word(colour: str, word: str, mark: str) -> None:
    html = shown("{% lamp light %}", light=SimpleNamespace(colour=colour))
    assert word in html
    assert mark in html
    assert f'class="lamp {colour}"' in html


@pytest.mark.parametrize("unknown", [None, "", "purple", SimpleNamespace(colour=None)])
def test_what_is_unknown_is_grey_never_green(unknown: object) -> None:
    assert lamps.colour_of(unknown) == "grey"


def test_stones_stand_at_their_places_with_the_mark_of_their_turn() -> None:
    html = shown("{{ lights|lamp_stones }}", lights=[(0, "green", 1), (15, "red", -1), (30, "grey", 0)])
    assert html.count("<svg x=") == 3
    assert html.index("M0 18l3.5-4 3.5 4z") < html.index('<svg x="15"') < html.index("M15 14h7l-3.5 4z")
    assert html.count("<path class=") == 2


def test_the_word_of_a_lamp_may_be_replaced_and_is_escaped() -> None:
    assert "&lt;b&gt;" in shown("{% lamp 'grey' '<b>' %}")


def test_a_change_of_light_reads_from_then_to() -> None:
    html = shown("{% lamp_moved 'green' 'red' %}")
    assert html.index("Normal") < html.index("Late")


def test_a_figure_holds_its_unit() -> None:
    assert (
        shown("{% figure 1350 '家' %}") == '<span class="fig"><b>1,350</b><span class="unit">家</span></span>'
    )


@pytest.mark.parametrize("nothing", [None, ""])
def test_a_missing_figure_is_a_dash_not_a_zero(nothing: object) -> None:
    html = shown("{% figure value '家' %}", value=nothing)
    assert "—" in html
    assert "家" not in html


def test_a_bar_says_its_figures() -> None:
    html = shown("{% bullet 176.8 216.3 270 235.1 'red' %}")
    assert "To date 176.8, expected 216.3, target 270, forecast 235.1." in html
    assert "k-hatch-r" in html


def test_a_bar_without_figures_is_an_empty_track() -> None:
    assert "k-now" not in shown("{% bullet value=none %}")


def test_a_source_older_than_a_month_is_marked() -> None:
    from datetime import date

    old = shown("{% source 'x' when now %}", when=date(2018, 8, 1), now=date(2018, 9, 28))
    new = shown("{% source 'x' when now %}", when=date(2018, 9, 27), now=date(2018, 9, 28))
    assert "src old" in old
    assert "src old" not in new
