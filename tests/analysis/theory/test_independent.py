"""The formulas against other ways to the same number: chains solved, integrals, enumeration."""

from itertools import product
from math import exp, expm1, factorial, inf

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.sparse import coo_matrix
from scipy.sparse.linalg import spsolve
from scipy.special import pdtr

from simkit.analysis import theory as th
from simkit.analysis.theory.polling import _rest


def birth_death(births: list[float], deaths: list[float]) -> list[float]:
    """The shares of time of a short chain, by the products of the textbook."""
    weights = [1.0]
    for up, down in zip(births, deaths, strict=True):
        weights.append(weights[-1] * up / down)
    return [weight / sum(weights) for weight in weights]


@pytest.mark.parametrize("load", [0.5, 3.0, 6.0])
def test_m_m_c_k_is_its_chain(load: float) -> None:
    servers, room = 3, 9
    shares = birth_death([load] * room, [min(n, servers) for n in range(1, room + 1)])
    found = th.m_m_c_k(arrival_rate=load, service_time=1, servers=servers, room=room)
    queue = sum(max(n - servers, 0) * share for n, share in enumerate(shares))
    admitted = 1 - shares[-1]
    assert found.blocking == pytest.approx(shares[-1])
    assert found.mean_queue_length == pytest.approx(queue)
    assert found.mean_wait == pytest.approx(queue / (load * admitted))
    assert found.waiting_probability == pytest.approx(sum(shares[servers:-1]) / admitted)
    assert found.mean_sojourn == pytest.approx(found.mean_in_system / found.throughput)


@pytest.mark.parametrize("load", [0.5, 3.0, 12.0])
def test_erlang_a_is_its_chain(load: float) -> None:
    servers, patience, last = 3, 2.0, 120
    deaths = [min(n, servers) + max(n - servers, 0) / patience for n in range(1, last + 1)]
    shares = birth_death([load] * last, deaths)
    found = th.erlang_a(arrival_rate=load, service_time=1, servers=servers, patience=patience)
    queue = sum(max(n - servers, 0) * share for n, share in enumerate(shares))
    assert found.waiting_probability == pytest.approx(sum(shares[servers:]))
    assert found.mean_queue_length == pytest.approx(queue)
    assert found.abandonment == pytest.approx(queue / patience / load)
    assert found.mean_wait == pytest.approx(queue / load)


@pytest.mark.parametrize("servers", [1, 2, 5])
def test_the_repairman_is_its_chain(servers: int) -> None:
    users, think, work = 12, 4.0, 1.5
    births = [(users - n) / think for n in range(users)]
    deaths = [min(n, servers) / work for n in range(1, users + 1)]
    shares = birth_death(births, deaths)
    found = th.machine_repairman(users=users, think_time=think, service_time=work, servers=servers)
    present = sum(n * share for n, share in enumerate(shares))
    busy = sum(min(n, servers) * share for n, share in enumerate(shares))
    assert found.mean_in_system == pytest.approx(present)
    assert found.throughput == pytest.approx(busy / work)
    assert found.mean_sojourn == pytest.approx(present / (busy / work))
    assert found.mean_wait == pytest.approx(present / (busy / work) - work)


@pytest.mark.parametrize("load", [1.6, 1.9999999, 2.0, 2.0000001, 3.0])
def test_fixed_patience_is_its_integrals(load: float) -> None:
    servers, patience = 2, 1.5

    def density(wait: float) -> float:
        return load * exp((load - servers) * min(wait, patience) - servers * late(wait))

    def late(wait: float) -> float:
        return max(wait - patience, 0.0)

    # In units of the share of time with one server busy; with none it is 1 / load.
    free = 1 + 1 / load
    inside = quad(density, 0, patience)[0]
    beyond = quad(density, patience, inf)[0]
    waited = quad(lambda w: w * density(w), 0, patience)[0] + patience * beyond
    total = free + inside + beyond
    found = th.fixed_patience(arrival_rate=load, service_time=1, servers=servers, patience=patience)
    assert found.abandonment == pytest.approx(beyond / total, rel=1e-7)
    assert found.waiting_probability == pytest.approx((inside + beyond) / total, rel=1e-7)
    assert found.mean_wait == pytest.approx(waited / total, rel=1e-7)


