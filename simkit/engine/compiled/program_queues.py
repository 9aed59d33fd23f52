"""The queues of brokers, as the machine has them."""

from typing import TYPE_CHECKING

from simkit.engine.compiled import layout_queues as more
from simkit.engine.compiled import places as at
from simkit.engine.compiled.events import WAKES
from simkit.engine.compiled.program import Program
from simkit.engine.compiled.program_partitions import write_partitions
from simkit.engine.compiled.rows import CHANGE_WIDTH
from simkit.engine.order import ARRIVALS, PATH_BITS, TIMEOUTS, part_key
from simkit.engine.plan import ExecutionPlan, LinePlan, Plan, flat_lines
from simkit.model.policy import Policy
from simkit.record.tables import Change
from simkit.units import SECOND, time_text

if TYPE_CHECKING:
    from simkit.engine.compiled.driver import Driver

FULL = {
    "reject": more.REJECTS,
    "block": more.BLOCKS,
    "drop-oldest": more.DROPS_OLDEST,
    "dead-letter": more.BURIES,
}
FATES = {
    "requeue": more.REQUEUE,
    "dead-letter": more.DEAD_LETTER,
    "drop": more.DROP,
    "settle": more.SETTLE,
}
PLACES = {"original": more.OLD_PLACE, "head": more.HEAD, "tail": more.TAIL}
ACKS = {
    "after-work": more.AFTER_WORK,
    "before-work": more.BEFORE_WORK,
    "on-delivery": more.ON_DELIVERY,
    "in-batches": more.IN_BATCHES,
}
MOST_PARTITIONS = 2000  # who owns them is written down at once, before anything else
LONGEST = 1 << 61  # ns; two of them are an instant that the machine can hold
OF_ALL = 1 << (PATH_BITS - 1)


def write(program: Program) -> None:
    """Write the queues of a plan into its program."""
    plan = program.plan
    for pool in plan.pools:
        if pool.broker:
            _write_broker(program, pool.number, pool.policy or Policy())
    delivered = [number for number, line in enumerate(plan.lines) if line.delivered]
    for number in delivered:
        program.queue_of[number] = program.room(at.Q_WIDTH)
        _write_queue(program, number)
    for pool in plan.pools:
        _chain(program, program.pool_of[pool.number])
    queues = program.list(list(program.queue_of.values()))
    program.set(0, QUEUES=queues, QUEUE_COUNT=len(delivered))
    for number, execution in enumerate(plan.executions):
        program.set(
            at.EXECUTIONS + number * at.X_WIDTH, X_SETTLING=_settles_itself(plan, execution)
        )
    for number, line in enumerate(plan.lines):
        policy = plan.pools[line.receiver].policy
        if policy is not None and policy.confirm is not None:
            slot = program.draw("confirmation", line, line.network)
            program.set(program.line(number), L_CONFIRMATION=slot)


def _settles_itself(plan: Plan, execution: ExecutionPlan) -> bool:
    """Whether all lines that settle a delivery are its own, and some may not be taken."""
    settling = {n for n, line in enumerate(plan.lines) if line.settles == execution.number}
    return bool(plan.sections) and settling <= set(flat_lines(execution.steps))


def _or_none(number: int | None) -> int:
    return -1 if number is None else number


def _write_broker(program: Program, number: int, policy: Policy) -> None:
    own = program.room(more.Z_WIDTH)
    program.set(program.pool_of[number], P_POLICY=own)
    senders = 0
    if policy.confirm is not None:
        senders = program.list([_instances(program, one) for one in range(len(program.pool_of))])
        for place in range(senders, senders + len(program.pool_of)):
            program.memory[place] = program.room(program.memory[place] * more.U_WIDTH)
    _fill(
        program,
        own,
        Z_CAPACITY=_or_none(policy.capacity),
        Z_WHEN_FULL=FULL[policy.when_full],
        Z_DEDUPE=_or_none(policy.dedupe),
        Z_CONFIRM=_or_none(policy.confirm),
        Z_SENDERS=senders,
        Z_FORGETS=policy.durable == "never",
    )


def _fill(program: Program, record: int, **values: int) -> None:
    """Fill places of a record, by their names in `layout_queues`."""
    for name, value in values.items():
        program.memory[record + getattr(more, name)] = int(value)


def _instances(program: Program, number: int) -> int:
    """How many instances a participant has at most."""
    return program.memory[program.pool_of[number] + at.P_COUNT]


