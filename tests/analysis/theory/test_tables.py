"""Erlang's formulas against printed tables, and against their definitions in whole numbers."""

from fractions import Fraction
from math import factorial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simkit.analysis import theory as th

# Erlang B traffic table: offered load at which so many servers refuse this share, as
# printed to three or four figures in telephone engineers' handbooks.
TABLE_B = [
    (1, 0.01, 0.0101),
    (2, 0.05, 0.381),
    (5, 0.01, 1.36),
    (10, 0.001, 3.09),
    (10, 0.01, 4.46),
    (10, 0.05, 6.22),
    (20, 0.01, 12.0),
    (30, 0.02, 21.9),
    (50, 0.02, 40.3),
    (100, 0.01, 84.1),
]


@pytest.mark.parametrize(("servers", "blocking", "load"), TABLE_B)
def test_printed_erlang_b_table(servers: int, blocking: float, load: float) -> None:
    # The load is rounded to its third figure: the formula crosses the share within that.
    half = load * 0.005
    below = th.erlang_b(servers=servers, load=load - half)
    above = th.erlang_b(servers=servers, load=load + half)
    assert below < blocking < above


@pytest.mark.parametrize(
    ("servers", "load", "waits"),
    [
        (1, Fraction(1, 2), Fraction(1, 2)),
        (2, Fraction(1), Fraction(1, 3)),
        (3, Fraction(2), Fraction(4, 9)),
        (4, Fraction(2), Fraction(4, 23)),
        (4, Fraction(3), Fraction(27, 53)),
    ],
)
def test_erlang_c_by_hand(servers: int, load: Fraction, waits: Fraction) -> None:
    assert th.erlang_c(servers=servers, load=float(load)) == pytest.approx(float(waits), rel=1e-14)


def test_erlang_c_table() -> None:
    assert th.erlang_c(servers=10, load=8) == pytest.approx(0.409, abs=5e-4)
    assert th.erlang_c(servers=5, load=4) == pytest.approx(0.554, abs=5e-4)


SERVERS = st.integers(1, 60)
LOADS = st.fractions(Fraction(1, 100), Fraction(100), max_denominator=100)


@given(SERVERS, LOADS)
def test_erlang_b_is_its_definition(servers: int, load: Fraction) -> None:
    terms = [load**number / factorial(number) for number in range(servers + 1)]
    exact = float(terms[-1] / sum(terms))
    assert th.erlang_b(servers=servers, load=float(load)) == pytest.approx(exact, rel=1e-12)


@given(SERVERS, st.fractions(Fraction(1, 100), Fraction(99, 100), max_denominator=100))
def test_erlang_c_is_its_definition(servers: int, utilisation: Fraction) -> None:
    load = servers * utilisation
    terms = [load**number / factorial(number) for number in range(servers)]
    last = load**servers / factorial(servers) / (1 - utilisation)
    exact = float(last / (sum(terms) + last))
    assert th.erlang_c(servers=servers, load=float(load)) == pytest.approx(exact, rel=1e-10)


def test_halfin_whitt_by_the_table_of_the_normal_law() -> None:
    # Φ(0.5) = 0.6915 and φ(0.5) = 0.3521; Φ(1) = 0.8413 and φ(1) = 0.2420.
    assert th.halfin_whitt_approximation(excess=0.5) == pytest.approx(0.5046, abs=5e-4)
    assert th.halfin_whitt_approximation(excess=1.0) == pytest.approx(0.2234, abs=5e-4)


def test_halfin_whitt_is_met_by_many_servers() -> None:
    found = [th.erlang_c(servers=int(a + a**0.5), load=a) for a in (100, 10_000, 1_000_000)]
    errors = [value - th.halfin_whitt_approximation(excess=1.0) for value in found]
    assert errors[0] > errors[1] > errors[2] > 0
    assert errors[2] < 2e-4
