"""The number that theory gives for a metric of a design, or the condition that is not met."""

from collections.abc import Callable

from simkit.analysis.known import flows
from simkit.analysis.known.clocks import Slower, clock_metric, slower
from simkit.analysis.known.outlook import Outlook, outlook
from simkit.analysis.known.value import Known, Unknown
from simkit.model.metric import MetricName
from simkit.model.scenario import Design


def known(design: Design, name: MetricName) -> Known | Unknown:
    r"""What theory says of a metric, in the steady state.

    Args:
        design: Resolved; its conditions are read from it, never from names.
        name: Of the metric; its design is not looked at.

    Returns:
        The number in seconds, per second, or plain, as the metric; or why there is none.

    Stops holding, as all of `simkit.analysis.theory`, where a run is too short to forget that it
    began empty, which near a utilisation of 1 takes very long.

    >>> import simkit as sk
    >>> one = sk.scenario("sequenceDiagram\n C->>A: Ask\n A-->>C: Answer", workers={"A": 1},
    ...                   work={"Ask": "exponential 100 ms"}, load="poisson 8/s")
    >>> found = known(one.designs[0], MetricName(design="", metric="acknowledged", part="",
    ...                                          statistic="mean"))
    >>> round(found.value, 6), found.formula
    (0.5, 'M/M/1')
    """
    known_of = outlook(design)
    if name.statistic == "peak":
        return Unknown("a peak grows with the time that is watched")
    if name.metric not in _OF:
        return Unknown(f"no closed form of {name.metric} is built in")
    if known_of.beyond and (name.metric != "offered" or known_of.has_users):
        return Unknown(known_of.beyond)
    return _OF[name.metric](known_of, name)


_OF: dict[str, Callable[[Outlook, MetricName], Known | Unknown]] = {
    **dict.fromkeys(
        ("acknowledged", "settled", "completed", "noticed"),
        lambda of, name: clock_metric(of, name.metric, name.statistic, name.journey),
    ),
    **dict.fromkeys(
        ("told", "done"),
        lambda of, name: flows.outcome(of, name.metric, name.part, name.journey),
    ),
    "offered": lambda of, name: flows.offered(of, name.journey),
    "throughput": lambda of, name: flows.throughput(of, name.journey),
    "utilisation": lambda of, name: flows.utilisation(of, name.part),
    "held": lambda of, name: flows.held(of, name.part, name.journey),
    "backlog": lambda of, name: flows.backlog(of, name.part, name.journey),
}


def known_slower(design: Design, clock: str, journey: str = "") -> Slower | Unknown:
    """The share of the requests that a clock takes longer for, by the time.

    Args:
        design: Resolved.
        clock: acknowledged, settled, completed or noticed.
        journey: Of this one, or "" for all.
    """
    known_of = outlook(design)
    return Unknown(known_of.beyond) if known_of.beyond else slower(known_of, clock, journey)
