"""Which way each result goes when an argument grows."""

from hypothesis import given
from hypothesis import strategies as st

from simkit.analysis import theory as th

HAIR = 1 + 1e-9
SERVERS = st.integers(1, 300)
LOADS = st.floats(0.01, 400)
BELOW = st.floats(0.01, 0.97)
MORE = st.floats(1.0001, 1.03)


@given(SERVERS, LOADS, st.floats(1, 3))
def test_more_load_is_refused_more_often(servers: int, load: float, factor: float) -> None:
    less = th.erlang_b(servers=servers, load=load)
    assert less <= th.erlang_b(servers=servers, load=load * factor) * HAIR


@given(SERVERS, LOADS)
def test_more_servers_refuse_fewer(servers: int, load: float) -> None:
    fewer = th.erlang_b(servers=servers + 1, load=load)
    assert fewer <= th.erlang_b(servers=servers, load=load)


@given(SERVERS, BELOW)
def test_more_wait_than_are_refused(servers: int, utilisation: float) -> None:
    load = servers * utilisation
    blocked, waits = (f(servers=servers, load=load) for f in (th.erlang_b, th.erlang_c))
    assert blocked <= waits * HAIR <= utilisation * HAIR**2


@given(SERVERS, BELOW, MORE)
def test_waits_grow_with_the_load(servers: int, utilisation: float, factor: float) -> None:
    calm, busy = (
        th.m_m_c(arrival_rate=servers * u, service_time=1, servers=servers)
        for u in (utilisation, utilisation * factor)
    )
    assert calm.mean_wait <= busy.mean_wait * HAIR
    assert calm.waiting_probability <= busy.waiting_probability * HAIR


@given(st.integers(1, 100), BELOW)
def test_one_queue_for_twice_the_servers_waits_less(servers: int, utilisation: float) -> None:
    small, large = (
        th.m_m_c(arrival_rate=c * utilisation, service_time=1, servers=c).mean_wait
        for c in (servers, 2 * servers)
    )
    assert large <= small


@given(st.integers(1, 40), BELOW, st.floats(0, 0.999), st.floats(0, 1))
def test_percentiles_grow_with_their_share(
    servers: int, u: float, share: float, lower: float
) -> None:
    queue = {"arrival_rate": servers * u, "service_time": 1.0}
    for percentile in (th.m_m_c_wait_percentile, th.m_m_c_sojourn_percentile):
        first = percentile(share=share * lower, **queue, servers=servers)
        assert first <= percentile(share=share, **queue, servers=servers) * HAIR


@given(st.floats(0.05, 4), st.integers(1, 20), st.integers(0, 40))
def test_more_room_refuses_fewer_and_holds_them_longer(u: float, servers: int, more: int) -> None:
    small, large = (
        th.m_m_c_k(arrival_rate=u * servers, service_time=1, servers=servers, room=room)
        for room in (servers + more, servers + more + 1)
    )
    assert large.blocking <= small.blocking * HAIR
    assert small.mean_wait <= large.mean_wait * HAIR
    assert small.throughput <= large.throughput * HAIR


@given(st.floats(0.05, 4), st.integers(1, 20), st.floats(0.01, 20), st.floats(1, 3))
def test_more_patience_loses_fewer_and_waits_longer(
    u: float, servers: int, patience: float, factor: float
) -> None:
    for formula in (th.erlang_a, th.fixed_patience):
        short, long = (
            formula(arrival_rate=u * servers, service_time=1, servers=servers, patience=p)
            for p in (patience, patience * factor)
        )
        assert long.abandonment <= short.abandonment * HAIR
        assert short.mean_wait <= long.mean_wait * HAIR
        assert 0 <= short.utilisation <= HAIR


@given(BELOW, st.floats(0, 5), st.floats(0, 3))
def test_what_varies_more_waits_longer(u: float, cv: float, more: float) -> None:
    waits = [
        th.m_g_1(arrival_rate=u, service_time=1, service_cv=c).mean_wait for c in (cv, cv + more)
    ]
    assert waits[0] <= waits[1]
    steady = th.m_d_1(arrival_rate=u, service_time=1).mean_wait
    assert steady <= waits[0] * HAIR


@given(BELOW, st.integers(1, 60))
def test_steadier_arrivals_wait_less(u: float, stages: int) -> None:
    waits = [
        th.e_k_m_1(arrival_rate=u, service_time=1, stages=k).mean_wait for k in (stages, stages + 1)
    ]
    assert waits[1] <= waits[0]


@given(st.integers(1, 60), st.floats(0, 20), st.floats(0.01, 3), st.integers(1, 5))
def test_more_users_get_more_done_and_wait_longer(
    users: int, think: float, work: float, servers: int
) -> None:
    few, many = (
        th.machine_repairman(users=n, think_time=think, service_time=work, servers=servers)
        for n in (users, users + 1)
    )
    assert few.throughput <= many.throughput * HAIR
    assert few.mean_sojourn <= many.mean_sojourn * HAIR
    assert work <= few.mean_sojourn * HAIR


@given(st.floats(0.01, 100), st.floats(1.001, 5), st.floats(0.1, 10))
def test_asking_less_often_costs_less_and_adds_more(
    period: float, factor: float, work: float
) -> None:
    for formula, name in ((th.fixed_polling, "period"), (th.doubling_polling, "first_period")):
        often, seldom = (
            formula(**{name: p}, completion_time=work) for p in (period, period * factor)
        )
        assert seldom.mean_polls <= often.mean_polls * HAIR
        if formula is th.fixed_polling:  # doubled gaps may by luck end just after the work
            assert often.mean_delay <= seldom.mean_delay * HAIR
        assert often.mean_delay >= 0
        assert often.mean_polls >= 1


@given(st.floats(0, 0.99), st.floats(0, 0.01), st.integers(1, 10))
def test_more_failures_make_more_attempts(failure: float, more: float, attempts: int) -> None:
    few, many = (
        th.retry_load(arrival_rate=1, failure=p, attempts=attempts)
        for p in (failure, failure + more)
    )
    assert few.mean_attempts <= many.mean_attempts * HAIR
    assert many.success <= few.success * HAIR


@given(st.floats(0.01, 0.9), st.integers(2, 31))
def test_more_branches_take_longer(u: float, branches: int) -> None:
    few, many = (
        th.nelson_tantawi_approximation(arrival_rate=u, service_time=1, branches=k)
        for k in (branches, branches + 1)
    )
    assert few <= many


@given(st.floats(1, 100), st.floats(1.01, 3))
def test_a_longer_lease_makes_fewer_duplicates(lease: float, factor: float) -> None:
    few = th.lease_deliveries(service_time=10, lease=lease * factor)
    assert 1 <= few <= th.lease_deliveries(service_time=10, lease=lease)