def _instance(program: Program, number: int, instance: int) -> int:
    """Where an instance of a participant is."""
    return program.memory[program.pool_of[number] + at.P_INSTANCES] + instance * at.I_WIDTH


def _chain(program: Program, broker: int) -> None:
    """The queues of a broker, those of one role one after the other."""
    roles: dict[int, list[int]] = {}
    for queue in program.queue_of.values():
        if program.memory[queue + at.Q_BROKER] == broker:
            roles.setdefault(program.memory[queue + at.Q_PUT], []).append(queue)
    following = at.NONE
    for queue in reversed([one for queues in roles.values() for one in queues]):
        program.set(queue, Q_NEXT=following)
        following = queue
    if program.memory[broker + at.P_BROKER]:
        program.set(broker, P_QUEUES=following)


def _write_queue(program: Program, number: int) -> None:
    plan, queue = program.plan, program.queue_of[number]
    line = plan.lines[number]
    sender = plan.executions[line.carries]
    broker = program.pool_of[sender.participant]
    put = plan.lines[sender.line]
    policy = plan.pools[sender.participant].policy or Policy()
    program.set(
        queue,
        Q_NUMBER=number,
        Q_PUT=sender.number,
        Q_BROKER=broker,
        Q_POOL=program.pool_of[line.receiver],
        Q_PRIORITY=max(line.handling.priority, put.handling.priority),
        Q_STARTS=line.starts,
        Q_REGION=plan.executions[line.starts].number,
        Q_IS_FIRST=_is_first(program, queue, broker, sender.number),
        Q_POLICY=program.memory[broker + at.P_POLICY],
        Q_GATHERING=_gathering(program, number, queue, policy),
        Q_BATCHES=_batches(program, number, line, policy),
        Q_PARTITION=-1,
    )
    _write_policy(program, queue, line, policy)
    if policy.partitions is not None:
        write_partitions(program, queue, line, policy)
    elif policy.prefetch is not None or policy.poll is not None:
        _write_lane(program, queue, line, policy)


def _is_first(program: Program, queue: int, broker: int, role: int) -> bool:
    """Whether a queue is the first that a message goes into."""
    return not any(
        program.memory[other + at.Q_BROKER] == broker and program.memory[other + at.Q_PUT] == role
        for other in program.queue_of.values()
        if other != queue
    )


def _write_policy(program: Program, queue: int, line: LinePlan, policy: Policy) -> None:
    delays = [
        program.draw(f"retry delay {n}", line, law) for n, law in enumerate(policy.retry_delay)
    ]
    program.set(
        queue,
        Q_EARLY=policy.ack in ("on-delivery", "before-work"),
        Q_ACK=ACKS[policy.ack],
        Q_TTL=_or_none(policy.ttl),
        Q_CAPACITY=_or_none(policy.capacity),
        Q_WHEN_FULL=FULL[policy.when_full],
        Q_LEASE=_or_none(policy.lease),
        Q_EXTENDS=_or_none(policy.extend_every),
        Q_HONOURS_LATE=policy.late_ack == "honoured",
        Q_REQUEUE=PLACES[policy.requeue],
        Q_ON_FAILURE=FATES[policy.on_failure],
        Q_ON_REJECT=FATES[policy.on_reject],
        Q_MOST=_or_none(policy.max_deliveries),
        Q_DELAYS=len(delays),
        Q_DELAYS_AT=program.list(delays),
        Q_KEEPS_DEAD=policy.dead_letter == "keep",
        Q_REDRIVE=_or_none(policy.redrive_after),
        Q_FORGETS=policy.durable == "never",
    )


def _gathering(program: Program, number: int, queue: int, policy: Policy) -> int:
    if policy.batch is None and policy.linger is None:
        return at.NONE
    own = program.room(more.G_WIDTH)
    _fill(
        program,
        own,
        G_SIZE=_or_none(policy.batch),
        G_LINGER=_or_none(policy.linger),
        G_KEY=TIMEOUTS + part_key(number, OF_ALL),
        G_QUEUE=queue,
    )
    return own


def _batches(program: Program, number: int, line: LinePlan, policy: Policy) -> int:
    if policy.ack != "in-batches":
        return at.NONE
    count = _instances(program, line.receiver)
    first = program.room(count * more.B_WIDTH)
    for instance in range(count):
        _fill(
            program,
            first + instance * more.B_WIDTH,
            B_MOST=_or_none(policy.ack_count),
            B_EVERY=_or_none(policy.ack_interval),
            B_KEY=TIMEOUTS + part_key(number, instance),
        )
    return first


