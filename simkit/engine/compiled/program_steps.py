"""The steps of executions as instructions."""

from simkit.engine.compiled import places as at
from simkit.engine.compiled.program import Program, bits
from simkit.engine.plan import PlanStep, flat_lines
from simkit.model.script import StepKind

OPS = {
    StepKind.WORK: at.WORK,
    StepKind.SEND: at.SEND,
    StepKind.ANSWER: at.ANSWER,
    StepKind.AWAIT: at.AWAIT,
    StepKind.FAIL: at.FAIL,
}
Steps = tuple[PlanStep, ...]


def write(program: Program) -> None:
    """Write the executions of a plan into its program."""
    plan = program.plan
    for number, execution in enumerate(plan.executions):
        line = plan.lines[execution.line] if execution.line >= 0 else None
        broker = plan.pools[execution.participant].broker
        kind = at.MESSAGE if broker else at.DELIVERY if line and line.delivered else at.PLAIN
        missing, unbegun, work = absence(program, flat_lines(execution.steps))
        first = execution.steps[0][:2] if execution.steps else None
        program.set(
            at.EXECUTIONS + number * at.X_WIDTH,
            X_NUMBER=execution.number,
            X_PARTICIPANT=execution.participant,
            X_POOL=program.pool_of[execution.participant] if line else at.NONE,
            X_LINE=execution.line,
            X_REGION=execution.region,
            X_KIND=kind,
            X_WORKS_FIRST=first == (StepKind.WORK, execution.line),
            X_ALL_MISSING=missing,
            X_ALL_UNBEGUN=unbegun,
            X_ALL_WORK=work,
            X_IS_SETTLED=line is not None and line.settled,
            X_START=write_steps(program, execution.steps),
        )


def write_steps(program: Program, steps: Steps) -> int:
    """The instructions of an execution; where the first is."""
    return Code(program).write(steps)


