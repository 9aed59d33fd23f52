"""Text and numbers by dimension, and every refusal word for word."""

import pickle
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simkit.units import (
    LONGEST,
    BadValue,
    number_text,
    parse_count,
    parse_number,
    parse_rate,
    parse_share,
    parse_time,
    parse_time_unit,
    rate_text,
    seconds_text,
    share_text,
    time_text,
)


@pytest.mark.parametrize(
    ("text", "nanoseconds"),
    [
        ("0.5 ms", 500_000),
        ("5ms", 5_000_000),
        ("0 s", 0),
        ("1 ns", 1),
        ("1.5 us", 1_500),
        ("1.5 µs", 1_500),
        ("1.5 μs", 1_500),
        ("0.1 s", 100_000_000),
        ("2 min", 120_000_000_000),
        ("1 h", 3_600_000_000_000),
        ("1 d", 86_400_000_000_000),
        ("36500 d", LONGEST),
        ("1e-4 s", 100_000),
        ("1E+3 ns", 1_000),
        ("  7  s ", 7_000_000_000),
        ("5.000000000000000000000000000000000000 ns", 5),
        ("0e999999999999 s", 0),
    ],
)
def test_a_time_is_exact_nanoseconds(text: str, nanoseconds: int) -> None:
    assert parse_time(text) == nanoseconds


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("", "found nothing; expected a time such as '5 ms'"),
        ("ms", "found 'ms'; expected a time such as '5 ms'"),
        ("5", "found '5', a number without a unit; expected a time such as '5 ms'"),
        ("80/s", "found '80/s', which is a rate; expected a time such as '5 ms'"),
        ("5 %", "found '5 %', which is a share; expected a time such as '5 ms'"),
        ("-5 ms", "found '-5 ms', which is negative; expected a time such as '5 ms'"),
        ("1_000 ms", "found '1_000 ms'; expected a time such as '5 ms'"),
        ("1,000 ms", "found '1,000 ms'; expected a time such as '5 ms'"),
        (".5 ms", "found '.5 ms'; expected a time such as '5 ms'"),
        ("inf s", "found 'inf s'; expected a time such as '5 ms'"),
        ("٥ ms", "found '٥ ms'; expected a time such as '5 ms'"),
        (
            "0.3 ns",
            "found '0.3 ns', which is finer than 1 ns; expected a time in whole nanoseconds",
        ),
        ("36501 d", "found '36501 d', which is too long; expected a time up to 36500 d"),
        (
            "1e-999999999 s",
            "found '1e-999999999 s', which is too small; expected a number of usual size",
        ),
        (
            "1e999999999 s",
            "found '1e999999999 s', which is too large; expected a number of usual size",
        ),
        (
            "5 msec",
            "found '5 msec', whose unit 'msec' is unknown; expected a time in ns, µs, ms, s, min, "
            "h or d, such as '5 ms'; did you mean 'ms'?",
        ),
        (
            "5 sec",
            "found '5 sec', whose unit 'sec' is unknown; expected a time in ns, µs, ms, s, min, "
            "h or d, such as '5 ms'; did you mean 's'?",
        ),
        (
            "5 MS",
            "found '5 MS', whose unit 'MS' is unknown; expected a time in ns, µs, ms, s, min, "
            "h or d, such as '5 ms'; did you mean 'ms'?",
        ),
        (
            "5 parsecs",
            "found '5 parsecs', whose unit 'parsecs' is unknown; expected a time in ns, µs, ms, "
            "s, min, h or d, such as '5 ms'",
        ),
    ],
)
def test_what_is_no_time_is_refused_in_words(text: str, refusal: str) -> None:
    with pytest.raises(BadValue) as caught:
        parse_time(text)
    assert str(caught.value) == refusal


@pytest.mark.parametrize(
    ("text", "rate"),
    [("80/s", 80.0), ("4800/min", 80.0), ("3600/h", 1.0), ("1/ms", 1000.0), ("86400 / d", 1.0)],
)
def test_a_rate_is_per_second(text: str, rate: float) -> None:
    assert parse_rate(text) == rate


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("5 ms", "found '5 ms', which is a time; expected a rate such as '80/s'"),
        ("80", "found '80', a number without a unit; expected a rate such as '80/s'"),
        ("0/s", "found '0/s'; expected a rate above 0, from 1e-12/s to 1e12/s"),
        ("-1/s", "found '-1/s', which is negative; expected a rate such as '80/s'"),
        (
            "80 rps",
            "found '80 rps', whose unit 'rps' is unknown; expected a rate in /ms, /s, /min, /h "
            "or /d, such as '80/s'; did you mean '/s'?",
        ),
    ],
)
def test_what_is_no_rate_is_refused_in_words(text: str, refusal: str) -> None:
    with pytest.raises(BadValue) as caught:
        parse_rate(text)
    assert str(caught.value) == refusal


