"""What an argument of a formula can be; everything else is refused in one sentence."""

from math import inf
from operator import index


def require_positive(name: str, value: float, unit: str = "") -> None:
    """Refuse what is not above 0 and finite.

    Args:
        name: Of the argument.
        value: Its value.
        unit: With its leading space, such as " s".

    Raises:
        ValueError: If it is 0, negative, infinite or NaN.

    >>> require_positive("service_time", 0.1, " s")
    """
    if not 0 < value < inf:
        raise ValueError(f"{name} must be positive and finite; got {value}{unit}")


def require_not_negative(name: str, value: float, unit: str = "") -> None:
    """Refuse what is negative or not finite.

    >>> require_not_negative("think_time", 0.0, " s")
    """
    if not 0 <= value < inf:
        raise ValueError(f"{name} must be 0 or more and finite; got {value}{unit}")


def require_probability(name: str, value: float) -> None:
    """Refuse what is not from 0 to 1.

    >>> require_probability("failure", 1.0)
    """
    if not 0 <= value <= 1:
        raise ValueError(f"{name} must be from 0 to 1; got {value}")


def require_share(value: float) -> None:
    """Refuse the share of a percentile that is not from 0 to below 1.

    >>> require_share(0.99)
    """
    if not 0 <= value < 1:
        raise ValueError(f"share must be from 0 to below 1; got {value}")


def require_whole(name: str, value: int, least: int = 1) -> None:
    """Refuse what is not a whole number, or is too small.

    >>> require_whole("servers", 4)
    """
    try:
        is_whole = not isinstance(value, bool) and index(value) >= least
    except TypeError:
        is_whole = False
    if not is_whole:
        raise ValueError(f"{name} must be a whole number from {least}; got {value}")


def require_stable(utilisation: float, who: str = "the queue") -> None:
    """Refuse a utilisation of 1 or more: the queue grows for ever.

    >>> require_stable(0.8)
    """
    if not utilisation < 1:
        raise ValueError(
            f"{who} has no steady state: utilisation must be below 1; got {utilisation:.6g}"
        )


def require_station(arrival_rate: float, service_time: float, servers: int = 1) -> float:
    """Check the arguments of an open station with endless room, and give its utilisation.

    Args:
        arrival_rate: Messages per second, ≥ 0.
        service_time: Mean, in seconds, > 0.
        servers: ≥ 1.

    Returns:
        The utilisation, from 0 to below 1.

    >>> round(require_station(32, 0.1, 4), 6)
    0.8
    """
    require_not_negative("arrival_rate", arrival_rate, " /s")
    require_positive("service_time", service_time, " s")
    require_whole("servers", servers)
    utilisation = arrival_rate * service_time / servers
    require_stable(utilisation)
    return utilisation
