"""Words of a broker's decisions that are more than one: `every 10`, `100 keys with 20 % hot`."""

import re
from dataclasses import dataclass

from simkit.errors import nearest
from simkit.model.distribution.ranges import check_number
from simkit.units import (
    BadValue,
    parse_count,
    parse_share,
    parse_time,
    quoted,
    share_text,
    time_text,
)

ACKS = ("after-work", "before-work", "on-delivery")
IN_BATCHES = "in-batches"
MOST_KEYS = 1_000_000_000
_KEYS = re.compile(r"(?P<count>\S+) +keys?(?:(?: *, *| +with +| +)(?P<hot>.+?) *hot)?", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ack:
    """When deliveries are settled.

    Attributes:
        mode: One of the words of `simkit.model.policy.Policy.ack`.
        count: Of a batch, or None.
        interval: Of batches by time, in ns, or None.

    >>> str(Ack(mode="in-batches", interval=5_000_000_000))
    'every 5 s'
    """

    mode: str
    count: int | None = None
    interval: int | None = None

    def __str__(self) -> str:
        if self.mode != IN_BATCHES:
            return self.mode
        return f"every {self.count or time_text(self.interval or 0)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Keys:
    """How many keys the messages of a line have, and how unevenly.

    Attributes:
        count: Different ones, from 1.
        hot: Share of the messages with the first of them, beyond its even part.

    >>> str(Keys(count=100, hot=0.2))
    '100 keys with 20 % hot'
    """

    count: int
    hot: float = 0.0

    def __post_init__(self) -> None:
        check_number("number of keys", self.count, 1, MOST_KEYS)

    def __str__(self) -> str:
        many = f"{self.count} key{'s' * (self.count != 1)}"
        return f"{many} with {share_text(self.hot)} hot" if self.hot else many


def parse_ack(text: str) -> Ack:
    """When deliveries are settled, in words.

    Raises:
        BadValue: If it is none of them.

    >>> parse_ack("every 10").count, parse_ack("every 5 s").interval
    (10, 5000000000)
    """
    if text in ACKS:
        return Ack(mode=text)
    expected = f"{', '.join(ACKS)}, 'every 10' or 'every 5 s'"
    first, _, rest = text.strip().partition(" ")
    if first != "every":
        raise BadValue(f"found {quoted(text)}", expected, nearest(text, ACKS))
    rest = rest.strip()
    try:
        if rest.isdigit():
            return Ack(mode=IN_BATCHES, count=parse_count(rest, minimum=1))
        interval = parse_time(rest)
    except BadValue as bad:
        raise BadValue(bad.found, f"a number or a time after 'every': {expected}") from None
    if interval == 0:
        raise BadValue(f"found {quoted(text)}", "a time above 0 s after 'every'")
    return Ack(mode=IN_BATCHES, interval=interval)


def parse_keys(text: str) -> Keys:
    """How many keys there are, in words; "with" stands for a comma, which braces take for theirs.

    Raises:
        BadValue: If they say something else.

    >>> parse_keys("100 keys, 20 % hot") == parse_keys("100 keys with 20 % hot")
    True
    """
    match = _KEYS.fullmatch(text.strip())
    if match is None:
        expected = "a number of keys such as '100 keys' or '100 keys with 20 % hot'"
        raise BadValue(f"found {quoted(text)}", expected)
    hot = parse_share(match["hot"]) if match["hot"] else 0.0
    return Keys(count=parse_count(match["count"], minimum=1), hot=hot)
