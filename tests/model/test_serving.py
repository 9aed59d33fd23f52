"""How pools serve, as a file says it: values, defaults, and what means nothing."""

from typing import Any

import pytest

import simkit as sk
from simkit.errors import ScenarioError
from simkit.formats.scenario_file import read_scenario
from simkit.model.distribution import Constant, Exponential
from simkit.model.scenario import Design, Participant
from simkit.model.serving import (
    PLAIN_SERVING,
    Autoscale,
    Contention,
    Resize,
    Serving,
    Signal,
)
from simkit.model.serving_words import (
    contention_text,
    parse_contention,
    parse_signals,
    signal_text,
)
from simkit.units import BadValue

SECOND = 10**9
DRAWING = "sequenceDiagram\nC->>A: Ask\nA-->>C: Answer"
BACKLOG = Signal(what="backlog", target=10)
SCALE: dict[str, object] = {"to": 20, "on": "backlog 10"}


def design(**said: object) -> Design:
    return sk.scenario(DRAWING, load="every 1 s", participants={"A": said}).designs[0]


def pool(**said: object) -> Participant:
    return design(**{"workers": 3, **said}).participant("A")


def refused(**said: object) -> list[str]:
    with pytest.raises(ScenarioError) as caught:
        design(**{"workers": 3, **said})
    return [str(problem) for problem in caught.value.problems]


# ---------------------------------------------------------------------- values


def test_a_pool_of_which_nothing_is_said_is_plain() -> None:
    found = design().participants
    assert [one.serving for one in found] == [PLAIN_SERVING, PLAIN_SERVING]
    assert PLAIN_SERVING.is_plain
    assert not PLAIN_SERVING.moves


@pytest.mark.parametrize(
    ("said", "means"),
    [
        ({"discipline": "first-in-first-out"}, Serving()),
        ({"discipline": "last-in-first-out"}, Serving(discipline="last-in-first-out")),
        ({"discipline": "preemptive"}, Serving(discipline="preemptive")),
        ({"discipline": "shared"}, Serving(discipline="shared")),
        ({"shed": "1 s"}, Serving(shed=SECOND)),
        ({"contention": "5 %"}, Serving(contention=Contention(serial=0.05))),
        (
            {"contention": "5 % coherence 0.1 %"},
            Serving(contention=Contention(serial=0.05, coherence=0.001)),
        ),
        ({"cpus": 2}, Serving(cpus=2)),
        ({"cpus": "unlimited"}, Serving()),
        (
            {"changes": [{"at": "60 s", "workers": 20}, {"at": "2 min", "instances": 2}]},
            Serving(
                resizes=(Resize(at=60 * SECOND, workers=20), Resize(at=120 * SECOND, instances=2))
            ),
        ),
    ],
    ids=str,
)
def test_each_key_has_its_place(said: dict[str, Any], means: Serving) -> None:
    assert pool(**said).serving == means


@pytest.mark.parametrize(
    ("said", "means"),
    [
        ({}, Autoscale(least=1, most=20, on=(BACKLOG,))),
        ({"from": 0}, Autoscale(least=0, most=20, on=(BACKLOG,))),
        (
            {"from": 0, "idle": "10 s"},
            Autoscale(least=0, most=20, on=(BACKLOG,), idle=10 * SECOND),
        ),
        (
            {"every": "15 s", "start-up": "exponential 40 s"},
            Autoscale(
                least=1,
                most=20,
                on=(BACKLOG,),
                every=15 * SECOND,
                start_up=Exponential(mean=40 * SECOND),
            ),
        ),
        # Who says nothing of idleness has the last instance go after the same time as others.
        (
            {"cool-down": "1 min"},
            Autoscale(least=1, most=20, on=(BACKLOG,), cool_down=60 * SECOND, idle=60 * SECOND),
        ),
        ({"step": 2}, Autoscale(least=1, most=20, on=(BACKLOG,), step=2)),
        ({"step": "50 %"}, Autoscale(least=1, most=20, on=(BACKLOG,), step_share=0.5)),
        (
            {"on": "utilisation 70 % or age 5 s"},
            Autoscale(
                least=1,
                most=20,
                on=(
                    Signal(what="utilisation", target=0.7),
                    Signal(what="age", target=5 * SECOND),
                ),
            ),
        ),
    ],
    ids=str,
)
def test_each_key_of_an_autoscaler_has_its_place(said: dict[str, Any], means: Autoscale) -> None:
    assert pool(autoscale={**SCALE, **said}).serving.autoscale == means


