"""The lessons of the catalogue about queues and deliveries, measured.

Each test is named after a pattern, and its docstring says the lesson. Where chance plays a part the
catalogue's number lies in Student's 99.95 % interval of the replications; the seeds are fixed.
What the catalogue promises as a closed form is measured in `tests/statistical` with more messages.

Not measured, as nothing of the language says it: batches that a sender gathers (P14, the first
half), and queues that take the last first (P33, the last sentence).
"""

from collections.abc import Mapping, Sequence
from statistics import mean

import numpy as np
import pytest

import simkit as sk
from simkit.analysis import theory
from simkit.analysis.metrics import measure
from simkit.experiment.results import replicate
from simkit.model.metric import read_metric
from simkit.model.scenario import Design, Scenario
from simkit.record.recording import Recording
from simkit.record.tables import NEVER, Done
from tests.statistical import readings as read
from tests.statistical import readings_delivery as of
from tests.statistical.interval import Comparison, compare
from tests.statistical.readings import SECOND

QUEUED = """sequenceDiagram
  participant Queue@{ "type": "queue" }
  Client-)Queue: Job
  Queue->>Worker: Work"""

FOR_EVER = {"max-deliveries": "unlimited"}


def queued(
    load: object,
    work: str,
    queue: Mapping[str, object] | None = None,
    worker: Mapping[str, object] | None = None,
    *,
    run: Mapping[str, object],
    message: Mapping[str, object] | None = None,
    drawing: str = QUEUED,
    messages: Mapping[str, object] | None = None,
    faults: Sequence[Mapping[str, object]] = (),
) -> Scenario:
    """A client, a queue and its workers; what is not said takes no time."""
    return sk.scenario(
        drawing,
        load=load,
        messages={"Work": {"work": work, **(message or {})}, **(messages or {})},
        participants={"Queue": dict(queue or {}), "Worker": dict(worker or {})},
        network="0 s",
        run={"seed": 1, "replications": 1, "warm_up": "0 s", **run},
        faults=list(faults),
    )


def runs(scenario: Scenario) -> list[Recording]:
    """Its replications, audited."""
    return list(replicate(scenario, ("design",)))


def values(scenario: Scenario, *reads: str | read.Read) -> list[list[float]]:
    """Metrics, by their names, and other readings: each in every replication."""
    design = scenario.design("design")
    asked = [read.metric(one) if isinstance(one, str) else one for one in reads]
    rows = [[one(recording, design) for one in asked] for recording in runs(scenario)]
    return [list(column) for column in zip(*rows, strict=True)]


def held(name: str, said: float, found: list[float], precision: float) -> Comparison:
    """What was found, held against what is said of it."""
    comparison = compare(name, said, found, 0.9995, precision=precision)
    assert comparison.agrees, str(comparison)
    assert comparison.is_precise, str(comparison)
    return comparison


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


@pytest.mark.statistical
def test_p09_forty_workers_are_never_enough() -> None:
    """80/s x 0.5 s = 40: at a utilisation of 1 the wait is the longer, the longer one looks."""
    waits = [mean(values(competing(40, seconds, 6), mean_wait)[0]) for seconds in (40, 160)]
    assert waits[1] > 1.4 * waits[0]


@pytest.mark.parametrize(("workers", "seconds"), [(41, 220), (50, 22)])
def test_p09_spare_workers_end_the_backlog_of_an_outage(workers: int, seconds: int) -> None:
    """A hundredth of ten minutes: 6 s x 80/s = 480 jobs, at 2 x 41 - 80 or 2 x 50 - 80 a second.

    The fluid drains in 240 s and 24 s; for ten minutes that is 400 minutes and 40. Here the workers
    take the first of the backlog at once: by 6 s + k/2 s 481 + 40 k have come, and 41 k + 41 or
    50 k + 50 are taken, all of them at k = 440, or 44.
    """
    scenario = queued(
        "every 12.5 ms",
        "500 ms",
        worker={"workers": workers},
        run={"horizon": f"{seconds + 10} s"},
        faults=[{"crash": "Worker", "at": "0 s", "for": "6 s"}],
    )
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


