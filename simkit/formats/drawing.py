"""Writes a `Diagram` as mermaid text: the way back of `simkit.formats.mermaid`.

What mermaid keeps for itself inside a label or a name is written as an entity (``#59;`` for
a semicolon), which mermaid and `read_sequence` decode.
"""

import html
import re
from collections.abc import Iterator

from simkit.model.diagram import (
    Arrow,
    Block,
    BlockKind,
    Diagram,
    Head,
    Lifeline,
    Note,
    Statement,
    Stroke,
)

_NEXT_BRANCH = {BlockKind.ALT: "else", BlockKind.PAR: "and", BlockKind.CRITICAL: "option"}
_DRAWN = {
    (Stroke.SOLID, Head.ARROW): "->>",
    (Stroke.SOLID, Head.OPEN): "-)",
    (Stroke.SOLID, Head.CROSS): "-x",
    (Stroke.SOLID, Head.BOTH): "<<->>",
    (Stroke.DASHED, Head.ARROW): "-->>",
    (Stroke.DASHED, Head.OPEN): "--)",
    (Stroke.DASHED, Head.CROSS): "--x",
    (Stroke.DASHED, Head.BOTH): "<<-->>",
}
# Ends a statement, stands for the signs of an entity in the reader, or begins a comment. Where
# one of them follows a colon, mermaid can take both for the colours of a graph.
_KEPT_FOR_MERMAID = r"[#;\n\r\ue000\ue001]|%(?=%)"
_IN_LABEL = re.compile(rf"{_KEPT_FOR_MERMAID}|:(?=\S*(?:{_KEPT_FOR_MERMAID}))")
_WRAP = re.compile(r":?(?:no)?wrap:")
# What of a name stands for itself; a name before "as" or "@{" is one word.
_IN_NAME = re.compile(r"\w|(?<=\w)(?:[.'&!?]|-(?!x))(?=\w)|(?<=\S) (?=\S)(?!as\b)", re.IGNORECASE)
_IN_WORD = re.compile(r"\w|(?<=\w)\.(?=\w)")
_KEYWORD = re.compile(
    r"(?:box|participant|actor|create|destroy|loop|rect|opt|alt|else|par|par_over|and|critical"
    r"|option|break|end|left|right|links|link|properties|details|over|note|activate|deactivate"
    r"|sequenceDiagram|autonumber|off|title|accTitle|accDescr|as)\b|[0-9.]+ ",
    re.IGNORECASE | re.ASCII,  # mermaid ends a word before a letter outside ASCII
)


def mermaid_text(diagram: Diagram) -> str:
    r"""The text of a diagram, which `read_sequence` reads as the same diagram.

    Participants are declared where their shown name or their type says so, or where their
    order would be lost; all before them are declared too.

    Two things cannot be written. A label comes back trimmed, without U+FFFF, and with a blank
    for every ``<br/>``. A participant whose id cannot be written even with entities (it is
    empty, or holds a vertical tab or the like) gets the id ``L1``, ``L2`` … and is shown by its
    old name.

    Args:
        diagram: What is drawn; every name used in it is one of its lifelines.

    Returns:
        Lines without a line break at the end.

    >>> from simkit.formats.mermaid import read_sequence
    >>> print(mermaid_text(read_sequence("sequenceDiagram\n actor U as You\nU->>A:Go#59; now")))
    sequenceDiagram
      actor U as You
      U->>A: Go#59; now
    """
    declared = diagram.lifelines[: _number_declared(diagram)]
    names = _names(diagram, declared)
    lines = [_declaration(lifeline, names) for lifeline in declared]
    lines += _lines(diagram.statements, names)
    return "\n".join(["sequenceDiagram", *(f"  {line}" for line in lines)])


# ---------------------------------------------------------------------- participants


def _number_declared(diagram: Diagram) -> int:
    """How many lifelines, from the first on, must be declared."""
    used = list(dict.fromkeys(_used(diagram.statements)))
    ids = [lifeline.id for lifeline in diagram.lifelines]
    number = max((n for n, one in enumerate(diagram.lifelines, 1) if _is_special(one)), default=0)
    # The others stand in the order in which the statements name them.
    while ids[number:] != [name for name in used if name not in ids[:number]]:
        number += 1
    return number


