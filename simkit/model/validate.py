"""From plain data to a form, with every problem of it at once."""

import copy
from types import UnionType
from typing import Any, get_args, get_origin

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from simkit.errors import Problem, nearest
from simkit.model.form import FIRST_SENDER, ScenarioForm
from simkit.model.form_faults import EXAMPLE, LEFT_OUT
from simkit.model.form_values import shown
from simkit.model.words import ColumnReader


def validate(
    data: dict[str, Any], column: ColumnReader | None = None
) -> tuple[ScenarioForm | None, list[Problem]]:
    """The form that plain data fill in.

    Args:
        data: Nested mappings, lists and scalars; diagrams already read.
        column: Reads a column of a file, for ``empirical``.

    Returns:
        The form, and what is wrong. What is wrong has been left out of the form, so that
        the rest can be examined too; the form is None when nothing of it can be saved.
    """
    data = copy.deepcopy(data)
    problems: list[Problem] = []
    # Leaving something out can uncover another problem, but each turn removes at least one.
    while True:
        try:
            return ScenarioForm.model_validate(data, context={"column": column}), problems
        except ValidationError as error:
            details = error.errors(include_url=False)
            # What was there and wrong has been taken out, and is not missing.
            told = {problem.keys for problem in problems}
            problems += [
                _problem(detail)
                for detail in details
                if detail["type"] != "missing" or detail["loc"] not in told
            ]
            removed = [_remove(data, detail["loc"]) for detail in details]
            if not any(removed):
                return None, problems


def _problem(detail: ErrorDetails) -> Problem:
    keys = tuple(key for key in detail["loc"] if key not in (FIRST_SENDER, "[key]"))
    kind, context = detail["type"], detail.get("ctx", {})
    if kind == "simkit":
        return Problem(
            keys=keys,
            found=context["found"],
            expected=context["expected"],
            meant=context["meant"],
            at_key=detail["loc"][-1:] == ("[key]",),
        )
    if kind == "extra_forbidden":
        known = _known_keys(keys[:-1])
        return Problem(
            keys=keys,
            at_key=True,
            found=f"unknown key '{keys[-1]}'",
            expected="one of " + ", ".join(known),
            meant=nearest(str(keys[-1]), known),
        )
    if kind == "missing":  # a consumer's name is the one key that must be there
        expected = "a name of its own for the consumer"
        return Problem(keys=keys[:-1], found=f"found no '{keys[-1]}'", expected=expected)
    expected = {"tuple_type": "a list", "list_type": "a list"}.get(kind, "a mapping")
    if kind == "model_type" and len(keys) == 2 and keys[0] == "designs":
        expected = "a Mermaid sequence diagram, or a mapping with 'diagram'"
    elif kind == "model_type" and keys[-2:-1] in (("participants",), ("messages",)):
        example = "{workers: 3}" if keys[-2] == "participants" else "{work: 5 ms}"
        expected = f"a mapping such as '{example}'"
    elif kind == "model_type" and keys[-2:-1] == ("faults",):
        expected = f"a mapping such as '{EXAMPLE}'"
    return Problem(keys=keys, found=shown(detail["input"]), expected=expected)


def _known_keys(keys: tuple[int | str, ...]) -> list[str]:
    """What may stand in the mapping at a path of a scenario."""
    form: Any = ScenarioForm
    for key in keys:
        if get_origin(form) is dict:
            form = get_args(form)[-1]
        elif get_origin(form) is tuple:
            form = get_args(get_args(form)[0])[0]  # without its validators
        else:
            fields = {field.alias or name: field for name, field in form.model_fields.items()}
            form = fields[str(key)].annotation
        if get_origin(form) is UnionType:
            form = get_args(form)[0]
    return sorted(field.alias or name for name, field in form.model_fields.items())


def _remove(data: Any, keys: tuple[int | str, ...]) -> bool:
    """Take what stands at a path out of nested data; False if nothing stands there."""
    keys = tuple(key for key in keys if key != "[key]")
    while keys:
        parent = data
        for key in keys[:-1]:
            parent = _child(parent, key)
        if isinstance(parent, dict) and keys[-1] in parent:
            del parent[keys[-1]]
            return True
        if isinstance(parent, list) and isinstance(keys[-1], int):
            parent[keys[-1]] = LEFT_OUT  # the others keep their numbers
            return True
        keys = keys[:-1]
    return False


def _child(parent: Any, key: int | str) -> Any:
    if isinstance(parent, dict):
        return parent.get(key)
    if isinstance(parent, list) and isinstance(key, int) and key < len(parent):
        return parent[key]
    return None
