r"""The text of a mermaid graph as mermaid's lexer gets it, and its labels as they are shown.

Mermaid 11.17 takes comments out of a text, hides entities such as ``#35;`` from its grammar, and
mends a few things. Here each character that is left keeps the memory of where it stood.
"""

import html
import re

from simkit.formats.preamble import BLANK

_COMMENT = re.compile(r"^[^\S\n]*%%(?!\{)[^\n]+\n?", re.MULTILINE)
_BLANKS_AFTER_BRACE = re.compile(rf"(?<=\}}){BLANK}+(?=\n)")
_TAG = re.compile(r"<(\w+)([^>]*)>")
_ENTITY = re.compile(r"#(\w+);", re.ASCII)
# An entity's "#" and ";" are hidden from the grammar; same length, same columns.
_HIDDEN = re.compile("\ue000([A-Za-z0-9_]+)\ue001")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)


def lexed(text: str) -> tuple[str, list[int]]:
    r"""What mermaid's lexer gets of a text, and where each of its characters stood.

    Args:
        text: The graph, in lines that end in LF, already without its preamble.

    >>> lexed("graph LR\n  %% a comment\n  A[#35;]-->B")[0]
    'graph LR\n  A[\ue00035\ue001]-->B\n'
    """
    places = list(range(len(text)))
    text, places = _without(text, places, [match.span() for match in _COMMENT.finditer(text)])
    for word in ("style", "classDef"):
        text, places = _without(text, places, _semicolons_behind_colours(text, word))
    text = _ENTITY.sub("\ue000\\1\ue001", text) + "\n"
    places.append(places[-1] + 1 if places else 0)
    return _without(text, places, [m.span() for m in _BLANKS_AFTER_BRACE.finditer(text)])


def _without(text: str, places: list[int], spans: list[tuple[int, int]]) -> tuple[str, list[int]]:
    begin = 0
    kept_text: list[str] = []
    kept_places: list[int] = []
    for first, last in [*spans, (len(text), len(text))]:
        kept_text.append(text[begin:first])
        kept_places += places[begin:first]
        begin = last
    return "".join(kept_text), kept_places


def with_plain_quotes(text: str) -> str:
    """The text with single quotes in its HTML tags, as mermaid has them before all else.

    >>> with_plain_quotes('A[<b class="x">hot</b>]')
    "A[<b class='x'>hot</b>]"
    """
    last = text.rfind(">") + 1  # beyond it, each "<" would be searched to the end in vain
    return _TAG.sub(_with_plain_quotes, text[:last]) + text[last:]


def shown(text: str) -> str:
    r"""A label as a reader sees it, on one line: entities decoded, line breaks as blanks.

    >>> shown(' "two<br/>lines \ue00035\ue0011" ')
    'two lines #1'
    """
    text = text.strip()
    if len(text) > 1 and text.startswith('"') and text.endswith('"'):
        text = text[1:-1]
    return " ".join(_HIDDEN.sub(_entity, _BREAK.sub(" ", text)).split())


def _with_plain_quotes(tag: re.Match[str]) -> str:
    return f"<{tag[1]}" + re.sub(r'="([^"]*)"', r"='\1'", tag[2]) + ">"


def _semicolons_behind_colours(text: str, word: str) -> list[tuple[int, int]]:
    """The last semicolon of each line that has a style with a colour such as #fff."""
    spans, begin = [], 0
    for line in text.split("\n"):
        first, last = line.find(word), line.rfind(";")
        if 0 <= first < last and re.search(r":[^\s:#]*#", line[first + len(word) : last]):
            spans.append((begin + last, begin + last + 1))
        begin += len(line) + 1
    return spans


def _entity(match: re.Match[str]) -> str:
    name = match[1]
    if name.isdecimal():
        return html.unescape(f"&#{name};") if len(name) < 10 else "\ufffd"
    return html.unescape(f"&{name};")
