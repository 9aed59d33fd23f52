"""A scenario with one thing said differently."""

import copy
from collections.abc import Mapping
from typing import Any

from simkit.errors import Problem, ScenarioError
from simkit.model.distribution import Constant, Distribution
from simkit.model.load import Load
from simkit.model.metric import split_path
from simkit.model.resolve import resolve
from simkit.model.scenario import Design, Scenario
from simkit.model.words import ColumnReader, parse_distribution, parse_load
from simkit.units import BadValue

_COSTS = ("work", "wait", "network")


def changed(scenario: Scenario, changes: Mapping[str, object]) -> Scenario:
    """The scenario with several things said differently, resolved once all are said.

    Args:
        scenario: What is changed.
        changes: Values by path, as in `Scenario.change`.

    Raises:
        ScenarioError: If a path or a value has no meaning.
    """
    document = copy.deepcopy(scenario.document)
    client = scenario.designs[0].script.client
    problems: list[Problem] = []
    for path, value in changes.items():
        try:
            _say(document, path_keys(document, path, client), value, scenario)
        except ScenarioError as error:
            problems += error.problems
    if problems:
        raise ScenarioError(*problems)
    return resolve(document, scenario.column)


def path_keys(document: dict[str, Any], path: str, client: str) -> tuple[str, ...]:
    """The keys of a path in a document."""
    keys = tuple(split_path(path))
    if keys == ("load", client) and not isinstance(document.get("load", {}), dict):
        return ("load",)  # the load was given without a name; the client's means the same
    return keys


def _say(
    document: dict[str, Any], keys: tuple[str, ...], value: object, scenario: Scenario
) -> None:
    parent: Any = document
    for number, key in enumerate(keys[:-1]):
        if not isinstance(parent.setdefault(key, {}), dict):
            raise ScenarioError(
                Problem(
                    keys=keys,
                    found=f"found '{keys[number + 1]}' under '{key}'",
                    expected=f"no more keys: '{key}' holds a single value",
                )
            )
        parent = parent[key]
    try:
        existing = _existing(document, keys)
        if existing is None:
            existing = _assumed(scenario, keys)
        parent[keys[-1]] = _same_shape(keys, existing, value, scenario.column)
    except BadValue as bad:
        raise ScenarioError(
            Problem(keys=keys, found=bad.found, expected=bad.expected, meant=bad.meant)
        ) from None


def _existing(document: dict[str, Any], keys: tuple[str, ...]) -> object:
    """What stands at a path; for a design that does not say it, what is said of all."""
    for path in (keys, keys[2:] if keys[0] == "designs" else ()):
        found: object = document
        for key in path:
            found = found.get(key) if isinstance(found, dict) else None
        if path and found is not None:
            return found
    return None


def _assumed(scenario: Scenario, keys: tuple[str, ...]) -> object:
    """The law that was assumed at a path of a bare document; None where none was."""
    named = keys[:1] == ("designs",) and len(keys) > 2
    designs = [one for one in scenario.designs if not named or one.name == keys[1]]
    found = (_law_in(design, keys[2:] if named else keys) for design in designs)
    return next((law for law in found if law is not None), None)


def _law_in(design: Design, keys: tuple[str, ...]) -> object:
    if keys[:1] == ("messages",) and keys[-1:] in (("work",), ("wait",)):
        for line, cost in zip(design.script.lines, design.costs, strict=True):
            if keys[1] in (line.label, line.stream):
                return cost.time
    if keys[:1] == ("load",):
        for source in design.sources:
            if keys[1:] in ((), (source.client,)):
                return source.load
    return None


def _same_shape(
    keys: tuple[str, ...], existing: object, value: object, column: ColumnReader
) -> object:
    """A bare quantity replaces the mean of a law and keeps its shape."""
    if existing is None or not isinstance(value, (str, int)) or isinstance(value, bool):
        return value
    within = keys[2:] if keys[0] == "designs" else keys
    if within[-1:] and within[-1] in _COSTS and within[0] in ("messages", "network"):
        return _same_law(existing, str(value), column)
    if within[:1] == ("load",):
        return _same_load(existing, str(value), column)
    return value


def _same_law(existing: object, value: str, column: ColumnReader) -> object:
    quantity = parse_distribution(value, column)
    bare = isinstance(quantity, Constant) and not value.lstrip().lower().startswith("constant")
    if not bare:
        return value
    law = existing if isinstance(existing, Distribution) else None
    if isinstance(existing, str):
        law = parse_distribution(existing, column)
    if law is None or isinstance(law, Constant) or not isinstance(quantity, Constant):
        return value
    return law.scaled_to(quantity.value)


def _same_load(existing: object, value: str, column: ColumnReader) -> object:
    try:
        parse_load(value, column)
    except BadValue:
        if isinstance(existing, (str, list, tuple)):
            existing = parse_load(existing, column)
        if isinstance(existing, Load):
            return existing.with_quantity(value)
    return value
