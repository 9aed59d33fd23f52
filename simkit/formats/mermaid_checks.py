"""What mermaid 11.17 checks in a sequence diagram beside its grammar.

Configurations between ``@{`` and ``}`` are read. Creation and destruction, activation bars and
boxes are paint, but mermaid has rules about them; they look at one statement after the other, and
mermaid looks at them only when the whole text has been read.
"""

from collections.abc import Iterator

import yaml
from lark import Token

from simkit.errors import Problem, nearest
from simkit.formats.mermaid_lexer import decoded, one_line
from simkit.formats.mermaid_problems import CONFIG, Page
from simkit.formats.preamble import BLANKS, read_yaml
from simkit.model.diagram import Position

TYPES = (
    *("participant", "actor", "boundary", "control"),
    *("entity", "database", "collections", "queue"),
)
_KEYS = ("type", "alias")


class Paint:
    """Mermaid's rules about what is drawn and then dropped.

    Attributes:
        broken: The first problem of each kind; it counts only if the text has no other.
    """

    def __init__(self, page: Page) -> None:
        self.broken: dict[str, Problem] = {}
        self._page = page
        self._active: dict[str, int] = {}
        self._boxes: dict[str, Position] = {}
        self._created = self._destroyed = ""

    def boxed(self, token: Token, name: str, box: Position) -> None:
        """A participant is declared in the ``box`` at a place."""
        if self._boxes.setdefault(name, box) != box:
            self._break(
                "box", token, f"'{name}' in a second box", "each participant in one box only"
            )

    def creation(self, token: Token, name: str, known: bool) -> None:
        """A participant is created, whose name may be known already."""
        if known:
            expected = "a name that no participant has or had"
            self._break("exists", token, f"the creation of '{name}'", expected)
        self._created = name

    def destruction(self, name: str) -> None:
        """A participant is to be destroyed by the next message."""
        self._destroyed = name

    def message(self, token: Token, left: str, right: str) -> None:
        """A message to the created, or with the destroyed, must come next."""
        if self._created:
            if self._created != right:
                expected = f"a message to '{self._created}', created above"
                self._break("created", token, f"a message to '{right}'", expected)
            self._created = ""
        elif self._destroyed:
            if self._destroyed not in (left, right):
                found = f"a message from '{left}' to '{right}'"
                expected = f"a message to or from '{self._destroyed}', destroyed above"
                self._break("destroyed", token, found, expected)
            self._destroyed = ""

    def activation(self, token: Token, name: str, change: int) -> None:
        """A bar begins (1) or ends (-1), which mermaid refuses if it has not begun."""
        self._active[name] = self._active.get(name, 0) + change
        if self._active[name] < 0:
            found = f"the end of an activation of '{name}' that has not begun"
            expected = f"'activate {name}' or a + on an arrow to it before"
            self._break("activation", token, found, expected)

    def _break(self, kind: str, token: Token, found: str, expected: str) -> None:
        self.broken.setdefault(kind, self._page.problem(place(self._page, token), found, expected))


def configuration(page: Page, token: Token) -> Iterator[tuple[str, str]]:
    """The keys and values between @{ and }."""
    text = token.strip(BLANKS)
    shift = token.index(text) - ("\n" not in text) * 2  # one line stands in braces of its own
    root, wrong = read_yaml(text if "\n" in text else f"{{\n{text}\n}}")
    if wrong:
        at = place(page, token, max(0, min(wrong[0] + shift, len(token))))
        known = wrong[1].startswith(("the key", "the tag"))
        found = wrong[1] if known else f"a text that is no YAML ({wrong[1]})"
        page.refuse(at, found, f"keys and values, {CONFIG}")
    elif root:
        for key, value in root.value if isinstance(root, yaml.MappingNode) else [(root, root)]:
            yield from _pair(page, token, shift, key, value)


def _pair(
    page: Page, token: Token, shift: int, key: yaml.Node, value: yaml.Node
) -> Iterator[tuple[str, str]]:
    at, value_at = (
        place(page, token, max(0, node.start_mark.index + shift)) for node in (key, value)
    )
    name, text = (
        decoded(node.value) if isinstance(node, yaml.ScalarNode) else "…" for node in (key, value)
    )
    if name not in _KEYS:
        expected = "'type' or 'alias', each once at most"
        page.refuse(at, f"the key '{name}'", expected, nearest(name, _KEYS))
    elif value.tag.endswith(":null"):
        pass  # as in mermaid, a key without a value says nothing
    elif name == "type" and text not in TYPES:
        found, expected = f"the participant type '{text}'", f"one of {', '.join(TYPES)}"
        page.refuse(value_at, found, expected, nearest(text, TYPES))
    elif not isinstance(value, yaml.ScalarNode):
        page.refuse(value_at, "a list or a mapping", "a text for 'alias'")
    elif text:
        yield name, one_line(text)


def place(page: Page, token: Token, offset: int = 0) -> Position:
    """Where a token stands, or a character of it."""
    assert token.start_pos is not None
    return page.position(token.start_pos + offset)
