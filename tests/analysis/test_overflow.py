"""Where more comes than can be done: what piles up, where, and until when."""

import pytest

import simkit as sk
from simkit.analysis.overflow import PileUp, growths, pile_ups
from simkit.analysis.traffic import traffic_of
from simkit.units import SECOND

CHAIN = "C->>A: ask\nA->>B: do\nB-->>A: done\nA-->>C: ok"
EVENT = "C->>A: ask\nA-->>C: ok\nA-)B: do"


def growing(drawing: str, load: object, **more: object) -> dict[str, tuple[float, float]]:
    """Messages/s and per cent of what comes, of each pool whose queue grows."""
    one = sk.scenario(f"sequenceDiagram\n{drawing}", load=load, **more).designs[0]  # type: ignore[arg-type]
    traffic = traffic_of(one, 60 * SECOND)
    found = growths(traffic, traffic.stretches[0])
    return {pool: (round(at.rate, 5), round(100 * at.share, 5)) for pool, at in found.items()}


def piled(load: object, pool: str = "A", **more: object) -> list[tuple[float, float, float]]:
    """When each pile begins, in s, how many messages it comes to, and when it ends, in s."""
    more = {"work": {"ask": "50 ms", "do": "10 ms"}, "workers": {"A": 5, "B": 2}} | more
    one = sk.scenario(f"sequenceDiagram\n{EVENT}", load=load, **more).designs[0]  # type: ignore[arg-type]
    found = pile_ups(traffic_of(one, 120 * SECOND), pool)
    return [(one.begins / SECOND, round(one.peak, 6), round(one.ends / SECOND, 6)) for one in found]


def test_nothing_grows_below_full_utilisation() -> None:
    work = {"ask": "9.9 ms", "do": "9.9 ms"}
    assert growing(EVENT, "poisson 100/s", work=work, workers={"A": 1, "B": 1}) == {}
    assert growing(EVENT, "poisson 1000/s", work=work) == {}


def test_a_queue_grows_by_what_is_too_much() -> None:
    # 107/s, of which 100/s are done
    found = growing(EVENT, "poisson 107/s", work={"ask": "10 ms"}, workers={"A": 1})
    assert found == {"A": (7, round(700 / 107, 5))}


def test_behind_a_full_pool_comes_only_what_it_lets_through() -> None:
    work = {"ask": "10 ms", "do": "12.5 ms"}
    size = {"A": 1, "B": 1}
    # 107/s come to A, 100/s to B, which does 80/s.
    assert growing(EVENT, "poisson 107/s", work=work, workers=size) == {
        "A": (7, round(700 / 107, 5)),
        "B": (20, 20),
    }
    # As much as A does B does too.
    assert growing(EVENT, "poisson 107/s", work=work | {"do": "10 ms"}, workers=size).keys() == {
        "A"
    }


def test_what_comes_back_queues_with_what_is_new() -> None:
    drawing = f"{EVENT}\nB-)A: done"
    found = growing(
        drawing, "poisson 60/s", work={"ask": "10 ms", "done": "10 ms"}, workers={"A": 1}
    )
    # Of x + 60 messages/s a share s is done: 60 s come back, and 60 s (1 + s) = 100.
    share = (-1 + (1 + 4 * 100 / 60) ** 0.5) / 2
    assert found["A"] == (round(60 * (1 + share) * (1 - share), 5), round(100 - 100 * share, 5))


def test_what_a_callee_cannot_do_piles_up_at_its_caller() -> None:
    # Of 16/s B does 1 / 70 ms, and no more than 20 are ever in its queue.
    found = growing(CHAIN, "poisson 16/s", work={"do": "70 ms"}, workers={"A": 20, "B": 1})
    assert found == {"A": (round(16 - 1 / 0.07, 5), round(100 - 100 / 0.07 / 16, 5))}


