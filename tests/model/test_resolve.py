"""From what is said to what is decided: overrides, guesses, names, streams, assumptions."""

import pytest

import simkit as sk
from simkit.errors import ScenarioError
from simkit.formats.scenario_file import read_scenario
from simkit.model.kinds import Kind
from simkit.model.load import Load
from simkit.model.load_words import parse_load
from simkit.model.resolve import FOUND, MOST_REQUESTS, requests_before
from simkit.model.scenario import Cost, Design

TWO = """\
  one: |
    sequenceDiagram
      participant API as The API
      Client->>API: Ask
      API->>DB: Ask
      DB-->>API: Rows
      API->>API: Think
      API-->>Client: Tell
  two:
    diagram: |
      sequenceDiagram
        Client->>API: Ask
        API-->>Client: Accepted
        API-)DB: Ask
        DB-)Client: Tell
"""


def read(text: str, designs: str = TWO, load: str = "load: every 1 s") -> sk.Scenario:
    return read_scenario(f"designs:\n{designs}{load}\n{text}", "r.yaml")


def cost(design: Design, receiver: str, label: str) -> Cost:
    lines = zip(design.script.lines, design.costs, strict=True)
    return next(cost for line, cost in lines if (line.receiver, line.label) == (receiver, label))


def refused(text: str, designs: str = TWO, load: str = "load: every 1 s") -> list[str]:
    with pytest.raises(ScenarioError) as caught:
        read(text, designs, load)
    return [str(problem).split("\n")[0].partition(" ")[2] for problem in caught.value.problems]


# ---------------------------------------------------------------------- one design or several


def test_a_file_with_one_diagram_has_one_design() -> None:
    text = "diagram: |\n  sequenceDiagram\n    A->>B: Ask\nload: every 1 s\n"
    scenario = read_scenario(text, "r.yaml")
    assert [design.name for design in scenario.designs] == ["design"]
    assert scenario.name == "Ask"  # the first label, where no title is given
    assert scenario.change("messages.Ask.work", "3 ms").designs[0].costs[0].time.mean == 3e6


def test_a_design_overrides_what_is_shared_key_by_key() -> None:
    text = (
        "participants: {API: {workers: 5, waiting: releases}, DB: {workers: 2}}\n"
        "messages: {API.Ask: {work: 5 ms, luck: dice}, DB.Ask: {work: 7 ms, network: 2 ms}}\n"
        "network: 1 ms\n"
    )
    own = (
        "    participants: {API: {workers: 9}}\n"
        "    messages: {API.Ask: {work: 6 ms}, DB.Ask: {wait: 8 ms}}\n"
        "    network: 3 ms\n"
        "    load: {Client: users 5 think 1 s}\n"
    )
    one, two = read(text, TWO + own).designs
    assert [(p.workers, p.releases) for p in one.participants] == [
        (5, True),
        (None, False),
        (2, False),
    ]
    assert (two.participant("API").workers, two.participant("API").releases) == (9, True)
    assert two.participant("DB").workers == 2
    assert str(cost(one, "API", "Ask").time) == "5 ms"
    assert str(cost(two, "API", "Ask").time) == "6 ms"
    assert cost(two, "API", "Ask").stream == "dice"
    shared, changed = cost(one, "DB", "Ask"), cost(two, "DB", "Ask")
    assert (str(shared.time), shared.works, str(shared.network)) == ("7 ms", True, "2 ms")
    assert (str(changed.time), changed.works, str(changed.network)) == ("8 ms", False, "2 ms")
    assert [str(cost(d, "API", "Ask").network) for d in (one, two)] == ["1 ms", "3 ms"]
    assert [str(design.load) for design in (one, two)] == ["every 1 s", "users 5 think 1 s"]


def test_a_shared_number_without_use_in_one_design_is_for_the_other() -> None:
    designs = TWO.replace("API-)DB: Ask\n        DB-)Client: Tell", "API-xDB: Ask")
    one = read("messages: {DB.Ask: {work: 1 ms}}", designs).designs[0]
    assert str(cost(one, "DB", "Ask").time) == "1 ms"
    designs = designs.replace("API->>DB: Ask\n      DB-->>API: Rows\n", "API-xDB: Ask\n")
    assert refused("messages: {DB.Ask: {work: 1 ms}}", designs) == [
        "messages.\"DB.Ask\": found numbers for 'Ask'; expected none: it is drawn as lost on the "
        "way"
    ]


