"""A scenario with one thing said differently: paths, shapes, and what is refused."""

from pathlib import Path

import pytest

import simkit as sk
from simkit.errors import ScenarioError
from simkit.formats.document import read_document
from simkit.formats.scenario_file import load, read_scenario

TEXT = """\
participants:
  Client: {kind: client}
  API: {workers: 3}
messages:
  Request: {work: exponential 5 ms}
  Trigger Event: {work: lognormal 100 ms cv 1, network: uniform 1 ms to 3 ms}
  v1.2 Done: {work: 3 ms}
network: exponential 1 ms
load: {Client: poisson 80/s}
designs:
  one: |
    sequenceDiagram
      Client->>API: Request
      API->>DB: Trigger Event
      DB-->>API: v1.2 Done
      API-->>Client: Result
  two:
    diagram: |
      sequenceDiagram
        Client->>API: Request
        API-->>Client: Result
        API-)DB: Trigger Event
        DB-)API: v1.2 Done
    load: {Client: users 50 think exponential 2 s}
    messages:
      Trigger Event: {wait: 2 ms}
"""


@pytest.fixture
def scenario() -> sk.Scenario:
    return read_scenario(TEXT, "change.yaml")


def time(scenario: sk.Scenario, design: str, label: str) -> str:
    one = scenario.design(design)
    return next(
        str(cost.time)
        for line, cost in zip(one.script.lines, one.costs, strict=True)
        if line.label == label
    )


def refused(scenario: sk.Scenario, path: str, value: object) -> str:
    with pytest.raises(ScenarioError) as caught:
        scenario.change(path, value)
    return str(caught.value)


@pytest.mark.parametrize(
    ("path", "label", "value", "expected"),
    [
        ("messages.Request.work", "Request", "9 ms", "exponential 9 ms"),
        ("messages.Request.work", "Request", "constant 9 ms", "9 ms"),
        ("messages.Request.work", "Request", "Constant 9 ms", "9 ms"),
        ("messages.Request.work", "Request", "erlang 9 ms k 2", "erlang 9 ms k 2"),
        ('messages."Request".work', "Request", "9 ms", "exponential 9 ms"),
        ('messages."Trigger Event".work', "Trigger Event", "9 ms", "lognormal 9 ms cv 1"),
        ("messages.Trigger Event.work", "Trigger Event", "9 ms", "lognormal 9 ms cv 1"),
        ('messages."v1.2 Done".work', "v1.2 Done", "9 ms", "9 ms"),
        ("designs.one.messages.Request.work", "Request", "9 ms", "exponential 9 ms"),
        ('designs.one."messages".Request.work', "Request", "9 ms", "exponential 9 ms"),
    ],
)
def test_a_bare_quantity_replaces_the_mean_and_keeps_the_shape(
    path: str, label: str, value: str, expected: str, scenario: sk.Scenario
) -> None:
    assert time(scenario.change(path, value), "one", label) == expected


def test_a_change_of_one_design_leaves_the_others(scenario: sk.Scenario) -> None:
    changed = scenario.change("designs.one.messages.Request.work", "9 ms")
    assert time(changed, "two", "Request") == "exponential 5 ms"
    assert time(scenario, "one", "Request") == "exponential 5 ms"


def test_the_network_keeps_its_shape_too(scenario: sk.Scenario) -> None:
    def network(path: str, value: str) -> list[str]:
        return [str(cost.network) for cost in scenario.change(path, value).design("one").costs[:2]]

    assert network("network", "4 ms") == ["exponential 4 ms", "uniform 1 ms to 3 ms"]
    assert network("designs.one.network", "4 ms") == ["exponential 4 ms", "uniform 1 ms to 3 ms"]
    path = 'messages."Trigger Event".network'
    assert network(path, "4 ms") == ["exponential 1 ms", "uniform 2 ms to 6 ms"]


