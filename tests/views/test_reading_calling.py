"""What `simkit check` prints of how messages are called for, word for word."""

from typing import Any

import pytest

import simkit as sk
from simkit.views.reading import reading

DRAWING = "C->>A: Ask\nA->>P: Charge\nP-->>A: Paid\nA-)L: Note\nA-->>C: Done"


def read(said: dict[str, Any], label: str = "Charge", instances: int = 1) -> list[str]:
    """The lines of one message, wrapped ones joined again."""
    scenario = sk.scenario(
        f"sequenceDiagram\n{DRAWING}",
        load="every 1 s",
        messages={label: said},
        participants={"A": {"instances": instances}},
    )
    text = reading(scenario).replace("\n        ", " ")
    lines = text.splitlines()
    begins = [number for number, line in enumerate(lines) if line.startswith(f"  '{label}' from")]
    if not begins:
        return []
    (first,) = begins
    own = [lines[first].strip()]
    for line in lines[first + 1 :]:
        if not line.startswith("    "):
            return own
        own.append(line.strip())
    return own


CHARGE = "'Charge' from A to P:"
ON = "what it gives up goes on, for nobody"
AT_MOST = "3 attempts at most"
FOREVER = "waits: for ever"
NEVER = "sent again: never"


@pytest.mark.parametrize(
    ("said", "lines"),
    [
        ({}, []),
        ({"timeout": "exponential 1 s"}, [f"waits: exponential 1 s; {ON}", NEVER]),
        ({"deadline": "3 s"}, [f"waits: 3 s in all; {ON}", NEVER]),
        (
            {"timeout": "1 s", "cancel": "queued"},
            [
                "waits: 1 s; what it gives up is withdrawn if no worker has it yet, else goes on",
                NEVER,
            ],
        ),
        (
            {"timeout": "1 s", "cancel": "running"},
            ["waits: 1 s; what it gives up is withdrawn, and interrupted", NEVER],
        ),
        ({"retry": 3}, [FOREVER, f"sent again: {AT_MOST}; at once"]),
        (
            {"retry": {"attempts": 3, "backoff": "100 ms"}},
            [FOREVER, f"sent again: {AT_MOST}; after 100 ms"],
        ),
        (
            {"retry": {"attempts": 3, "backoff": "exponential 100 ms", "factor": 2}},
            [
                FOREVER,
                f"sent again: {AT_MOST}; after a first pause of exponential 100 ms; each further "
                "one 2 times as long",
            ],
        ),
        (
            {
                "timeout": "1 s",
                "deadline": "3 s",
                "retry": {
                    "attempts": 3,
                    "backoff": "100 ms",
                    "factor": 1.5,
                    "cap": "20 s",
                    "jitter": "full",
                    "on": ["refused", "timeout"],
                },
            },
            [
                f"waits: 1 s for each attempt, 3 s in all; {ON}",
                f"sent again: {AT_MOST}; only after a timeout or a refusal; after a first pause of "
                "100 ms; each further one 1.5 times as long, 20 s at most; full jitter: evenly "
                "between nothing and that",
            ],
        ),
        (
            {
                "retry": {
                    "attempts": 2,
                    "backoff": "pareto 100 ms shape 2.2",
                    "cap": "1 s",
                    "jitter": "equal",
                }
            },
            [
                FOREVER,
                "sent again: 2 attempts at most; after pareto 100 ms shape 2.2; 1 s at most; equal "
                "jitter: half of that, and evenly up to the whole",
            ],
        ),
        (
            {"retry": {"attempts": 3, "budget": "10 % of successes"}},
            [
                FOREVER,
                f"sent again: {AT_MOST}; at once",
                "budget: each further attempt costs a token; each call that goes well earns 0.1; "
                "none at the start, 100 at most",
            ],
        ),
        (
            {"retry": {"attempts": 3, "budget": "5 % of requests at most 7"}},
            [
                FOREVER,
                f"sent again: {AT_MOST}; at once",
                "budget: each further attempt costs a token; each first attempt earns 0.05; none "
                "at the start, 7 at most",
            ],
        ),
        (
            {"breaker": "50 %"},
            [
                FOREVER,
                NEVER,
                "breaker: opens when 50 % of the last 100 calls have failed; nothing is sent for "
                "1 min, then 10 calls go through: it closes if all go well",
            ],
        ),
        (
            {"breaker": {"of": 20, "at-least": 5, "rest": "5 s", "probes": 1}},
            [
                FOREVER,
                NEVER,
                "breaker: opens when 50 % of the last 20 calls have failed (5 at least); nothing "
                "is sent for 5 s, then 1 call goes through: it closes if all go well",
            ],
        ),
        (
            {"hedge": "50 ms"},
            [
                f"waits: for ever; {ON}",
                NEVER,
                "hedge: one copy after 50 ms without an answer; the first good answer wins",
            ],
        ),
        (
            {"hedge": {"after": "50 ms", "copies": 2}, "cancel": "running"},
            [
                "waits: for ever; what it gives up is withdrawn, and interrupted",
                NEVER,
                "hedge: a copy, 2 at most, after 50 ms without an answer each time; the first good "
                "answer wins",
            ],
        ),
        ({"limit": "20 at once"}, ["limit: P takes 20 at once; more are refused"]),
        (
            {"limit": "20 at once, 100/s burst 50"},
            ["limit: P takes 20 at once and 100/s (a burst of 50); more are refused"],
        ),
        ({"pace": "100/s"}, ["pace: A lets 100/s go; more wait with it"]),
        (
            {"pace": "2 at once", "scope": "shared"},
            ["pace: A lets 2 at once go; more wait with it", "pace: one for all instances of A"],
        ),
    ],
    ids=str,
)
def test_every_policy_of_a_call(said: dict[str, Any], lines: list[str]) -> None:
    assert read(said) == ([CHARGE, *lines] if lines else [])


def test_what_instances_have_of_their_own() -> None:
    said = {"breaker": "50 %", "pace": "5/s", "retry": {"attempts": 2, "budget": "5 % of requests"}}
    assert read(said, instances=3)[-1] == (
        "budget, breaker and pace: one for each instance of A"
    )  # fmt: skip
    shared = {"breaker": "50 %", "scope": "shared"}
    assert read(shared, instances=3)[-1] == "breaker: one for all instances of A"
    assert read({"limit": "1 at once"}, instances=3)[1:] == [
        "limit: P takes 1 at once; more are refused"
    ]


def test_a_message_that_nobody_waits_for() -> None:
    assert read({"pace": "5/s"}, "Note") == [
        "'Note' from A to L:",
        "pace: A lets 5/s go; more wait with it",
    ]


def test_lines_that_agree_are_told_once() -> None:
    twice = "sequenceDiagram\nC->>A: Ask\nA-->>C: Done\nC->>A: Ask\nA-->>C: Done"
    scenario = sk.scenario(twice, load="every 1 s", messages={"Ask": {"timeout": "1 s"}})
    assert reading(scenario).count("'Ask' from C to A:") == 1


def test_warnings_of_calls_are_printed_with_the_capacity() -> None:
    scenario = sk.scenario(
        f"sequenceDiagram\n{DRAWING}",
        load="every 1 s",
        messages={"Charge": {"work": "2 s", "timeout": "1 s"}},
    )
    found = str(sk.check(scenario)).replace("\n        ", " ")
    assert (
        "warning: the timeout of 'Charge', 1 s, is shorter than the 2 s until its answer is there "
        "on average, without queues"
    ) in found.replace("\n      ", " ")
