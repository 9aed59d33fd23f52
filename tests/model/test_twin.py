"""Blocking twins, worked out by hand and written word for word; and what holds for all of them."""

import os
from collections import Counter
from pathlib import Path
from textwrap import indent

import pytest
import yaml
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from simkit.errors import ScenarioError
from simkit.formats.drawing import mermaid_text
from simkit.formats.mermaid import read_sequence
from simkit.model.diagram import Diagram
from simkit.model.projection import project
from simkit.model.script import LineKind, Script, StepKind
from simkit.model.twin import blocking_twins, in_the_way

BROKERS = frozenset({"Q", "R"})
ACCEPTED = Path(__file__).parents[2] / "scenarios" / "accepted.yaml"


def script_of(drawing: str, *, lenient: bool = False, consumer: str = "") -> Script:
    return project(
        read_sequence("sequenceDiagram\n" + drawing),
        brokers=BROKERS,
        consumers=dict.fromkeys(BROKERS, consumer) if consumer else None,
        lenient=lenient,
    )


def lines(diagram: Diagram | None) -> str:
    """The text of a diagram from its second line on; "" where there is none."""
    return mermaid_text(diagram).removeprefix("sequenceDiagram\n") if diagram else ""


def twin_of(drawing: str, *, lenient: bool = False, consumer: str = "") -> str:
    (twin,) = blocking_twins(script_of(drawing, lenient=lenient, consumer=consumer), BROKERS)
    return lines(twin)


def dedented(text: str) -> str:
    return indent(text.strip("\n"), "  ")


# ------------------------------------------------------------------ word for word