@pytest.mark.parametrize(
    ("path", "value", "one", "two"),
    [
        ("load.Client", "40/s", "poisson 40/s", "users 50 think exponential 2 s"),
        ("load.Client", "every 5 ms", "every 5 ms", "users 50 think exponential 2 s"),
        ("designs.two.load.Client", "70", "poisson 80/s", "users 70 think exponential 2 s"),
        ("designs.two.load.Client", 70, "poisson 80/s", "users 70 think exponential 2 s"),
        ("designs.one.load.Client", "40/s", "poisson 40/s", "users 50 think exponential 2 s"),
        ("load", "poisson 9/s", "poisson 9/s", "users 50 think exponential 2 s"),
    ],
)
def test_a_load_keeps_its_shape(
    path: str, value: object, one: str, two: str, scenario: sk.Scenario
) -> None:
    changed = scenario.change(path, value)
    assert [str(design.load) for design in changed.designs] == [one, two]


def test_a_list_of_phases_is_replaced_as_a_whole(scenario: sk.Scenario) -> None:
    phases = scenario.change("load.Client", ["poisson 200/s for 60 s", "poisson 50/s"])
    assert str(phases.designs[0].load) == "poisson 200/s for 1 min, then poisson 50/s"
    assert refused(phases, "load.Client", "40/s") == (
        "load.Client: found '40/s' for a list; expected the whole list, as in "
        "'poisson 200/s for 1 min, then poisson 50/s'"
    )


