"""The reference engine: SimPy, written to be read.

Read it in this order: `events` (the clock), `pool` (workers and their queue), `execution`
(what a message sets in motion), `journey` (one request), `source` (where requests come from),
`run` (from start to end).
"""

from simkit.engine.reference.run import run

__all__ = ["run"]