TWINS = {
    "a message that nobody answers": (
        """
C->>A: ask
A-->>C: accepted
A-)B: event
""",
        """
C->>A: ask
A->>B: event
B-->>A: Done
A-->>C: accepted
""",
    ),
    "a client that is not answered": ("C-)A: tell", "C->>A: tell\nA-->>C: Done"),
    "a delivery that is rejected": (
        """
C->>A: ask
A->>Q: job
A-->>C: accepted
Q->>B: job
B->>B: try
B--xQ: no
B->>D: tell
""",
        """
C->>A: ask
A->>B: job
B->>B: try
B->>D: tell
D-->>B: Done
B--xA: no
A-->>C: accepted
""",
    ),
    "an answer that comes before the work": (
        """
C->>A: ask
A-->>C: accepted
A->>A: think
A->>B: query
B-->>A: rows
""",
        """
C->>A: ask
A->>A: think
A->>B: query
B-->>A: rows
A-->>C: accepted
""",
    ),
    "nested calls with an event at the bottom": (
        """
C->>A: ask
A->>B: query
B->>D: look up
D-->>B: found
B-)E: audit
B-->>A: rows
A-->>C: yes
""",
        """
C->>A: ask
A->>B: query
B->>D: look up
D-->>B: found
B->>E: audit
E-->>B: Done
B-->>A: rows
A-->>C: yes
""",
    ),
    "a fan-out of events": (
        """
C->>A: order
A-->>C: accepted
A-)B: bill
A-)D: pack
D-)E: ship
A-)E: tell
""",
        """
C->>A: order
A->>B: bill
B-->>A: Done
A->>D: pack
D->>E: ship
E-->>D: Done
D-->>A: Done
A->>E: tell
E-->>A: Done
A-->>C: accepted
""",
    ),
    "what a message back sets off": (
        """
C->>A: ask
A-->>C: accepted
A->>B: start
A->>A: tidy up
B->>A: over
A->>D: store
D-->>A: stored
""",
        """
C->>A: ask
A->>B: start
B-->>A: over
A->>D: store
D-->>A: stored
A->>A: tidy up
A-->>C: accepted
""",
    ),
    "work after a message back": (
        """
C->>A: ask
A-->>C: accepted
A->>B: start
B->>A: over
B->>B: tidy up
""",
        """
C->>A: ask
A->>B: start
B->>B: tidy up
B-->>A: over
A-->>C: accepted
""",
    ),
    "several messages back": (
        """
C->>A: ask
A-->>C: accepted
A->>B: start
B->>A: half way
A->>D: note
B->>A: over
A->>E: note too
""",
        """
C->>A: ask
A->>B: start
B->>A: half way
A->>D: note
D-->>A: Done
A-->>B: Done
B-->>A: over
A->>E: note too
E-->>A: Done
A-->>C: accepted
""",
    ),
    "an answer after a message back": (
        """
C->>A: ask
A->>B: start
B->>A: half way
B-->>A: result
A-->>C: yes
""",
        """
C->>A: ask
A->>B: start
B->>A: half way
A-->>B: Done
B-->>A: result
A-->>C: yes
""",
    ),
    "a message back after an answer": (
        """
C->>A: ask
A->>B: start
B-->>A: taken
A-->>C: accepted
B-)A: over
A->>D: store
""",
        """
C->>A: ask
A->>B: start
B-->>A: over
A->>D: store
D-->>A: Done
A-->>C: accepted
""",
    ),
    "a conversation in messages": (
        """
C-)A: go
A-)B: one
B-)A: two
A-)B: three
B-)A: four
""",
        """
C->>A: go
A->>B: one
B-->>A: two
A->>B: three
B-->>A: four
A-->>C: Done
""",
    ),
    "a message to one who waits further up": (
        """
C-)A: go
A-)B: one
B-)D: two
D-)A: three
""",
        """
C->>A: go
A->>B: one
B->>D: two
D->>A: three
A-->>D: Done
D-->>B: Done
B-->>A: Done
A-->>C: Done
""",
    ),
    "an answer in a later execution": (
        """
C->>A: ask
A-)B: job
B-)A: over
A->>A: sum up
A-->>C: result
""",
        """
C->>A: ask
A->>B: job
B-->>A: over
A->>A: sum up
A-->>C: result
""",
    ),
    "an answer that skips a hop": (
        """
C->>A: ask
A->>B: pass on
B-->>C: result
""",
        """
C->>A: ask
A->>B: pass on
B-->>A: Done
A-->>C: result
""",
    ),
    "a callback": (
        """
C->>A: order
A-->>C: accepted
A->>B: work
B->>C: half way
B->>C: ready
C->>A: fetch
A-->>C: goods
""",
        """
C->>A: order
A->>B: work
B-->>A: Done
A-->>C: ready
C->>A: fetch
A-->>C: goods
""",
    ),
    "a client that does something on the way": (
        """
C->>A: order
A-->>C: accepted
A-)C: pay first
C->>B: money
B-->>C: receipt
A-)C: ready
""",
        """
C->>A: order
A->>C: pay first
C->>B: money
B-->>C: receipt
C-->>A: Done
A-->>C: ready
""",
    ),
    "a client that makes two calls": (
        """
C->>A: one
A-->>C: accepted
C->>B: two
B-->>C: taken
A-)D: work
D-)C: one is over
B-)D: work
""",
        """
participant C
participant A
participant B
C->>A: one
A->>D: work
D-->>A: Done
A-->>C: one is over
C->>B: two
B->>D: work
D-->>B: Done
B-->>C: taken
""",
    ),
    "a question back": (
        """
C->>A: ask
A-)B: job
B->>A: which one?
A-->>B: this one
B-)D: news
A-->>C: yes
""",
        """
C->>A: ask
A->>B: job
B->>A: which one?
A-->>B: this one
B->>D: news
D-->>B: Done
B-->>A: Done
A-->>C: yes
""",
    ),
    "a call and its answer in one arrow": (
        """
C->>A: ask
A-->>C: accepted
A<<->>B: query
""",
        """
C->>A: ask
A->>B: query
B-->>A:
A-->>C: accepted
""",
    ),
    "a design that says Done itself": (
        """
C->>A: ask
A-->>C: Done
A-)B: event
""",
        """
C->>A: ask
A->>B: event
B-->>A: Done 2
A-->>C: Done
""",
    ),
    "no": (
        """
C->>A: ask
A->>B: query
B--xA: too busy
A-)D: alarm
A--xC: sorry
""",
        """
C->>A: ask
A->>B: query
B--xA: too busy
A->>D: alarm
D-->>A: Done
A--xC: sorry
""",
    ),
    "no, and then something else": (
        """
C->>A: ask
A-xC: sorry
A-)B: event
""",
        """
C->>A: ask
A->>B: event
B-->>A: Done
A--xC: sorry
""",
    ),
    "a message that is lost": (
        """
C->>A: ask
A-->>C: accepted
A-xB: event
A-)D: event
""",
        """
C->>A: ask
A-xB: event
A->>D: event
D-->>A: Done
A-->>C: accepted
""",
    ),
    "a message back that is lost": (
        """
C->>A: ask
A-->>C: accepted
A-)B: start
B-xA: over
B->>B: tidy up
""",
        """
C->>A: ask
A->>B: start
B->>B: tidy up
B--xA: over
A-->>C: accepted
""",
    ),
    "branches side by side": (
        """
C->>A: ask
A-->>C: accepted
par bill
A-)B: one
B-)A: one over
A-)D: two
and Then
A-)D: three
end
A-)E: four
""",
        """
C->>A: ask
par bill
  A->>B: one
  B-->>A: one over
  A->>D: two
  D-->>A: Done
and Then
  A->>D: three
  D-->>A: Done
end
A->>E: four
E-->>A: Done
A-->>C: accepted
""",
    ),
    "branches within branches": (
        """
C->>A: ask
A-->>C: accepted
par
A-)B: one
and two
par three
A-)B: three
and four
A-)D: four
D-)E: five
end
end
""",
        """
C->>A: ask
par
  A->>B: one
  B-->>A: Done
and two
  par three
    A->>B: three
    B-->>A: Done
  and four
    A->>D: four
    D->>E: five
    E-->>D: Done
    D-->>A: Done
  end
end
A-->>C: accepted
""",
    ),
    "branches of which one vanishes": (
        """
C->>A: ask
A-->>C: accepted
par
A-)Q: stored for ever
and
A-)B: one
end
""",
        """
C->>A: ask
A->>B: one
B-->>A: Done
A-->>C: accepted
""",
    ),
    "a worker behind a queue": (
        """
C->>A: ask
A->>Q: job
Q-->>A: stored
A-->>C: accepted
Q->>W: job
W->>W: render
W->>D: store
D-->>W: stored
W-->>Q: ack
""",
        """
C->>A: ask
A->>W: job
W->>W: render
W->>D: store
D-->>W: stored
W-->>A: Done
A-->>C: accepted
""",
    ),
    "workers behind a topic": (
        """
C->>A: order
A->>Q: ordered
Q-->>A: stored
A-->>C: accepted
A->>A: log
Q->>W: ordered
W->>Q: billed
Q->>V: ordered
Q->>U: billed
U-->>Q: ack
""",
        """
participant C
participant A
participant W
participant V
C->>A: order
A->>W: ordered
W->>U: billed
U-->>W: Done
W-->>A: Done
A->>V: ordered
V-->>A: Done
A->>A: log
A-->>C: accepted
""",
    ),
    "request and reply over one bus": (
        """
C->>A: ask
A->>Q: question
Q->>W: question
W->>D: look up
D-->>W: found
W->>Q: reply
Q-->>A: reply
A-->>C: answer
""",
        """
C->>A: ask
A->>W: question
W->>D: look up
D-->>W: found
W-->>A: reply
A-->>C: answer
""",
    ),
    "a reply by somebody further down": (
        """
C->>A: ask
A->>Q: question
Q->>W: question
W-)D: pass on
D->>Q: reply
Q-->>A: reply
A-->>C: answer
""",
        """
C->>A: ask
A->>W: question
W->>D: pass on
D-->>W: Done
W-->>A: reply
A-->>C: answer
""",
    ),
    "a reply of somebody else": (
        """
C-)B: look out
C->>A: ask
A->>Q: question
B->>Q: news
Q-->>A: news
A-->>C: answer
""",
        """
C->>B: look out
B-->>C: Done
C->>A: ask
A-->>C: answer
""",
    ),
    "a question and its reply back over one bus": (
        """
C->>A: ask
A-)B: job
B->>Q: which one?
Q->>A: which one?
A->>Q: this one
Q-->>B: this one
A-->>C: yes
""",
        """
C->>A: ask
A->>B: job
B->>A: which one?
A-->>B: this one
B-->>A: Done
A-->>C: yes
""",
    ),
    "a loss on the way to oneself": (
        """
C->>A: ask
A->>Q: retry later
Q-xA: retry later
A-->>C: yes
""",
        "C->>A: ask\nA-->>C: yes",
    ),
    "a loss on the way to the client": (
        """
C->>A: ask
A-->>C: accepted
A-)B: job
B-)C: half way
B-xC: ready
""",
        """
C->>A: ask
A->>B: job
B-->>A: Done
A--xC: ready
""",
    ),
    "a client that is confirmed something on the way": (
        """
C->>A: order
A-->>C: accepted
A-)C: pay first
C->>Q: money
A-)C: ready
Q-->>C: stored
Q->>W: money
""",
        """
C->>A: order
A->>C: pay first
C->>W: money
W-->>C: Done
C-->>A: Done
A-->>C: ready
""",
    ),
    "a client that takes note of a delivery": (
        """
C->>A: ask
A->>Q: half way
Q->>C: half way
C-->>Q: ack
A-->>C: yes
""",
        "C->>A: ask\nA-->>C: yes",
    ),
    # Whether B's message to C is the answer to C shows only when A has done all it does; B has
    # answered by then.
    "a message back that comes too late": (
        """
C->>A: ask
A-->>C: accepted
A->>B: job
B-)C: pay first
C-)B: paid
A-)C: ready
B-)A: over
""",
        """
C->>A: ask
A->>B: job
B->>C: pay first
C-->>B: paid
B->>A: over
A-->>B: Done
B-->>A: Done
A-->>C: ready
""",
    ),
    "a completion over another queue": (
        """
C->>A: ask
A->>Q: job
A-->>C: accepted
Q->>W: job
W->>R: over
R->>A: over
A->>D: store
D-->>A: stored
A-)C: ready
""",
        """
C->>A: ask
A->>W: job
W-->>A: over
A->>D: store
D-->>A: stored
A-->>C: ready
""",
    ),
    "from broker to broker": (
        """
C->>A: ask
A-->>C: accepted
A->>Q: event
Q->>R: forwarded
R->>W: event
""",
        """
C->>A: ask
A->>W: event
W-->>A: Done
A-->>C: accepted
""",
    ),
    "a poll": (
        """
C->>A: ask
A->>Q: job
A-->>C: accepted
W->>Q: poll
Q-->>W: job
W-->>Q: ack
""",
        """
C->>A: ask
A->>W: job
W-->>A: Done
A-->>C: accepted
""",
    ),
    "a message to oneself": (
        """
C->>A: ask
A-->>C: accepted
A->>Q: retry later
Q->>A: retry later
A-)B: event
""",
        """
C->>A: ask
A->>A: retry later
A->>B: event
B-->>A: Done
A-->>C: accepted
""",
    ),
    "what nobody takes": (
        """
C->>A: ask
A->>Q: job
A-->>C: accepted
""",
        "C->>A: ask\nA-->>C: accepted",
    ),
    "nothing but what nobody takes": ("C->>Q: job", ""),
    "a broker that loses a message": (
        """
C-)A: ask
A->>Q: job
Q-xW: job
""",
        "C->>A: ask\nA-xW: job\nA-->>C: Done",
    ),
    "a lifeline that nobody calls": (
        """
C->>A: ask
A-->>C: accepted
T->>A: tick
T->>B: tock
""",
        """
C->>A: ask
A-->>C: accepted
C->>T: Start
T->>A: tick
A-->>T: Done
T->>B: tock
B-->>T: Done
T-->>C: Done
""",
    ),
    "a design that says Start itself": (
        """
C->>A: Start
A-->>C: accepted
T->>B: tock
""",
        """
C->>A: Start
A-->>C: accepted
C->>T: Start 2
T->>B: tock
B-->>T: Done
T-->>C: Done
""",
    ),
    # In its second branch nobody has called B yet, and the line above is the broker's.
    "a lifeline that starts by its own message": (
        """
C-)A: ask
par
B->>Q: job
and
Q-xD: job
B->>B: think
end
""",
        """
C->>A: ask
A->>B: Start
B-xD: job
B->>B: think
B-->>A: Done
A-->>C: Done
""",
    ),
    "a broker that sets out": (
        """
Q->>W: job
W-)D: news
""",
        """
Q->>W: job
W->>D: news
D-->>W: Done
W-->>Q: Done
""",
    ),
}


