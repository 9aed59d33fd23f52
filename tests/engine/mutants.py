"""Engines with one fault each: the reference engine with one part replaced, or a plan misread.

Every mutant names the exact case that is meant to reject it; a contract that has not been seen
to fail is not one. Parts are replaced for the time of a run only.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import partial
from itertools import count
from typing import Any
from unittest.mock import patch

from simkit.engine import Plan
from simkit.engine.order import ARRIVALS, ENDS, LINE_BITS, PATH_BITS, TIMEOUTS
from simkit.engine.reference import execution as execution_module
from simkit.engine.reference import journey as journey_module
from simkit.engine.reference import pool as pool_module
from simkit.engine.reference.events import After, Clock
from simkit.engine.reference.execution import BLOCKED, NOTHING, PAUSING, Execution
from simkit.engine.reference.journey import Journey
from simkit.engine.reference.pool import Pool
from simkit.engine.reference.rows import Rows
from simkit.engine.reference.run import Run
from simkit.engine.reference.source import OpenSource
from simkit.model.distribution import Constant
from tests.engine.contract import Engine, Tables

DRAWS = "every draw comes from its address"  # rejected by `check_draws`


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutant:
    """An engine with a fault.

    Attributes:
        fault: What is wrong.
        case: Name of the exact case that is meant to show it, or ``DRAWS``.
        engine: The engine.
    """

    fault: str
    case: str
    engine: Engine


def with_parts(*parts: tuple[Any, str, Any]) -> Engine:
    """The reference engine with some attributes of its parts replaced while it runs."""

    def engine(plan: Plan, replication: int) -> Tables:
        with ExitStack() as stack:
            for owner, name, value in parts:
                stack.enter_context(patch.object(owner, name, value))
            return Run(plan, replication).run(None)

    return engine


def misreading(change: Callable[[Plan], Plan]) -> Engine:
    """The reference engine on another plan than it was given."""
    return lambda plan, replication: Run(change(plan), replication).run(None)


# ---------------------------------------------------------------------- workers

POOL, GIVE_BACK, LEAVE = Pool.__init__, Pool.give_back, Pool.leave


def lifo(pool: Pool) -> None:
    pool.queue.rotate(1)  # the last is the first now
    GIVE_BACK(pool)


def one_worker_more(pool: Pool, clock: Clock, workers: int, *rest: Any) -> None:
    POOL(pool, clock, workers and workers + 1, *rest)


def one_worker_fewer(pool: Pool, clock: Clock, workers: int, *rest: Any) -> None:
    POOL(pool, clock, workers, *rest)
    pool.free -= bool(workers)


def busy_when_over(pool: Pool, execution: Execution, holding: bool) -> None:
    LEAVE(pool, execution, holding and execution.failed)


def busy_when_failed(pool: Pool, execution: Execution, holding: bool) -> None:
    LEAVE(pool, execution, holding and not execution.failed)


def open_to_all(event_class: int, pool: Pool) -> None:
    """A free worker is there for anybody until the longest waiter wakes up."""
    now = pool.clock._now
    pool.free += 1
    pool.taken -= 1
    pool.held += now
    if pool.queue:
        After(pool.clock, 0, event_class + pool.queue[0].key, partial(_wake, pool))


def _wake(pool: Pool, _: object) -> None:
    if pool.queue and pool.free:
        waiter = pool.queue.popleft()
        pool.waiting += pool.clock._now
        pool.take(waiter)
        if waiter.key not in pool.inside:
            pool.begin(waiter)
        waiter.go()


def pause_with_worker(execution: Execution, duration: int) -> Iterator[None]:
    execution.doing = PAUSING
    After(execution.clock, duration, ENDS + execution.key, execution.go)
    yield
    execution.doing = NOTHING


def queueing_is_waiting(execution: Execution) -> Iterator[None]:
    if not execution.pool.take(execution):
        execution.doing, execution.since = BLOCKED, execution.clock._now
        yield
        execution.blocked += execution.clock._now - execution.since
    execution.doing = NOTHING


# ---------------------------------------------------------------------- answers

ANSWER, HEAR = Journey.answer, Journey.hear


def deaf(journey: Journey, event: Any) -> None:
    asker = journey.executions[journey.run.lines[event.value[0]].to]
    assert asker is not None
    asker.awaited = -1  # it still waits, but nobody knows
    HEAR(journey, event)


def no_failure_answer(journey: Journey, line: int, good: bool) -> None:
    if good:  # whatever the line says; the failed send nothing
        ANSWER(journey, line, good)


def reached_again(journey: Journey, line: int) -> None:
    plan, now = journey.run.lines[line], journey.clock._now
    if plan.acknowledges:
        journey.acknowledged, journey.final = now, plan.final
    if plan.notices:
        journey.noticed = now


def answers_take_no_time(plan: Plan) -> Plan:
    at_once = Constant(value=0)
    lines = (replace(line, network=at_once) if line.to >= 0 else line for line in plan.lines)
    return replace(plan, lines=tuple(lines))


def no_means_yes(plan: Plan) -> Plan:
    return replace(plan, lines=tuple(replace(line, good=True) for line in plan.lines))


def with_releases(releases: bool, plan: Plan) -> Plan:
    pools = (replace(pool, releases=releases) for pool in plan.pools)
    return replace(plan, pools=tuple(pools))


# ---------------------------------------------------------------------- ends

ADVANCE, OFFER = Clock.advance, OpenSource.offer


def closed_marks(clock: Clock, until: int) -> None:
    ADVANCE(clock, until + 1)


def measures_the_horizon(run: Run, journey: Journey) -> bool:
    return run.plan.warm_up <= journey.meant <= run.plan.horizon


def measures_not_the_warm_up(run: Run, journey: Journey) -> bool:
    return run.plan.warm_up < journey.meant < run.plan.horizon


def measures_all(run: Run, journey: Journey) -> bool:
    return journey.meant < run.plan.horizon


def no_load_after_the_horizon(source: OpenSource, event: Any) -> None:
    if source.run.clock._now < source.run.plan.horizon:
        OFFER(source, event)


# ---------------------------------------------------------------------- order


class Disordered(Clock):
    """Takes only some bits of a key; the order of scheduling decides the rest."""

    def __init__(self, first_bit: int) -> None:
        super().__init__()
        self._eid = count()
        self.first_bit = first_bit

    def schedule(self, event: Any, priority: Any = 1, delay: Any = 0) -> None:
        super().schedule(event, priority >> self.first_bit, delay)


def disordered(first_bit: int) -> Engine:
    return lambda plan, replication: Run(plan, replication, Disordered(first_bit)).run(None)


ALL_BUT_CLASS = TIMEOUTS.bit_length() - 1  # where the bits of the class begin
MODULES = (execution_module, journey_module, pool_module)

# ---------------------------------------------------------------------- luck and rows

RUN, STREAM = Run.__init__, Run.stream
WRITE, WRITE_JOURNEY = Rows.write, Rows.write_journey


def next_ones_work(run: Run, *arguments: Any) -> None:
    RUN(run, *arguments)
    work: Any = [lambda request, of=stream: of(request + 1) for stream in run.time]
    run.time = work


def one_stream(run: Run, _: str, *rest: Any) -> Any:
    return STREAM(run, "work", *rest)


def no_path(run: Run, kind: str, name: str, _: str, law: Any) -> Any:
    return STREAM(run, kind, name, "", law)


def lose_a_journey(rows: Rows, journey: Journey) -> None:
    if journey.request != 1:
        WRITE(rows, journey)


def lose_a_visit(rows: Rows, journey: Journey) -> None:
    if journey.request == 1:
        journey.executions[-1] = None
    WRITE(rows, journey)


def lose_what_was_lost(rows: Rows, journey: Journey, *rest: Any) -> None:
    journey.lost = ()
    WRITE_JOURNEY(rows, journey, *rest)


MUTANTS = (
    Mutant(
        fault="last come, first served",
        case="one worker serves those who wait in order of arrival",
        engine=with_parts((Pool, "give_back", lifo)),
    ),
    Mutant(
        fault="one worker too many",
        case="two workers serve two at once",
        engine=with_parts((Pool, "__init__", one_worker_more)),
    ),
    Mutant(
        fault="one worker too few",
        case="two workers serve two at once",
        engine=with_parts((Pool, "__init__", one_worker_fewer)),
    ),
    Mutant(
        fault="a worker is not freed at the end of an execution",
        case="nobody waits for what is sent with an open arrow",
        engine=with_parts((Pool, "leave", busy_when_over)),
    ),
    Mutant(
        fault="a worker is not freed on failure",
        case="a refused caller frees its worker and tells its own caller no, over that network",
        engine=with_parts((Pool, "leave", busy_when_failed)),
    ),
    Mutant(
        fault="an arrival steals a freed worker",
        case="a freed worker is the longest waiter's; an arrival at that instant cannot take it",
        engine=with_parts((Pool, "give_back", lambda pool: open_to_all(ARRIVALS, pool))),
    ),
    Mutant(
        fault="somebody who returns from a pause steals a freed worker",
        case="nor can somebody who returns from a pause at that instant",
        engine=with_parts((Pool, "give_back", lambda pool: open_to_all(ENDS, pool))),
    ),
    Mutant(
        fault="wait keeps its worker",
        case="a pause in the midst of an execution uses no worker",
        engine=with_parts((Execution, "pause", pause_with_worker)),
    ),
    Mutant(
        fault="waiting: releases holds",
        case="with waiting: releases another has the worker meanwhile",
        engine=misreading(partial(with_releases, False)),
    ),
    Mutant(
        fault="waiting: holds releases",
        case="a worker is held while its execution waits for an answer",
        engine=misreading(partial(with_releases, True)),
    ),
    Mutant(
        fault="time in the queue after a wait is counted as waiting",
        case="whoever released its worker queues for one again",
        engine=with_parts((Execution, "take_worker", queueing_is_waiting)),
    ),
    Mutant(
        fault="an answer does not wake whoever waits for it",
        case="a call spends the network both ways and its work in between",
        engine=with_parts((Journey, "hear", deaf)),
    ),
    Mutant(
        fault="the failed do not tell their callers",
        case="a no climbs up a chain of callers",
        engine=with_parts((Journey, "answer", no_failure_answer)),
    ),
    Mutant(
        fault="a no is taken for a yes",
        case="a client that is told no fails",
        engine=misreading(no_means_yes),
    ),
    Mutant(
        fault="answers take no time on the network",
        case="a message and an answer may each have a network of their own",
        engine=misreading(answers_take_no_time),
    ),
    Mutant(
        fault="the last answer acknowledges",
        case="of two answers to the client the first acknowledges, the last is noticed",
        engine=with_parts((Journey, "reached", reached_again)),
    ),
    Mutant(
        fault="an event at exactly the latest end is run",
        case="an event at exactly the latest end is not run",
        engine=misreading(lambda plan: replace(plan, latest=plan.latest + 1)),
    ),
    Mutant(
        fault="events at exactly the horizon are run before it",
        case="requests at a fixed interval begin at 0 s and none begins at the horizon",
        engine=with_parts((Clock, "advance", closed_marks)),
    ),
    Mutant(
        fault="journeys at the horizon are measured",
        case="a journey that begins at exactly the horizon is not waited for",
        engine=with_parts((Run, "measures", measures_the_horizon)),
    ),
    Mutant(
        fault="journeys at the end of the warm-up are not measured",
        case="a journey that begins at exactly the end of the warm-up is waited for",
        engine=with_parts((Run, "measures", measures_not_the_warm_up)),
    ),
    Mutant(
        fault="journeys of the warm-up are measured",
        case="a journey of the warm-up is not waited for",
        engine=with_parts((Run, "measures", measures_all)),
    ),
    Mutant(
        fault="patience is ignored",
        case="an event just before the latest end is run",
        engine=misreading(lambda plan: replace(plan, latest=plan.horizon)),
    ),
    Mutant(
        fault="no load after the horizon",
        case="what comes after the horizon can delay what is measured",
        engine=with_parts((OpenSource, "offer", no_load_after_the_horizon)),
    ),
    Mutant(
        fault="arrivals before ends of work at one instant",
        case="the end of a pause has the worker before an arrival",
        engine=with_parts(*((module, "ENDS", 2 * ARRIVALS) for module in MODULES)),
    ),
    Mutant(
        fault="the order of scheduling decides between journeys",
        case="of two messages at one instant that of the earlier journey arrives first",
        engine=disordered(ALL_BUT_CLASS),
    ),
    Mutant(
        fault="the order of scheduling decides between lines",
        case="work that ends in two pools at once: what follows arrives in drawn order",
        engine=disordered(LINE_BITS + PATH_BITS),
    ),
    Mutant(
        fault="work of request n is that of n + 1",
        case=DRAWS,
        engine=with_parts((Run, "__init__", next_ones_work)),
    ),
    Mutant(
        fault="a draw of the network is used for work too",
        case=DRAWS,
        engine=with_parts((Run, "stream", one_stream)),
    ),
    Mutant(
        fault="a label drawn twice has one draw",
        case=DRAWS,
        engine=with_parts((Run, "stream", no_path)),
    ),
    Mutant(
        fault="a journey is lost from the tables",
        case="one worker serves those who wait in order of arrival",
        engine=with_parts((Rows, "write", lose_a_journey)),
    ),
    Mutant(
        fault="a visit is lost from the tables",
        case="a worker is held while its execution waits for an answer",
        engine=with_parts((Rows, "write", lose_a_visit)),
    ),
    Mutant(
        fault="a lost message is lost from the tables",
        case="a lost message never arrives; the work is not done, whatever the client hears",
        engine=with_parts((Rows, "write_journey", lose_what_was_lost)),
    ),
)
