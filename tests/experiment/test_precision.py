"""Runs that go on until something is known: every decision by hand, then whole runs."""

from math import isnan, nan
from types import SimpleNamespace
from typing import Any

import pytest

import simkit as sk
from simkit.analysis.estimate import Reading
from simkit.errors import ScenarioError
from simkit.experiment.precision import Attained, attained, budget_of, first_look, next_look
from simkit.experiment.sweep import Point
from simkit.model.metric import MetricName
from simkit.model.precision import parse_precision
from simkit.model.scenario import Scenario

QUEUE = "sequenceDiagram\nC->>A: ask\nA-->>C: yes"


def queue(law: str = "exponential 10 ms", **run: object) -> Scenario:
    return sk.scenario(
        {"one": QUEUE},
        work={"ask": law},
        load="every 20 ms",
        workers={"A": 1},
        run={"horizon": "4 s", "warm-up": "0 s", **run},
    )


def results(*readings: Reading, law: str = "exponential 10 ms") -> Point:
    """Results of one design in which the mean until acknowledged is this."""
    name = MetricName(design="one", metric="acknowledged", part="", statistic="mean")
    return Point(scenario=queue(law), recordings={"one": ()}, kept={name: readings})


def found(text: str, *readings: Reading, law: str = "exponential 10 ms") -> Attained:
    return attained(parse_precision(text, {"one": ("A",)}), results(*readings, law=law))


def numbers(*values: float) -> tuple[Reading, ...]:
    return tuple(Reading(value=value) for value in values)


def test_what_is_attained_by_hand() -> None:
    # Mean 2, standard deviation 1, Student's 98.5 % point with 2 degrees of freedom: 5.6428;
    # half 5.6428 / sqrt(3) = 3.2579. Within 2 x 0.5 = 1 it would take 3 x 3.2579^2 = 31.8.
    one = found("50 % on one.acknowledged.mean", *numbers(1.0, 2.0, 3.0))
    assert (one.value, one.replications, one.reason) == (2.0, 3, "")
    assert one.half_width == pytest.approx(3.2579, abs=5e-5)
    assert not one.reached
    assert one.needed == 32
    two = found("4 s on one.acknowledged.mean", *numbers(1.0, 2.0, 3.0))
    assert two.reached
    assert two.needed == 0


def test_a_difference_is_paired() -> None:
    # Twice the mean less the mean: the same three numbers.
    text = "4 s on 2 * one.acknowledged.mean - one.acknowledged.mean"
    assert found(text, *numbers(1.0, 2.0, 3.0)).half_width == pytest.approx(3.2579, abs=5e-5)


@pytest.mark.parametrize(
    ("readings", "reason"),
    [
        ((Reading(value=nan, reason="too few"),), "one.acknowledged.mean: too few"),
        (
            (Reading(value=1.0, share=0.5), Reading(value=1.0)),
            "one.acknowledged.mean covers 50 % of the requests",
        ),
        ((Reading(value=1.0, bound=True),), "some requests were still open"),
        (numbers(1.0, float("inf")), "it never comes in some replications"),
        (numbers(-1.0, 1.0), "it is 0 on average"),
    ],
)
def test_what_no_number_of_replications_would_do_for(
    readings: tuple[Reading, ...], reason: str
) -> None:
    one = found("5 % on one.acknowledged.mean", *readings)
    assert (one.reason, one.reached, one.needed) == (reason, False, 0)


def test_without_luck_one_replication_is_enough() -> None:
    text = "1 % on one.acknowledged.mean"
    assert found(text, *numbers(1.0), law="10 ms").reached
    one = found(text, *numbers(1.0))
    assert isnan(one.half_width)
    assert not one.reached


def look(*needed: int, count: int = 20, reached: bool = False, reason: str = "") -> Any:
    return [
        SimpleNamespace(replications=count, needed=n, reached=reached, reason=reason)
        for n in needed
    ]


def test_when_the_next_look_is() -> None:
    assert next_look(look(0, reached=True), 1000) == 20  # known: stop
    assert next_look(look(21), 1000) == 24  # a fifth more at least
    assert next_look(look(28), 1000) == 31  # what was expected, and a tenth
    assert next_look(look(900), 1000) == 40  # twice as many at most
    assert next_look(look(21, 33), 1000) == 37  # the worst of them counts
    assert next_look(look(900), 30) == 30  # the budget
    assert next_look(look(900, count=30), 30) == 30
    assert next_look([*look(900), *look(0, reason="too few")], 1000) == 20  # it never will be


def test_the_first_look() -> None:
    assert first_look(queue(replications=10), ["one"], None) == 20
    assert first_look(queue(replications=25), ["one"], None) == 25
    assert first_look(queue(replications=10), ["one"], 12) == 12
    assert first_look(queue("10 ms", replications=10), ["one"], None) == 10  # no luck


def test_the_budget_that_nobody_states_fits_into_a_gigabyte() -> None:
    recordings: Any = [SimpleNamespace(nbytes=2_000_000), SimpleNamespace(nbytes=3_000_000)] * 20
    assert budget_of(recordings, 2) == 200
    small: Any = [SimpleNamespace(nbytes=2_000)] * 20
    assert budget_of(small, 1) == 10_000
    large: Any = [SimpleNamespace(nbytes=900_000_000)] * 20
    assert budget_of(large, 1) == 20  # what has been run already


def test_a_run_goes_on_until_it_is_known() -> None:
    text = "2 % on one.acknowledged.mean"
    study = sk.run(queue(replications=5), precision=text)
    (known,) = study.attained
    assert known.reached
    assert known.replications == study.replications > 20
    # A look before it was not: the interval of fewer was too long.
    assert f"known: {text}" in repr(study)
    # The replications are those that any run has.
    few = sk.run(queue(replications=5))
    name = study.metric("one.acknowledged.mean")
    assert study.readings(name)[:5] == few.readings(name)


def test_a_budget_ends_it() -> None:
    text = "0.01 % on one.acknowledged.mean"
    study = sk.run(queue(replications=5), precision=text, budget=22)
    assert study.replications == 22
    last = repr(study).splitlines()
    (line,) = [n for n, words in enumerate(last) if words.startswith("not known: ")]
    words = " ".join(last[line : line + 2])
    assert words.startswith(f"not known: {text}   (")
    assert " after the budget of 22 replications; about " in words


def test_what_is_wrong_with_it_is_said_before_anything_runs() -> None:
    with pytest.raises(ScenarioError) as caught:
        sk.run(queue(), precision=["5 % on two.completed.mean", "x"])
    assert str(caught.value) == (
        "--precision 5 % on two.completed.mean: unknown design or metric 'two'; expected one of "
        "one, acknowledged, settled, completed, noticed, offered, throughput, goodput, "
        "utilisation, backlog, held, told, done, attempts, sent, polls, timed-out, refused, "
        "short-circuited, open, deliveries, runs, effects, redelivered, inversions, "
        "dead-letters, oldest, lag, useful, zombie\n"
        "--precision x: found 'x'; expected a precision such as '5 % on accepted.acknowledged.p99'"
    )
    with pytest.raises(ScenarioError, match=r"^--budget: found 5; expected a precision with it"):
        sk.run(queue(), budget=5)
    with pytest.raises(ScenarioError, match=r"^--budget: found '0'; expected a whole number"):
        sk.run(queue(), precision="5 % on one.completed.mean", budget=0)
