"""The engines of an experiment, chosen before any of its runs.

Every run of a design is made by the same one, whichever thread, process or machine it falls to.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence

from simkit.engine.choosing import (
    COMPILED,
    REFERENCE,
    Choice,
    Chooser,
    prepare,
    refusal,
    refuse,
)
from simkit.engine.planning import make_plan
from simkit.model.scenario import Scenario

Tell = Callable[[str], None]
Engines = Mapping[str, Choice]  # by design
BY_REFERENCE: Engines = {}  # which runs every design of which nothing is said


def engines_of(scenario: Scenario, designs: Sequence[str], asked: str, runs: int) -> Engines:
    """The engine of each design.

    Args:
        scenario: What is to be run.
        designs: Names of its designs.
        asked: ``auto``, or the name of an engine.
        runs: How often each design is to be run, as far as that is known.

    Raises:
        ScenarioError: If the compiled engine is asked for, and cannot run one of them.
    """
    chooser = Chooser(asked)
    for name in designs:
        chooser.add(make_plan(scenario, scenario.design(name)), runs)
    return dict(zip(designs, chooser.choices(), strict=True))


def engine_of(engines: Engines, design: str) -> str:
    """Name of the engine that runs a design."""
    return engines[design].engine if design in engines else REFERENCE


def compiled_alone(engines: Engines, designs: Sequence[str]) -> bool:
    """Whether no other engine than the compiled one runs any of the designs.

    It runs without Python's lock, so that threads do what otherwise takes processes.
    """
    return all(engine_of(engines, name) == COMPILED for name in designs)


def prepare_for(chosen: Sequence[Engines], tell: Tell | None) -> None:
    """Have the compiled engine compiled for this machine, if it is needed and is not yet.

    Args:
        chosen: Of each point of a sweep, or of one run.
        tell: Called with a text before that is done, as it takes its time; None: nobody listens.
    """
    prepare((choice for engines in chosen for choice in engines.values()), tell)


def engine_lines(chosen: Sequence[Engines]) -> list[str]:
    """What runs which design, in words: one line, or one for each engine and reason.

    Args:
        chosen: Of each point of a sweep, or of one run.

    >>> both = {"a": Choice(engine="compiled"), "b": Choice(engine="compiled")}
    >>> engine_lines([both])
    ['engine: compiled']
    >>> other = both | {"b": Choice(engine="reference", reason="asked for")}
    >>> engine_lines([other])
    ['engine of a: compiled', 'engine of b: reference (asked for)']
    >>> engine_lines([both, other])[1]
    'engine of b at 1 of 2 points: reference (asked for)'
    """
    found: dict[Choice, Counter[str]] = {}
    for engines in chosen:
        for design, choice in engines.items():
            found.setdefault(choice, Counter())[design] += 1
    if len(found) == 1:
        return [f"engine: {choice}" for choice in found]
    points = len(chosen)
    return [
        f"engine of {', '.join(_at(*one, points) for one in often.items())}: {choice}"
        for choice, often in found.items()
    ]


def _at(design: str, often: int, points: int) -> str:
    return design if often == points else f"{design} at {often} of {points} points"


def program_lines(scenario: Scenario, designs: Sequence[str]) -> Iterator[str]:
    """The instructions that the compiled engine follows, design by design.

    Raises:
        ScenarioError: If it cannot run one of them.
    """
    plans = [make_plan(scenario, scenario.design(name)) for name in designs]
    refuse(((plan.design, refusal(plan)) for plan in plans), "--program")
    from simkit.engine import compiled  # noqa: PLC0415 - slow to load

    for number, plan in enumerate(plans):
        yield f"{chr(10) * (number > 0)}design '{plan.design}'"
        yield from compiled.listing(plan)
