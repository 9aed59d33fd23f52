"""Distributions and loads in words, as in a scenario file: `exponential 5 ms`, `poisson 80/s`.

Every distribution and load prints the words that read back as itself. A text that cannot be read
is refused with `simkit.units.BadValue`, whatever is wrong with it.
"""

from collections.abc import Callable, Sequence

from lark import Token, Tree

from simkit.model.distribution import (
    Constant,
    Distribution,
    Empirical,
    Erlang,
    Exponential,
    Gamma,
    Hyperexponential,
    Lognormal,
    Mixture,
    Pareto,
    Part,
    Percentiles,
    Uniform,
    Weibull,
)
from simkit.model.grammar import tree_of
from simkit.model.load import Burst, Bursts, Every, Load, Phase, Phases, Poisson, Users
from simkit.units import (
    BadValue,
    parse_count,
    parse_number,
    parse_rate,
    parse_share,
    parse_time,
    parse_time_unit,
    quoted,
)

# Reads the times of (file, column, unit or None) in ns, in any order; supplied by `formats`.
ColumnReader = Callable[[str, str, str | None], tuple[int, ...]]


def parse_distribution(text: str, column: ColumnReader | None = None) -> Distribution:
    """The distribution in these words; ``column`` reads the file of an `empirical` one.

    Raises:
        BadValue: If it cannot be read.

    >>> parse_distribution("erlang 5 ms k 3")
    Erlang(mean=5000000, k=3)
    >>> parse_distribution("erlang 5 ms")
    Traceback (most recent call last):
        ...
    simkit.units.BadValue: found 'erlang 5 ms'; expected a mean and k after 'erlang', as in \
'erlang 5 ms k 3'
    """
    return _Reading(text, column).distribution(tree_of(text, "distribution"))


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
    steps = [step for text in texts for step in _Reading(text, column).steps()]
    if not steps:
        raise BadValue("found an empty list", "a load such as 'poisson 80/s'")
    if len(steps) == 1:
        return _single(*steps[0])
    bursts = [load for load, duration in steps if isinstance(load, Burst) and duration is None]
    if len(bursts) == len(steps):
        return Bursts(parts=tuple(bursts))
    return Phases(parts=tuple(_phase(load, duration) for load, duration in steps))


_Base = Poisson | Every | Users | Burst


def _single(load: _Base, duration: int | None) -> Load:
    return load if duration is None else Phases(parts=(_phase(load, duration),))


def _phase(load: _Base, duration: int | None) -> Phase:
    if isinstance(load, Users | Burst):
        expected = "phases of 'poisson' and 'every', or a list of bursts"
        raise BadValue(f"found '{load}' as a phase", expected)
    return Phase(load=load, duration=duration)


class _Reading:
    """Reads one text: its tree holds where the quantities stand, the text what they say."""

    def __init__(self, text: str, column: ColumnReader | None) -> None:
        self.text = text
        self.column = column

    def steps(self) -> list[tuple[_Base, int | None]]:
        """The loads of a list and how long each lasts."""
        result = []
        for step in tree_of(self.text, "load").find_data("step"):
            base, _, duration = step.children
            lasts = self.time(duration) if isinstance(duration, Tree) else None
            result.append((self.load(_tree(base)), lasts))
        return result

    def load(self, tree: Tree[Token]) -> _Base:
        """One load without a duration."""
        first, last = tree.children[1], tree.children[-1]
        match tree.data:
            case "poisson":
                return Poisson(rate=parse_rate(self.slice(first)))
            case "every":
                return Every(interval=self.time(first))
            case "users":
                count = parse_count(self.slice(first), minimum=1)
                return Users(count=count, think=self.distribution(_tree(last)))
            case _:
                count = parse_count(self.slice(last), minimum=1)
                return Burst(at=self.time(first), count=count)

    def distribution(self, tree: Tree[Token]) -> Distribution:
        """Any distribution."""
        if tree.data != "mixture":
            return self.law(tree)
        parts = (part.children for part in tree.children if isinstance(part, Tree))
        shares = ((parse_share(self.slice(share)), self.law(_tree(law))) for share, law in parts)
        return Mixture(parts=tuple(shares))

    def law(self, tree: Tree[Token]) -> Part:
        """Any distribution but a mixture."""
        if tree.data in ("empirical", "values"):
            return self.empirical(tree)
        if tree.data == "percentiles":
            return self.percentiles(tree)
        first, *second = (child for child in tree.children if isinstance(child, Tree))
        return _FAMILIES[tree.data](self.time(first), self.slice(second[0]) if second else "")

    def percentiles(self, tree: Tree[Token]) -> Percentiles:
        """Two percentiles, each a token like "p50" and its time."""
        _, low_percent, low, high_percent, high = tree.children
        return Percentiles(
            low_percent=parse_number(str(low_percent)[1:]),
            low=self.time(low),
            high_percent=parse_number(str(high_percent)[1:]),
            high=self.time(high),
        )

    def empirical(self, tree: Tree[Token]) -> Empirical:
        """Measured values from a file, or given as they are."""
        *measured, _, mean = tree.children
        rescaled = self.time(mean) if isinstance(mean, Tree) else None
        if tree.data == "values":
            values = tuple(sorted(self.time(value) for value in measured[2:]))
            return Empirical(values=values, rescaled=rescaled)
        _, file, _, column, _, unit = measured
        return Empirical(
            file=_name(file),
            column=_name(column),
            unit="" if unit is None else str(unit),
            values=self.measured(_name(file), _name(column), None if unit is None else str(unit)),
            rescaled=rescaled,
        )

    def measured(self, file: str, column: str, unit: str | None) -> tuple[int, ...]:
        """The values of a column, ascending."""
        if unit is not None:
            parse_time_unit(unit)
        if self.column is None:
            found = f"found {quoted(self.text)}, and a file can be read only from a scenario file"
            raise BadValue(found, "the values themselves, as in 'empirical values 1 ms 2 ms'")
        return tuple(sorted(self.column(file, column, unit)))

    def time(self, quantity: Tree[Token] | Token) -> int:
        """The time a quantity says, in ns."""
        return parse_time(self.slice(quantity))

    def slice(self, quantity: Tree[Token] | Token) -> str:
        """The quantity as it stands in the text."""
        tokens = [token for token in _tree(quantity).children if isinstance(token, Token)]
        return self.text[tokens[0].start_pos : tokens[-1].end_pos]


# From the first quantity, a time, and the text of the second one.
_FAMILIES: dict[str, Callable[[int, str], Part]] = {
    "constant": lambda value, _: Constant(value=value),
    "exponential": lambda mean, _: Exponential(mean=mean),
    "erlang": lambda mean, k: Erlang(mean=mean, k=parse_count(k, minimum=1)),
    "gamma": lambda mean, cv: Gamma(mean=mean, cv=parse_number(cv)),
    "lognormal": lambda mean, cv: Lognormal(mean=mean, cv=parse_number(cv)),
    "hyperexponential": lambda mean, cv: Hyperexponential(mean=mean, cv=parse_number(cv)),
    "uniform": lambda low, high: Uniform(low=low, high=parse_time(high)),
    "weibull": lambda mean, shape: Weibull(mean=mean, shape=parse_number(shape)),
    "pareto": lambda mean, shape: Pareto(mean=mean, shape=parse_number(shape)),
}


def _tree(node: Tree[Token] | Token) -> Tree[Token]:
    assert isinstance(node, Tree)  # by the grammar
    return node


def _name(node: Tree[Token] | Token) -> str:
    return str(_tree(node).children[0]).strip('"')
