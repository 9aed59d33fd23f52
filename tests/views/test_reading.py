"""What `simkit check` prints of a diagram: the rules of reading, one small diagram each."""

import pytest

import simkit as sk
from simkit.views.reading import design_reading

CLOCKS = ("  acknowledged:", "  noticed:", "  assumed:", "  note:")


def read(drawing: str, **more: object) -> list[str]:
    """The script part of the reading of a diagram whose messages cost nothing."""
    text = "sequenceDiagram\n" + drawing
    scenario = sk.scenario(text, load="every 1 s", **more)  # type: ignore[arg-type]
    lines = list(design_reading(scenario.designs[0]))[1:]
    return [line.strip() for line in lines if not line.startswith(CLOCKS)]


def clocks(drawing: str, **more: object) -> list[str]:
    scenario = sk.scenario("sequenceDiagram\n" + drawing, load="every 1 s", **more)  # type: ignore[arg-type]
    return [
        line.strip() for line in design_reading(scenario.designs[0]) if line.startswith(CLOCKS[:2])
    ]


def flat(scenario: sk.Scenario) -> str:
    """The whole reading, with wrapped lines joined again."""
    return str(sk.check(scenario)).replace("\n      ", " ")


CLIENT = "C, client, every 1 s:"
UNLIMITED = "unlimited workers, on"

