"""Scenarios written in Python, for notebooks."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from simkit.errors import Problem, ScenarioError
from simkit.formats.drawings import read_drawing
from simkit.model.resolve import resolve
from simkit.model.scenario import Scenario


def scenario(  # noqa: PLR0913 - one for each part of a scenario, all but one by keyword
    designs: str | Mapping[str, str],
    *,
    load: object,
    work: Mapping[str, object] | None = None,
    workers: Mapping[str, int] | None = None,
    network: object = None,
    run: Mapping[str, object] | None = None,
    predict: Sequence[str] = (),
    name: str = "",
    **more: Any,
) -> Scenario:
    """A scenario from Mermaid text and numbers.

    Args:
        designs: One sequence diagram, or several by name.
        load: "poisson 80/s", or by client: {"Client": "poisson 80/s"}.
        work: What handling each message costs, by its label: {"Request": "exponential 5 ms"}.
        workers: Of each pool, by its name.
        network: Time under way of every message.
        run: horizon, warm-up, replications, seed, patience.
        predict: Inequalities between metrics.
        name: Title.
        more: Any other key of a scenario file (participants, messages, answers …).

    Raises:
        ScenarioError: With everything that is wrong with it.

    >>> quick = scenario('''sequenceDiagram
    ...   Client->>API: Request
    ...   API-->>Client: Done''', work={"Request": "exponential 5 ms"}, load="poisson 80/s")
    >>> [design.name for design in quick.designs]
    ['design']
    """
    document: dict[str, Any] = {key.replace("_", "-"): _plain(value) for key, value in more.items()}
    document["load"] = _plain(load)
    if name:
        document["scenario"] = name
    if network is not None:
        document["network"] = network
    if run is not None:
        document["run"] = {key.replace("_", "-"): value for key, value in run.items()}
    if predict:
        document["predict"] = list(predict)
    _spread(document, "messages", "work", work or {})
    _spread(document, "participants", "workers", workers or {})
    problems: list[Problem] = []
    if isinstance(designs, str):
        document["diagram"] = _diagram(designs, ("diagram",), problems)
    else:
        document["designs"] = {
            key: {"diagram": _diagram(text, ("designs", key), problems)}
            for key, text in designs.items()
        }
    if problems:
        raise ScenarioError(*problems)
    return resolve(document)


def _plain(value: object) -> object:
    if isinstance(value, Mapping):
        return {key: _plain(inner) for key, inner in value.items()}
    return list(value) if isinstance(value, tuple) else value


def _spread(document: dict[str, Any], item: str, key: str, values: Mapping[str, object]) -> None:
    """Short forms such as ``work=`` say one key of many messages."""
    for name, value in values.items():
        document.setdefault(item, {}).setdefault(name, {})[key] = value


def _diagram(text: object, keys: tuple[str, ...], problems: list[Problem]) -> object:
    if not isinstance(text, str):
        return text
    try:
        return read_drawing(text)
    except ScenarioError as error:
        for problem in error.problems:
            assert problem.place is not None
            place = replace(problem.place, file=f"diagram '{keys[-1]}'" if keys[1:] else "diagram")
            problems.append(replace(problem, place=place, keys=keys))
        return None
