"""Times as numbers and as paths: phases, laws of distributions, what comes last of several."""

from math import exp, inf, isclose, log, sqrt
from typing import get_args

import pytest
from scipy.integrate import quad

from simkit.analysis.known import tails
from simkit.analysis.known.law import (
    constant,
    is_exponential,
    law_of,
    longest,
    mixed,
    of_phases,
    one_after_the_other,
)
from simkit.analysis.known.path import Draw, Longest, Path, Wait, fixed, is_before, latest
from simkit.analysis.known.phases import (
    blend,
    exponential,
    longer,
    nothing,
    single_server_wait,
    stages,
)
from simkit.analysis.theory import m_m_c_sojourn_exceeds
from simkit.model.distribution import (
    Constant,
    Distribution,
    Empirical,
    Erlang,
    Exponential,
    Gamma,
    Hyperexponential,
    Lognormal,
    Mixture,
    Pareto,
    Percentiles,
    Uniform,
    Weibull,
)

MS = 1_000_000
LAWS: list[Distribution] = [
    Constant(value=5 * MS),
    Exponential(mean=5 * MS),
    Erlang(mean=5 * MS, k=3),
    Erlang(mean=5 * MS, k=90),
    Gamma(mean=5 * MS, cv=2.0),
    Lognormal(mean=5 * MS, cv=1.5),
    Percentiles(low_percent=50, low=2 * MS, high_percent=99, high=9 * MS),
    Uniform(low=2 * MS, high=9 * MS),
    Weibull(mean=5 * MS, shape=1.5),
    Pareto(mean=5 * MS, shape=3.5),
    Hyperexponential(mean=5 * MS, cv=2.0),
    Empirical(values=(MS, 2 * MS, 9 * MS)),
    Mixture(parts=((0.9, Exponential(mean=MS)), (0.1, Uniform(low=0, high=80 * MS)))),
    Mixture(parts=((0.9, Exponential(mean=MS)), (0.1, Exponential(mean=9 * MS)))),
]


# ---------------------------------------------------------------------- phases


def test_the_longer_of_two_by_hand() -> None:
    # Rates 10 and 5: first one of them after 1/15, then the other: 2/3 of 1/5 and 1/3 of 1/10.
    found = longer(exponential(0.1), exponential(0.2))
    assert isclose(found.mean, 1 / 15 + 2 / 3 / 5 + 1 / 3 / 10)
    time = 0.3
    assert isclose(found.exceeds(time), 1 - (1 - exp(-3)) * (1 - exp(-1.5)), rel_tol=1e-9)


def test_a_time_that_is_seldom_there() -> None:
    found = exponential(0.1, chance=0.25)
    assert isclose(found.mean, 0.025)
    assert isclose(found.variance, 0.25 * 2 * 0.01 - 0.025**2)
    assert found.percentile(0.75) == 0
    assert isclose(found.percentile(0.9), -0.1 * log(0.1 / 0.25))


def test_a_wait_and_work_are_the_sojourn_of_m_m_c() -> None:
    # M/M/4 at 32/s and 100 ms: 0.59643 wait, for 0.1 / (4 - 3.2) = 0.125 s on average.
    wait, work = exponential(0.125, chance=0.59643), exponential(0.1)
    found = one_after_the_other([of_phases(wait), of_phases(work)])
    expected = m_m_c_sojourn_exceeds(time=0.7, arrival_rate=32, service_time=0.1, servers=4)
    assert isclose(found.exceeds(0.7), expected, rel_tol=1e-5)


def test_the_wait_of_hyperexponential_work_by_hand() -> None:
    # Pollaczek and Khinchine: 0.8 / 0.2 × 0.1 × (1 + 2²) / 2 = 1 s.
    service = law_of(Hyperexponential(mean=100 * MS, cv=2.0)).phases
    assert service is not None
    found = single_server_wait(service, 0.8)
    assert isclose(found.mean, 1.0, rel_tol=1e-9)
    assert isclose(found.start.sum(), 0.8)


def test_nothing_takes_no_time() -> None:
    assert nothing().mean == nothing().variance == nothing().exceeds(0) == 0
    assert blend([(1.0, nothing())]).size == 0
    assert longer(nothing(), exponential(0.1)).mean == 0.1


def test_a_percentile_far_out_and_far_apart() -> None:
    found = blend([(0.999, exponential(1e-6)), (0.001, exponential(10.0))])
    assert isclose(found.percentile(0.9995), 10 * log(2), rel_tol=1e-9)
    assert isclose(found.percentile(0.5), 1e-6 * log(0.999 / 0.499), rel_tol=1e-6)


# ---------------------------------------------------------------------- laws


def test_every_family_is_here() -> None:
    kinds = {kind for one in get_args(Distribution) for kind in (get_args(one) or (one,))}
    assert kinds == {type(law) for law in LAWS}


@pytest.mark.parametrize("law", LAWS, ids=str)
def test_the_tail_has_the_moments_of_the_law(law: Distribution) -> None:
    found = law_of(law)
    top = min(found.greatest, 3.0)  # s: beyond, the least of these tails is 1e-10 of a mean
    points = sorted({found.least, found.mean, 0.001, 0.002, 0.009, 0.08, 0.3} - {0.0, top})
    points = [point for point in points if point < top]
    area = quad(found.exceeds, 0, top, points=points, limit=900)[0]
    second = quad(lambda t: 2 * t * found.exceeds(t), 0, top, points=points, limit=900)[0]
    assert isclose(area, law.mean / 1e9, rel_tol=1e-5)
    assert isclose(sqrt(second - area**2), law.cv * area, rel_tol=2e-2, abs_tol=1e-6)