def test_measured_values_keep_their_shape_without_being_read_again(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("t\n1\n9\n", encoding="utf-8")
    text = TEXT.replace("exponential 5 ms", "empirical t.csv column t in ms")
    (tmp_path / "s.yaml").write_text(text, encoding="utf-8")
    scenario = load(tmp_path / "s.yaml")
    (tmp_path / "t.csv").unlink()
    changed = scenario.change("messages.Request.work", "10 ms").change("run.seed", 7)
    law = changed.designs[0].costs[0].time
    assert str(law) == "empirical t.csv column t in ms mean 10 ms"
    assert isinstance(law, type(scenario.designs[0].costs[0].time))
    assert getattr(law, "durations") == (2_000_000, 18_000_000)  # noqa: B009 - of one family
    assert refused(changed, "messages.Request.work", "empirical u.csv column t") == (
        "messages.Request.work: found the file 'u.csv'; expected a file that the scenario has "
        "read already"
    )


def test_other_values_are_said_as_in_the_file(scenario: sk.Scenario) -> None:
    assert (
        scenario.change("participants.API.workers", 16).designs[0].participant("API").workers == 16
    )
    assert scenario.change("participants.DB.workers", 2).designs[1].participant("DB").workers == 2
    assert scenario.change("run", {"seed": 7}).run.seed == 7
    assert scenario.change("run.horizon", "10 s").run.warm_up == 10**9
    assert scenario.change("scenario", "New").name == "New"
    changed = scenario.change("predict", ["one.settled.mean < 1 s"])
    assert [prediction.text for prediction in changed.predictions] == ["one.settled.mean < 1 s"]
    assert scenario.change("acknowledged", "Result").designs[0].acknowledged_by == {3}


def test_a_change_leaves_the_scenario_as_it_was(scenario: sk.Scenario) -> None:
    value = {"Client": {"kind": "client"}}
    changed = scenario.change("participants", value)
    value["Client"]["kind"] = "nonsense"
    assert changed.change("run.seed", 2).designs[0].participant("API").workers is None
    assert scenario == read_scenario(TEXT, "change.yaml")
    again = scenario.change("run.seed", 2).change("run", {})
    assert (again.designs, again.run) == (scenario.designs, scenario.run)


@pytest.mark.parametrize(
    ("path", "value", "expected"),
    [
        ("", 1, "found ''; expected names with dots between them"),
        ("run..seed", 1, "found 'run..seed'; expected names with dots between them"),
        (".run", 1, "found '.run'; expected names with dots between them"),
        ("run.", 1, "found 'run.'; expected names with dots between them"),
        ('run."seed', 1, "found 'run.\"seed'; expected names with dots between them"),
        ('run."se"ed', 1, "found 'run.\"se\"ed'; expected names with dots between them"),
        (
            "run.sed",
            1,
            "run.sed: unknown key 'sed'; expected one of horizon, patience, replications, "
            "seed, warm-up; did you mean 'seed'?",
        ),
        (
            "run.seed.x",
            1,
            "run.seed: found a mapping; expected a whole number from 0 to "
            "9,223,372,036,854,775,807",
        ),
        (
            "network.x",
            1,
            "network.x: found 'x' under 'network'; expected no more keys: 'network' holds a "
            "single value",
        ),
        (
            "participants.APi.workers",
            1,
            "participants.APi: no participant named 'APi' is drawn; expected one of 'API', "
            "'Client', 'DB'; did you mean 'API'?",
        ),
        (
            "participants.Client.workers",
            1,
            "participants.Client.workers: found 'workers' for the client Client; expected "
            "none: a client has no workers",
        ),
        (
            "messages.Request.work",
            "9",
            "messages.Request.work: found '9', a number without a unit; expected a time such "
            "as '5 ms'",
        ),
        (
            "messages.Request.work",
            9,
            "messages.Request.work: found '9', a number without a unit; expected a time such "
            "as '5 ms'",
        ),
        (
            "messages.Request.work",
            None,
            "messages.Request.work: found nothing; expected a time such as '5 ms' or "
            "'exponential 5 ms'",
        ),
        (
            "messages.Request.work",
            "0 s",
            "messages.Request.work: found a mean of 0 s; expected a time above 0 s",
        ),
        (
            "messages.Request.wait",
            "9 ms",
            "messages.Request: found both 'work' and 'wait'; expected one of them",
        ),
        (
            "messages.API.Request.work",
            "9 ms",
            "messages.API.Request: unknown key 'Request'; expected one of breaker, cancel, "
            "deadline, fails, hedge, idempotent, key, limit, luck, network, pace, poison, "
            "priority, retry, scope, size, timeout, wait, work\nmessages.API: no message "
            "named 'API' is drawn; expected one of 'Request', 'Result', 'Trigger Event', "
            "'v1.2 Done'",
        ),
        (
            "load.Client",
            "10 ms",
            "load.Client: found '10 ms', which is a time; expected a rate such as '80/s'",
        ),
        (
            "load.API",
            "40/s",
            "load.API: found '40/s'; expected a load such as 'poisson 80/s'; did you mean "
            "'poisson 40/s'?",
        ),
        (
            "load.API",
            "every 1 s",
            "load.API: found a load of API; expected a load of Client, or of a lifeline that "
            "sends before anything reaches it",
        ),
        (
            "designs.three.load",
            "every 1 s",
            "designs.three: found no 'diagram'; expected a Mermaid sequence diagram or graph "
            "under it",
        ),
        ("run.warm-up", "2 min", "run.warm-up: found 2 min; expected less than the horizon, 1 min"),
    ],
)
def test_a_change_without_meaning_is_refused(
    path: str, value: object, expected: str, scenario: sk.Scenario
) -> None:
    assert refused(scenario, path, value) == expected


def test_an_assumed_law_keeps_its_shape() -> None:
    drawn = "```mermaid\nsequenceDiagram\nClient->>API: ask\nAPI-->>Client: yes\n```\n"
    bare = read_document(drawn, "doc.md")
    changed = bare.change("messages.ask.work", "140 ms").change("load.Client", "40/s")
    (design,) = changed.designs
    assert (str(design.costs[0].time), str(design.load)) == ("exponential 140 ms", "poisson 40/s")
    # 40/s of 140 ms keep 5.6 workers busy: 8 for about 70 %.
    assert design.participant("API").workers == 8
