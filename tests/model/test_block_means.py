"""How often what is drawn in blocks is done, and how long it takes on average: by hand."""

from typing import Any

import pytest

import simkit as sk
from simkit.model.holding import Timeline, holdings, timeline_of

MS = 1_000_000


def timeline(drawing: str, **more: Any) -> Timeline:
    text = f"sequenceDiagram\n{drawing}"
    return timeline_of(sk.scenario(text, load="every 1 s", **more).designs[0])


def runs(drawing: str, **more: Any) -> dict[str, float]:
    """How often each execution is begun, by the message that begins it."""
    found = timeline(drawing, **more)
    script = found.design.script
    return {
        script.lines[one.started_by].label: round(found.repeats.runs(one.index), 9)
        for one in script.executions
        if one.started_by >= 0
    }


CALL = "A->>B: {0}\nB-->>A: {0}d\n"


def call(name: str) -> str:
    return CALL.format(name)


def test_a_branch_counts_by_its_share() -> None:
    drawing = f"C->>A: ask\nalt 20 %\n{call('one')}else\n{call('two')}end\nA-->>C: yes"
    assert runs(drawing) == {"ask": 1.0, "one": 0.2, "two": 0.8}


def test_a_loop_counts_by_its_turns_and_what_is_in_it_by_both() -> None:
    drawing = f"C->>A: ask\nloop 3\n{call('one')}opt 20 %\n{call('two')}end\nend\nA-->>C: yes"
    assert runs(drawing) == {"ask": 1.0, "one": 3.0, "two": 0.6}


def test_what_fails_in_any_turn_of_a_loop_ends_it() -> None:
    drawing = f"C->>A: ask\nloop 3\n{call('one')}end\n{call('two')}A-->>C: yes"
    found = runs(drawing, messages={"one": {"fails": "10 %"}})
    # Three turns at most; all three go well in 0.9 ** 3.
    assert found == {"ask": 1.0, "one": 3.0, "two": 0.729}


def test_what_is_left_behind_by_a_break_counts_less() -> None:
    drawing = f"C->>A: ask\nbreak 10 %\n{call('one')}end\n{call('two')}A-->>C: yes"
    assert runs(drawing) == {"ask": 1.0, "one": 0.1, "two": 0.9}


def test_alternatives_make_one_together() -> None:
    drawing = (
        "C->>A: ask\nalt 20 %\nA->>B: one\nelse\nA->>B: two\nend\nB->>D: on\nB-->>A: done\n"
        f"{call('more')}A-->>C: yes"
    )
    assert runs(drawing) == {"ask": 1.0, "one": 0.2, "two": 0.8, "on": 1.0, "more": 1.0}


def test_who_is_not_called_is_not_waited_for() -> None:
    drawing = f"C->>A: ask\nopt 20 %\nA->>B: one\nend\nB-->>A: done\n{call('more')}A-->>C: yes"
    assert runs(drawing) == {"ask": 1.0, "one": 0.2, "more": 1.0}


def test_a_failure_that_is_asked_for_does_not_end_who_asks() -> None:
    drawing = (
        f"C->>A: ask\n{call('pay')}alt pay failed\n{call('one')}else\n{call('two')}end\nA-->>C: yes"
    )
    found = runs(drawing, messages={"pay": {"fails": "10 %"}})
    assert found == {"ask": 1.0, "pay": 1.0, "one": 0.1, "two": 0.9}


def test_an_option_takes_what_fails_in_the_body() -> None:
    drawing = (
        f"C->>A: ask\ncritical\n{call('pay')}{call('then')}option timeout\n{call('late')}"
        f"option refused or failure\n{call('mend')}end\n{call('more')}A-->>C: yes"
    )
    found = runs(drawing, messages={"pay": {"fails": "10 %"}})
    assert found == {
        "ask": 1.0,
        "pay": 1.0,
        "then": 0.9,
        "late": 0.0,  # how often that is, only a run can say
        "mend": 0.1,
        "more": 1.0,
    }


def test_a_call_that_is_made_again_has_its_attempts() -> None:
    # Half of them fail, three attempts: 1 + 1/2 + 1/4 are made, 1 - 1/8 end well.
    drawing = f"C->>A: ask\nA->>B: pay\n{'B->>D: book'}\nB-->>A: paid\n{call('more')}A-->>C: yes"
    messages = {"pay": {"fails": "50 %", "retry": 3}}
    assert runs(drawing, messages=messages) == {
        "ask": 1.0,
        "pay": 1.75,
        "book": 0.875,
        "more": 0.875,
    }


