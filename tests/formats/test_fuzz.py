"""Whatever a file holds, it gives a scenario or problems with their place; never a traceback."""

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import simkit as sk
from simkit.errors import Problem, ScenarioError, SimulationError
from simkit.formats.scenario_file import load, read_scenario
from simkit.model.load import Load, Users
from simkit.model.resolve import requests_before

HERE = Path(__file__).parent
MOST_REQUESTS = 300  # in a run of the fuzzer
# How often each test tries; SIMKIT_FUZZ=50 hunts fifty times longer, from other seeds.
TIMES = int(os.environ.get("SIMKIT_FUZZ", "1"))


def fuzz(times: int = 200) -> settings:
    return settings(
        deadline=None,
        derandomize=TIMES == 1,
        database=None,
        suppress_health_check=list(HealthCheck),
        max_examples=times * TIMES,
    )


ACCEPTED = (HERE.parents[1] / "scenarios" / "accepted.yaml").read_text(encoding="utf-8")
SEEDS = (
    ACCEPTED,
    """\
scenario: One diagram
question: >
  How long
  does it take?
diagram: |
  sequenceDiagram
    actor U as The User
    participant W@{ "type": "control" }
    U->>+W: Go
    W->>W: think
    W-xDB: lost
    W-)DB: note this
    Note over U,W: nothing
    W-->>-U: Gone
load: [every 100 ms for 1 s, poisson 20/s]
participants: {The User: {kind: client}, W: {workers: 2, waiting: releases}, DB: {kind: store}}
messages:
  Go: {work: lognormal 5 ms cv 1, network: uniform 1 ms to 2 ms}
  think: {wait: 1 ms}
  note this: {work: mixture 90 % exponential 10 ms or 10 % 1 s, luck: other}
run: {horizon: 2 s, patience: 1 s, replications: 1, seed: 3}
predict:
  - acknowledged.p95 + 2 * 5 ms < settled.mean
  - utilisation.W.mean <= 80 %
""",
    """\
answers: solid
designs:
  a:
    diagram: "sequenceDiagram\\nC->>A: Ask\\nA->>B: Ask\\nB->>A: Tell\\nA--xC: No"
    messages: {A.Ask: {work: percentiles p50 1.7 ms p99 3.4 ms}}
    load: {C: users 3 think exponential 50 ms}
  b: |-
    sequenceDiagram
    C<<->>A: Ask
    C-->>A: Bye
  c: |
      sequenceDiagram
        C->>A: Ask
        A-->>C: Tell
load: at 0 s 10
messages:
  B.Ask: {work: erlang 5 ms k 3}
acknowledged: Tell
run:
  horizon: 500 ms
  warm-up: 0 s
""",
)
# fmt: off
WORDS = st.sampled_from([
    *sorted({word for seed in SEEDS for word in seed.split()}),
    "|", ">", "|2", "- ", "{", "}", "[", "]", ":", ",", "&a", "*a", "!!int", "!x", "<<", "---",
    "1e-4", "0x10", "010", "12:30", ".inf", "~", "null", "yes", "on", "2001-01-01", "1e999",
    '"', "'", "\t", "\r", "\x00", "\ufeff", "\u2028", "\x85", "\ud800", "#", "%", "\n", "  ",
    "-5 ms", "0 s", "0/s", "1e9/s", "users 9e9 think 0 s", "unlimited", "999999999999", "40000 d",
])
KEYS = st.sampled_from([
    "scenario", "question", "source", "participants", "messages", "network", "load", "answers",
    "acknowledged", "noticed", "diagram", "designs", "run", "predict", "kind", "workers",
    "waiting", "work", "wait", "luck", "horizon", "warm-up", "patience", "replications", "seed",
    "A", "B", "C", "Client", "API", "Ask", "A.Ask", "on", "<<",
])
# fmt: on


