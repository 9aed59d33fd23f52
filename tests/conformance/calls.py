"""All promises of how calls are made."""

from tests.conformance.breakers import BREAKERS
from tests.conformance.budgets import BUDGETS
from tests.conformance.bulkheads import LIMITS
from tests.conformance.cancelling import CANCELLING
from tests.conformance.hedges import HEDGES
from tests.conformance.late import KEYS, LATE
from tests.conformance.layers import LAYERS
from tests.conformance.pacing import PACES
from tests.conformance.retries import BACKOFF, RETRIES
from tests.conformance.senders import SENDERS
from tests.conformance.timeouts import TIMEOUTS
from tests.engine.exact.notation import Case

CALLS: tuple[Case, ...] = (
    *(*TIMEOUTS, *CANCELLING, *BACKOFF, *RETRIES, *LATE, *KEYS, *BUDGETS, *BREAKERS, *SENDERS),
    *(*HEDGES, *LIMITS, *PACES, *LAYERS),
)
