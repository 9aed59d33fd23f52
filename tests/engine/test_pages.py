"""Large pieces of memory are used again, and nobody finds what another has left in them."""

import numpy as np
import pytest

from simkit.engine.compiled import pages

SMALL, LARGE = 1_000, 3 << 20  # numbers


@pytest.fixture(autouse=True)
def _nothing_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "_free", [])


def test_what_nobody_sees_any_more_is_used_again() -> None:
    first = pages.room(LARGE).reshape(3, -1)
    place = first.ctypes.data
    seen = first[1, :5]
    del first
    other = pages.room(LARGE)
    assert other.ctypes.data != place  # somebody still sees some of it
    del seen
    assert pages.room(LARGE - 1).ctypes.data == place


def test_zeros_are_zeros_though_others_have_written_there() -> None:
    used = pages.room(LARGE)
    place = used.ctypes.data
    used[:] = 7
    del used
    again = pages.zeros(LARGE)
    assert again.ctypes.data == place
    assert not again.any()


def test_nobody_gets_far_more_than_he_needs() -> None:
    large = pages.room(4 * LARGE)
    del large
    kept = list(pages._free)
    assert len(kept) == 1
    piece = pages.room(LARGE)
    assert len(piece) == LARGE
    assert pages._free == kept


def test_no_more_is_kept_than_that(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "MOST", 20 * LARGE)
    pieces = [pages.room(LARGE) for _ in range(5)]
    pieces.clear()
    assert 0 < sum(len(one) for one in pages._free) <= pages.MOST


@pytest.mark.parametrize("dtype", ["int8", "int16", "int32", "int64"])
@pytest.mark.parametrize("count", [0, 1, SMALL, LARGE])
def test_any_number_of_any_type(count: int, dtype: str) -> None:
    numbers = pages.room(count, dtype)
    assert numbers.shape == (count,)
    assert numbers.dtype == dtype
    numbers[:] = np.iinfo(dtype).max
