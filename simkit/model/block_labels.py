"""The labels of blocks, and what `choices:` says instead: chances, turns, reasons.

What a label can say:

* ``alt``, ``opt``, ``break``: ``90 %`` anywhere in it; or what has happened: ``Charge failed``,
  ``"Charge" timed out``, ``Charge refused``, ``Charge succeeded``, ``Done`` (a message of this
  label has arrived, or the step is done). ``break always``.
* ``loop``: ``3 times``, ``every 500 ms until "A" or "B", at most 60 times``, ``every 1 s growing
  by 2 to 8 s, 10 times``.
* ``option``: ``timeout``, ``refused``, ``failure``, or several of them.
* ``par``: ``first``, ``2 of 3``, ``until 200 ms``, ``2 of 3 until 200 ms``.
"""

import re
from dataclasses import dataclass

from simkit.model.distribution import Distribution
from simkit.model.rule import Gathering
from simkit.model.words import ColumnReader, parse_distribution
from simkit.units import (
    BadValue,
    parse_count,
    parse_number,
    parse_share,
    parse_time,
    quoted,
)

MOST_TURNS = 1_000_000
MOST_COPIES = 1_000
MOST_GROWTH = 1_000.0
REASONS = ("timeout", "refused", "failure")
OUTCOMES = ("failed", "refused", "timed out", "succeeded", "happened")

