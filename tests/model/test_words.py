"""Words to distributions and loads and back, and every refusal word for word."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simkit.model import builders
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
from simkit.model.load import Burst, Bursts, Every, Load, Phase, Phases, Poisson, Users
from simkit.model.load_builders import users
from simkit.model.load_words import parse_load
from simkit.model.words import Cells, parse_distribution
from simkit.units import LONGEST, BadValue

MS = 1_000_000
SECOND = 1_000 * MS
MEASURED = (1 * MS, 2 * MS, 3 * MS)


def column(file: str, column: str, unit: str | None, cells: Cells = "times", /) -> tuple[int, ...]:
    """What a format supplies: the same three times whatever is asked; times out of order."""
    return MEASURED[::-1] if cells == "times" else MEASURED


DISTRIBUTIONS: list[tuple[str, Distribution]] = [
    ("5 ms", Constant(value=5 * MS)),
    ("0 s", Constant(value=0)),
    ("constant 5 ms", Constant(value=5 * MS)),
    ("exponential 5 ms", Exponential(mean=5 * MS)),
    ("Exponential 5ms", Exponential(mean=5 * MS)),
    ("erlang 5 ms k 3", Erlang(mean=5 * MS, k=3)),
    ("gamma 5 ms cv 2", Gamma(mean=5 * MS, cv=2.0)),
    ("lognormal 100 ms CV 1e-1", Lognormal(mean=100 * MS, cv=0.1)),
    (
        "percentiles p50 1.7 ms p99.9 3.4 ms",
        Percentiles(low_percent=50.0, low=1_700_000, high_percent=99.9, high=3_400_000),
    ),
    ("uniform 5 ms to 9 ms", Uniform(low=5 * MS, high=9 * MS)),
    ("weibull 5 ms shape 1.5", Weibull(mean=5 * MS, shape=1.5)),
    ("pareto 5 ms shape 2.2", Pareto(mean=5 * MS, shape=2.2)),
    ("hyperexponential 5 ms cv 3", Hyperexponential(mean=5 * MS, cv=3.0)),
    (
        "mixture 90 % exponential 10 ms or 10 % 1 s",
        Mixture(parts=((0.9, Exponential(mean=10 * MS)), (0.1, Constant(value=SECOND)))),
    ),
    (
        "empirical data/file-1.csv column t",
        Empirical(file="data/file-1.csv", column="t", values=MEASURED),
    ),
    (
        'empirical "my file.csv" column "the time" in ms',
        Empirical(file="my file.csv", column="the time", unit="ms", values=MEASURED),
    ),
    (
        "empirical column column column mean 4 ms",
        Empirical(file="column", column="column", values=MEASURED, rescaled=4 * MS),
    ),
    ("empirical values 2 ms 1 ms", Empirical(values=(MS, 2 * MS))),
]


@pytest.mark.parametrize(("words", "law"), DISTRIBUTIONS)
def test_words_of_a_distribution(words: str, law: Distribution) -> None:
    assert parse_distribution(words, column) == law


LOADS: list[tuple[str | list[str], Load]] = [
    ("poisson 80/s", Poisson(rate=80.0)),
    ("every 10 ms", Every(interval=10 * MS)),
    ("users 50 think exponential 2 s", Users(count=50, think=Exponential(mean=2 * SECOND))),
    ("users 50 think 2 s", Users(count=50, think=Constant(value=2 * SECOND))),
    ("at 0 s 10000", Burst(at=0, count=10_000)),
    (["poisson 80/s"], Poisson(rate=80.0)),
    (
        "poisson 200/s for 60 s",
        Phases(parts=(Phase(load=Poisson(rate=200.0), duration=60 * SECOND),)),
    ),
    (
        ["poisson 200/s for 60 s", "every 1 s"],
        Phases(
            parts=(
                Phase(load=Poisson(rate=200.0), duration=60 * SECOND),
                Phase(load=Every(interval=SECOND), duration=None),
            )
        ),
    ),
    (
        ["at 0 s 5", "at 2 s 7"],
        Bursts(parts=(Burst(at=0, count=5), Burst(at=2 * SECOND, count=7))),
    ),
]


@pytest.mark.parametrize(("words", "load"), LOADS)
def test_words_of_a_load(words: str | list[str], load: Load) -> None:
    assert parse_load(words) == load


TIME = "expected a time such as '5 ms' or 'exponential 5 ms'"
LOAD = "expected a load such as 'poisson 80/s'"
PHASE = "expected phases of 'poisson', 'every' and 'nothing', or a list of bursts"
MIXTURE = (
    "expected shares of distributions after 'mixture', as in "
    "'mixture 90 % exponential 10 ms or 10 % 1 s'"
)
ERLANG = "expected a mean and k after 'erlang', as in 'erlang 5 ms k 3'"


@pytest.mark.parametrize(
    ("words", "refusal"),
    [
        ("", f"found nothing; {TIME}"),
        ("foo", f"found 'foo'; {TIME}"),
        ("5 ms foo", f"found '5 ms foo'; {TIME}"),
        ("expnential 5 ms", f"found 'expnential 5 ms'; {TIME}; did you mean 'exponential'?"),
        ("const 5 ms", f"found 'const 5 ms'; {TIME}; did you mean 'constant'?"),
        ("poisson 80/s", f"found 'poisson 80/s', which is a load; {TIME}"),
        ("5", "found '5', a number without a unit; expected a time such as '5 ms'"),
        ("80/s", "found '80/s', which is a rate; expected a time such as '5 ms'"),
        ("exponential 80/s", "found '80/s', which is a rate; expected a time such as '5 ms'"),
        ("exponential -5 ms", "found '-5 ms', which is negative; expected a time such as '5 ms'"),
        ("exponential 0 ms", "found a mean of 0 s; expected a time above 0 s"),
        (
            "exponential",
            "found 'exponential'; expected a mean after 'exponential', as in 'exponential 5 ms'",
        ),
        (
            "exponential nan ms",
            "found 'exponential nan ms'; expected a mean after 'exponential', as in "
            "'exponential 5 ms'",
        ),
        (
            "exponential 5 msec",
            "found '5 msec', whose unit 'msec' is unknown; expected a time in ns, µs, ms, s, min, "
            "h or d, such as '5 ms'; did you mean 'ms'?",
        ),
        ("erlang 5 ms", f"found 'erlang 5 ms'; {ERLANG}"),
        ("erlang 5 ms kk 3", f"found 'erlang 5 ms kk 3'; {ERLANG}; did you mean 'k'?"),
        ("erlang 5 ms k3", f"found 'erlang 5 ms k3'; {ERLANG}; did you mean 'k'?"),
        ("erlang 5 ms k 2.5", "found '2.5'; expected a whole number from 1"),
        ("erlang 5 ms k 2 s", "found '2 s', which is a time; expected a whole number from 1"),
        (
            "gamma 5 ms shape 2",
            "found 'gamma 5 ms shape 2'; expected a mean and cv after 'gamma', as in "
            "'gamma 5 ms cv 2'",
        ),
        (
            "lognormal 5 ms",
            "found 'lognormal 5 ms'; expected a mean and cv after 'lognormal', as in "
            "'lognormal 100 ms cv 1'",
        ),
        ("weibull 5 ms shape 2 ms", "found '2 ms', which is a time; expected a number such as '2'"),
        (
            "pareto 5 ms shpe 2.2",
            "found 'pareto 5 ms shpe 2.2'; expected a mean and shape after 'pareto', as in "
            "'pareto 5 ms shape 2.2'; did you mean 'shape'?",
        ),
        (
            "uniform 5 ms - 9 ms",
            "found 'uniform 5 ms - 9 ms'; expected two bounds after 'uniform', as in "
            "'uniform 5 ms to 9 ms'",
        ),
        (
            "percentiles 1 ms 2 ms",
            "found 'percentiles 1 ms 2 ms'; expected two percentiles after 'percentiles', as in "
            "'percentiles p50 1.7 ms p99 3.4 ms'",
        ),
        ("hyperexponential 5 ms cv 0.5", "found a cv of 0.5; expected a number from 1 to 100"),
        (
            "mixture 90 % exponentail 10 ms or 10 % 1 s",
            f"found 'mixture 90 % exponentail 10 ms or 10 % 1 s'; {MIXTURE}; "
            "did you mean 'exponential'?",
        ),
        ("mixture 100 % 1 s", f"found 'mixture 100 % 1 s'; {MIXTURE}"),
        (
            "mixture 50 % mixture 50 % 1 s or 50 % 2 s or 50 % 3 s",
            f"found 'mixture 50 % mixture 50 % 1 s or 50 % 2 s or 50 % 3 s'; {MIXTURE}",
        ),
        (
            "mixture 0.9 1 s or 0.1 2 s",
            "found '0.9', a number without a unit; expected a share such as '5 %'",
        ),
        (
            "mixture 90 % 1 s or 20 % 2 s",
            "found shares that sum to 110 %; expected shares that sum to 100 %",
        ),
        (
            "empirical f.csv",
            "found 'empirical f.csv'; expected a file and its column after 'empirical', as in "
            "'empirical file.csv column t'",
        ),
        (
            "empirical f.csv column t in mss",
            "found 'mss'; expected a unit of time: ns, µs, ms, s, min, h or d; did you mean 'ms'?",
        ),
        (
            "empirical f.csv column t",
            "found 'empirical f.csv column t', and a file can be read only from a scenario file; "
            "expected the values themselves, as in 'empirical values 1 ms 2 ms'",
        ),
    ],
)
def test_no_distribution_is_refused_in_words(words: str, refusal: str) -> None:
    with pytest.raises(BadValue) as caught:
        parse_distribution(words)
    assert str(caught.value) == refusal


@pytest.mark.parametrize(
    ("words", "refusal"),
    [
        ("", f"found nothing; {LOAD}"),
        ([], f"found an empty list; {LOAD}"),
        ("80/s", f"found '80/s'; {LOAD}; did you mean 'poisson 80/s'?"),
        ("5 ms", f"found '5 ms'; {LOAD}; did you mean 'every 5 ms'?"),
        ("exponential 5 ms", f"found 'exponential 5 ms', which is a time; {LOAD}"),
        ("poison 80/s", f"found 'poison 80/s'; {LOAD}; did you mean 'poisson'?"),
        ("poisson", "found 'poisson'; expected a rate after 'poisson', as in 'poisson 80/s'"),
        ("poisson 5 ms", "found '5 ms', which is a time; expected a rate such as '80/s'"),
        ("poisson 0/s", "found '0/s'; expected a rate above 0, from 1e-12/s to 1e12/s"),
        (
            "poisson 80/s fro 60 s",
            "found 'poisson 80/s fro 60 s'; expected a rate after 'poisson', as in 'poisson 80/s'; "
            "did you mean 'for'?",
        ),
        (
            "poisson 80/s for 60",
            "found '60', a number without a unit; expected a time such as '5 ms'",
        ),
        ("every 80/s", "found '80/s', which is a rate; expected a time such as '5 ms'"),
        ("users 0 think 2 s", "found '0'; expected a whole number from 1"),
        ("users 5 ms think 2 s", "found '5 ms', which is a time; expected a whole number from 1"),
        (
            "users 50 thnk 2 s",
            "found 'users 50 thnk 2 s'; expected their number and think time after 'users', as in "
            "'users 50 think exponential 2 s'; did you mean 'think'?",
        ),
        (
            "users 50",
            "found 'users 50'; expected their number and think time after 'users', as in "
            "'users 50 think exponential 2 s'",
        ),
        (
            "at 0 s ten",
            "found 'at 0 s ten'; expected a time and a number of requests after 'at', as in "
            "'at 0 s 10000'",
        ),
        (
            ["poisson 1/s", "poisson 2/s"],
            "found 'poisson 1/s' without 'for' before the last phase; expected a duration, as in "
            "'poisson 1/s for 60 s'",
        ),
        (
            ["poisson 80/s for 60 s", "users 5 think 1 s"],
            f"found 'users 5 think 1 s' as a phase; {PHASE}",
        ),
        (
            "at 0 s 5 for 5 s",
            f"found 'at 0 s 5' as a phase; {PHASE}",
        ),
        (
            ["at 5 s 1", "at 2 s 1"],
            "found 'at 2 s 1' after 'at 5 s 1'; expected each burst later than before",
        ),
    ],
)
def test_no_load_is_refused_in_words(words: str | list[str], refusal: str) -> None:
    with pytest.raises(BadValue) as caught:
        parse_load(words)
    assert str(caught.value) == refusal


times = st.integers(1, LONGEST)
small = st.integers(1, 10**15)
names = st.from_regex(r'[^"\n\r]{1,12}', fullmatch=True)
percents = st.floats(0.001, 99.999)
measured = st.builds(
    Empirical,
    file=names,
    column=names,
    unit=st.sampled_from(["", "ms", "s"]),
    values=st.just(MEASURED),
    rescaled=st.none() | times,
)
given_values = st.lists(st.integers(0, LONGEST), min_size=1, max_size=5)
laws = st.one_of(
    st.builds(Constant, value=st.integers(0, LONGEST)),
    st.builds(Exponential, mean=times),
    st.builds(Erlang, mean=times, k=st.integers(1, 10**6)),
    st.builds(Gamma, mean=times, cv=st.floats(0.001, 100)),
    st.builds(Lognormal, mean=times, cv=st.floats(0.001, 100)),
    st.builds(
        Percentiles,
        low_percent=st.floats(0.001, 50),
        low=st.integers(10**5, 10**6),
        high_percent=st.floats(95, 99.999),
        high=st.integers(10**6 + 1, 10**8),
    ),
    st.builds(Uniform, low=st.integers(0, 10**6), high=st.integers(10**6 + 1, LONGEST)),
    st.builds(Weibull, mean=times, shape=st.floats(0.1, 100)),
    st.builds(Pareto, mean=times, shape=st.floats(1.001, 100)),
    st.builds(Hyperexponential, mean=times, cv=st.floats(1, 100)),
    st.builds(lambda values: Empirical(values=tuple(sorted(values))), given_values),
    measured,
)
mixtures = st.builds(
    lambda share, one, other: Mixture(parts=((share, one), (1 - share, other))),
    st.floats(0.01, 0.99),
    laws,
    laws,
)


@given(laws | mixtures)
def test_every_distribution_reads_back_as_itself(law: Distribution) -> None:
    assert parse_distribution(str(law), column) == law


KEYWORDS = (
    "exponential|erlang|mixture|percentiles|empirical|values|users|think|at|poisson|for|or|k|cv|in"
)
scraps = st.from_regex(
    KEYWORDS
    + r'|mean|column|p50|5|0\.5|1e9|ms|s|%|/s|-|, then|5ms|80/s|90%|"x y"|f\.csv|"|\n|inf|٥',
    fullmatch=True,
)


@given(st.text() | st.lists(scraps, max_size=9).map(" ".join))
def test_any_text_is_a_value_or_a_refusal(text: str) -> None:
    with suppress(BadValue):
        assert parse_distribution(str(parse_distribution(text, column)), column)


def test_a_bare_quantity_changes_how_much_and_keeps_what() -> None:
    assert Poisson(rate=80.0).with_quantity("40/s") == Poisson(rate=40.0)
    assert Every(interval=1).with_quantity("10 ms") == Every(interval=10 * MS)
    assert Every(interval=1).with_quantity("20/s") == Every(interval=50 * MS)
    think = Constant(value=SECOND)
    assert Users(count=5, think=think).with_quantity("100") == Users(count=100, think=think)
    assert Burst(at=5, count=1).with_quantity("7") == Burst(at=5, count=7)


@pytest.mark.parametrize(
    ("load", "quantity", "refusal"),
    [
        ("poisson 80/s", "5 ms", "found '5 ms', which is a time; expected a rate such as '80/s'"),
        (
            "users 5 think 1 s",
            "2/s",
            "found '2/s', which is a rate; expected a whole number from 1",
        ),
        (
            "poisson 80/s for 1 min",
            "40/s",
            "found '40/s' for a list; expected the whole list, as in 'poisson 80/s for 1 min'",
        ),
        (
            "at 0 s 1, then at 1 s 2",
            "5",
            "found '5' for a list; expected the whole list, as in 'at 0 s 1, then at 1 s 2'",
        ),
    ],
)
def test_a_quantity_that_does_not_fit_a_load_is_refused(
    load: str, quantity: str, refusal: str
) -> None:
    with pytest.raises(BadValue) as caught:
        parse_load(load).with_quantity(quantity)
    assert str(caught.value) == refusal


@pytest.mark.parametrize(
    ("build", "refusal"),
    [
        (
            lambda: Users(count=0, think=Constant(value=1)),
            "found 0 users; expected a whole number of users from 1",
        ),
        (
            lambda: Burst(at=0, count=0),
            "found 0 requests; expected a whole number of requests from 1",
        ),
        (
            lambda: Phase(load=Burst(at=0, count=1), duration=1),  # type: ignore[arg-type]
            "found 'at 0 s 1' in a phase; expected 'poisson', 'every' or 'nothing' in a phase",
        ),
        (
            lambda: Phases(parts=(Phase(load=Poisson(rate=1.0), duration=None),)),
            "found no phase with a duration; expected 'poisson 200/s for 60 s'",
        ),
        (
            lambda: Bursts(parts=(Burst(at=0, count=1),)),
            "found 1 in a list of bursts; expected two bursts or more",
        ),
        (
            lambda: builders.empirical([-1.0]),
            "found a value of -1.0 s; expected seconds from 0",
        ),
        (
            lambda: builders.percentiles(p50="1 ms"),
            "found 'percentiles p50 1 ms'; expected two percentiles after 'percentiles', as in "
            "'percentiles p50 1.7 ms p99 3.4 ms'",
        ),
    ],
)
def test_python_gets_the_same_refusals(build: object, refusal: str) -> None:
    assert callable(build)
    with pytest.raises(BadValue) as caught:
        build()
    assert str(caught.value) == refusal


def test_functions_and_words_say_the_same() -> None:
    ten = builders.exponential("10 ms")
    law = builders.mixture((0.9, ten), (0.1, builders.constant("1 s")))
    assert law == parse_distribution("mixture 90 % exponential 10 ms or 10 % 1 s")
    assert builders.percentiles(p50="1.7 ms", p99_9="3.4 ms") == parse_distribution(
        "percentiles p50 1.7 ms p99.9 3.4 ms"
    )
    assert users(50, think=ten) == users(50, think="exponential 10 ms")
