"""What has no meaning is refused, in these words."""

from collections.abc import Callable
from math import inf, nan

import pytest

from simkit.analysis import theory as th

TEXTS: list[tuple[Callable[[], object], str]] = [
    (
        lambda: th.erlang_b(servers=0, load=1),
        "servers must be a whole number from 1; got 0",
    ),
    (
        lambda: th.erlang_b(servers=1, load=-1),
        "load must be 0 or more and finite; got -1 erlang",
    ),
    (
        lambda: th.erlang_c(servers=4, load=4),
        "the queue has no steady state: utilisation must be below 1; got 1",
    ),
    (
        lambda: th.m_m_c(arrival_rate=41, service_time=0.1, servers=4),
        "the queue has no steady state: utilisation must be below 1; got 1.025",
    ),
    (
        lambda: th.m_m_1(arrival_rate=nan, service_time=1),
        "arrival_rate must be 0 or more and finite; got nan /s",
    ),
    (
        lambda: th.m_m_1(arrival_rate=1, service_time=0),
        "service_time must be positive and finite; got 0 s",
    ),
    (
        lambda: th.m_m_1_sojourn_percentile(share=1, arrival_rate=1, service_time=0.5),
        "share must be from 0 to below 1; got 1",
    ),
    (
        lambda: th.m_m_c_k(arrival_rate=1, service_time=1, servers=4, room=3),
        "room must be a whole number from 4; got 3",
    ),
    (
        lambda: th.servers_for_blocking(load=1, blocking=0),
        "blocking must be above 0: no number of servers makes it 0",
    ),
    (
        lambda: th.servers_for_waiting(load=1, waiting_probability=2),
        "waiting_probability must be from 0 to 1; got 2",
    ),
    (
        lambda: th.m_g_infinity(arrival_rate=1e300, service_time=1e300),
        "arrival_rate times service_time is too large for a number",
    ),
    (
        lambda: th.m_g_1_wait_variance(
            arrival_rate=1, service_time=0.5, service_cv=2, service_skewness=0
        ),
        "no service time has cv 2 and skewness 0: it would be negative at times",
    ),
    (
        lambda: th.m_g_1_wait_variance(
            arrival_rate=1, service_time=0.5, service_cv=1, service_skewness=inf
        ),
        "service_skewness must be finite; got inf",
    ),
    (
        lambda: th.m_g_1_wait_variance(
            arrival_rate=1, service_time=0.5, service_cv=1, service_skewness=nan
        ),
        "service_skewness must be finite; got nan",
    ),
    (lambda: th.m_g_1_priority(classes=[]), "there must be at least one class"),
    (lambda: th.m_g_1_preemptive(classes=[]), "there must be at least one class"),
    (
        lambda: th.m_g_1_preemptive(classes=[th.PriorityClass(arrival_rate=2, service_time=1)]),
        "the queue has no steady state: utilisation must be below 1; got 2",
    ),
    (
        lambda: th.m_m_c_priority(arrival_rates=[], service_time=1, servers=1),
        "there must be at least one class",
    ),
    (
        lambda: th.m_g_1_priority(classes=[th.PriorityClass(arrival_rate=2, service_time=1)]),
        "the queue has no steady state: utilisation must be below 1; got 2",
    ),
    (
        lambda: th.mean_value_analysis(users=1, think_time=1, demands=[]),
        "there must be at least one demand",
    ),
    (
        lambda: th.closed_bounds(users=1, think_time=1, demands=[]),
        "there must be at least one demand",
    ),
    (
        lambda: th.closed_bounds(users=1, think_time=1, demands=[1, 0]),
        "demands[1] must be positive and finite; got 0 s",
    ),
    (
        lambda: th.mean_value_analysis(users=1, think_time=1, demands=[1, 0]),
        "demands[1] must be positive and finite; got 0 s",
    ),
    (
        lambda: th.tandem_sojourn_exceeds(time=1, arrival_rate=1, service_times=[]),
        "there must be at least one station",
    ),
    (
        lambda: th.nelson_tantawi_approximation(arrival_rate=1, service_time=0.5, branches=33),
        "branches must be a whole number from 2 to 32; got 33",
    ),
    (
        lambda: th.mean_of_kth(mean=1, branches=3, needed=4),
        "needed must be at most branches (3); got 4",
    ),
    (
        lambda: th.batch_waiting(arrival_rate=1),
        "a batch needs a largest size or a linger time; got neither",
    ),
    (
        lambda: th.retry_load(
            arrival_rate=1,
            failure=0.5,
            attempts=2,
            funded_by="luck",  # type: ignore[arg-type]
        ),
        "funded_by must be 'requests' or 'successes'; got 'luck'",
    ),
    (lambda: th.traffic(arrival_rates=[], routing=[]), "there must be at least one station"),
    (
        lambda: th.traffic(arrival_rates=[1, 1], routing=[[0, 0], [0]]),
        "routing must have 2 rows of 2 chances, as arrival_rates has",
    ),
    (
        lambda: th.traffic(arrival_rates=[1, 1], routing=[[0, 0]]),
        "routing must have 2 rows of 2 chances, as arrival_rates has",
    ),
    (
        lambda: th.traffic(arrival_rates=[1, -1], routing=[[0, 0], [0, 0]]),
        "arrival_rates[1] must be 0 or more and finite; got -1 /s",
    ),
    (
        lambda: th.traffic(arrival_rates=[1], routing=[[1.5]]),
        "routing[0][0] must be from 0 to 1; got 1.5",
    ),
    (
        lambda: th.traffic(arrival_rates=[1, 1], routing=[[0.6, 0.6], [0, 0]]),
        "routing[0] must add up to at most 1; got 1.2",
    ),
    (
        lambda: th.traffic(arrival_rates=[1, 1], routing=[[0, 0.5], [0, 1]]),
        "a message at station 1 never leaves the network",
    ),
    (
        lambda: th.jackson_network(
            arrival_rates=[1], routing=[[0]], service_times=[1, 1], servers=[1]
        ),
        "every station needs a service time and servers; got 1 stations, 2 service times "
        "and 1 servers",
    ),
    (
        lambda: th.jackson_network(
            arrival_rates=[1, 0], routing=[[0, 1], [0, 0]], service_times=[0.5, 2], servers=[1, 2]
        ),
        "station 1 has no steady state: utilisation must be below 1; got 1",
    ),
    (
        lambda: th.jackson_network(
            arrival_rates=[1], routing=[[0]], service_times=[0.5], servers=[0]
        ),
        "servers[0] must be a whole number from 1; got 0",
    ),
    (
        lambda: th.jackson_network(
            arrival_rates=[1], routing=[[0]], service_times=[nan], servers=[1]
        ),
        "service_times[0] must be positive and finite; got nan s",
    ),
    (
        lambda: th.jackson_network(
            arrival_rates=[0], routing=[[0]], service_times=[1], servers=[1]
        ),
        "the sum of arrival_rates must be positive and finite; got 0 /s",
    ),
]


@pytest.mark.parametrize(("asked", "text"), TEXTS, ids=[text for _, text in TEXTS])
def test_the_words_of_a_refusal(asked: Callable[[], object], text: str) -> None:
    with pytest.raises(ValueError) as refused:  # noqa: PT011 - the whole text is compared
        asked()
    assert str(refused.value) == text