_SHARE = re.compile(r"[(\[]?\s*(?P<share>-?\d+(?:\.\d+)?\s*%)\s*[)\]]?")
_OUTCOME = re.compile(
    r"(?P<name>.+?)\s+(?:has\s+|is\s+|was\s+)?(?P<how>failed|refused|timed out|succeeded|happened)",
    re.DOTALL,
)
_QUOTED = re.compile(r"\"(?P<name>[^\"]+)\"|“(?P<curled>[^”]+)”")
_OR = re.compile(r"\s+or\s+(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)")  # outside of quotes
_LOOP = re.compile(
    r"""(?:(?P<first>\d+)(?:\s*times|\s*turns)?(?:\s*,\s*|\s+(?=every|until)|$))?
    (?:every\s+(?P<pause>.+?)
       (?:\s+growing\s+by\s+(?P<growth>\S+?)(?:\s+to\s+(?P<cap>.+?))?)?
       (?:\s*,\s*|\s+(?=until\b|at\s+most\b|\d+\s*times)|$))?
    (?:until\s+(?P<until>.+?)(?:\s*,\s*|\s+(?=at\s+most\b)|$))?
    (?:(?P<at_most>at\s+most\s+)?(?P<count>\d+)(?:\s*times|\s*turns)?)?""",
    re.VERBOSE | re.DOTALL,
)
_GATHER = re.compile(
    r"(?:(?P<first>first)(?:\s+of\s+(?P<whole>\d+))?|(?P<needed>\d+)\s+of\s+(?P<of>\d+)|all)?"
    r"(?P<rest>.*?)(?:\s*\buntil\s+(?P<deadline>\S+\s*\S*))?",
    re.DOTALL,
)
_GATHERS = re.compile(r"first\b|\d+\s+of\s+\d+\b|(?:all\s+)?until\b", re.IGNORECASE)
_A_TIME = re.compile(
    r"\d+(?:\.\d+)?\s*(?:ns|us|µs|ms|milli\w*|s|secs?|seconds?|min|mins|minutes?|h|hrs?|hours?|"
    r"d|days?|weeks?|%)(?!\w)",
    re.IGNORECASE,
)
_WORDS = {
    "timeout": r"time[ds]?[\s-]?out",
    "refused": r"refus(?:ed|al|es)|reject(?:ed|ion|s)",
    "failure": r"fail(?:ure|ed|s|ing)?|errors?",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What a label says of a branch; nothing, if all is empty.

    Attributes:
        share: How likely it is, 0 to 1; None: not said.
        name: Of the message that it asks for, or "".
        how: What of it, one of the words of `simkit.model.rule.When`.
        is_name: Whether the name stands in quotes, and can be nothing else.
    """

    share: float | None = None
    name: str = ""
    how: str = "happened"
    is_name: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Loop:
    """What a label says of a loop.

    Attributes:
        count: Turns; at most so many if it ends by ``until``. None: not said.
        pause: Before each turn; None: none.
        growth: How much longer each further pause is.
        cap: The longest pause, ns; None: none.
        until: Names of the messages that end it.
    """

    count: int | None = None
    pause: Distribution | None = None
    growth: float = 1.0
    cap: int | None = None
    until: tuple[Choice, ...] = ()


# ---------------------------------------------------------------------- choices


def parse_choice(text: str) -> Choice:
    """What a label says of a branch: its share, or what it asks for.

    Raises:
        BadValue: If there are several shares, or one above 100 %.

    >>> parse_choice("cache hit (90 %)").share
    0.9
    >>> parse_choice('"Charge" timed out')
    Choice(share=None, name='Charge', how='timed out', is_name=True)
    """
    shares = list(_SHARE.finditer(text))
    if len(shares) > 1:
        raise BadValue(f"found {quoted(text)}", "one share, as in '90 %'")
    if shares:
        return Choice(share=parse_share(shares[0]["share"]))
    return _asked(text.strip())


def _asked(text: str) -> Choice:
    """What a label asks for, if it is about a message."""
    match = _OUTCOME.fullmatch(text)
    name, how = (match["name"], match["how"]) if match else (text, "happened")
    quoted_name = _QUOTED.fullmatch(name.strip())
    if quoted_name:
        inner = quoted_name["name"] or quoted_name["curled"]
        return Choice(name=inner, how=how, is_name=True)
    return Choice(name=name.strip(), how=how)


def is_always(label: str) -> bool:
    """Whether a break is one in any case.

    >>> is_always("Always"), is_always("2 %")
    (True, False)
    """
    return label.strip().lower() == "always"


# ---------------------------------------------------------------------- loops


def parse_loop(text: str, column: ColumnReader | None = None) -> Loop:
    """What a label says of a loop.

    Args:
        text: The label.
        column: Reads a column of a file, for a pause by an ``empirical`` law.

    Raises:
        BadValue: If it cannot be read.

    >>> parse_loop('every 500 ms until "Done", at most 60 times').count
    60
    >>> parse_loop("every 1 s growing by 2 to 8 s, 10 times").cap
    8000000000
    """
    expected = (
        "turns, as in '3 times', 'every 500 ms, 10 times' or "
        "'every 500 ms until \"Done\", at most 60 times'"
    )
    words = " ".join(text.split())
    match = _LOOP.fullmatch(words)
    if not words or match is None:
        raise BadValue(f"found {quoted(text)}", expected)
    if match["first"] and (match["count"] or match["until"]):
        raise BadValue(f"found {quoted(text)}", expected)
    until = tuple(_asked(name) for name in _names(match["until"]))
    if match["at_most"] and not until:
        raise BadValue(f"found {quoted(text)}", "'until' beside 'at most'")
    if until and match["count"] and not match["at_most"]:
        raise BadValue(f"found {quoted(text)}", f"'at most {match['count']} times' after 'until'")
    count = match["first"] or match["count"]
    pause = parse_distribution(match["pause"], column) if match["pause"] else None
    growth = parse_number(match["growth"]) if match["growth"] else 1.0
    if not 1 <= growth <= MOST_GROWTH:
        raise BadValue(f"found 'growing by {match['growth']}'", "a number from 1 to 1,000")
    return Loop(
        count=_turns(count) if count else None,
        pause=pause,
        growth=growth,
        cap=parse_time(match["cap"]) if match["cap"] else None,
        until=until,
    )


def turns_in(text: str) -> int | None:
    """How many turns prose speaks of.

    >>> turns_in("Retry up to 3 times"), turns_in("10 blocks"), turns_in("every 30 seconds")
    (3, 10, None)
    """
    words = re.sub(_A_TIME, " ", text)
    match = re.search(r"\b(?P<count>\d{1,6})\s*(?:x\b|[^\W\d_]|$|\))", words)
    return max(int(match["count"]), 1) if match else None


def _turns(text: str) -> int:
    count = parse_count(text, minimum=1)
    if count > MOST_TURNS:
        raise BadValue(f"found {text} turns", f"at most {MOST_TURNS:,}")
    return count


def _names(text: str | None) -> list[str]:
    """Names joined by "or"; what stands in quotes is one name."""
    if not text:
        return []
    parts = _OR.split(text)
    return [part.strip() for part in parts if part.strip()]


# ---------------------------------------------------------------------- options and gatherings


def parse_reasons(text: str) -> frozenset[str]:
    """What an option handles; nothing, if it does not say.

    >>> sorted(parse_reasons("timeout or refused")), sorted(parse_reasons("Network Timed out"))
    (['refused', 'timeout'], ['timeout'])
    """
    return frozenset(
        reason
        for reason, words in _WORDS.items()
        if re.search(rf"\b(?:{words})\b", text, re.IGNORECASE)
    )


def gather_of(label: str, branches: int, *, lenient: bool = False) -> Gathering | None:
    """What a ``par`` waits for, if that is not all of its branches.

    Args:
        label: Of its first branch.
        branches: How many are drawn; one alone is copied.
        lenient: What begins like such a label and cannot be read is only a name.

    Raises:
        BadValue: If it begins like one and cannot be read.

    >>> gather_of("2 of 3", 3), gather_of("7 of 10 replicas", 1).copies
    (Gathering(needed=2, copies=1, deadline=None), 10)
    """
    text = " ".join(label.split())
    if not _GATHERS.match(text):
        return None
    try:
        return _gathering(text, branches)
    except BadValue:
        if lenient:
            return None
        raise


def _gathering(text: str, branches: int) -> Gathering:
    match = _GATHER.fullmatch(text[:1].lower() + text[1:])
    expected = "'par first', 'par 2 of 3', 'par until 200 ms', or a name that begins otherwise"
    rest = match["rest"].strip() if match else ""
    if match is None or (rest and not match["needed"]):
        raise BadValue(f"found 'par {text}'", expected)
    deadline = parse_time(match["deadline"]) if match["deadline"] else None
    if deadline == 0:
        raise BadValue(f"found 'par {text}'", "a time above 0 s after 'until'")
    whole = parse_count(match["of"] or match["whole"] or str(branches), minimum=1)
    needed = 1 if match["first"] else parse_count(match["needed"] or str(whole), minimum=1)
    if whole > MOST_COPIES:
        raise BadValue(f"found 'par {text}'", f"at most {MOST_COPIES:,} copies")
    if needed > whole:
        raise BadValue(f"found 'par {text}'", f"at most {whole} of {whole}")
    if branches > 1 and whole != branches:
        found = f"found 'par {text}' with {branches} branches"
        raise BadValue(found, f"{whole} branches, or one that is copied")
    if branches == 1 and whole == 1 and deadline is None:
        raise BadValue(f"found 'par {text}' with one branch", "several, or 'par 1 of 3' for copies")
    return Gathering(needed=needed, copies=whole if branches == 1 else 1, deadline=deadline)
