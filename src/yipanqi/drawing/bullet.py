"""The bullet bar: value to date, expected by today, forecast and target on one line, and what is missing, hatched.

Every x is a percentage, so that the bar is as wide as its cell; the figures stand beside it as text. The hatching is a
dashed stroke turned aslant in its own window: it needs no pattern and so no id that could meet another on the page.
"""

from dataclasses import dataclass

from yipanqi.drawing import svg
from yipanqi.drawing.style import BULLET, stand_alone_css

TARGET_AT = 90.0
"""Where the target stands in percent of the width: what lies beyond it is still seen."""

HEIGHT = 16
LIGHTS = {"red": "r", "yellow": "y", "grey": "o"}


@dataclass(frozen=True, slots=True)
class BulletLabels:
    """Translated title and description; the description tells the figures in a sentence."""

    title: str
    desc: str


@dataclass(frozen=True, slots=True)
class Bullet:
    """The figures in one unit; None leaves a mark out.

    light    "red", "yellow", "grey" colours the gap; any other light leaves the gap unhatched
    at_most  smaller is better (a concentration, a number of cases): the gap lies above the expected value
    """

    value: float | None = None
    expected: float | None = None
    forecast: float | None = None
    target: float | None = None
    light: str = ""
    at_most: bool = False


def bullet_bar(bullet: Bullet, labels: BulletLabels, *, stand_alone: bool = False) -> str:
    """The SVG of one bar, as wide as what holds it."""
    return svg.write(
        svg.document(
            *_marks(bullet, _places(bullet)),
            title=labels.title,
            desc=labels.desc,
            width="100%",
            height=HEIGHT,
            style=stand_alone_css(BULLET) if stand_alone else "",
            class_="d bullet",
        )
    )


def _places(bullet: Bullet) -> dict[str, float | None]:
    """Percent from the left of each figure; without a target the largest figure takes its place."""
    figures = {name: getattr(bullet, name) for name in ("value", "expected", "forecast", "target")}
    known = [figure for figure in figures.values() if figure is not None]
    full = bullet.target or max(known, default=0)
    return {name: None if figure is None else _place(figure, full) for name, figure in figures.items()}


def _place(figure: float, full: float) -> float:
    return min(max(TARGET_AT * figure / full, 0.0), 100.0) if full > 0 else 0.0


def _marks(bullet: Bullet, at: dict[str, float | None]) -> list[svg.Element]:
    now, expected, forecast, target = (at[name] for name in ("value", "expected", "forecast", "target"))
    marks = [svg.element("rect", class_="k-track", y="22%", width=_percent(TARGET_AT), height="56%")]
    if now is not None and expected is not None and bullet.light in LIGHTS:
        marks += _gap(now, expected, LIGHTS[bullet.light], bullet.at_most)
    if now is not None:
        sound = (
            min(now, expected) if bullet.at_most and expected is not None and bullet.light in LIGHTS else now
        )
        marks.append(svg.element("rect", class_="k-now", y="32%", width=_percent(sound), height="36%"))
    if now is not None and forecast is not None:
        marks += _forecast(now, forecast)
    if target is not None:
        marks.append(_upright("k-target", target, 0, 100))
    if expected is not None:
        marks.append(_upright("k-exp", expected, 8, 92))
    return marks


def _gap(now: float, expected: float, light: str, at_most: bool) -> list[svg.Element]:
    """What is missing, or what is too much, in the colour of the light."""
    left, right = (expected, now) if at_most else (now, expected)
    if left >= right:
        return []
    hatch = svg.element("path", class_=f"k-hatch k-hatch-{light}", d="M-40 4H3000", transform="skewX(-40)")
    window = svg.element("rect", class_=f"k-tint-{light}", width="100%", height="100%")
    return [
        svg.element(
            "svg", window, hatch, x=_percent(left), y="22%", width=_percent(right - left), height="56%"
        )
    ]


def _forecast(now: float, forecast: float) -> list[svg.Element]:
    tip = "M-4 -4L0 0L-4 4" if forecast >= now else "M4 -4L0 0L4 4"
    line = svg.element("line", class_="k-fore", x1=_percent(now), y1="50%", x2=_percent(forecast), y2="50%")
    head = svg.element("path", class_="k-tip", d=tip)
    return [line, svg.element("svg", head, x=_percent(forecast), y="50%", overflow="visible")]


def _upright(look: str, at: float, top: int, bottom: int) -> svg.Element:
    return svg.element("line", class_=look, x1=_percent(at), y1=f"{top}%", x2=_percent(at), y2=f"{bottom}%")


def _percent(value: float) -> str:
    return f"{svg.number(round(value, 1))}%"
