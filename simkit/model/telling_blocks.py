"""What is told of the blocks of a script: what is said of them, what is wrong, what is assumed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from simkit.errors import Problem
from simkit.model.diagram import Block, Position, Statement
from simkit.model.draft import problem_at
from simkit.model.script import Script, Section
from simkit.units import BadValue

Keys = tuple[str | int, ...]


@dataclass
class Telling:
    """What is told of the blocks of a script while they are read.

    Attributes:
        script: Of one diagram.
        choices: By label what is said of it instead, and where.
        unread: Labels of which something is said that could not be read.
        lenient: Whether what nothing is said of is assumed.
        assumed: What had to be decided, in words.
        problems: What is wrong.
        told: Blocks with which something is wrong.
    """

    script: Script
    choices: Mapping[str, tuple[Keys, str]]
    unread: frozenset[str]
    lenient: bool
    assumed: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    told: set[int] = field(default_factory=set)

    def said(self, label: str) -> str:
        """What is said of a label: by itself, or instead of it."""
        if label in self.choices:
            return self.choices[label][1]
        return label

    def refuse(self, section: Section, label: str, bad: BadValue) -> None:
        """What is said of a branch, on its label or instead of it, has no meaning."""
        if label in self.choices:
            keys = self.choices[label][0]
            self.problems.append(
                Problem(keys=keys, found=bad.found, expected=bad.expected, meant=bad.meant)
            )
            self.told.add(section.index)
        else:
            self.complain(section, bad.found, bad.expected, bad.meant, label=label)

    def ask(self, section: Section, branch: int) -> None:
        """Nothing says how likely a branch is."""
        label = section.labels[branch]
        if label:
            which = f"'{label}' is"
            said = f"'{label} (50 %)', or 'choices: {{\"{label}\": 50 %}}'"
        else:
            which = "it is" if len(section.labels) == 1 else f"branch {branch + 1} is"
            said = f"'{'else' if branch else section.kind.value} 50 %'"
        found = f"found {named(section)} and nothing that says how likely {which}"
        if section.index not in self.told and self.unread.isdisjoint(section.labels):
            self.complain(section, found, f"a share, as in {said}", label=label)

    def complain(
        self, section: Section, found: str, expected: str, meant: str = "", *, label: str = ""
    ) -> None:
        """Something is wrong with a block, or with its branch of a label."""
        self.told.add(section.index)
        places = dict(_places(self.script.diagram.statements, section.at))
        at = places.get(label, section.at) if label else section.at
        problem = problem_at(self.script.diagram, at, found, expected)
        self.problems.append(replace(problem, meant=meant))

    def assume(self, section: Section, text: str) -> None:
        """Something of a block had to be decided."""
        where = f"line {section.at.line} of the diagram"
        self.assumed.append(f"{where}: {named(section)}: {text}")


def _places(statements: tuple[Statement, ...], at: Position) -> Iterator[tuple[str, Position]]:
    """Where each label of a block stands, by where the block does."""
    for item in statements:
        if isinstance(item, Block):
            for branch in item.branches:
                if item.at == at:
                    yield branch.label, branch.at
                yield from _places(branch.statements, at)


def named(section: Section) -> str:
    """A block as people speak of it."""
    return f"'{section.kind.value} {section.labels[0]}".rstrip() + "'"
