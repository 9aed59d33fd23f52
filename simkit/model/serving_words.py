"""Words of how a pool serves: `5 % coherence 0.1 %`, `backlog 10 or utilisation 70 %`."""

import re

from simkit.errors import nearest
from simkit.model.serving import SIGNALS, Contention, Signal
from simkit.units import (
    BadValue,
    parse_count,
    parse_share,
    parse_time,
    quoted,
    share_text,
    time_text,
)

_CONTENTION = re.compile(r"(?P<serial>.+?)(?: +coherence +(?P<coherence>.+))?", re.DOTALL)


def parse_contention(text: str) -> Contention:
    """How much those who work at once hinder each other, in words.

    Raises:
        BadValue: If they say something else.

    >>> parse_contention("5 % coherence 0.1 %")
    Contention(serial=0.05, coherence=0.001)
    """
    match = _CONTENTION.fullmatch(text.strip())
    expected = "shares such as '5 %' or '5 % coherence 0.1 %'"
    if match is None:
        raise BadValue(f"found {quoted(text)}", expected)
    try:
        serial = parse_share(match["serial"])
        coherence = parse_share(match["coherence"]) if match["coherence"] else 0.0
    except BadValue as bad:
        raise BadValue(bad.found, expected, bad.meant) from None
    return Contention(serial=serial, coherence=coherence)


def contention_text(contention: Contention) -> str:
    """The text that `parse_contention` reads as this.

    >>> contention_text(Contention(serial=0.05, coherence=0.001))
    '5 % coherence 0.1 %'
    """
    serial = share_text(contention.serial)
    return (
        f"{serial} coherence {share_text(contention.coherence)}"
        if contention.coherence
        else (serial)
    )


def parse_signals(text: str) -> tuple[Signal, ...]:
    """What an autoscaler looks at, in words; several with "or" or a comma between them.

    Raises:
        BadValue: If they say something else, or the same twice.

    >>> [one.what for one in parse_signals("backlog 10 or utilisation 70 %")]
    ['backlog', 'utilisation']
    """
    found = tuple(_signal(part) for part in re.split(r",| or ", text))
    if len({one.what for one in found}) < len(found):
        raise BadValue(f"found {quoted(text)}", "each of backlog, utilisation and age once")
    return found


def _signal(text: str) -> Signal:
    expected = "'backlog 10', 'utilisation 70 %' or 'age 5 s'"
    word, _, rest = text.strip().partition(" ")
    if word not in SIGNALS:
        raise BadValue(f"found {quoted(text)}", expected, nearest(word, SIGNALS))
    try:
        target: float
        if word == "backlog":
            target = parse_count(rest, minimum=1)
        else:
            target = parse_share(rest) if word == "utilisation" else parse_time(rest)
    except BadValue as bad:
        raise BadValue(bad.found, f"a target after '{word}': {expected}", bad.meant) from None
    if not target:
        raise BadValue(f"found {quoted(text)}", f"a target above 0: {expected}")
    return Signal(what=word, target=target)


def signal_text(signal: Signal) -> str:
    """The text that `parse_signals` reads as this.

    >>> signal_text(Signal(what="age", target=5_000_000_000))
    'age 5 s'
    """
    match signal.what:
        case "backlog":
            target = str(int(signal.target))
        case "utilisation":
            target = share_text(signal.target)
        case _:
            target = time_text(int(signal.target))
    return f"{signal.what} {target}"
