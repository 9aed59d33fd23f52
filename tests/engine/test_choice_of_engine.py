"""Which engine runs a design: chosen before it runs, told, and of no consequence for its tables."""

from pathlib import Path

import pytest

import simkit as sk
from simkit.engine import choosing
from simkit.engine.choosing import Choice, choose, expected_steps, read_engine
from simkit.engine.plan import Plan
from simkit.engine.planning import make_plan
from simkit.errors import ScenarioError
from simkit.experiment.replications import recordings
from simkit.model.scenario import Scenario
from tests.engine.standing_in import LOADING, REFUSED, Compiled, put_in_place

MINUTES = "about a minute"
COMPILING = f"compiling the other one, {MINUTES}, takes longer"
ASKED = "asked for"
CALL = "sequenceDiagram\nC->>A: ask\nA-->>C: yes"
QUEUED = "sequenceDiagram\nC-)Queue: put\nQueue->>A: ask"


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> Compiled:
    return put_in_place(monkeypatch)


def scenario(drawing: str = CALL, **run: object) -> Scenario:
    return sk.scenario(
        drawing,
        load="poisson 100/s",
        messages={"ask": {"work": "exponential 5 ms"}},
        participants={"A": {"workers": 2}},
        run={"horizon": "3 s", "warm-up": "1 s", "replications": 3, **run},
    )


def two(**run: object) -> Scenario:
    """One design that the compiled engine can run, and one that it refuses."""
    return scenario({"call": CALL, "queued": QUEUED}, **run)  # type: ignore[arg-type]


def plan_of(said: Scenario) -> Plan:
    return make_plan(said, said.designs[0])


def steps_of(said: Scenario) -> float:
    return expected_steps(plan_of(said))


# ---------------------------------------------------------------------- the choice


def saving(seconds: float) -> Plan:
    """A run with which the compiled engine is done so much sooner, once it is loaded."""
    steps = (seconds + choosing.STARTING) * choosing.STEPS_A_SECOND
    said = scenario(horizon=f"{steps / 200:.9f} s", **{"warm-up": "0 s"})
    return plan_of(said)


@pytest.mark.parametrize(
    ("saved", "loaded", "here", "choice"),
    [
        (1.39, False, True, Choice(engine="reference", reason=LOADING)),
        (1.41, False, True, Choice(engine="compiled")),
        (choosing.COMPILING - 1, False, False, Choice(engine="reference", reason=COMPILING)),
        (choosing.COMPILING + 1, False, False, Choice(engine="compiled")),
        (-0.001, False, True, Choice(engine="reference", reason=LOADING)),
        (-0.001, True, True, Choice(engine="reference", reason="its runs are short")),
        (0.001, True, True, Choice(engine="compiled")),
        (choosing.COMPILING - 1, True, False, Choice(engine="reference", reason=COMPILING)),
    ],
)
def test_auto_takes_whoever_is_done_sooner(
    saved: float,
    loaded: bool,
    here: bool,
    choice: Choice,
    compiled: Compiled,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(choosing, "_is_loaded", lambda: loaded)
    compiled.here = here
    assert choose(saving(saved / 80), "auto", runs=80) == choice


def test_auto_does_not_take_who_refuses(compiled: Compiled) -> None:
    compiled.here = True
    plan = plan_of(scenario(QUEUED))
    assert choose(plan, "auto", runs=1_000_000) == Choice(
        engine="reference", reason=f"the other one does not run it: {REFUSED}"
    )


def test_who_is_asked_for_is_taken(compiled: Compiled) -> None:
    plan = plan_of(scenario())
    assert choose(plan, "compiled") == Choice(engine="compiled", reason=ASKED)
    assert choose(plan, "reference") == Choice(engine="reference", reason=ASKED)
    with pytest.raises(ScenarioError) as refused:
        choose(plan_of(scenario(QUEUED)), "compiled")
    assert str(refused.value) == (
        "--engine compiled: design 'design': 'Queue' has partitions; expected a design that it "
        "runs (the reference engine runs every one)"
    )


def test_a_short_run_does_not_even_ask(compiled: Compiled) -> None:
    """To be asked what it can run, the compiled engine has to be loaded."""
    assert choose(plan_of(scenario(QUEUED)), "auto").reason == LOADING
    assert choose(plan_of(scenario()), "reference").reason == ASKED
    assert compiled.did == []
    choose(saving(2), "auto")
    assert compiled.did == ["asked"]


def test_many_short_runs_are_counted_together(compiled: Compiled) -> None:
    """As behind a slider: of 45 s to compile, twenty runs of 2 s do not save enough, 25 do."""
    short = saving(0.5)
    assert [choose(short, "auto").reason for _ in range(3)] == [LOADING, LOADING, COMPILING]
    later = [choose(saving(2), "auto") for _ in range(25)]
    first = next(number for number, choice in enumerate(later) if choice.engine == "compiled")
    # 1.5 s were waived by the short ones: 1.5 + 2 × 21 = 43.5 are too few, with 2 more it pays.
    assert first == 21
    assert all(choice.reason == COMPILING for choice in later[:first])
    compiled.here = True
    assert choose(short, "auto") == Choice(engine="compiled")


def test_without_numba_there_is_one_engine(
    compiled: Compiled, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(choosing, "find_spec", lambda name: None)
    found = choose(plan_of(scenario()), "auto", runs=1_000_000)
    assert str(found) == (
        "reference (the other one does not run it: it needs numba, which is not installed)"
    )


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("fast", "found 'fast'; expected 'auto', 'reference' or 'compiled'"),
        ("complied", "found 'complied'; expected 'auto', 'reference' or 'compiled'; did you mean "
                     "'compiled'?"),
        ("", "found nothing; expected 'auto', 'reference' or 'compiled'"),
    ],
)  # fmt: skip
def test_there_are_three_words_for_it(text: str, told: str) -> None:
    assert [read_engine(word) for word in choosing.ENGINES] == ["auto", "reference", "compiled"]
    with pytest.raises(ScenarioError) as refused:
        read_engine(text)
    assert str(refused.value) == f"--engine: {told}"
    with pytest.raises(ScenarioError):
        sk.run(scenario(), engine=text)