def test_each_design_may_have_another_client() -> None:
    designs = TWO + "  three: |\n    sequenceDiagram\n      API->>DB: Ask\n      DB-->>API: Rows\n"
    loads = "load: {Client: every 1 s, API: every 2 s}"
    assert refused("", designs, "load: {Client: every 1 s}") == [
        "load: found no load of API; expected one, such as 'load: {API: poisson 80/s}'"
    ]
    assert len(refused("", designs, loads)) == 1  # in the others the API sends later only
    own = "  three:\n    load: {API: every 2 s}\n    diagram: |\n"
    own += "      sequenceDiagram\n        API->>DB: Ask\n"
    found = read("", TWO + own).design("three")
    assert (found.script.client, str(found.load)) == ("API", "every 2 s")


# ---------------------------------------------------------------------- names


def test_a_message_is_named_by_its_label_or_with_its_receiver() -> None:
    one = read(
        "messages: {API.Ask: {work: 5 ms}, DB.Ask: {work: 7 ms}, Rows: {work: 1 ms}}"
    ).designs[0]
    assert [str(cost.time) for cost in one.costs] == ["5 ms", "7 ms", "1 ms", "0 s", "0 s"]
    assert refused("messages: {Ask: {work: 5 ms}}") == [
        "messages.Ask: 'Ask' goes to API and to DB; expected 'API.Ask' or 'DB.Ask'"
    ]


def test_a_receiver_may_be_named_as_it_is_shown() -> None:
    one = read("messages: {The API.Ask: {work: 5 ms}}").designs[0]
    assert str(cost(one, "API", "Ask").time) == "5 ms"
    one = read("participants: {The API: {workers: 4}}").designs[0]
    assert one.participant("API").workers == 4


def test_what_is_named_twice_is_refused() -> None:
    assert refused("messages: {The API.Ask: {work: 5 ms}, API.Ask: {wait: 1 ms}}") == [
        "messages.\"API.Ask\": found 'API.Ask' beside 'The API.Ask'; expected one of them: both "
        "name the same message"
    ]
    assert refused("participants: {The API: {workers: 4}, API: {workers: 5}}") == [
        "participants.API: found 'API' beside 'The API'; expected one of them: both name the same "
        "participant"
    ]
    designs = TWO.replace(
        "Client->>API: Ask\n      API->>DB",
        "participant Client as User\n      Client->>API: Ask\n      API->>DB",
    )
    assert refused("", designs, "load: {User: every 2 s, Client: every 1 s}") == [
        "load.Client: found 'Client' beside 'User'; expected one of them: both name the same "
        "participant"
    ]


def test_a_shown_name_of_two_is_refused() -> None:
    designs = TWO.replace(
        "      Client->>API: Ask\n      API->>DB",
        "      participant DB as The API\n      Client->>API: Ask\n      API->>DB",
    )
    assert refused("participants: {The API: {workers: 4}}", designs) == [
        "participants.\"The API\": found 'The API', which is the shown name of API and DB; "
        "expected 'API' or 'DB'"
    ]


# ---------------------------------------------------------------------- luck


def test_a_stream_is_named_by_receiver_and_label_or_by_its_luck() -> None:
    one, two = read("messages: {Tell: {luck: dice}}").designs
    assert [cost.stream for cost in one.costs] == [
        "API.Ask",
        "DB.Ask",
        "API.Rows",
        "API.Think",
        "dice",
    ]
    assert [cost.stream for cost in two.costs] == ["API.Ask", "Client.Accepted", "DB.Ask", "dice"]


def test_messages_with_the_same_luck_draw_the_same_numbers() -> None:
    text = (
        "messages:\n  API.Ask: {work: exponential 5 ms, luck: dice}\n"
        "  DB.Ask: {work: exponential 5 ms, luck: dice}\n"
        "run: {horizon: 9 s, replications: 1}\n"
    )
    visits = sk.run(read(text), ["one"]).visits
    worked = {name: visits[visits.message == name].worked.tolist() for name in set(visits.message)}
    asks = visits[visits.message == "Ask"]
    by = [asks[asks.participant == name].worked.tolist() for name in ("API", "DB")]
    assert len(by[0]) == len(by[1]) > 5, worked
    assert by[0] == by[1]


# ---------------------------------------------------------------------- kinds


def test_kinds_are_said_or_guessed_and_every_guess_is_told() -> None:
    two = read("participants: {DB: {kind: store}}").designs[1]
    assert [p.kind for p in two.participants] == [Kind.CLIENT, Kind.POOL, Kind.POOL]
    assert two.assumptions[:2] == (
        "Client: the client, because it sends first",
        "API: a pool of workers, by its name",
    )


def test_a_broker_is_guessed_by_its_name_and_said_otherwise() -> None:
    designs = TWO.replace("DB", "Kafka")
    guessed = read("", designs).designs[1]
    assert guessed.participant("Kafka").kind is Kind.BROKER
    assert "Kafka: a broker, by its name" in guessed.assumptions
    said = read("participants: {Kafka: {kind: api}}", designs).designs[0]
    assert said.participant("Kafka").kind is Kind.POOL
    # A kind that cannot be read is told once, not as a broker that nobody meant.
    assert [
        line.split(";")[0] for line in refused("participants: {Kafka: {kind: apy}}", designs)
    ] == ["participants.Kafka.kind: found 'apy'"]