def test_what_an_autoscaler_does_where_nothing_is_said() -> None:
    scale = pool(autoscale=SCALE).serving.autoscale
    assert scale is not None
    assert (scale.every, scale.cool_down, scale.idle) == (30 * SECOND, 300 * SECOND, 300 * SECOND)
    assert scale.start_up == Constant(value=60 * SECOND)
    assert (scale.step, scale.step_share, scale.paces(3)) == (None, None, 20)


def test_how_many_instances_come_at_one_look() -> None:
    half = Autoscale(least=1, most=20, on=(BACKLOG,), step_share=0.5)
    assert [half.paces(now) for now in (0, 1, 2, 3, 10)] == [1, 1, 1, 2, 5]
    assert Autoscale(least=1, most=20, on=(BACKLOG,), step=2).paces(10) == 2


def test_how_many_instances_and_workers_there_are_first_and_at_most() -> None:
    assert pool(autoscale=SCALE).instances == 1
    assert pool(autoscale={**SCALE, "from": 2}).instances == 2
    assert pool(autoscale={**SCALE, "from": 0}).instances == 0
    assert pool(autoscale={**SCALE, "from": 2}, instances=5).instances == 5
    # Of instances that are stated, and no least number, so many are kept.
    kept = pool(autoscale=SCALE, instances=5).serving.autoscale
    assert kept is not None
    assert kept.least == 5
    assert pool(autoscale=SCALE).all_workers == 60
    resized = pool(changes=[{"at": "1 s", "workers": 7}, {"at": "2 s", "instances": 2}])
    assert (resized.all_workers, resized.most_workers) == (14, 7)
    assert pool().all_workers == 3


def test_the_mean_number_of_workers_until_an_instant() -> None:
    # 3 for 2 s, 7 for 3 s, 14 for 5 s.
    resizes = (Resize(at=2 * SECOND, workers=7), Resize(at=5 * SECOND, instances=2))
    found = Serving(resizes=resizes)
    assert found.mean_workers(1, 3, 10 * SECOND) == pytest.approx(9.7)
    assert found.mean_workers(1, 3, SECOND) == 3
    assert Serving().mean_workers(2, 3, SECOND) == 6


def test_what_is_shared_is_released_while_waiting() -> None:
    assert pool(discipline="shared").releases
    assert not pool().releases


def test_an_autoscaler_is_said_key_by_key() -> None:
    text = """\
participants: {A: {workers: 1, autoscale: {to: 20, on: backlog 10, every: 10 s}}}
load: every 1 s
designs:
  one: &drawing |
    sequenceDiagram
      C->>A: Ask
  two:
    participants: {A: {autoscale: {to: 5, start-up: 0 s}}}
    diagram: |
      sequenceDiagram
        C->>A: Ask
"""
    one, two = read_scenario(text.replace("&drawing ", ""), "a.yaml").designs
    first, second = (one.participant("A").serving, two.participant("A").serving)
    assert first.autoscale == Autoscale(least=1, most=20, on=(BACKLOG,), every=10 * SECOND)
    assert second.autoscale == Autoscale(
        least=1, most=5, on=(BACKLOG,), every=10 * SECOND, start_up=Constant(value=0)
    )


def test_a_start_up_of_chance_is_luck() -> None:
    certain = sk.scenario(DRAWING, load="every 1 s", participants={"A": {"workers": 1}})
    assert not certain.designs[0].has_luck
    drawn = {"workers": 1, "autoscale": {**SCALE, "start-up": "exponential 1 s"}}
    scenario = sk.scenario(DRAWING, load="every 1 s", participants={"A": drawn})
    assert scenario.designs[0].has_luck
    longer = scenario.change("participants.A.autoscale.start-up", "2 s")
    scale = longer.designs[0].participant("A").serving.autoscale
    assert scale is not None
    assert scale.start_up == Exponential(mean=2 * SECOND)


# ---------------------------------------------------------------------- words


