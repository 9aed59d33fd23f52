"""Luck by address: the same draw in every design, engine, order and split of the work.

A draw has an address: seed, replication, stream, client, journey, path, and the number of the
request. `uniform` turns addresses into numbers between 0 and 1 by a counter-based generator,
`inverse` turns those into durations by inverse distribution functions, `stream` keeps them by the
block, and `arrivals` makes requests of them. Nothing here has a state that matters: what is kept
can be forgotten and computed again.
"""

from simkit.engine.sampling.arrivals import arrivals, thinking
from simkit.engine.sampling.choice import Choice
from simkit.engine.sampling.inverse import sample
from simkit.engine.sampling.stream import Stream
from simkit.engine.sampling.uniform import Address, uniforms

__all__ = ["Address", "Choice", "Stream", "arrivals", "sample", "thinking", "uniforms"]