@pytest.mark.parametrize("name", TWINS)
def test_the_twin_of(name: str) -> None:
    drawing, twin = TWINS[name]
    assert twin_of(drawing) == dedented(twin)


def test_the_twin_of_the_accepted_design_is_the_blocking_one_but_for_its_last_word() -> None:
    designs = yaml.safe_load(ACCEPTED.read_text(encoding="utf-8"))["designs"]
    (twin,) = blocking_twins(project(read_sequence(designs["accepted"])))
    assert twin
    blocking = designs["blocking"].rstrip("\n").replace("Result", "Accepted Message")
    assert mermaid_text(twin) == blocking
    assert blocking_twins(project(read_sequence(designs["blocking"]))) == (None,)


def test_the_twin_of_a_message_system_whose_consumer_is_off_stage() -> None:
    drawing = """sequenceDiagram
    Participant Client as Client
    Participant API as API
    Participant MessageSystem as Message System
    Client->>API: Blocking Call
    API->>MessageSystem: Put Message
    MessageSystem-->>API: Acknowledge Message
    API-->>Client: Service Returns
    Note over MessageSystem: Behind-the-scenes Processing
"""
    brokers = frozenset({"MessageSystem"})
    script = project(
        read_sequence(drawing), brokers=brokers, consumers={"MessageSystem": "Consumer"}
    )
    (twin,) = blocking_twins(script, brokers)
    assert lines(twin) == dedented("""
Client->>API: Blocking Call
API->>Consumer: Put Message
Consumer-->>API: Done
API-->>Client: Service Returns
""")


