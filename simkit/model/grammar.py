"""The grammar of distributions and loads in words, and what to say to a text that breaks it.

lark finds the structure; the numbers inside are left to `simkit.units`, which can say more about
a wrong one than "unexpected character". Keywords are read in any case.
"""

from collections.abc import Iterator
from functools import cache
from typing import Literal

from lark import Lark, Token, Tree, UnexpectedInput

from simkit.errors import nearest
from simkit.units import BadValue, parse_rate, parse_time, quoted

GRAMMAR = r"""
?distribution: law | MIXTURE part (OR part)+ -> mixture
part: quantity law
?law: CONSTANT? quantity -> constant
    | EXPONENTIAL quantity -> exponential
    | ERLANG quantity K quantity -> erlang
    | GAMMA quantity CV quantity -> gamma
    | LOGNORMAL quantity CV quantity -> lognormal
    | PERCENTILES PERCENT quantity PERCENT quantity -> percentiles
    | UNIFORM quantity TO quantity -> uniform
    | WEIBULL quantity SHAPE quantity -> weibull
    | PARETO quantity SHAPE quantity -> pareto
    | HYPEREXPONENTIAL quantity CV quantity -> hyperexponential
    | EMPIRICAL name COLUMN name [IN UNIT] [MEAN quantity] -> empirical
    | EMPIRICAL VALUES quantity+ [MEAN quantity] -> values

load: step (THEN step)* [THEN REPEAT] | REPEAT
step: base [FOR quantity]
?base: POISSON quantity -> poisson
    | POISSON quantity WAVE quantity OVER quantity [PEAK AT quantity] -> wave
    | POISSON CURVE point (_COMMA? point)+ [REPEAT] -> curve
    | MMPP state (OR state)+ -> mmpp
    | EVERY quantity -> every
    | NOTHING -> nothing
    | USERS quantity THINK distribution -> users
    | AT quantity quantity [EVERY quantity] -> at
    | TRACE name COLUMN name [IN UNIT] [FROM FIRST] [MEAN quantity] -> trace
    | TRACE VALUES quantity+ [MEAN quantity] -> instants
    | TRACE name COUNTS name EVERY quantity [POISSON] [MEAN quantity] -> counts
    | TRACE VALUES quantity+ EVERY quantity [POISSON] [MEAN quantity] -> numbers
point: quantity quantity
state: quantity FOR law

quantity: NUMBER [UNIT]
name: WORD | QUOTED

NUMBER: /[-+]?[0-9.](?:[0-9._,]*[0-9.])?(?:e[-+]?[0-9]+)?/i
UNIT: /%|\/\s*[a-zµμ]+|[a-zµμ]+(?:\/[a-zµμ]+)?/i
PERCENT: /p[0-9]+(?:\.[0-9]+)?(?![\w.])/i
WORD: /[\w.\/-]+/
QUOTED: /"[^"\n]+"/
THEN: /,\s*then\b/i
_COMMA: /,(?!\s*then\b)/i
%ignore /\s+/
"""

# What follows each first word, and the right form.
_DURATIONS = {
    "constant": ("a time", "constant 5 ms"),
    "exponential": ("a mean", "exponential 5 ms"),
    "erlang": ("a mean and k", "erlang 5 ms k 3"),
    "gamma": ("a mean and cv", "gamma 5 ms cv 2"),
    "lognormal": ("a mean and cv", "lognormal 100 ms cv 1"),
    "percentiles": ("two percentiles", "percentiles p50 1.7 ms p99 3.4 ms"),
    "uniform": ("two bounds", "uniform 5 ms to 9 ms"),
    "weibull": ("a mean and shape", "weibull 5 ms shape 1.5"),
    "pareto": ("a mean and shape", "pareto 5 ms shape 2.2"),
    "hyperexponential": ("a mean and cv", "hyperexponential 5 ms cv 3"),
    "mixture": ("shares of distributions", "mixture 90 % exponential 10 ms or 10 % 1 s"),
    "empirical": ("a file and its column", "empirical file.csv column t"),
}
_LOADS = {
    "poisson": ("a rate", "poisson 80/s"),
    "mmpp": (
        "two states or more",
        "mmpp 20/s for exponential 60 s or 200/s for exponential 5 s",
    ),
    "every": ("an interval", "every 10 ms"),
    "nothing": ("a duration", "nothing for 50 s"),
    "users": ("their number and think time", "users 50 think exponential 2 s"),
    "at": ("a time and a number of requests", "at 0 s 10000"),
    "trace": ("a file and its column", "trace file.csv column t"),
}
# What follows a first word, if another one is there too.
_VARIANTS = {
    ("poisson", "wave"): ("a rate, a wave and a period", "poisson 80/s wave 50 % over 24 h"),
    ("poisson", "curve"): (
        "instants and rates",
        "poisson curve 0 s 20/s 6 h 80/s 24 h 20/s repeat",
    ),
    ("at", "every"): ("a time, a number and an interval", "at 0 s 100 every 60 s"),
    ("trace", "counts"): (
        "a file, its column and an interval",
        "trace file.csv counts n every 1 s",
    ),
}
_WITHIN = (
    *("or", "k", "cv", "to", "shape", "column", "in", "mean", "values", "for", "think"),
    *("wave", "over", "peak", "curve", "repeat", "counts", "from", "first"),
)
_KEYWORDS = (*_DURATIONS, *_LOADS, *_WITHIN)
Forms = dict[str, tuple[str, str]]
_KINDS: dict[str, tuple[Forms, str]] = {
    "distribution": (_DURATIONS, "a time such as '5 ms' or 'exponential 5 ms'"),
    "load": (_LOADS, "a load such as 'poisson 80/s'"),
}
Start = Literal["distribution", "load"]


