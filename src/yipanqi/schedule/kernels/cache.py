"""How kernels are compiled, and whether the result can be kept between runs.

numba itself looks at NUMBA_CACHE_DIR, then beside the sources, then at the user's cache folder. Where none of
them can be written the kernels must still run: they are then compiled anew in each process.
"""

from collections.abc import Callable
from typing import Any, TypeVar, cast

from numba import njit
from numba.core.caching import FunctionCache

F = TypeVar("F", bound=Callable[..., Any])


def _writable() -> bool:
    try:
        FunctionCache(_writable)  # type: ignore[no-untyped-call]
    except (RuntimeError, OSError):
        return False
    return True


KEPT = _writable()


def kernel(function: F) -> F:
    """Compiled on first use; integers only, so division needs no check for zero."""
    return cast(F, njit(cache=KEPT, error_model="numpy")(function))


def inlined(function: F) -> F:
    """As `kernel`, but copied into its callers: no call per link."""
    return cast(F, njit(inline="always", error_model="numpy")(function))


def within(function: F) -> F:
    """As `kernel`, and the machine code goes into its callers."""
    return cast(F, njit(cache=KEPT, error_model="numpy", forceinline=True)(function))
