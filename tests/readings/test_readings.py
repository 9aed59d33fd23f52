"""What `simkit check` prints of small drawings, word for word, and what it refuses.

The cases are plain text, in the modules beside this one:

    === name
    drawing
    ---
    further keys of the scenario, in YAML; `full: true` compares the whole reading
    ---
    what is printed

A drawing is a sequence diagram unless it says that it is a graph, or is the designs of a file.
Its client sends every second unless the keys say otherwise. The part between the lines may be
left out. Compared is the reading of the design without its first line, and without what only
repeats a default (that a lifeline is a pool, has no limit of workers, no work and no network, or
that a broker deals with its messages as brokers do of which nothing is said); no
message costs anything, also in a bare document, so that steps are not hidden behind numbers.
Lines of a drawing are counted with the word that begins it: its first arrow stands in line 2.
"""

from dataclasses import dataclass, replace
from typing import Any

import pytest
import yaml

import simkit as sk
from simkit.errors import ScenarioError
from simkit.formats.scenario_file import read_scenario
from simkit.model.distribution import Constant
from simkit.model.policy import Policy
from simkit.model.scenario import Cost, Design
from simkit.views.reading import design_reading, wrapped
from simkit.views.reading_policy import policy_lines
from tests.readings import (
    cases_answers,
    cases_blocks,
    cases_broken,
    cases_brokers,
    cases_calls,
    cases_choices,
    cases_clients,
    cases_deliveries,
    cases_documents,
    cases_graphs,
    cases_kinds,
    cases_par,
    cases_policies,
    cases_polls,
    cases_queues,
    cases_refused,
    cases_refused_blocks,
    cases_stages,
)

MODULES = (
    cases_answers,
    cases_blocks,
    cases_broken,
    cases_brokers,
    cases_calls,
    cases_choices,
    cases_clients,
    cases_deliveries,
    cases_documents,
    cases_graphs,
    cases_kinds,
    cases_par,
    cases_policies,
    cases_polls,
    cases_queues,
    cases_stages,
)
DEFAULTS = (
    "(not stated)",
    "as nothing says otherwise",
    "because it sends first",
    "its first request comes at 0 s",
)


@dataclass(frozen=True)
class Case:
    """A drawing, what else is said, and what is to be printed."""

    name: str
    drawing: str
    keys: dict[str, Any]
    expected: list[str]

    def scenario(self) -> sk.Scenario:
        if self.drawing.startswith("designs:"):
            return read_scenario(self.drawing, "case.yaml")
        bare = self.drawing.startswith(("graph", "flowchart", "sequenceDiagram"))
        text = self.drawing if bare else f"sequenceDiagram\n{self.drawing}"
        keys = {name: value for name, value in self.keys.items() if name != "full"}
        return sk.scenario(text, **{"load": "every 1 s"} | keys)


def cases(text: str) -> list[Case]:
    found = []
    for part in text.strip().removeprefix("=== ").split("\n=== "):
        first, *rest = part.split("\n---\n")
        name, drawing = first.split("\n", 1)
        assert rest, f"nothing is expected of '{name}'"
        keys = yaml.safe_load(rest[0]) if len(rest) > 1 else {}
        found.append(Case(name, drawing, keys, rest[-1].strip("\n").split("\n")))
    return found


def reading(case: Case) -> list[str]:
    """The reading of a case, outermost lines flush left."""
    design = case.scenario().designs[0]
    full = case.keys.get("full", False)
    lines = list(design_reading(design if full else free(design)))[1:]
    usual = () if full else usual_policies(design)
    said = [wrapped(line) for line in lines if full or not line.endswith(DEFAULTS)]
    said = [line for line in said if line not in usual]
    return [line[2:] for text in said for line in text.split("\n")]


def usual_policies(design: Design) -> frozenset[str]:
    """What is printed of brokers of which nothing is said."""
    brokers = [one for one in design.participants if one.policy == Policy()]
    lines = (line for one in brokers for line in policy_lines(design, one))
    return frozenset(wrapped(f"  {line}") for line in lines)


def free(design: Design) -> Design:
    """The same design, in which nothing costs anything."""
    nothing = Constant(value=0)
    costs = (Cost(time=nothing, works=True, network=nothing, stream=c.stream) for c in design.costs)
    return replace(design, costs=tuple(costs))


def told(error: ScenarioError) -> list[str]:
    """Each problem with its line of the drawing, or its path, in 80 columns."""
    found = []
    for problem in error.problems:
        where = f"line {problem.place.line}" if problem.place else problem.path
        text = f"{where}: {problem.found}; expected {problem.expected}"
        found += wrapped(text).split("\n")
    return found


READ = [case for module in MODULES for case in cases(module.CASES)]
REFUSED = [*cases(cases_refused.CASES), *cases(cases_refused_blocks.CASES)]


@pytest.mark.parametrize("case", READ, ids=lambda case: case.name)
def test_reading(case: Case) -> None:
    assert reading(case) == case.expected


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case.name)
def test_refused(case: Case) -> None:
    with pytest.raises(ScenarioError) as caught:
        case.scenario()
    assert told(caught.value) == case.expected


def test_names_are_said_once() -> None:
    names = [case.name for case in READ + REFUSED]
    assert len(set(names)) == len(names)