def _is_special(lifeline: Lifeline) -> bool:
    """Whether a statement alone would not make this lifeline."""
    return (
        lifeline.label != lifeline.id
        or lifeline.type != "participant"
        or _spelt(lifeline.id, _IN_NAME) is None
    )


def _used(statements: tuple[Statement, ...]) -> Iterator[str]:
    """The ids that statements name, in order, some more than once."""
    for item in statements:
        if isinstance(item, Arrow):
            yield from _ends(item)
        elif isinstance(item, Note):
            yield from item.over
        else:
            for branch in item.branches:
                yield from _used(branch.statements)


def _names(diagram: Diagram, declared: tuple[Lifeline, ...]) -> dict[str, str]:
    """How each id is written; the same everywhere, because mermaid compares what is written."""
    names: dict[str, str] = {}
    # After a "-" inside a name, mermaid takes the head of such a half arrow for more of it.
    half = any(arrow.drawn.startswith(("/", "\\")) for arrow in diagram.arrows)
    for lifeline in diagram.lifelines:
        one_word = half or (lifeline in declared and _is_special(lifeline))
        name = _spelt(lifeline.id, _IN_WORD if one_word else _IN_NAME)
        names[lifeline.id] = name or _unused(diagram, names)
    return names


def _unused(diagram: Diagram, names: dict[str, str]) -> str:
    taken = {lifeline.id for lifeline in diagram.lifelines} | set(names.values())
    return next(f"L{n}" for n in range(1, len(taken) + 2) if f"L{n}" not in taken)


def _spelt(name: str, kept: re.Pattern[str]) -> str | None:
    """A name as mermaid reads it, with entities for all that is not ``kept``; None if none is."""
    written = ""
    for number, char in enumerate(name):
        is_kept = kept.match(name, number) and not (number == 0 and _KEYWORD.match(name))
        # Some characters have no entity in HTML; those that mermaid skips cannot be written.
        has_entity = html.unescape(_entity(char, "&#")) == char
        if (char.isspace() or char == "\uffff") and not is_kept and not has_entity:
            return None
        written += char if is_kept or not has_entity else _entity(char)
    return written or None


def _declaration(lifeline: Lifeline, names: dict[str, str]) -> str:
    word = "actor" if lifeline.type == "actor" else "participant"
    name = names[lifeline.id]
    text = f"{word} {name}"
    if lifeline.type not in ("participant", "actor"):
        text += f'@{{ "type": "{lifeline.type}" }}'
    unwritten = _spelt(lifeline.id, _IN_NAME) is None
    if lifeline.label != lifeline.id or unwritten:
        text += f" as {_label(lifeline.label)}"
    return text


# ---------------------------------------------------------------------- statements


def _lines(statements: tuple[Statement, ...], names: dict[str, str]) -> Iterator[str]:
    for item in statements:
        if isinstance(item, Block):
            yield from _block(item, names)
        elif isinstance(item, Note):
            over = ",".join(names[name] for name in item.over)
            yield f"Note over {over}: {_label(item.text)}".rstrip(" ")
        else:
            left, right = (names[name] for name in _ends(item))
            drawn = item.drawn or _DRAWN[item.stroke, item.head]
            yield f"{left}{drawn}{right}: {_label(item.label)}".rstrip(" ")


def _ends(arrow: Arrow) -> tuple[str, str]:
    """The ids at the left and at the right of an arrow as it is written."""
    if arrow.drawn.startswith(("/", "\\")):  # a half arrow with its head at the left
        return arrow.receiver, arrow.sender
    return arrow.sender, arrow.receiver


def _block(block: Block, names: dict[str, str]) -> Iterator[str]:
    word = block.kind.value
    for branch in block.branches:
        yield f"{word} {_label(branch.label)}".rstrip(" ")
        yield from (f"  {line}" for line in _lines(branch.statements, names))
        word = _NEXT_BRANCH.get(block.kind, word)
    yield "end"


def _label(text: str) -> str:
    written = _IN_LABEL.sub(lambda found: "".join(map(_entity, found[0])), text)
    # Mermaid takes "wrap:" at the beginning as a word to itself.
    return _entity(text[0]) + written[1:] if _WRAP.match(text) else written


def _entity(char: str, opening: str = "#") -> str:
    return f"{opening}{ord(char)};"
