"""How much of what begins gets to each step: through choices, turns, failures and attempts."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from simkit.model.flow import (
    After,
    Again,
    Both,
    Chosen,
    Entry,
    Gathered,
    Into,
    Start,
    Tried,
)
from simkit.model.rule import Chances, Conditions, Gathering, Handlers, Rule, Turns, When


@dataclass(frozen=True, slots=True)
class Reach:
    """How often each step is begun, and got past, for each time that its region is done.

    Where a call is made again, its attempts are not counted here.
    """

    begun: Mapping[tuple[int, int], float]
    passed: Mapping[tuple[int, int], float]


def turns_of(rule: Rule) -> float:
    """How often the lines of a loop are done; where it ends by ``until``, once at least."""
    assert isinstance(rule, Turns)
    return 1.0 if rule.until else float(rule.most)


class Share:
    """What gets to the steps of one execution, as far as it has been looked at.

    Args:
        rules: What the blocks do.
        begun: How often the execution begins.
        passed: How often each step is got past, by its number; of a step that never happens, 0.
        well: The share of the calls of some lines that go well.
        chances: By block, how likely each branch of a choice is: written down here.
    """

    def __init__(
        self,
        rules: tuple[Rule, ...],
        begun: float,
        passed: Callable[[int], float],
        well: Callable[[frozenset[int]], float],
        chances: dict[int, tuple[float, ...]],
    ) -> None:
        self.rules, self.begun, self.passed, self.well = rules, begun, passed, well
        self.chances = chances
        self.known: dict[int, float] = {}

    def of(self, entry: Entry) -> float:
        """How often what a step follows comes to pass."""
        if id(entry) not in self.known:
            self.known[id(entry)] = self._of(entry)
        return self.known[id(entry)]

    def _of(self, entry: Entry) -> float:
        if isinstance(entry, Start):
            return self.begun
        return self.passed(entry.step) if isinstance(entry, After) else self._block(entry)

    def _block(self, entry: Entry) -> float:
        match entry:
            case Both():
                return min(self.of(end) for end in entry.ends)
            case Into():
                return self._into(entry)
            case Chosen() | Tried():
                return sum(self.of(end) for end in entry.ends)
            case Again():
                return self._again(entry)
            case Gathered():
                return self._gathered(entry)
            case _:
                return 0.0

    def _into(self, entry: Into) -> float:
        rule, before = self.rules[entry.section], self.of(entry.before)
        match rule:
            case Chances() | Conditions():
                return before * self._shares(entry.section, rule)[entry.branch]
            case Turns():
                return before * turns_of(rule)
            case Gathering():
                return before * rule.copies
            case Handlers():
                return before if entry.body is None else self._left(entry, rule, before)

    def _left(self, entry: Into, rule: Handlers, before: float) -> float:
        """What comes to nothing in the body is handled by the first option for failures.

        How often a wait is in vain for want of time or room is not known before a run.
        """
        assert entry.body is not None
        fits = (n for n, reasons in enumerate(rule.reasons, 1) if "failure" in reasons)
        return max(before - self.of(entry.body), 0.0) if next(fits, 0) == entry.branch else 0.0

    def _shares(self, section: int, rule: Chances | Conditions) -> tuple[float, ...]:
        """How likely each branch is, as far as it is known."""
        if section not in self.chances:
            self.chances[section] = (
                rule.shares if isinstance(rule, Chances) else tuple(self._by_condition(rule))
            )
        return self.chances[section]

    def _by_condition(self, rule: Conditions) -> Iterator[float]:
        left = 1.0
        for when in rule.whens:
            share = 1.0 if when is None else self._likely(when)
            yield left * share
            left *= 1 - share

    def _likely(self, when: When) -> float:
        """How likely it is; that something has happened, is taken for granted."""
        if when.how == "happened":
            return 1.0
        well = self.well(when.lines)
        return well if when.how == "succeeded" else 1 - well if when.how == "failed" else 0.0

    def _again(self, entry: Again) -> float:
        into = self.of(entry.into)
        turns = turns_of(self.rules[entry.section])
        each = self.of(entry.end) / into if into else 0.0
        return float(self.of(entry.into.before) * each**turns)

    def _gathered(self, entry: Gathered) -> float:
        rule, before = self.rules[entry.section], self.of(entry.before)
        assert isinstance(rule, Gathering)
        ends = sorted((self.of(end) / rule.copies for end in entry.ends), reverse=True)
        if rule.deadline is not None:
            return before
        return ends[min(rule.needed, len(ends)) - 1]
