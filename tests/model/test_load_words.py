"""Loads that change over time, recorded loads: words to loads and back, refusals word for word."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simkit.model import load_builders as build
from simkit.model.distribution import Constant, Erlang, Exponential, Mixture
from simkit.model.load import (
    Burst,
    Bursts,
    Counts,
    Curve,
    Every,
    Load,
    Modulated,
    Nothing,
    Phase,
    Phases,
    Poisson,
    State,
    Trace,
    Users,
    Wave,
)
from simkit.model.load_words import parse_load
from simkit.model.words import Cells
from simkit.units import LONGEST, BadValue
from tests.model.test_words import MEASURED, column, laws, mixtures, names

MS = 1_000_000
SECOND = 1_000 * MS
HOUR = 3_600 * SECOND
CALM = State(rate=20.0, lasts=Exponential(mean=60 * SECOND))
BUSY = State(rate=200.0, lasts=Erlang(mean=5 * SECOND, k=3))
ON = Phase(load=Poisson(rate=200.0), duration=10 * SECOND)
OFF = Phase(load=Nothing(), duration=50 * SECOND)

LOADS: list[tuple[str | list[str], Load]] = [
    ("poisson 80/s wave 50 % over 24 h", Wave(rate=80.0, share=0.5, period=24 * HOUR)),
    (
        "poisson 80/s wave 100% over 24 h peak at 15 h",
        Wave(rate=80.0, share=1.0, period=24 * HOUR, peak_at=15 * HOUR),
    ),
    (
        "poisson curve 0 s 20/s, 6 h 80/s, 24 h 0/s repeat",
        Curve(points=((0, 20.0), (6 * HOUR, 80.0), (24 * HOUR, 0.0)), repeats=True),
    ),
    ("poisson curve 0 s 20/s 6 h 80/s", Curve(points=((0, 20.0), (6 * HOUR, 80.0)))),
    (
        "mmpp 20/s for exponential 60 s or 200/s for erlang 5 s k 3",
        Modulated(states=(CALM, BUSY)),
    ),
    (
        "mmpp 0 /s for 1 s or 7/min for 2 s or 0.0/h for 3 s",
        Modulated(
            states=(
                State(rate=0.0, lasts=Constant(value=SECOND)),
                State(rate=7 / 60, lasts=Constant(value=2 * SECOND)),
                State(rate=0.0, lasts=Constant(value=3 * SECOND)),
            )
        ),
    ),
    ("at 1 s 100 every 60 s", Burst(at=SECOND, count=100, every=60 * SECOND)),
    (
        ["at 0 s 5 every 1 s", "at 2 s 7"],
        Bursts(parts=(Burst(at=0, count=5, every=SECOND), Burst(at=2 * SECOND, count=7))),
    ),
    (
        ["poisson 200/s for 10 s", "nothing for 50 s", "repeat"],
        Phases(parts=(ON, OFF), repeats=True),
    ),
    (
        "poisson 200/s for 10 s, then nothing for 50 s, then repeat",
        Phases(parts=(ON, OFF), repeats=True),
    ),
    (["poisson 200/s for 10 s", "repeat"], Phases(parts=(ON,), repeats=True)),
    (
        ["nothing for 50 s", "every 1 s"],
        Phases(parts=(OFF, Phase(load=Every(interval=SECOND), duration=None))),
    ),
    ("trace data/f.csv column t", Trace(file="data/f.csv", column="t", instants=MEASURED)),
    (
        'trace "my f.csv" column "the time" in ms from first mean 40/s',
        Trace(
            file="my f.csv",
            column="the time",
            unit="ms",
            from_first=True,
            instants=(0, MS, 2 * MS),
            rescaled=40.0,
        ),
    ),
    ("trace values 0 s 5 ms 5 ms", Trace(instants=(0, 5 * MS, 5 * MS))),
    ("trace values 5 ms mean 2/s", Trace(instants=(5 * MS,), rescaled=2.0)),
    (
        "trace f.csv counts n every 1 s",
        Counts(file="f.csv", column="n", counts=MEASURED, interval=SECOND),
    ),
    (
        "trace values 3 0 5 every 1 s poisson mean 4/s",
        Counts(counts=(3, 0, 5), interval=SECOND, by_chance=True, rescaled=4.0),
    ),
]


@pytest.mark.parametrize(("words", "load"), LOADS)
def test_words_of_a_load(words: str | list[str], load: Load) -> None:
    assert parse_load(words, column) == load


@pytest.mark.parametrize("load", [load for _, load in LOADS], ids=str)
def test_a_load_survives_a_line_of_yaml(load: Load) -> None:
    """A comma would end a value between braces; only a list of phases or bursts has one."""
    words = str(load)
    assert isinstance(load, Phases | Bursts) or not set(words) & set(",{}[]#")
    assert ": " not in words


@pytest.mark.parametrize(
    ("words", "refusal"),
    [
        (
            "poisson 80/s wave 50 %",
            "found 'poisson 80/s wave 50 %'; expected a rate, a wave and a period after 'poisson', "
            "as in 'poisson 80/s wave 50 % over 24 h'",
        ),
        (
            "poisson 80/s wave 50 % ovr 24 h",
            "found 'poisson 80/s wave 50 % ovr 24 h'; expected a rate, a wave and a period after "
            "'poisson', as in 'poisson 80/s wave 50 % over 24 h'; did you mean 'over'?",
        ),
        (
            "poisson 80/s wave 120 % over 24 h",
            "found '120 %'; expected a share from 0 % to 100 %",
        ),
        (
            "poisson 80/s wave 0 % over 24 h",
            "found a wave of 0 %; expected a share above 0 % (from 1e-10 %) to 100 %",
        ),
        (
            "poisson 80/s wave 50 % over 24 h peak at 24 h",
            "found a peak at 1 d; expected a time below the period, 1 d",
        ),
        (
            "poisson curve 0 s 20/s",
            "found 'poisson curve 0 s 20/s'; expected instants and rates after 'poisson', as in "
            "'poisson curve 0 s 20/s 6 h 80/s 24 h 20/s repeat'",
        ),
        (
            "poisson curve 1 h 20/s 6 h 80/s",
            "found a curve 1 h 20/s 6 h 80/s; expected two points or more, the first at 0 s, as in "
            "'poisson curve 0 s 20/s 6 h 80/s'",
        ),
        (
            "poisson curve 0 s 20/s 6 h 80/s 6 h 10/s",
            "found a point at 6 h after one at 6 h; expected each point later than before",
        ),
        (
            "poisson curve 0 s 0/s 6 h 0/s",
            "found a curve that is 0/s everywhere; expected a rate above 0 somewhere",
        ),
        (
            "poisson curve 0 s 20 6 h 80/s",
            "found '20', a number without a unit; expected a rate such as '80/s'",
        ),
        (
            "mmpp 20/s for exponential 60 s",
            "found 'mmpp 20/s for exponential 60 s'; expected two states or more after 'mmpp', as "
            "in 'mmpp 20/s for exponential 60 s or 200/s for exponential 5 s'",
        ),
        (
            "mmpp 0/s for 60 s or 0/s for 5 s",
            "found 0/s in every state; expected a rate above 0 in one of them",
        ),
        (
            "mmpp 20/s for 0 s or 30/s for 5 s",
            "found a state that lasts '0 s'; expected a time above 0 s and up to 36500 d",
        ),
        (
            "mmpp 1/s for 1 s or 2/s for 1 s for 10 s",
            "found 'mmpp 1/s for 1 s or 2/s for 1 s' as a phase; expected phases of 'poisson', "
            "'every' and 'nothing', or a list of bursts",
        ),
        (
            "at 0 s 100 every 0 s",
            "found a time between bursts of 0 s; expected a time above 0 s",
        ),
        (
            "at 0 s 100 evry 60 s",
            "found 'at 0 s 100 evry 60 s'; expected a time and a number of requests after 'at', as "
            "in 'at 0 s 10000'; did you mean 'every'?",
        ),
        ("nothing", "found 'nothing' alone; expected a load such as 'poisson 80/s'"),
        (
            "nothing for 5 s",
            "found phases in which nothing comes; expected a phase with requests too",
        ),
        ("repeat", "found 'repeat' alone; expected a load such as 'poisson 80/s'"),
        (["repeat"], "found 'repeat' alone; expected a load such as 'poisson 80/s'"),
        (
            ["poisson 1/s for 1 s", "repeat", "poisson 2/s for 1 s"],
            "found 'repeat' before the last phase; expected it at the end of the list",
        ),
        (
            ["poisson 1/s for 1 s", "poisson 2/s", "repeat"],
            "found 'poisson 2/s' without 'for' in phases that repeat; expected a duration, as in "
            "'poisson 2/s for 60 s'",
        ),
        (
            ["poisson 1/s", "repeat"],
            "found no phase with a duration; expected 'poisson 200/s for 60 s'",
        ),
        (
            ["at 0 s 5", "at 1 s 7", "repeat"],
            "found 'at 0 s 5' as a phase; expected phases of 'poisson', 'every' and 'nothing', or "
            "a list of bursts",
        ),
        (
            "trace f.csv",
            "found 'trace f.csv'; expected a file and its column after 'trace', as in 'trace "
            "file.csv column t'",
        ),
        (
            "trace f.csv clumn t",
            "found 'trace f.csv clumn t'; expected a file and its column after 'trace', as in "
            "'trace file.csv column t'; did you mean 'column'?",
        ),
        (
            "trace f.csv counts n",
            "found 'trace f.csv counts n'; expected a file, its column and an interval after "
            "'trace', as in 'trace file.csv counts n every 1 s'",
        ),
        (
            "trace f.csv column t in mss",
            "found 'mss'; expected a unit of time: ns, µs, ms, s, min, h or d; did you mean 'ms'?",
        ),
        (
            "trace f.csv column t",
            "found 'trace f.csv column t', and a file can be read only from a scenario file; "
            "expected the instants themselves, as in 'trace values 0 s 5 ms'",
        ),
        (
            "trace f.csv counts n every 1 s",
            "found 'trace f.csv counts n every 1 s', and a file can be read only from a scenario "
            "file; expected the numbers themselves, as in 'trace values 3 0 5 every 1 s'",
        ),
        (
            "trace values 5 ms 4 ms",
            "found 4 ms after 5 ms; expected instants that never descend",
        ),
        (
            "trace values 5 ms every 1 s",
            "found '5 ms', which is a time; expected a whole number from 0",
        ),
        (
            "trace values 3 4",
            "found '3', a number without a unit; expected a time such as '5 ms'",
        ),
        ("trace values 0 0 every 1 s", "found no requests; expected at least one recorded request"),
        (
            "trace values 0 s 0 s mean 4/s",
            "found a trace that is over at 0 s; expected one that lasts, to be scaled",
        ),
    ],
)
def test_no_load_is_refused_in_words(words: str | list[str], refusal: str) -> None:
    with pytest.raises(BadValue) as caught:
        parse_load(words)
    assert str(caught.value) == refusal


@pytest.mark.parametrize(
    ("make", "refusal"),
    [
        (lambda: Modulated(states=(CALM,)), "found 1 state; expected two states or more"),
        (
            lambda: State(
                rate=1.0,
                lasts=Mixture(parts=((0.5, Constant(value=1)), (0.5, Constant(value=2)))),
            ),
            "found 'mixture 50 % 1 ns or 50 % 2 ns' in a state; expected a law that is no mixture",
        ),
        (
            lambda: State(rate=1e13, lasts=CALM.lasts),
            "found a rate of 10000000000000; expected a number from 1e-12 to 1000000000000",
        ),
        (lambda: Trace(instants=()), "found no requests; expected at least one recorded instant"),
        (
            lambda: Trace(instants=(-5, 1)),
            "found a request time of -5 ns; expected a time from 0 s",
        ),
        (
            lambda: Trace(file="f.csv", instants=(1,)),
            "found file 'f.csv' with column ''; expected both or none, without quotation marks",
        ),
        (
            lambda: Trace(unit="ms", instants=(1,)),
            "found a unit 'ms' without a file; expected a file with a column",
        ),
        (
            lambda: build.counts([3, -1], every="1 s"),
            "found -1 requests; expected a whole number from 0",
        ),
    ],
)
def test_python_gets_the_same_refusals(make: object, refusal: str) -> None:
    assert callable(make)
    with pytest.raises(BadValue) as caught:
        make()
    assert str(caught.value) == refusal


def test_functions_and_words_say_the_same() -> None:
    assert build.wave("80/s", "50 %", over="24 h", peak="15 h") == parse_load(
        "poisson 80/s wave 50 % over 24 h peak at 15 h"
    )
    assert build.curve(("0 s", "0/s"), ("6 h", "80/s")) == parse_load(
        "poisson curve 0 s 0/s 6 h 80/s"
    )
    assert build.mmpp(("0/s", Exponential(mean=SECOND)), ("9/s", "2 s")) == parse_load(
        "mmpp 0/s for exponential 1 s or 9/s for 2 s"
    )
    assert build.at("0 s", 5, every="1 s") == parse_load("at 0 s 5 every 1 s")
    assert build.trace([0.001, "5 ms"]) == parse_load("trace values 1 ms 5 ms")
    assert build.counts([3, 0], every="1 s", by_chance=True) == parse_load(
        "trace values 3 0 every 1 s poisson"
    )


@pytest.mark.parametrize(
    ("words", "quantity", "after"),
    [
        ("poisson 80/s wave 50 % over 24 h", "40/s", "poisson 40/s wave 50 % over 1 d"),
        # The mean of 20, 80 and 20/s in straight lines is 50/s.
        (
            "poisson curve 0 s 20/s 6 h 80/s 24 h 20/s repeat",
            "100/s",
            "poisson curve 0 s 40/s 6 h 160/s 1 d 40/s repeat",
        ),
        # 60 s at 20/s and 5 s at 410/s are 3250 requests in 65 s.
        (
            "mmpp 20/s for exponential 60 s or 410/s for 5 s",
            "100/s",
            "mmpp 40/s for exponential 1 min or 820/s for 5 s",
        ),
        ("at 0 s 100 every 60 s", "7", "at 0 s 7 every 1 min"),
        # 10 s at 200/s, 40 s of one each 2 s and 50 s of nothing are 2020 requests in 100 s.
        (
            "poisson 200/s for 10 s, then every 2 s for 40 s, then nothing for 50 s, then repeat",
            "10.1/s",
            "poisson 100/s for 10 s, then every 4 s for 40 s, then nothing for 50 s, then repeat",
        ),
        ("trace values 0 s 1 s 4 s", "1.5/s", "trace values 0 s 1 s 4 s mean 1.5/s"),
        ("trace values 2 0 4 every 1 s", "1/s", "trace values 2 0 4 every 1 s mean 1/s"),
    ],
)
def test_a_bare_quantity_changes_how_much_and_keeps_the_shape(
    words: str, quantity: str, after: str
) -> None:
    assert str(parse_load(words).with_quantity(quantity)) == after


def test_a_quantity_that_does_not_fit_is_refused() -> None:
    for words in ("poisson 80/s wave 50 % over 24 h", "trace values 1 s", "mmpp 1/s for 1 s or "
                  "2/s for 1 s", "poisson curve 0 s 1/s 1 s 2/s"):  # fmt: skip
        with pytest.raises(BadValue) as caught:
            parse_load(words).with_quantity("5 ms")
        assert str(caught.value) == (
            "found '5 ms', which is a time; expected a rate such as '80/s'"
        )


times = st.integers(1, LONGEST)
rates = st.floats(1e-12, 1e12)
open_loads = st.builds(Poisson, rate=rates) | st.builds(Every, interval=times)
phase = st.builds(Phase, load=open_loads | st.just(Nothing()), duration=times)
some_phases = st.lists(phase, min_size=1, max_size=3).filter(
    lambda parts: any(not isinstance(part.load, Nothing) for part in parts)
)
points = st.lists(st.tuples(times, rates | st.just(0.0)), min_size=1, max_size=4).map(
    lambda found: tuple(sorted(dict(found).items()))
)
bursts = st.builds(
    Burst, at=times, count=st.integers(1, 10**9), every=st.none() | st.integers(1, 10**15)
)
loads = st.one_of(
    open_loads,
    st.builds(Users, count=st.integers(1, 10**14), think=laws | mixtures),
    bursts,
    st.builds(
        lambda parts, repeats: Phases(parts=tuple(parts), repeats=repeats),
        some_phases,
        st.booleans(),
    ),
    st.builds(
        lambda first, last: Phases(parts=(first, Phase(load=last, duration=None))),
        phase,
        open_loads,
    ),
    st.builds(
        lambda first, more, last: Bursts(
            parts=(first, Burst(at=first.at + more, count=2, every=last))
        ),
        bursts.filter(lambda burst: burst.at < 10**15),
        st.integers(1, 10**15),
        st.none() | times,
    ),
    st.integers(1, LONGEST).flatmap(
        lambda period: st.builds(
            Wave,
            rate=rates,
            share=st.floats(1e-9, 1),
            period=st.just(period),
            peak_at=st.none() | st.integers(0, period - 1),
        )
    ),
    st.builds(
        lambda rate, after, repeats: Curve(points=((0, rate), *after), repeats=repeats),
        rates,
        points,
        st.booleans(),
    ),
    st.builds(
        lambda rate, other, lasts, more: Modulated(
            states=(State(rate=rate, lasts=lasts), State(rate=other, lasts=more))
        ),
        rates | st.just(0.0),
        rates,
        laws.filter(lambda law: not law.is_zero),
        laws.filter(lambda law: not law.is_zero),
    ),
    st.builds(
        Trace,
        file=names,
        column=names,
        unit=st.sampled_from(["", "ms"]),
        instants=st.just(MEASURED),
        rescaled=st.none() | rates,
    ),
    st.builds(
        lambda values, mean: Trace(instants=tuple(sorted(values)), rescaled=mean),
        st.lists(times, min_size=1, max_size=5),
        st.none() | rates,
    ),
    st.builds(
        Counts,
        file=names,
        column=names,
        counts=st.just(MEASURED),
        interval=times,
        by_chance=st.booleans(),
        rescaled=st.none() | rates,
    ),
    st.builds(
        lambda values, interval: Counts(counts=(*values, 1), interval=interval),
        st.lists(st.integers(0, 10**14), max_size=5),
        times,
    ),
)


@given(loads)
def test_every_load_reads_back_as_itself(load: Load) -> None:
    assert parse_load(str(load), column) == load


KEYWORDS = (
    "poisson|wave|over|peak|at|curve|repeat|mmpp|for|or|every|nothing|users|think|trace|values|"
    "counts|column|in|from|first|mean|exponential"
)
scraps = st.from_regex(
    KEYWORDS + r'|5|0\.5|1e9|ms|s|%|/s|-|, then|,|5ms|80/s|0/s|90%|"x y"|f\.csv|"|\n|inf|٥',
    fullmatch=True,
)


@given(st.text() | st.lists(scraps, max_size=9).map(" ".join))
def test_any_text_is_a_load_or_a_refusal(text: str) -> None:
    with suppress(BadValue):
        assert parse_load(str(parse_load(text, column)), column)


def test_a_column_is_read_as_what_it_holds() -> None:
    asked: list[tuple[str, str, str | None, Cells]] = []

    def asking(
        file: str, name: str, unit: str | None, cells: Cells = "times", /
    ) -> tuple[int, ...]:
        asked.append((file, name, unit, cells))
        return MEASURED

    for words in ("trace a.csv column t in us", "trace a.csv counts n every 1 s"):
        parse_load(words, asking)
    assert asked == [("a.csv", "t", "us", "instants"), ("a.csv", "n", None, "counts")]
