"""Stations in a row: the whole time through them, not only its mean."""

from collections.abc import Sequence

from simkit.analysis.theory.domain import require_not_negative, require_share, require_station
from simkit.analysis.theory.quantiles import percentile


def tandem_sojourn_exceeds(
    *, time: float, arrival_rate: float, service_times: Sequence[float]
) -> float:
    """The share of the messages that needs longer than a time through stations in a row.

    Args:
        time: s, ≥ 0.
        arrival_rate: Messages per second, Poisson, ≥ 0.
        service_times: Mean at each station, exponential, drawn anew at each, s, > 0; at least
            one station.

    Returns:
        0 to 1.

    Raises:
        ValueError: If an argument is outside its range, there is no station, or the utilisation of
            one is 1 or more.

    Source: what leaves M/M/1 is Poisson (Burke 1956), and the sojourns of one message are
    independent (Reich 1957): a sum of exponential times.

    Stops holding with several servers at a station (Burke 1969), with any other order of service,
    and where a message brings the same work everywhere.

    >>> round(tandem_sojourn_exceeds(time=2.648, arrival_rate=8, service_times=[0.1, 1 / 12]), 4)
    0.01
    """
    require_not_negative("time", time, " s")
    return _exceeds(time, _sojourns(arrival_rate, service_times))


def tandem_sojourn_percentile(
    *, share: float, arrival_rate: float, service_times: Sequence[float]
) -> float:
    """The time that this share of the messages needs at most through stations in a row.

    Args:
        share: 0 to below 1; 0.99 for the 99th percentile.
        arrival_rate: Messages per second, Poisson, ≥ 0.
        service_times: Mean at each station, exponential, s, > 0; at least one station.

    Returns:
        Seconds.

    Raises:
        ValueError: If an argument is outside its range, there is no station, or the utilisation of
            one is 1 or more.

    Source: `tandem_sojourn_exceeds`, solved for the time. It stops holding where that does.

    >>> found = tandem_sojourn_percentile(share=0.99, arrival_rate=8, service_times=[0.1, 1 / 12])
    >>> round(found, 3)
    2.648
    """
    require_share(share)
    sojourns = _sojourns(arrival_rate, service_times)
    return percentile(lambda time: _exceeds(time, sojourns), share=share, scale=sum(sojourns))


def _sojourns(arrival_rate: float, service_times: Sequence[float]) -> list[float]:
    """The mean sojourn at each station."""
    if not service_times:
        raise ValueError("there must be at least one station")
    return [time / (1 - require_station(arrival_rate, time)) for time in service_times]


def _exceeds(time: float, means: Sequence[float]) -> float:
    """The chance that exponential times with these means, added, exceed a time.

    One is a phase after the other, and the sum a Markov chain through them, whose matrix
    exponential does not mind equal means; the partial fractions of the textbooks do.
    """
    import numpy as np  # noqa: PLC0415 - only what needs it loads it
    from scipy.linalg import expm  # noqa: PLC0415 - slow to load

    rates = 1 / np.array(means, dtype=float)
    flow = np.diag(-rates) + np.diag(rates[:-1], 1)
    return min(max(float(expm(flow * time)[0].sum()), 0.0), 1.0)
