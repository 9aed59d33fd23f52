"""What is said before a run of timeouts, attempts, breakers and losses, word for word."""

from collections.abc import Mapping
from typing import Any

import pytest

import simkit as sk
from simkit.analysis.forewarning import forewarn

DRAWING = "C->>A: Ask\nA->>P: Charge\nP-->>A: Paid\nA-->>C: Done"
TWICE = (
    "'Charge' is sent again before it is known what has become of it, and P can do it twice "
    "('idempotent' keeps it from doing again what is done)"
)
WORK = {"work": "exponential 20 ms"}


def warned(
    charge: Mapping[str, object],
    ask: Mapping[str, object] | None = None,
    drawing: str = DRAWING,
    load: str = "poisson 10/s",
    **more: Any,
) -> list[str]:
    """What is said of the calls: with a client that asks 10/s, 1 ms under way."""
    scenario = sk.scenario(
        f"sequenceDiagram\n{drawing}",
        load=load,
        messages={"Ask": ask or {}, "Charge": {**WORK, **charge}, **more.pop("messages", {})},
        network="1 ms",
        run={"horizon": "10 min", "warm-up": "1 min"},
        **more,
    )
    return list(forewarn(scenario, scenario.designs[0]).warnings)


def test_nothing_is_said_of_a_plain_call() -> None:
    assert warned({}) == []


# ---------------------------------------------------------------------- times

SHORT = "until its answer is there on average, without queues"


@pytest.mark.parametrize(
    ("charge", "ask", "told"),
    [
        ({"timeout": "22 ms"}, {}, []),  # 1 + 20 + 1 ms
        (
            {"timeout": "21 ms"},
            {},
            [f"the timeout of 'Charge', 21 ms, is shorter than the 22 ms {SHORT}"],
        ),
        (
            {"deadline": "21 ms"},
            {},
            [f"the deadline of 'Charge', 21 ms, is shorter than the 22 ms {SHORT}"],
        ),
        (
            {},
            {"timeout": "exponential 20 ms"},
            [f"the timeout of 'Ask', exponential 20 ms, is shorter than the 24 ms {SHORT}"],
        ),
        (
            {"timeout": "1 s", "deadline": "1.1 s", "retry": {"attempts": 2, "backoff": "100 ms"},
             "idempotent": "1 h"},
            {},
            ["the deadline of 'Charge', 1.1 s, leaves no time for a second attempt after a "
             "timeout of 1 s"],
        ),
        (
            {"timeout": "1 s", "deadline": "1.1 s", "retry": {"attempts": 2, "backoff": "99 ms"},
             "idempotent": "1 h"},
            {},
            [],
        ),
    ],
    ids=str,
)  # fmt: skip
def test_who_gives_up_although_all_is_well(
    charge: dict[str, object], ask: dict[str, object], told: list[str]
) -> None:
    assert warned(charge, ask) == told


GIVEN = {"timeout": "999 ms"}
THREE = {"attempts": 3, "backoff": "100 ms", "factor": 2}


@pytest.mark.parametrize(
    ("charge", "ask", "lasts"),
    [
        ({"timeout": "1 s"}, {"timeout": "1 s"}, ""),
        ({"timeout": "1 s"}, GIVEN, "1 s"),
        ({"timeout": "1 s", "retry": THREE}, GIVEN, "3.3 s"),  # 3 x 1 + 0.1 + 0.2
        ({"timeout": "1 s", "retry": {**THREE, "jitter": "full"}}, GIVEN, "3.15 s"),
        ({"timeout": "1 s", "retry": {**THREE, "jitter": "equal"}}, GIVEN, "3.22 s"),
        ({"timeout": "1 s", "retry": {**THREE, "cap": "100 ms"}}, GIVEN, "3.2 s"),
        ({"timeout": "1 s", "retry": THREE, "deadline": "2 s"}, GIVEN, "2 s"),
        ({"timeout": "1 s", "retry": {**THREE, "on": "refused"}}, GIVEN, "1 s"),
        ({"timeout": "1 s"}, {"timeout": "999 ms", "cancel": "running"}, ""),
        ({}, GIVEN, ""),  # nothing is known of who waits for ever
    ],
    ids=str,
)  # fmt: skip
def test_who_is_given_up_before_it_gives_up_itself(
    charge: dict[str, object], ask: dict[str, object], lasts: str
) -> None:
    found = warned({"idempotent": "1 h", **charge}, ask)
    assert found == [
        f"'Ask' is given up after 999 ms, and what A waits for meanwhile after {lasts}: it can go "
        f"on for nobody"
    ] * bool(lasts)


def test_calls_side_by_side_wait_at_the_same_time() -> None:
    pair = "C->>A: Ask\n{}A->>P: Charge\nP-->>A: Paid\n{}A->>P: Log\nP-->>A: Logged\n{}A-->>C: Done"
    messages = {"Log": {"timeout": "2 s"}}
    ask = {"timeout": "2 s"}
    side_by_side = pair.format("par\n", "and\n", "end\n")
    assert warned({"timeout": "1 s"}, ask, side_by_side, messages=messages) == []
    assert warned({"timeout": "1 s"}, ask, pair.format("", "", ""), messages=messages) == [
        "'Ask' is given up after 2 s, and what A waits for meanwhile after 3 s: it can go on for "
        "nobody"
    ]