# ---------------------------------------------------------------------- clocks and answers


def clocks(design: Design) -> tuple[list[int], list[int]]:
    return sorted(design.acknowledged_by), sorted(design.noticed_by)


def test_the_clocks_follow_the_drawing_unless_a_label_is_named() -> None:
    assert [clocks(design) for design in read("").designs] == [([4], [4]), ([1], [3])]
    named = read("acknowledged: Tell\nnoticed: Tell").designs
    assert [clocks(design) for design in named] == [([4], [4]), ([3], [3])]
    own = read("", TWO + "    acknowledged: Tell\n").designs
    assert [clocks(design) for design in own] == [([4], [4]), ([3], [3])]


def test_solid_answers_are_read_where_they_are_said_to_be() -> None:
    designs = TWO.replace("DB-->>API: Rows", "DB->>API: Rows")
    assert refused("", designs)[0].startswith(
        "designs.one: found a solid arrow back from DB to API"
    )
    assert read("answers: solid", designs).designs[0].script.unawaited == ()
    drawn = designs[len("  one: |\n") : designs.index("  two:")].replace("    ", "      ", 7)
    own = "  one:\n    answers: solid\n    diagram: |\n" + drawn
    assert read("", own).designs[0].script.unawaited == ()


# ---------------------------------------------------------------------- run


def test_what_is_not_said_of_the_run_is_decided_and_told() -> None:
    run = read("run: {horizon: 20 s, seed: 0}").run
    assert (run.horizon, run.warm_up, run.patience) == (20 * 10**9, 2 * 10**9, 20 * 10**9)
    assert run.finds_warm_up
    assert (run.replications, run.seed) == (10, 0)
    assert run.assumptions == (
        f"run.warm-up: {FOUND} (not stated)",
        "run.patience: 20 s, as long as the horizon (not stated)",
        "run.replications: 10 (not stated)",
    )
    assert (
        read(
            "run: {horizon: 1 s, warm-up: 0 s, patience: 0 s, replications: 1, seed: 2}"
        ).run.assumptions
        == ()
    )


@pytest.mark.parametrize(
    ("load", "warm_up", "finds", "why"),
    [
        ("poisson 5/s", 2, True, FOUND),
        ("users 3 think 1 s", 2, True, FOUND),
        ("at 0 s 5", 0, False, "0 s, as requests come in bursts"),
        ("[poisson 5/s for 2 s, poisson 9/s]", 2, False, "2 s, a tenth of the horizon"),
    ],
)
def test_the_warm_up_is_found_where_something_settles(
    load: str, warm_up: int, finds: bool, why: str
) -> None:
    run = changed_load(load, "{horizon: 20 s}").run
    assert (run.warm_up, run.finds_warm_up) == (warm_up * 10**9, finds)
    assert run.assumptions[0] == f"run.warm-up: {why} (not stated)"


def changed_load(load: str, run: str) -> sk.Scenario:
    return read_scenario(
        f"scenario: x\nload: {{C: {load}}}\nrun: {run}\n"
        "diagram: |\n  sequenceDiagram\n  C->>A: ask\n  A-->>C: yes\n",
        "x.yaml",
    )


def test_auto_is_said_of_a_load_that_settles_only() -> None:
    run = changed_load("every 1 s", "{horizon: 20 s, warm-up: auto}").run
    assert run.finds_warm_up
    assert not any("warm-up" in text for text in run.assumptions)
    with pytest.raises(ScenarioError) as caught:
        changed_load("at 0 s 5", "{horizon: 20 s, warm-up: auto}")
    assert str(caught.value).splitlines()[0] == (
        "x.yaml:3:31: run.warm-up: found auto, with a load that changes over time and never "
        "settles down; expected a time such as '0 s'"
    )
    with pytest.raises(ScenarioError) as caught:
        changed_load("every 1 s", "{horizon: 20 s, warm-up: Auto}")
    assert str(caught.value).splitlines()[0] == (
        "x.yaml:3:31: run.warm-up: found 'Auto'; expected a time such as '2 min', or auto; "
        "did you mean 'auto'?"
    )


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("poisson 80/s", 800),
        ("every 3 s", 4),
        ("every 5 s", 2),
        ("at 9 s 7", 7),
        ("at 10 s 7", 0),
        (["at 1 s 7", "at 10 s 8"], 7),
        (["poisson 10/s for 2 s", "every 1 s for 3 s"], 23),
        (["poisson 10/s for 2 s", "poisson 1/s"], 28),
        (["poisson 10/s for 20 s", "poisson 1/s"], 100),
        ("users 50 think 1 s", 50),
    ],
)
def test_the_number_of_requests_before_the_horizon_is_known(
    words: str | list[str], expected: int
) -> None:
    load: Load = parse_load(words)
    assert requests_before(load, 10 * 10**9) == expected


