"""The partitions of queues, as the machine has them."""

from functools import lru_cache
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from simkit.engine.compiled import layout_queues as own
from simkit.engine.compiled import places as at
from simkit.engine.compiled.program import CHANCES, EVEN, Program
from simkit.engine.order import FAULTS, PATH_BITS, part_key
from simkit.engine.plan import LinePlan
from simkit.engine.sampling import Stream
from simkit.model.policy import Handling, Policy

TURNS = 1 << (PATH_BITS - 2)
RESUMES, NOTICES = 2 * TURNS, 3 * TURNS  # no instance has such a number


@lru_cache(maxsize=1 << 16)
def partition_of_key(key: int, partitions: int) -> int:
    """Where the messages of a key go, as in the reference engine.

    >>> [partition_of_key(key, 4) for key in range(6)]
    [0, 2, 3, 2, 1, 3]
    """
    digest = blake2b(b"%d" % key, digest_size=8).digest()
    return int.from_bytes(digest, "little") % partitions


def key_of(drawn: int, handling: Handling) -> int:
    """The key of a message, from an even draw out of `CHANCES`."""
    assert handling.keys
    hot = round(handling.hot * CHANCES)
    if drawn < hot:
        return 0
    return (drawn - hot) * handling.keys // (CHANCES - hot + 1)


def write_partitions(program: Program, queue: int, line: LinePlan, policy: Policy) -> None:
    """Give a queue its partitions, with a window for each at every instance."""
    assert policy.partitions is not None
    pool = program.pool_of[line.receiver]
    instances = program.memory[pool + at.P_COUNT]
    first = program.memory[pool + at.P_INSTANCES]
    lanes = program.room(policy.partitions * own.V_WIDTH)
    program.set(
        queue,
        Q_LANES=lanes,
        Q_LANE_COUNT=policy.partitions,
        Q_PARTITION=_draws(program, line, policy.partitions),
        Q_GROUP=_group(program, queue, line, policy),
    )
    for number in range(policy.partitions):
        windows = program.room(instances * own.W_WIDTH)
        lane = lanes + number * own.V_WIDTH
        values = {own.V_QUEUE: queue, own.V_NUMBER: number, own.V_WINDOWS: windows}
        values |= {own.V_COUNT: instances, own.V_POLLS: policy.poll is not None}
        for place, value in values.items():
            program.memory[lane + place] = value
        for instance in range(instances):
            window = windows + instance * own.W_WIDTH
            program.memory[window + own.W_LANE] = lane
            program.memory[window + own.W_INSTANCE] = first + instance * at.I_WIDTH
            program.memory[window + own.W_SIZE] = 1
            program.memory[window + own.W_SLEEP] = -1


def _draws(program: Program, line: LinePlan, partitions: int) -> int:
    """The draws of the partition of each message; -1: they are dealt out one by one."""
    plan = program.plan
    put = plan.lines[plan.executions[line.carries].line]
    handling = put.handling if put.handling.keys else line.handling
    if not handling.keys:
        return -1
    root = plan.roots[line.root]
    stream = Stream(program.address(f"key {line.key_stream}", root.client, root.name, ""), EVEN)

    def values(_: str, first: int, count: int) -> NDArray[np.int64]:
        drawn = stream.array(first, count).tolist()
        found = [partition_of_key(key_of(one, handling), partitions) for one in drawn]
        return np.array(found, dtype=np.int64)

    return program.new_draw(EVEN, values, program.source_of.get(line.root, -1), is_common=True)


def _group(program: Program, queue: int, line: LinePlan, policy: Policy) -> int:
    """Who shares the partitions of a queue."""
    number = program.memory[queue + at.Q_NUMBER]
    instances = program.memory[program.pool_of[line.receiver] + at.P_COUNT]
    detect = program.plan.pools[line.receiver].detect_after
    sessions = [program.draw_of_part(f"session {number} {n}", detect) for n in range(instances)]
    group = program.room(own.H_WIDTH)
    values = {
        own.H_QUEUE: queue,
        own.H_PAUSE: policy.rebalance_pause,
        own.H_OWNERS: program.list([-1] * (policy.partitions or 0)),
        own.H_SESSIONS: program.list(sessions),
        own.H_NOTICES: FAULTS + part_key(number, NOTICES),
        own.H_RESUMES: FAULTS + part_key(number, RESUMES),
    }
    for place, value in values.items():
        program.memory[group + place] = value
    return group
