"""All promises of blocks: choices, loops, gatherings, critical blocks, breaks."""

from tests.conformance.below import MESSAGES, OPEN, ROLES
from tests.conformance.breaks import BREAKS, HANDLED
from tests.conformance.choices import CHANCES
from tests.conformance.gathers import GATHERS
from tests.conformance.gathers_failing import FAILING, WORKERS
from tests.conformance.happened import HAPPENED
from tests.conformance.learning import LEARNING
from tests.conformance.loops import LOOPS
from tests.conformance.polling import ANSWERS, POLLS, SERVICES
from tests.conformance.redone import REDELIVERED, TRIED_AGAIN
from tests.conformance.sagas import CHOREOGRAPHED, ORCHESTRATED
from tests.conformance.trials import HANDLING, ONE_OF_THREE
from tests.conformance.trials_nested import NESTED
from tests.conformance.trials_shared import SHARED
from tests.conformance.unfinished import SEVERAL, UNFINISHED
from tests.engine.exact.notation import Case

BLOCKS: tuple[Case, ...] = (
    *(*CHANCES, *LEARNING, *HAPPENED, *ROLES, *OPEN, *MESSAGES),
    *(*LOOPS, *POLLS, *ANSWERS, *SERVICES, *GATHERS, *FAILING, *WORKERS),
    *(*ONE_OF_THREE, *HANDLING, *SHARED, *NESTED, *BREAKS, *HANDLED),
    *(*ORCHESTRATED, *CHOREOGRAPHED, *REDELIVERED, *TRIED_AGAIN, *UNFINISHED, *SEVERAL),
)