def test_shown_names_and_types_stay() -> None:
    drawing = "actor C\nparticipant A as Order API\nC->>A: ask\nA-->>C: accepted\nA-)B: event"
    assert twin_of(drawing).splitlines()[:2] == ["  actor C", "  participant A as Order API"]


@pytest.mark.parametrize(
    ("drawing", "twin"),
    [
        # B is told 'tea' by E, whom it has not asked: the answer of E, which B set in motion.
        ("C-)B: go\nB-)E: make\nE-->>B: tea", "C->>B: go\nB->>E: make\nE-->>B: tea\nB-->>C: Done"),
        ("C->>A: go\nC-->>A: hint\nA-->>C: yes", "C->>A: go\nA-->>C: yes"),
        # D tells B, which has not set it in motion: the chain of answers tells B anyway.
        (
            "C-)B: go\nB-)E: make\nE-)D: boil\nD-->>B: tea",
            "C->>B: go\nB->>E: make\nE->>D: boil\nD-->>E: Done\nE-->>B: Done\nB-->>C: Done",
        ),
        # What the client is told unasked is what it is told last.
        (
            "C->>A: go\nA-->>C: accepted\nA-)B: make\nB-->>C: tea",
            "C->>A: go\nA->>B: make\nB-->>A: Done\nA-->>C: tea",
        ),
    ],
)
def test_the_twin_of_what_somebody_is_told_unasked(drawing: str, twin: str) -> None:
    assert twin_of(drawing, lenient=True) == dedented(twin)


