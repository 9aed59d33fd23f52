"""Every pattern of the catalogue, drawn with numbers, run, and held against its own point.

The scenarios stand in `tests/patterns`, one file a pattern, P01 to P36. Nothing in the engines
knows a pattern: each is made of arrows, blocks, kinds of participants and their keys. Where a
number can be worked out by hand it stands below with the working, and is exact; where luck plays a
part the file predicts an interval. The catalogue's numbers at full size are measured in
`tests/statistical`, `tests/test_lessons_of_queues.py` and `tests/test_lessons_of_delivery.py`.
"""

from functools import cache
from pathlib import Path

import pytest

import simkit as sk
from simkit.experiment.judge import HOLDS
from simkit.views.study import Study

FOLDER = Path(__file__).parent / "patterns"
PATTERNS = tuple(f"p{number:02}" for number in range(1, 37))

EXACT: dict[str, dict[str, float]] = {
    # 200 threads: 200/50 ms = 4,000/s is far more than 100/s; 200/2 s = 100/s of 125/s;
    # 200/30 s = 6.67/s of 10/s. The threads are busy 100/s x 50 ms / 200 = 2.5 % of the time.
    "p01": {
        '"50 ms".throughput.mean': 100,
        '"50 ms".utilisation.API.mean': 0.025,
        '"2 s".throughput.mean': 100,
        '"2 s".told.refused.share': 1 / 5,
        '"30 s".throughput.mean': 200 / 30,
        '"30 s".told.refused.share': 1 / 3,
    },
    # Told after 1 ms. At 10.05 s the events of 9.6 to 10.0 s are at work, 5 of 200, and are lost;
    # those of 10.1 to 11.0 s, 10, find nobody there.
    "p02": {
        "acknowledged.mean": 0.001,
        "told.accepted.share": 1,
        "done.lost.share": 5 / 200,
        "done.refused.share": 10 / 200,
    },
    # A thread is held for the work, or for the write of 20 ms; the workers are as busy.
    "p03": {
        "blocking.held.API.mean": 0.5,
        "stored.held.API.mean": 0.02,
        "blocking.held.Worker.mean": 0.5,
        "stored.held.Worker.mean": 0.5,
    },
    # Whoever has workers of his own does not notice the burst of the other.
    "p04": {"split.two.completed.p99": 0.1},
    # Work over at 5 + 4,950 ms. Poll k is over at 5 + 101 k ms: the 50th is the first after it; at
    # 5 + 501 k ms: the 10th; at 5 + 500 (2^k - 1) + k ms: the 4th. The API holds a worker for 5 ms,
    # and 1 ms a poll, after which the result is fetched at once.
    "p05": {
        '"every 100 ms".held.API.mean': 0.055,
        '"every 500 ms".held.API.mean': 0.015,
        '"slower and slower".held.API.mean': 0.009,
        '"every 100 ms".polls.mean': 50,
        '"every 500 ms".polls.mean': 10,
        '"slower and slower".polls.mean': 4,
        '"every 100 ms".noticed.mean': 5.055,
        '"every 500 ms".noticed.mean': 5.015,
        '"slower and slower".noticed.mean': 7.509,
    },
    # 10/s x 3 s = 30 connections are open. Orders of 7.0 to 8.9 s, 20 of 150, are called back while
    # the endpoint is down; each has two more tries, at least 1.5 s later each.
    "p06": {
        "held.backlog.mean": 30,
        "callback.done.refused.share": 20 / 150,
        "callback.done.well.share": 130 / 150,
        '"callback, three times".done.well.share': 1,
    },
    # 4 x 1 + 10 + 50 ms; two hops of 1 ms and two writes of 2 ms more.
    "p07": {"direct.acknowledged.mean": 0.064, "queued.acknowledged.mean": 0.070},
    # (20 - 10)/s x 60 s = 600 wait, the last for 60 s, and nobody is refused. Without the queue all
    # but the ten who find room: 590 of 160 + 1,200 + 2,720.
    "p08": {
        "levelled.backlog.Queue.peak": 600,
        "levelled.oldest.Queue.peak": 60,
        "levelled.acknowledged.p99": 0,
        "levelled.told.refused.share": 0,
        "blocking.told.refused.share": 590 / 4080,
    },
    # 8/s x 6 s = 48 come during the outage, and 3 are begun anew. Five workers have 2/s to spare.
    # Four have none: job j after 10 s is begun at 16 + (j + 3)//4 / 2 s, 6.1875 s late on average.
    "p09": {"five.completed.mean": 0.5, "four.completed.mean": 6.6875},
    # 1/(4 + 100) ms, and at (4 + 100)/4 = 26 and above 1/4 ms.
    "p10": {
        "one.throughput.mean": 1 / 0.104,
        "knee.throughput.mean": 250,
        "beyond.throughput.mean": 250,
    },
    # Written after 2 ms; everybody has it when the slowest has done its 200 ms.
    "p12": {"acknowledged.mean": 0.002, "completed.mean": 0.202},
    # Begun at 10 s or at 1 s. Waits only change hands: 10 x 5.5 + 10.5 = 10 x 6.4 + 1.5.
    "p13": {
        '"in order".urgent.completed.mean': 10.5,
        '"urgent first".urgent.completed.mean': 1.5,
        '"in order".bulk.completed.mean': 5.5,
        '"urgent first".bulk.completed.mean': 6.4,
    },
    # The messages of 0, 2 and 4 ms leave at 5 ms, and so on: (5 + 3 + 1)/3 = 3 ms.
    "p14": {'"at once".completed.mean': 0.001, "linger.completed.mean": 0.004},
    # Five seconds after each job nobody is there; the next waits 2 s for a start, and works 1 s.
    "p16": {'"from zero".completed.mean': 3},
    # 1 - 100/120, whoever it is; only where all are kept the wait has no end.
    "p17": {
        "unbounded.done.well.share": 1,
        "reject.told.refused.share": 1 / 6,
        '"drop the oldest".done.lost.share': 1 / 6,
        "expire.done.expired.share": 1 / 6,
        "shed.told.refused.share": 1 / 6,
    },
    # 100, 80, 60, 40 and 20 are sent, a second apart, and each time 20 are taken: 300 of 100, and
    # (0 + 1 + 2 + 3 + 4)/5 s. At a pace of one each 50 ms after 20: 50 ms x (1 + ... + 80)/100.
    "p18": {
        "resend.acknowledged.mean": 2,
        "pace.acknowledged.mean": 1.62,
        "resend.attempts.mean": 3,
        "pace.attempts.mean": 1,
        "resend.done.well.share": 1,
        "pace.done.well.share": 1,
    },
    # 38 MB/s over 1 MB; of 50/s references all, 2 x 5 ms and 1 kB/38 MB/s = 26.316 us later.
    "p20": {
        "payload.throughput.mean": 38,
        "reference.throughput.mean": 50,
        "reference.completed.mean": 0.010026316,
    },
    # Of 100 jobs: the one at work; and the 20 in the buffer.
    "p21": {"pulled.done.lost.share": 0.01, '"twenty ahead".done.lost.share': 0.21},
    # The same are delivered again: the one at work, or all 20 that are not settled.
    "p22": {
        "pulled.done.well.share": 1,
        "pulled.deliveries.Worker.mean": 1.01,
        '"twenty ahead".done.well.share': 1,
        '"twenty ahead".deliveries.Worker.mean': 1.2,
    },
    # 95 s / 30 s, rounded up.
    "p23": {"lease.deliveries.Worker.mean": 4, "heartbeat.deliveries.Worker.mean": 1},
    # The acknowledgements of 10 of 20 jobs are lost.
    "p24": {
        "forgetful.deliveries.Worker.mean": 1.5,
        "forgetful.effects.Worker.mean": 1.5,
        '"knows what it has done".deliveries.Worker.mean': 1.5,
        '"knows what it has done".effects.Worker.mean': 1,
    },
    # 20 x 5 ms = 0.1 s are over before the fault is; 1 + 2 + 4 + 8 s reach past it.
    "p25": {
        '"at once".done.dead-lettered.share': 0.5,
        '"with pauses".done.dead-lettered.share': 0,
        '"with pauses".done.well.share': 1,
    },
    # Every order that is committed has its event.
    "p26": {"outbox.held.Worker.mean": 0.1},
    # One worker, or one partition's instance, does one after the other.
    "p27": {
        '"one at a time".inversions.Worker.share': 0,
        "partitioned.inversions.Worker.share": 0,
    },
    # The queue is older than a second by then, and whoever is next has 1 s - 9.1 ms behind him: too
    # much for 10 ms of work, also when the dead are withdrawn. The newest first: 100 of 110.
    "p28": {
        '"goes on".told."timed out".share': 1,
        'withdrawn.told."timed out".share': 1,
        '"newest first".told.ok.share': 10 / 11,
        '"goes on".utilisation.API.mean': 1,
        '"goes on".zombie.API.share': 1,
        '"goes on".goodput.mean': 0,
        '"newest first".goodput.mean': 100,
    },
    # Three layers of three attempts: 27 reads of 1 ms.
    "p29": {"layers.sent.Store.mean": 27, "layers.held.Store.mean": 0.027},
    # Calls of 10.0 to 29.9 s, 200 of 600, wait for 1 s. With a breaker those of 10.0 to 11.3 s: at
    # 11.4 s half of the last ten have failed. The probes of 16.4, 22.4 and 28.4 s fail after 1 s;
    # that of 34.4 s goes well. 14 + 3 wait for 1 s, 227 not at all, the other 356 for 10 ms.
    "p30": {
        "without.told.failed.share": 200 / 600,
        "without.held.API.mean": (200 * 1 + 400 * 0.01) / 600,
        "breaker.timed-out.Partner.share": 17 / 600,
        "breaker.short-circuited.Partner.share": 227 / 600,
        "breaker.open.Partner.share": 4 * 5 / 60,
        "breaker.told.failed.share": (14 + 3 + 227) / 600,
        "breaker.held.API.mean": (17 * 1 + 356 * 0.01) / 600,
    },
    # 95 % take 10 ms; of the others 95 % have their copy's answer after 40 + 10 ms.
    "p31": {"plain.acknowledged.p99": 1, "hedged.acknowledged.p99": 0.05},
    # 2 x 14 < 30 < 2 x 16: the one gets over the outage in (266 - 30)/(30 - 28) = 118 s, the
    # other never does; without retries 28/s take (280 - 30)/(30 - 28) = 125 s.
    "p32": {
        '"14/s".told.ok.share': 1,
        '"16/s".told.ok.share': 0,
        '"14/s".attempts.mean': 1,
        '"16/s".attempts.mean': 2,
        '"16/s".goodput.mean': 0,
        '"28/s without retries".told.ok.share': 1,
    },
    # The slowest stage decides: 1/40 ms; two of them 2/40 ms.
    "p35": {
        '"as it is".throughput.mean': 25,
        '"two to fetch".throughput.mean': 25,
        '"two to parse".throughput.mean': 50,
    },
}
PREDICTED = (
    *("p04", "p11", "p15", "p16", "p17", "p19", "p26"),
    *("p27", "p29", "p31", "p33", "p34", "p36"),
)


@cache
def study(pattern: str) -> Study:
    return sk.run(sk.load(FOLDER / f"{pattern}.yaml"))


def test_every_pattern_has_a_file_and_a_point() -> None:
    assert sorted(path.stem for path in FOLDER.glob("*.yaml")) == list(PATTERNS)
    assert {*EXACT, *PREDICTED} == set(PATTERNS)


@pytest.mark.parametrize("pattern", EXACT)
def test_its_numbers_are_those_worked_out_by_hand(pattern: str) -> None:
    found = {name: study(pattern).estimate(name).value for name in EXACT[pattern]}
    assert found == pytest.approx(EXACT[pattern], rel=1e-9, abs=1e-12)


@pytest.mark.parametrize("pattern", PREDICTED)
def test_its_predictions_hold(pattern: str) -> None:
    judged = study(pattern).judgements
    assert judged
    assert [(one.prediction.text, one.answer) for one in judged if one.answer != HOLDS] == []
