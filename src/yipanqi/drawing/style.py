"""The looks of all drawings: one style sheet, written with the tokens of the pages.

On a page it is part of the page's own style sheet (`page_css`), because the page allows no styles in its markup. A drawing
that leaves the page carries the same rules with the tokens filled in (`stand_alone_css`). Rules: ink is fact, grey is
plan, dashed indigo is forecast; only lights are green, yellow, red; everything must survive a black-and-white copier, so
no meaning hangs on a colour alone.
"""

import re
from collections.abc import Mapping

TOKENS: Mapping[str, str] = {
    "paper": "#ffffff",
    "n-50": "#f5f7f9",
    "n-100": "#ebeff3",
    "n-200": "#dce2e8",
    "n-300": "#c2cbd4",
    "n-500": "#76838f",
    "n-600": "#5a6673",
    "n-700": "#3f4b57",
    "n-800": "#283541",
    "n-900": "#14202b",
    "accent": "#24478f",
    "accent-tint": "#edf1f9",
    "accent-line": "#a9bade",
    "red": "#b71c1c",
    "red-text": "#b71c1c",
    "red-tint": "#fbe9e8",
    "yellow-line": "#7a5200",
    "yellow-text": "#7a5200",
    "yellow-tint": "#fff5da",
    "grey": "#5f6b7a",
    "grey-text": "#56616f",
    "grey-tint": "#edf0f3",
    "font": '"PingFang SC","Microsoft YaHei","Noto Sans SC","Noto Sans CJK SC","Source Han Sans SC",sans-serif',
}
"""The values of the pages' tokens, for drawings that leave the page."""

TEXT = """
.d text{font-family:var(--font);fill:var(--n-700);font-variant-numeric:tabular-nums}
.d .m{text-anchor:middle}
.d .e{text-anchor:end}
.d .q{fill:var(--n-600)}
.d .b{fill:var(--n-900);font-weight:600}
.d .t-ink{fill:var(--n-900)}
.d .t-fore{fill:var(--accent);font-weight:600}
.d .t-r{fill:var(--red-text);font-weight:600}
.d .t-y{fill:var(--yellow-text);font-weight:600}
.d .t-o{fill:var(--grey-text);font-weight:600}
.d .halo{paint-order:stroke;stroke:var(--paper);stroke-linejoin:round}
"""

CHART = """
.c-grid{stroke:var(--n-200);stroke-width:1;fill:none}
.c-axis{stroke:var(--n-500);stroke-width:1;fill:none}
.c-plan{fill:none;stroke:var(--n-500);stroke-width:1.5;stroke-linejoin:round}
.c-base{fill:none;stroke:var(--n-300);stroke-width:1.5;stroke-dasharray:1 3;stroke-linecap:round}
.c-fact{fill:none;stroke:var(--n-800);stroke-width:2.5;stroke-linejoin:round}
.c-fore{fill:none;stroke:var(--accent);stroke-width:2;stroke-dasharray:5 3;stroke-linejoin:round}
.c-fan{fill:var(--accent-tint);stroke:var(--accent-line);stroke-width:.75;stroke-dasharray:1 2}
.c-target{stroke:var(--n-900);stroke-width:1}
.c-day{stroke:var(--n-900);stroke-width:1;stroke-dasharray:2 3}
.c-dot{fill:var(--n-800);stroke:var(--paper);stroke-width:1.5}
.c-dot-fore{fill:var(--paper);stroke:var(--accent);stroke-width:2}
.c-gap-r{stroke:var(--red);stroke-width:3}
.c-gap-y{stroke:var(--yellow-line);stroke-width:3}
.c-gap-o{stroke:var(--grey);stroke-width:3}
.c-lead{stroke:var(--n-500);stroke-width:.75}
.c-halo{stroke-width:4}
"""

BULLET = """
.k-track{fill:var(--n-100)}
.k-now{fill:var(--n-800)}
.k-exp{stroke:var(--n-900);stroke-width:2}
.k-target{stroke:var(--n-900);stroke-width:1}
.k-fore{stroke:var(--accent);stroke-width:1.5;stroke-dasharray:3 2}
.k-tip{fill:none;stroke:var(--accent);stroke-width:2;stroke-linecap:round;stroke-linejoin:round}
.k-tint-r{fill:var(--red-tint)}
.k-tint-y{fill:var(--yellow-tint)}
.k-tint-o{fill:var(--grey-tint)}
.k-hatch{fill:none;stroke-width:40;stroke-dasharray:2 3.5}
.k-hatch-r{stroke:var(--red)}
.k-hatch-y{stroke:var(--yellow-line)}
.k-hatch-o{stroke:var(--grey)}
"""

_VAR = re.compile(r"var\(--([a-z0-9-]+)\)")


def page_css() -> str:
    """All rules, with the tokens as variables."""
    from yipanqi.drawing.sheet import SHEET

    return (TEXT + CHART + BULLET + SHEET).lstrip()


def stand_alone_css(*rules: str) -> str:
    """Text rules and `rules` with the values of the tokens, one rule a line; for one drawing outside the page."""
    return _VAR.sub(lambda found: TOKENS[found[1]], TEXT + "".join(rules)).replace("\n", "")
