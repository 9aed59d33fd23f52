"""The verdicts as people read them, and what the same luck saves."""

from math import inf, nan

import pytest

import simkit as sk
from simkit.analysis.difference import Difference, difference
from simkit.analysis.ratio import no_ratio, ratio
from simkit.experiment.compare import Verdict
from simkit.model.metric import Dimension
from simkit.views.table import as_text
from simkit.views.verdicts import difference_text, effect, luck_text, verdicts, why_untold


def test_the_luck_factor_by_hand() -> None:
    # Variances 1 and 4, that of the difference 1: under luck of their own 5 times as much.
    assert difference([1.0, 2.0, 3.0], [2.0, 4.0, 6.0]).luck_factor == pytest.approx(5.0)
    # Against each other: the difference has variance 9 where 5 would do.
    assert difference([1.0, 2.0, 3.0], [6.0, 4.0, 2.0]).luck_factor == pytest.approx(5 / 9)
    assert difference([1.0, 2.0, 3.0], [11.0, 12.0, 13.0]).luck_factor == inf


@pytest.mark.parametrize(
    ("left", "right", "grows"),
    [
        ([1.0], [2.0], False),  # one replication
        ([1.0, 1.0], [2.0, 2.0], False),  # no luck anywhere
        ([1.0, inf], [1.0, inf], False),  # never
        ([1.0, 2.0], [4.0, 6.0], True),  # a lower bound
    ],
)
def test_there_is_none_where_nothing_can_be_told(
    left: list[float], right: list[float], grows: bool
) -> None:
    assert difference(left, right, left_grows=grows).luck_factor != pytest.approx(1, abs=inf)


def test_each_part_of_an_effect() -> None:
    found = Difference(value=-0.5, low=-0.6, high=-0.4, replications=10, luck_factor=0.3)
    verdict = Verdict(answer="better", difference=found, ratio=ratio([0.5, 0.5], [1.0, 1.0]))
    assert effect(verdict, Dimension.TIME) == ("2.00 ± 0 × less", "-500 ± 100 ms", "0.3")
    never = Difference(value=inf, low=inf, high=inf, replications=10)
    told = Verdict(answer="worse", difference=never, ratio=no_ratio(10))
    assert effect(told, Dimension.TIME) == ("never", "", "")
    above = Difference(value=2.0, low=1.5, high=inf, replications=10)
    assert difference_text(above, Dimension.TIME) == "above 1.50 s"
    unknown = Difference(value=nan, low=-inf, high=inf, replications=10)
    assert difference_text(unknown, Dimension.TIME) == ""
    assert [luck_text(n) for n in (9.96, 12345.6)] == ["10", "12,000"]


def test_why_it_cannot_be_told() -> None:
    found = Difference(value=1.0, low=-1.0, high=3.0, replications=10)
    many = Verdict(
        answer="cannot tell yet", difference=found, ratio=no_ratio(10), replications_needed=1234
    )
    assert why_untold(many) == "about 1,234 replications might tell"
    open_ones = Verdict(
        answer="cannot tell yet", difference=found, ratio=no_ratio(10), reason="open"
    )
    assert why_untold(open_ones) == "open"
    assert why_untold(Verdict(answer="better", difference=found, ratio=no_ratio(10))) == ""


PAIR = {
    "slow": "sequenceDiagram\nC->>A: ask\nA->>A: think\nA-->>C: yes",
    "quick": "sequenceDiagram\nC->>A: ask\nA-->>C: yes\nA->>A: think",
}


def test_the_table_of_verdicts_at_80_columns() -> None:
    # One worker, work 1 ms and 2 ms, every 10 ms: answered after 3 ms or 1 ms, done after 3 ms.
    scenario = sk.scenario(
        PAIR,
        work={"ask": "1 ms", "think": "2 ms"},
        load="every 10 ms",
        workers={"A": 1},
        run={"horizon": "20 s", "warm-up": "0 s", "replications": 2},
    )
    shown = [as_text(one).rstrip() for one in verdicts(sk.run(scenario))]
    assert shown == [
        "quick, against slow\n"
        "                         ratio             difference luck ×\n"
        "acknowledged mean better 3.00 ± 0 × less -2.00 ± 0 ms\n"
        "acknowledged p99  better 3.00 ± 0 × less -2.00 ± 0 ms\n"
        "completed mean    equal  the same             0 ± 0 s\n"
        "completed p99     equal  the same             0 ± 0 s\n"
        "throughput        equal  the same             0 ± 0/s\n"
        "held              equal  the same             0 ± 0 s",
    ]
    by_chance = sk.run(scenario.change("load.C", "poisson 100/s"))
    assert [as_text(one).rstrip() for one in verdicts(by_chance)][1:] == [
        "all 6 verdicts, with their ±, are right together with 95 % confidence",
        "luck ×: luck of their own would need so many times the replications",
    ]