def test_shares_are_percent_of_a_whole() -> None:
    assert [parse_share(text) for text in ("0 %", "5%", "100 %")] == [0.0, 0.05, 1.0]
    with pytest.raises(BadValue, match=r"^found '101 %'; expected a share from 0 % to 100 %$"):
        parse_share("101 %")
    with pytest.raises(BadValue, match=r"found '0\.05', a number without a unit; expected a share"):
        parse_share("0.05")


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("four", "found 'four'; expected a whole number from 1"),
        ("0", "found '0'; expected a whole number from 1"),
        ("2.5", "found '2.5'; expected a whole number from 1"),
        ("5 ms", "found '5 ms', which is a time; expected a whole number from 1"),
        ("1" * 16, f"found '{'1' * 16}', which is too large; expected a whole number from 1"),
    ],
)
def test_what_is_no_count_is_refused_in_words(text: str, refusal: str) -> None:
    with pytest.raises(BadValue) as caught:
        parse_count(text, minimum=1)
    assert str(caught.value) == refusal


def test_numbers_have_no_unit() -> None:
    assert [parse_number(text) for text in ("2", "1.5", "1e-4")] == [2.0, 1.5, 0.0001]
    with pytest.raises(BadValue, match="found '2 ms', which is a time; expected a number such as"):
        parse_number("2 ms")
    with pytest.raises(BadValue, match="found '1e999', which is too large"):
        parse_number("1e999")


def test_a_unit_by_itself_is_known_or_refused() -> None:
    assert parse_time_unit("min") == 60_000_000_000
    with pytest.raises(BadValue) as caught:
        parse_time_unit("seconds")
    assert caught.value.meant == "s"


def test_a_refusal_can_be_rebuilt_from_its_args() -> None:
    error = BadValue("found '5'", "a time", "5 ms")
    again = pickle.loads(pickle.dumps(error))
    assert (again.found, again.expected, again.meant) == ("found '5'", "a time", "5 ms")
    assert str(type(error)(*error.args)) == str(error)


@pytest.mark.parametrize(
    ("nanoseconds", "text"),
    [
        (0, "0 s"),
        (1, "1 ns"),
        (1_500, "1.5 µs"),
        (1_700_000, "1.7 ms"),
        (500_000_000, "500 ms"),
        (90_000_000_000, "90 s"),
        (120_000_000_000, "2 min"),
        (61_500_000_000, "61.5 s"),
        (86_400_000_000_000, "1 d"),
        (1_000_000_001, "1.000000001 s"),
        (LONGEST, "36500 d"),
    ],
)
def test_times_read_well(nanoseconds: int, text: str) -> None:
    assert time_text(nanoseconds) == text


@given(st.integers(0, LONGEST))
def test_every_time_reads_back_as_itself(nanoseconds: int) -> None:
    assert parse_time(time_text(nanoseconds)) == nanoseconds


@given(st.floats(1e-12, 1e12))
def test_every_rate_reads_back_as_itself(rate: float) -> None:
    assert parse_rate(rate_text(rate)) == rate


@given(st.floats(1e-12, 1))
def test_every_share_reads_back_as_itself(share: float) -> None:
    assert parse_share(share_text(share)) == share


@given(st.floats(0, 1e300))
def test_every_number_reads_back_as_itself(number: float) -> None:
    assert parse_number(number_text(number)) == number


@pytest.mark.parametrize(
    ("rate", "text"),
    [
        (80.0, "80/s"),
        (0.5, "0.5/s"),
        (1 / 60, "1/min"),
        (1 / 3600, "1/h"),
        (1e12, "1000000000000/s"),
    ],
)
def test_rates_read_well(rate: float, text: str) -> None:
    assert rate_text(rate) == text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0.0241, "24.1 ms"),
        (2.314, "2.31 s"),
        (61.0, "61.0 s"),
        (3661.4, "3661 s"),
        (0.0, "0 s"),
        (0.99996, "1.00 s"),
        (0.001, "1.00 ms"),
        (2.5e-6, "2.50 µs"),
        (1e-9, "1.00 ns"),
        (1e-12, "0.00100 ns"),
        (-0.0241, "-24.1 ms"),
        (float("inf"), "never"),
        (float("-inf"), "-never"),
        (float("nan"), "no data"),
    ],
)
def test_results_read_well(seconds: float, text: str) -> None:
    assert seconds_text(seconds) == text


@given(
    st.text() | st.from_regex(r"-?[0-9.]{1,9}([eE]-?[0-9]{1,12})? ?[a-zµ%/]{0,4}", fullmatch=True)
)
def test_any_text_is_a_value_or_a_refusal(text: str) -> None:
    for parse in (parse_time, parse_rate, parse_share, parse_number, parse_count, parse_time_unit):
        with suppress(BadValue):
            assert parse(text) >= 0
