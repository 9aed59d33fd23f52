"""M^[b]/M/1: messages that arrive in batches at one server."""

from simkit.analysis.theory.domain import require_not_negative, require_station, require_whole
from simkit.analysis.theory.steady import SteadyState, steady_state


def bulk_arrivals_m_1(*, batch_rate: float, batch_size: int, service_time: float) -> SteadyState:
    """The steady state of one server at which batches of equal size arrive.

    Args:
        batch_rate: Batches per second, Poisson, ≥ 0.
        batch_size: Messages in each, ≥ 1.
        service_time: Mean for one message, exponential, s, > 0.

    Returns:
        Its means, over messages.

    Raises:
        ValueError: If an argument is outside its range, or the utilisation is 1 or more.

    Source: Gross and Harris (1998), Fundamentals of Queueing Theory, section 3.1; Kleinrock (1975),
    Queueing Systems I, section 4.5.

    Stops holding where the sizes vary: the waits are longer; and where one batch is one piece of
    work (then it is `m_g_1` of batches).

    >>> found = bulk_arrivals_m_1(batch_rate=0.8, batch_size=10, service_time=0.1)
    >>> round(found.mean_in_system, 6), round(found.mean_sojourn, 6)
    (22.0, 2.75)
    """
    require_not_negative("batch_rate", batch_rate, " /s")
    require_whole("batch_size", batch_size)
    arrival_rate = batch_rate * batch_size
    utilisation = require_station(arrival_rate, service_time)
    # The first of its batch waits as a batch in M/G/1 does; the others for those before them too.
    sojourn = service_time * (batch_size + 1) / (2 * (1 - utilisation))
    return steady_state(
        arrival_rate=arrival_rate,
        service_time=service_time,
        utilisation=utilisation,
        waiting_probability=1 - (1 - utilisation) / batch_size,
        mean_wait=sojourn - service_time,
    )
