"""Whether compiled kernels can be kept between runs.

numba itself looks at NUMBA_CACHE_DIR, then beside the sources, then at the user's cache folder. Where none of
them can be written the kernels must still run: they are then compiled anew in each process.
"""

from numba.core.caching import FunctionCache


def _writable() -> bool:
    try:
        FunctionCache(_writable)
    except (RuntimeError, OSError):
        return False
    return True


CACHE: bool = _writable()
