"""The lessons of the catalogue about queues, workers and backlogs, measured.

Each test is named after a pattern, and its docstring says the lesson. Where chance plays a part the
catalogue's number lies in Student's 99.95 % interval of the replications; the seeds are fixed.
What the catalogue gives as a closed form is measured in `tests/statistical` with more messages.

Not measured, as nothing of the language says it: queues that take the last first (P33, the last
sentence), and the two round trips to the store of large messages (P20; they would be drawn).
"""

from collections.abc import Mapping
from statistics import mean

import pytest

from simkit.analysis import theory
from simkit.model.scenario import Design, Scenario
from simkit.record.recording import Recording
from tests.lessons import QUEUED, held, queued, runs, values
from tests.statistical import readings_delivery as of
from tests.statistical.readings import SECOND

# ---------------------------------------------------------------------- competing consumers


def competing(workers: int, seconds: int, replications: int) -> Scenario:
    """P09: 80 jobs a second of half a second each."""
    return queued(
        "poisson 80/s",
        "exponential 500 ms",
        worker={"workers": workers},
        run={
            "horizon": f"{seconds} s",
            "warm_up": f"{seconds // 4} s",
            "replications": replications,
        },
    )


def mean_wait(recording: Recording, design: Design) -> float:
    """In the queue, s."""
    return of.waiting_in_queue("Work")(recording, design)


@pytest.mark.parametrize(("workers", "milliseconds"), [(41, 411), (42, 168), (45, 34), (50, 4)])
def test_p09_the_printed_waits_are_erlangs(workers: int, milliseconds: float) -> None:
    state = theory.m_m_c(arrival_rate=80, service_time=0.5, servers=workers)
    assert round(state.mean_wait * 1000) == milliseconds


@pytest.mark.statistical
def test_p09_five_workers_more_wait_a_tenth() -> None:
    """From 45 to 50 workers, a tenth more, the mean wait falls from 34 to 4 ms.

    Waits are rare and come together, so that these are measured coarsely. 41 and 42 workers, with
    411 and 168 ms, have a memory of 80 s and 20 s: too long to be measured here.
    """
    found = {}
    for workers, milliseconds in ((45, 34), (50, 4)):
        (found[workers],) = values(competing(workers, 100, 16), mean_wait)
        held("mean wait, s", milliseconds / 1000, found[workers], 0.8)
    assert mean(found[45]) > 5 * mean(found[50])


def after_an_outage(workers: int, horizon: str) -> Scenario:
    """P09 without chance, and nobody there for the first 6 s: 480 jobs wait."""
    return queued(
        "every 12.5 ms",
        "500 ms",
        worker={"workers": workers},
        run={"horizon": horizon, "patience": "1 ns"},
        faults=[{"crash": "Worker", "at": "0 s", "for": "6 s"}],
    )


def test_p09_forty_workers_are_never_enough() -> None:
    """80/s x 0.5 s = 40: a utilisation of 1. Even without chance what waits once waits for ever.

    By 6 s + k/2 s 481 + 40 k have come and 40 k + 40 are taken: 441 wait each time, and up to 40
    more until the next.
    """
    (recording,) = runs(after_an_outage(40, "200 s"))
    visits = recording.visits
    taken = visits["started"][visits["participant"] == recording.participants.index("Worker")]
    for second in (50, 100, 199):
        come = (recording.requests["meant"] <= second * SECOND).sum()
        assert come - (taken <= second * SECOND).sum() == 441


@pytest.mark.parametrize(("workers", "seconds"), [(41, 220), (50, 22)])
def test_p09_spare_workers_end_the_backlog_of_an_outage(workers: int, seconds: int) -> None:
    """A hundredth of ten minutes: 6 s x 80/s = 480 jobs, at 2 x 41 - 80 or 2 x 50 - 80 a second.

    The fluid drains in 240 s and 24 s; for ten minutes that is 400 minutes and 40. Here the workers
    take the first of the backlog at once: by 6 s + k/2 s 481 + 40 k have come, and 41 k + 41 or
    50 k + 50 are taken, all of them at k = 440, or 44.
    """
    scenario = after_an_outage(workers, f"{seconds + 10} s")
    assert backlog_ends(scenario) == pytest.approx(6 + seconds)


