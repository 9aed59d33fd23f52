"""YAML as data that remembers where it stood.

A file is composed into nodes, never into objects: nothing in it is executed. YAML's own traps
are closed here: a key given twice, `on` and `no` as truth values, `12:30` as the number 750,
`1e-4` as a text, anchors that grow without end.
"""

import re
from dataclasses import dataclass, field
from typing import Any

import yaml
from yaml.composer import ComposerError
from yaml.events import AliasEvent, NodeEvent
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from simkit.errors import Place, Problem, ScenarioError

Keys = tuple[str | int, ...]
DEEPEST = 40  # levels of nesting; a scenario needs five


_TRUE_FALSE = {"true": True, "false": False}
_NOTHING = ("", "~", "null")
_WHOLE = re.compile(r"-?(0|[1-9][0-9]{0,39})")
_DECIMAL = re.compile(r"-?(0|[1-9][0-9]{0,39})(\.[0-9]{1,40})?([eE][+-]?[0-9]{1,2})?")
_LINE_END = re.compile(r"\r\n?|\n")
# What cannot be seen, and what YAML takes for the end of a line where editors show none.
UNSEEN = re.compile(
    "[^\t\n\r -~\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)

# What YAML's reader says, what was found in our words, and what would be right.
_YAML_MISTAKES = (
    (r"found character '\\t' .*", "found a tab", "spaces"),
    (
        r"found character '(.)' that cannot start any token",
        "found {0} at the beginning of a value",
        "quotes around a text that begins with it",
    ),
    (
        "mapping values are not allowed here",
        "found ':' where no key can stand",
        "a ':' after each key, and quotes around a text that has ': ' in it",
    ),
    ("could not find expected ':'", "found a key without ':'", "a ':' after each key"),
    ("second occurrence", "found an anchor again", "the values, written out"),
    ("but found another document", "found a second document", "one document"),
    (
        "expected '<document start>', but found .*",
        "found more after the end of the document",
        "all keys at the same indentation",
    ),
    (
        "found unknown escape character '(.*)'",
        "found the escape {0}",
        "single quotes, in which a backslash is itself",
    ),
    (
        "expected <block end>, but found '(.*)'",
        "found {0} that does not fit in here",
        "the indentation of the lines above",
    ),
    ("expected the node content, but found '(.*)'", "found {0}", "a value"),
    ("expected (.+), but (?:found|got) '(.*)'", "found {1}", "{0}"),
    ("found unexpected end of stream", "found no end of a text in quotes", "a closing quote"),
)
# Told where the thing that lacks something begins, not where the lack shows.
_BEGUN_EARLIER = ("could not find expected ':'", "found unexpected end of stream")
_YAML_WORDS = {
    "?": "a key",
    "<block mapping start>": "a key",
    "<block sequence start>": "a list",
    "<stream end>": "the end of the file",
    "<scalar>": "a value",
}


class _Loader(yaml.SafeLoader):
    """Composes nodes, and notes what a node says besides its value.

    Attributes:
        marked: Tag or anchor of a node, in words, by the node's identity.
    """

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.marked: dict[int, str] = {}
        self.depth = 0

    def compose_node(self, parent: Node | None, index: Any) -> Node | None:
        """The next node with all that is in it."""
        event = self.peek_event()  # type: ignore[no-untyped-call]
        if self.depth > DEEPEST:
            raise ComposerError(None, None, "found too many levels of nesting", event.start_mark)
        if isinstance(event, AliasEvent):
            self.get_event()  # type: ignore[no-untyped-call]
            marks: list[Any] = [event.start_mark, event.end_mark]
            alias = ScalarNode("", "", *marks)
            self.marked[id(alias)] = f"found the alias '*{event.anchor}'"
            return alias
        self.depth += 1
        node = super().compose_node(parent, index)
        self.depth -= 1
        tag = getattr(event, "tag", None)
        if tag:
            self.marked[id(node)] = f"found the tag '{tag.replace(_YAML_TAG, '!!')}'"
        elif isinstance(event, NodeEvent) and event.anchor:
            self.marked[id(node)] = f"found the anchor '&{event.anchor}'"
        return node


_Loader.yaml_implicit_resolvers = {}  # scalars mean what `scalar` says, not what YAML 1.1 says
_YAML_TAG = "tag:yaml.org,2002:"


@dataclass
class Source:
    """The text of a file, and where in it each value stands.

    Attributes:
        file: Its name, as the user gave it.
        lines: Its lines.
        keys: Place of each key, by the path that ends in it.
        values: Place of each value, by its path.
        blocks: For texts written as a block (``|``), the number of their first line, and how
            many blanks YAML takes away from each.
        joined: Texts on several lines that YAML makes one line of (``>``, quotes, nothing).
    """

    file: str
    lines: list[str]
    keys: dict[Keys, Place] = field(default_factory=dict)
    values: dict[Keys, Place] = field(default_factory=dict)
    blocks: dict[Keys, tuple[int, int]] = field(default_factory=dict)
    joined: set[Keys] = field(default_factory=set)

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
            return self.locate(keys)  # a text in quotes is on one line
        first, indentation = self.blocks[keys]
        return self.place(first + line - 1, column + indentation)


def read_yaml(text: str, file: str) -> tuple[dict[str, Any], Source, list[Problem]]:
    """The data of a YAML text, with their places and everything wrong with the YAML itself.

    Args:
        text: The whole file.
        file: Its name, for the problems.

    Raises:
        ScenarioError: If the text is no YAML, or no mapping.
    """
    # What cannot be seen is shown as one character, so that the caret stands where it should.
    source = Source(file=file, lines=_LINE_END.split(UNSEEN.sub("\ufffd", text)))
    unseen = UNSEEN.search(text)
    if unseen:
        before = _LINE_END.split(text[: unseen.start()])
        found = f"found the character {unseen[0]!a}"
        raise _stop(source, len(before), len(before[-1]) + 1, found, "text that can be seen")
    loader = _Loader(text)
    try:
        root = loader.get_single_node()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark or loader.get_mark()
        if error.problem in _BEGUN_EARLIER and error.context_mark:
            mark = error.context_mark
        found, expected = _yaml_mistake(str(error.problem or error.context))
        raise _stop(source, mark.line + 1, mark.column + 1, found, expected) from None
    except (ValueError, OverflowError):
        # "\UFFFFFFFF" is no character.
        mark = loader.get_mark()
        found, expected = "found an escape that is no character", "one up to \\U0010FFFF"
        raise _stop(source, mark.line + 1, mark.column + 1, found, expected) from None
    if not isinstance(root, MappingNode):
        line, column = (root.start_mark.line, root.start_mark.column) if root else (0, 0)
        expected = "keys such as 'designs' and 'load'"
        raise _stop(source, line + 1, column + 1, "found no mapping", expected)
    builder = _Builder(source, loader.marked)
    data = builder.build(root, ())
    return data if isinstance(data, dict) else {}, source, builder.problems


def _stop(source: Source, line: int, column: int, found: str, expected: str) -> ScenarioError:
    return ScenarioError(Problem(found=found, expected=expected, place=source.place(line, column)))


def _yaml_mistake(text: str) -> tuple[str, str]:
    """What was found and what was expected, from what YAML's reader says."""
    if text.startswith("found too many levels"):
        return text, f"at most {DEEPEST}"
    for pattern, found, expected in _YAML_MISTAKES:
        match = re.fullmatch(pattern, text, re.DOTALL)
        if match:
            words = [_YAML_WORDS.get(word, _quoted(word)) for word in match.groups()]
            return found.format(*words), expected.format(*words)
    return f"no YAML: {text}", "YAML"


def _quoted(word: str) -> str:
    return word if "'" in word or " " in word else f"'{word}'"


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
    def __init__(self, source: Source, marked: dict[int, str]) -> None:
        self.source = source
        self.marked = marked
        self.problems: list[Problem] = []

    def at(self, node: Node) -> Place:
        return self.source.place(node.start_mark.line + 1, node.start_mark.column + 1)

    def refuse(
        self, node: Node, keys: Keys, found: str, expected: str, *, at_key: bool = False
    ) -> None:
        self.problems.append(
            Problem(keys=keys, found=found, expected=expected, at_key=at_key, place=self.at(node))
        )

    def build(self, node: Node, keys: Keys) -> Any:
        self.source.values[keys] = self.at(node)
        if id(node) in self.marked:
            self.refuse(node, keys, self.marked[id(node)], "the value itself, written out")
            return None
        if isinstance(node, MappingNode):
            return self.mapping(node, keys)
        if isinstance(node, SequenceNode):
            return [self.build(item, (*keys, number)) for number, item in enumerate(node.value)]
        assert isinstance(node, ScalarNode)
        unseen = UNSEEN.search(node.value)
        if unseen:
            self.refuse(node, keys, f"found the character {unseen[0]!a}", "text that can be seen")
            return None
        if node.style != "|" and node.end_mark.line > node.start_mark.line:
            self.source.joined.add(keys)
        if node.style == "|" and node.value:
            self.source.blocks[keys] = self.block(node)
        return node.value if node.style else scalar(node.value)

    def block(self, node: ScalarNode) -> tuple[int, int]:
        """Number of the first line of a block, and its indentation."""
        first = node.start_mark.line + 2
        written = self.source.lines[first - 1 :]
        for line, kept in zip(written, node.value.split("\n"), strict=False):
            if kept.strip():
                return first, len(line) - len(kept)
        return first, 0

    def mapping(self, node: MappingNode, keys: Keys) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key, value in node.value:
            wrong = self.wrong_key(key)
            if wrong:
                self.refuse(key, keys, *wrong)
                continue
            path = (*keys, str(key.value))
            if key.value in found:
                first = self.source.keys[path].line
                again = f"found the key '{key.value}' again, first on line {first}"
                self.refuse(key, path, again, "each key once", at_key=True)
                continue
            self.source.keys[path] = self.at(key)
            found[key.value] = self.build(value, path)
        return found

    def wrong_key(self, key: Node) -> tuple[str, str] | None:
        """What is wrong with a key, and what would be right."""
        if not isinstance(key, ScalarNode):
            return "found a list or a mapping as a key", "a word"
        if key.value == "<<" and key.style is None:
            return "found the merge key '<<'", "the values, written out"
        if id(key) in self.marked:
            return self.marked[id(key)], "the key itself, written out"
        unseen = UNSEEN.search(key.value) or re.search(r"[\r\n\t]", key.value)
        if unseen:
            return f"found the character {unseen[0]!a} in a key", "words on one line"
        return None