def test_places_count_the_lines_where_nothing_is_declared() -> None:
    (twin,) = blocking_twins(script_of(TWINS["branches within branches"][0]))
    assert twin
    read = read_sequence(mermaid_text(twin))
    assert [one.at.line for one in twin.arrows] == [one.at.line for one in read.arrows]


def test_every_journey_has_its_own_twin() -> None:
    drawing = "C->>A: one\nA-->>C: yes\nD-)A: two\nE->>A: three\nA-->>E: yes\nA-)B: event"
    script = project(read_sequence("sequenceDiagram\n" + drawing), clients=frozenset({"D", "E"}))
    assert [lines(twin) for twin in blocking_twins(script)] == [
        "",
        dedented("participant A\nD->>A: two\nA-->>D: Done"),
        dedented("participant A\nE->>A: three\nA->>B: event\nB-->>A: Done\nA-->>E: yes"),
    ]


def test_the_longest_drawing_has_a_twin() -> None:
    drawing = "\n".join(f"L{n}-)L{n + 1}: go" for n in range(500))
    assert len(twin_of(drawing).splitlines()) == 1000
    to_and_fro = "\n".join(["A-)B: x", "B-)A: y"] * 250)
    assert len(twin_of(to_and_fro).splitlines()) == 500


@pytest.mark.parametrize(
    "drawing",
    [
        "C->>A: ask\nA-->>C: yes",
        "C->>A: ask\nA->>B: query\nB->>D: more\nD-->>B: yes\nB-->>A: yes\nA-->>C: yes",
        # Calls that are under way at once are waited for too.
        "C->>A: ask\nA->>B: one\nA->>D: two\nB-->>A: yes\nD-->>A: yes\nA-->>C: yes",
        "C->>A: ask\npar\nA->>B: one\nB-->>A: yes\nand\nA->>D: two\nD-->>A: yes\nend\nA-->>C: yes",
        "C->>A: ask\nA-xB: lost\nA--xC: no",
    ],
)
def test_a_design_that_is_its_own_twin(drawing: str) -> None:
    assert blocking_twins(script_of(drawing)) == (None,)


