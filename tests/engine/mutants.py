"""Engines with one fault each, made of the reference engine.

Every mutant names the exact case that is meant to reject it; a contract that has not been seen
to fail is not one.
"""

from dataclasses import dataclass, replace
from functools import partial

from simkit.engine.order import ARRIVALS, ENDS, LINE_BITS, PATH_BITS
from simkit.engine.reference.broker import Broker, Message
from simkit.engine.reference.draws import Draws
from simkit.engine.reference.events import Clock
from simkit.engine.reference.execution import Execution
from simkit.engine.reference.fork import Fork
from simkit.engine.reference.journey import Journey
from simkit.engine.reference.pool import Pool
from simkit.engine.reference.queue import Queue
from simkit.engine.reference.rows import Rows
from simkit.engine.reference.run import Run
from simkit.engine.reference.scope import Scope
from simkit.engine.reference.source import OpenSource, Source
from simkit.engine.reference.stored import Delivery
from simkit.engine.reference.strands import Group, Strand
from tests.engine import faults
from tests.engine import faults_queues as queues
from tests.engine.contract import Engine
from tests.engine.faults import MODULES, disordered, misreading, with_parts

DRAWS = "every draw comes from its address"  # rejected by `check_draws`
REDRAWN = "what is delivered again has draws of its own"  # rejected by `check_redraws`


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutant:
    """An engine with a fault.

    Attributes:
        fault: What is wrong.
        case: Name of the exact case or promise that is meant to show it, ``DRAWS`` or ``REDRAWN``.
        engine: The engine.
    """

    fault: str
    case: str
    engine: Engine


