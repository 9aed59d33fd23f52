"""The shapes of nodes, and what stands in ``A@{ shape: cyl, label: Orders }`` (mermaid 11.17).

The text between the braces is YAML. Only ``shape`` and ``label`` are kept; ``icon``, ``img``,
``animate`` and whatever else is paint, and mermaid takes any key.
"""

import re
from dataclasses import dataclass

import yaml

from simkit.errors import nearest
from simkit.formats.preamble import read_yaml

# The short name of each shape on mermaid's page about flowcharts, with its other names.
_NAMES = {
    "bang": "",
    "bolt": "com-link lightning-bolt",
    "bow-rect": "stored-data bow-tie-rectangle",
    "brace": "comment brace-l",
    "brace-r": "",
    "braces": "",
    "browser": "",
    "bucket": "",
    "circle": "circ",
    "cloud": "",
    "console": "",
    "cross-circ": "summary crossed-circle",
    "curv-trap": "curved-trapezoid display",
    "cyl": "db database cylinder",
    "datastore": "data-store",
    "dbl-circ": "double-circle doublecircle",
    "delay": "half-rounded-rectangle",
    "diam": "decision diamond question",
    "div-rect": "div-proc divided-rectangle divided-process",
    "doc": "document",
    "docs": "documents st-doc stacked-document",
    "f-circ": "junction filled-circle",
    "flag": "paper-tape",
    "flip-tri": "manual-file flipped-triangle",
    "folder": "directory",
    "fork": "join",
    "fr-circ": "stop framed-circle",
    "fr-rect": "subprocess subproc framed-rectangle subroutine",
    "h-cyl": "das horizontal-cylinder",
    "hex": "hexagon prepare",
    "hourglass": "collate",
    "lean-l": "lean-left out-in",
    "lean-r": "lean-right in-out",
    "lin-cyl": "disk lined-cylinder",
    "lin-doc": "lined-document",
    "lin-rect": "lined-rectangle lined-process lin-proc shaded-process",
    "notch-pent": "loop-limit notched-pentagon",
    "notch-rect": "card notched-rectangle",
    "odd": "",
    "person": "",
    "rect": "proc process rectangle",
    "rounded": "event",
    "sl-rect": "manual-input sloped-rectangle",
    "sm-circ": "start small-circle",
    "st-rect": "procs processes stacked-rectangle",
    "stadium": "terminal pill",
    "tag-doc": "tagged-document",
    "tag-rect": "tagged-rectangle tag-proc tagged-process",
    "text": "",
    "trap-b": "priority trapezoid-bottom trapezoid",
    "trap-t": "manual trapezoid-top inv-trapezoid",
    "tri": "extract triangle",
    "win-pane": "internal-storage window-pane",
    # Of other diagrams, but mermaid takes them in a graph too.
    **dict.fromkeys(("anchor", "choice", "composite", "icon", "note", "state"), ""),
}
SHAPES = {name: short for short, names in _NAMES.items() for name in (short, *names.split())}

# By the tokens that open and close a node's text.
BRACKETS = {
    ("SQS", "SQE"): "rect",
    ("VERTEX_WITH_PROPS_START", "SQE"): "rect",
    ("PS", "PE"): "rounded",
    ("PS", "PS"): "circle",
    ("DOUBLECIRCLESTART", "DOUBLECIRCLEEND"): "dbl-circ",
    ("ELLIPSESTART", "ELLIPSEEND"): "ellipse",  # of no short name: mermaid's page leaves it out
    ("STADIUMSTART", "STADIUMEND"): "stadium",
    ("SUBROUTINESTART", "SUBROUTINEEND"): "fr-rect",
    ("CYLINDERSTART", "CYLINDEREND"): "cyl",
    ("DIAMOND_START", "DIAMOND_STOP"): "diam",
    ("DIAMOND_START", "DIAMOND_START"): "hex",
    ("TAGEND", "SQE"): "odd",
    ("TRAPSTART", "TRAPEND"): "trap-b",
    ("INVTRAPSTART", "INVTRAPEND"): "trap-t",
    ("TRAPSTART", "INVTRAPEND"): "lean-r",
    ("INVTRAPSTART", "TRAPEND"): "lean-l",
}


_QUESTION = "\ue002"  # stands for a question mark


@dataclass(frozen=True, slots=True, kw_only=True)
class ShapeData:
    """What ``@{…}`` says of a node.

    Attributes:
        shape: Short name; "" where none is given.
        label: None where none is given (mermaid counts "", 0 and false as none).
        pictured: Whether an icon or an image stands for the node, which then shows no id.
    """

    shape: str = ""
    label: str | None = None
    pictured: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class WrongData:
    """Why ``@{…}`` cannot be read.

    Attributes:
        at: Offset in the text between the braces.
        found: What stands there.
        expected: What would be right.
        meant: The likeliest intended word, or "".
        for_nodes: Whether it is wrong only of a node, not of an edge or a subgraph.
    """

    at: int
    found: str
    expected: str
    meant: str = ""
    for_nodes: bool = True


