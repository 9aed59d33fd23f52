"""The books of shared processors at the end of a window, read off the memory of the machine."""

import numpy as np
from numpy.typing import NDArray

from simkit.engine.compiled import layout_serving as own
from simkit.engine.compiled import places as at

Ints = NDArray[np.int64]


def shared_by(memory: Ints, pool: int, now: int) -> int:
    """How much work the processors of a pool have done by an instant; whose it is, is noted."""
    first, total = int(memory[pool + at.P_INSTANCES]), 0
    for number in range(int(memory[pool + at.P_COUNT])):
        instance = first + number * at.I_WIDTH
        cpu = int(memory[instance + at.I_PROCESSORS])
        busy, servers = int(memory[cpu + own.CPU_COUNT]), int(memory[cpu + own.CPU_SERVERS])
        ahead, span = (servers, busy) if busy > servers else (1, 1)
        so_far = (now - int(memory[cpu + own.CPU_SINCE])) * ahead // span
        total += int(memory[cpu + own.CPU_HANDED]) + so_far * busy
        progress = int(memory[cpu + own.CPU_PROGRESS]) + so_far
        execution = int(memory[instance + at.I_INSIDE])
        while execution:
            piece = int(memory[execution + at.E_PIECE])
            if piece:
                done = memory[piece + own.PC_HAD] + _done(memory, piece, progress)
                memory[execution + at.E_WORKED] = done
                memory[execution + at.E_SINCE] = now
            execution = int(memory[execution + at.E_INSIDE_NEXT])
    return total


def _done(memory: Ints, piece: int, progress: int) -> int:
    """How much of a piece has been done."""
    left = int(memory[piece + own.PC_LEFT])
    if memory[piece + own.PC_ACTIVE]:
        left = int(memory[piece + own.PC_ENDS]) - progress
    return int(memory[piece + own.PC_AMOUNT]) - left


def unserved(memory: Ints, instance: int) -> int:
    """How many of an instance have a worker, and wait for a processor."""
    cpu, count = int(memory[instance + at.I_PROCESSORS]), 0
    piece = int(memory[cpu + own.CPU_WAITING]) if cpu else 0
    while piece:
        count += 1
        piece = int(memory[piece + own.PC_NEXT])
    return count
