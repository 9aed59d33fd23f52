"""Metrics of runs whose every number can be worked out by hand."""

from math import inf

import pytest

import simkit as sk
from simkit.experiment.results import Results, collect, replicate


def results(drawing: str, **more: object) -> Results:
    scenario = sk.scenario("sequenceDiagram\n" + drawing, **more)  # type: ignore[arg-type]
    return collect(scenario, list(replicate(scenario, ["design"])))


def queue(count: int = 20, **run: object) -> Results:
    """One worker, 10 ms of work, a request every 8 ms: request n ends at 10 (n + 1) ms."""
    return results(
        "C->>A: ask\nA-->>C: yes",
        load="every 8 ms",
        work={"ask": "10 ms"},
        workers={"A": 1},
        run={"horizon": f"{8 * count} ms", "warm-up": "0 s", "replications": 1, **run},
    )


def test_clocks_count_from_the_intended_start() -> None:
    # Request n is meant at 8 n and answered at 10 n + 10: it takes 10 + 2 n ms.
    found = queue()
    assert found.estimate("acknowledged.mean").value == pytest.approx(0.029)
    # Of 20 times 10, 12 … 48: half of them do not exceed 28.
    assert found.estimate("acknowledged.p50").value == 0.028
    assert found.estimate("completed.share").value == 1.0


def test_rates_and_levels_belong_to_the_window() -> None:
    # In 160 ms 20 requests come, and 15 are over: at 10, 20 … 150; the one at 160 is not.
    found = queue()
    assert found.estimate("offered.mean").value == pytest.approx(20 / 0.16)
    assert found.estimate("throughput.mean").value == pytest.approx(15 / 0.16)
    assert found.estimate("utilisation.A.mean").value == pytest.approx(1.0)
    # Just after the last arrival at 152: 20 have come, 15 are over.
    assert found.estimate("backlog.peak").value == 5
    # One of them is at work.
    assert found.estimate("backlog.A.peak").value == 4
    assert found.estimate("held.mean").value == pytest.approx(0.010)


def test_a_percentile_of_too_few_requests_is_refused() -> None:
    found = queue().estimate("acknowledged.p99")
    assert found.reason == "p99 needs 368 requests a replication; there are 20"


def test_what_is_open_makes_a_percentile_a_lower_bound() -> None:
    # The run ends at 190 ms. Requests 18 and 19, meant at 144 and 152 ms, are open: 46 and 38 ms
    # old. Whatever becomes of them, half of all do not exceed 28 ms.
    found = queue(patience="30 ms").estimate("acknowledged.p50")
    assert (found.value, found.bound) == (0.028, False)
    # The run ends at 900 ms. Requests 0 to 88 took 10, 12 … 186 ms; 89 to 99 are open and
    # 188, 180 … 108 ms old. The sixth largest of these hundred is 180 ms; it may be more.
    longer = queue(count=100, patience="100 ms")
    found = longer.estimate("acknowledged.p95")
    assert (found.value, found.bound) == (0.180, True)
    share = longer.estimate("acknowledged.share")
    assert (share.value, share.bound) == (0.89, True)
    # The mean is a bound too: 89 took 10, 12 … 186 ms, and eleven are 108, 116 … 188 ms old.
    mean = longer.estimate("acknowledged.mean")
    assert mean.value == pytest.approx((89 * 98 + 11 * 148) / 100 / 1000)
    assert (mean.bound, mean.share) == (True, 1.0)


def test_never_is_infinite_and_the_share_says_so() -> None:
    found = results(
        "C->>A: ask\nA--xC: no",
        load="every 10 ms",
        work={"ask": "1 ms"},
        run={"horizon": "100 ms", "warm-up": "0 s", "replications": 1},
    )
    assert found.estimate("acknowledged.mean").value == inf
    assert found.estimate("acknowledged.p50").value == inf
    assert found.estimate("completed.share").value == 0.0
    assert found.estimate("told.failed.share").value == 1.0
    assert found.estimate("done.failed.share").value == 1.0


