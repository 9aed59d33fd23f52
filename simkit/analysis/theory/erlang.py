"""Erlang's two formulas, for one server or for thousands."""

from simkit.analysis.theory.domain import require_not_negative, require_stable, require_whole


def erlang_b(*, servers: int, load: float) -> float:
    """The share of the messages that find all servers busy and are lost: Erlang's first formula.

    Args:
        servers: ≥ 1.
        load: Offered load, arrival rate times mean service time, in erlangs, ≥ 0; it may be more
            than the servers can carry.

    Returns:
        The blocking probability, 0 to 1.

    Raises:
        ValueError: If an argument is outside its range.

    Source: Erlang (1917), by the recursion of Jagerman (1974): no factorial, no overflow. Exact
    for M/G/c/c, whatever the law of the service (Sevastyanov 1957).

    Stops holding where the blocked come back (retries are not Poisson), can wait, or where the
    arrivals are bursty.

    >>> round(erlang_b(servers=10, load=9), 5)
    0.16796
    """
    require_whole("servers", servers)
    require_not_negative("load", load, " erlang")
    blocked = 1.0
    for number in range(1, servers + 1):
        blocked = load * blocked / (number + load * blocked)
    return blocked


def erlang_c(*, servers: int, load: float) -> float:
    """The share of the messages that find all servers busy and wait: Erlang's second formula.

    Args:
        servers: ≥ 1.
        load: Offered load in erlangs, ≥ 0 and below the number of servers.

    Returns:
        The waiting probability, 0 to 1.

    Raises:
        ValueError: If an argument is outside its range, or the servers cannot carry the load.

    Source: Erlang (1917); from his first formula, as in Cooper (1981), Introduction to
    Queueing Theory, section 3.4.

    Stops holding where those who wait give up (`erlang_a`), where room is limited (`m_m_c_k`),
    and where service is not exponential, though there it is still close.

    >>> round(erlang_c(servers=4, load=3.2), 5)
    0.59643
    """
    blocked = erlang_b(servers=servers, load=load)
    utilisation = load / servers
    require_stable(utilisation)
    return blocked / (1 - utilisation * (1 - blocked))
