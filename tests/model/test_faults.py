"""What goes wrong in a design, as a file says it: values, names, and what means nothing."""

import pytest

import simkit as sk
from simkit.errors import ScenarioError
from simkit.formats.scenario_file import change_from_texts, read_scenario
from simkit.model.distribution import Constant, Exponential
from simkit.model.fault import Blow, Fault

SECOND = 10**9
BASE = """\
participants:
  C: {kind: client}
  Q: {kind: broker}
  W: {workers: 2, instances: 2}
faults: FAULTS
diagram: |
  sequenceDiagram
    C->>A: Order
    A->>DB: Save
    DB-->>A: Saved
    A->>Q: Job
    A-->>C: Done
    Q->>W: Job
    W->>W: Step
    W-->>Q: Ack
load: every 1 s
"""


def read(faults: str) -> sk.Scenario:
    return read_scenario(BASE.replace("FAULTS", faults), "f.yaml")


def refused(faults: str) -> list[str]:
    """Each problem, after the column of line 5 at which it is told."""
    with pytest.raises(ScenarioError) as caught:
        read(faults)
    lines = [str(problem).split("\n")[0] for problem in caught.value.problems]
    assert all(line.startswith("f.yaml:5:") for line in lines)
    return [line.removeprefix("f.yaml:5:") for line in lines]


TEN = Constant(value=10 * SECOND)


@pytest.mark.parametrize(
    ("said", "means"),
    [
        (
            "{crash: W, at: 30 s, for: 10 s}",
            Fault(blow=Blow.CRASH, part="W", at=(30 * SECOND,), lasts=TEN),
        ),
        (
            "{crash: W, instance: 2, at: [60 s, 30 s], for: 10 s}",
            Fault(blow=Blow.CRASH, part="W", instance=1, at=(30 * SECOND, 60 * SECOND), lasts=TEN),
        ),
        (
            "{crash: W, every: exponential 100 s, for: 10 s}",
            Fault(blow=Blow.CRASH, part="W", every=Exponential(mean=100 * SECOND), lasts=TEN),
        ),
        (
            "{kill: W, every-busy: exponential 100 s}",
            Fault(blow=Blow.KILL, part="W", every_busy=Exponential(mean=100 * SECOND)),
        ),
        (
            "{kill: A, after: Save, chance: 0.01 %}",
            Fault(blow=Blow.KILL, part="A", after=frozenset({1}), chance=0.0001),
        ),
        (
            "{crash: A, after: Job, chance: 1 %}",  # not the delivery, in which it has no part
            Fault(blow=Blow.CRASH, part="A", after=frozenset({3}), chance=0.01),
        ),
        (
            "{kill: W, after: Step, chance: 1 %}",
            Fault(blow=Blow.KILL, part="W", after=frozenset({6}), chance=0.01),
        ),
        ("{crash: W, chance: 1 %}", Fault(blow=Blow.CRASH, part="W", chance=0.01)),
        (
            "{crash: Q, at: 60 s, for: 10 s}",
            Fault(blow=Blow.CRASH, part="Q", at=(60 * SECOND,), lasts=TEN),
        ),
        ("{lose: Ack, chance: 1 %}", Fault(blow=Blow.LOSE, lines=frozenset({7}), chance=0.01)),
        (
            "{lose: W.Job, at: 10 s, for: 10 s}",
            Fault(blow=Blow.LOSE, lines=frozenset({5}), at=(10 * SECOND,), lasts=TEN),
        ),
        (
            "{slow: W, by: 1.5, at: 10 s, for: 10 s}",
            Fault(blow=Blow.SLOW, part="W", at=(10 * SECOND,), lasts=TEN, factor=1.5),
        ),
        (
            "{fail: W, at: 10 s, for: 10 s}",
            Fault(blow=Blow.FAIL, part="W", at=(10 * SECOND,), lasts=TEN),
        ),
    ],
    ids=str,
)
def test_each_fault_has_its_values(said: str, means: Fault) -> None:
    assert read(f"[{said}]").designs[0].faults == (means,)