def test_too_many_requests_are_refused_before_a_run() -> None:
    read("run: {horizon: 10 s}", load=f"load: poisson {MOST_REQUESTS // 10}/s")
    assert refused("run: {horizon: 10 s}", load=f"load: poisson {MOST_REQUESTS // 10 + 1}/s") == [
        "load: found about 1,000,010 requests in each replication of design 'one'; expected at "
        "most 1,000,000: a lower load or a shorter horizon"
    ]


# ---------------------------------------------------------------------- from Python

DRAWING = "sequenceDiagram\n  Client->>API: Ask\n  API-->>Client: Tell"


def python_refused(*designs: object, **more: object) -> str:
    with pytest.raises(ScenarioError) as caught:
        sk.scenario(*designs, **{"load": "every 1 s", **more})  # type: ignore[arg-type]
    return str(caught.value)


def test_a_scenario_in_python_is_that_of_the_file() -> None:
    text = (
        "scenario: Quick\nmessages: {Ask: {work: exponential 5 ms, luck: dice}}\n"
        "participants: {API: {workers: 3, kind: api}}\nnetwork: 1 ms\nload: poisson 80/s\n"
        "run: {horizon: 5 s, warm-up: 1 s}\npredict: [acknowledged.mean < 1 s]\n"
        "diagram: |\n  " + DRAWING.replace("\n", "\n  ")
    )
    quick = sk.scenario(
        DRAWING,
        name="Quick",
        work={"Ask": sk.exponential("5 ms")},
        messages={"Ask": {"luck": "dice"}},
        workers={"API": 3},
        participants={"API": {"kind": "api"}},
        network=sk.constant("1 ms"),
        load=sk.poisson("80/s"),
        run={"horizon": "5 s", "warm_up": "1 s"},
        predict=["acknowledged.mean < 1 s"],
    )
    file = read_scenario(text, "r.yaml")
    assert quick.designs[0].costs == file.designs[0].costs
    assert quick.designs[0].participants == file.designs[0].participants
    assert (quick.run, quick.predictions, quick.name) == (file.run, file.predictions, file.name)


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"load": 5}, "load: found 5; expected a load such as 'poisson 80/s', or a list of phases"),
        (
            {"work": {"Aks": "5 ms"}},
            "messages.Aks: no message named 'Aks' is drawn; expected one of 'Ask', 'Tell'; did "
            "you mean 'Ask'?",
        ),
        (
            {"workers": {"API": 0}},
            "participants.API.workers: found 0; expected a whole number from 1 to "
            "1,000,000,000 or unlimited",
        ),
        (
            {"answer": "solid"},
            "answer: unknown key 'answer'; expected one of acknowledged, answers, choices, "
            "designs, diagram, faults, load, messages, network, noticed, participants, predict, "
            "question, reading, run, scenario, source; did you mean 'answers'?",
        ),
        (
            {"predict": ["acknowledged.p9x < 1 s"]},
            "predict[0]: unknown statistic 'p9x'; expected one of acknowledged.mean, "
            "acknowledged.share, acknowledged.p50, acknowledged.p95, acknowledged.p99; did you "
            "mean 'p99'?",
        ),
        (
            {"work": {"Ask": "empirical t.csv column t"}},
            "messages.Ask.work: found 'empirical t.csv column t', and a file can be read only from "
            "a scenario file; expected the values themselves, as in 'empirical values 1 ms 2 ms'",
        ),
    ],
)
def test_a_mistake_in_python_is_told_by_its_path(more: dict[str, object], expected: str) -> None:
    assert python_refused(DRAWING, **more) == expected


def test_a_mistake_in_a_drawing_in_python_is_told_at_its_line() -> None:
    assert python_refused(DRAWING.replace("-->>", "=>>")).split("\n")[0] == (
        "diagram:3:6: diagram: found '=>>'; expected an arrow such as ->> or -->>"
    )
    assert python_refused({"one": DRAWING, "two": DRAWING.replace("-->>", "->>")}).split("\n")[
        :3
    ] == [
        "diagram 'two':3:3: designs.two.diagram: found a solid arrow back from API to Client, "
        "which "
        "called it; expected 'API-->>Client' if this is the answer (or 'answers: solid' for the "
        "whole scenario), 'API-)Client' if it is a message that nobody waits for",
        "      API->>Client: Tell",
        "      ^",
    ]