def read_shape_data(text: str) -> ShapeData | WrongData:
    """What the text between ``@{`` and ``}`` says.

    >>> read_shape_data(" shape: database, label: 'My orders' ")
    ShapeData(shape='cyl', label='My orders', pictured=False)
    >>> read_shape_data("shape: cylindre").meant
    'cylinder'
    """
    # Line ends inside quotes are a <br/> to mermaid, and so no line ends. In braces PyYAML takes
    # any "?" for the sign of a key, mermaid's reader only one that stands alone.
    text = re.sub(r'"[^"]*"?', lambda match: match[0].replace("\n", " "), text)
    text = re.sub(r"(?<=[^\s,:\[\]{}\"'])\?", _QUESTION, text)
    lead = "" if "\n" in text else "{\n"
    root, wrong = read_yaml(f"{lead}{text}\n" + ("}" if lead else ""))
    if wrong:
        at = min(max(wrong[0] - len(lead), 0), len(text))
        return WrongData(
            at=at,
            found=f"what is no YAML between the braces: {wrong[1]}",
            expected="keys and values, such as @{ shape: cyl, label: Orders }",
            for_nodes=False,
        )
    if root is None or _is_nothing(root):
        return WrongData(at=0, found="nothing", expected="a key and a value, such as shape: cyl")
    if not isinstance(root, yaml.MappingNode):
        return ShapeData()  # mermaid finds no shape in it, and says nothing
    return _from_keys(root, len(lead))


def _from_keys(root: yaml.MappingNode, lead: int) -> ShapeData | WrongData:
    nodes = {key.value: value for key, value in root.value if isinstance(key, yaml.ScalarNode)}
    shape = ""
    if "shape" in nodes and _is_given(nodes["shape"]):
        word = _shown(nodes["shape"])
        if not _is_text(nodes["shape"]) or word not in SHAPES:
            return WrongData(
                at=nodes["shape"].start_mark.index - lead,
                found=f"the shape '{word}'"
                if _is_text(nodes["shape"])
                else "a shape that is no word",
                expected="a shape of mermaid, such as rect, rounded, cyl, diam or circle",
                meant=nearest(word.replace("_", "-"), list(SHAPES)),
            )
        shape = SHAPES[word]
    label = nodes.get("label")
    pictured = any(key in nodes and _is_given(nodes[key]) for key in ("icon", "img"))
    if pictured and label and not (_is_text(label) or _is_nothing(label)):
        at = label.start_mark.index - lead
        return WrongData(at=at, found="a label that is no text", expected="a text in quotes")
    shown = _shown(label) if label and _is_given(label) else None
    return ShapeData(shape=shape, label=shown, pictured=pictured)


def _shown(node: yaml.Node) -> str:
    if isinstance(node, yaml.SequenceNode):
        return ",".join(map(_shown, node.value))
    return str(node.value).replace(_QUESTION, "?") if isinstance(node, yaml.ScalarNode) else ""


# What JSON calls no text, and what JavaScript then counts as false.
_NONE = r"|~|null|Null|NULL"
_FALSE = r"false|False|FALSE"
_ZERO = r"[-+]?(?:0[box])?[0_.]*0[0_.]*(?:[eE][-+]?[0-9]+)?|\.nan|\.NaN|\.NAN"
_NUMBER = (
    r"[-+]?(?:0b[01_]+|0o[0-7_]+|0x[0-9a-fA-F_]+|\.inf|\.Inf|\.INF"
    r"|(?:[0-9][0-9_]*(?:\.[0-9_]*)?|\.[0-9_]+)(?:[eE][-+]?[0-9]+)?)"
)
_NOT_GIVEN = re.compile(f"{_NONE}|{_FALSE}|{_ZERO}")
_NO_TEXT = re.compile(f"{_NONE}|{_FALSE}|{_ZERO}|true|True|TRUE|{_NUMBER}")


def _is_plain(node: yaml.Node) -> bool:
    return isinstance(node, yaml.ScalarNode) and not node.style


def _is_nothing(node: yaml.Node) -> bool:
    return _is_plain(node) and node.value in _NONE.split("|")


def _is_text(node: yaml.Node) -> bool:
    if _is_plain(node):
        return not _NO_TEXT.fullmatch(node.value)
    return isinstance(node, yaml.ScalarNode)


def _is_given(node: yaml.Node) -> bool:
    """Whether JavaScript counts the value as true."""
    return not _NOT_GIVEN.fullmatch(node.value) if _is_plain(node) else node.value != ""
