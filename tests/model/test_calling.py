"""How messages are called for, as a file says it: values, defaults, and what means nothing."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import simkit as sk
from simkit.errors import ScenarioError
from simkit.formats.scenario_file import read_scenario
from simkit.model.calling import PLAIN_CALL, Backoff, Breaker, Budget, Calling, Limit
from simkit.model.calling_words import (
    budget_text,
    budget_with,
    limit_text,
    limit_with,
    parse_budget,
    parse_limit,
)
from simkit.model.distribution import Constant, Exponential, Uniform
from simkit.model.scenario import Scenario
from simkit.units import BadValue

SECOND, MS = 10**9, 10**6
DRAWING = "C->>A: Ask\nA->>P: Charge\nP-->>A: Paid\nA-)L: Note\nA-->>C: Done"
STORED = (
    'participant Q@{ "type": "queue" }\nC->>Q: Job\nQ-->>C: Stored\nC->>Q: Other\nQ->>W: Job\n'
    "Q->>W: Other\nW-->>Q: Ack"
)


def scenario(drawing: str = DRAWING, **more: object) -> Scenario:
    text = f"sequenceDiagram\n{drawing}"
    return sk.scenario(text, load="every 1 s", **more)  # type: ignore[arg-type]


def calling(said: Any, drawing: str = DRAWING, label: str = "Charge") -> Calling:
    """How the first line of a label is called for."""
    (design,) = scenario(drawing, messages={label: said}).designs
    pairs = zip(design.script.lines, design.costs, strict=True)
    return next(cost.calling for line, cost in pairs if line.label == label.rpartition(".")[2])


def refused(drawing: str = DRAWING, **more: object) -> list[str]:
    with pytest.raises(ScenarioError) as caught:
        scenario(drawing, **more)
    return [str(problem) for problem in caught.value.problems]


# ---------------------------------------------------------------------- values

THREE = {"attempts": 3}
RETRIED = Calling(attempts=3)
HALF = {"failures": "50 %"}


@pytest.mark.parametrize(
    ("said", "means"),
    [
        ({}, PLAIN_CALL),
        ({"timeout": "1 s"}, Calling(timeout=Constant(value=SECOND))),
        ({"timeout": "exponential 1 s"}, Calling(timeout=Exponential(mean=SECOND))),
        ({"timeout": "never"}, PLAIN_CALL),
        ({"deadline": "3 s"}, Calling(deadline=3 * SECOND)),
        ({"deadline": "never"}, PLAIN_CALL),
        ({"deadline": "3 s", "cancel": "none"}, Calling(deadline=3 * SECOND)),
        ({"deadline": "3 s", "cancel": "queued"}, Calling(deadline=3 * SECOND, cancel="queued")),
        ({"deadline": "3 s", "cancel": "running"}, Calling(deadline=3 * SECOND, cancel="running")),
        ({"retry": 3}, RETRIED),
        ({"retry": 1}, PLAIN_CALL),
        ({"retry": THREE}, RETRIED),
        (
            {"retry": {**THREE, "backoff": "100 ms"}},
            Calling(attempts=3, backoff=Backoff(base=Constant(value=100 * MS))),
        ),
        (
            {
                "retry": {
                    **THREE,
                    "backoff": "uniform 50 ms to 150 ms",
                    "factor": 2,
                    "cap": "20 s",
                    "jitter": "full",
                }
            },
            Calling(
                attempts=3,
                backoff=Backoff(
                    base=Uniform(low=50 * MS, high=150 * MS),
                    factor=2.0,
                    cap=20 * SECOND,
                    jitter="full",
                ),
            ),
        ),
        (
            {"retry": {**THREE, "budget": "10 % of successes"}},
            Calling(attempts=3, budget=Budget(share=0.1, of="successes", most=100.0)),
        ),
        (
            {"retry": {**THREE, "budget": "10 % of requests at most 50"}},
            Calling(attempts=3, budget=Budget(share=0.1, of="requests", most=50.0)),
        ),
        ({"retry": {**THREE, "budget": "unlimited"}}, RETRIED),
        (
            {"retry": {**THREE, "on": "refused"}},
            Calling(attempts=3, retry_on=frozenset({"refused"})),
        ),
        (
            {"retry": {**THREE, "on": ["refused", "failure"]}},
            Calling(attempts=3, retry_on=frozenset({"refused", "failure"})),
        ),
        ({"breaker": "20 %"}, Calling(breaker=replace(Breaker(), share=0.2))),
        ({"breaker": HALF}, Calling(breaker=Breaker())),
        ({"breaker": {}}, Calling(breaker=Breaker())),
        ({"breaker": "none"}, PLAIN_CALL),
        # It decides when it has seen as many as it looks back on.
        ({"breaker": {"of": 20}}, Calling(breaker=Breaker(window=20, least=20))),
        (
            {"breaker": {**HALF, "of": 20, "at-least": 5, "rest": "30 s", "probes": 1}},
            Calling(breaker=Breaker(window=20, least=5, rest=30 * SECOND, probes=1)),
        ),
        ({"hedge": "50 ms"}, Calling(hedge=Constant(value=50 * MS))),
        (
            {"hedge": {"after": "exponential 50 ms", "copies": 2}},
            Calling(hedge=Exponential(mean=50 * MS), hedges=2),
        ),
        ({"hedge": "never"}, PLAIN_CALL),
        (
            {"hedge": "50 ms", "cancel": "running"},
            Calling(hedge=Constant(value=50 * MS), cancel="running"),
        ),
        ({"limit": "20 at once"}, Calling(limit=Limit(at_once=20, shared=True))),
        ({"limit": "100/s burst 20"}, Calling(limit=Limit(rate=100.0, burst=20, shared=True))),
        (
            {"limit": "20 at once, 100/s burst 50"},
            Calling(limit=Limit(at_once=20, rate=100.0, burst=50, shared=True)),
        ),
        ({"limit": "unlimited"}, PLAIN_CALL),
        ({"pace": "6000/min"}, Calling(pace=Limit(rate=100.0, burst=1))),
        (
            {"pace": "100/s", "scope": "shared"},
            Calling(pace=Limit(rate=100.0, burst=1, shared=True), shared=True),
        ),
        ({"breaker": HALF, "scope": "shared"}, Calling(breaker=Breaker(), shared=True)),
        ({"breaker": HALF, "scope": "instance"}, Calling(breaker=Breaker())),
    ],
    ids=lambda one: str(one) if isinstance(one, dict) else "",  # no set: its order changes
)
def test_each_key_has_its_place(said: dict[str, Any], means: Calling) -> None:
    assert calling(said) == means


def test_only_what_is_called_has_it() -> None:
    (design,) = scenario(messages={"Charge": {"retry": 3}}).designs
    assert [cost.calling.attempts for cost in design.costs] == [1, 3, 1, 1, 1]


def test_a_label_of_a_call_and_of_a_step_means_the_call() -> None:
    drawing = "C->>A: go\nA->>A: go\nA-->>C: gone"
    (design,) = scenario(drawing, messages={"go": {"retry": 3}}).designs
    assert [cost.calling.attempts for cost in design.costs] == [3, 1, 1]


def test_a_message_that_is_confirmed_can_be_sent_again() -> None:
    (design,) = scenario(STORED, messages={"Q.Job": {"retry": 3, "timeout": "1 s"}}).designs
    assert [cost.calling.attempts for cost in design.costs] == [3, 1, 1, 1, 1, 1]
    assert calling({"pace": "1/s"}, STORED, "Q.Other").pace == Limit(rate=1.0)


def test_what_is_under_way_at_once_is_known_only_where_an_answer_is_drawn() -> None:
    assert calling({"pace": "2 at once"}).pace == Limit(at_once=2)
    assert calling({"pace": "2 at once"}, STORED, "Q.Job").pace == Limit(at_once=2)
    why = "expected a rate such as '100/s': no answer is drawn that tells when it is over"
    assert refused(messages={"Note": {"pace": "2 at once, 5/s"}}) == [
        f"messages.Note.pace: found '2 at once, 5/s burst 1' for 'Note'; {why}"
    ]
    assert refused(STORED, messages={"Q.Other": {"pace": "2 at once"}}) == [
        f"messages.\"Q.Other\".pace: found '2 at once' for 'Other'; {why}"
    ]


def test_messages_that_nobody_waits_for_have_a_limit_and_a_pace() -> None:
    found = calling({"limit": "2 at once", "pace": "5/s"}, label="Note")
    assert found == Calling(limit=Limit(at_once=2, shared=True), pace=Limit(rate=5.0))


def test_idempotency_is_said_of_whatever_starts_something() -> None:
    said = {name: {"idempotent": "24 h"} for name in ("Ask", "Charge", "Note")}
    (design,) = scenario(messages=said).designs
    known = [cost.handling.idempotent for cost in design.costs]
    assert known == [24 * 3600 * SECOND] * 2 + [None] + [24 * 3600 * SECOND] + [None]


# ---------------------------------------------------------------------- layers

DRAWN = "sequenceDiagram\n      C->>A: Ask\n      A-->>C: Done"
FILE = f"""\
load: {{C: every 1 s}}
messages:
  Ask: {{timeout: 1 s, retry: {{attempts: 3, backoff: 100 ms, jitter: full}}, breaker: 50 %}}