# ---------------------------------------------------------------------- acknowledgement and crashes


@pytest.mark.parametrize(
    ("ack", "prefetch", "lost"),
    [
        ("on-delivery", None, 2),
        ("on-delivery", 20, 42),
        ("before-work", 20, 2),
        ("after-work", 20, 0),
    ],
)
def test_p21_every_crash_loses_what_was_acknowledged(
    ack: str, prefetch: int | None, lost: int
) -> None:
    """Jobs of 1 s, crashes at 30.5 and 60.5 s: one job at work is lost each, or 21 with a buffer.

    With the early acknowledgement of task queues, just before the work, the buffer is safe: the
    catalogue's 17.4 % are those of an acknowledgement on delivery.
    """
    ahead = {} if prefetch is None else {"prefetch": prefetch}
    scenario = queued(
        "at 0 s 150",
        "1 s",
        {"ack": ack, **ahead},
        {"workers": 1},
        run={"horizon": "1 s", "patience": "200 s"},
        faults=[{"crash": "Worker", "at": ["30.5 s", "60.5 s"], "for": "1 ns"}],
    )
    (recording,) = runs(scenario)
    done = recording.requests["done"]
    assert (done == Done.LOST).sum() == lost
    assert (done == Done.WELL).sum() == 150 - lost


@pytest.mark.statistical
def test_p22_nothing_is_lost_and_one_in_eleven_waits_for_detection() -> None:
    """Work of 10 s, a crash each 100 s of it, noticed after 30 s: no loss, but a tail.

    1.10 deliveries, 13 s in place of 10 s, and 9 % of the jobs pay 30 s at least once.
    """
    crashing = {
        "run": {"horizon": "1000 s", "warm_up": "50 s", "replications": 24},
        "faults": [{"kill": "Worker", "every-busy": "exponential 100 s"}],
    }
    worker = {"detect-after": "30 s"}
    scenario = queued("poisson 1/s", "exponential 10 s", FOR_EVER, worker, **crashing)
    well, often, time, again = values(
        scenario,
        "done.well.share",
        "deliveries.Worker.mean",
        "completed.mean",
        "redelivered.Worker.share",
    )
    assert well == [1.0] * 24
    held("deliveries", 1.10, often, 0.02)
    held("mean time until done, s", 13.0, time, 0.05)
    held("share delivered again", 1 / 11, again, 0.1)
    early = {**FOR_EVER, "ack": "before-work"}
    scenario = queued("poisson 1/s", "exponential 10 s", early, worker, **crashing)
    (lost,) = values(scenario, "done.lost.share")
    held("share lost", 1 / 11, lost, 0.1)


# ---------------------------------------------------------------------- leases


def leased(lease: str, queue: Mapping[str, object], message: Mapping[str, object]) -> Scenario:
    """Exponential work of 10 s, and always a worker free."""
    return queued(
        "poisson 1/s",
        "exponential 10 s",
        {**FOR_EVER, "lease": lease, **queue},
        run={"horizon": "500 s", "warm_up": "50 s", "replications": 24},
        message=message,
    )


@pytest.mark.statistical
@pytest.mark.parametrize(
    ("lease", "share", "deliveries"), [("30 s", 0.0498, 1.0499), ("10 s", 0.3679, 1.4202)]
)
def test_p23_a_lease_makes_duplicates(lease: str, share: float, deliveries: float) -> None:
    """5.0 % with a lease of three times the mean work, 36.8 % and 1.42 runs with one as long."""
    again, often = values(
        leased(lease, {}, {}), "redelivered.Worker.share", of.deliveries("Worker")
    )
    held("share delivered again", share, again, 0.15)
    held("deliveries", deliveries, often, 0.03)


def test_p23_a_heartbeat_makes_none() -> None:
    """Who is alive has the lease begin anew: 1 delivery of each, however long the work."""
    (often,) = values(leased("30 s", {"extend-every": "10 s"}, {}), "deliveries.Worker.mean")
    assert often == [1.0] * 24


def effects(recording: Recording, design: Design) -> float:
    """Of each measured job; those still at work when the run ends are left out."""
    return measure(recording, design, read_metric("effects.Worker.mean", {"design": None})).value


