"""The program of a plan for people: what the machine runs, so that a request can be followed.

It is read back from the program itself, number by number; the plan only lends its names. Each
instruction is shown with its number in the execution, its code (see `layout`) and what it does.
"""

from collections.abc import Iterator
from textwrap import fill

from simkit.engine.compiled import places as at
from simkit.engine.compiled.program import Program, write_program
from simkit.engine.plan import Plan

WIDTH, INDENT = 80, 18
# The words for instructions, in the order of their codes.
NAMES = (
    *("work", "send", "answer", "await", "over", "turn", "turned", "fail", "choose", "try"),
    *("tried", "fork", "gather", "jump", "land"),
)
WITH_BRANCHES = (at.TURN, at.CHOOSE, at.TRY_ENDS, at.FORK, at.GATHER)


def listing(plan: Plan) -> Iterator[str]:
    """The program of a plan, line by line, in 80 columns."""
    for line in _Listing(write_program(plan, 0)).all():
        if len(line) <= WIDTH:
            yield line
        else:
            yield from fill(line, WIDTH, subsequent_indent=" " * INDENT).splitlines()


class _Listing:
    """A program, and the names of what is in it."""

    def __init__(self, program: Program) -> None:
        self.program, self.plan, self.memory = program, program.plan, program.memory

    def all(self) -> Iterator[str]:
        """Its parts, its queues, where requests come from, and each execution."""
        yield "parts"
        yield from (f"  {self._pool(number)}" for number in range(self.memory[at.POOL_COUNT]))
        if self.program.queue_of:
            yield "queues"
            yield from (f"  {self._queue(place)}" for place in self.program.queue_of.values())
        yield "requests"
        for source in self.plan.sources:
            begins = " or ".join(str(self.plan.roots[root].execution) for root in source.roots)
            client = self.plan.clients[source.client]
            yield f"  {client}: {source.load}; each begins execution {begins}"
        for number in range(self.memory[at.EXECUTION_COUNT]):
            yield ""
            yield from self._execution(number)

    # ---------------------------------------------------------------- parts

    def _pool(self, number: int) -> str:
        own = self.program.pool_of[number]
        if self.memory[own + at.P_BROKER]:
            return f"{number}  {self._name(number)}: broker"
        workers = self.memory[self.memory[own + at.P_INSTANCES] + at.I_WORKERS]
        many = "any number of workers" if workers == at.UNLIMITED else _count(workers, "worker")
        instances, room = self.memory[own + at.P_COUNT], self.memory[own + at.P_ROOM]
        each = f"{instances} instances of {many} each" if instances > 1 else many
        few = "" if room == at.UNLIMITED else f", a queue of {room}"
        gives = ", given back while an answer is awaited" * self.memory[own + at.P_RELEASES]
        return f"{number}  {self._name(number)}: {each}{few}{gives}"

    def _queue(self, place: int) -> str:
        line, broker = self.memory[place + at.Q_NUMBER], self.memory[place + at.Q_BROKER]
        return f"{self._label(line)}, from {self._name(self.memory[broker + at.P_NUMBER])}"

    # ---------------------------------------------------------------- executions

    def _execution(self, number: int) -> Iterator[str]:
        own = at.EXECUTIONS + number * at.X_WIDTH
        line, who = self.memory[own + at.X_LINE], self._name(self.memory[own + at.X_PARTICIPANT])
        begun = f"begun by {self.plan.lines[line].label}" if line >= 0 else "begun by a request"
        yield f"execution {number} at {who}, {begun}"
        start = self.memory[own + at.X_START]
        for place in self._reached(start):
            code = self.memory[place + at.C_OP]
            what = self._instruction(code, place, start)
            yield f"  {_number(place, start):>2}  {code:>2} {NAMES[code]:<6}  {what}".rstrip()
            unsent = self._unsent(code, place)
            if unsent:
                yield f"{'':{INDENT}}stopped here, it does not send {unsent}"

    def _reached(self, start: int) -> list[int]:
        """The places of all instructions that the machine can come to."""
        found: set[int] = set()
        ahead = [start]
        while ahead:
            place = ahead.pop()
            if place in found:
                continue
            found.add(place)
            code, jump = self.memory[place + at.C_OP], self.memory[place + at.C_NEXT]
            ahead += [jump] if jump >= 0 else []
            ahead += self._branches(place) if code in WITH_BRANCHES else []
            ahead += [place + at.C_WIDTH] if code not in (at.OVER, at.JUMP) else []
        return sorted(found)

    def _branches(self, place: int) -> list[int]:
        """Where the branches of a block begin; see `layout_blocks`."""
        table = self.memory[place + at.C_FIRST]
        return [self.memory[table + 2 + 3 * number] for number in range(self.memory[table])]

    # ---------------------------------------------------------------- instructions

    def _instruction(self, code: int, place: int, start: int) -> str:
        line = self.memory[place + at.C_LINE]
        if code == at.WORK:
            return self._work(line)
        if code in (at.SEND, at.ANSWER):
            return self._send(line)
        if code == at.AWAIT:
            return f"{self.plan.lines[line].label}{self._from(line)}"
        if code == at.FAIL:
            return "comes to nothing"
        return self._block(code, place, start)

    def _work(self, line: int) -> str:
        own = self.program.line(line)
        rest = "" if self.memory[own + at.L_WORKS] else ", without the worker"
        plan = self.plan.lines[line]
        can = self.memory[own + at.L_FAILS] + self.memory[own + at.L_POISON]
        time = f"takes {plan.time}{rest}" if plan.time.mean else "takes no time"
        return f"{plan.label}   {time}{', and can fail' * (can > 0)}"

    def _send(self, line: int) -> str:
        own = self.program.line(line)
        network = self.plan.lines[line].network
        said = [f"takes network {network}"] if network.mean else []
        if self.memory[own + at.L_LOST]:
            said = ["which never arrives"]
        if self.memory[own + at.L_DELIVERED]:
            said.insert(0, "from its queue")
        if self.memory[own + at.L_GUARDED]:
            said.insert(0, "as a call that is minded")
        starts = self.memory[own + at.L_STARTS]
        said += [f"begins {starts}"] if starts >= 0 else []
        said += ["says no"] if not self.memory[own + at.L_GOOD] else []
        return f"{self._label(line)}   {', '.join(said)}".rstrip()

    def _from(self, line: int) -> str:
        asked = self.memory[self.program.line(line) + at.L_ASKED]
        if asked < 0:
            return ""
        return f" ← {self._name(self.plan.executions[asked].participant)}"

    def _block(self, code: int, place: int, start: int) -> str:
        jump = self.memory[place + at.C_NEXT]
        on = _number(jump, start) if jump >= 0 else -1
        section = self.memory[place + at.C_LINE]
        name = self.plan.sections[section].stream if section >= 0 else ""
        branches = []
        if code in WITH_BRANCHES:
            branches = [str(_number(one, start)) for one in self._branches(place)]
        words = {
            at.OVER: "",
            at.JUMP: f"to {on}",
            at.LANDS: "behind the block",
            at.TURN: f"'{name}': into a turn, or on at {on}",
            at.TURN_ENDS: f"'{name}': a turn is over, back to {on}",
            at.CHOOSE: f"'{name}': one of {', '.join(branches)}, or on at {on}",
            at.TRY: f"'{name}': whatever comes to nothing before {on} goes on there",
            at.TRY_ENDS: f"'{name}': on at {on}, or else an option: {', '.join(branches[1:])}",
            at.FORK: f"'{name}': {', '.join(branches)} side by side, then on at {on}",
            at.GATHER: f"'{name}': {', '.join(branches)} side by side, then on at {on}",
        }
        return words[code].replace("'': ", "")

    def _unsent(self, code: int, place: int) -> str:
        """What is never sent if an execution comes to nothing there."""
        line = self.memory[place + at.C_LINE]
        if code == at.WORK:
            can_stop = bool(self.memory[self.program.line(line) + at.L_RISKY])
        else:
            can_stop = code in (at.AWAIT, at.FAIL)
        unsent = self.memory[place + at.C_UNSENT] if can_stop else 0
        lines = [number for number in range(len(self.plan.lines)) if unsent >> number & 1]
        return ", ".join(self._label(number) for number in lines)

    # ---------------------------------------------------------------- names

    def _name(self, number: int) -> str:
        return self.plan.pools[number].name

    def _label(self, line: int) -> str:
        receiver = self.memory[self.program.line(line) + at.L_RECEIVER]
        return f"{self.plan.lines[line].label} → {self._name(receiver)}"


def _number(place: int, start: int) -> int:
    """The number of an instruction in its execution, from 1."""
    return (place - start) // at.C_WIDTH + 1


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'s' * (number != 1)}"