designs:
  all: |
      {DRAWN}
  fewer:
    messages: {{Ask: {{retry: 2, breaker: {{rest: 1 s}}}}}}
    diagram: |
      {DRAWN}
  none:
    messages: {{Ask: {{timeout: never, retry: 1, breaker: none}}}}
    diagram: |
      {DRAWN}
"""


def test_what_a_design_says_is_laid_over_what_is_shared_key_by_key() -> None:
    found = {one.name: one.costs[0].calling for one in read_scenario(FILE, "f.yaml").designs}
    full = Backoff(base=Constant(value=100 * MS), jitter="full")
    second = Constant(value=SECOND)
    whole = Calling(timeout=second, attempts=3, backoff=full, breaker=Breaker())
    assert found["all"] == whole
    assert found["fewer"] == replace(whole, attempts=2, breaker=Breaker(rest=SECOND))
    assert found["none"] == Calling(backoff=full)
    assert not found["none"].guards
    assert not found["none"].has_luck
    assert found["all"].guards
    assert found["all"].has_luck


def test_what_could_not_be_read_is_asked_for_by_nobody() -> None:
    text = FILE.replace("attempts: 3", "attempts: x").replace(
        "\n    messages: {Ask: {retry: 2,", ("\n    messages: {Ask: {cancel: queued,")
    )
    with pytest.raises(ScenarioError) as caught:
        read_scenario(text, "f.yaml")
    assert [str(problem).splitlines()[0] for problem in caught.value.problems] == [
        "f.yaml:3:41: messages.Ask.retry.attempts: found 'x'; expected a whole number from 1 to "
        "1,000"
    ]


# ---------------------------------------------------------------------- words


@given(
    st.builds(
        Budget,
        share=st.integers(1, 100).map(lambda percent: percent / 100),
        of=st.sampled_from(["successes", "requests"]),
        most=st.integers(1, 10_000).map(float),
    )
)
def test_a_budget_is_read_as_it_is_written(budget: Budget) -> None:
    assert parse_budget(budget_text(budget)) == budget


@given(
    st.one_of(st.none(), st.integers(1, 10**6)),
    st.one_of(st.none(), st.integers(1, 10**6).map(float)),
    st.integers(1, 10**6),
)
def test_a_limit_is_read_as_it_is_written(
    at_once: int | None, rate: float | None, burst: int
) -> None:
    limit = Limit(at_once=at_once, rate=rate, burst=1 if rate is None else burst)
    if at_once is not None or rate is not None:
        assert parse_limit(limit_text(limit)) == limit


@pytest.mark.parametrize(
    "text",
    ["20 at once,100/s burst 50", "20 at once 100 /s  burst 50", " 20  at once, 100/s burst 50"],
)
def test_commas_and_spaces_of_a_limit_are_free(text: str) -> None:
    assert parse_limit(text) == Limit(at_once=20, rate=100.0, burst=50)
    assert parse_budget("10 % of requests, at most 5") == Budget(share=0.1, of="requests", most=5.0)


A_LIMIT = "expected a limit such as '20 at once', '100/s burst 20' or '20 at once, 100/s burst 20'"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", f"found nothing; {A_LIMIT}"),
        ("twenty", f"found 'twenty'; {A_LIMIT}"),
        ("20", f"found '20', a number without a unit; {A_LIMIT}"),
        ("0 at once", f"found '0'; {A_LIMIT}"),
        ("20 at onec", f"found '20 at onec'; {A_LIMIT}"),
        ("1 s", f"found '1 s'; {A_LIMIT}"),
        ("100/s burst 0", f"found '0'; {A_LIMIT}"),
        ("100/s shared", f"found '100/s shared'; {A_LIMIT}"),
    ],
)
def test_a_limit_that_is_none(text: str, expected: str) -> None:
    with pytest.raises(BadValue) as caught:
        parse_limit(text)
    assert str(caught.value) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "10 %",
            "found '10 %'; expected a budget such as '10 % of successes' or '10 % of requests at "
            "most 50'",
        ),
        (
            "10 % of sucesses",
            "found '10 % of sucesses'; expected a share of successes or of requests; did you mean "
            "'successes'?",
        ),
        ("0 % of successes", "found '0 % of successes'; expected a share above 0 %"),
        ("110 % of requests", "found '110 %'; expected a share from 0 % to 100 %"),
        (
            "10 of requests",
            "found '10', a number without a unit; expected a share such as '5 %'",
        ),
        (
            "10 % of requests at most 0.5",
            "found '10 % of requests at most 0.5', which never pays for an attempt; expected at "
            "most 1 or more",
        ),
    ],
)
def test_a_budget_that_is_none(text: str, expected: str) -> None:
    with pytest.raises(BadValue) as caught:
        parse_budget(text)
    assert str(caught.value) == expected


# ---------------------------------------------------------------------- errors

ATTEMPTS = "a whole number from 1 to 1,000"
CHARGE = "messages.Charge"


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"retry": 0}, f"{CHARGE}.retry.attempts: found 0; expected {ATTEMPTS}"),
        ({"retry": "3 times"}, f"{CHARGE}.retry.attempts: found '3 times'; expected {ATTEMPTS}"),
        (
            {"retry": [3]},
            f"{CHARGE}.retry: found a list; expected a mapping such as "
            "'{attempts: 3, backoff: 100 ms}'",
        ),
        (
            {"retry": {"backoff": "1 s"}},
            f"{CHARGE}.retry: found no 'attempts'; expected how often it is sent at most, such as "
            "'attempts: 3'",
        ),
        (
            {"retry": {**THREE, "bakoff": "1 s"}},
            f"{CHARGE}.retry.bakoff: unknown key 'bakoff'; expected one of attempts, backoff, "
            "budget, cap, factor, jitter, on; did you mean 'backoff'?",
        ),
        (
            {"retry": {**THREE, "jitter": "ful"}},
            f"{CHARGE}.retry.jitter: found 'ful'; expected none, full or equal; did you mean "
            "'full'?",
        ),
        (
            {"retry": {**THREE, "on": ["timeuot"]}},
            f"{CHARGE}.retry.on: found 'timeuot'; expected timeout, refused or failure; did you "
            "mean 'timeout'?",
        ),
        (
            {"retry": {**THREE, "on": []}},
            f"{CHARGE}.retry.on: found an empty list; expected any of timeout, refused, failure",
        ),
        (
            {"retry": {**THREE, "factor": "0.5"}},
            f"{CHARGE}.retry.factor: found '0.5'; expected a number from 1, such as 2",
        ),
        (
            {"retry": {**THREE, "factor": 2}},
            f"{CHARGE}.retry.factor: found 'factor' of 'retry' for 'Charge'; expected none: "
            "without 'backoff' it is sent again at once",
        ),
        (
            {"retry": {**THREE, "on": "timeout"}},
            f"{CHARGE}.retry.on: found 'on' of 'retry' for 'Charge'; expected none: without "
            "'timeout' it is never sent again",
        ),
        (
            {"retry": {**THREE, "budget": 0.1}},
            f"{CHARGE}.retry.budget: found 0.1, a number without a unit; expected a budget such "
            "as '10 % of successes'",
        ),
        (
            {"breaker": "non"},
            f"{CHARGE}.breaker.failures: found 'non'; expected a share such as '50 %', or none; "
            "did you mean 'none'?",
        ),
        (
            {"breaker": "0 %"},
            f"{CHARGE}.breaker.failures: found '0 %'; expected a share above 0 %",
        ),
        (
            {"breaker": {"of": 10, "at-least": 20}},
            f"{CHARGE}.breaker.at-least: found 20 calls, of which it sees fewer; expected at most "
            "those that it looks back on, 10",
        ),
        (
            {"hedge": {"copies": 2}},
            f"{CHARGE}.hedge: found no 'after'; expected how long without an answer, such as "
            "'after: 50 ms'",
        ),
        (
            {"hedge": 50},
            f"{CHARGE}.hedge.after: found 50, a number without a unit; expected a time such as "
            "'5 ms' or 'exponential 5 ms'",
        ),
        ({"timeout": "0 s"}, f"{CHARGE}.timeout: found '0 s'; expected a time above 0 s"),
        (
            {"timeout": "nevr"},
            f"{CHARGE}.timeout: found 'nevr'; expected a time such as '30 s', or never; did you "
            "mean 'never'?",
        ),
        (
            {"deadline": "nevr"},
            f"{CHARGE}.deadline: found 'nevr'; expected a time such as '2 min', or never; did you "
            "mean 'never'?",
        ),
        (
            {"deadline": "1 s", "cancel": "runing"},
            f"{CHARGE}.cancel: found 'runing'; expected none, queued or running; did you mean "
            "'running'?",
        ),
        (
            {"cancel": "queued"},
            f"{CHARGE}.cancel: found 'cancel' for 'Charge'; expected none: without 'timeout', "
            "'deadline' or 'hedge' nobody gives up",
        ),
        (
            {"retry": 2, "scope": "shared"},
            f"{CHARGE}.scope: found 'scope' for 'Charge'; expected none: without 'breaker', "
            "'pace' or a budget there is nothing to share",
        ),
        (
            {"limit": 20},
            f"{CHARGE}.limit: found 20, a number without a unit; expected a limit such as "
            "'20 at once' or '100/s burst 20'",
        ),
    ],
    ids=str,
)
def test_what_has_no_meaning_is_refused(said: dict[str, Any], expected: str) -> None:
    assert refused(messages={"Charge": said}) == [expected]


def _quoted(name: str) -> str:
    return f'"{name}"' if "." in name else name


ANSWERED = "it is an answer: say it of what is answered"
WAITED: list[dict[str, object]] = [
    {"timeout": "1 s"},
    {"deadline": "1 s"},
    {"retry": 2},
    {"breaker": "50 %"},
    {"hedge": "1 s"},
]
SENT: list[dict[str, object]] = [*WAITED, {"pace": "1/s"}, {"limit": "1 at once"}]


@pytest.mark.parametrize("said", SENT, ids=str)
@pytest.mark.parametrize(
    ("drawing", "name", "why"),
    [
        (DRAWING, "Done", ANSWERED),
        ("C->>A: Ask\nA--xC: No", "No", ANSWERED),
        ("C->>A: Ask\nA->>A: Think\nA-->>C: Done", "Think", "it is a step inside its lifeline"),
        (STORED, "W.Job", "Q delivers it: a broker has keys of its own"),
        (STORED, "Ack", "it settles a delivery"),
    ],
)
def test_what_is_said_of_something_that_is_not_called(
    drawing: str, name: str, why: str, said: dict[str, Any]
) -> None:
    (item,) = said
    label = name.rpartition(".")[2]
    assert refused(drawing, messages={name: said}) == [
        f"messages.{_quoted(name)}.{item}: found '{item}' for '{label}'; expected none: {why}"
    ]


@pytest.mark.parametrize("said", WAITED, ids=str)
@pytest.mark.parametrize(
    ("drawing", "name", "why"),
    [
        (DRAWING, "Note", "nobody waits for an answer to it"),
        (STORED, "Q.Other", "nobody waits for it to be confirmed"),
    ],
)
def test_what_nobody_waits_for_cannot_be_given_up(
    drawing: str, name: str, why: str, said: dict[str, Any]
) -> None:
    (item,) = said
    label = name.rpartition(".")[2]
    assert refused(drawing, messages={name: said}) == [
        f"messages.{_quoted(name)}.{item}: found '{item}' for '{label}'; expected none: {why}"
    ]


def test_a_broker_has_a_capacity_and_no_limit() -> None:
    assert refused(STORED, messages={"Q.Job": {"limit": "5 at once"}}) == [
        "messages.\"Q.Job\".limit: found 'limit' for 'Job'; expected none: Q only stores it: say "
        "'capacity' of Q"
    ]


def test_what_is_lost_is_told_once() -> None:
    drawing = "C->>A: Ask\nA-xL: Note\nA-->>C: Done"
    assert refused(drawing, messages={"Note": {"pace": "1/s"}}) == [
        "messages.Note: found numbers for 'Note'; expected none: it is drawn as lost on the way"
    ]


# ---------------------------------------------------------------------- one thing said differently

CHANGED = {
    "timeout": "exponential 1 s",
    "retry": 3,
    "hedge": "exponential 50 ms",
    "limit": "20 at once, 100/s burst 20",
}


@pytest.mark.parametrize(
    ("path", "value", "attribute", "expected"),
    [
        ("retry.attempts", 5, "attempts", 5),
        ("retry", 5, "attempts", 5),
        ("retry.backoff", "1 s", "backoff", Backoff(base=Constant(value=SECOND))),
        ("retry.budget", "5 % of successes", "budget", Budget(share=0.05)),
        ("timeout", "2 s", "timeout", Exponential(mean=2 * SECOND)),
        ("timeout", "never", "timeout", None),
        ("hedge", "9 ms", "hedge", Exponential(mean=9 * MS)),
        ("hedge.after", "9 ms", "hedge", Exponential(mean=9 * MS)),
        ("hedge.copies", 3, "hedges", 3),
        ("hedge", "never", "hedge", None),
        ("limit", 7, "limit", Limit(at_once=7, rate=100.0, burst=20, shared=True)),
        ("limit", "7", "limit", Limit(at_once=7, rate=100.0, burst=20, shared=True)),
        ("limit", "7/s", "limit", Limit(at_once=20, rate=7.0, burst=20, shared=True)),
        ("limit", "7 at once", "limit", Limit(at_once=7, shared=True)),
        ("limit", "unlimited", "limit", None),
        ("breaker", "20 %", "breaker", replace(Breaker(), share=0.2)),
        ("breaker.of", 20, "breaker", Breaker(window=20, least=20)),
    ],
)
def test_a_path_names_what_is_nested(
    path: str, value: object, attribute: str, expected: object
) -> None:
    changed = scenario(messages={"Charge": CHANGED}).change(f"messages.Charge.{path}", value)
    found = changed.designs[0].costs[1].calling
    assert getattr(found, attribute) == expected
    if attribute == "hedges":
        assert found.hedge == Exponential(mean=50 * MS)
    if path != "timeout":
        assert found.timeout == Exponential(mean=SECOND)


def test_a_mapping_keeps_what_is_not_said() -> None:
    said = {"attempts": 3, "backoff": "exponential 1 s", "budget": "10 % of requests at most 7"}
    found = scenario(messages={"Charge": {"retry": said}})
    for path, value in {"retry": 4, "retry.backoff": "2 s", "retry.budget": "5 %"}.items():
        found = found.change(f"messages.Charge.{path}", value)
    assert found.designs[0].costs[1].calling == Calling(
        attempts=4,
        backoff=Backoff(base=Exponential(mean=2 * SECOND)),
        budget=Budget(share=0.05, of="requests", most=7.0),
    )


def test_one_design_says_its_own() -> None:
    path = "designs.none.messages.Ask.retry.attempts"
    first = read_scenario(FILE, "f.yaml")
    changed = first.change(path, 4).change("designs.fewer.messages.Ask.retry.backoff", "9 ms")
    found = {one.name: one.costs[0].calling for one in changed.designs}
    assert [found[name].attempts for name in ("all", "fewer", "none")] == [3, 2, 4]
    assert found["fewer"].backoff.base == Constant(value=9 * MS)
    assert found["all"].backoff.base == Constant(value=100 * MS)


def test_a_limit_and_a_budget_keep_their_other_words() -> None:
    assert limit_with("100/s burst 5", "50/s") == "50/s burst 5"
    assert limit_with("20 at once", "10") == "10 at once"
    assert budget_with("10 % of successes", "20 %") == "20 % of successes at most 100"
    with pytest.raises(BadValue):
        limit_with("100/s burst 5", "10")
