"""When a step of one execution can begin, by mean times: after all branches, or one of them."""

from collections.abc import Callable, Mapping
from math import log

from simkit.model.flow import (
    After,
    Again,
    Both,
    Chosen,
    Entry,
    Gathered,
    Into,
    Never,
    Start,
    Tried,
)
from simkit.model.reach import turns_of
from simkit.model.rule import Gathering, Rule, Turns


class Elapsed:
    """The instants that the steps of one execution follow, in ns; None of what never happens.

    Args:
        rules: What the blocks do.
        begins: When the execution begins.
        over: When each step is over, by its number.
        chances: Of each choice, how likely its branches are.
    """

    def __init__(
        self,
        rules: tuple[Rule, ...],
        begins: float,
        over: Callable[[int], float | None],
        chances: Mapping[int, tuple[float, ...]],
    ) -> None:
        self.rules, self.begins, self.over, self.chances = rules, begins, over, chances
        self.known: dict[int, float | None] = {}

    def of(self, entry: Entry) -> float | None:
        """When what a step follows has come to pass."""
        if id(entry) not in self.known:
            self.known[id(entry)] = self._of(entry)
        return self.known[id(entry)]

    def _of(self, entry: Entry) -> float | None:
        if isinstance(entry, Start):
            return self.begins
        if isinstance(entry, After):
            return self.over(entry.step)
        return None if isinstance(entry, Never) else self._block(entry)

    def _block(self, entry: Both | Into | Chosen | Again | Tried | Gathered) -> float | None:
        match entry:
            case Into():
                return self._into(entry)
            case Chosen():
                return self._chosen(entry)
            case Again():
                return self._again(entry)
            case Gathered():
                return self._gathered(entry)
        ends = (end for one in entry.ends if (end := self.of(one)) is not None)
        return max(ends, default=None) if isinstance(entry, Both) else next(ends, None)

    def _into(self, entry: Into) -> float | None:
        rule, before = self.rules[entry.section], self.of(entry.before)
        if before is not None and isinstance(rule, Turns):
            return before + pauses(rule, 1)
        body = None if entry.body is None else self.of(entry.body)
        return before if body is None else body

    def _chosen(self, entry: Chosen) -> float | None:
        """The mean over the branches that can be taken."""
        shares = self.chances.get(entry.section, ())
        pairs = [
            (end, share)
            for one, share in zip(entry.ends, shares, strict=False)
            if (end := self.of(one)) is not None
        ]
        whole = sum(share for _, share in pairs)
        if whole:
            return sum(end * share for end, share in pairs) / whole
        ends = [end for one in entry.ends if (end := self.of(one)) is not None]
        return max(ends, default=None)

    def _again(self, entry: Again) -> float | None:
        rule = self.rules[entry.section]
        before, first, last = (self.of(x) for x in (entry.into.before, entry.into, entry.end))
        if before is None or first is None or last is None:
            return None
        assert isinstance(rule, Turns)
        turns = turns_of(rule)
        return before + pauses(rule, int(turns)) + turns * (last - first)

    def _gathered(self, entry: Gathered) -> float | None:
        rule, before = self.rules[entry.section], self.of(entry.before)
        assert isinstance(rule, Gathering)
        ends = sorted(end for one in entry.ends if (end := self.of(one)) is not None)
        if before is None or not ends:
            return before
        enough = ends[min(rule.needed, len(ends)) - 1]
        return enough if rule.deadline is None else min(enough, before + rule.deadline)


def pauses(rule: Turns, turns: int) -> float:
    """The mean pauses before the first turns of a loop, in ns.

    >>> from simkit.model.distribution import Constant
    >>> pauses(Turns(most=9, pause=Constant(value=1), growth=2.0, cap=8), 5)
    23.0
    """
    if rule.pause is None:
        return 0.0
    first, cap = rule.pause.mean, rule.cap
    if first == 0 or rule.growth == 1:
        return turns * (first if cap is None else min(first, cap))
    growing = turns
    if cap is not None:
        steps = log(cap / first) / log(rule.growth) if cap > first else -1.0
        growing = max(0, min(turns, int(steps) + 1))
    grown = first * (rule.growth**growing - 1) / (rule.growth - 1) if growing < 1_000 else 0.0
    return grown + (turns - growing) * (cap or 0)