@pytest.mark.parametrize("law", LAWS, ids=str)
def test_a_percentile_is_where_the_tail_says(law: Distribution) -> None:
    found = law_of(law)
    for share in (0.1, 0.5, 0.99):
        time = found.percentile(share)
        assert found.exceeds(time * (1 + 1e-9)) <= 1 - share + 1e-9
        assert found.exceeds(time * (1 - 1e-6) - 1e-12) >= 1 - share - 1e-9


def test_both_forms_of_a_law_agree() -> None:
    for law in LAWS:
        found = law_of(law)
        if found.phases is not None:
            assert isclose(found.exceeds(0.004), tails.exceeds(law, 4 * MS), rel_tol=1e-9)


def test_what_is_exponential_by_another_name() -> None:
    assert is_exponential(Weibull(mean=MS, shape=1.0))
    assert is_exponential(Gamma(mean=MS, cv=1.0))
    assert is_exponential(Hyperexponential(mean=MS, cv=1.0))
    assert not is_exponential(Lognormal(mean=MS, cv=1.0))
    assert not is_exponential(Erlang(mean=MS, k=2))


def test_a_sum_of_two_that_are_no_phases_has_moments_only() -> None:
    found = one_after_the_other([law_of(Uniform(low=0, high=MS))] * 2)
    assert isclose(found.mean, 0.001)
    assert isclose(found.variance, 2 * 0.001**2 / 12)
    assert not found.is_known


def test_constants_only_shift() -> None:
    found = one_after_the_other([constant(0.002), law_of(Uniform(low=0, high=4 * MS))])
    assert (found.least, found.greatest) == (0.002, 0.006)
    assert isclose(found.exceeds(0.003), 0.75)
    assert isclose(found.percentile(0.75), 0.005)


def test_the_longest_beside_a_constant_by_hand() -> None:
    # The longer of 50 ms and an exponential time of 100 ms: 0.05 + 0.1·e^-0.5.
    found = longest([constant(0.05), law_of(Exponential(mean=100 * MS))])
    assert found is not None
    assert isclose(found.mean, 0.05 + 0.1 * exp(-0.5), rel_tol=1e-6)
    assert found.exceeds(0.049) == 1
    assert found.least == 0.05


def test_the_longest_of_three_by_hand() -> None:
    # 0.1 × (1 + 1/2 + 1/3) after 2 ms; its median is where (1 - e^-x)³ is a half.
    one = one_after_the_other([constant(0.002), law_of(Exponential(mean=100 * MS))])
    found = longest([one, one, one])
    assert found is not None
    assert isclose(found.mean, 0.002 + 0.1 * (1 + 1 / 2 + 1 / 3))
    assert isclose(found.percentile(0.5), 0.002 - 0.1 * log(1 - 0.5 ** (1 / 3)))


def test_what_has_no_variance_has_no_longest() -> None:
    endless = law_of(Pareto(mean=MS, shape=1.5))
    assert endless.variance == inf
    assert longest([endless, constant(0.1)]) is None


def test_a_blend_by_hand() -> None:
    found = mixed([(0.5, constant(0.1)), (0.5, constant(0.3))])
    assert isclose(found.mean, 0.2)
    assert isclose(found.variance, 0.01)
    assert found.exceeds(0.2) == 0.5


def test_erlangs_law_by_hand() -> None:
    # Two stages of 50 ms: more than 100 ms with e^-2 (1 + 2).
    assert isclose(stages(0.1, 2).exceeds(0.1), 3 * exp(-2), rel_tol=1e-9)


# ---------------------------------------------------------------------- paths


def draw(line: int, ms: int = 0) -> Draw:
    law = Constant(value=ms * MS) if ms else Exponential(mean=MS)
    return Draw("work", line, f"A.{line}", 0, law)


A, B, C = draw(1), draw(2), draw(3)
WAIT = Wait("A", 1, 0)


@pytest.mark.parametrize(
    ("paths", "last"),
    [
        ([(A,), (A, B)], (A, B)),
        ([(A,), (A,)], (A,)),
        ([(A, B), (A, C)], (A, Longest(((B,), (C,))))),
        ([(A, draw(4, 2)), (A, draw(5, 3))], (A, draw(5, 3))),
        ([(A, draw(4, 2)), (A, draw(5, 2), WAIT)], (A, draw(5, 2), WAIT)),
        ([(A, draw(4, 3)), (A, draw(5, 2), B)], (A, Longest(((draw(5, 2), B), (draw(4, 3),))))),
        ([(A, B), (A, C), (A, Longest(((B,), (C,))))], (A, Longest(((B,), (C,))))),
        ([(A, B, draw(4)), (A, B, draw(5)), (C,)], None),
    ],
)  # fmt: skip
def test_the_last_of_several_instants(paths: list[Path], last: Path | None) -> None:
    found = latest(paths)
    if last is None:  # ways that part later are one branch until they do
        assert isinstance(found[0], Longest)
        assert {len(branch) for branch in found[0].branches} == {1, 3}
    else:
        assert found == last


def test_before_and_after_by_structure() -> None:
    both: Path = (Longest(((A,), (B,))),)
    assert is_before((A,), both)
    assert is_before(both, (*both, C))
    assert is_before(both, (Longest(((A,), (B,), (C,))),))
    assert not is_before(both, (A,))
    assert not is_before((C,), both)


def test_only_constants_are_fixed() -> None:
    assert fixed((draw(4, 2), draw(5, 3))) == 0.005
    assert fixed((draw(4, 2), A)) is None
    assert fixed(()) == 0