@pytest.mark.parametrize("text", ["5 %", "0 %", "5 % coherence 0.1 %", "100 % coherence 100 %"])
def test_contention_is_read_as_it_is_written(text: str) -> None:
    assert contention_text(parse_contention(text)) == text


@pytest.mark.parametrize("text", ["backlog 10", "utilisation 70 %", "age 5 s"])
def test_a_signal_is_read_as_it_is_written(text: str) -> None:
    (signal,) = parse_signals(text)
    assert signal_text(signal) == text


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("load 5", "found 'load 5'; expected 'backlog 10', 'utilisation 70 %' or 'age 5 s'"),
        (
            "backlog",
            "found nothing; expected a target after 'backlog': 'backlog 10', 'utilisation 70 %' or "
            "'age 5 s'",
        ),
        (
            "age 0 s",
            "found 'age 0 s'; expected a target above 0: 'backlog 10', 'utilisation 70 %' or "
            "'age 5 s'",
        ),
        (
            "utilisation 5",
            "found '5', a number without a unit; expected a target after 'utilisation': "
            "'backlog 10', 'utilisation 70 %' or 'age 5 s'",
        ),
        (
            "age 5 s, age 6 s",
            "found 'age 5 s, age 6 s'; expected each of backlog, utilisation and age once",
        ),
    ],
)
def test_signals_that_mean_nothing(text: str, told: str) -> None:
    with pytest.raises(BadValue) as caught:
        parse_signals(text)
    assert f"{caught.value.found}; expected {caught.value.expected}" == told


def test_a_signal_that_is_nearly_one() -> None:
    with pytest.raises(BadValue) as caught:
        parse_signals("utilization 70 %")
    assert caught.value.meant == "utilisation"


# ---------------------------------------------------------------------- what is wrong


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (
            {"discipline": "lifo"},
            "discipline: found 'lifo'; expected first-in-first-out, last-in-first-out, preemptive "
            "or shared",
        ),
        (
            {"discipline": "pre-emptive"},
            "discipline: found 'pre-emptive'; expected first-in-first-out, last-in-first-out, "
            "preemptive or shared; did you mean 'preemptive'?",
        ),
        ({"shed": "0 s"}, "shed: found '0 s'; expected a time above 0 s"),
        (
            {"contention": "5"},
            "contention: found '5', a number without a unit; expected shares such as '5 %' or '5 % "
            "coherence 0.1 %'",
        ),
        (
            {"cpus": 0},
            "cpus: found 0; expected a whole number from 1 to 1,000,000,000 or unlimited",
        ),
        (
            {"autoscale": 5},
            "autoscale: found 5; expected a mapping such as '{to: 20, on: backlog 10}'",
        ),
        (
            {"autoscale": {"on": "backlog 10"}},
            "autoscale: found no 'to'; expected 'to', as in 'to: 20'",
        ),
        (
            {"autoscale": {"to": 20}},
            "autoscale: found no 'on'; expected 'on', as in 'on: backlog 10'",
        ),
        (
            {"autoscale": {**SCALE, "form": 2}},
            "autoscale.form: unknown key 'form'; expected one of cool-down, every, from, idle, on, "
            "start-up, step, to; did you mean 'from'?",
        ),
        (
            {"autoscale": {**SCALE, "from": 30}},
            "autoscale.from: found 30; expected at most 'to', which is 20",
        ),
        (
            {"autoscale": {**SCALE, "step": "0 %"}},
            "autoscale.step: found '0 %'; expected a whole number from 1 to 10,000, or a share "
            "such as '50 %'",
        ),
        (
            {"autoscale": {**SCALE, "idle": "1 s"}},
            "autoscale.idle: found 'idle' of 'autoscale'; expected none: 1 are kept at least",
        ),
        (
            {"autoscale": {**SCALE, "from": 2}, "instances": 1},
            "instances: found 1; expected from 2 to 20, as 'autoscale' says",
        ),
        (
            {"autoscale": SCALE, "changes": [{"at": "1 s", "workers": 2}]},
            "changes: found 'changes' beside 'autoscale' for A; expected one of them",
        ),
        (
            {"changes": []},
            "changes: found an empty list; expected a list of changes such as "
            "'{at: 60 s, workers: 20}'",
        ),
        (
            {"changes": [{"workers": 2}]},
            "changes[0]: found no 'at'; expected when, as in '{at: 60 s, workers: 20}'",
        ),
        (
            {"changes": [{"at": "1 s"}]},
            "changes[0]: found neither 'workers' nor 'instances'; expected what there is from then "
            "on, as in '{at: 60 s, workers: 20}'",
        ),
        (
            {"changes": [{"at": "2 s", "workers": 2}, {"at": "2 s", "workers": 3}]},
            "changes[1].at: found 2 s; expected a time after that of the change before, 2 s",
        ),
        (
            {"changes": ["later"]},
            "changes[0]: found 'later'; expected a mapping such as '{at: 60 s, workers: 20}'",
        ),
        (
            {"changes": [{"at": "2 s", "worker": 2}]},
            "changes[0].worker: unknown key 'worker'; expected one of at, instances, workers; did "
            "you mean 'workers'?",
        ),
    ],
    ids=str,
)
def test_values_that_are_wrong(said: dict[str, object], told: str) -> None:
    assert refused(**said)[0] == f"participants.A.{told}"


