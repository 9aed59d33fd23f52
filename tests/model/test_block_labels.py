"""What the labels of blocks say, word by word."""

import pytest

from simkit.model.block_labels import (
    Choice,
    Loop,
    gather_of,
    is_always,
    parse_choice,
    parse_loop,
    parse_reasons,
    turns_in,
)
from simkit.model.distribution import Constant, Exponential
from simkit.model.elapsed import pauses
from simkit.model.rule import Gathering, Turns
from simkit.units import BadValue

MS = 1_000_000
SECOND = 1_000 * MS


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("90 %", Choice(share=0.9)),
        ("cache hit (90 %)", Choice(share=0.9)),
        ("90% cache hit", Choice(share=0.9)),
        ("cache hit [0.5 %] or so", Choice(share=0.005)),
        ("Charge failed", Choice(name="Charge", how="failed")),
        ("Charge has failed", Choice(name="Charge", how="failed")),
        ('"Charge" timed out', Choice(name="Charge", how="timed out", is_name=True)),
        ('"Charge it" refused', Choice(name="Charge it", how="refused", is_name=True)),
        ("Charge succeeded", Choice(name="Charge", how="succeeded")),
        ("done", Choice(name="done")),
        ('"is failed"', Choice(name="is failed", is_name=True)),
        ("", Choice()),
    ],
)
def test_choices(text: str, said: Choice) -> None:
    assert parse_choice(text) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("3", Loop(count=3)),
        ("3 times", Loop(count=3)),
        ("1 time", None),
        ("at most 3 times", None),
        ("every 1 s, 10 times", Loop(count=10, pause=Constant(value=SECOND))),
        ("every 1 s 10 times", Loop(count=10, pause=Constant(value=SECOND))),
        ("3 times, every 1 s", Loop(count=3, pause=Constant(value=SECOND))),
        ("every exponential 5 ms, 2 times", Loop(count=2, pause=Exponential(mean=5 * MS))),
        (
            'every 500 ms until "A" or "B or C", at most 60 times',
            Loop(
                count=60,
                pause=Constant(value=500 * MS),
                until=(Choice(name="A", is_name=True), Choice(name="B or C", is_name=True)),
            ),
        ),
        (
            "every 500 ms growing by 2 to 8 s until done, at most 9 times",
            Loop(
                count=9,
                pause=Constant(value=500 * MS),
                growth=2.0,
                cap=8 * SECOND,
                until=(Choice(name="done"),),
            ),
        ),
        ("until done or gone", Loop(until=(Choice(name="done"), Choice(name="gone")))),
        ("until done at most 5", Loop(count=5, until=(Choice(name="done"),))),
        ("for each item", None),
        ("", None),
        ("0 times", None),
        ("2000000 times", None),
        ("every 1 s growing by 0.5, 3 times", None),
        ("until done, 5 times", None),
    ],
)
def test_loops(text: str, said: Loop | None) -> None:
    if said is None:
        with pytest.raises(BadValue):
            parse_loop(text)
    else:
        assert parse_loop(text) == said


@pytest.mark.parametrize(
    ("text", "reasons"),
    [
        ("timeout", {"timeout"}),
        ("Network Time-out", {"timeout"}),
        ("timeout, refused or failure", {"timeout", "refused", "failure"}),
        ("Rejected", {"refused"}),
        ("an error", {"failure"}),
        ("otherwise", set()),
    ],
)
def test_options(text: str, reasons: set[str]) -> None:
    assert parse_reasons(text) == reasons


@pytest.mark.parametrize(
    ("label", "branches", "said"),
    [
        ("", 2, None),
        ("each of them", 2, None),
        ("firstly", 2, None),
        ("first", 3, Gathering(needed=1)),
        ("First of 3", 3, Gathering(needed=1)),
        ("2 of 3", 3, Gathering(needed=2)),
        ("2 of 3 replicas", 3, Gathering(needed=2)),
        ("7 of 10", 1, Gathering(needed=7, copies=10)),
        ("first of 4", 1, Gathering(needed=1, copies=4)),
        ("until 200 ms", 2, Gathering(needed=2, deadline=200 * MS)),
        ("all until 200 ms", 2, Gathering(needed=2, deadline=200 * MS)),
        ("2 of 3 until 200 ms", 3, Gathering(needed=2, deadline=200 * MS)),
        ("first until 1 s", 2, Gathering(needed=1, deadline=SECOND)),
    ],
)
def test_gatherings(label: str, branches: int, said: Gathering | None) -> None:
    assert gather_of(label, branches) == said


@pytest.mark.parametrize(
    ("label", "branches"),
    [("first things", 2), ("3 of 2", 1), ("2 of 3", 2), ("until then", 2), ("first", 1)],
)
def test_gatherings_that_cannot_be_are_names_in_a_document(label: str, branches: int) -> None:
    with pytest.raises(BadValue):
        gather_of(label, branches)
    assert gather_of(label, branches, lenient=True) is None


def test_words_of_prose() -> None:
    assert [is_always(text) for text in ("always", " Always ", "2 %", "")] == [
        True,
        True,
        False,
        False,
    ]
    told = ["up to 3 times", "x2", "5x", "10 retries", "for each", "10 blocks", "every 5 minutes"]
    assert [turns_in(text) for text in told] == [3, None, 5, 10, None, 10, None]
    told = ["until done (max 4 turns)", "every 30 s", "each of 7", "while above 80 %", "2 pages"]
    assert [turns_in(text) for text in told] == [4, None, 7, None, 2]


@pytest.mark.parametrize(
    ("growth", "cap", "turns", "total"),
    [
        (1.0, None, 3, 1.5),  # 0.5 s each
        (2.0, None, 3, 3.5),  # 0.5 + 1 + 2
        (2.0, 2 * SECOND, 5, 7.5),  # 0.5 + 1 + 2 + 2 + 2
        (2.0, SECOND // 4, 2, 0.5),  # the cap is below the first
        (3.0, None, 0, 0.0),
    ],
)
def test_mean_pauses(growth: float, cap: int | None, turns: int, total: float) -> None:
    rule = Turns(most=9, pause=Constant(value=SECOND // 2), growth=growth, cap=cap)
    assert pauses(rule, turns) == pytest.approx(total * SECOND)
