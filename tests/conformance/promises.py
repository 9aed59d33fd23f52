"""All promises that are pinned down to the nanosecond, one case each."""

from tests.conformance.blocks import BLOCKS
from tests.conformance.calls import CALLS
from tests.conformance.confirmations import CONFIRMATIONS
from tests.conformance.crashes import BROKERS, CRASHES
from tests.conformance.endings import ENDINGS, OUTSIDE
from tests.conformance.gathering import GATHERING
from tests.conformance.leases import LEASES
from tests.conformance.limits import CAPACITY, EXPIRY, PRIORITIES
from tests.conformance.outbox import ACCEPTED, DUAL_WRITE, OUTBOX
from tests.conformance.partitions import PARTITIONS
from tests.conformance.redelivery import REDELIVERY
from tests.conformance.requeue import REQUEUE
from tests.conformance.settlement import SETTLEMENTS
from tests.conformance.twice import LOST_WORDS, TWICE
from tests.conformance.windows import WINDOWS
from tests.engine.exact.notation import Case

PROMISES: tuple[Case, ...] = (
    *(*REDELIVERY, *REQUEUE, *ENDINGS, *OUTSIDE, *SETTLEMENTS, *LEASES, *WINDOWS, *CAPACITY),
    *(*EXPIRY, *PRIORITIES, *CRASHES, *BROKERS, *ACCEPTED, *DUAL_WRITE, *OUTBOX, *TWICE),
    *(*LOST_WORDS, *PARTITIONS, *GATHERING, *CONFIRMATIONS, *CALLS, *BLOCKS),
)