READINGS = {
    "a call and its answer": (
        "C->>A: ask\nA-->>C: yes",
        [
            CLIENT,
            "1 sends 'ask' to A",
            "2 waits for 'yes'",
            "over",
            f"A, {UNLIMITED} 'ask':",
            "1 answers C: 'yes'",
            "worker free",
        ],
    ),
    "arrows without heads mean the same": (
        "C->A: ask\nA-->C: yes",
        [
            CLIENT,
            "1 sends 'ask' to A",
            "2 waits for 'yes'",
            "over",
            f"A, {UNLIMITED} 'ask':",
            "1 answers C: 'yes'",
            "worker free",
        ],
    ),
    "a solid arrow that nobody answers is not waited for": (
        "C->>A: go",
        [
            CLIENT,
            "1 sends 'go' to A, not waited for",
            "over",
            f"A, {UNLIMITED} 'go':",
            "worker free",
        ],
    ),
    "open arrows only tell": (
        "C-)A: go\nC--)A: again",
        [
            CLIENT,
            "1 sends 'go' to A, not waited for",
            "2 sends 'again' to A, not waited for",
            "over",
            f"A, {UNLIMITED} 'go':",
            "worker free",
            f"A, {UNLIMITED} 'again':",
            "worker free",
        ],
    ),
    "what is drawn after an answer still belongs to the execution that gave it": (
        "C->>A: ask\nA-->>C: accepted\nA->>B: work",
        [
            CLIENT,
            "1 sends 'ask' to A",
            "2 waits for 'accepted'",
            "over",
            f"A, {UNLIMITED} 'ask':",
            "1 answers C: 'accepted'",
            "2 sends 'work' to B, not waited for",
            "worker free",
            f"B, {UNLIMITED} 'work':",
            "worker free",
        ],
    ),
    "a caller waits at the line of the answer, after all it has drawn above": (
        "C->>A: ask\nA->>B: one\nA->>D: two\nB-->>A: first\nD-->>A: second\nA-->>C: yes",
        [
            CLIENT,
            "1 sends 'ask' to A",
            "2 waits for 'yes'",
            "over",
            f"A, {UNLIMITED} 'ask':",
            "1 sends 'one' to B",
            "2 sends 'two' to D",
            "3 waits for 'first'",
            "4 waits for 'second'",
            "5 answers C: 'yes'",
            "worker free",
            f"B, {UNLIMITED} 'one':",
            "1 answers A: 'first'",
            "worker free",
            f"D, {UNLIMITED} 'two':",
            "1 answers A: 'second'",
            "worker free",
        ],
    ),
    "an answer goes to the latest unanswered call between the two": (
        "C->>A: ask\nA->>B: one\nA->>B: two\nB-->>A: of two\nB-->>A: of one\nA-->>C: yes",
        [
            CLIENT,
            "1 sends 'ask' to A",
            "2 waits for 'yes'",
            "over",
            f"A, {UNLIMITED} 'ask':",
            "1 sends 'one' to B",
            "2 sends 'two' to B",
            "3 waits for 'of two'",
            "4 waits for 'of one'",
            "5 answers C: 'yes'",
            "worker free",
            f"B, {UNLIMITED} 'one':",
            "worker free",
            f"B, {UNLIMITED} 'two':",
            "1 answers A: 'of two'",
            "2 answers A: 'of one', which asked 'one'",
            "worker free",
        ],
    ),
    "re-entry: the answer makes the one that asked current again": (
        "C->>A: ask\nA->>B: work\nB->>A: look up\nA-->>B: found\nB-->>A: worked\nA-->>C: yes",
        [
            CLIENT,
            "1 sends 'ask' to A",
            "2 waits for 'yes'",
            "over",
            f"A, {UNLIMITED} 'ask':",
            "1 sends 'work' to B",
            "2 waits for 'worked'",
            "3 answers C: 'yes'",
            "worker free",
            f"A, {UNLIMITED} 'look up':",
            "1 answers B: 'found'",
            "worker free",
            f"B, {UNLIMITED} 'work':",
            "1 sends 'look up' to A",
            "2 waits for 'found'",
            "3 answers A: 'worked'",
            "worker free",
        ],
    ),
    "a deferred answer is given by a later execution": (
        "C->>A: ask\nA-)B: work\nB-)A: done\nA-->>C: yes",
        [
            CLIENT,
            "1 sends 'ask' to A",
            "2 waits for 'yes'",
            "over",
            f"A, {UNLIMITED} 'ask':",
            "1 sends 'work' to B, not waited for",
            "worker free",
            f"A, {UNLIMITED} 'done':",
            "1 answers C: 'yes', which asked 'ask'",
            "worker free",
            f"B, {UNLIMITED} 'work':",
            "1 sends 'done' to A, not waited for",
            "worker free",
        ],
    ),
    "an answer that skips a hop answers the call that led to it": (
        "C->>A: ask\nA->>B: forward\nB-->>C: yes",
        [
            CLIENT,
            "1 sends 'ask' to A",
            "2 waits for 'yes'",
            "over",
            f"A, {UNLIMITED} 'ask':",
            "1 sends 'forward' to B, not waited for",
            "worker free",
            f"B, {UNLIMITED} 'forward':",
            "1 answers C: 'yes', which asked 'ask'",
            "worker free",
        ],
    ),
    "both heads: a call and its answer": (
        "C<<->>A: ask",
        [
            CLIENT,
            "1 sends 'ask' to A",
            "2 waits for the arrow of line 2",
            "over",
            f"A, {UNLIMITED} 'ask':",
            "1 answers C: the arrow of line 2",
            "worker free",
        ],
    ),
    "an arrow to oneself is work inside the execution": (
        "C->>A: ask\nA->>A: compute\nA-->>C: yes",
        [
            CLIENT,
            "1 sends 'ask' to A",
            "2 waits for 'yes'",
            "over",
            f"A, {UNLIMITED} 'ask':",
            "1 works 0 s ('compute')",
            "2 answers C: 'yes'",
            "worker free",
        ],
    ),
    "a dashed cross says no": (
        "C->>A: ask\nA--xC: no",
        [
            CLIENT,
            "1 sends 'ask' to A",
            "2 waits for 'no', which says no: it fails here",
            "over",
            f"A, {UNLIMITED} 'ask':",
            "1 answers no to C: 'no'",
            "worker free",
        ],
    ),
    "a solid cross back to a waiting caller says no too": (
        "C->>A: ask\nA-xC: no",
        [
            CLIENT,
            "1 sends 'ask' to A",
            "2 waits for 'no', which says no: it fails here",
            "over",
            f"A, {UNLIMITED} 'ask':",
            "1 answers no to C: 'no'",
            "worker free",
        ],
    ),
    "any other solid cross is lost on the way": (
        "C->>A: ask\nA-->>C: yes\nA-xB: event",
        [
            CLIENT,
            "1 sends 'ask' to A",
            "2 waits for 'yes'",
            "over",
            f"A, {UNLIMITED} 'ask':",
            "1 answers C: 'yes'",
            "2 sends 'event' to B, lost on the way",
            "worker free",
            "B: nothing is sent to it",
        ],
    ),
    "the completion message of the first seed diagram is a message": (
        "C->>A: ask\nA-->>C: accepted\nA->>B: trigger\nB->>A: completion",
        [
            CLIENT,
            "1 sends 'ask' to A",
            "2 waits for 'accepted'",
            "over",
            f"A, {UNLIMITED} 'ask':",
            "1 answers C: 'accepted'",
            "2 sends 'trigger' to B, not waited for",
            "worker free",
            f"A, {UNLIMITED} 'completion':",
            "worker free",
            f"B, {UNLIMITED} 'trigger':",
            "1 sends 'completion' to A, not waited for",
            "worker free",
        ],
    ),
}