def problems_of(text: str) -> tuple[Problem, ...]:
    """The problems of a text that is refused, each with a place inside it; none if it runs."""
    try:
        scenario = read_scenario(text, "fuzz.yaml")
    except ScenarioError as error:
        check_places(text, error)
        return error.problems
    assert str(sk.check(scenario))
    run_small(scenario)
    return ()


def check_places(text: str, error: ScenarioError) -> None:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    assert error.problems
    for problem in error.problems:
        place = problem.place
        assert place is not None
        assert place.file == "fuzz.yaml"
        assert 1 <= place.line <= len(lines), problem
        assert 1 <= place.column <= len(lines[place.line - 1]) + 1, problem
        assert problem.found, problem
        assert problem.expected, problem
        assert len(str(problem).splitlines()) in (1, 3), problem
    places = [(p.place.line, p.place.column) for p in error.problems if p.place]
    assert places == sorted(places)
    assert len(set(map(str, error.problems))) == len(error.problems)
    str(error).encode("utf-8")


def expected_requests(load: Load, horizon: int) -> float:
    if isinstance(load, Users):
        return load.count * (2 + horizon / max(1.0, load.think.mean))
    return requests_before(load, horizon)


def run_small(scenario: sk.Scenario) -> None:
    """Run it with a small horizon; results or a `SimulationError`, and the books balance."""
    for horizon in ("1 s", "1 ms", "1 us"):
        try:
            small = scenario.change("run", {"horizon": horizon, "replications": 1})
        except ScenarioError:
            continue
        run = small.run
        most = max(
            expected_requests(d.load, run.horizon + run.patience) * len(d.script.lines)
            for d in small.designs
        )
        if most <= MOST_REQUESTS:
            with suppress(SimulationError):
                assert repr(sk.run(small))
            return


@fuzz()
@given(st.text())
def test_any_text_gives_a_scenario_or_located_problems(text: str) -> None:
    problems_of(text)


@fuzz()
@given(st.lists(WORDS).map(" ".join))
def test_any_words_of_the_language_give_a_scenario_or_located_problems(text: str) -> None:
    problems_of(text)


def test_any_bytes_in_a_file_give_a_scenario_or_problems(tmp_path: Path) -> None:
    file = tmp_path / "fuzz.yaml"
    starts = st.sampled_from([b"", *(seed.encode()[:300] for seed in SEEDS)])

    @fuzz()
    @given(starts, st.binary())
    def try_bytes(start: bytes, rest: bytes) -> None:
        file.write_bytes(start + rest)
        found: list[str] = []
        try:
            load(file)
        except ScenarioError as error:
            found = [str(problem) for problem in error.problems]
        assert all(problem.startswith(str(file)) for problem in found)

    try_bytes()


def swapped(pieces: list[str], at: int, to: int, word: str) -> list[str]:
    pieces[at], pieces[to] = pieces[to], pieces[at]
    return pieces


MUTATIONS: dict[str, Callable[[list[str], int, int, str], list[str]]] = {
    "delete": lambda pieces, at, to, word: pieces[:at] + pieces[at + 1 :],
    "double": lambda pieces, at, to, word: [*pieces[: at + 1], *pieces[at:]],
    "replace": lambda pieces, at, to, word: [*pieces[:at], word, *pieces[at + 1 :]],
    "insert": lambda pieces, at, to, word: [*pieces[:at], word, *pieces[at:]],
    "copy": lambda pieces, at, to, word: [*pieces[:at], pieces[to], *pieces[at + 1 :]],
    "swap": swapped,
}


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """A valid file with a few lines, words or characters deleted, doubled, replaced or moved."""
    text = draw(st.sampled_from(SEEDS))
    for _ in range(draw(st.integers(1, 3))):
        between = draw(st.sampled_from(["\n", " ", ""]))
        pieces = text.split(between) if between else list(text)
        at, to = (draw(st.integers(0, len(pieces) - 1)) for _ in range(2))
        word = draw(st.one_of(WORDS, st.text(max_size=3)))
        mutate = MUTATIONS[draw(st.sampled_from(sorted(MUTATIONS)))]
        text = between.join(mutate(pieces, at, to, word)) or " "
    return text