def test_what_never_happens_is_no_fault() -> None:
    assert read("[{kill: W, chance: 0 %}]").designs[0].faults == ()
    assert read("[]").designs[0].faults == ()


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("{}", "10: faults[0]: found nothing that happens; expected one of crash, kill, lose, "
         "slow, fail"),
        ("{at: 3 s}", "10: faults[0]: found nothing that happens; expected one of crash, kill, "
         "lose, slow, fail"),
        ("{crash: W}", "10: faults[0]: found nothing that says when; expected one of at, every, "
         "every-busy, chance"),
        ("{slow: W, by: 2, for: 1 s}", "10: faults[0]: found nothing that says when; expected one "
         "of at, every"),
        ("{crash: W, kill: W, at: 1 s}", "21: faults[0].kill: found 'crash' and 'kill'; expected "
         "one of them"),
        ("{crash: W, at: 1 s, every: 2 s}", "30: faults[0].every: found 'at' and 'every'; "
         "expected one of them"),
        ("{crash: X, at: 1 s}", "18: faults[0].crash: no participant named 'X' is drawn; expected "
         "one of 'A', 'C', 'DB', 'Q', 'W'"),
        ("{lose: Jb, chance: 1 %}", "17: faults[0].lose: no message named 'Jb' is drawn; expected "
         "one of 'Ack', 'Done', 'Job', 'Order', 'Save', 'Saved', 'Step'; did you mean 'Job'?"),
        ("{lose: Job, chance: 1 %}", "11: faults[0].lose: 'Job' goes to Q and to W; expected "
         "'Q.Job' or 'W.Job'"),
        ("{lose: Step, chance: 1 %}", "17: faults[0].lose: found 'Step'; expected none: it is a "
         "step inside its lifeline"),
        ("{lose: Ack, chance: 1 %, for: 1 s}", "35: faults[0].for: found 'for' beside 'lose'; "
         "expected none: each is one message"),
        ("{lose: Ack, at: 1 s}", "10: faults[0]: found no 'for'; expected how long it lasts, as "
         "in 'for: 10 s'"),
        ("{fail: W, at: 1 s, for: 0 s}", "34: faults[0].for: found 0 s; expected how long it "
         "lasts, as in 'for: 10 s'"),
        ("{lose: Ack, every-busy: 1 s}", "22: faults[0].every-busy: found 'every-busy' beside "
         "'lose'; expected one of at, every, chance, which say when to lose"),
        ("{lose: Ack, instance: 1, chance: 1 %}", "22: faults[0].instance: found 'instance' "
         "beside 'lose'; expected none: what is lost is on its way"),
        ("{kill: W, at: 1 s}", "20: faults[0].at: found 'at' beside 'kill'; expected one of "
         "every-busy, chance, which say when to kill"),
        ("{kill: W, chance: 1 %, for: 3 s}", "33: faults[0].for: found 'for' beside 'kill'; "
         "expected none: what is killed does not come back"),
        ("{kill: Q, chance: 1 %}", "17: faults[0].kill: found the broker Q; expected a pool of "
         "workers"),
        ("{slow: C, by: 3, at: 1 s, for: 2 s}", "17: faults[0].slow: found the client C; expected "
         "a pool of workers"),
        ("{crash: C, at: 1 s}", "18: faults[0].crash: found the client C; expected a pool or a "
         "broker"),
        ("{crash: Q, chance: 1 %}", "21: faults[0].chance: found 'chance' beside 'crash'; "
         "expected one of at, every: a broker has no executions"),
        ("{slow: W, at: 1 s, for: 1 s}", "10: faults[0]: found no 'by'; expected how much longer "
         "work takes, as in 'by: 10'"),
        ("{slow: W, by: 0, at: 1 s, for: 1 s}", "24: faults[0].by: found 0; expected a number "
         "above 0, such as 10"),
        ("{fail: W, by: 3, at: 1 s, for: 1 s}", "20: faults[0].by: found 'by' beside 'fail'; "
         "expected none: only what is slow takes longer"),
        ("{crash: W, after: Step, at: 1 s}", "21: faults[0].after: found 'after' beside 'crash'; "
         "expected 'chance' beside it: how often it happens there"),
        ("{slow: W, after: Step, by: 2, at: 1 s, for: 1 s}", "20: faults[0].after: found 'after' "
         "beside 'slow'; expected none: only a crash or a kill comes right after a message"),
        ("{kill: W, after: Save, chance: 1 %}", "20: faults[0].after: found 'Save'; expected "
         "none: W has no part in it in design 'design', only in 'Job', 'Step', 'Ack'"),
        ("{crash: W, instance: 3, at: 1 s}", "31: faults[0].instance: found 3; expected a number "
         "up to that of its instances: W has 2 instances"),
        ("{crash: W, instance: 0, at: 1 s}", "31: faults[0].instance: found 0; expected a whole "
         "number from 1 to 1,000,000,000"),
        ("{crash: W, every: 0 s}", "28: faults[0].every: found '0 s'; expected a time above 0 s"),
        ("{crash: W, at: []}", "25: faults[0].at: found an empty list; expected a time such as "
         "'30 s', or a list of them"),
        ("{crash: W, at: x, for: 1 s}", "25: faults[0].at: found 'x'; expected a time such as "
         "'5 ms'"),
        ("{crash: W, at: 1 s, fr: 2 s}", "30: faults[0].fr: unknown key 'fr'; expected one of "
         "after, at, by, chance, crash, every, every-busy, fail, for, instance, kill, lose, slow; "
         "did you mean 'for'?"),
        ("5", "10: faults[0]: found 5; expected a mapping such as '{crash: NAME, at: 30 s, "
         "for: 10 s}'"),
    ],
)  # fmt: skip
def test_a_fault_without_meaning_is_told_at_its_place(said: str, told: str) -> None:
    assert refused(f"[{said}]") == [told]


