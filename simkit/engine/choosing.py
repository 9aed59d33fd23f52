"""Which engine runs a design, and why.

All engines make the same tables, so that nothing but time depends on the choice. The compiled
engine is the faster one by far, once it is there: a process has to load it, and before the
first run on a machine it has to be compiled. `auto` takes it where it can run a design, and the
reference engine would take longer than that. What runs of one process would have gained before is
counted too, so that many short runs get it as well, and nobody waits much more than twice as long
as who had known how many there would be (Karlin, Manasse, Rudolph and Sleator 1988).
"""

import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from typing import ClassVar

from simkit.engine.plan import LinePlan, Plan
from simkit.errors import Problem, ScenarioError, located, nearest
from simkit.model.load import Users
from simkit.model.rule import Turns
from simkit.units import quoted

AUTO, REFERENCE, COMPILED = "auto", "reference", "compiled"
ENGINES = (AUTO, REFERENCE, COMPILED)

# Steps (requests, times lines of the drawing) that the reference engine does in a second: 67,000
# to 163,000 in the designs of accepted, two-apis, bulkhead and put-and-acknowledge.yaml, on one
# core of the machine of DESIGN.md, section 10.
STEPS_A_SECOND = 80_000
# What the compiled engine takes besides its steps, of which it does 1.2 to 2.3 million in a
# second, in seconds, there too.
STARTING = 0.004  # a run; so much more than the reference engine, which wins up to 300 steps
LOADING = 1.4  # a process that has not loaded it: numba 0.7, the engine and its machine code 0.6
COMPILING = 45.0  # a machine on which that code is not kept
# How often a loop is expected to go round that ends when something has happened.
LOOKS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """The engine that runs a design.

    Attributes:
        engine: Its name.
        reason: Why it and not another, in words; "" where it is the faster one.
    """

    engine: str
    reason: str = ""

    def __str__(self) -> str:
        return f"{self.engine} ({self.reason})" if self.reason else self.engine


def read_engine(text: str) -> str:
    """The engine that is asked for, or ``auto``.

    Raises:
        ScenarioError: If there is none of that name.

    >>> read_engine("auto")
    'auto'
    """
    if text in ENGINES:
        return text
    expected = "'auto', 'reference' or 'compiled'"
    meant = nearest(str(text), ENGINES)
    problem = Problem(found=f"found {quoted(str(text))}", expected=expected, meant=meant)
    raise ScenarioError(located(problem, "--engine"))


def choose(plan: Plan, asked: str, runs: int = 1) -> Choice:
    """The engine for one design.

    Args:
        plan: What is to run.
        asked: One of `ENGINES`.
        runs: How often.

    Raises:
        ScenarioError: If the compiled engine is asked for, and cannot run it.
    """
    chooser = Chooser(asked)
    chooser.add(plan, runs)
    return chooser.choices()[0]


@dataclass(slots=True, kw_only=True)
class _Task:
    """What is asked of an engine.

    Attributes:
        design: Name of the design.
        gain: How much sooner the compiled engine is done with it, once it is loaded; in seconds.
        refusal: Why it cannot run it; None: it can, or nobody has asked it.
    """

    design: str
    gain: float
    refusal: str | None = None


class Chooser:
    """Chooses engines for several designs, which get the compiled one ready together.

    Attributes:
        waived: What runs of this process would have gained by the compiled engine, s, that was
            not worth it to get ready for them.
    """

    waived: ClassVar[float] = 0.0

    def __init__(self, asked: str) -> None:
        """Nothing is to run so far.

        Args:
            asked: One of `ENGINES`.
        """
        self._asked = asked
        self._tasks: list[_Task] = []
        self._unasked: list[tuple[_Task, Plan]] = []
        self._most = 0.0

    def add(self, plan: Plan, runs: int = 1) -> None:
        """One more design is to run, so often."""
        gain = max(0.0, runs * (expected_steps(plan) / STEPS_A_SECOND - STARTING))
        task = _Task(design=plan.design, gain=gain)
        self._tasks.append(task)
        self._unasked.append((task, plan))
        self._most += gain
        if self._asked == COMPILED or (self._asked == AUTO and self._loads()):
            # To know what it can run, it has to be loaded.
            for one, its in self._unasked:
                one.refusal = refusal(its)
            self._unasked.clear()

    def _loads(self) -> bool:
        return self._most + Chooser.waived >= LOADING or _is_loaded()

    def choices(self) -> tuple[Choice, ...]:
        """The engine of each design, in order.

        Raises:
            ScenarioError: If the compiled engine is asked for, and cannot run one of them.
        """
        if self._asked == COMPILED:
            refuse(((task.design, task.refusal) for task in self._tasks), "--engine compiled")
        if self._asked != AUTO:
            return (Choice(engine=self._asked, reason="asked for"),) * len(self._tasks)
        gain = sum(task.gain for task in self._tasks if task.refusal is None)
        against = _against(gain + Chooser.waived)
        if against:
            Chooser.waived += gain
        return tuple(_choice(task, against) for task in self._tasks)


