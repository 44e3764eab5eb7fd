"""One style sheet for pages and prints: every look that is written has a rule, every token has a value."""

import re
from datetime import date

from yipanqi.drawing import bullet, curve, style
from yipanqi.drawing.scene import render

_CLASSES = re.compile(r'class="([^"]*)"')


def test_every_token_has_a_value():
    used = set(re.findall(r"var\(--([\w-]+)\)", style.page_css()))
    assert used <= set(style.TOKENS)


def test_alone_no_token_is_left_open():
    from yipanqi.drawing.sheet import SHEET

    assert "var(" not in style.stand_alone_css(style.CHART, style.BULLET, SHEET)


def test_every_look_of_the_charts_has_a_rule():
    day = date(2018, 1, 1), date(2018, 6, 1), date(2018, 12, 31)
    line = tuple((d, float(i)) for i, d in enumerate(day))
    drawn = curve.Trajectory(day[0], day[2], line, line[::1], line, line, line, line, 3, day[1], "red")
    labels = curve.CurveLabels("t", "d", "a", "b", "c", "e", "f", "g", "h", "i")
    markup = render(curve.layout(drawn, labels))
    markup += bullet.bullet_bar(bullet.Bullet(1, 2, 3, 4, "grey"), bullet.BulletLabels("t", "d"))
    known = set(re.findall(r"\.([\w-]+)", style.page_css()))
    written = {look for looks in _CLASSES.findall(markup) for look in looks.split()} - {"bullet"}
    assert written <= known
