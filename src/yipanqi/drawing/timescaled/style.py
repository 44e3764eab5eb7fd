"""The one style sheet inside every drawing: ink for the net, colour only for check date and joins."""

from __future__ import annotations

INK, QUIET, MIDDLE = "#14202b", "#3f4b57", "#5a6673"
HAIR, PALE, TINT = "#c2cbd4", "#e6ebf0", "#f1f4f7"
ACCENT, RED = "#24478f", "#b71c1c"

STYLE = (
    'text{font-family:"Noto Sans CJK SC","Source Han Sans SC","PingFang SC","Microsoft YaHei",sans-serif;'
    f"fill:{INK}}}"
    ".sheet{fill:#fff}"
    f".frame{{fill:none;stroke:{INK};stroke-width:7}}"
    f".rule{{fill:none;stroke:{INK};stroke-width:3}}"
    f".hair{{fill:none;stroke:{HAIR};stroke-width:1.6}}"
    f".g1{{fill:none;stroke:{HAIR};stroke-width:1.8}}.g2{{fill:none;stroke:{PALE};stroke-width:1.5}}"
    f".off{{fill:{TINT}}}"
    f".w{{fill:none;stroke:{INK};stroke-width:3.6}}.wt{{fill:none;stroke:{MIDDLE};stroke-width:3.2}}"
    f".wv{{fill:none;stroke:{INK};stroke-width:2.6}}"
    f".dm{{fill:none;stroke:{INK};stroke-width:3;stroke-dasharray:13 8}}"
    f".cd{{fill:none;stroke:{INK};stroke-width:5;stroke-dasharray:13 8}}"
    f".dh{{fill:none;stroke:{INK};stroke-width:3}}.ch{{fill:none;stroke:{INK};stroke-width:5}}"
    f".c{{fill:none;stroke:{INK};stroke-width:10.5}}.cc{{fill:none;stroke:#fff;stroke-width:4.5}}"
    f".h{{fill:{INK}}}.wh{{fill:{MIDDLE}}}"
    f".n{{fill:#fff;stroke:{INK};stroke-width:3.4}}.nc{{fill:#fff;stroke:{INK};stroke-width:6}}"
    ".no{text-anchor:middle;font-weight:500}"
    ".t{paint-order:stroke;stroke:#fff;stroke-width:7;stroke-linejoin:round;text-anchor:middle}"
    f".b{{font-weight:600}}.d,.q{{fill:{QUIET}}}.m{{text-anchor:middle}}.e{{text-anchor:end}}.l{{text-anchor:start}}"
    ".ld{fill:none;stroke:#76838f;stroke-width:1.8}"
    f".day{{fill:none;stroke:{ACCENT};stroke-width:3;stroke-dasharray:3 7}}"
    f".front{{fill:none;stroke:{ACCENT};stroke-width:6;stroke-linejoin:round;stroke-dasharray:34 9 5 9}}"
    f".fp{{fill:#fff;stroke:{ACCENT};stroke-width:4.5}}.ring{{fill:none;stroke:{ACCENT};stroke-width:5}}"
    f".a{{fill:{ACCENT};font-weight:600}}.hl{{fill:{ACCENT}}}.r{{fill:{RED};font-weight:600}}"
    f".join{{fill:#fff;stroke:{ACCENT};stroke-width:3.4}}"
)