def test_fixed_patience_below_one_is_boots_and_tijms() -> None:
    # P(lost) = (1-ρ) P(W>τ) / (1 - ρ P(W>τ)), with the wait W of the patient.
    load, servers, patience = 3.2, 4, 0.7
    slower = th.m_m_c_wait_exceeds(
        time=patience, arrival_rate=load, service_time=1, servers=servers
    )
    found = th.fixed_patience(arrival_rate=load, service_time=1, servers=servers, patience=patience)
    ratio = load / servers
    assert found.abandonment == pytest.approx((1 - ratio) * slower / (1 - ratio * slower))


def test_two_priorities_at_two_servers_are_their_chain() -> None:
    """A chain of 0, 1 or 2 busy servers, and then both queues, cut at 40 and 120."""
    high, low, most_high, most_low = 0.5, 0.7, 40, 120
    waiting = list(product(range(most_high + 1), range(most_low + 1)))
    number = {state: index + 2 for index, state in enumerate(waiting)}
    moves = [(0, 1, high + low), (1, 0, 1.0), (1, number[0, 0], high + low)]
    moves.append((number[0, 0], 1, 2.0))
    for one, two in waiting:
        here = number[one, two]
        if one < most_high:
            moves.append((here, number[one + 1, two], high))
        if two < most_low:
            moves.append((here, number[one, two + 1], low))
        if one > 0:
            moves.append((here, number[one - 1, two], 2.0))
        elif two > 0:
            moves.append((here, number[0, two - 1], 2.0))
    origins, goals, rates = (np.array(column) for column in zip(*moves, strict=True))
    size = len(waiting) + 2
    outflow = np.bincount(origins, rates, size)
    flow = coo_matrix(
        (
            np.append(rates, -outflow),
            (np.append(goals, np.arange(size)), np.append(origins, np.arange(size))),
        ),
        shape=(size, size),
    ).tolil()
    flow[0, :] = 1.0  # the shares add up to one, in place of one balance
    goal = np.zeros(size)
    goal[0] = 1.0
    shares = spsolve(flow.tocsc(), goal)
    queues = np.array(waiting).T @ shares[2:]
    found = th.m_m_c_priority(arrival_rates=[high, low], service_time=1, servers=2)
    assert [one.mean_queue_length for one in found] == pytest.approx(queues, rel=1e-6)


def test_a_closed_network_is_its_product_form() -> None:
    users, think, demands = 6, 1.5, (0.4, 0.7, 0.2)
    throughputs, lengths = [], np.zeros(3)
    for population in (users - 1, users):
        weights, lengths = 0.0, np.zeros(3)
        for levels in product(range(population + 1), repeat=3):
            thinking = population - sum(levels)
            if thinking >= 0:
                weight = think**thinking / factorial(thinking)
                weight *= float(np.prod(np.power(demands, levels)))
                weights += weight
                lengths += weight * np.array(levels)
        throughputs.append(weights)
        lengths /= weights
    found = th.mean_value_analysis(users=users, think_time=think, demands=demands)
    assert found.throughput == pytest.approx(throughputs[0] / throughputs[1])
    assert [one.mean_in_system for one in found.stations] == pytest.approx(lengths)
    assert found.mean_sojourn == pytest.approx(lengths.sum() / found.throughput)


def test_a_jackson_network_with_a_loop() -> None:
    # Station 0 sends half to 1 and 1 sends a fifth back: 0.9 / (1 - 0.1) = 1 /s come to station 0.
    found = th.jackson_network(
        arrival_rates=[0.9, 0],
        routing=[[0, 0.5], [0.2, 0]],
        service_times=[0.5, 3.0],
        servers=[1, 3],
    )
    assert [node.arrival_rate for node in found.nodes] == pytest.approx([1, 0.5])
    assert [node.visits for node in found.nodes] == pytest.approx([1 / 0.9, 0.5 / 0.9])
    first = th.m_m_1(arrival_rate=1, service_time=0.5)
    second = th.m_m_c(arrival_rate=0.5, service_time=3, servers=3)
    present = first.mean_in_system + second.mean_in_system
    assert found.mean_in_system == pytest.approx(present)
    assert found.mean_sojourn == pytest.approx(present / 0.9)


def test_a_station_that_nobody_comes_to() -> None:
    found = th.jackson_network(
        arrival_rates=[1, 0], routing=[[0, 0], [1, 0]], service_times=[0.5, 1], servers=[1, 1]
    )
    assert found.nodes[1].arrival_rate == 0
    assert found.nodes[1].state.mean_in_system == 0


