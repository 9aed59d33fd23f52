"""YAML as data that remembers where it stood.

A file is composed into nodes, never into objects: nothing in it is executed. YAML's own traps
are closed here: a key given twice, `on` and `no` as truth values, `12:30` as the number 750,
`1e-4` as a text, anchors that grow without end.
"""

import re
from dataclasses import dataclass, field
from typing import Any

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from yaml.reader import ReaderError

from simkit.errors import Place, Problem, ScenarioError

Keys = tuple[str | int, ...]
DEEPEST = 40  # levels of nesting; a scenario needs five


class _Loader(yaml.SafeLoader):
    """Composes nodes; resolves scalars by the rules below instead of YAML 1.1's."""


_Loader.yaml_implicit_resolvers = {}
_TRUE_FALSE = {"true": True, "false": False}
_NOTHING = ("", "~", "null")
_WHOLE = re.compile(r"-?(0|[1-9][0-9]{0,17})")
_DECIMAL = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]{1,3})?")


@dataclass
class Source:
    """The text of a file, and where in it each value stands.

    Attributes:
        file: Its name, as the user gave it.
        lines: Its lines.
        keys: Place of each key, by the path that ends in it.
        values: Place of each value, by its path.
        blocks: For texts written as a block (``|``), the line of their first line.
    """

    file: str
    lines: list[str]
    keys: dict[Keys, Place] = field(default_factory=dict)
    values: dict[Keys, Place] = field(default_factory=dict)
    blocks: dict[Keys, int] = field(default_factory=dict)

    def place(self, line: int, column: int) -> Place:
        """The place at a line and column, both from 1."""
        source = self.lines[line - 1] if 0 < line <= len(self.lines) else ""
        return Place(file=self.file, line=line, column=column, source=source)

    def locate(self, keys: Keys, *, at_key: bool = False) -> Place:
        """Where a path stands; the nearest thing around it where it stands nowhere."""
        if at_key and keys in self.keys:
            return self.keys[keys]
        while keys:
            if keys in self.values:
                return self.values[keys]
            keys = keys[:-1]
        return self.values.get((), self.place(1, 1))

    def inside(self, keys: Keys, line: int, column: int) -> Place:
        """A place inside a text value, counted from the first line of that text."""
        if keys not in self.blocks:
            return self.locate(keys)
        number = self.blocks[keys] + line - 1
        # What the block's indentation takes away from each line has to be added again.
        indent = self.indent(self.blocks[keys])
        return self.place(number, column + indent)

    def indent(self, first: int) -> int:
        """The indentation of a block: that of its first line that is not blank."""
        for line in self.lines[first - 1 :]:
            if line.strip():
                return len(line) - len(line.lstrip(" "))
        return 0


def read_yaml(text: str, file: str) -> tuple[dict[str, Any], Source, list[Problem]]:
    """The data of a YAML text, with their places and everything wrong with the YAML itself.

    Args:
        text: The whole file.
        file: Its name, for the problems.

    Raises:
        ScenarioError: If the text is no YAML, or no mapping.
    """
    source = Source(file=file, lines=text.splitlines())
    try:
        loader = _Loader(text)
        root = loader.get_single_node()
    except ReaderError as error:
        before = text[: error.position]
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        raise _stop(
            source, line, column, f"found the character {chr(error.character)!r}", "printable text"
        ) from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        raise _stop(
            source, line, column, f"no YAML: {error.problem or error.context}", "YAML"
        ) from None
    except RecursionError:
        raise _stop(
            source, 1, 1, "found too many levels of nesting", f"at most {DEEPEST}"
        ) from None
    if not isinstance(root, MappingNode):
        raise _stop(source, 1, 1, "found no mapping", "keys such as 'designs' and 'load'")
    builder = _Builder(source)
    data = builder.build(root, ())
    return data, source, builder.problems


def _stop(source: Source, line: int, column: int, found: str, expected: str) -> ScenarioError:
    return ScenarioError(Problem(found=found, expected=expected, place=source.place(line, column)))


def scalar(text: str) -> str | int | float | bool | None:
    """What a plain scalar means: JSON's numbers, true and false, nothing, or a text.

    >>> [scalar(text) for text in ("on", "12:30", "1e-4", "60", "0x10", "true", "")]
    ['on', '12:30', 0.0001, 60, '0x10', True, None]
    """
    if text in _TRUE_FALSE:
        return _TRUE_FALSE[text]
    if text in _NOTHING:
        return None
    if _WHOLE.fullmatch(text):
        return int(text)
    if _DECIMAL.fullmatch(text):
        return float(text)
    return text


class _Builder:
    def __init__(self, source: Source) -> None:
        self.source = source
        self.problems: list[Problem] = []
        self.seen: set[int] = set()

    def at(self, node: Node) -> Place:
        return self.source.place(node.start_mark.line + 1, node.start_mark.column + 1)

    def refuse(self, node: Node, keys: Keys, found: str, expected: str) -> None:
        self.problems.append(
            Problem(keys=keys, found=found, expected=expected, place=self.at(node))
        )

    def build(self, node: Node, keys: Keys) -> Any:
        self.source.values[keys] = self.at(node)
        if id(node) in self.seen:
            self.refuse(node, keys, "found an alias", "the value itself, written out")
            return None
        self.seen.add(id(node))
        if len(keys) > DEEPEST:
            self.refuse(node, keys, "found too many levels of nesting", f"at most {DEEPEST}")
            return None
        if node.tag and node.tag.startswith("!"):
            self.refuse(node, keys, f"found the tag '{node.tag}'", "a plain value")
            return None
        if isinstance(node, MappingNode):
            return self.mapping(node, keys)
        if isinstance(node, SequenceNode):
            return [self.build(item, (*keys, number)) for number, item in enumerate(node.value)]
        assert isinstance(node, ScalarNode)
        if node.style == "|":
            self.source.blocks[keys] = node.start_mark.line + 2
        return node.value if node.style else scalar(node.value)

    def mapping(self, node: MappingNode, keys: Keys) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key, value in node.value:
            if not isinstance(key, ScalarNode):
                self.refuse(key, keys, "found a list or a mapping as a key", "a word")
                continue
            name = str(key.value)
            if name == "<<" and key.style is None:
                self.refuse(key, keys, "found the merge key '<<'", "the values, written out")
                continue
            path = (*keys, name)
            if name in found:
                first = self.source.keys[path].line
                self.refuse(
                    key,
                    path,
                    f"found the key '{name}' again, first on line {first}",
                    "each key once",
                )
                continue
            self.source.keys[path] = self.at(key)
            found[name] = self.build(value, path)
        return found