EVENLY = "with 'discipline: shared' nobody waits"
PROCESSORS = "with 'discipline: shared' the workers are the processors"
NOBODY = "with unlimited workers nobody waits"


@pytest.mark.parametrize(
    ("said", "key", "why"),
    [
        ({"discipline": "shared", "queue": 5}, "queue", EVENLY),
        ({"discipline": "shared", "shed": "1 s"}, "shed", EVENLY),
        ({"discipline": "shared", "cpus": 2}, "cpus", PROCESSORS),
        ({"discipline": "shared", "contention": "5 %"}, "contention", PROCESSORS),
        (
            {"discipline": "shared", "waiting": "holds"},
            "waiting",
            "with 'discipline: shared' who waits uses no worker",
        ),
        (
            {"discipline": "preemptive", "cpus": 2},
            "cpus",
            "with 'discipline: preemptive' each worker has one",
        ),
        (
            {"waiting": "releases", "cpus": 2},
            "cpus",
            "with 'waiting: releases' each worker has one",
        ),
        ({"workers": "unlimited", "discipline": "shared"}, "discipline", NOBODY),
        ({"workers": "unlimited", "shed": "1 s"}, "shed", NOBODY),
        (
            {"workers": "unlimited", "autoscale": SCALE},
            "autoscale",
            "there are unlimited workers already",
        ),
    ],
    ids=str,
)
def test_what_means_nothing_beside_something_else(
    said: dict[str, object], key: str, why: str
) -> None:
    assert refused(**said) == [f"participants.A.{key}: found '{key}' for A; expected none: {why}"]


def test_what_means_something_for_pools_alone() -> None:
    with pytest.raises(ScenarioError) as caught:
        sk.scenario(DRAWING, load="every 1 s", participants={"C": {"shed": "1 s"}})
    assert str(caught.value.problems[0]) == (
        "participants.C.shed: found 'shed' for the client C; expected none: a client has no workers"
    )


def test_what_hangs_on_a_key_that_cannot_be_read_is_not_told() -> None:
    assert refused(workers="x", shed="1 s") == [
        "participants.A.workers: found 'x'; expected a whole number from 1 to 1,000,000,000 or "
        "unlimited"
    ]


def test_a_pool_of_another_size_in_time_does_not_crash() -> None:
    with pytest.raises(ScenarioError) as caught:
        sk.scenario(
            DRAWING,
            load="every 1 s",
            participants={"A": {"workers": 3, "autoscale": SCALE}},
            faults=[{"crash": "A", "at": "5 s", "for": "1 s"}],
        )
    assert [str(problem) for problem in caught.value.problems] == [
        "faults[0].crash: found A; expected a pool of a fixed size: A says 'autoscale'"
    ]


def test_a_document_finds_workers_for_a_pool_that_serves_otherwise() -> None:
    found = sk.scenario(
        DRAWING,
        load="poisson 100/s",
        reading="document",
        participants={"A": {"discipline": "last-in-first-out"}},
    ).designs[0]
    assert found.participant("A").serving == Serving(discipline="last-in-first-out")
    assert found.participant("A").workers