def tree_of(text: str, start: Start) -> Tree[Token]:
    """The structure of the text.

    Raises:
        BadValue: If it has none; the refusal shows the right form of what was tried.

    >>> tree_of("erlang 5 ms k 3", "distribution").data
    'erlang'
    """
    try:
        return _parser().parse(text, start=start)
    except UnexpectedInput as error:
        at = error.pos_in_stream  # None or -1 at the end of the text, where nothing is misspelt
        rest = text[at:] if at is not None and at >= 0 else ""
        word = next(iter(rest.split(maxsplit=1)), "")
        allowed = getattr(error, "allowed", None) or getattr(error, "expected", None) or ()
        raise _refusal(text, start, word, [str(name) for name in allowed]) from None


@cache
def _parser() -> Lark:
    # Lookahead keeps a keyword from being the beginning of a longer word ("k" of "kind").
    words = "\n".join(f"{word.upper()}.2: /{word}(?![\\w.\\/])/i" for word in _KEYWORDS)
    return Lark(GRAMMAR + words, start=["distribution", "load"], parser="lalr")


def _refusal(text: str, start: Start, word: str, allowed: list[str]) -> BadValue:
    forms, general = _KINDS[start]
    first = text.split(maxsplit=1)[0].lower() if text.strip() else ""
    found = f"found {quoted(text)}"
    if first in _DURATIONS or first in _LOADS:
        if first not in forms:
            which = "a load" if start == "distribution" else "a time"
            return BadValue(f"{found}, which is {which}", general)
        what, example = _form(text, first, forms)
        expected = f"{what} after '{first}', as in '{example}'"
        meant = _meant([word], [name.lower() for name in allowed], forms)
        known = [*example.split(), *(words[1] for words, _ in _variants(first))]
        return BadValue(found, expected, meant or _meant(text.split(), known, forms))
    return BadValue(found, general, nearest(first, list(forms)) or _completed(text, start))


def _form(text: str, first: str, forms: Forms) -> tuple[str, str]:
    """What follows the first word of a text, and the right form."""
    words = text.lower().split()
    return next((form for (_, word), form in _variants(first) if word in words), forms[first])


def _variants(first: str) -> Iterator[tuple[tuple[str, str], tuple[str, str]]]:
    return ((words, form) for words, form in _VARIANTS.items() if words[0] == first)


def _meant(words: list[str], keywords: list[str], forms: Forms) -> str:
    """The keyword that was probably meant by the first misspelt word, or ""."""
    known = [word for word in keywords if word in forms or word in _WITHIN or word in _DURATIONS]
    doubtful = [word for word in words if word.lower() not in _KEYWORDS and len(word) > 1]
    return next(filter(None, (nearest(word, known) for word in doubtful)), "")


def _completed(text: str, start: Start) -> str:
    """A bare rate or time with the word that makes it a load, or ""."""
    for parse, word in ((parse_rate, "poisson"), (parse_time, "every")):
        try:
            parse(text)
        except BadValue:
            continue
        return f"{word} {text.strip()}" if start == "load" else ""
    return ""