@pytest.mark.parametrize("name", READINGS)
def test_reading(name: str) -> None:
    drawing, expected = READINGS[name]
    assert read(drawing) == expected


def test_solid_answers_where_they_are_agreed_on() -> None:
    solid = read("C->>A: ask\nA->>B: work\nB->>A: worked\nA->>C: yes", answers="solid")
    dashed = read("C->>A: ask\nA->>B: work\nB-->>A: worked\nA-->>C: yes")
    assert solid == dashed


def test_numbers_stand_in_the_script() -> None:
    assert read(
        "participant API as Order API\nC->>API: ask\nAPI->>B: store\nB-->>API: stored\n"
        "API-->>C: yes",
        messages={
            "ask": {"work": "exponential 5 ms", "network": "1 ms"},
            "store": {"wait": "20 ms"},
            "stored": {"work": "2 ms"},
        },
        participants={"API": {"workers": 4}, "B": {"workers": 1, "waiting": "releases"}},
        network="0.5 ms",
    ) == [
        "API (Order API), 4 workers, held while waiting, on 'ask':",
        "1 works exponential 5 ms",
        "2 sends 'store' to B (network 500 µs)",
        "3 waits for 'stored', then works 2 ms",
        "4 answers C: 'yes' (network 500 µs)",
        "worker free",
        "C, client, every 1 s:",
        "1 sends 'ask' to API (network 1 ms)",
        "2 waits for 'yes'",
        "over",
        "B, 1 worker, released while waiting, on 'store':",
        "1 pauses (no worker held) 20 ms",
        "2 answers API: 'stored' (network 500 µs)",
        "worker free",
    ]


@pytest.mark.parametrize(
    ("drawing", "acknowledged", "noticed"),
    [
        (
            "C->>A: ask\nA-->>C: yes",
            "when 'yes' arrives, after all work is done",
            "when 'yes' arrives, after all work is done",
        ),
        (
            "C->>A: ask\nA-->>C: yes\nA->>B: work",
            "when 'yes' arrives, before all work is done",
            "never",
        ),
        # The arrow to B is drawn above the answer, but nothing makes the answer wait for it.
        (
            "C->>A: ask\nA-)B: work\nA-->>C: yes",
            "when 'yes' arrives, before all work is done",
            "never",
        ),
        (
            "C->>A: ask\nA-->>C: yes\nA->>B: work\nB-)C: done",
            "when 'yes' arrives, before all work is done",
            "when 'done' arrives, after all work is done",
        ),
        ("C-)A: go", "never", "never"),
        # What B was to do is lost, and C is told no before the answer that says yes.
        (
            "C->>A: ask\nA-xB: event\nA-->>C: yes",
            "when 'yes' arrives, before all work is done",
            "never",
        ),
        ("C->>A: ask\nA--xC: no\nC->>B: instead\nB-->>C: yes", "never", "never"),
        ("C->>A: ask\nA--xC: no", "never", "never"),
    ],
)
def test_clocks(drawing: str, acknowledged: str, noticed: str) -> None:
    assert clocks(drawing) == [f"acknowledged: {acknowledged}", f"noticed: {noticed}"]


