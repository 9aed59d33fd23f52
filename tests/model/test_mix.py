"""Journeys that share the requests of one client: what may be said, and what it comes to."""

from textwrap import dedent

import pytest

from simkit.analysis.known.arrivals import arrivals_of
from simkit.analysis.traffic import traffic_of
from simkit.errors import ScenarioError
from simkit.formats.scenario_file import read_scenario
from simkit.model.load import Poisson
from simkit.model.pairing import unpaired
from simkit.model.scenario import Design, Scenario
from simkit.views.reading import design_reading

SECOND = 10**9
ORDERS = '{diagram: "sequenceDiagram\\n C->>A: Order\\n A-->>C: Done", SHARE}'
REPORTS = '{diagram: "sequenceDiagram\\n C->>A: Report\\n A-->>C: Done", SHARE}'
TIMED = '{diagram: "sequenceDiagram\\n T->>A: Tick\\n A-->>T: Done", SHARE}'
BASE = """\
load: {C: poisson 100/s}
participants: {A: {workers: 10}}
messages: {Order: {work: exponential 10 ms}, Report: {work: exponential 100 ms}}
run: {horizon: 10 s, warm-up: 0 s}
designs:
  one:
    journeys:
      orders: FIRST
      reports: SECOND
"""


def text_of(first: str, second: str, *more: str) -> str:
    """A design with two journeys and what is said beside the diagram of each, and more of them."""
    text = dedent(BASE)
    text = text.replace("FIRST", ORDERS.replace("SHARE", first))
    text = text.replace("SECOND", REPORTS.replace("SHARE", second))
    return text + "".join(f"      {journey}\n" for journey in more)


def scenario_of(first: str, second: str, *more: str) -> Scenario:
    return read_scenario(text_of(first, second, *more), "m.yaml")


def one_of(first: str, second: str, *more: str) -> Design:
    return scenario_of(first, second, *more).designs[0]


def test_journeys_with_shares_have_one_source() -> None:
    design = one_of(
        "share: 90 %", "share: 10 %", f"ticks: {TIMED.replace('SHARE', 'load: every 1 s')}"
    )
    mix, ticks = design.sources
    assert (mix.client, str(mix.load), mix.roots, mix.shares) == (
        "C",
        "poisson 100/s",
        (0, 1),
        (0.9, 0.1),
    )
    assert (ticks.client, str(ticks.load), ticks.roots, ticks.shares) == (
        "T",
        "every 1 s",
        (2,),
        (),
    )
    assert (mix.weights, ticks.weights) == ((0.9, 0.1), (1.0,))


def test_the_rest_is_what_the_others_leave() -> None:
    assert one_of("share: 90 %", "share: rest").sources[0].shares == pytest.approx((0.9, 0.1))
    changed = scenario_of("share: 90 %", "share: rest").change(
        "designs.one.journeys.orders.share", "75 %"
    )
    assert changed.designs[0].sources[0].shares == (0.75, 0.25)


def test_a_journey_with_a_load_of_its_own_is_beside_the_mix() -> None:
    extra = ORDERS.replace("Order", "Other").replace("SHARE", "load: poisson 3/s")
    design = one_of("share: 90 %", "share: 10 %", f"own: {extra}")
    assert [(str(one.load), one.roots) for one in design.sources] == [
        ("poisson 100/s", (0, 1)),
        ("poisson 3/s", (2,)),
    ]


def test_without_shares_each_journey_has_the_whole_load() -> None:
    design = read_scenario(text_of("SHARE", "SHARE").replace(", SHARE", ""), "m.yaml").designs[0]
    assert [(str(one.load), one.roots) for one in design.sources] == [
        ("poisson 100/s", (0,)),
        ("poisson 100/s", (1,)),
    ]


def test_the_journeys_of_a_graph_divide_its_share() -> None:
    graph = '{diagram: "graph LR\\n C-->A[A]\\n C-->B[B]", share: 40 %}'
    design = one_of("share: 50 %", "share: 10 %", f"graph: {graph}")
    assert design.sources[0].roots == (0, 1, 2, 3)
    assert design.sources[0].shares == (0.5, 0.1, 0.2, 0.2)


def test_what_a_mix_brings() -> None:
    """90 orders of 10 ms and 10 reports of 100 ms a second are 1.9 workers."""
    design = one_of("share: 90 %", "share: 10 %")
    traffic = traffic_of(design, 10 * SECOND)
    assert traffic.load("A", traffic.stretches[0]) == pytest.approx(1.9)
    found = arrivals_of(design)
    assert [found[root].rate for root in (0, 1)] == pytest.approx([90.0, 10.0])
    assert all(one.is_poisson for one in found.values())
    assert "  C, client, poisson 100/s: each request is one of orders (90 %), reports (10 %)" in (
        list(design_reading(design))
    )


def test_designs_with_the_same_mix_share_the_luck_of_their_journeys() -> None:
    text = text_of("share: 90 %", "share: 10 %")
    two = text + text[text.index("  one:") :].replace("  one:", "  two:")
    assert unpaired(read_scenario(two, "m.yaml").designs) == ()
    assert isinstance(read_scenario(two, "m.yaml").designs[1].sources[0].load, Poisson)


@pytest.mark.parametrize(
    ("first", "second", "told"),
    [
        (
            "share: 90 %",
            "share: 20 %",
            "m.yaml:9:83: designs.one.journeys.reports.share: found shares of the journeys of C "
            "that sum to 110 %; expected shares that sum to 100 %",
        ),
        (
            "share: 100 %",
            "share: rest",
            "m.yaml:9:83: designs.one.journeys.reports.share: found 'rest' beside shares that sum "
            "to 100 %; expected shares that leave something",
        ),
        (
            "share: rest",
            "share: rest",
            "m.yaml:9:83: designs.one.journeys.reports.share: found 'rest' again among the "
            "journeys of C; expected it once",
        ),
        (
            "share: 90 %",
            "load: poisson 5/s, share: 10 %",
            "m.yaml:9:95: designs.one.journeys.reports.share: found 'load' and 'share'; expected "
            "one of them: a load of its own, or a share of its client's",
        ),
        (
            "share: 100 %",
            "load: {}",
            "m.yaml:9:16: designs.one.journeys.reports: found no share; expected one, as other "
            "journeys of C have, or a load of its own",
        ),
        (
            "share: 0 %",
            "share: 100 %",
            "m.yaml:8:81: designs.one.journeys.orders.share: found '0 %'; expected a share above "
            "0 %",
        ),
        (
            "share: 0.9",
            "share: rest",
            "m.yaml:8:81: designs.one.journeys.orders.share: found 0.9, a number without a unit; "
            "expected a share such as '5 %'",
        ),
        (
            "share: 90 %",
            "share: rset",
            "m.yaml:9:83: designs.one.journeys.reports.share: found 'rset'; expected a share such "
            "as '5 %', or rest; did you mean 'rest'?",
        ),
        (
            "shre: 90 %",
            "share: rest",
            "m.yaml:8:74: designs.one.journeys.orders.shre: unknown key 'shre'; expected one of "
            "diagram, load, share; did you mean 'share'?",
        ),
    ],
)
def test_a_mistake_in_a_mix_is_told_at_its_place(first: str, second: str, told: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        scenario_of(first, second)
    problems = [str(problem).split("\n")[0] for problem in caught.value.problems]
    assert problems == [told]
