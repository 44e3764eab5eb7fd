"""The bullet bar of a table row as a template tag: the drawing is `yipanqi.drawing.bullet`'s, the words are the page's."""

from decimal import Decimal
from typing import Any

from django.template import Context
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from yipanqi.drawing.bullet import Bullet, BulletLabels
from yipanqi.drawing.bullet import bullet_bar as draw
from yipanqi.web import figures
from yipanqi.web.lamps import colour_of

Figure = Decimal | float | int | str | None
"""A template gives "" for what it does not find."""


def bullet_bar(
    context: Context,
    value: Figure = None,
    expected: Figure = None,
    target: Figure = None,
    forecast: Figure = None,
    light: Any = None,
    *,
    at_most: bool = False,
    paper: bool = False,
) -> SafeString:
    """`{% bullet value expected target forecast light %}`, as wide as its cell.

    A missing figure leaves its mark out. `at_most`: smaller is better. On paper the bar carries its own style.
    """
    bullet = Bullet(
        value=_float(value),
        expected=_float(expected),
        forecast=_float(forecast),
        target=_float(target),
        light=colour_of(light),
        at_most=at_most,
    )
    words = _("To date %(value)s, expected %(expected)s, target %(target)s, forecast %(forecast)s.") % {
        "value": figures.number(bullet.value),
        "expected": figures.number(bullet.expected),
        "target": figures.number(bullet.target),
        "forecast": figures.number(bullet.forecast),
    }
    labels = BulletLabels(title=_("Progress"), desc=words)
    drawn = draw(bullet, labels, stand_alone=bool(paper or context.get("paper")))
    return mark_safe(drawn)  # noqa: S308 the drawing escapes its words


def _float(figure: Figure) -> float | None:
    return None if figure is None or figure == "" else float(figure)
