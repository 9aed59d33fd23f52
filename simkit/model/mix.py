"""Several journeys of one client, of whose requests each takes its share."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import fsum

from simkit.errors import Problem
from simkit.model.form import REST
from simkit.model.said import Keys
from simkit.model.scenario import Source
from simkit.units import share_text

CLOSE = 1e-9  # what shares may differ from 100 % by rounding


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One journey of a design, as its client begins it.

    Attributes:
        source: How its requests would come if it were alone.
        share: Of the requests of its client, or ``rest``; None where nothing is said.
        has_load: Whether it has a load of its own.
        keys: Path of the journey.
    """

    source: Source
    share: float | str | None
    has_load: bool
    keys: Keys


def mixed(parts: Sequence[Part]) -> tuple[tuple[Source, ...], tuple[Problem, ...]]:
    """The sources of the requests of a design, and what is wrong with their shares.

    Args:
        parts: In the order of their journeys.

    Returns:
        One source for all journeys of a client that have shares, in the place of the first.
    """
    problems: list[Problem] = []
    mixes: dict[str, list[Part]] = {}
    for part in parts:
        if part.share is not None and part.has_load:
            problems.append(
                Problem(
                    keys=(*part.keys, "share"),
                    at_key=True,
                    found="found 'load' and 'share'",
                    expected="one of them: a load of its own, or a share of its client's",
                )
            )
        elif part.share is not None:
            mixes.setdefault(part.source.client, []).append(part)
    if not problems:
        problems = [one for client, mix in mixes.items() for one in _problems(client, mix, parts)]
    if problems:
        return tuple(part.source for part in parts), tuple(problems)
    return tuple(_sources(parts, mixes)), ()


def _sources(parts: Sequence[Part], mixes: dict[str, list[Part]]) -> Iterator[Source]:
    for part in parts:
        mix = mixes.get(part.source.client, []) if part.share is not None else []
        if not mix:
            yield part.source
        elif part is mix[0]:
            yield _together(mix)


def _together(mix: Sequence[Part]) -> Source:
    """One source of all; the journeys of a graph divide its share among them."""
    said = fsum(part.share for part in mix if isinstance(part.share, float))
    shares = [part.share if isinstance(part.share, float) else 1 - said for part in mix]
    pairs = [
        (root, share / len(part.source.roots))
        for part, share in zip(mix, shares, strict=True)
        for root in part.source.roots
    ]
    return replace(
        mix[0].source,
        roots=tuple(root for root, _ in pairs),
        shares=tuple(share for _, share in pairs),
    )


def _problems(client: str, mix: Sequence[Part], parts: Sequence[Part]) -> Iterator[Problem]:
    for part in parts:
        if part.source.client == client and part.share is None and not part.has_load:
            yield Problem(
                keys=part.keys,
                found="found no share",
                expected=f"one, as other journeys of {client} have, or a load of its own",
            )
    rests = [part for part in mix if part.share == REST]
    said = fsum(part.share for part in mix if isinstance(part.share, float))
    if len(rests) > 1:
        yield Problem(
            keys=(*rests[1].keys, "share"),
            found=f"found '{REST}' again among the journeys of {client}",
            expected="it once",
        )
    elif rests and said > 1 - CLOSE:
        yield Problem(
            keys=(*rests[0].keys, "share"),
            found=f"found '{REST}' beside shares that sum to {share_text(round(said, 12))}",
            expected="shares that leave something",
        )
    elif not rests and abs(said - 1) > CLOSE:
        yield Problem(
            keys=(*mix[-1].keys, "share"),
            found=f"found shares of the journeys of {client} that sum to "
            f"{share_text(round(said, 12))}",
            expected="shares that sum to 100 %",
        )
