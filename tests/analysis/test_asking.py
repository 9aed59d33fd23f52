"""How often a loop asks that waits for something: by hand, from mean times."""

import pytest

import simkit as sk
from simkit.analysis.asking import asked
from simkit.analysis.capacity import Capacity, capacity
from simkit.analysis.theory import fixed_polling
from simkit.model.holding import timeline_of
from simkit.model.scenario import Design
from simkit.units import SECOND


def design(loop: str = "every 100 ms", most: int = 600, job: str = "exponential 1 s") -> Design:
    return sk.scenario(
        "sequenceDiagram\nC->>A: Start\nA-->>C: accepted\nA-)B: Job\nB-)A: Finished\n"
        f'loop {loop} until "Finished", at most {most} times\nC->>A: Poll\nA-->>C: status\nend',
        load="poisson 50/s",
        work={"Job": job, "Poll": "5 ms", "Start": "1 ms"},
        workers={"A": 2, "B": 60},
        network="0 s",
    ).designs[0]


def polls(one: Design) -> float:
    found = asked(timeline_of(one))
    (poll,) = [e.index for e in one.script.executions if _label(one, e.started_by) == "Poll"]
    assert set(found) <= {poll}
    return found.get(poll, 1.0)


def _label(one: Design, line: int) -> str:
    return one.script.lines[line].label if line >= 0 else ""


def known(one: Design) -> Capacity:
    return capacity(one, 60 * SECOND)


def test_as_often_as_turns_fit_and_half_a_time_more() -> None:
    """The client has its answer at 1 ms, the job is done at 1,001 ms, each turn is 105 ms long."""
    assert polls(design()) == pytest.approx(1000 / 105 + 0.5)
    # Near the exact number, 10.01 of turns that long.
    exact = fixed_polling(period=0.105, completion_time=1).mean_polls
    assert polls(design()) == pytest.approx(exact, rel=0.002)


def test_growing_pauses() -> None:
    """Turns end at 105, 310, 715 and 1,520 ms: three and (1000 - 715) / 805, and a half."""
    assert polls(design("every 100 ms growing by 2")) == pytest.approx(3 + 285 / 805 + 0.5)


def test_no_more_often_than_it_may() -> None:
    assert polls(design(most=4)) == 4
    assert polls(design(most=1)) == 1
    # A job that is done before the first turn is asked for once.
    assert polls(design(job="1 ms")) == 1


def test_polls_are_in_the_load() -> None:
    """A: 50/s of 1 ms, as often nothing for 'Finished', and 10.02 polls of 5 ms: 2.56 workers."""
    found = known(design())
    often = 1000 / 105 + 0.5
    assert found.pool("A").arrival_rate == pytest.approx(50 * (2 + often))
    assert found.pool("A").offered_load == pytest.approx(50 * (0.001 + often * 0.005))
    assert found.most == pytest.approx(2 / (0.001 + often * 0.005))
    assert found.bounds == ("A",)
    assert found.pool("A").hampered == (
        "how often A is asked hangs on how long it takes until all is done"
    )
    assert found.pool("B").hampered == ""


def test_a_storm_of_polls_is_warned_of() -> None:
    scenario = sk.scenario(
        "sequenceDiagram\nC->>A: Start\nA-->>C: accepted\nA-)B: Job\nB-)A: Finished\n"
        'loop every 100 ms until "Finished", at most 600 times\nC->>A: Poll\nA-->>C: status\nend',
        load="poisson 50/s",
        work={"Job": "exponential 1 s", "Poll": "5 ms", "Start": "1 ms"},
        workers={"A": 2, "B": 60},
        network="0 s",
    )
    assert "warning: A is 128 % busy" in str(sk.check(scenario))


def test_other_loops_are_counted_as_drawn() -> None:
    one = sk.scenario(
        "sequenceDiagram\nloop 3 times\nC->>A: Ask\nA-->>C: yes\nend",
        load="poisson 50/s",
        work={"Ask": "5 ms"},
        workers={"A": 1},
    ).designs[0]
    assert asked(timeline_of(one)) == {}
    assert known(one).pool("A").arrival_rate == pytest.approx(150)
    assert known(one).bounds == ()
