"""The loops of the engine, compiled by numba for large plans, as plain Python for small ones.

Loading the compiler takes longer than sixty activities take in plain Python. Both run the same source and give the
same numbers; once the compiled loops are loaded they serve everything.
"""

import importlib
import runpy
import sys
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

SMALL = 500
"""Activities and links together, up to which plain Python is quicker than loading the compiler."""
COMPILED = f"{__name__}.compiled"


def loops(size: int) -> Any:
    """The functions of compiled.py for a plan of this many activities and links."""
    if size > SMALL or COMPILED in sys.modules:
        return importlib.import_module(COMPILED)
    return _plain()


@cache
def _plain() -> SimpleNamespace:
    """compiled.py with decorators that leave each function as it is."""
    bare = dict.fromkeys(("kernel", "inlined", "within"), lambda function: function)
    path = Path(__file__).with_name("compiled.py")
    return SimpleNamespace(**runpy.run_path(str(path), init_globals=bare))
