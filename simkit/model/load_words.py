"""Loads in words, as in a scenario file: `poisson 80/s`, or a list of phases or bursts."""

import re
from collections.abc import Callable, Sequence

from lark import Token, Tree

from simkit.model.grammar import tree_of
from simkit.model.load import (
    Burst,
    Bursts,
    Counts,
    Curve,
    Every,
    Load,
    Modulated,
    Nothing,
    Phase,
    Phases,
    Poisson,
    State,
    Trace,
    Users,
    Wave,
)
from simkit.model.words import ColumnReader, Reading, name_in, tree_in
from simkit.units import BadValue, parse_count, parse_rate, parse_share, parse_time_unit

Base = (
    Poisson | Wave | Curve | Modulated | Every | Nothing | Users | Burst | Trace | Counts
)  # one that is no list
_NOBODY = re.compile(r"0+(\.0*)?\s*/\s*(ms|s|min|h|d)")


def parse_load(value: str | Sequence[str], column: ColumnReader | None = None) -> Load:
    """The load in these words, or in a list of them: phases, or bursts.

    Raises:
        BadValue: If it cannot be read.

    >>> parse_load("every 10 ms")
    Every(interval=10000000)
    >>> print(parse_load(["poisson 200/s for 60 s", "poisson 50/s"]))
    poisson 200/s for 1 min, then poisson 50/s
    """
    texts = [value] if isinstance(value, str) else value
    read = [_LoadReading(text, column) for text in texts]
    steps = [step for one in read for step in one.steps()]
    repeats = bool(read) and read[-1].repeats
    if any(one.repeats for one in read[:-1]):
        raise BadValue("found 'repeat' before the last phase", "it at the end of the list")
    if not steps:
        found = "found 'repeat' alone" if repeats else "found an empty list"
        raise BadValue(found, "a load such as 'poisson 80/s'")
    if repeats:
        return Phases(parts=tuple(_phase(*step) for step in steps), repeats=True)
    if len(steps) == 1:
        return _single(*steps[0])
    bursts = [load for load, duration in steps if isinstance(load, Burst) and duration is None]
    if len(bursts) == len(steps):
        return Bursts(parts=tuple(bursts))
    return Phases(parts=tuple(_phase(*step) for step in steps))


def parse_rate_or_none(text: str) -> float:
    """A rate per second, that of nobody too.

    >>> parse_rate_or_none("80/s"), parse_rate_or_none("0/s")
    (80.0, 0.0)
    """
    return 0.0 if _NOBODY.fullmatch(text.strip()) else parse_rate(text)


def _single(load: Base, duration: int | None) -> Load:
    if duration is not None:
        return Phases(parts=(_phase(load, duration),))
    if isinstance(load, Nothing):
        raise BadValue("found 'nothing' alone", "a load such as 'poisson 80/s'")
    return load


def _phase(load: Base, duration: int | None) -> Phase:
    if not isinstance(load, Poisson | Every | Nothing):
        expected = "phases of 'poisson', 'every' and 'nothing', or a list of bursts"
        raise BadValue(f"found '{load}' as a phase", expected)
    return Phase(load=load, duration=duration)


