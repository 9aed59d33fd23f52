"""Engines with one fault each in what becomes of messages; as `tests.engine.mutants`."""

from simkit.engine.reference.broker import Broker, Message
from simkit.engine.reference.execution import Execution
from simkit.engine.reference.gathering import Gathering
from simkit.engine.reference.partitions import Partition
from simkit.engine.reference.pool import Pool
from simkit.engine.reference.publisher import Publisher
from simkit.engine.reference.queue import Queue
from simkit.engine.reference.run import Run
from simkit.engine.reference.scope import Scope
from simkit.engine.reference.stored import Copy, Delivery
from simkit.model.distribution import Constant
from tests.engine import faults_delivery as faults
from tests.engine.faults import misreading, with_parts
from tests.engine.faults_delivery import with_lines, with_policy
from tests.engine.mutants import REDRAWN, Mutant

MUTANTS_OF_DELIVERY = (
    Mutant(
        fault="a message is acknowledged when it is taken up",
        case="settled after the work, a message outlives the crash of its receiver",
        engine=with_parts((Delivery, "taken_up", faults.acknowledged_too_early)),
    ),
    Mutant(
        fault="a message is acknowledged when it leaves",
        case="settled before the work, a message is forgotten when it is taken up: likewise",
        engine=with_policy(ack="on-delivery"),
    ),
    Mutant(
        fault="a redelivery is forgotten",
        case="what a dead receiver had is delivered again at its death plus detection",
        engine=with_parts((Copy, "again", faults.forgotten)),
    ),
    Mutant(
        fault="who says no is treated like one that fails",
        case="a receiver that says no makes a dead letter, whatever becomes of failures",
        engine=with_parts((Delivery, "reject", faults.no_is_a_failure)),
    ),
    Mutant(
        fault="a death is treated like a failure",
        case="a death is no failure: its message is delivered again where failures are dropped",
        engine=with_parts((Copy, "failed", faults.death_is_a_failure)),
    ),
    Mutant(
        fault="after a death the delay for failures is waited out",
        case="the delay between attempts is for failures, not for deaths",
        engine=with_parts((Copy, "again", faults.delay_after_death)),
    ),
    Mutant(
        fault="a batch of settlements is one too small",
        case="settled in batches, all that was done since the last one is done again",
        engine=with_policy(ack_count=1),
    ),
    Mutant(
        fault="a lease begins anew when the work does",
        case="a lease counts from delivery: who waits in a buffer is delivered twice",
        engine=with_parts(
            (Delivery, "lapse", lambda of, event: faults.lease_from(of.started, of, event))
        ),
    ),
    Mutant(
        fault="a lease begins when a message arrives",
        case="a lease redelivers on time what a receiver had whose death nobody notices",
        engine=with_parts(
            (Delivery, "lapse", lambda of, event: faults.lease_from(of.arrived, of, event))
        ),
    ),
    Mutant(
        fault="a lease is never extended",
        case="a lease that a living receiver extends does not end",
        engine=with_policy(extend_every=None),
    ),
    Mutant(
        fault="the dead have their leases extended",
        case="the dead extend nothing: a lease ends after its last extension",
        engine=with_parts((Delivery, "lapse", faults.extended_for_ever)),
    ),
    Mutant(
        fault="a settlement after the lease is always honoured",
        case="a settlement after the lease is worth nothing if it is rejected",
        engine=with_policy(late_ack="honoured"),
    ),
    Mutant(
        fault="a settlement after the lease is always rejected",
        case="a settlement after the lease counts if it is honoured; the other is a duplicate",
        engine=with_policy(late_ack="rejected"),
    ),
    Mutant(
        fault="a late settlement leaves the message that waits",
        case="a late settlement that is honoured withdraws a message that waits",
        engine=with_parts((Copy, "settle", faults.waits_though_settled)),
    ),
    Mutant(
        fault="the end of a lease frees a place in the window",
        case="a lease that ends frees no place in the window of its receiver",
        engine=with_parts((Copy, "failed", faults.lease_frees_a_place)),
    ),
    Mutant(
        fault="what is requeued stands at the wrong end",
        case="what is delivered again has the last place in the queue if it says tail",
        engine=with_parts((Queue, "line_up", faults.at_the_other_end)),
    ),
    Mutant(
        fault="what is requeued at the head stands at the end",
        case="what is delivered again has the first place in the queue if it says head",
        engine=with_parts((Queue, "line_up", faults.at_the_other_end)),
    ),
    Mutant(
        fault="what is requeued has no place of its own",
        case="what is delivered again has its old place in the queue",
        engine=with_policy(requeue="tail"),
    ),
    Mutant(
        fault="what a window asks for again has no place of its own",
        case="what a window asks for again has its old place before those that wait",
        engine=with_policy(requeue="tail"),
    ),
    Mutant(
        fault="one delivery too many before the dead letter",
        case="a message is a dead letter after exactly as many deliveries as it may have",
        engine=with_policy(max_deliveries=4),
    ),
    Mutant(
        fault="a dead letter is counted twice",
        case="a message is a dead letter after exactly as many deliveries as it may have",
        engine=with_parts((Copy, "bury", faults.buried_twice)),
    ),
    Mutant(
        fault="the first delay is that of all deliveries",
        case="each further delivery waits its own delay, the last for all that follow",
        engine=with_policy(retry_delay=(Constant(value=1_000_000),)),
    ),
    Mutant(
        fault="what is delivered again has the draws of the first",
        case=REDRAWN,
        engine=with_parts((Scope, "__init__", faults.same_draws)),
    ),
    Mutant(
        fault="what is delivered again has the path of the first",
        case="what a dead receiver had is delivered again at its death plus detection",
        engine=with_parts((Scope, "has_path", faults.same_path)),
    ),
    Mutant(
        fault="poison is drawn anew for each delivery",
        case=REDRAWN,
        engine=with_parts((Run, "fails", faults.poison_by_chance)),
    ),
    Mutant(
        fault="whoever waits outside is told no at the first failure",
        case="whoever waits outside for what fails in an attempt is told no only at the end",
        engine=with_parts((Scope, "say_no", faults.no_at_the_first_failure)),
    ),
    Mutant(
        fault="an answer is given again by each attempt",
        case="an answer that was given is not given again by a later attempt",
        engine=with_parts((Scope, "answer", faults.answers_again)),
    ),
    Mutant(
        fault="a duplicate delays the settled clock",
        case="a settlement after the lease counts if it is honoured; the other is a duplicate",
        engine=with_parts((Scope, "is_duplicate", faults.no_duplicates)),
    ),
    Mutant(
        fault="a full queue drops the newest",
        case="of several that wait in a full queue the oldest is dropped",
        engine=with_parts((Queue, "waiting", faults.newest_first)),
    ),
    Mutant(
        fault="a message that is being written takes no room",
        case="a message that is being written takes room",
        engine=with_parts((Broker, "is_full", faults.writing_takes_no_room)),
    ),
    Mutant(
        fault="room for one message more",
        case="a full queue refuses one more, and its sender is told so",
        engine=with_policy(capacity=2),
    ),
    Mutant(
        fault="nobody looks how old a message is that comes back",
        case="a message that is too old when it comes back expires at that instant",
        engine=with_parts((Copy, "again", faults.young_again)),
    ),
    Mutant(
        fault="a message never expires",
        case="a message expires when it has waited for too long, and not while it is with W",
        engine=with_policy(ttl=None),
    ),
    Mutant(
        fault="priority plays no part",
        case="of those that wait for a worker the one with the highest priority is next",
        engine=with_lines(priority=0),
    ),
    Mutant(
        fault="a batch is topped up",
        case="who fetches in batches asks only when it has none, for as many as there are",
        engine=with_policy(fetch="top-up"),
    ),
    Mutant(
        fault="whoever polls never sleeps",
        case="who polls and finds nothing sleeps, and asks again when it has dealt with one",
        engine=misreading(faults.never_asleep),
    ),
    Mutant(
        fault="round robin gives to whoever has the fewest",
        case="round robin gives a message to the next in turn, however busy",
        engine=with_policy(dispatch="least-loaded"),
    ),
    Mutant(
        fault="a partition has two owners",
        case="one partition has one owner: the other instance is idle, and all is done in order",
        engine=with_parts((Partition, "pump", faults.two_owners)),
    ),
    Mutant(
        fault="a partition has its new owner without a pause",
        case="a partition whose owner has died rests until that is noticed and it has another",
        engine=with_policy(rebalance_pause=0),
    ),
    Mutant(
        fault="a death is noticed at once",
        case="what a dead receiver had is delivered again at its death plus detection",
        engine=misreading(faults.noticed_at_once),
    ),
    Mutant(
        fault="a buffer outlives a crash",
        case="a crash takes the buffer too; all of it is delivered again",
        engine=with_parts((Pool, "crash", faults.crash_forgets_the_buffer)),
    ),
    Mutant(
        fault="whoever dies keeps its worker",
        case="an execution can be killed by so much work; its worker is free again at once",
        engine=with_parts((Pool, "bury", faults.dead_with_its_worker)),
    ),
    Mutant(
        fault="a queue outlives its pool",
        case="whoever waits for the dead is told no when that is noticed; the queue dies too",
        engine=with_parts((Pool, "crash", faults.queue_outlives_the_pool)),
    ),
    Mutant(
        fault="what the dead had is taken for dealt with",
        case="what a dead receiver had is delivered again at its death plus detection",
        engine=with_parts((Delivery, "missed_by_broker", faults.acknowledged_by_the_dead)),
    ),
    Mutant(
        fault="what a broker keeps in memory outlives it",
        case="what was confirmed is gone with a broker that keeps it in memory",
        engine=with_policy(durable="written"),
    ),
    Mutant(
        fault="what a broker has written dies with it",
        case="what was confirmed outlives a crash of a broker that writes",
        engine=with_policy(durable="never"),
    ),
    Mutant(
        fault="nobody knows what was done",
        case="a delivery of what was done well does nothing, and settles",
        engine=with_lines(idempotent=None),
    ),
    Mutant(
        fault="whatever was done is known for ever",
        case="and no longer",
        engine=with_lines(idempotent=2**62),
    ),
    Mutant(
        fault="a broker knows for ever what it has stored",
        case="a broker that has forgotten a message stores it again",
        engine=with_parts((Broker, "knows", faults.knows_for_ever)),
    ),
    Mutant(
        fault="a dead letter is never stored anew",
        case="a dead letter is stored anew once, and then is one for good",
        engine=with_policy(redrive_after=None),
    ),
    Mutant(
        fault="a batch is one too small",
        case="messages that leave in batches wait until there are enough",
        engine=with_policy(batch=2),
    ),
    Mutant(
        fault="a batch that is not full never leaves",
        case="a batch that is not full leaves when its first message has waited long enough",
        engine=with_parts((Gathering, "due", lambda gathering, event: None)),
    ),
    Mutant(
        fault="the time of a batch begins anew with every message",
        case="without a size of the batch all that came in its time leave together",
        engine=with_parts((Gathering, "add", faults.lingers_anew)),
    ),
    Mutant(
        fault="large messages come in side by side",
        case="large messages come in one after the other, and are written side by side",
        engine=with_parts((Message, "pass_gate", faults.open_gate)),
    ),
    Mutant(
        fault="a message is confirmed when it has left",
        case="a sender with too many unconfirmed messages keeps the others until it is told",
        engine=with_policy(confirm=None),
    ),
    Mutant(
        fault="one unconfirmed message too many",
        case="two may be on their way, and a third when the first of them is confirmed",
        engine=with_policy(confirm=3),
    ),
    Mutant(
        fault="a refusal is never heard of",
        case="a broker that refuses a message confirms that too",
        engine=with_parts((Message, "refuse", Execution.refuse)),
    ),
    Mutant(
        fault="what waits to be sent outlives its sender",
        case="what waits with a sender for a confirmation dies with it",
        engine=with_parts((Publisher, "crash", lambda publisher, sender: None)),
    ),
)