def test_it_piles_up_at_the_outermost_of_several_callers() -> None:
    drawing = "C->>A: a\nA->>B: b\nB->>D: d\nD-->>B: e\nB-->>A: f\nA-->>C: g"
    found = growing(drawing, "poisson 16/s", work={"d": "70 ms"}, workers={"A": 9, "B": 9, "D": 1})
    assert found.keys() == {"A"}


@pytest.mark.parametrize(
    "participants",
    [
        {"A": {"workers": 20, "waiting": "releases"}, "B": {"workers": 1}},
        {"A": {"workers": "unlimited"}, "B": {"workers": 1}},
        # What finds no room is turned away, whoever waits for it.
        {"A": {"workers": 20}, "B": {"workers": 1, "queue": 5}},
    ],
)
def test_it_piles_up_at_the_callee_if_its_callers_are_not_limited(participants: object) -> None:
    found = growing(CHAIN, "poisson 16/s", work={"do": "70 ms"}, participants=participants)
    assert found == {"B": (round(16 - 1 / 0.07, 5), round(100 - 100 / 0.07 / 16, 5))}


def test_it_piles_up_at_both_if_others_ask_the_callee_too() -> None:
    drawing = f"{CHAIN}\nC-)B: do"
    found = growing(drawing, "poisson 16/s", work={"do": "70 ms"}, workers={"A": 20, "B": 1})
    assert found.keys() == {"A", "B"}


def test_callers_of_few_workers_let_less_through() -> None:
    work = {"ask": "exponential 70 ms", "do": "exponential 70 ms"}
    found = growing(CHAIN, "poisson 13/s", work=work, workers={"A": 2, "B": 1})
    assert found == {"A": (round(13 - 0.8 / 0.07, 5), round(100 - 80 / 0.07 / 13, 5))}


# ---------------------------------------------------------------------- over time


def test_a_burst_is_done_as_fast_as_the_workers_are() -> None:
    # 100/s
    assert piled("at 2 s 1000") == [(2, 1000, 12)]
    # B is ready for 200/s.
    assert piled("at 2 s 1000", "B") == [(2, 1000, 7)]


def test_a_burst_can_come_before_the_last_is_done() -> None:
    load = ["at 0 s 1000", "at 4 s 500", "at 60 s 100"]
    assert piled(load) == [(0, 1100, 15), (60, 100, 61)]


def test_a_phase_of_too_much_is_done_in_the_next() -> None:
    # 20/s too much for 30 s, then 60/s to spare for it
    assert piled(["poisson 120/s for 30 s", "poisson 40/s"]) == [(0, 600, 40)]
    assert piled(["poisson 50/s for 10 s", "poisson 110/s for 10 s", "every 20 ms"]) == [
        (10, 100, 22)
    ]


def test_a_burst_on_top_of_a_steady_load() -> None:
    drawing = "C->>A: ask\nA-->>C: ok\nD->>A: ask\nA-->>D: yes"
    load = {"C": "poisson 40/s", "D": "at 10 s 600"}
    one = sk.scenario(
        f"sequenceDiagram\n{drawing}", work={"ask": "50 ms"}, load=load, workers={"A": 5}
    ).designs[0]
    [pile] = pile_ups(traffic_of(one, 120 * SECOND), "A")
    assert pile == PileUp(pool="A", begins=10 * SECOND, peak=600, ends=20 * SECOND)


def test_what_is_not_done_when_nobody_looks_any_more_never_ends() -> None:
    never = float("inf")
    assert piled("at 0 s 20000") == [(0, 20_000, never)]
    assert piled(["poisson 50/s for 20 s", "poisson 110/s"]) == [(20, 1000, never)]
    # 25/s are spare, of which 20 s do half of the 1,000.
    assert piled(["poisson 110/s for 100 s", "poisson 75/s"]) == [(0, 1000, never)]


def test_a_load_that_a_pool_is_just_up_to_piles_up_nothing() -> None:
    assert piled(["poisson 100/s for 30 s", "poisson 40/s"]) == []
