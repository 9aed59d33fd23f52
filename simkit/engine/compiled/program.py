"""The program of a plan: its lines, executions, pools and steps as whole numbers.

Nothing here is compiled to machine code: the same machine runs every program.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil

import numpy as np
from numpy.typing import NDArray

from simkit.engine.compiled import places as at
from simkit.engine.plan import LinePlan, Plan
from simkit.engine.sampling import Address, Choice, Stream, thinking
from simkit.model.distribution import Constant, Distribution, Uniform
from simkit.model.load import Users
from simkit.units import SECOND

CHANCES = 10**9  # a chance is drawn as one of so many equal parts
EVEN = Uniform(low=0, high=CHANCES)
Values = Callable[[str, int, int], NDArray[np.int64]]


@dataclass(frozen=True, slots=True)
class Draw:
    """Some draws.

    Attributes:
        constant: Their only value; -1: there are several.
        values: Those of an address (its text), from a first one, and how many.
        source: The number of the source with whose requests they come; -1: of no one's.
        is_common: Whether every request may need one, or only some.
    """

    constant: int
    values: Values
    source: int = -1
    is_common: bool = False


class Program:
    """A program that is being written.

    Attributes:
        memory: What the machine's memory begins with.
        draws: What can be drawn, by number.
    """

    def __init__(self, plan: Plan, replication: int) -> None:
        self.plan, self.replication = plan, replication
        self.memory: list[int] = [0] * at.PROGRAM_END
        self.draws: list[Draw] = []
        self.source_of = {
            root: number for number, source in enumerate(plan.sources) for root in source.roots
        }
        self.priorities = sorted({0, *(_priority(plan, line) for line in plan.lines)}, reverse=True)
        self.queue_of: dict[int, int] = {}  # by line of a delivery, its queue
        self.pool_of = [at.POOLS + n * at.P_WIDTH for n in range(len(plan.pools))]

    # ---------------------------------------------------------------- room and numbers

    def room(self, words: int, value: int = 0) -> int:
        """Some more memory; where it is."""
        place = len(self.memory)
        self.memory += [value] * words
        return place

    def list(self, numbers: "list[int]") -> int:
        """Some numbers one after the other; where the first is."""
        place = len(self.memory)
        self.memory += numbers
        return place

    def set(self, record: int, **values: int) -> None:
        """Fill places of a record, by their names in `layout`."""
        for name, value in values.items():
            self.memory[record + getattr(at, name)] = int(value)

    def line(self, number: int) -> int:
        """Where a line is."""
        return at.LINES + number * at.L_WIDTH

    # ---------------------------------------------------------------- draws

    def address(self, stream: str, client: int, journey: str, path: str) -> Address:
        """Where draws belong."""
        return Address(
            seed=self.plan.seed,
            replication=self.replication,
            stream=stream,
            client="" if client < 0 else self.plan.clients[client],
            journey=journey,
            path=path,
        )

    def draw(
        self, kind: str, line: LinePlan, law: Distribution = EVEN, *, is_common: bool = False
    ) -> int:
        """The draws of one line; each kind of draw has a stream of its own."""
        root = self.plan.roots[line.root]
        name = f"{kind} {line.stream}"

        def values(address: str, first: int, count: int) -> NDArray[np.int64]:
            here = self.address(name, root.client, root.name, line.path + address)
            return Stream(here, law).array(first, count)

        return self.new_draw(law, values, self.source_of.get(line.root, -1), is_common=is_common)

    def draw_of_part(self, name: str, law: Distribution) -> int:
        """The draws of what belongs to no request."""

        def values(_: str, first: int, count: int) -> NDArray[np.int64]:
            return Stream(self.address(name, -1, "", ""), law).array(first, count)

        return self.new_draw(law, values, -1)

    def new_draw(
        self, law: Distribution, values: Values, source: int, *, is_common: bool = False
    ) -> int:
        """The number of some draws."""
        constant = law.value if isinstance(law, Constant) else -1
        self.draws.append(Draw(constant, values, source, is_common))
        return len(self.draws) - 1


def _priority(plan: Plan, line: LinePlan) -> int:
    own = line.handling.priority
    if not line.delivered:
        return own
    put = plan.lines[plan.executions[line.carries].line]
    return max(own, put.handling.priority)


def bits(numbers: "frozenset[int] | list[int] | set[int]") -> int:
    """A set of small numbers as one number.

    >>> bits([0, 3])
    9
    """
    return sum(1 << number for number in set(numbers))


def chance(share: float) -> int:
    """Below which of `CHANCES` a draw has to be.

    >>> chance(0.5), chance(1e-10)
    (500000000, 1)
    """
    return ceil(share * CHANCES)


def write_program(plan: Plan, replication: int) -> Program:
    """The program of a plan."""
    program = Program(plan, replication)
    program.set(
        0,
        WARM_UP=plan.warm_up,
        HORIZON=plan.horizon,
        LATEST=plan.latest,
        IS_RICH=bool(plan.sections) or any(line.guarded for line in plan.lines),
        WATCHES=any(line.watched for line in plan.lines),
        PACES=any(line.calling.pace is not None for line in plan.lines),
        REMEMBERS=any(line.handling.idempotent is not None for line in plan.lines),
        PRIORITISES=any(line.handling.priority for line in plan.lines),
        HAS_FAULTS=bool(plan.faults),
        HAS_SECTIONS=bool(plan.sections),
        ROOTS=len(plan.roots),
        LINE_COUNT=len(plan.lines),
        EXECUTION_COUNT=len(plan.executions),
        POOL_COUNT=len(plan.pools),
        SECTION_COUNT=len(plan.sections),
        SOURCE_COUNT=len(plan.sources),
        LEVELS=len(program.priorities),
        PRIORITIES=program.list(program.priorities),
    )
    from simkit.engine.compiled import (  # noqa: PLC0415 - they need the names of this file
        program_blocks,
        program_calls,
        program_faults,
        program_queues,
        program_serving,
        program_steps,
    )

    program_serving.write(program)
    program_queues.write(program)
    _write_lines(program)
    for part in (program_calls, program_faults, program_steps, program_blocks):
        part.write(program)
    _write_sources(program)
    _write_roots(program)
    _write_draws(program)
    return program


# -------------------------------------------------------------------- parts


def _write_lines(program: Program) -> None:
    plan = program.plan
    answered = {line.asked for line in plan.lines}
    for number, line in enumerate(plan.lines):
        handling = line.handling
        program.set(
            program.line(number),
            L_RECEIVER=line.receiver,
            L_POOL=program.pool_of[line.receiver],
            L_STARTS=line.starts,
            L_LOST=line.lost,
            L_DELIVERED=line.delivered,
            L_CARRIES=line.carries,
            L_STORED=line.stored,
            L_COPIES=line.copies,
            L_SETTLES=line.settles,
            L_SETTLED=line.settled,
            L_REJECTS=line.rejects,
            L_ASKED=line.asked,
            L_ASKED_REGION=plan.executions[line.asked].region if line.asked >= 0 else -1,
            L_TO=line.to,
            L_TO_REGION=plan.executions[line.to].region if line.to >= 0 else -1,
            L_GOOD=line.good,
            L_ACKNOWLEDGES=line.acknowledges,
            L_NOTICES=line.notices,
            L_FINAL=line.final,
            L_WORKS=line.works,
            L_ROOT=line.root,
            L_MISSING=bits(line.missing),
            L_UNBEGUN=bits(line.unbegun),
            L_GUARDED=line.guarded,
            L_ANSWERS=bits(list(line.answers)),
            L_WATCHED=line.watched,
            L_TOLERATED=line.tolerated,
            L_PRIORITY=handling.priority,
            L_RISKY=_is_risky(plan, number),
            L_QUEUE=program.queue_of.get(number, at.NONE),
            L_TIME=program.draw("work", line, line.time, is_common=True),
            L_NETWORK=program.draw("network", line, line.network, is_common=True),
            L_FAILS=chance(handling.fails),
            L_POISON=chance(handling.poison),
            L_IDEMPOTENT=-1 if handling.idempotent is None else handling.idempotent,
            L_TRANSFER=_transfer(plan, line),
            L_LEAVES_WORK=line.starts >= 0 or line.lost,
            L_DESCENT=len(line.descent),
            L_DESCENT_AT=program.list(list(line.descent)),
            L_IS_ANSWERED=line.starts in answered,
            L_LABEL=next(
                n
                for n, other in enumerate(plan.lines)
                if (other.receiver, other.label) == (line.receiver, line.label)
            ),
        )
        if handling.fails:
            program.set(program.line(number), L_FAILS_SLOT=program.draw("fails", line))
        if handling.poison:
            program.set(program.line(number), L_POISON_SLOT=program.draw("poison", line))


def _transfer(plan: Plan, line: LinePlan) -> int:
    """How long a message takes to come into its broker."""
    policy = plan.pools[line.receiver].policy
    flow = policy.bandwidth if policy else None
    return 0 if flow is None else -(-line.handling.size * SECOND // flow)


def _is_risky(plan: Plan, number: int) -> bool:
    """Whether what handles or sends a line can do otherwise than go on."""
    line = plan.lines[number]
    handling = line.handling
    struck = {fault.part for fault in plan.faults if fault.part}
    return bool(
        handling.fails
        or handling.poison
        or handling.idempotent is not None
        or line.watched
        or plan.pools[line.receiver].name in struck
        or any(number in fault.after for fault in plan.faults)
    )


# -------------------------------------------------------------------- where requests come from


def _write_sources(program: Program) -> None:
    plan = program.plan
    places = program.room(len(plan.sources) * at.O_WIDTH)
    program.set(0, SOURCES=places)
    for number, source in enumerate(plan.sources):
        own = places + number * at.O_WIDTH
        program.set(
            own,
            O_ROOT=source.roots[0],
            O_CHOICE=_choice(program, number),
            O_USERS=source.load.count if isinstance(source.load, Users) else 0,
            O_THINK=_think(program, number),
            O_LOADED=-1,
            O_INSTANT=-1,
            O_REQUEST=-1,
            O_ROOTS=len(source.roots),
        )
        for place, root in enumerate(source.roots):
            program.memory[own + at.O_ROOTS + 1 + place] = root


def _choice(program: Program, number: int) -> int:
    plan, source = program.plan, program.plan.sources[number]
    if len(source.roots) == 1:
        law = Constant(value=0)
        return program.new_draw(law, lambda *_: np.zeros(0, dtype=np.int64), number)
    choice = Choice(
        source.shares or len(source.roots),
        seed=plan.seed,
        replication=program.replication,
        client=plan.clients[source.client],
        journey=source.journey,
    )

    def ways(_: str, first: int, count: int) -> NDArray[np.int64]:
        return choice.ways(first, count)

    return program.new_draw(EVEN, ways, number, is_common=True)


def _think(program: Program, number: int) -> int:
    """The draws of how long users think; of an open load, -1."""
    plan, source = program.plan, program.plan.sources[number]
    if not isinstance(source.load, Users):
        return -1
    stream = thinking(
        source.load,
        seed=plan.seed,
        replication=program.replication,
        client=plan.clients[source.client],
        journey=source.journey,
    )
    return program.new_draw(
        source.load.think, lambda _, first, count: stream.array(first, count), number
    )


def _write_roots(program: Program) -> None:
    plan = program.plan
    for number, root in enumerate(plan.roots):
        can_acknowledge = any(line.acknowledges and line.root == number for line in plan.lines)
        noticing = [line.root for line in plan.lines if line.notices]
        noticing += [section.root for section in plan.sections if section.notices]
        can_complete = not any(
            line.stored and not line.copies and line.root == number for line in plan.lines
        )
        can = can_acknowledge + 2 * (number in noticing) + 4 * can_complete
        program.memory[at.ROOT_EXECUTIONS + number] = root.execution
        program.memory[at.ROOT_CAN + number] = can


def _write_draws(program: Program) -> None:
    places = program.room(len(program.draws) * at.D_WIDTH)
    program.set(0, SLOTS=places)
    for number, one in enumerate(program.draws):
        program.memory[places + number * at.D_WIDTH + at.D_CONSTANT] = one.constant
        program.memory[places + number * at.D_WIDTH + at.D_KEY] = -1
