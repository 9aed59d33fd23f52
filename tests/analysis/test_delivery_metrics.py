"""Metrics of queues and deliveries, of recordings written by hand and of small exact runs."""

import pytest

import simkit as sk
from simkit.analysis.copies import copies
from simkit.analysis.ledger import Account, ledger, work_ledger
from simkit.analysis.metrics import measure
from simkit.analysis.work import Work, work_of
from simkit.model.metric import read_metric
from simkit.model.scenario import Design
from simkit.record.recording import Recording
from simkit.record.tables import Done, Settlement
from tests.analysis.handmade import DONE, FIVE, MEANT, recording, scenario

DESIGN = scenario(**{"lease": "50 ms", "max-deliveries": 2, "ttl": "60 ms"}).designs[0]
MS = 10**6


@pytest.fixture(scope="module")
def five() -> Recording:
    return recording(DESIGN, FIVE, MEANT, DONE)


def number(one: Recording, metric: str, design: Design = DESIGN) -> float:
    name = read_metric(metric, {"design": ("C", "Q", "W")})
    reading = measure(one, design, name)
    assert not reading.reason, reading
    assert not reading.bound, reading
    return reading.value


@pytest.mark.parametrize(
    ("metric", "value"),
    [
        # Seven deliveries of five messages, all taken up; both of message 0 ended well.
        ("deliveries.W.mean", 7 / 5),
        ("runs.W.mean", 7 / 5),
        ("effects.W.mean", 4 / 5),
        ("redelivered.W.share", 3 / 5),
        # Done at 100, 320 and 280 ms: of (0, 1) and (1, 2) the second is inverted.
        ("inversions.W.share", 1 / 2),
        ("dead-letters.Q.mean", 1.0),
        ("dead-letters.Q.share", 1 / 5),
        # Message 4 is stored at 40 and leaves at 320 ms. Message 1 is 270 ms old at 280.
        ("oldest.Q.peak", 0.280),
        # 180 + 310 + 260 + 60 + 390 ms in a second; all five between 40 and 90 ms.
        ("lag.Q.mean", 1.2),
        ("lag.Q.peak", 5.0),
        # Between 50 and 90 ms message 0 waits again, and 1 to 4 for the first time.
        ("backlog.Q.peak", 5.0),
        # 100, 40 and 50 ms of 380.
        ("useful.W.share", 1 / 2),
    ],
)
def test_each_metric_by_hand(five: Recording, metric: str, value: float) -> None:
    assert number(five, metric) == pytest.approx(value, abs=1e-12)


def test_the_ledger_by_hand(five: Recording) -> None:
    (account,) = ledger([five, five], DESIGN)
    messages = {"stored": 10, "settled": 6, "expired": 2, "dropped": 0, "dead": 2}
    inside = {"waiting": 0, "out": 0, "redelivered": 6}
    fates = {"acknowledged": 6, "rejected": 2, "lapsed": 2, "cut_off": 4, "superfluous": 0}
    assert account == Account(queue="W.Event", **messages, **inside, left=14, **fates, open=0)
    assert account.went_wrong
    assert account.in_vain == 8


def test_work_is_useful_duplicate_or_aborted(five: Recording) -> None:
    work = work_of(five, five.participants.index("W"))
    parts = {"useful": 190 * MS, "duplicate": 80 * MS, "aborted": 110 * MS}
    assert work == Work(**parts, zombie=0, unfinished=0)
    assert work.total == 380 * MS == int(five.visits["worked"].sum())
    assert work_ledger([five], DESIGN)["W"] == work


def test_only_measured_requests_count(five: Recording) -> None:
    # From 15 ms on: messages 2, 3 and 4, with one, no and two deliveries.
    five.witness.marks[0] = 15 * MS
    try:
        assert number(five, "deliveries.W.mean") == pytest.approx(1.0)
        assert ledger([five], DESIGN)[0].stored == 3
        assert number(five, "dead-letters.Q.share") == pytest.approx(1 / 3)
        # Message 1 is not measured, 3 and 4 are not done: 2 has no neighbour.
        inversions = read_metric("inversions.W.share", {"design": ("W",)})
        assert measure(five, DESIGN, inversions).reason == "no two messages for W were done"
        # Levels belong to the window: 165, 305 (from 15 ms on), 260, 60 and 390 ms of 985.
        assert number(five, "lag.Q.mean") == pytest.approx((165 + 305 + 260 + 60 + 390) / 985)
    finally:
        five.witness.marks[0] = 0


