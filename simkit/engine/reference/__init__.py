"""The reference engine: SimPy, written to be read.

Read it in this order: `events` (the clock), `pool` (workers and their queues), `execution`
(what a message sets in motion), `scope` (all that is done again when a message is delivered
again), `journey` (one request), `source` (where requests come from), `run` (from start to end).
Then what brokers do: `broker` (messages), `queue` and `stored` (copies and deliveries), `window`
and `partitions` (who gets them ahead of its workers), `batches` (settled together). Then what
goes wrong: `faults`. `fork`, `draws` and `rows` are for looking up.
"""

from simkit.engine.reference.run import run

__all__ = ["run"]