def backlog_ends(scenario: Scenario) -> float:
    """When the first job after an outage at the start does not wait, s."""
    (recording,) = runs(scenario)
    visits = recording.visits
    here = visits["participant"] == recording.participants.index("Worker")
    at_once = here & (visits["started"] == visits["stored"])
    return float(visits["stored"][at_once].min()) / SECOND


# ---------------------------------------------------------------------- prefetch

WINDOW = f"{QUEUED}\n  Worker-->>Queue: Ack"


@pytest.mark.parametrize(
    ("prefetch", "rate", "wait", "slowed"),
    [(1, 9.615, 0, 0), (26, 250, 0, 0.9), (51, 250, 0.1, 1.9)],
)
def test_p10_beyond_the_knee_prefetch_only_waits(
    prefetch: int, rate: float, wait: float, slowed: float
) -> None:
    """A round trip of 100 ms, work of 4 ms: 26 deliveries fill a worker, 51 wait in front of it.

    What is in its hands waits for prefetch x work - work - round trip: 0 s for 26, 0.1 s for 51. If
    the work takes ten times as long, 0.9 s and 1.9 s. The catalogue's list of questions has 1.88 s
    for the latter, its scenarios "about 1.9 s"; 51 x 40 ms - 40 ms - 100 ms is 1.9 s.
    """
    scenario = queued(
        "every 3 ms",
        "4 ms",
        {"prefetch": prefetch},
        {"workers": 1},
        run={"horizon": "20 s", "warm_up": "1.04 s", "patience": "1 ns"},
        message={"network": "50 ms"},
        messages={"Ack": {"network": "50 ms"}},
        drawing=WINDOW,
        faults=[{"slow": "Worker", "by": 10, "at": "11.44 s", "for": "1 h"}],
    )
    (recording,) = runs(scenario)
    visits = recording.visits
    work = visits["participant"] == recording.participants.index("Worker")
    taken = work & (visits["started"] < 20 * SECOND)
    started = visits["started"] / SECOND
    waited = (visits["started"] - visits["arrived"]) / SECOND
    first = taken & (started >= 5.2) & (started < 10.4)
    assert first.sum() / 5.2 == pytest.approx(rate, rel=0.001)
    assert waited[first] == pytest.approx(wait, abs=1e-9)
    assert waited[taken & (started > 17)] == pytest.approx(slowed, abs=1e-9)


@pytest.mark.statistical
def test_p10_queues_of_their_own_wait_twice_as_long() -> None:
    """Four workers at 80 %: 0.175 s if they pull, 0.327 s if all is pushed to them in turn."""
    instances = {"instances": 4, "workers": 1}
    run = {"horizon": "160 s", "warm_up": "40 s", "replications": 16}
    found = []
    for said, queue in ((0.175, {}), (0.327, {"prefetch": 1_000})):
        scenario = queued("poisson 32/s", "exponential 100 ms", queue, instances, run=run)
        found.append(values(scenario, "completed.mean")[0])
        held("mean time until done, s", said, found[-1], 0.2)
    assert all(pushed > pulled for pulled, pushed in zip(*found, strict=True))


# ---------------------------------------------------------------------- batches


def test_p14_gathering_for_5_ms_halves_the_requests() -> None:
    """200/s that leave 5 ms after the first of each batch: 100 batches of 2.0, for 3.75 ms.

    The queue gathers here, on the way to a batch service that takes all at once.
    """
    scenario = queued(
        "poisson 200/s",
        "0 s",
        {"linger": "5 ms"},
        run={"horizon": "22 s", "warm_up": "2 s", "replications": 8},
    )
    waits, batches, done = values(
        scenario, "completed.mean", of.departures("Worker"), "throughput.mean"
    )
    held("mean wait, s", 0.00375, waits, 0.05)
    held("batches, /s", 100, batches, 0.05)
    held("jobs in a batch", 2.0, [a / b for a, b in zip(done, batches, strict=True)], 0.05)