class Code:
    """Instructions that are being written; until they have a place, they know each other by number.

    Attributes:
        rows: The instructions.
        tables: Of blocks, what belongs to each branch: the number of its first instruction, what
            else the machine is to know of it.
    """

    def __init__(self, program: Program) -> None:
        self.program = program
        self.rows: list[list[int]] = []
        self.tables: list[tuple[int, int, list[tuple[int, int, int]]]] = []

    def write(self, steps: Steps) -> int:
        """Write the steps of an execution; where the first is."""
        self.follow(steps, [], outermost=True)
        self.row(at.OVER, -1, [])
        return self.place()

    def place(self) -> int:
        """Put all of it into the memory; where it is."""
        place = len(self.program.memory)
        self.program.list([0] * (len(self.rows) * at.C_WIDTH))
        for row in self.rows:
            if row[at.C_NEXT] >= 0:
                row[at.C_NEXT] = place + row[at.C_NEXT] * at.C_WIDTH
        for number, never, branches in self.tables:
            table = [len(branches), never]
            for start, first, others in branches:
                table += [place + start * at.C_WIDTH, first, others]
            self.rows[number][at.C_FIRST] = self.program.list(table)
        flat = [number for row in self.rows for number in row]
        self.program.memory[place : place + len(flat)] = flat
        return place

    def row(self, op: int, line: int, behind: list[int], first: int = 0) -> int:
        """One more instruction; ``behind`` are the lines that are sent by what comes after it."""
        row = [op, line, -1, *absence(self.program, behind), first, 0, bits(behind), 0]
        self.rows.append(row)
        return len(self.rows) - 1

    # ---------------------------------------------------------------- steps and blocks

    def follow(self, steps: Steps, behind: list[int], *, outermost: bool = False) -> None:
        """Write some steps."""
        for number, (kind, line, branches) in enumerate(steps):
            left = [*flat_lines(steps[number + 1 :]), *behind]
            if kind in OPS:
                self.row(OPS[kind], line, left, int(outermost))
            else:
                self.block(kind, line, branches, left)
                self.row(at.LANDS, -1, left)

    def block(
        self, kind: StepKind, section: int, branches: tuple[Steps, ...], behind: list[int]
    ) -> None:
        """Write a block."""
        if kind is StepKind.REPEAT:
            self.loop(section, branches, behind)
        elif kind is StepKind.CHOOSE:
            own = self.row(at.CHOOSE, section, behind)
            self.branches(own, branches, behind)
        elif kind is StepKind.TRY:
            self.trial(section, branches, behind)
        else:
            own = self.row(at.GATHER if kind is StepKind.GATHER else at.FORK, section, behind)
            # A branch knows only what it does not send itself.
            self.branches(own, branches, [], last=at.OVER)

    def branches(
        self, own: int, branches: tuple[Steps, ...], behind: list[int], last: int = at.JUMP
    ) -> None:
        """Write branches after each other; each ends with a jump behind the last of them."""
        starts, jumps = [], []
        for branch in branches:
            starts.append(len(self.rows))
            self.follow(branch, behind)
            jumps.append(self.row(last, -1, behind))
        for number in [own, *jumps]:
            self.rows[number][at.C_NEXT] = len(self.rows)
        self.table(own, branches, starts)

    def loop(self, section: int, branches: tuple[Steps, ...], behind: list[int]) -> None:
        """Write a loop."""
        own = self.row(at.TURN, section, behind)
        self.follow(branches[0], behind)
        end = self.row(at.TURN_ENDS, section, behind)
        self.rows[end][at.C_NEXT] = own
        self.rows[own][at.C_NEXT] = len(self.rows)
        self.table(own, branches, [own + 1])

    def trial(self, section: int, branches: tuple[Steps, ...], behind: list[int]) -> None:
        """Write a block that can go on elsewhere: it, how it is left, and the options."""
        own = self.row(at.TRY, section, behind)
        self.follow(branches[0], behind)
        end = self.row(at.TRY_ENDS, section, behind)
        self.rows[own][at.C_NEXT] = end
        self.rows[end][at.C_SECOND] = int(any(branches[1:]))
        self.branches(end, ((), *branches[1:]), behind)
        # What begins in a branch is the same as if the first were written there.
        self.tables[-1] = (*self.tables[-1][:2], self.entries(branches, self.starts_of(-1)))

    def starts_of(self, table: int) -> list[int]:
        """Where the branches of a table begin."""
        return [start for start, _, _ in self.tables[table][2]]

    def table(self, own: int, branches: tuple[Steps, ...], starts: list[int]) -> None:
        """What the machine knows of the branches of a block."""
        never = bits(frozenset[int]().union(*map(self.begins, branches)))
        self.tables.append((own, never, self.entries(branches, starts)))

    def entries(self, branches: tuple[Steps, ...], starts: list[int]) -> list[tuple[int, int, int]]:
        """Of each branch: its start, the answer that it begins with, who is not begun if it is."""
        begun = [self.begins(branch) for branch in branches]
        found = []
        for number, (branch, start) in enumerate(zip(branches, starts, strict=True)):
            others = frozenset[int]().union(*(one for n, one in enumerate(begun) if n != number))
            first = branch[0][1] if branch and branch[0][0] is StepKind.AWAIT else -1
            found.append((start, first, bits(others - begun[number])))
        return found

    def begins(self, branch: Steps) -> frozenset[int]:
        """The roles that begin in a branch."""
        lines = self.program.plan.lines
        return frozenset(one for line in flat_lines(branch) for one in lines[line].unbegun)


def absence(program: Program, lines: list[int]) -> tuple[int, int, int]:
    """What never comes, and never begins, if some lines are never sent; and if that is work."""
    plans = [program.plan.lines[line] for line in lines]
    missing = frozenset[int]().union(*(plan.missing for plan in plans))
    unbegun = frozenset[int]().union(*(plan.unbegun for plan in plans))
    work = any(plan.starts >= 0 or plan.lost for plan in plans)
    return bits(missing), bits(unbegun), int(work)