MUTANTS = (
    Mutant(
        fault="last come, first served",
        case="one worker serves those who wait in order of arrival",
        engine=with_parts((Pool, "line_up", faults.lifo)),
    ),
    Mutant(
        fault="one worker too many",
        case="two workers serve two at once",
        engine=with_parts((Pool, "__init__", faults.one_worker_more)),
    ),
    Mutant(
        fault="one worker too few",
        case="two workers serve two at once",
        engine=with_parts((Pool, "__init__", faults.one_worker_fewer)),
    ),
    Mutant(
        fault="a worker is not freed at the end of an execution",
        case="nobody waits for what is sent with an open arrow",
        engine=with_parts((Pool, "leave", faults.busy_when_over)),
    ),
    Mutant(
        fault="a worker is not freed on failure",
        case="a refused caller frees its worker and tells its own caller no, over that network",
        engine=with_parts((Pool, "leave", faults.busy_when_failed)),
    ),
    Mutant(
        fault="an arrival steals a freed worker",
        case="a freed worker is the longest waiter's; an arrival at that instant cannot take it",
        engine=with_parts((Pool, "free", lambda *of: faults.open_to_all(ARRIVALS, *of))),
    ),
    Mutant(
        fault="somebody who returns from a pause steals a freed worker",
        case="nor can somebody who returns from a pause at that instant",
        engine=with_parts((Pool, "free", lambda *of: faults.open_to_all(ENDS, *of))),
    ),
    Mutant(
        fault="wait keeps its worker",
        case="a pause in the midst of an execution uses no worker",
        engine=with_parts((Execution, "pause", faults.pause_with_worker)),
    ),
    Mutant(
        fault="waiting: releases holds",
        case="with waiting: releases another has the worker meanwhile",
        engine=misreading(partial(faults.with_releases, False)),
    ),
    Mutant(
        fault="waiting: holds releases",
        case="a worker is held while its execution waits for an answer",
        engine=misreading(partial(faults.with_releases, True)),
    ),
    Mutant(
        fault="time in the queue after a wait is counted as waiting",
        case="whoever released its worker queues for one again",
        engine=with_parts((Execution, "take_worker", faults.queueing_is_waiting)),
    ),
    Mutant(
        fault="an answer does not wake whoever waits for it",
        case="a call spends the network both ways and its work in between",
        engine=with_parts((Scope, "hear", faults.deaf)),
    ),
    Mutant(
        fault="the failed do not tell their callers",
        case="a no climbs up a chain of callers",
        engine=with_parts((Scope, "answer", faults.no_failure_answer)),
    ),
    Mutant(
        fault="a no is taken for a yes",
        case="a client that is told no fails",
        engine=misreading(faults.no_means_yes),
    ),
    Mutant(
        fault="answers take no time on the network",
        case="a message and an answer may each have a network of their own",
        engine=misreading(faults.answers_take_no_time),
    ),
    Mutant(
        fault="the last answer acknowledges",
        case="of two answers to the client the first acknowledges, the last is noticed",
        engine=with_parts((Journey, "reached", faults.reached_again)),
    ),
    Mutant(
        fault="an event at exactly the latest end is run",
        case="an event at exactly the latest end is not run",
        engine=misreading(lambda plan: replace(plan, latest=plan.latest + 1)),
    ),
    Mutant(
        fault="events at exactly the horizon are run before it",
        case="requests at a fixed interval begin at 0 s and none begins at the horizon",
        engine=with_parts((Clock, "advance", faults.closed_marks)),
    ),
    Mutant(
        fault="journeys at the horizon are measured",
        case="a journey that begins at exactly the horizon is not waited for",
        engine=with_parts((Run, "measures", faults.measures_the_horizon)),
    ),
    Mutant(
        fault="journeys at the end of the warm-up are not measured",
        case="a journey that begins at exactly the end of the warm-up is waited for",
        engine=with_parts((Run, "measures", faults.measures_not_the_warm_up)),
    ),
    Mutant(
        fault="journeys of the warm-up are measured",
        case="a journey of the warm-up is not waited for",
        engine=with_parts((Run, "measures", faults.measures_all)),
    ),
    Mutant(
        fault="patience is ignored",
        case="an event just before the latest end is run",
        engine=misreading(lambda plan: replace(plan, latest=plan.horizon)),
    ),
    Mutant(
        fault="no load after the horizon",
        case="what comes after the horizon can delay what is measured",
        engine=with_parts((OpenSource, "offer", faults.no_load_after_the_horizon)),
    ),
    Mutant(
        fault="arrivals before ends of work at one instant",
        case="the end of a pause has the worker before an arrival",
        engine=with_parts(*((module, "ENDS", 2 * ARRIVALS) for module in MODULES)),
    ),
    Mutant(
        fault="the order of scheduling decides between journeys",
        case="of two messages at one instant that of the earlier journey arrives first",
        engine=disordered(faults.ALL_BUT_CLASS),
    ),
    Mutant(
        fault="the order of scheduling decides between lines",
        case="work that ends in two pools at once: what follows arrives in drawn order",
        engine=disordered(LINE_BITS + PATH_BITS),
    ),
    Mutant(
        fault="work of request n is that of n + 1",
        case=DRAWS,
        engine=with_parts((Run, "__init__", faults.next_ones_work)),
    ),
    Mutant(
        fault="a draw of the network is used for work too",
        case=DRAWS,
        engine=with_parts((Draws, "stream", faults.one_stream)),
    ),
    Mutant(
        fault="a label drawn twice has one draw",
        case=DRAWS,
        engine=with_parts((Draws, "stream", faults.no_path)),
    ),
    Mutant(
        fault="a journey is lost from the tables",
        case="one worker serves those who wait in order of arrival",
        engine=with_parts((Rows, "write", faults.lose_a_journey)),
    ),
    Mutant(
        fault="a visit is lost from the tables",
        case="a worker is held while its execution waits for an answer",
        engine=with_parts((Rows, "write", faults.lose_a_visit)),
    ),
    Mutant(
        fault="a lost message is lost from the tables",
        case="a lost message never arrives; the work is not done, whatever the client hears",
        engine=with_parts((Rows, "write_journey", faults.lose_what_was_lost)),
    ),
    Mutant(
        fault="a broker confirms and hands on before a message is durable",
        case="a broker confirms a message when it is durable, and hands it on then",
        engine=with_parts((Message, "work", queues.writing_is_not_waited_for)),
    ),
    Mutant(
        fault="a message for which no worker is free is lost",
        case="a delivery waits in the broker until a worker is free",
        engine=with_parts((Queue, "offer", queues.lost_without_a_worker)),
    ),
    Mutant(
        fault="the last message leaves a broker first",
        case="a delivery waits in the broker until a worker is free",
        engine=with_parts((Queue, "line_up", queues.last_message_first)),
    ),
    Mutant(
        fault="only the first subscriber gets a copy",
        case="two subscribers get a copy each, and wait for their own workers",
        engine=with_parts((Queue, "store", queues.one_copy)),
    ),
    Mutant(
        fault="without a drawn settlement nothing is settled",
        case="without a drawn settlement a delivery is settled with the last line of its execution",
        engine=with_parts((Delivery, "end", queues.never_settled)),
    ),
    Mutant(
        fault="an early settlement counts at the end",
        case="a settlement drawn before a step of work comes before it",
        engine=with_parts(
            (Delivery, "end", queues.settled_at_the_end),
            (Scope, "settled_by", queues.settlement_ignored),
        ),
    ),
    Mutant(
        fault="a rejected message is acknowledged",
        case="a consumer that is told no rejects its message, and has it again",
        engine=with_parts((Delivery, "fall_through", Delivery.settle)),
    ),
    Mutant(
        fault="a settlement that can never come is waited for",
        case="a settlement that somebody else would have sent is rejected when that fails",
        engine=misreading(queues.settlement_never_missing),
    ),
    Mutant(
        fault="a worker that is kept for a delivery is kept for others too",
        case="a worker that is kept for a delivery under way is nobody else's",
        engine=with_parts((Pool, "reserve", queues.reserved_twice)),
    ),
    Mutant(
        fault="a worker that is kept for a delivery is held",
        case="a worker that is kept for a delivery under way is not held yet",
        engine=with_parts((Pool, "reserve", queues.held_while_reserved)),
    ),
    Mutant(
        fault="a broker's books are not kept",
        case="a delivery waits in the broker until a worker is free",
        engine=with_parts((Broker, "keep", queues.books_not_kept)),
    ),
    Mutant(
        fault="a refused message runs",
        case="without a queue whoever finds no worker is told no, over the network of its answer",
        engine=with_parts((Execution, "refuse", queues.refused_runs)),
    ),
    Mutant(
        fault="room in a queue is never given back",
        case="a queue of one is free again when whoever waited has a worker",
        engine=with_parts((Pool, "serve", queues.room_never_given_back)),
    ),
    Mutant(
        fault="room for one more",
        case="two workers and a queue of one hold three",
        engine=with_parts((Pool, "__init__", queues.room_for_one_more)),
    ),
    Mutant(
        fault="nobody is told of a refused message",
        case="a caller whose call is refused fails, and its client is told that it failed",
        engine=with_parts((Scope, "never_leave", queues.no_room_is_told_to_nobody)),
    ),
    Mutant(
        fault="messages in brokers take room in a queue",
        case="deliveries that wait in their broker take no room in the queue",
        engine=with_parts((Pool, "enter", queues.messages_in_brokers_take_room)),
    ),
    Mutant(
        fault="a fork goes on after its first branch",
        case="two calls side by side take as long as the longer one",
        engine=with_parts((Group, "ended", queues.first_branch_only)),
    ),
    Mutant(
        fault="branches come one after the other",
        case="two calls side by side take as long as the longer one",
        engine=misreading(queues.branch_by_branch),
    ),
    Mutant(
        fault="a fork that waits does not give its worker back",
        case="with waiting: releases a fork gives its worker back when no branch needs it",
        engine=with_parts((Fork, "look", queues.fork_keeps_its_worker)),
    ),
    Mutant(
        fault="a branch gives the worker back after every step",
        case="a branch that goes on working keeps the worker from other requests",
        engine=with_parts((Strand, "free_worker", queues.gives_back_after_every_step)),
    ),
    Mutant(
        fault="branches work at once on one worker",
        case="steps of two branches share the one worker, and it is kept until the last line",
        engine=with_parts((Strand, "take_worker", queues.branches_work_at_once)),
    ),
    Mutant(
        fault="a branch told no does not stop the others",
        case="a branch that is told no stops the others, one that works too",
        engine=with_parts((Group, "failed", queues.others_go_on)),
    ),
    Mutant(
        fault="every request begins another journey",
        case="two journeys share a pool",
        engine=with_parts((Run, "begin", queues.wrong_journey)),
    ),
    Mutant(
        fault="requests at one instant come by journey, then by number",
        case="at one instant requests of two journeys come by their number, then by their journey",
        engine=with_parts((Source, "schedule", queues.by_journey_then_number)),
    ),
    Mutant(
        fault="users of one journey are answered in another",
        case="users of two journeys ask again when their own request is over",
        engine=with_parts((Journey, "answered", queues.answers_all_users)),
    ),
    Mutant(
        fault="a lifeline that nobody calls does not wait for the line above",
        case="after a message a lifeline that nobody calls starts when its work is done",
        engine=misreading(queues.starts_at_once),
    ),
)
