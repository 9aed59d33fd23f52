"""What a file says of one design: its own numbers over those of all designs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from simkit.errors import Problem
from simkit.model.form import DesignForm, ScenarioForm

Keys = tuple[str | int, ...]


@dataclass
class Said:
    """What is said of a design, and what turns out to be wrong with it.

    Attributes:
        name: Of the design.
        form: What is said of this design.
        shared: What is said of all designs.
        keys: Path of the design in the scenario, for the problems.
        unread: Paths of what was said and could not be read: nothing is said of its absence.
        problems: What is wrong.
        idle: Numbers without a use in this design, by path.
        used: Paths of the numbers that mean something here.
    """

    name: str
    form: DesignForm
    shared: ScenarioForm
    keys: Keys
    unread: frozenset[Keys]
    problems: list[Problem] = field(default_factory=list)
    idle: dict[Keys, Problem] = field(default_factory=dict)
    used: set[Keys] = field(default_factory=set)

    def layers(self, item: str) -> list[tuple[Keys, Mapping[str, Any]]]:
        """What is shared, then what this design says, with its path; the later wins."""
        own = getattr(self.form, item)
        return [((item,), getattr(self.shared, item)), ((*self.keys, item), own)]

    def one(self, item: str) -> Any:
        """A value that the design or else the scenario says; None where neither does."""
        own = getattr(self.form, item)
        return getattr(self.shared, item) if own is None else own

    @property
    def lenient(self) -> bool:
        """Whether it is read as a bare document is."""
        return bool(self.one("reading") == "document")

    def lost(self, item: str, name: str) -> bool:
        """Whether something said of a name could not be read."""
        return any(
            item in path and (path[-1] == item or name in path[path.index(item) :])
            for path in self.unread
        )

    def complain(self, keys: Keys, found: str, expected: str, **more: Any) -> None:
        """Note what is wrong."""
        self.problems.append(Problem(keys=keys, found=found, expected=expected, **more))

    def weigh(self, useless: bool, keys: Keys, found: str, why: str) -> None:
        """Note whether a number means something here; one that nowhere does is wrong."""
        if useless:
            self.idle[keys] = Problem(keys=keys, found=found, expected=f"none: {why}", at_key=True)
        else:
            self.used.add(keys)
