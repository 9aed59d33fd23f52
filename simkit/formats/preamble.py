"""What may stand around a mermaid diagram of any kind and is not part of it: paint, dropped here.

That is front matter (YAML between two lines ``---`` at the very top), directives such as
``%%{init: {"theme": "dark"}}%%``, and a byte order mark. It follows mermaid 11.17, which refuses
front matter that it cannot read and takes any directive, also one that says nothing.
"""

import re
from collections.abc import Iterator

import yaml

from simkit.model.diagram import Position

# What JavaScript calls a blank; Python's "\s" has a few more and lacks the byte order mark.
BLANKS = "\t\n\v\f\r \u00a0\u1680\u2028\u2029\u202f\u205f\u3000\ufeff" + "".join(
    map(chr, range(0x2000, 0x200B))
)
BLANK = f"[{BLANKS}]"

_OPENING = re.compile(rf"(?P<indent>(?:(?!\n){BLANK})*)---{BLANK}*\n")
_DIRECTIVE = re.compile(
    rf"%%\{{{BLANK}*(?P<word>\w+)(?:{BLANK}*:)?{BLANK}*"
    rf"(?:\w+|(?:(?!\}}%%)[^\u2028\u2029])*){BLANK}*(?P<end>\}}%%)?",
    re.ASCII,
)
_TAGS = tuple(
    f"tag:yaml.org,2002:{name}"
    for name in ("null", "bool", "int", "float", "str", "seq", "map", "timestamp", "value", "merge")
)

Wrong = list[tuple[Position, str, str]]


def without_preamble(text: str, filler: str = " ") -> tuple[str, Wrong]:
    r"""The text with blanks in place of front matter, directives and a byte order mark.

    Args:
        text: A mermaid document of any kind. Its lines end in LF alone: the caller sees to it.
        filler: One character for all of it, its line ends too, instead of blanks that leave
            them; for a reader to whom a blank at the end of a line makes a difference.

    Returns:
        The text, as long as it was and with the same line ends, so that every line and column
        stays; and what is wrong, in the order of the text, each as its place, what was found
        and what was expected (for `simkit.errors.Problem`, without the word "found").

    >>> without_preamble("---\ntitle: x\n---\n%%{wrap}%% graph LR")
    ('   \n        \n   \n           graph LR', [])
    >>> without_preamble("---\ntitle: x\ngraph LR")[1][0][1]
    "front matter ('---') that does not end"
    """
    begin, wrong = _front_matter(text)
    parts = [filled(text[:begin], filler)]
    last = None
    for last in _DIRECTIVE.finditer(text, begin):
        parts += [text[begin : last.start()], filled(last[0], filler)]
        begin = last.end()
    whole = "".join([*parts, text[begin:]])
    # Mermaid takes a directive that does not end, with all below it, if a diagram stands above.
    if last and not last["end"] and not whole.strip(filler + BLANKS):
        found = f"the directive '%%{{{last['word'][:20]}' that does not end"
        wrong.append((_position(text, last.start()), found, "'}%%' after it, and a diagram"))
    return (filler + whole[1:] if text.startswith("\ufeff") else whole), wrong


def filled(text: str, filler: str) -> str:
    """As much filler as the text is long; a blank leaves line ends."""
    return re.sub(r"[^\n]", " ", text) if filler == " " else filler * len(text)


def yaml_problem(text: str) -> tuple[int, str] | None:
    """Where and why mermaid's own YAML reader refuses a text; None if it takes it.

    >>> yaml_problem("a: [1, 2")
    (8, "expected ',' or ']', but got '<stream end>'")
    >>> yaml_problem("a: 1")
    """
    return read_yaml(text)[1]


def read_yaml(text: str) -> tuple[yaml.Node | None, tuple[int, str] | None]:
    """The node that a YAML text holds, and what `yaml_problem` says of it."""
    # PyYAML takes no tab between a key and its value, mermaid's reader does; same columns.
    text = re.sub(r"(?<=\S)[ \t]+", lambda gap: " " * len(gap[0]), text)
    try:
        # Events and nodes only: nothing is constructed, so that no value runs any code.
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        return None, ((mark.index if mark else 0), str(error.problem or error.context))
    except yaml.reader.ReaderError as error:
        return None, (int(error.position), "a character that YAML does not allow")
    except RecursionError:
        return None, (0, "too many brackets in brackets")
    return root, next(_wrong_nodes(root), None) if root else None


def _wrong_nodes(root: yaml.Node) -> Iterator[tuple[int, str]]:
    """Keys that stand twice and tags of one's own, in the order of the text."""
    open_nodes, seen = [root], set()
    while open_nodes:
        node = open_nodes.pop()
        if id(node) in seen:
            continue  # an alias; it may even hold itself
        seen.add(id(node))
        if node.tag not in _TAGS:
            yield node.start_mark.index, f"the tag '{node.tag}'"
        if isinstance(node, yaml.MappingNode):
            yield from _doubled(node)
            open_nodes += [part for pair in reversed(node.value) for part in reversed(pair)]
        elif isinstance(node, yaml.SequenceNode):
            open_nodes += reversed(node.value)


def _doubled(node: yaml.MappingNode) -> Iterator[tuple[int, str]]:
    keys = set()
    for key, _ in node.value:
        if isinstance(key, yaml.ScalarNode):
            if key.value in keys:
                yield key.start_mark.index, f"the key '{key.value}' twice"
            keys.add(key.value)


def _front_matter(text: str) -> tuple[int, Wrong]:
    """Where the front matter ends, and what is wrong with it."""
    opening = _OPENING.match(text)
    dashes = re.match(rf"({BLANK}*)---", text)
    if not dashes:
        return 0, []
    at = _position(text, len(dashes[1]))
    if not opening:
        found = "front matter below the first line" if at.line > 1 else "'---'"
        return 0, [(at, found, "front matter that begins with '---' alone on the first line")]
    # The blanks after --- may already hold the line end that the closing --- needs above it.
    first = text.index("\n", len(dashes[1]))
    closing = re.compile(rf"\n{opening['indent']}---{BLANK}*\n")
    end = closing.search(text, opening.end()) or closing.search(text, first + 1)
    if not end:
        expected = "'---' alone on a line below it, indented alike, and then the diagram"
        return 0, [(at, "front matter ('---') that does not end", expected)]
    body = text[opening.end() - 1 : end.start() + 1]
    wrong = _yaml_wrong(body, opening["indent"], _position(text, opening.end() - 1).line)
    return end.end(), wrong


def _yaml_wrong(body: str, indent: str, line: int) -> Wrong:
    """What is wrong with the YAML of front matter, whose text begins in a line of the document."""
    wrong = yaml_problem(body.replace(f"\n{indent}", "\n"))
    if not wrong:
        return []
    within = _position(body.replace(f"\n{indent}", "\n"), wrong[0])
    column = within.column + len(indent)
    longest = len(body.split("\n")[within.line - 1]) + 1
    at = Position(line=line + within.line - 1, column=min(column, longest))
    return [(at, f"front matter that is no YAML: {wrong[1]}", "YAML such as 'title: Orders'")]


def _position(text: str, at: int) -> Position:
    at = min(at, len(text))
    return Position(line=text.count("\n", 0, at) + 1, column=at - text.rfind("\n", 0, at))
