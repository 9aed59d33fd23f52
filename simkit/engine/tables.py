"""What one run of an engine gives."""

from typing import NamedTuple

from simkit.record.recording import Table, Witness


class Tables(NamedTuple):
    """The tables of a run, and the second witness.

    Attributes:
        requests: A row a journey.
        visits: A row an execution, a message, or what was sent and never arrived.
        witness: What parts counted by themselves.
        changes: A row a change of a part.
        paths: A row a repetition.
        given_up: A row an attempt that nobody waits for any more.
    """

    requests: Table
    visits: Table
    witness: Witness
    changes: Table
    paths: Table
    given_up: Table