def test_faults_are_a_list() -> None:
    assert refused("{crash: W}") == ["9: faults: found a mapping; expected a list"]


TWO = """\
faults:
  - {crash: W, at: 1 s, for: 1 s}
  - {lose: Ack, chance: 1 %}
  - {kill: W, after: Ack, chance: 1 %}
designs:
  one: |
    sequenceDiagram
      C->>Queue: Job
      Queue->>W: Job
      W-->>Queue: Ack
  two:
    diagram: |
      sequenceDiagram
        C->>A: Ask
OWNload: every 1 s
"""


def test_what_no_design_but_one_has_plays_no_part_in_the_others() -> None:
    one, two = read_scenario(TWO.replace("OWN", ""), "f.yaml").designs
    assert [fault.blow for fault in one.faults] == [Blow.CRASH, Blow.LOSE, Blow.KILL]
    assert two.faults == ()
    assert [note for note in two.warnings if note.startswith("faults")] == [
        "faults[0].crash plays no part here: no participant of this name is in design 'two'",
        "faults[1].lose plays no part here: no message of this name is in design 'two'",
        "faults[2].kill plays no part here: no participant of this name is in design 'two'",
    ]


def test_a_list_of_a_design_stands_in_place_of_the_shared_one() -> None:
    own = "    faults: [{crash: A, at: 1 s}]\n"
    one, two = read_scenario(TWO.replace("OWN", own), "f.yaml").designs
    assert len(one.faults) == 3
    assert [(fault.blow, fault.part) for fault in two.faults] == [(Blow.CRASH, "A")]
    none = read_scenario(TWO.replace("OWN", "    faults: []\n"), "f.yaml").designs[1]
    assert none.faults == ()
    with pytest.raises(ScenarioError) as caught:
        read_scenario(TWO.replace("OWN", own.replace("A,", "W,")), "f.yaml")
    assert str(caught.value).split("\n")[0] == (
        "f.yaml:15:22: designs.two.faults[0].crash: no participant named 'W' is drawn; expected "
        "one of 'A', 'C'"
    )


def test_a_fault_is_changed_by_its_number() -> None:
    scenario = read("[{crash: W, every: exponential 100 s, for: 5 s}, {kill: W, chance: 1 %}]")
    changed = scenario.change("faults[0].every", "50 s").change("faults[1].chance", "2 %")
    first, second = changed.designs[0].faults
    assert (first.every, second.chance) == (Exponential(mean=50 * SECOND), 0.02)
    said = change_from_texts(scenario, ["faults[0].for=constant 7 s"])
    assert said.designs[0].faults[0].lasts == Constant(value=7 * SECOND)
    for path, told in (
        ("faults[2].chance", "faults[2]: found 2 faults; expected a number from 0 to 1"),
        ("faults[1].chance.x", "faults[1].chance.x: found 'x' under 'chance'; expected no more "
         "keys: 'chance' holds a single value"),
    ):  # fmt: skip
        with pytest.raises(ScenarioError) as caught:
            scenario.change(path, "1 %")
        assert str(caught.value) == told
    with pytest.raises(ScenarioError) as caught:
        read("[]").change("faults[0].chance", "1 %")
    assert str(caught.value) == "faults[0]: found no fault; expected 'faults', a list"
    with pytest.raises(ScenarioError) as caught:
        change_from_texts(scenario, ["faults[1].chance=x", "run.seed=2"])
    assert str(caught.value) == (
        "--set faults[1].chance=x: faults[1].chance: found 'x'; expected a share such as '5 %'"
    )


def test_laws_of_participants_keep_their_shape() -> None:
    text = BASE.replace("FAULTS", "[]").replace(
        "{kind: broker}", "{kind: broker, retry-delay: exponential 1 s, poll: exponential 2 s}"
    )
    text = text.replace("instances: 2", "instances: 2, detect-after: exponential 3 s")
    scenario = read_scenario(text, "f.yaml")
    for path in ("Q.retry-delay", "Q.poll", "W.detect-after"):
        scenario = scenario.change(f"participants.{path}", "9 s")
    queue, worker = (scenario.designs[0].participant(name) for name in "QW")
    assert queue.policy
    nine = Exponential(mean=9 * SECOND)
    assert (queue.policy.retry_delay, queue.policy.poll) == ((nine,), nine)
    assert worker.detect_after == nine
    never = scenario.change("participants.W.detect-after", "never")
    assert str(never.designs[0].participant("W").detect_after) == "never"
    again = never.change("participants.W.detect-after", "2 s")
    assert again.designs[0].participant("W").detect_after == Constant(value=2 * SECOND)
