"""Random scenarios of every kind, for both engines to run.

All that the other tests draw: drawings of calls and answers, brokers and journeys, every policy,
every fault, every way to call, blocks in each other. Here their loads change too: to users who
think, to many requests at one instant, to one that never comes. Times are few and small, so that
much happens at one instant.
"""

import re
from dataclasses import dataclass
from typing import Any, Protocol

from hypothesis import strategies as st

from simkit.engine import Plan, make_plan
from simkit.errors import ScenarioError
from simkit.formats.scenario_file import read_scenario
from simkit.model.scenario import Scenario
from tests.conformance.call_schedules import any_call
from tests.conformance.drawings import drawings
from tests.conformance.schedules import any_policy, at_least_once
from tests.engine.test_delivery_invariants import cases as of_policies
from tests.engine.test_invariants import cases as of_calls
from tests.engine.test_queue_invariants import cases as of_queues

LOADS = (
    *("users 1 think 2 ms", "users 4 think exponential 3 ms", "users 7 think 1 ms"),
    *("at 0 s 9", "at 3 ms 4, then at 9 ms 5", "every 1 ms for 12 ms", "poisson 900/s for 20 ms"),
    "at 10 h 1",  # nobody ever comes
)
LOAD = re.compile(r"^load: .*$", re.MULTILINE)


class Drawn(Protocol):
    """What the strategies of the other tests draw."""

    @property
    def text(self) -> str: ...

    @property
    def scenario(self) -> Scenario: ...


@dataclass(frozen=True, repr=False)
class Generated:
    """A scenario, read from its text."""

    text: str
    scenario: Scenario
    replication: int

    def __repr__(self) -> str:
        return f"replication {self.replication} of\n{self.text}\n"

    def _repr_pretty_(self, printer: Any, _: bool) -> None:
        printer.text(repr(self))  # Hypothesis would show the fields

    @property
    def plans(self) -> tuple[Plan, ...]:
        return tuple(make_plan(self.scenario, design) for design in self.scenario.designs)


def as_drawn(drawn: Drawn) -> Generated:
    """The scenario as it is."""
    return Generated(drawn.text, drawn.scenario, getattr(drawn, "replication", 0))


@st.composite
def with_another_load(draw: st.DrawFn, systems: st.SearchStrategy[Drawn]) -> Generated:
    """The scenario when requests come otherwise; as it is where that makes no sense."""
    drawn = as_drawn(draw(systems))
    text = LOAD.sub(f"load: {draw(st.sampled_from(LOADS))}", drawn.text)
    text = text.replace("patience: 3 h", "patience: 90 ms")  # users never stop to ask
    try:
        return Generated(text, read_scenario(text, "generated.yaml"), draw(st.integers(0, 2)))
    except ScenarioError:
        return drawn


SYSTEMS: dict[str, st.SearchStrategy[Drawn]] = {
    "calls and answers": of_calls(),
    "brokers, forks and journeys": of_queues(),
    "policies of brokers and faults": of_policies(),
    "every policy": any_policy(),
    "at least once": at_least_once(),
    "every way to call": any_call(),
    "calls that are given up in time": any_call(bounded=True),
    "blocks in each other": drawings(),
}
GENERATED: dict[str, st.SearchStrategy[Generated]] = {
    name: st.one_of(systems.map(as_drawn), with_another_load(systems))
    for name, systems in SYSTEMS.items()
}
EACH = 65  # of each kind: 520 in all
