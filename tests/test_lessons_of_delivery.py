"""The lessons of the catalogue about deliveries that are lost or made again, measured.

Each test is named after a pattern, and its docstring says the lesson. Where chance plays a part the
catalogue's number lies in Student's 99.95 % interval of the replications; the seeds are fixed.
What the catalogue gives as a closed form is measured in `tests/statistical` with more messages.
"""

from collections.abc import Mapping
from statistics import mean

import numpy as np
import pytest

from simkit.analysis.metrics import measure
from simkit.model.metric import read_metric
from simkit.model.scenario import Design, Scenario
from simkit.record.recording import Recording
from simkit.record.tables import NEVER, Done
from tests.lessons import held, queued, runs, values
from tests.statistical import readings_delivery as of
from tests.statistical.readings import SECOND

FOR_EVER = {"max-deliveries": "unlimited"}

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


def crashing(queue: Mapping[str, object]) -> Scenario:
    """P22: work of 10 s, a crash each 100 s of it, noticed after 30 s; always a worker free."""
    return queued(
        "poisson 1/s",
        "exponential 10 s",
        {**FOR_EVER, **queue},
        {"detect-after": "30 s"},
        run={"horizon": "1000 s", "warm_up": "50 s", "replications": 24},
        faults=[{"kill": "Worker", "every-busy": "exponential 100 s"}],
    )


@pytest.mark.statistical
def test_p22_nothing_is_lost_and_one_in_eleven_waits_for_detection() -> None:
    """Work of 10 s, a crash each 100 s of it, noticed after 30 s: no loss, but a tail.

    1.10 deliveries, 13 s in place of 10 s, and 9 % of the jobs pay 30 s at least once.
    """
    well, often, time, again = values(
        crashing({}),
        "done.well.share",
        "deliveries.Worker.mean",
        "completed.mean",
        "redelivered.Worker.share",
    )
    assert well == [1.0] * 24
    held("deliveries", 1.10, often, 0.02)
    held("mean time until done, s", 13.0, time, 0.05)
    held("share delivered again", 1 / 11, again, 0.1)
    (lost,) = values(crashing({"ack": "before-work"}), "done.lost.share")
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
