"""Diagrams as people draw them, run as bare documents.

The documents in `tests/documents` have the shapes that are found in public documentation, in words
of our own: neat ones, and ones that were drawn in a hurry. Each diagram is run as it stands, with
every number assumed and printed, or is refused with its line and a reason to act on. Nothing waits
for ever without a word: what a journey leaves open is said before the run.
"""

from functools import cache
from pathlib import Path

import pytest

import simkit as sk
from simkit.formats.drawings import Drawn, drawn_in
from simkit.views.reading import wrapped
from simkit.views.study import Study
from tests.real_readings import READINGS

FOLDER = Path(__file__).parent / "documents"
SHORT = {
    "run.horizon": "300 ms",
    "run.warm-up": "0 s",
    "run.patience": "10 s",
    "run.replications": 1,
}

REFUSED = {
    "in-a-hurry.md#Only a title": """\
in-a-hurry.md:149:1: found no arrow; expected at least one message
    sequenceDiagram
    ^""",
    "in-a-hurry.md#No end": """\
in-a-hurry.md:164:19: found the end of the diagram inside 'alt' of line 3; expected an 'end' of \
'alt'
            B-->>A: no
                      ^""",
    "in-a-hurry.md#Else of an opt": """\
in-a-hurry.md:174:5: found 'else' inside 'opt' of line 3; expected 'else' only directly inside 'alt'
        else sold out
        ^""",
    "in-a-hurry.md#A bar that has not begun": """\
in-a-hurry.md:185:5: found the end of an activation of 'B' that has not begun; expected 'activate \
B' or a + on an arrow to it before
        deactivate B
        ^""",
    "in-a-hurry.md#A colon is missing": """\
in-a-hurry.md:193:16: found the end of the line; expected ':' and a text, such as A->>B: text
        App-->>User
                   ^""",
}
"""What is refused: by file and heading, the line, the column and what is said."""

OFTEN = [
    # document and heading, receiver, message, how often it comes in a journey
    ("messaging.md#Webhooks", "Merchant", "POST /hooks", {3}),
    ("devices.md#Firmware update", "Dev", "block", {10}),
    ("platform.md#Blue and green", "Green", "error rate?", {5}),
    ("messaging.md#Outbox", "K", "OrderCreated", {1}),
    ("messaging.md#Outbox", "B", "OrderCreated", {1}),
    ("messaging.md#Polling a queue", "L", "messages", {1}),
    ("messaging.md#Dead letters", "Consumer", "OrderPlaced", {1}),
    ("messaging.md#Dead letters", "Consumer", "OrderPlaced again", {0, 1}),
    ("live.md#Streaming over gRPC", "C", "price", {5}),
    ("live.md#Long polling", "Srv", "GET /updates?since=17", {2}),
    ("platform.md#Quorum write", "R", "write", {3}),
    ("platform.md#A lock across machines", "Lock", 'acquire("report", ttl = 30 s)', {3}),
    ("caches-and-limits.md#Cache-aside", "Database", "SELECT", {0, 1}),
    ("caches-and-limits.md#Whoever is first", "R1", "read", {1}),
    ("caches-and-limits.md#Try, and handle", "Store", "yesterday's", {0}),
    ("shop.md#Basket with a flash sale", "Worker", "ticket", {0, 1}),
    # The token is bad; or the first page says no; or it does not.
    ("in-a-hurry.md#Nested deep", "DB", "page", {0, 1, 2}),
]

OPEN: dict[str, str] = {}
"""What never settles, and the words of `check` that say why."""


def drawings() -> list[tuple[str, Drawn]]:
    """Every diagram of every document, named by file and heading."""
    found = []
    for path in sorted(FOLDER.glob("*.md")):
        for one in drawn_in(path.read_text(encoding="utf-8"), path.name):
            assert one.fence
            found.append((f"{path.name}#{one.fence.heading}", one))
    return found


DRAWINGS = dict(drawings())


def load(name: str) -> sk.Scenario:
    fence = DRAWINGS[name].fence
    assert fence
    return sk.load(FOLDER / f"{DRAWINGS[name].file}#{fence.number}")


