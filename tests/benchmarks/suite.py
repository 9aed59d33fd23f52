"""The workloads by name: W1.1, W1.4, W2, W3, W4.100000 (its pending timeouts)."""

from tests.benchmarks import w1, w4
from tests.benchmarks.rows import Workload
from tests.benchmarks.w2 import W2
from tests.benchmarks.w3 import W3

ALL = ("W1", "W2", "W3", "W4")


def names(name: str, pending: float) -> list[str]:
    """The workloads that a short name means."""
    return {"W1": ["W1.1", "W1.4"], "W4": [f"W4.{pending:.0f}"]}.get(name, [name])


def of_name(name: str) -> Workload:
    """A workload."""
    if name in ("W2", "W3"):
        return W2 if name == "W2" else W3
    kind, _, number = name.partition(".")
    return {"W1": w1.workload, "W4": w4.workload}[kind](int(number))