def test_what_an_idempotent_receiver_knows_is_no_effect() -> None:
    rows = """
    0 0 0 | - 0 | -     0   0   0   500 |   0 well acknowledged
    0 1 0 | 0 0 | 0     0   0   0   100 | 100 well lapsed
    0 1 1 | 0 0 | 50   60  60  60   140 |  80 well lapsed   # began before, and finds it when done
    0 1 2 | 0 0 | 100 150 150 150   150 |   0 well lapsed   # finds it at once
    0 1 3 | 0 0 | 150 400 400 400   500 | 100 well acknowledged   # 300 ms later it is forgotten
    """
    for memory, effects in ((None, 4), ("250 ms", 2), ("300 ms", 1), ("unlimited", 1)):
        knows = {} if memory is None else {"messages": {"W.Event": {"idempotent": memory}}}
        design = scenario().change("messages", knows.get("messages", {})).designs[0]
        one = recording(design, rows, (0,))
        assert number(one, "runs.W.mean", design) == 4
        assert number(one, "effects.W.mean", design) == effects, memory


def test_what_is_open_makes_a_lower_bound() -> None:
    rows = """
    0 0 0 | - 0 | -     0   0   0     ? |   0 open   # waits to be delivered again
    0 1 0 | 0 0 | 0     0   0   0   100 | 100 failed rejected
    0 1 1 | 0 0 | 100   ?   ?   ?     ? |   0 open
    1 0 0 | - 0 | -     0   0   0     ? |   0 open   # is with the worker
    1 1 0 | 0 0 | 0   100 100 100     ? | 900 open
    2 0 0 | - 0 | -     0   0   0   200 |   0 well acknowledged
    2 1 0 | 0 0 | 0     0   0   0   100 | 100 well lapsed
    2 1 1 | 0 0 | 50   50  50  100    ? | 900 open   # a duplicate
    """
    open_too = {0: Done.OPEN, 1: Done.OPEN}
    one = recording(DESIGN, rows, (0, 0, 0), open_too)
    found = copies(one, DESIGN)
    assert found.end.tolist() == [Settlement.NONE, Settlement.NONE, Settlement.ACKNOWLEDGED]
    for metric, value in (
        ("deliveries", 4 / 3),
        ("runs", 4 / 3),
        ("effects", 1 / 3),
        ("redelivered", 1 / 3),
    ):
        name = read_metric(
            f"{metric}.W.{'share' if metric == 'redelivered' else 'mean'}", {"design": ("W",)}
        )
        reading = measure(one, DESIGN, name)
        assert reading.value == pytest.approx(value), metric
        assert reading.bound, metric
    (account,) = ledger([one], DESIGN)
    assert (account.stored, account.settled, account.waiting, account.out) == (3, 1, 1, 1)
    assert (account.left, account.rejected, account.lapsed) == (4, 1, 1)
    assert (account.superfluous, account.open) == (1, 1)
    work = work_of(one, one.participants.index("W"))
    parts = {"useful": 100 * MS, "aborted": 100 * MS, "unfinished": 1800 * MS}
    assert work == Work(**parts, duplicate=0, zombie=0)


def test_a_message_is_as_old_as_its_first_storing_and_waits_no_longer_than_it_lives() -> None:
    rows = """
    0 0 0 | - 0 | -     0   0   0   400 |   0 well acknowledged
    0 1 0 | 0 0 | 0     0  10   -    50 |   0 died cut_off   # in the queue of W
    0 1 1 | 0 0 | 90  300 310 320   400 |  80 well acknowledged
    1 0 0 | - 0 | -    55  55  55   400 |   0 well acknowledged
    1 1 0 | 0 0 | 55   55  60 390   400 |  10 well acknowledged
    """
    one = recording(DESIGN, rows, (0, 55))
    assert number(one, "oldest.Q.peak") == pytest.approx(0.300)
    # Message 0 from 10 to 50 ms and from 310 to 320, message 1 from 60 to 390.
    assert number(one, "backlog.W.peak") == 2.0
    assert (
        number(recording(DESIGN, rows.replace("310 320", "310 310"), (0, 55)), "backlog.W.peak")
        == 1.0
    )


def test_messages_stored_at_one_instant_have_no_order() -> None:
    rows = """
    0 0 0 | - 0 | - 0   0   0 100 |   0 well acknowledged
    0 1 0 | 0 0 | 0 0   0   0 100 | 100 well acknowledged
    1 0 0 | - 0 | - 0   0   0  50 |   0 well acknowledged
    1 1 0 | 0 0 | 0 0   0   0  50 |  50 well acknowledged
    """
    name = read_metric("inversions.W.share", {"design": ("W",)})
    found = measure(recording(DESIGN, rows, (0, 0)), DESIGN, name)
    assert found.reason == "no two messages for W were done"


@pytest.mark.parametrize(
    ("metric", "reason"),
    [
        ("deliveries.Q.mean", "no message was stored for Q"),
        ("redelivered.C.share", "no message was stored for C"),
        ("inversions.Q.share", "no message was stored for Q"),
        ("oldest.W.peak", "W is no broker"),
        ("lag.W.mean", "W is no broker"),
        ("dead-letters.W.mean", "W is no broker"),
        ("useful.Q.share", "Q has no workers"),
    ],
)
def test_what_a_part_does_not_have_is_refused(five: Recording, metric: str, reason: str) -> None:
    found = measure(five, DESIGN, read_metric(metric, {"design": ("C", "Q", "W")}))
    assert found.reason == reason


