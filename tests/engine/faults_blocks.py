"""As `tests.engine.faults`: choices, loops, gatherings and critical blocks with one fault each."""

from collections.abc import Callable, Generator, Iterator
from dataclasses import replace
from typing import Any

from simkit.engine import Plan
from simkit.engine.plan import PlanStep, SectionPlan
from simkit.engine.reference.course import NOBODY, Course
from simkit.engine.reference.execution import Execution
from simkit.engine.reference.reasons import Stopped
from simkit.engine.reference.run import Run
from simkit.engine.reference.scope import Scope
from simkit.engine.reference.strands import Group, Strand
from simkit.model.rule import Chances, Gathering, Turns
from tests.engine.contract import Engine
from tests.engine.faults import misreading

Branches = tuple[tuple[PlanStep, ...], ...]


def with_sections(change: Callable[[SectionPlan], SectionPlan]) -> Engine:
    """Blocks are read otherwise than they are drawn."""
    return misreading(lambda plan: _changed(plan, change))


def _changed(plan: Plan, change: Callable[[SectionPlan], SectionPlan]) -> Plan:
    return replace(plan, sections=tuple(change(one) for one in plan.sections))


def with_turns(change: Callable[[Turns], dict[str, Any]]) -> Engine:
    """Loops have other turns than they say."""
    return with_sections(
        lambda plan: (
            replace(plan, rule=replace(plan.rule, **change(plan.rule)))
            if isinstance(plan.rule, Turns)
            else plan
        )
    )


def with_gathering(change: Callable[[Gathering], dict[str, Any]]) -> Engine:
    """Gatherings wait for others than they say."""
    return with_sections(
        lambda plan: (
            replace(plan, rule=replace(plan.rule, **change(plan.rule)))
            if isinstance(plan.rule, Gathering)
            else plan
        )
    )


# ---------------------------------------------------------------------- choices

CHOICE, NOTE, HAS_HAPPENED = Scope.choice, Scope.note, Scope.has_happened
LEARNT, RUN = Course.learnt, Run.__init__


def next_branch(scope: Any, section: int) -> int:
    """The branch after the one that is drawn."""
    rule = scope.run.plan.sections[section].rule
    chosen = CHOICE(scope, section)
    return (chosen + 1) % len(rule.shares) if isinstance(rule, Chances) else chosen


def once_for_all(scope: Any, section: int) -> int:
    """One draw a journey."""
    outer = scope
    while outer.outer is not None and isinstance(scope.run.plan.sections[section].rule, Chances):
        outer = outer.outer
    return CHOICE(outer, section)


def learnt_at_once(course: Course, key: tuple[int, int], branches: Branches) -> int:
    """Whoever does not know yet takes no branch."""
    found = LEARNT(course, key, branches)
    return NOBODY if found is None else found


def first_if_nobody(scope: Any, nobody: frozenset[int]) -> None:
    """Where nobody came to decide the first branch is taken."""
    for number, section in enumerate(scope.run.plan.sections):
        if section.decider in nobody and scope.known((number, 0), section.decider) is None:
            scope.decide((number, 0), 0)


def known_to_all(scope: Any, line: int, word: str) -> None:
    """What has happened in one request has happened in all."""
    NOTE(scope, line, word)
    scope.run.__dict__.setdefault("facts", set()).update(scope.facts)


def happened_to_anybody(scope: Any, whens: Any, section: int) -> bool:
    facts = scope.run.__dict__.get("facts", set())
    return any((line, when.how) in facts for when in whens for line in when.lines)


def tolerating(everything: bool) -> Callable[..., None]:
    """Of calls that come to nothing all stop their callers, or none."""

    def init(run: Run, plan: Plan, *others: Any, **named: Any) -> None:
        RUN(run, plan, *others, **named)
        run.tolerated = [everything] * len(plan.lines)

    return init


def refused_is_no_failure(scope: Any, line: int, word: str) -> None:
    """What was refused has not failed."""
    known = set(scope.facts)
    NOTE(scope, line, word)
    if word == "refused":
        while scope is not None:
            scope.facts -= {(line, "failed")} - known
            scope = scope.outer


# ---------------------------------------------------------------------- loops

BEGIN_TURN, PAUSE_BEFORE, SCOPE_TURN = Course.begin_turn, Scope.pause_before, Scope.turn


def pause_after(scope: Any, section: int, turn: int) -> int:
    """The first turn has no pause before it."""
    return PAUSE_BEFORE(scope, section, turn) if turn else 0


def looks_too_early(
    course: Course, section: int, turn: int, body: tuple[PlanStep, ...], *, decides: bool
) -> Generator[None, None, bool]:
    """A loop looks before its turns, too, whether it is over."""
    rule: Any = course.here.run.plan.sections[section].rule
    if decides and rule.until and course.here.has_happened(rule.until, section):
        course.here.decide((section, turn), NOBODY)
        return False
    return (yield from BEGIN_TURN(course, section, turn, body, decides=decides))


def same_draws(scope: Any, section: int, number: int) -> Scope:
    """Further turns have the draws of the first."""
    turn = SCOPE_TURN(scope, section, number)
    turn.address, turn.time, turn.network = scope.address, scope.time, scope.network
    return turn


def same_path(scope: Any, section: int, number: int) -> Scope:
    """Further turns have the path of what is around them."""
    turn = SCOPE_TURN(scope, section, number)
    turn.path = scope.path
    return turn


# ---------------------------------------------------------------------- gatherings

FAILED, GROUP_ABANDON = Group.failed, Group.abandon


def a_failure_counts(group: Group, strand: Strand, stopped: Stopped) -> None:
    """A branch that fails is over like any other."""
    if group.gathers:
        group.ended(strand)
    else:
        FAILED(group, strand, stopped)


def too_few_are_enough(group: Group, strand: Strand, stopped: Stopped) -> None:
    """It goes on without those that have failed."""
    group.drop(strand)
    if group.gathers and not group.going:
        group.enough()


def no_duplicates(scope: Scope) -> None:
    """What nobody needs any more is waited for all the same."""


# ---------------------------------------------------------------------- critical blocks

HEAR_OF, HANDLE, QUIT_TRIAL = Course.hear_of, Course.handle, Course.quit_trial
FAIL, GO_ON = Execution.fail, Course.try_body


def first_option(course: Course, section: int, why: object) -> int:
    return 1


def last_option(course: Course, section: int, why: object) -> int:
    rule: Any = course.here.run.plan.sections[section].rule
    return len(rule.reasons)


def body_goes_on(course: Course, section: int, branches: Branches) -> Iterator[None]:
    """After what has come to nothing the rest of the block is done."""
    steps = branches[0]
    while steps:
        place = len(course.frames)
        try:
            yield from course.follow(steps)
            return
        except Stopped:
            steps = steps[course.frames[place].number + 1 :]
            del course.frames[place:]


def nobody_leaves(course: Course, section: int, value: int) -> None:
    """Nobody leaves a block because of others."""
    course.look()


def handled_again(course: Course, section: int, here: Any, stopped: Stopped) -> None:
    """Whatever comes to nothing is handled by the block around, if there is one."""
    if len(course.trials) > 1:
        raise stopped
    HANDLE(course, section, here, stopped)


def calls_go_on(course: Course, section: int, here: Any) -> None:
    """What was called in the block is waited for."""
    calls, here.calls = here.calls, {}
    QUIT_TRIAL(course, section, here)
    here.calls = calls


def break_for_one(execution: Execution, stopped: Stopped) -> None:
    """Nobody hears of a break."""
    if stopped.drawn:
        stopped.lines.clear()
    FAIL(execution, stopped)
