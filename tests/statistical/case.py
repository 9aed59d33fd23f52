"""What a case is: a scenario whose answers are known, and how each number is read from a run."""

from collections.abc import Callable
from dataclasses import dataclass

from simkit.model.scenario import Design, Scenario
from simkit.record.recording import Recording
from tests.statistical.interval import PRECISION

SEED = 1
REPLICATIONS = 64

Read = Callable[[Recording, Design], float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """One number of a run whose long-run mean is known.

    Attributes:
        name: What it is, and its unit.
        theory: The known value.
        read: Its value in one run.
        printed: The known value as the catalogue of closed forms prints it, so that neither the
            library nor the test can drift; "" where it does not.
        precision: The largest half-width that is enough, as a share of the known value: more
            than the usual 2 % where that would take too many messages, as it does in tails.
        error: By how much an approximation may be off, as a share of the true value.
    """

    name: str
    theory: float
    read: Read
    printed: str = ""
    precision: float = PRECISION
    error: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A scenario of one design, and the quantities known of it.

    Attributes:
        name: In Kendall's notation where there is one.
        scenario: With its length, seed and number of replications.
        quantities: At least one.
    """

    name: str
    scenario: Scenario
    quantities: tuple[Quantity, ...]