def test_batches_by_integrals() -> None:
    rate, largest, linger = 3.0, 5, 0.8
    open_time = quad(lambda t: pdtr(largest - 2, rate * t), 0, linger)[0]

    def gathered(time: float) -> float:
        chances = [exp(-rate * time) * (rate * time) ** n / factorial(n) for n in range(4)]
        return sum((n + 1) * chance for n, chance in enumerate(chances))

    waited = quad(gathered, 0, linger)[0]
    found = th.batch_waiting(arrival_rate=rate, largest=largest, linger=linger)
    assert found.mean_size == pytest.approx(1 + rate * open_time)
    assert found.mean_wait == pytest.approx(waited / (1 + rate * open_time))


@pytest.mark.parametrize("period", [0.001, 0.019, 0.021, 0.5, 3.0])
def test_polling_by_integrals(period: float) -> None:
    mean = 2.0
    asked = range(int(60 * mean / period))
    polls = sum(exp(-n * period / mean) for n in asked)
    inside = quad(lambda t: (period - t) * exp(-t / mean) / mean, 0, period, epsrel=1e-13)[0]
    found = th.fixed_polling(period=period, completion_time=mean)
    assert found.mean_polls == pytest.approx(polls, rel=1e-9)
    assert found.mean_delay == pytest.approx(inside * polls, rel=1e-9)


@pytest.mark.parametrize("first", [0.001, 0.25, 3.0])
def test_doubling_by_the_sum_of_its_gaps(first: float) -> None:
    mean = 2.0
    asked = [first * (2**n - 1) for n in range(40)]
    open_still = [exp(-time / mean) for time in asked]
    total = sum(first * 2**n * share for n, share in enumerate(open_still))
    found = th.doubling_polling(first_period=first, completion_time=mean)
    assert found.mean_polls == pytest.approx(sum(open_still))
    assert found.mean_delay == pytest.approx(total - mean, rel=1e-9)


@pytest.mark.parametrize("gap", [1e-6, 0.0199, 0.0201, 1.0])
def test_what_is_left_of_a_gap_has_no_seam_where_its_series_ends(gap: float) -> None:
    # The work of 2 s on average, done at a time t within the gap, waits for the rest of it.
    left = quad(lambda t: -expm1(-t / 2), 0, gap, epsabs=0, epsrel=1e-12)[0]
    assert _rest(gap, 2.0) == pytest.approx(left, rel=1e-10)


def test_a_lease_of_no_length_overlaps_for_ever() -> None:
    # Σ e^(-k(k+1)/2 v) is about √(π/2v) for a short v.
    found = th.lease_deliveries(service_time=1, lease=1e-6)
    assert found == pytest.approx((np.pi / 2e-6) ** 0.5, rel=1e-3)


def test_the_deviation_of_a_busy_period_of_m_d_1() -> None:
    # Borel's law: the number served has variance ρ/(1-ρ)³.
    found = th.m_g_1_drain(backlog=1, arrival_rate=0.8, service_time=1, service_cv=0)
    assert found.deviation**2 == pytest.approx(0.8 / 0.2**3)


@pytest.mark.parametrize("capacity", [0.0, 30.0, 90.0])
@pytest.mark.parametrize("after", [60.0, 100.0, 250.0])
def test_the_longest_wait_of_a_fluid(capacity: float, after: float) -> None:
    rate, duration = 120.0, 10.0
    found = th.overload(
        duration=duration,
        arrival_rate=rate,
        capacity=capacity,
        arrival_rate_after=0,
        capacity_after=after,
    )
    messages = np.linspace(0, rate * duration, 100_001)
    messages = messages[messages > capacity * duration]  # the others wait less than these
    starts = duration + (messages - capacity * duration) / after
    assert found.longest_wait == pytest.approx((starts - messages / rate).max(), rel=1e-4)


def test_percentiles_of_a_tandem_by_convolution() -> None:
    # Sojourns of 0.5 s and 0.25 s: P(T>t) = 2 e^(-2t) - e^(-4t).
    found = th.tandem_sojourn_exceeds(time=0.7, arrival_rate=8, service_times=[0.1, 1 / 12])
    assert found == pytest.approx(2 * exp(-1.4) - exp(-2.8), rel=1e-12)