# ------------------------------------------------------------------ whatever is drawn

NAMES = ("C", "A", "B", "D", "Q", "R")
SHAPES = ("->>", "->>", "->>", "-->>", "-->>", "-)", "-)", "-x", "--x", "<<->>")
EXAMPLES = os.environ.get("SIMKIT_EXAMPLES")


@st.composite
def drawings(draw: st.DrawFn) -> str:
    """Arrows between any two; half of them go back or on from where the one before went."""
    names = NAMES[: draw(st.integers(2, len(NAMES)))]
    ends = ("C", draw(st.sampled_from(names)))
    found, depth = [], 0
    for _ in range(draw(st.integers(1, 14))):
        move = draw(st.sampled_from(["on", "on", "back", "back", "any", "any", "step", "par"]))
        if move == "par":
            word = draw(st.sampled_from(["par", "and", "end"])) if depth else "par"
            depth += {"par": 1, "and": 0, "end": -1}[word]
            found.append(word)
            continue
        ends = {
            "on": (ends[1], draw(st.sampled_from(names))),
            "back": (ends[1], ends[0]),
            "any": (draw(st.sampled_from(names)), draw(st.sampled_from(names))),
            "step": (ends[1], ends[1]),
        }[move]
        shape = "->>" if ends[0] == ends[1] else draw(st.sampled_from(SHAPES))
        found.append(f"{ends[0]}{shape}{ends[1]}: {draw(st.sampled_from('abcde'))}")
    return "\n".join(found + ["end"] * depth)


@st.composite
def scripts(draw: st.DrawFn) -> Script:
    """What lenient reading makes of a drawing, with other clients and with consumers."""
    drawing = draw(drawings())
    clients = draw(st.sampled_from([frozenset[str](), frozenset("B"), frozenset("BD")]))
    consumers = draw(st.sampled_from([None, {"Q": "W"}, {"Q": "A", "R": "W"}]))
    try:
        return project(
            read_sequence("sequenceDiagram\n" + drawing),
            brokers=BROKERS,
            clients=clients,
            consumers=consumers,
            solid_answers=draw(st.sampled_from([None, True])),
            lenient=True,
        )
    except ScenarioError:
        assume(False)
        raise