def test_steps_are_requests_times_the_lines_that_they_go_through() -> None:
    assert steps_of(scenario(horizon="10 s")) == 100 * 10 * 2
    users = scenario().change("load.C", "users 5 think 1 s").change("run.horizon", "9 s")
    assert steps_of(users) == pytest.approx(5 * (1 + 9 / 1.005) * 2)
    idle = users.change("load.C", "users 5 think 0 s").change("messages.ask.work", "constant 0 s")
    assert steps_of(idle) == 5 * 2  # it ends at once
    loop = "sequenceDiagram\nC->>A: ask\nloop 3 times\nA->>B: look\nB-->>A: seen\nend\nA-->>C: yes"
    assert steps_of(scenario(loop, horizon="2 s")) == 200 * (2 + 3 * 2)
    poll = (
        "sequenceDiagram\nC->>A: ask\nA-->>C: wait\nA->>A: ask\n"
        'loop every 10 ms until "ask", at most 100 times\nC->>A: done?\nA-->>C: so\nend'
    )
    assert steps_of(scenario(poll, horizon="2 s")) == 200 * (3 + choosing.LOOKS * 2)


def test_several_journeys_share_the_requests_of_their_client() -> None:
    more = "graph LR\nC --> A\nC --> B\nB --> D\nB --> E"
    found = plan_of(sk.scenario(more, load="every 10 ms", run={"horizon": "1 s"}))
    assert expected_steps(found) == 100 * len(found.lines) / 2


# ---------------------------------------------------------------------- the tables


@pytest.mark.parametrize("jobs", [1, 2, 5])
def test_tables_depend_neither_on_the_engine_nor_on_threads(jobs: int, compiled: Compiled) -> None:
    alone = sk.run(scenario(), engine="reference", jobs=1)
    assert compiled.did == []
    other = sk.run(scenario(), engine="compiled", jobs=jobs)
    assert compiled.did == ["asked", "prepared", *["run"] * 3]
    for one, same in zip(alone.recordings["design"], other.recordings["design"], strict=True):
        assert one.digest() == same.digest()
        assert one.provenance.replication == same.provenance.replication
        assert (one.provenance.engine, same.provenance.engine) == ("reference", "compiled")
    assert all(name.startswith("ThreadPool") for name in compiled.threads) == (jobs > 1)


def test_pilot_runs_are_made_by_the_same_engine(compiled: Compiled) -> None:
    whole = scenario(horizon="20 s", **{"warm-up": "auto"})
    assert whole.run.finds_warm_up
    alone, other = (sk.run(whole, engine=name, jobs=1) for name in ("reference", "compiled"))
    assert compiled.did == ["asked", "prepared", *["run"] * (5 + 3)]
    assert alone.settling == other.settling
    assert alone.scenario.run == other.scenario.run


def test_a_design_that_is_refused_does_not_hold_the_other_back(
    compiled: Compiled, monkeypatch: pytest.MonkeyPatch
) -> None:
    compiled.here = True
    monkeypatch.setattr(choosing, "LOADING", 0.0)
    study = sk.run(two(replications=4), jobs=1)
    engines = {name: found[0].provenance.engine for name, found in study.recordings.items()}
    assert engines == {"call": "compiled", "queued": "reference"}
    assert compiled.did == ["asked", "asked", *["run"] * 4]
    with pytest.raises(ScenarioError, match="design 'queued': 'Queue' has partitions"):
        sk.run(two(), engine="compiled")


def test_runs_in_threads_come_in_order_and_show_how_far_they_are(compiled: Compiled) -> None:
    said, shares = scenario(), list[float]()
    engines = {"design": Choice(engine="compiled")}
    split = list(recordings(said, ["design"], range(1, 6), 3, shares.append, engines))
    assert [one.provenance.replication for one in split] == [1, 2, 3, 4, 5]
    alone = recordings(said, ["design"], range(1, 6), 1)
    assert [one.digest() for one in split] == [one.digest() for one in alone]
    assert shares == sorted(shares)
    assert shares[-1] == pytest.approx(1)


def test_a_sweep_in_threads_gives_the_same_numbers(compiled: Compiled, tmp_path: Path) -> None:
    vary = {"load.C": ["50/s", "100/s"]}
    alone = sk.sweep(scenario(), vary, engine="reference", jobs=1)
    split = sk.sweep(scenario(), vary, engine="compiled", jobs=3, out=tmp_path / "out")
    assert compiled.did == ["asked", "asked", "prepared", *["run"] * 6]
    assert len(compiled.threads) > 1
    assert repr(split.readings) == repr(alone.readings)
    again = sk.sweep(scenario(), vary, engine="reference", out=tmp_path / "out")
    assert repr(again.readings) == repr(alone.readings)  # nothing is run: no engine makes another
