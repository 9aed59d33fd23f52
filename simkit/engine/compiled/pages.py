"""Large pieces of memory, which are kept for the next run.

To find new memory takes the system longer than a run needs to fill it. What nobody uses any more is
therefore not given back at once: up to `MOST` bytes stay with this process.
"""

import mmap
import weakref
from contextlib import suppress
from typing import Any

import numpy as np
from numpy.typing import NDArray

LARGE = 1 << 22  # bytes; the rest is left to numpy
MOST = 1 << 28  # bytes that are kept though nobody uses them
FINENESS = 4  # so many sizes from one power of two to the next: runs alike have pieces alike

_free: list[mmap.mmap] = []  # the one that was used last comes last


def room(count: int, dtype: str = "int64") -> NDArray[Any]:
    """Room for so many numbers, whatever they are."""
    return _found(count, dtype, is_empty=False)


def zeros(count: int) -> NDArray[np.int64]:
    """So many zeros, int64."""
    return _found(count, "int64", is_empty=True)


def _found(count: int, dtype: str, *, is_empty: bool) -> NDArray[Any]:
    size = count * np.dtype(dtype).itemsize
    if size < LARGE:
        return np.zeros(count, dtype=dtype) if is_empty else np.empty(count, dtype=dtype)
    pages = _kept(size)
    is_new = pages is None
    if pages is None:
        step = (1 << (size - 1).bit_length() - 1) // FINENESS
        pages = _new(-(-size // step) * step)
    numbers = np.frombuffer(pages, dtype=dtype, count=count)
    if is_empty and not is_new:
        numbers[:] = 0
    # Whatever is seen of these numbers refers to this array.
    weakref.finalize(numbers, _give_back, pages).atexit = False
    return numbers


def _kept(size: int) -> mmap.mmap | None:
    fitting = [pages for pages in _free if size <= len(pages) <= 2 * size]
    if fitting:
        best = min(fitting, key=len)
        with suppress(ValueError):  # another thread was faster
            _free.remove(best)
            return best
    return None


def _new(size: int) -> mmap.mmap:
    pages = mmap.mmap(-1, size, access=mmap.ACCESS_COPY)  # nobody else's
    if hasattr(mmap, "MADV_HUGEPAGE"):
        with suppress(OSError):  # a system that has none
            pages.madvise(mmap.MADV_HUGEPAGE)
    return pages


def _give_back(pages: mmap.mmap) -> None:
    _free.append(pages)
    while sum(len(one) for one in _free) > MOST:
        with suppress(IndexError):
            del _free[0]