whatever_is_drawn = settings(
    deadline=None, max_examples=int(EXAMPLES or 300), derandomize=EXAMPLES is None, database=None
)


def read_again(twin: Diagram) -> Script:
    """The script of a twin, by way of its text, read strictly."""
    return project(read_sequence(mermaid_text(twin)))


@whatever_is_drawn
@given(scripts())
def test_in_a_twin_everything_is_answered_and_answered_last(script: Script) -> None:
    for twin in blocking_twins(script, BROKERS):
        if not twin:
            continue
        again = read_again(twin)
        assert not again.assumed
        assert not again.unawaited
        assert not again.stored
        for execution in again.executions[1:]:
            last = execution.steps[-1]
            assert last.kind is StepKind.ANSWER
            assert again.lines[last.line].asks == execution.started_by
        assert blocking_twins(again) == (None,)
        assert project(twin).executions == again.executions


STARTING = (LineKind.ASK, LineKind.MESSAGE, LineKind.DELIVERY)
POSITIVE = (LineKind.ASK, LineKind.ANSWER, LineKind.STEP)
INVENTED = ("Done", "Start")


@whatever_is_drawn
@given(scripts())
def test_a_twin_does_the_same_work(script: Script) -> None:
    twins = blocking_twins(script, BROKERS)
    for number, (root, twin) in enumerate(zip(script.roots, twins, strict=True)):
        if not twin:
            continue
        here = [line for line in script.lines if script.root_of[line.index] == number]
        work = Counter(
            (line.receiver, line.label)
            for line in here
            if line.receiver not in {*BROKERS, root.client}
            and line.kind in (*STARTING, LineKind.STEP)
        )
        work += Counter(
            (line.receiver, line.label)
            for line in here
            if line.kind is LineKind.STEP and line.receiver == root.client not in BROKERS
        )
        started = Counter(
            (line.receiver, "Start")
            for line in here
            if line.kind is LineKind.START
            and line.receiver not in BROKERS
            and line.sender not in BROKERS  # it may store something of the one that starts
        )
        done = Counter(
            (line.receiver, line.label) for line in read_again(twin).lines if line.kind in POSITIVE
        )
        assert not work + started - done
        # And no other work: what is new is named so, what is left was drawn.
        drawn = Counter((line.receiver, line.label) for line in here)
        assert all(label in INVENTED for _, label in done - drawn)


def test_most_random_drawings_have_twins() -> None:
    found = []

    @whatever_is_drawn
    @given(scripts())
    def draw_one(script: Script) -> None:
        found.append(any(blocking_twins(script, BROKERS)))

    draw_one()
    assert sum(found) >= len(found) / 2


# ---------------------------------------------------------------------- blocks


@pytest.mark.parametrize(
    ("drawing", "why"),
    [
        ("C->>A: ask\nalt x\nA-->>C: yes\nelse y\nA-->>C: no\nend", ""),
        ("C->>A: ask\nloop 2\nA->>B: do\nB-->>A: did\nend\nA-->>C: yes", ""),
        ("C->>A: ask\nA-->>C: yes\nopt x\nA-)B: tell\nend", "found the block 'opt'"),
        ("C->>A: ask\nA-)B: tell\nbreak always\nA-->>C: no\nend", "found the block 'break'"),
        ("C->>A: ask\nA-->>C: yes\nA-)B: tell", ""),
    ],
)
def test_blocks_have_no_twin_unless_they_are_their_own(drawing: str, why: str) -> None:
    script = project(read_sequence(f"sequenceDiagram\n{drawing}"))
    assert in_the_way(script) == why
    assert (blocking_twins(script) == (None,)) == bool(script.sections or why)