def test_the_mean_covers_those_that_got_there() -> None:
    # Every request is told "accepted"; the event is lost, so that no work is ever complete.
    found = results(
        "C->>A: ask\nA-->>C: accepted\nA-xB: event",
        load="every 10 ms",
        work={"ask": "1 ms"},
        run={"horizon": "100 ms", "warm-up": "0 s", "replications": 1},
    )
    assert found.estimate("acknowledged.mean").value == pytest.approx(0.001)
    assert found.estimate("completed.mean").value == inf
    assert found.estimate("settled.mean").value == pytest.approx(0.001)
    assert found.estimate("noticed.mean").value == inf
    assert found.estimate("told.accepted.share").value == 1.0
    assert found.estimate("done.lost.share").value == 1.0


def test_blocking_holds_workers_and_releasing_does_not() -> None:
    drawing = "C->>A: ask\nA->>B: work\nB-->>A: worked\nA-->>C: yes"
    more: dict[str, object] = {
        "load": "every 100 ms",
        "work": {"ask": "1 ms", "work": "50 ms"},
        "workers": {"A": 2, "B": 1},
        "run": {"horizon": "1 s", "warm-up": "0 s", "replications": 1},
    }
    holds = results(drawing, **more)
    assert holds.estimate("held.mean").value == pytest.approx(0.101)
    assert holds.estimate("held.A.mean").value == pytest.approx(0.051)
    assert holds.estimate("utilisation.A.mean").value == pytest.approx(0.51 / 2)
    participants = {"A": {"waiting": "releases"}}
    releases = results(drawing, **{**more, "participants": participants})
    assert releases.estimate("held.A.mean").value == pytest.approx(0.001)
    assert releases.estimate("utilisation.A.mean").value == pytest.approx(0.01 / 2)


def test_unlimited_workers_have_no_utilisation() -> None:
    found = results(
        "C->>A: ask\nA-->>C: yes",
        load="every 10 ms",
        run={"horizon": "100 ms", "warm-up": "0 s", "replications": 1},
    )
    assert found.estimate("utilisation.A.mean").reason == "A has unlimited workers"


def test_sums_are_exact_beyond_292_years() -> None:
    # 5,000 requests of 25 days each: 342 years in all.
    found = results(
        "C->>A: Invoice\nA-->>C: Paid",
        load="at 0 s 5000",
        messages={"Invoice": {"wait": "25 d"}},
        run={"horizon": "30 d", "replications": 1},
    )
    assert found.estimate("acknowledged.mean").value == 25 * 86_400
    assert found.estimate("backlog.mean").value == pytest.approx(5000 * 25 / 30)


def test_the_queue_of_those_that_wait_again_is_what_the_pool_saw() -> None:
    # Two requests at 0: one works 10 ms, then the other; both wait 100 ms for B and come back
    # at 110 and 120 ms to work 30 ms each: the second queues again from 120 to 140 ms.
    found = results(
        "C->>A: ask\nA->>B: call\nB-->>A: answer\nA-->>C: yes",
        load="at 0 s 2",
        work={"ask": "10 ms", "call": "100 ms", "answer": "30 ms"},
        workers={"A": 1},
        participants={"A": {"waiting": "releases"}},
        run={"horizon": "1 s", "replications": 1},
    )
    # 10 ms for the first time, 20 ms again, in a second.
    assert found.estimate("backlog.A.mean").value == pytest.approx(0.030)
    assert found.estimate("backlog.A.peak").reason == (
        "executions of A queue again after a wait; when is not recorded"
    )


def test_who_was_refused_did_not_wait() -> None:
    # One worker of 10 ms, one place in the queue; five come at 0 s: one starts, one waits, three
    # are refused.
    scenario = sk.scenario(
        "sequenceDiagram\nC->>A: ask\nA-->>C: yes",
        work={"ask": "10 ms"},
        load="at 0 s 5",
        workers={"A": 1},
        run={"horizon": "1 s", "warm-up": "0 s", "replications": 1},
    ).change("participants.A.queue", 1)
    study = sk.run(scenario)
    assert study.estimate("backlog.A.peak").value == 1
    assert study.estimate("backlog.A.mean").value == pytest.approx(0.010)