# -------------------------------------------------------------------- lanes and windows


def _write_lane(program: Program, queue: int, line: LinePlan, policy: Policy) -> None:
    """The only lane of a queue, with a window for each instance."""
    lane = program.room(more.V_WIDTH)
    count = _instances(program, line.receiver)
    workers = program.memory[_instance(program, line.receiver, 0) + at.I_WORKERS]
    windows = program.room(count * more.W_WIDTH)
    program.set(queue, Q_LANES=lane, Q_LANE_COUNT=1)
    _fill(
        program,
        lane,
        V_QUEUE=queue,
        V_NUMBER=-1,
        V_WINDOWS=windows,
        V_COUNT=count,
        V_POLLS=policy.poll is not None,
        V_IN_TURN=policy.dispatch == "round-robin",
    )
    number = program.memory[queue + at.Q_NUMBER]
    for instance in range(count):
        sleep = -1
        if policy.poll is not None:
            sleep = program.draw_of_part(f"poll {line.stream} {instance}", policy.poll)
        _fill(
            program,
            windows + instance * more.W_WIDTH,
            W_LANE=lane,
            W_INSTANCE=_instance(program, line.receiver, instance),
            W_SIZE=policy.prefetch or workers,
            W_BATCH=policy.fetch == "batch",
            W_SLEEP=sleep,
            W_ASLEEP=policy.poll is not None,
            W_KEY=ARRIVALS + part_key(number, instance),
        )


def start(driver: "Driver") -> None:
    """Those who poll look for the first time; partitions have their first owners."""
    from simkit.engine.compiled.beginning import insert  # noqa: PLC0415

    for queue in driver.program.queue_of.values():
        lane = driver.get(queue + at.Q_LANES)
        if not lane:
            continue
        if driver.get(queue + at.Q_GROUP):
            _share_out(driver, queue)
        elif driver.get(lane + more.V_POLLS):
            for number in range(driver.get(lane + more.V_COUNT)):
                window = driver.get(lane + more.V_WINDOWS) + number * more.W_WIDTH
                insert(driver, 0, driver.get(window + more.W_KEY), WAKES, window, 0)


def _share_out(driver: "Driver", queue: int) -> None:
    """The first owners of partitions."""
    pool, group = driver.get(queue + at.Q_POOL), driver.get(queue + at.Q_GROUP)
    instances = [
        number
        for number in range(driver.get(pool + at.P_COUNT))
        if driver.get(driver.get(pool + at.P_INSTANCES) + number * at.I_WIDTH + at.I_UP)
    ]
    # Where nobody is there, nobody has any.
    for number in range(driver.get(queue + at.Q_LANE_COUNT) if instances else 0):
        owner = instances[number % len(instances)]
        lane = driver.get(queue + at.Q_LANES) + number * more.V_WIDTH
        driver.set(driver.get(group + more.H_OWNERS) + number, owner)
        driver.set(lane + more.V_OWNER, driver.get(lane + more.V_WINDOWS) + owner * more.W_WIDTH)
        place = driver.get(at.CHANGED_AT) + driver.get(at.CHANGED) * CHANGE_WIDTH
        own, line = driver.get(pool + at.P_NUMBER), driver.get(queue + at.Q_NUMBER)
        driver.rows[place : place + CHANGE_WIDTH] = (0, own, owner, line, Change.OWNER, number)
        driver.set(at.CHANGED, driver.get(at.CHANGED) + 1)


def refused(plan: Plan) -> str | None:
    """What of them the machine does not run, in words; None: nothing."""
    for pool in plan.pools:
        policy = pool.policy
        if not pool.broker or policy is None:
            continue
        pauses = [policy.ttl, policy.lease, policy.extend_every, policy.ack_interval]
        pauses += [policy.redrive_after, policy.dedupe, policy.linger, policy.rebalance_pause]
        if max(pause or 0 for pause in pauses) >= LONGEST:
            return f"'{pool.name}' waits for longer than {time_text(LONGEST)}"
        sizes = [line.handling.size for line in plan.lines if line.receiver == pool.number]
        if (policy.partitions or 0) > MOST_PARTITIONS:
            return f"'{pool.name}' has more than {MOST_PARTITIONS:,} partitions"
        if policy.bandwidth and max(sizes, default=0) * SECOND // policy.bandwidth >= LONGEST:
            return f"messages take longer than {time_text(LONGEST)} to come into '{pool.name}'"
    return None