@pytest.mark.statistical
def test_p24_deliveries_are_not_effects() -> None:
    """A lease of 10 s: 1.42 deliveries of each job, and one effect, if whoever did it is known.

    Not in the catalogue: 1.42 times somebody works on it all the same, since a duplicate begins
    while the first is at work. Only the effect is spared, not the work.
    """
    scenario = leased("10 s", {}, {"idempotent": "unlimited"})
    often, once, work = values(
        scenario, of.deliveries("Worker"), effects, of.work_per_request("Worker")
    )
    held("deliveries", 1.4202, often, 0.03)
    assert once == [1.0] * 24
    assert mean(work) == pytest.approx(10 * 1.42, rel=0.1)


@pytest.mark.statistical
def test_p24_a_window_shorter_than_the_duplicates_does_not_help() -> None:
    """With a window of 1 s most duplicates end when the first is forgotten."""
    (again,) = values(leased("10 s", {}, {"idempotent": "1 s"}), effects)
    assert min(again) > 1.2


# ---------------------------------------------------------------------- failures and dead letters


@pytest.mark.statistical
def test_p25_one_poisoned_job_in_a_hundred_is_a_fifth_of_the_load() -> None:
    """0.99 + 0.01 x 20 = 1.19 deliveries a job, and 1 % dead letters."""
    scenario = queued(
        "poisson 20/s",
        "exponential 5 ms",
        {"max-deliveries": 20},
        run={"horizon": "210 s", "warm_up": "10 s", "replications": 16},
        message={"poison": "1 %"},
    )
    often, dead = values(scenario, "deliveries.Worker.mean", "done.dead-lettered.share")
    held("deliveries", 1.19, often, 0.03)
    held("share dead-lettered", 0.01, dead, 0.2)


@pytest.mark.parametrize(
    ("delays", "dead"), [((), 100), (("1 s", "2 s", "4 s", "8 s"), 0)], ids=["at once", "1-2-4-8 s"]
)
def test_p25_a_short_fault_kills_what_is_tried_again_at_once(
    delays: tuple[str, ...], dead: int
) -> None:
    """A fault of 10 s, a job each 100 ms that takes 5 ms, twenty deliveries.

    At once: 20 x 5 ms = 0.1 s after it came a job is a dead letter. These are the jobs of 20.0 to
    29.9 s: the last ends its twentieth try just before the fault is over (ends of work come first).
    With delays of 1, 2, 4, 8 s the deliveries are 0, 1, 3, 7 and 15 s after it came: the fifth is
    surely well.
    """
    scenario = queued(
        "every 100 ms",
        "5 ms",
        {"max-deliveries": 20, **({"retry-delay": list(delays)} if delays else {})},
        run={"horizon": "60 s"},
        faults=[{"fail": "Worker", "at": "20 s", "for": "10 s"}],
    )
    (recording,) = runs(scenario)
    requests = recording.requests
    over = requests["done"] == Done.DEAD_LETTERED
    assert over.sum() == dead
    assert (requests["done"][~over & recording.measured] == Done.WELL).all()
    assert (requests["settled"][over] - requests["meant"][over] == SECOND // 10).all()
    visits = recording.visits
    here = (visits["participant"] == recording.participants.index("Worker")) & (
        visits["sent"] != NEVER
    )
    assert np.bincount(visits["request"][here]).max() == (20 if dead else 5)


@pytest.mark.statistical
def test_p25_failures_that_come_back_take_capacity() -> None:
    """A quarter fails and comes back: of 10/s a worker does 7.5/s, and 8/s are too many."""
    scenario = queued(
        "poisson 8/s",
        "exponential 100 ms",
        {**FOR_EVER, "requeue": "tail"},
        {"workers": 1},
        run={"horizon": "700 s", "warm_up": "200 s", "replications": 16, "patience": "1 s"},
        message={"fails": "25 %"},
    )
    done, waiting = values(scenario, "throughput.mean", "backlog.Queue.mean")
    held("jobs done, /s", 7.5, done, 0.03)
    assert mean(waiting) > 100


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