# ---------------------------------------------------------------------- attempts


def test_hidden_capacity_is_told_before_a_retry_storm() -> None:
    """300 workers of 1 s do 300/s; with two attempts each only 150/s once all are late."""
    said: dict[str, Any] = {
        "charge": {"work": "1 s", "timeout": "3 s", "retry": 2, "idempotent": "1 h"},
        "participants": {"P": {"workers": 300}},
    }
    assert warned(load="poisson 149/s", **said) == []
    assert warned(load="poisson 160/s", **said) == [
        "once P has fallen behind, every attempt is late and is sent again: it catches up only "
        "below 150 requests/s, and 160 come"
    ]


def test_attempts_of_layers_multiply() -> None:
    drawing = "C->>A: Ask\nA->>P: Charge\nP->>D: Row\nD-->>P: ok\nP-->>A: Paid\nA-->>C: Done"
    rows = {"Row": {"retry": 5}}
    assert warned({"retry": 4}, {"retry": 3}, drawing, messages=rows) == [
        "attempts of 3 layers multiply: 'Row' can reach D 60 times for one request (3 × 4 × 5)"
    ]
    # A layer that does not try again lets them through.
    assert warned({}, {"retry": 3}, drawing, messages=rows) == [
        "attempts of 2 layers multiply: 'Row' can reach D 15 times for one request (3 × 5)"
    ]
    assert warned({"retry": 4}, {"retry": 3}, drawing) == [
        "attempts of 2 layers multiply: 'Charge' can reach P 12 times for one request (3 × 4)"
    ]
    assert warned({}, {}, drawing, messages=rows) == []


@pytest.mark.parametrize(
    ("charge", "told"),
    [
        ({"timeout": "1 s", "retry": 2}, [TWICE]),
        ({"hedge": "30 ms"}, [TWICE]),
        ({"timeout": "1 s", "retry": 2, "idempotent": "unlimited"}, []),
        ({"timeout": "1 s", "retry": {"attempts": 2, "on": "refused"}}, []),
        ({"retry": 2}, []),  # what has failed has not been done
        ({"timeout": "1 s"}, []),
    ],
    ids=str,
)
def test_who_is_asked_twice_may_do_it_twice(charge: dict[str, object], told: list[str]) -> None:
    assert warned(charge) == told


def test_a_broker_that_knows_no_copies_stores_them() -> None:
    drawing = 'participant Q@{ "type": "queue" }\nC->>Q: Ask\nQ-->>C: Stored\nQ->>P: Charge'
    ask = {"timeout": "1 s", "retry": 2}
    assert warned({}, ask, drawing) == [
        "'Ask' is sent again before it is known what has become of it, and Q can store it twice "
        "('dedupe' of Q keeps it from that)"
    ]
    assert warned({}, ask, drawing, participants={"Q": {"dedupe": "1 h"}}) == []


# ---------------------------------------------------------------------- breakers


@pytest.mark.parametrize(
    ("charge", "instances", "told"),
    [
        ({"breaker": "50 %"}, 1, ""),  # 100 calls in 10 s
        ({"breaker": {"rest": "9 s"}}, 1, "10 s at 10/s, longer than it rests (9 s)"),
        ({"breaker": {"rest": "9 s", "at-least": 80}}, 1, ""),
        ({"breaker": "50 %"}, 8, "80 s at 1.25/s, longer than it rests (1 min)"),
        ({"breaker": "50 %", "scope": "shared"}, 8, ""),
        ({"breaker": "50 %"}, 100, "1000 s at 0.1/s, longer than the horizon of 10 min"),
    ],
    ids=str,
)
def test_a_breaker_that_sees_too_few_calls(
    charge: dict[str, object], instances: int, told: str
) -> None:
    rests = ": most calls get through to whoever is down" if "rests" in told else ""
    assert warned(charge, participants={"A": {"instances": instances}}) == [
        f"the breaker of 'Charge' decides from 100 calls on, and these take {told}{rests}"
    ] * bool(told)


# ---------------------------------------------------------------------- losses


@pytest.mark.parametrize("lost", ["Charge", "Paid"])
def test_who_waits_for_what_may_be_lost(lost: str) -> None:
    fault = {"lose": lost, "chance": "1 %"}
    told = (
        f"A waits for the answer to 'Charge' without a timeout, and '{lost}' can be lost: then it "
        f"waits for ever"
    )
    assert warned({}, faults=[fault]) == [told]
    assert warned({"timeout": "1 s"}, faults=[fault]) == []
    assert warned({"deadline": "1 s"}, faults=[fault]) == []


def test_who_waits_for_somebody_who_dies_unnoticed() -> None:
    fault = {"crash": "P", "at": "30 s", "for": "1 s"}
    told = (
        "A waits for the answer to 'Charge' without a timeout, and nobody notices when P dies: "
        "then it waits for ever"
    )
    never = {"P": {"detect-after": "never"}}
    found = warned({}, faults=[fault], participants=never)
    assert [text for text in found if "waits" in text] == [told]
    found = warned({"timeout": "1 s"}, faults=[fault], participants=never)
    assert [text for text in found if "waits" in text] == []
    assert [text for text in warned({}, faults=[fault]) if "waits" in text] == []