def _against(gain: float) -> str:
    """Why a gain, in s, is not worth it to get the compiled engine ready; "" if it is."""
    if gain < LOADING and not _is_loaded():
        return "loading the other one takes longer"
    from simkit.engine import compiled  # noqa: PLC0415 - slow to load

    if gain < COMPILING and not compiled.is_compiled():
        return f"compiling the other one, {_how_long()}, takes longer"
    return ""


def _choice(task: _Task, against: str) -> Choice:
    if task.refusal is not None:
        return Choice(engine=REFERENCE, reason=f"the other one does not run it: {task.refusal}")
    if against or not task.gain:
        return Choice(engine=REFERENCE, reason=against or "its runs are short")
    return Choice(engine=COMPILED)


def _is_loaded() -> bool:
    return "simkit.engine.compiled.machine" in sys.modules


def refusal(plan: Plan) -> str | None:
    """Why the compiled engine cannot run a plan; None: it can."""
    if find_spec("numba") is None:  # as in a browser
        return "it needs numba, which is not installed"
    from simkit.engine import compiled  # noqa: PLC0415 - slow to load

    return compiled.refusal(plan)


def refuse(found: Iterable[tuple[str, str | None]], said: str) -> None:
    """Refuse what the compiled engine is asked for and cannot do, if there is any.

    Args:
        found: Names of designs, and why it cannot run them.
        said: The option that asks for it.

    Raises:
        ScenarioError: With every reason of a design once.
    """
    texts = dict.fromkeys(f"design '{design}': {reason}" for design, reason in found if reason)
    if texts:
        expected = "a design that it runs (the reference engine runs every one)"
        problems = (Problem(found=text, expected=expected) for text in texts)
        raise ScenarioError(*(located(problem, said) for problem in problems))


def _how_long() -> str:
    """How long it takes to compile the engine, in words."""
    minutes = max(1, round(COMPILING / 60))
    return "about a minute" if minutes == 1 else f"about {minutes} minutes"


def prepare(choices: Iterable[Choice], tell: Callable[[str], None] | None) -> None:
    """Compile the engine for this machine, where it is needed and that has not been done.

    Args:
        choices: What is to run.
        tell: Called with a text before that is done, as it takes its time; None: nobody listens.
    """
    needed = [choice for choice in choices if choice.engine == COMPILED]
    if not needed:
        return
    from simkit.engine import compiled  # noqa: PLC0415 - slow to load

    if not compiled.is_compiled():
        why = needed[0].reason or "runs like these take longer without it"
        if tell:
            tell(
                f"compiling the engine for this machine ({why}): {_how_long()}, once; "
                f"kept in {compiled.kept_in()}"
            )
        compiled.prepare()


# ---------------------------------------------------------------------- how long a run is


def expected_steps(plan: Plan) -> float:
    """About how many steps a run has: requests, times lines of their drawing."""
    steps = 0.0
    for source in plan.sources:
        own = [line for line in plan.lines if line.root in source.roots]
        lines = sum(_turns(plan, line.within) for line in own) / len(source.roots)
        if isinstance(source.load, Users):
            steps += lines * _requests_of_users(source.load, own, plan.horizon)
        else:
            steps += lines * source.load.expected(plan.horizon)
    return steps


def _requests_of_users(load: Users, lines: Sequence[LinePlan], horizon: int) -> float:
    """As if nobody had to wait for a worker, and nothing were done side by side."""
    turn = load.think.mean
    for line in lines:
        turn += line.time.mean + line.network.mean
        if line.acknowledges:
            break
    return load.count * (1 + horizon / turn if turn else 1)  # without time, the run ends at once


def _turns(plan: Plan, within: tuple[tuple[int, int], ...]) -> float:
    turns = 1.0
    for section, _ in within:
        rule = plan.sections[section].rule
        if isinstance(rule, Turns):
            turns *= min(rule.most, LOOKS) if rule.until else rule.most
    return turns