def test_clocks_can_be_named() -> None:
    drawing = "C->>A: ask\nA-->>C: token\nC->>A: pay\nA-->>C: paid"
    assert clocks(drawing)[0] == (
        "acknowledged: when 'token' or 'paid' arrives, before all work is done"
    )
    assert clocks(drawing, acknowledged="paid")[0] == (
        "acknowledged: when 'paid' arrives, after all work is done"
    )


def test_warnings_of_a_careful_reader() -> None:
    scenario = sk.scenario(
        "sequenceDiagram\nC->>A: ask\nA->>B: work\nB->>A: look up\nA-->>B: found\n"
        "B-->>A: worked\nA-->>C: yes",
        load="every 1 s",
        workers={"A": 1, "B": 1},
    )
    assert scenario.designs[0].warnings == (
        "A waits for B waits for A: with every worker waiting, this can lock up for ever",
    )
    released = scenario.change("participants.A.waiting", "releases")
    assert released.designs[0].warnings == ()


def test_steps_after_a_refusal_are_pointed_out() -> None:
    scenario = sk.scenario(
        "sequenceDiagram\nC->>A: ask\nA--xC: no\nC->>B: instead\nB-->>C: yes", load="every 1 s"
    )
    assert scenario.designs[0].warnings[0] == (
        "C is told no by 'no' and stops: 3 later steps of it never happen"
    )


def test_luck_that_is_not_shared_is_pointed_out() -> None:
    scenario = sk.scenario(
        {
            "one": "sequenceDiagram\nC->>A: ask\nA-->>C: yes",
            "two": "sequenceDiagram\nC->>B: ask\nB-->>C: yes",
        },
        work={"ask": "exponential 5 ms"},
        load="every 1 s",
    )
    text = flat(scenario)
    assert "same luck in every design" not in text
    assert (
        "  note: the work of 'A.ask' is drawn in one only: "
        "compared with the others, that luck is not shared"
    ) in text
    paired = scenario.change("messages.ask.luck", "asking")
    assert "  same luck in every design: the work of 'asking'\n" in flat(paired) + "\n"


def test_luck_is_shared_by_client_and_repetition() -> None:
    scenario = sk.scenario(
        {
            "one": "sequenceDiagram\nC->>A: ask\nA-->>C: yes",
            "two": "sequenceDiagram\nU->>A: ask\nA-->>U: yes",
        },
        work={"ask": "exponential 5 ms"},
        load="poisson 1/s",
        network="exponential 1 ms",
    )
    text = flat(scenario)
    assert "same luck in every design" not in text
    assert "note: the arrivals is drawn in one only" not in text
    assert "note: the arrivals are drawn in one only" in text
    again = sk.scenario(
        {
            "one": "sequenceDiagram\nC->>A: ask\nA-->>C: yes",
            "two": "sequenceDiagram\nC->>A: ask\nA-->>C: yes\nC->>A: ask\nA-->>C: done",
        },
        work={"ask": "exponential 5 ms"},
        load="poisson 1/s",
    )
    text = flat(again)
    assert "same luck in every design: the arrivals, the work of 'A.ask'" in text
    assert "note: the work of 'A.ask' (number 2) is drawn in two only" in text


def test_no_line_is_longer_than_a_terminal_is_wide() -> None:
    names = ", ".join(f"P{n}" for n in range(30))
    calls = "\n".join(f"C->>{name}: ask {name}" for name in names.split(", "))
    text = str(sk.check(sk.scenario(f"sequenceDiagram\n{calls}", load="every 1 s")))
    assert max(len(line) for line in text.splitlines()) <= 80
    assert names in " ".join(text.split())
