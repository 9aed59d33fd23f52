"""A scenario with one thing said differently."""

import copy
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from simkit.errors import Problem, ScenarioError
from simkit.model.calling_words import budget_with, limit_with
from simkit.model.distribution import NEVER, Constant, Distribution
from simkit.model.form_calling import SHORT
from simkit.model.form_values import UNLIMITED
from simkit.model.load import Load
from simkit.model.load_words import parse_load
from simkit.model.metric import split_path
from simkit.model.resolve import resolve
from simkit.model.scenario import Design, Scenario
from simkit.model.words import ColumnReader, parse_distribution
from simkit.units import BadValue

Keys = tuple[str | int, ...]

# What holds a law of times, by where it stands.
_LAWS = {
    "messages": ("work", "wait", "network", "timeout", "after", "backoff"),
    "network": ("network",),
    "participants": ("work", "wait", "poll", "retry-delay", "detect-after", "start-up"),
    "faults": ("every", "every-busy", "for"),
}
# What is said in words of which a bare quantity replaces one, of a message.
_WORDS = {"limit": limit_with, "pace": limit_with, "budget": budget_with}


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


def split_keys(path: str) -> Keys:
    """The keys of a path; faults are a list, and have numbers.

    >>> split_keys("faults[0].every")
    ('faults', 0, 'every')
    """
    return tuple(_numbered(split_path(path)))


def _numbered(names: list[str]) -> Iterator[str | int]:
    for place, name in enumerate(names):
        match = re.fullmatch(r"faults\[([0-9]{1,9})\]", name)
        if match and (place == 0 or (place == 2 and names[0] == "designs")):
            yield "faults"
            yield int(match[1])
        else:
            yield name


def path_keys(document: dict[str, Any], path: str, client: str) -> Keys:
    """The keys of a path in a document."""
    keys = split_keys(path)
    if keys == ("load", client) and not isinstance(document.get("load", {}), dict):
        return ("load",)  # the load was given without a name; the client's means the same
    return keys


def _say(document: dict[str, Any], keys: Keys, value: object, scenario: Scenario) -> None:
    parent: Any = document
    for number, key in enumerate(keys[:-1]):
        parent = _inside(parent, keys[: number + 1])
        if not isinstance(parent, dict | list):
            raise ScenarioError(
                Problem(
                    keys=keys,
                    found=f"found '{keys[number + 1]}' under '{key}'",
                    expected=f"no more keys: '{key}' holds a single value",
                )
            )
    try:
        existing = _existing(document, keys)
        if existing is None:
            existing = _assumed(scenario, keys)
        said = _same_shape(keys, existing, value, scenario.column)
    except BadValue as bad:
        raise ScenarioError(
            Problem(keys=keys, found=bad.found, expected=bad.expected, meant=bad.meant)
        ) from None
    if isinstance(keys[-1], int):
        _inside(parent, keys)
    parent[keys[-1]] = said


def _inside(parent: Any, keys: Keys) -> Any:
    """What stands under the last of some keys; nothing makes room for a mapping, not for a list."""
    key = keys[-1]
    if isinstance(key, int):
        if isinstance(parent, list) and key < len(parent):
            return parent[key]
        many = len(parent)
        found = f"found {many} fault{'s' * (many != 1)}" if many else "found no fault"
        expected = f"a number from 0 to {many - 1}" if many else "'faults', a list"
        raise ScenarioError(Problem(keys=keys, found=found, expected=expected))
    if isinstance(parent.get(key), tuple):
        parent[key] = list(parent[key])
    if key in parent:
        parent[key] = _in_full(keys, parent[key])
    return parent.setdefault(key, {})


def _in_full(keys: Keys, value: object) -> object:
    """What stands at a path, as a mapping where a value can stand for one, as in 'retry: 3'."""
    within = _within(keys)
    short = len(within) == 3 and within[0] == "messages" and within[2] in SHORT
    if short and not isinstance(value, dict | list | tuple):
        return {SHORT[str(within[2])]: value}
    return value


def _within(keys: Keys) -> Keys:
    """A path without the design that it is said of."""
    return keys[2:] if keys[:1] == ("designs",) else keys


def _existing(document: dict[str, Any], keys: Keys) -> object:
    """What stands at a path; for a design that does not say it, what is said of all."""
    for path in (keys, keys[2:] if keys[0] == "designs" else ()):
        found: Any = document
        for number, key in enumerate(path):
            if number:
                found = _in_full(path[:number], found)
            if isinstance(found, list) and isinstance(key, int) and key < len(found):
                found = found[key]
            else:
                found = found.get(key) if isinstance(found, dict) else None
        if path and found is not None:
            return found
    return None


def _assumed(scenario: Scenario, keys: Keys) -> object:
    """The law that was assumed at a path of a bare document; None where none was."""
    named = keys[:1] == ("designs",) and len(keys) > 2
    designs = [one for one in scenario.designs if not named or one.name == keys[1]]
    found = (_law_in(design, keys[2:] if named else keys) for design in designs)
    return next((law for law in found if law is not None), None)


def _law_in(design: Design, keys: Keys) -> object:
    if keys[:1] == ("messages",) and keys[-1:] in (("work",), ("wait",)):
        for line, cost in zip(design.script.lines, design.costs, strict=True):
            if keys[1] in (line.label, line.stream):
                return cost.time
    if keys[:1] == ("load",):
        for source in design.sources:
            if keys[1:] in ((), (source.client,)):
                return source.load
    return None


def _same_shape(keys: Keys, existing: object, value: object, column: ColumnReader) -> object:
    """A bare quantity replaces the mean of a law and keeps its shape."""
    if existing is None or not isinstance(value, (str, int)) or isinstance(value, bool):
        return value
    within = _within(keys)
    full = _in_full(keys, existing)
    if isinstance(full, dict) and _in_full(keys, value) is not value:
        inner = SHORT[str(within[-1])]
        return {**full, inner: _same_shape((*keys, inner), full.get(inner), value, column)}
    if within[-1:] and within[-1] in _LAWS.get(str(within[0]), ()):
        return _same_law(existing, str(value), column)
    if within[:1] == ("load",):
        return _same_load(existing, str(value), column)
    words = _WORDS.get(str(within[-1])) if within[:1] == ("messages",) else None
    if words and isinstance(existing, str) and existing != UNLIMITED:
        return _same_words(words, existing, value)
    return value


def _same_words(with_quantity: Callable[[str, str], str], existing: str, value: object) -> object:
    try:
        return with_quantity(existing, str(value))
    except BadValue:
        return value


def _same_law(existing: object, value: str, column: ColumnReader) -> object:
    if str(NEVER) in (existing, value):
        return value
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
        # Words that are no load are told as such by whoever reads them as one.
        if isinstance(existing, Load) and not value.strip()[:1].isalpha():
            return existing.with_quantity(value)
    return value