@fuzz(300)
@given(mutated())
def test_a_file_with_a_few_changes_gives_a_scenario_or_located_problems(text: str) -> None:
    problems_of(text)


DIAGRAMS = st.lists(
    st.builds(
        "{}{}{}: {}".format,
        st.sampled_from("ABC"),
        st.sampled_from(["->>"] * 5 + ["-->>"] * 3 + ["-)", "--)", "-x", "--x", "<<->>", "->"]),
        st.sampled_from("ABC"),
        st.sampled_from(["Ask", "Tell", "Do"]),
    ),
    max_size=6,
).map(lambda lines: "\n  ".join(["sequenceDiagram", "A->>B: Ask", *lines]))
SCALARS = st.one_of(
    WORDS.filter(lambda word: word != "\ud800"),
    DIAGRAMS,
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.sampled_from(["5 ms", "exponential 5 ms", "poisson 9/s", "Ask", "A", "client", "solid"]),
    st.sampled_from(["A.acknowledged.p99 < 5 ms", "acknowledged.mean < 2 * 5 ms", "holds"]),
)
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4)
)


@st.composite
def documents(draw: st.DrawFn) -> dict[str, Any]:
    """A scenario that is mostly sound, with random values here and there."""
    document: dict[str, Any] = {
        "diagram": draw(DIAGRAMS),
        "load": draw(st.sampled_from(["poisson 9/s", {"A": "every 50 ms"}, "users 2 think 10 ms"])),
    }
    if draw(st.booleans()):
        document["designs"] = {"x": document.pop("diagram"), "y": {"diagram": draw(DIAGRAMS)}}
    said = st.fixed_dictionaries(
        {},
        optional={
            "kind": st.sampled_from(["client", "api", "broker"]),
            "workers": st.sampled_from([1, 2, 0, "unlimited", "5 ms"]),
            "waiting": st.sampled_from(["holds", "releases", "no"]),
        },
    )
    item = st.dictionaries(st.sampled_from("ABC"), said, max_size=2)
    cost = st.dictionaries(
        st.sampled_from(["work", "wait", "network", "luck"]),
        st.sampled_from(["5 ms", "exponential 5 ms", "pareto 5 ms shape 2.2"]),
        max_size=2,
    )
    messages = st.dictionaries(st.sampled_from(["Ask", "B.Ask", "Ask", "Tell"]), cost)
    for key, values in (("participants", item), ("messages", messages)):
        if draw(st.booleans()):
            document[key] = draw(values)
    if draw(st.booleans()):
        document |= draw(st.dictionaries(KEYS, VALUES, max_size=1))
    return document


@fuzz(400)
@given(st.one_of(documents(), st.dictionaries(KEYS, VALUES)), st.booleans())
def test_any_document_with_the_real_keys_gives_a_scenario_or_located_problems(
    document: dict[str, Any], flow: bool
) -> None:
    problems_of(yaml.safe_dump(document, default_flow_style=flow, allow_unicode=True))


@fuzz()
@given(DIAGRAMS, DIAGRAMS, st.booleans())
def test_any_drawing_runs_or_is_refused_at_its_line(one: str, other: str, solid: bool) -> None:
    def block(text: str) -> str:
        return "".join(f"    {line}\n" for line in text.split("\n"))

    text = f"designs:\n  x: |\n{block(one)}  y: |\n{block(other)}load: every 50 ms\n"
    text += f"answers: {'solid' if solid else 'dashed'}\nmessages: {{}}\n"
    lines = text.split("\n")
    for problem in problems_of(text):
        assert problem.place is not None
        if problem.keys[:1] == ("designs",):
            assert lines[problem.place.line - 1].startswith("    "), problem
