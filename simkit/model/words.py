"""Distributions in words, as in a scenario file: `exponential 5 ms`. Loads: `load_words`.

Every distribution and load prints the words that read back as itself. A text that cannot be read
is refused with `simkit.units.BadValue`, whatever is wrong with it.
"""

from collections.abc import Callable
from typing import Literal, Protocol

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
from simkit.units import (
    BadValue,
    parse_count,
    parse_number,
    parse_share,
    parse_time,
    parse_time_unit,
    quoted,
)

Cells = Literal["times", "instants", "counts"]


class ColumnReader(Protocol):
    """Reads a column of a data file; supplied by `formats`."""

    def __call__(
        self, file: str, column: str, unit: str | None, cells: Cells = "times", /
    ) -> tuple[int, ...]:
        """Its cells from top to bottom.

        Args:
            file: Its name, as in the scenario.
            column: The name of the column.
            unit: Of numbers without one ("ms"); None: seconds.
            cells: ``times`` in ns; ``instants``, in ns too, none before the one above it; or
                ``counts``, whole numbers.

        Raises:
            BadValue: If it cannot be read; names the line.
        """


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
    return Reading(text, column).distribution(tree_of(text, "distribution"))


class Reading:
    """Reads one text: its tree holds where the quantities stand, the text what they say."""

    def __init__(self, text: str, column: ColumnReader | None) -> None:
        self.text = text
        self.column = column

    def distribution(self, tree: Tree[Token]) -> Distribution:
        """Any distribution."""
        if tree.data != "mixture":
            return self.law(tree)
        parts = (part.children for part in tree.children if isinstance(part, Tree))
        shares = ((parse_share(self.slice(share)), self.law(tree_in(law))) for share, law in parts)
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
        _, file, _, column, _, said = measured
        unit = None if said is None else str(said)
        return Empirical(
            file=name_in(file),
            column=name_in(column),
            unit=unit or "",
            values=self.measured(name_in(file), name_in(column), unit),
            rescaled=rescaled,
        )

    def measured(self, file: str, column: str, unit: str | None) -> tuple[int, ...]:
        """The values of a column, ascending."""
        if unit is not None:
            parse_time_unit(unit)
        reader = self.reader("the values themselves, as in 'empirical values 1 ms 2 ms'")
        return tuple(sorted(reader(file, column, unit)))

    def reader(self, instead: str) -> ColumnReader:
        """What reads files; where none can be read, something else is expected."""
        if self.column is None:
            found = f"found {quoted(self.text)}, and a file can be read only from a scenario file"
            raise BadValue(found, instead)
        return self.column

    def time(self, quantity: Tree[Token] | Token) -> int:
        """The time a quantity says, in ns."""
        return parse_time(self.slice(quantity))

    def slice(self, quantity: Tree[Token] | Token) -> str:
        """The quantity as it stands in the text."""
        tokens = [token for token in tree_in(quantity).children if isinstance(token, Token)]
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


def tree_in(node: Tree[Token] | Token) -> Tree[Token]:
    """A part of a tree that is a tree again."""
    assert isinstance(node, Tree)  # by the grammar
    return node


def name_in(node: Tree[Token] | Token) -> str:
    """A name, without the quotation marks around it."""
    return str(tree_in(node).children[0]).strip('"')
