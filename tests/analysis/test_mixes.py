"""Journeys that share a client's requests: what is known of them before a run, by arithmetic."""

import pytest

from simkit.analysis.known.known import known
from simkit.analysis.known.outlook import outlook
from simkit.analysis.known.value import Unknown
from simkit.analysis.overflow import growths
from simkit.analysis.traffic import traffic_of
from simkit.formats.scenario_file import read_scenario
from simkit.model.holding import cycle, held_workers, timeline_of
from simkit.model.metric import MetricName
from simkit.model.scenario import Design

SECOND = 10**9


def mix(load: str, workers: str = "unlimited", law: str = "", own: str = "B") -> Design:
    """Nine of ten requests are orders of 10 ms at A, the tenth a report of 100 ms at B."""
    return read_scenario(
        f"""\
load: {{C: {load}}}
participants: {{A: {{workers: {workers}}}, {own}: {{workers: {workers}}}}}
messages: {{Order: {{work: {law} 10 ms}}, Report: {{work: {law} 100 ms}}}}
run: {{horizon: 10 s, warm-up: 0 s}}
designs:
  one:
    journeys:
      orders: {{share: 90 %, diagram: "sequenceDiagram\\n C->>A: Order\\n A-->>C: Done"}}
      reports: {{share: rest, diagram: "sequenceDiagram\\n C->>{own}: Report\\n {own}-->>C: Done"}}
""".replace("{A: {workers: unlimited}, A: ", "{A: "),
        "m.yaml",
    ).designs[0]


def number(design: Design, metric: str, part: str = "", journey: str = "") -> float:
    name = MetricName(design="", journey=journey, metric=metric, part=part, statistic="mean")
    found = known(design, name)
    assert not isinstance(found, Unknown), found.reason
    return found.value


def test_the_mean_of_a_mix_is_weighed_by_its_shares() -> None:
    design = mix("poisson 100/s")
    assert number(design, "acknowledged") == pytest.approx(0.9 * 0.010 + 0.1 * 0.100)
    assert number(design, "acknowledged", journey="reports") == pytest.approx(0.100)
    shares = outlook(design).shares("")
    assert not isinstance(shares, Unknown)
    assert shares == pytest.approx({0: 0.9, 1: 0.1})


def test_each_journey_of_a_mix_is_a_poisson_stream() -> None:
    """81 orders/s of 10 ms each make A 81 % busy, and 9 reports/s of 100 ms each B 90 %: M/M/1."""
    design = mix("poisson 90/s", workers="1", law="exponential")
    assert number(design, "utilisation", "A") == pytest.approx(0.81)
    assert number(design, "utilisation", "B") == pytest.approx(0.90)
    orders, reports = 0.010 / (1 - 0.81), 0.100 / (1 - 0.90)
    assert number(design, "acknowledged", journey="orders") == pytest.approx(orders)
    assert number(design, "acknowledged") == pytest.approx(0.9 * orders + 0.1 * reports)


def test_users_with_a_mix_go_round_in_its_mean_time() -> None:
    """81 ms of thinking and 19 ms of work on average: 5 users ask 50 times a second."""
    design = mix("users 5 think 81 ms")
    rates = [outlook(design).rate(root) for root in (0, 1)]
    assert rates == [pytest.approx(45.0), pytest.approx(5.0)]
    (source,) = design.sources
    assert cycle(timeline_of(design), source) == pytest.approx(19_000_000)


def test_what_a_mix_cannot_carry_piles_up_by_its_shares() -> None:
    """180 orders/s at 100/s, and 20 reports/s at 10/s."""
    traffic = traffic_of(mix("poisson 200/s", workers="1"), 10 * SECOND)
    found = growths(traffic, traffic.stretches[0])
    assert found["A"].rate == pytest.approx(80.0)
    assert found["B"].rate == pytest.approx(10.0)
    assert held_workers(traffic.design) == pytest.approx({"A": 1.8, "B": 2.0, "C": 0.0})


def test_a_pool_that_all_journeys_come_to_gets_every_request_once() -> None:
    traffic = traffic_of(mix("poisson 100/s", own="A"), 10 * SECOND)
    assert traffic.load("A", traffic.stretches[0]) == pytest.approx(90 * 0.010 + 10 * 0.100)
    assert traffic.messages("A", traffic.stretches[0]) == pytest.approx(100.0)


@pytest.mark.parametrize(("load", "queues"), [("at 0 s 3", False), ("at 0 s 3 every 1 s", True)])
def test_bursts_that_recur_can_meet(load: str, queues: bool) -> None:
    """Three workers are enough for one burst of three, whatever its work; not for its next."""
    design = read_scenario(
        'diagram: "sequenceDiagram\\n C->>A: Ask\\n A-->>C: Done"\n'
        "participants: {A: {workers: 3}}\nmessages: {Ask: {work: exponential 1 s}}\n"
        f"load: {{C: {load}}}\nrun: {{horizon: 10 s}}\n",
        "b.yaml",
    ).designs[0]
    assert (outlook(design).timeline.queueing == {"A"}) == queues
