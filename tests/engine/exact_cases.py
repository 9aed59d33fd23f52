"""All exact cases; `tests.engine.exact.notation` says how they are written."""

from tests.engine.exact.calls import CALLS
from tests.engine.exact.deliveries import DELIVERIES
from tests.engine.exact.disciplines import DISCIPLINES
from tests.engine.exact.ends import ENDS
from tests.engine.exact.failures import FAILURES
from tests.engine.exact.forks import FORKS
from tests.engine.exact.journeys import JOURNEYS
from tests.engine.exact.loads import LOADS
from tests.engine.exact.names import NAMES
from tests.engine.exact.notation import Case
from tests.engine.exact.queues import QUEUES
from tests.engine.exact.rooms import ROOMS
from tests.engine.exact.sizes import SIZES
from tests.engine.exact.ties import TIES
from tests.engine.exact.workers import WORKERS

OLDER = CALLS + NAMES + WORKERS + FAILURES + LOADS + ENDS + TIES
CASES: tuple[Case, ...] = (
    OLDER + QUEUES + FORKS + JOURNEYS + ROOMS + DELIVERIES + DISCIPLINES + SIZES
)
