"""The draws of lines: one stream for what comes first, and more for what is done again."""

from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING

from simkit.engine.plan import LinePlan
from simkit.engine.sampling import Address, Stream
from simkit.model.distribution import Distribution, Uniform
from simkit.model.rule import Turns

if TYPE_CHECKING:
    from simkit.engine.reference.run import Run

CHANCES = 10**9  # a chance is drawn as one of so many equal parts
_EVEN = Uniform(low=0, high=CHANCES)
_KEPT = 4096  # streams of what is done again; asked for again, one draws the same again


class Draws:
    """Where every random number of a run comes from, by its address."""

    def __init__(self, run: "Run") -> None:
        self.run, self.plan = run, run.plan
        self._faults: dict[tuple[str, int, str], Stream] = {}
        self.time = self._remembered("work", lambda line: line.time)
        self.network = self._remembered("network", lambda line: line.network)
        self.fails = self._remembered("fails", lambda _: _EVEN)
        self.poison = self._remembered("poison", lambda _: _EVEN)
        self.confirmation = self._remembered("confirmation", lambda line: line.network)
        self.detection = self._remembered(
            "detection", lambda line: self.plan.pools[line.receiver].detect_after
        )

        self.choices = [self.section("choice", n) for n in range(len(self.plan.sections))]
        self.pauses = {
            n: self.section("pause", n, plan.rule.pause)
            for n, plan in enumerate(self.plan.sections)
            if isinstance(plan.rule, Turns) and plan.rule.pause is not None
        }

    def stream(self, kind: str, line: LinePlan, law: Distribution, path: str = "") -> Stream:
        """The draws of one line; each kind of draw has a stream of its own."""
        root = self.plan.roots[line.root]
        return Stream(
            self.address(f"{kind} {line.stream}", root.client, root.name, line.path + path), law
        )

    def fault(
        self, name: str, line: int, path: str, law: Distribution = _EVEN
    ) -> Callable[[int], int]:
        """The draws of a fault for what happens on a line."""
        if (name, line, path) not in self._faults:
            if len(self._faults) >= _KEPT:
                self._faults.clear()
            self._faults[name, line, path] = self.stream(name, self.plan.lines[line], law, path)
        return self._faults[name, line, path]

    def delays(
        self, line: int, laws: tuple[Distribution, ...]
    ) -> list[Callable[[str], Callable[[int], int]]]:
        """The draws of the pauses before a message is delivered again."""

        def of(number: int, law: Distribution) -> Callable[[str], Callable[[int], int]]:
            return lambda path: self.fault(f"retry delay {number}", line, path, law)

        return [of(number, law) for number, law in enumerate(laws)]

    def section(
        self, kind: str, section: int, law: Distribution = _EVEN
    ) -> Callable[[str], Callable[[int], int]]:
        """The draws of a block; each kind of draw has a stream of its own."""
        plan = self.plan.sections[section]
        root = self.plan.roots[plan.root]

        @lru_cache(maxsize=_KEPT)
        def of(path: str) -> Stream:
            name = f"{kind} {plan.stream}"
            return Stream(self.address(name, root.client, root.name, plan.path + path), law)

        return of

    def keys(self, line: LinePlan) -> Stream:
        """What decides the key of each message, whoever takes it."""
        root = self.plan.roots[line.root]
        return Stream(self.address(f"key {line.key_stream}", root.client, root.name, ""), _EVEN)

    def address(self, stream: str, client: int, journey: str, path: str) -> Address:
        """Where draws belong."""
        return Address(
            seed=self.plan.seed,
            replication=self.run.replication,
            stream=stream,
            client=self.plan.clients[client],
            journey=journey,
            path=path,
        )

    def part(self, name: str, law: Distribution) -> Stream:
        """The draws of what belongs to no request."""
        address = Address(
            seed=self.plan.seed,
            replication=self.run.replication,
            stream=name,
            client="",
            journey="",
        )
        return Stream(address, law)

    def _remembered(
        self, kind: str, law: Callable[[LinePlan], Distribution]
    ) -> Callable[[int, str], Callable[[int], int]]:
        @lru_cache(maxsize=_KEPT)
        def of(line: int, path: str) -> Stream:
            plan = self.plan.lines[line]
            return self.stream(kind, plan, law(plan), path)

        return of
