"""A number that is known before a run, or why there is none."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A number that theory gives for the steady state.

    Attributes:
        value: Seconds, per second, or plain, as the metric it is of.
        formula: Its name in the field's words.
        source: Who found it, and where it stands.
        exact: Whether it is the long-run mean itself; else it only comes close.
    """

    value: float
    formula: str
    source: str
    exact: bool


@dataclass(frozen=True, slots=True)
class Unknown:
    """No number, with the condition that is not met."""

    reason: str