class _LoadReading(Reading):
    """Reads one text of a load.

    Attributes:
        tree: Its structure.
        repeats: Whether its last word is 'repeat', for all that comes before.
    """

    def __init__(self, text: str, column: ColumnReader | None) -> None:
        super().__init__(text, column)
        self.tree = tree_of(text, "load")
        last = self.tree.children[-1]
        self.repeats = isinstance(last, Token) and last.type == "REPEAT"

    def steps(self) -> list[tuple[Base, int | None]]:
        """The loads of a list and how long each lasts."""
        result = []
        for step in self.tree.find_data("step"):
            base, _, duration = step.children
            lasts = self.time(duration) if isinstance(duration, Tree) else None
            load = tree_in(base)
            result.append((_READ[load.data](self, load), lasts))
        return result

    def poisson(self, tree: Tree[Token]) -> Poisson:
        """A rate."""
        return Poisson(rate=parse_rate(self.slice(tree.children[1])))

    def wave(self, tree: Tree[Token]) -> Wave:
        """A mean rate, how far it goes from it, and from one peak to the next."""
        _, rate, _, share, _, period, _, _, peak = tree.children
        return Wave(
            rate=parse_rate(self.slice(rate)),
            share=parse_share(self.slice(share)),
            period=self.time(period),
            peak_at=self.time(peak) if isinstance(peak, Tree) else None,
        )

    def curve(self, tree: Tree[Token]) -> Curve:
        """Points, and whether they repeat."""
        points = (tree_in(point).children for point in tree.children[2:-1])
        return Curve(
            points=tuple((self.time(at), self.rate_or_none(rate)) for at, rate in points),
            repeats=isinstance(tree.children[-1], Token),
        )

    def mmpp(self, tree: Tree[Token]) -> Modulated:
        """States, each a rate and a law."""
        states = (one.children for one in tree.children if isinstance(one, Tree))
        return Modulated(
            states=tuple(
                State(rate=self.rate_or_none(rate), lasts=self.law(tree_in(law)))
                for rate, _, law in states
            )
        )

    def every(self, tree: Tree[Token]) -> Every:
        """An interval."""
        return Every(interval=self.time(tree.children[1]))

    def nothing(self, tree: Tree[Token]) -> Nothing:
        """Nobody."""
        return Nothing()

    def users(self, tree: Tree[Token]) -> Users:
        """Their number, and how long they think."""
        _, count, _, think = tree.children
        return Users(
            count=parse_count(self.slice(count), minimum=1),
            think=self.distribution(tree_in(think)),
        )

    def at(self, tree: Tree[Token]) -> Burst:
        """An instant, a number, and when as many come again."""
        _, instant, count, _, every = tree.children
        return Burst(
            at=self.time(instant),
            count=parse_count(self.slice(count), minimum=1),
            every=self.time(every) if isinstance(every, Tree) else None,
        )

    def trace(self, tree: Tree[Token]) -> Trace:
        """Instants from a file."""
        _, file, _, column, _, unit, from_first, *_ = tree.children
        named = "" if unit is None else str(unit)
        if named:
            parse_time_unit(named)
        reader = self.reader("the instants themselves, as in 'trace values 0 s 5 ms'")
        instants = reader(name_in(file), name_in(column), named or None, "instants")
        if from_first is not None:
            instants = tuple(instant - instants[0] for instant in instants)
        return Trace(
            file=name_in(file),
            column=name_in(column),
            unit=named,
            from_first=from_first is not None,
            instants=instants,
            rescaled=self.mean(tree),
        )

    def instants(self, tree: Tree[Token]) -> Trace:
        """Instants as they are."""
        values = [value for value in tree.children[2:-2] if isinstance(value, Tree)]
        return Trace(instants=tuple(self.time(one) for one in values), rescaled=self.mean(tree))

    def counts(self, tree: Tree[Token]) -> Counts:
        """Numbers of requests from a file, one for each interval."""
        _, file, _, column, _, interval, poisson, *_ = tree.children
        reader = self.reader("the numbers themselves, as in 'trace values 3 0 5 every 1 s'")
        return Counts(
            file=name_in(file),
            column=name_in(column),
            counts=reader(name_in(file), name_in(column), None, "counts"),
            interval=self.time(interval),
            by_chance=poisson is not None,
            rescaled=self.mean(tree),
        )

    def numbers(self, tree: Tree[Token]) -> Counts:
        """Numbers of requests as they are, one for each interval."""
        *values, _, interval, poisson, _, _ = tree.children[2:]
        return Counts(
            counts=tuple(parse_count(self.slice(value)) for value in values),
            interval=self.time(interval),
            by_chance=poisson is not None,
            rescaled=self.mean(tree),
        )

    def mean(self, tree: Tree[Token]) -> float | None:
        """The mean rate that the last words of a trace say, if they do."""
        mean = tree.children[-1]
        return parse_rate(self.slice(mean)) if isinstance(mean, Tree) else None

    def rate_or_none(self, quantity: Tree[Token] | Token) -> float:
        """A rate, that of nobody too."""
        return parse_rate_or_none(self.slice(quantity))


_READ: dict[str, Callable[[_LoadReading, Tree[Token]], Base]] = {
    "poisson": _LoadReading.poisson,
    "wave": _LoadReading.wave,
    "curve": _LoadReading.curve,
    "mmpp": _LoadReading.mmpp,
    "every": _LoadReading.every,
    "nothing": _LoadReading.nothing,
    "users": _LoadReading.users,
    "at": _LoadReading.at,
    "trace": _LoadReading.trace,
    "instants": _LoadReading.instants,
    "counts": _LoadReading.counts,
    "numbers": _LoadReading.numbers,
}
