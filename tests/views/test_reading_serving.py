"""How a pool serves, as `simkit check` says it, word for word."""

import pytest

import simkit as sk
from simkit.analysis.known.beyond import beyond
from simkit.model.scenario import Design
from simkit.views.reading import design_reading
from simkit.views.reading_serving import capacity_text, serving_lines

DRAWING = "sequenceDiagram\nC->>A: Ask\nA-->>C: Answer"


def design(**said: object) -> Design:
    return sk.scenario(
        DRAWING, load="every 1 s", participants={"A": {"workers": 3, **said}}
    ).designs[0]


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({}, "3 workers, held while waiting"),
        ({"workers": 1, "waiting": "releases"}, "1 worker, released while waiting"),
        ({"workers": "unlimited"}, "unlimited workers"),
        ({"workers": "unlimited", "cpus": 4}, "unlimited workers on 4 processors"),
        (
            {"workers": 200, "cpus": 4, "queue": 5},
            "200 workers on 4 processors, 5 can queue, held while waiting",
        ),
        ({"discipline": "shared"}, "3 processors, shared"),
        ({"instances": 2}, "2 instances of 3 workers, held while waiting"),
        (
            {"autoscale": {"from": 0, "to": 2, "on": "age 5 s"}},
            "0 instances of 3 workers, held while waiting",
        ),
        (
            {"changes": [{"at": "1 s", "instances": 2}]},
            "1 instance of 3 workers, held while waiting",
        ),
    ],
    ids=str,
)
def test_what_a_pool_has(said: dict[str, object], words: str) -> None:
    assert capacity_text(design(**said).participant("A")) == words


SCALE = {"from": 0, "to": 20, "on": "backlog 10 or utilisation 70 % or age 5 s", "step": "50 %"}

LINES = [
    (
        {"discipline": "last-in-first-out"},
        "next: whoever came last, of the highest priority; a broker's messages keep their order",
        "A serves last in, first out",
    ),
    (
        {"discipline": "preemptive"},
        "next: whoever came first of the highest priority; who has a higher one interrupts the "
        "lowest that is at work, which goes on later where it stopped",
        "A interrupts work",
    ),
    (
        {"discipline": "shared"},
        "next: nobody waits: all that work in an instance share its processors evenly; who waits "
        "for an answer uses none",
        "A shares its processors",
    ),
    (
        {"shed": "1 s"},
        "shed: who has waited for a worker for 1 s is told no",
        "A refuses who has waited too long",
    ),
    (
        {"cpus": 2},
        "processors: 2 of an instance can work at once, first in, first out; a worker is held all "
        "along, whatever it waits for",
        "A has fewer processors than workers",
    ),
    (
        {"contention": "5 % coherence 0.1 %"},
        "contention: 5 % of the work is done by one at a time, 0.1 % goes into each pair's keeping "
        "up with each other: with 2 at work in an instance it takes 1.05 times as long, with 10 "
        "1.54 times",
        "those at work in A hinder each other",
    ),
    (
        {"autoscale": SCALE},
        "size: 0 to 20 instances, looked at every 30 s; wanted: one for every 10 messages that "
        "wait, or so many that 70 % of their workers are held, or more, or fewer, in proportion "
        "to how long the oldest message has waited over 5 s; the most of these; a new one is "
        "there after 1 min; one goes when it has finished what it has, and only as no look of the "
        "last 5 min wanted it; the first that waits starts one if there is none, and the last "
        "goes when nothing has been there for 5 min; at most 50 % come or go at one look",
        "the number of workers of A changes",
    ),
    (
        {"autoscale": {"to": 2, "on": "backlog 1", "step": 1}},
        "size: 1 to 2 instances, looked at every 30 s; wanted: one for every message that waits; "
        "a new one is there after 1 min; one goes when it has finished what it has, and only as "
        "no look of the last 5 min wanted it; at most 1 comes or goes at one look",
        "the number of workers of A changes",
    ),
    (
        {"changes": [{"at": "1 min", "workers": 20}, {"at": "2 min", "instances": 1}]},
        "size: from 1 min on 20 workers in each instance, from 2 min on 1 instance",
        "the number of workers of A changes",
    ),
]


@pytest.mark.parametrize(("said", "line", "reason"), LINES, ids=[str(said) for said, *_ in LINES])
def test_how_a_pool_serves(said: dict[str, object], line: str, reason: str) -> None:
    found = design(**said)
    assert list(serving_lines(found.participant("A"))) == [
        "A, pool, whatever it does:",
        f"  {line}",
    ]
    assert f"    {line}" in list(design_reading(found))
    # No formula is written for it: theory says nothing.
    assert beyond(found) == reason


def test_of_a_plain_pool_nothing_is_said() -> None:
    assert list(serving_lines(design().participant("A"))) == []
    assert beyond(design()) == ""
