"""Fork and join: a message is split over servers with a queue each, and is done when all are."""

from simkit.analysis.theory.domain import require_station
from simkit.analysis.theory.order_statistics import harmonic


def fork_join_two(*, arrival_rate: float, service_time: float) -> float:
    """The mean time until both halves of a message are done.

    Args:
        arrival_rate: Messages per second, Poisson, ≥ 0; each brings a half to both servers.
        service_time: Mean of each half, exponential, independent, s, > 0.

    Returns:
        Seconds.

    Raises:
        ValueError: If an argument is outside its range, or the utilisation is 1 or more.

    Source: Flatto and Hahn (1984); Nelson and Tantawi (1988), equation for two servers.

    Stops holding where the halves take equally long (they depend on each other), where the two
    servers differ, or there are several on a side.

    >>> round(fork_join_two(arrival_rate=8, service_time=0.1), 6)
    0.7
    """
    utilisation = require_station(arrival_rate, service_time)
    return (12 - utilisation) / 8 * service_time / (1 - utilisation)


def nelson_tantawi_approximation(
    *, arrival_rate: float, service_time: float, branches: int
) -> float:
    """About the mean time until all parts of a message are done.

    Args:
        arrival_rate: Messages per second, Poisson, ≥ 0; each brings a part to every server.
        service_time: Mean of each part, exponential, independent, s, > 0.
        branches: Servers, 2 to 32.

    Returns:
        Seconds: an approximation, within 5 %; exact for two, and as the utilisation goes to 0.

    Raises:
        ValueError: If an argument is outside its range, or the utilisation is 1 or more.

    Source: Nelson and Tantawi (1988), fitted to simulations of up to 32 servers.

    Stops holding beyond 32 branches, and where `fork_join_two` does. At 80 % with 8 branches it
    was 3 % too low.

    >>> found = nelson_tantawi_approximation(arrival_rate=8, service_time=0.1, branches=8)
    >>> round(found, 3)
    1.103
    """
    two = fork_join_two(arrival_rate=arrival_rate, service_time=service_time)
    if branches not in range(2, 33):
        raise ValueError(f"branches must be a whole number from 2 to 32; got {branches}")
    ratio = harmonic(branches) / harmonic(2)
    return (ratio + (1 - ratio) * 4 * arrival_rate * service_time / 11) * two