@pytest.mark.statistical
def test_p14_jobs_that_come_ten_at_a_time_wait() -> None:
    """At the same utilisation of 80 % a job takes 2.75 s in place of 0.50 s."""
    puts = ["  Client-)Queue: Job"] * 10
    drawing = "\n".join([*QUEUED.splitlines()[:2], *puts, "  Queue->>Worker: Work"])
    ten = drawing.replace("  Queue->>Worker: Work", "\n".join(["  Queue->>Worker: Work"] * 10))
    scenario = queued(
        "poisson 0.8/s",
        "exponential 100 ms",
        worker={"workers": 1},
        run={"horizon": "1200 s", "warm_up": "400 s", "replications": 16},
        drawing=ten,
    )
    (waits,) = values(scenario, of.waiting_in_queue("Work"))
    held("mean time of a job, s", 2.75, [wait + 0.1 for wait in waits], 0.4)


# ---------------------------------------------------------------------- size


@pytest.mark.parametrize(("size", "rate"), [("1 MB", 38), ("1 kB", 100)])
def test_p20_a_broker_is_full_of_large_messages(size: str, rate: int) -> None:
    """38 MB/s: 38 messages of 1 MB a second, whatever comes; of references to them all 100.

    A message of 1 kB takes 26 µs, so that none of those that come each 10 ms waits.
    """
    scenario = queued(
        "every 10 ms",
        "0 s",
        {"bandwidth": "38 MB/s"},
        run={"horizon": "11 s", "warm_up": "1 s", "patience": "1 ns"},
        messages={"Job": {"size": size}},
    )
    assert values(scenario, "throughput.mean") == [[rate]]


# ---------------------------------------------------------------------- recovery


@pytest.mark.parametrize(("workers", "seconds"), [(100, 28.4), (176, 5.9)])
def test_p33_an_outage_costs_four_times_its_length(workers: int, seconds: float) -> None:
    """A hundredth of twelve minutes: 7.2 s without 100 workers who can do 1,000/s, and 800/s come.

    5,760 wait; at 200/s that takes 28.8 s more, 36 s in all, as twelve minutes take an hour. With
    176 workers it takes 6 s, as twelve minutes take ten: 5,760/(1,760 - 800). That is the fluid.
    Here the workers take the first hundred at once, and then a hundred each 0.1 s: by 7.2 s + 0.1 k
    s 5,761 + 80 k have come and 100 k + 100 are taken, all of them at k = 284; or at k = 59.
    """
    scenario = queued(
        "every 1.25 ms",
        "100 ms",
        worker={"workers": workers},
        run={"horizon": f"{8 + seconds:g} s"},
        faults=[{"crash": "Worker", "at": "0 s", "for": "7.2 s"}],
    )
    assert values(scenario, "backlog.Queue.peak") == [[5_760]]
    assert backlog_ends(scenario) == pytest.approx(7.2 + seconds)


@pytest.mark.parametrize(("queue", "goodput"), [({}, 1.65), ({"ttl": "1 s"}, 30)])
def test_p33_first_come_first_served_is_too_late_for_all(
    queue: Mapping[str, object], goodput: float
) -> None:
    """33/s come and 30/s can be done; a job is of use if it is begun within 1 s.

    First come first served all that come from 1 s x 30/(33 - 30) = 10 s on are late: 330 jobs are
    in time, over 200 s 1.65/s. The catalogue's 5/s are ten times that over three times the time,
    5.5/s as a fluid; its own run, with chance, had 5.2/s. It answers with last come first served;
    with a time to live, which drops the late ones, all that is done is in time as well.
    """
    scenario = queued(
        f"every {1e9 / 33:.0f} ns",
        f"{1e9 / 30:.0f} ns",
        queue,
        {"workers": 1},
        run={"horizon": "200 s", "patience": "1 ns"},
    )
    (recording,) = runs(scenario)
    visits = recording.visits
    taken = (visits["participant"] == recording.participants.index("Worker")) & (
        visits["started"] < 200 * SECOND
    )
    waited = (visits["started"] - visits["stored"])[taken]
    assert (waited <= SECOND).sum() / 200 == pytest.approx(goodput, rel=0.01)
    assert taken.sum() / 200 == pytest.approx(30, rel=0.01)