def test_a_loop_that_polls_counts_once() -> None:
    drawing = (
        "C->>A: ask\nA-->>C: ok\nA-)B: do\nloop every 1 s until do, at most 9 times\nC->>A: get\n"
        "A-->>C: got\nend"
    )
    assert runs(drawing) == {"ask": 1.0, "do": 1.0, "get": 1.0}


def test_copies_of_a_gathering_are_all_made() -> None:
    drawing = f"C->>A: ask\npar 2 of 3\n{call('one')}end\n{call('more')}A-->>C: yes"
    assert runs(drawing) == {"ask": 1.0, "one": 3.0, "more": 1.0}


def test_a_rejection_in_one_branch_is_delivered_again() -> None:
    # One in ten says no, five deliveries at most: (1 - 0.1 ** 5) / 0.9.
    drawing = (
        "C->>Queue: job\nQueue->>W: job\nalt 90 %\nW-->>Queue: ack\nelse\nW--xQueue: nack\nend"
    )
    found = timeline(drawing, participants={"Queue": {"on-reject": "requeue"}})
    (often,) = found.repeats.deliveries.values()
    assert often == pytest.approx((1 - 0.1**5) / 0.9)


# ---------------------------------------------------------------------- times


def over(drawing: str, **work: str) -> float:
    """When the client's own execution is over, in ms."""
    messages = {name: {"work": time} for name, time in work.items()}
    return timeline(drawing, messages=messages).over(0) / MS


def test_a_choice_takes_as_long_as_its_branches_on_average() -> None:
    drawing = f"C->>A: ask\nalt 20 %\n{call('one')}else\n{call('two')}end\nA-->>C: yes"
    assert over(drawing, ask="5 ms", one="10 ms", two="100 ms") == pytest.approx(5 + 2 + 80)


def test_an_opt_takes_its_share() -> None:
    drawing = f"C->>A: ask\nopt 20 %\n{call('one')}end\nA-->>C: yes"
    assert over(drawing, one="10 ms") == pytest.approx(2)


def test_a_loop_takes_its_turns_and_its_pauses() -> None:
    # Pauses of 100, 200 and 200 ms, and three turns of 10 ms.
    loop = "loop every 100 ms growing by 2 to 200 ms, 3 times"
    drawing = f"C->>A: ask\n{loop}\n{call('one')}end\nA-->>C: yes"
    assert over(drawing, one="10 ms") == pytest.approx(530)


def test_a_gathering_goes_on_with_the_fastest() -> None:
    pair = f"{call('one')}and\n{call('two')}"
    for label, time in (("first", 10), ("2 of 2", 100), ("until 50 ms", 50)):
        drawing = f"C->>A: ask\npar {label}\n{pair}end\nA-->>C: yes"
        assert over(drawing, one="10 ms", two="100 ms") == pytest.approx(time)


def test_a_poll_is_over_when_what_it_waits_for_has_happened() -> None:
    drawing = (
        "C->>A: ask\nA-->>C: ok\nA-)B: do\nloop every 1 s until do, at most 9 times\nC->>A: get\n"
        "A-->>C: got\nend\nC->>A: last\nA-->>C: thanks"
    )
    assert over(drawing, do="5000 ms") == pytest.approx(5000)


def test_a_worker_is_held_for_what_is_done_on_average() -> None:
    drawing = (
        f"C->>A: ask\nalt 20 %\n{call('one')}else\n{call('two')}end\nloop 3\nA->>A: think\nend\n"
        "A-->>C: yes"
    )
    work = {"ask": "5 ms", "one": "10 ms", "two": "100 ms", "think": "7 ms"}
    messages = {name: {"work": time} for name, time in work.items()}
    held = {
        one.pool: one.held * one.times / MS
        for one in holdings(timeline(drawing, messages=messages))
    }
    # 5 + 0.2 * 10 + 0.8 * 100 + 3 * 7, waits included.
    assert held["A"] == pytest.approx(108)


def test_what_is_done_beside_it_covers_what_is_never_done() -> None:
    # 5 + 10 and 0.3 * 20 for the branch; the option, which begins then too, is never taken.
    drawing = (
        f"C->>A: ask\ncritical\n{call('one')}option timeout\nA->>A: mend\nend\n"
        "par\nA-)D: tell\nand\nopt 30 %\nA->>A: think\nend\nend\nA-->>C: yes"
    )
    work = {"ask": "5 ms", "one": "10 ms", "think": "20 ms", "mend": "50 ms"}
    messages = {name: {"work": time} for name, time in work.items()}
    held = {one.pool: one.held / MS for one in holdings(timeline(drawing, messages=messages))}
    assert held["A"] == pytest.approx(21)