def test_nothing_stored_and_nothing_done_are_no_numbers() -> None:
    one = recording(DESIGN, "", ())
    for metric, reason in (
        ("deliveries.W.mean", "no message was stored for W"),
        ("dead-letters.Q.share", "no message was stored in Q"),
        ("useful.W.share", "no work of W was over in the window"),
    ):
        assert measure(one, DESIGN, read_metric(metric, {"design": ("Q", "W")})).reason == reason
    assert number(one, "oldest.Q.peak") == number(one, "lag.Q.peak") == 0.0
    (account,) = ledger([one], DESIGN)
    assert (account.stored, account.went_wrong) == (0, False)


def test_each_subscription_has_an_account_of_its_own() -> None:
    # W fails every time and is tried twice; V does it well.
    found = sk.run(
        sk.scenario(
            "sequenceDiagram\nC->>Q: Event\nQ->>W: Event\nQ->>V: Event",
            load="every 100 ms",
            participants={"Q": {"kind": "broker", "max-deliveries": 2}},
            messages={"W.Event": {"work": "10 ms", "poison": "100 %"}, "V.Event": {"work": "5 ms"}},
            run={"horizon": "1 s", "warm-up": "0 s", "replications": 1},
        )
    )
    one, other = ledger(found.recordings["design"], found.scenario.designs[0])
    assert (one.queue, one.stored, one.dead, one.left, one.rejected) == ("W.Event", 10, 10, 20, 20)
    assert (other.queue, other.stored, other.settled) == ("V.Event", 10, 10)
    assert (one.went_wrong, other.went_wrong) == (True, False)
    assert found.estimate("deliveries.W.mean").value == 2.0
    assert found.estimate("deliveries.V.mean").value == 1.0
    assert found.estimate("effects.W.mean").value == 0.0
    # Of two copies one is dead: so is the message.
    assert found.estimate("dead-letters.Q.share").value == 1.0
    assert found.estimate("useful.W.share").value == 0.0


def test_the_workers_of_all_instances_are_there_to_be_used() -> None:
    # Ten a second for 100 ms each, for two instances of two workers.
    found = sk.run(
        sk.scenario(
            "sequenceDiagram\nC->>A: Ask\nA-->>C: yes",
            load="every 100 ms",
            participants={"A": {"workers": 2, "instances": 2}},
            messages={"A.Ask": {"work": "100 ms"}},
            run={"horizon": "1 s", "warm-up": "0 s", "replications": 1},
        )
    )
    assert found.estimate("utilisation.A.mean").value == pytest.approx(1 / 4)


def test_designs_are_compared_by_what_they_deliver_twice() -> None:
    drawing = "C->>Q: Event\nQ->>W: Event"
    scenario = sk.scenario(
        {"patient": f"sequenceDiagram\n{drawing}", "hasty": f"sequenceDiagram\n{drawing}"},
        load="every 100 ms",
        participants={"Q": {"kind": "broker"}, "W": {"workers": 2}},
        messages={"W.Event": {"work": "20 ms"}},
        run={"horizon": "1 s", "warm-up": "0 s", "replications": 2},
    ).change("designs.hasty.participants.Q.lease", "10 ms")
    study = sk.run(scenario)
    # Each is ready again after 10 ms, and taken by the second worker: once more of each is done.
    assert study.estimate("hasty.effects.W.mean").value == 2.0
    assert study.estimate("patient.deliveries.W.mean").value == 1.0
    compare = study.compare("hasty", "patient")
    for metric in ("deliveries.W.mean", "redelivered.W.share"):
        assert compare.verdict(metric).answer == "worse", metric
    assert compare.verdict("useful.W.share").answer == "worse"
    with pytest.raises(sk.ScenarioError, match="expected a metric that can be better or worse"):
        compare.verdict("dead-letters.Q.share")


def test_messages_that_nobody_takes_wait() -> None:
    found = sk.run(
        sk.scenario(
            "sequenceDiagram\nC->>A: Ask\nA->>Q: Event\nQ-->>A: ok\nA-->>C: yes",
            load="every 100 ms",
            participants={"Q": {"kind": "broker"}},
            run={"horizon": "1 s", "warm-up": "0 s", "patience": "0 s", "replications": 1},
        )
    )
    (account,) = ledger(found.recordings["design"], found.scenario.designs[0])
    assert (account.queue, account.stored, account.waiting) == ("Q.Event", 10, 10)
    assert account.left == 0
    assert not account.went_wrong
    # The first is stored at 0 s, and a second old at the horizon.
    assert found.estimate("oldest.Q.peak").value == 1.0
