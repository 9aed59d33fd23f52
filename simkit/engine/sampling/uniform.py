"""Addresses to numbers between 0 and 1."""

import json
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

_OUTPUTS_A_STEP = 4  # of Philox-4x64, per value of its counter


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where a sequence of draws belongs; its n-th number is that of request n.

    Attributes:
        seed: Of the run, from 0.
        replication: From 0.
        stream: Whose luck it is, as a rule "Receiver.Label".
        client: Name of the client the journey started at.
        journey: Name of the journey; "" when there is one.
        path: Repetitions, turns, copies, attempts and deliveries that are not the first.
    """

    seed: int
    replication: int
    stream: str
    client: str
    journey: str
    path: str = ""

    @property
    def key(self) -> int:
        """128 bits that two different addresses share with a chance of 2**-128."""
        # JSON quotes what it joins: ("a", "bc") and ("ab", "c") stay two addresses.
        fields = [self.seed, self.replication, self.stream, self.client, self.journey, self.path]
        digest = blake2b(json.dumps(fields).encode("ascii"), digest_size=16).digest()
        return int.from_bytes(digest, "little")


def uniforms(address: Address, first: int, count: int) -> NDArray[np.float64]:
    """The numbers of requests ``first`` to ``first + count - 1``, however a caller splits them.

    Returns:
        float64, (count,), in the open interval (0, 1), each a multiple of 2**-53.

    The generator is Philox-4x64-10 (Salmon et al., "Parallel random numbers: as easy as 1, 2, 3",
    SC 2011), whose raw outputs numpy promises never to change (NEP 19).

    >>> here = Address(seed=1, replication=0, stream="API.Request", client="Client", journey="")
    >>> bool((uniforms(here, 0, 10)[7:] == uniforms(here, 7, 3)).all())
    True
    """
    step, skipped = divmod(first, _OUTPUTS_A_STEP)
    generator = np.random.Philox(key=address.key, counter=step)
    return unit_interval(generator.random_raw(skipped + count)[skipped:])


def unit_interval(raw: NDArray[np.uint64]) -> NDArray[np.float64]:
    """64 random bits each to the middle of one of 2**52 equal cells of (0, 1).

    With 53 bits the last middle would round to 1.0, whose exponential is infinite.

    >>> unit_interval(np.array([2**64 - 1], dtype=np.uint64))[0] < 1
    np.True_
    """
    return ((raw >> np.uint64(12)).astype(np.float64) + 0.5) * 2.0**-52