def short(scenario: sk.Scenario) -> sk.Scenario:
    for path, value in SHORT.items():
        scenario = scenario.change(path, value)
    return scenario


@cache
def study(name: str) -> Study:
    return sk.run(short(load(name)))


def test_there_are_many_and_none_is_forgotten() -> None:
    assert len(DRAWINGS) == len(drawings()) >= 50
    assert {*REFUSED, *OPEN, *READINGS} <= set(DRAWINGS)


@pytest.mark.parametrize("name", [name for name in DRAWINGS if name not in REFUSED])
def test_it_runs_with_its_assumptions_printed(name: str) -> None:
    scenario = short(load(name))
    (design,) = scenario.designs
    said = str(sk.check(scenario))
    assert all(wrapped(f"  assumed: {one}") in said for one in design.assumptions)
    assert len(study(name).requests) > 0
    assert (study(name).estimate("done.open.share").value > 0) == (name in OPEN)
    assert OPEN.get(name, "") in said


def test_a_document_runs_as_a_whole() -> None:
    scenario = short(sk.load(FOLDER / "caches-and-limits.md"))
    headings = [
        one.fence.heading for one in DRAWINGS.values() if one.fence and one.file == scenario.name
    ]
    assert [design.name for design in scenario.designs] == headings
    assert set(sk.run(scenario).requests["design"]) == set(headings)


def test_a_document_is_refused_with_all_its_problems_at_once() -> None:
    with pytest.raises(sk.ScenarioError) as caught:
        sk.load(FOLDER / "in-a-hurry.md")
    problems = [str(problem).replace(f"{FOLDER}/", "") for problem in caught.value.problems]
    assert problems == list(REFUSED.values())


@pytest.mark.parametrize("name", REFUSED)
def test_it_is_refused_with_its_line_and_a_reason(name: str) -> None:
    with pytest.raises(sk.ScenarioError) as caught:
        load(name)
    problems = [str(problem).replace(f"{FOLDER}/", "") for problem in caught.value.problems]
    assert problems == [REFUSED[name]]


@pytest.mark.parametrize("name", READINGS)
def test_its_reading_says_who_decides_and_what_is_waited_for(name: str) -> None:
    said = str(sk.check(load(name)))
    assert [part for part in READINGS[name] if part not in said] == []


@pytest.mark.parametrize(("name", "participant", "message", "often"), OFTEN)
def test_it_happens_as_often_as_it_is_drawn(
    name: str, participant: str, message: str, often: set[int]
) -> None:
    measured = study(name).requests.query("measured")
    visits = study(name).visits
    here = visits[(visits["participant"] == participant) & (visits["message"] == message)]
    found = here["request"].value_counts()
    assert {int(found.get(number, 0)) for number in measured["serial"]} == often


def test_what_can_never_happen_is_named_before_the_run_and_never_happens() -> None:
    scenario = sk.scenario(
        DRAWINGS["in-a-hurry.md#Waits for what comes later"].text, load="at 0 s 1"
    )
    note = (
        "nothing brings 'report' while 'loop every 10 ms until \"report\", at most 3 times' waits "
        "for it: after 3 turns in vain C fails each time"
    )
    assert note in scenario.designs[0].warnings
    found = sk.run(scenario.change("run.horizon", "1 s").change("run.warm-up", "0 s"))
    assert found.estimate("done.failed.share").value == 1


def test_pools_that_can_lock_each_other_up_are_named_before_the_run_and_do() -> None:
    """One worker each: A waits for B, which waits for A's only worker."""
    scenario = sk.scenario(
        DRAWINGS["in-a-hurry.md#Calling back"].text,
        participants={"A": {"workers": 1}, "B": {"workers": 1}},
        load="at 0 s 1",
        run={"horizon": "1 s", "warm-up": "0 s", "patience": "60 s"},
    )
    note = "A waits for B waits for A: with every worker waiting, this can lock up for ever"
    assert note in scenario.designs[0].warnings
    assert sk.run(scenario).estimate("done.open.share").value == 1
