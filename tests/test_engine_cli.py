"""`--engine`: what is said of it, and what is said of the engine that was taken."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import simkit as sk
from simkit import cli
from simkit.engine import choosing
from tests.commands import SMALL
from tests.engine.standing_in import LOADING, Compiled, put_in_place


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> Compiled:
    monkeypatch.setattr(choosing, "COMPILING", 60.0)  # which the texts below name
    return put_in_place(monkeypatch)


class Told:
    """What a command printed, and its exit status."""

    def __init__(self, status: int, out: str, err: str) -> None:
        self.status, self.out, self.err = status, out, err

    @property
    def engines(self) -> list[str]:
        return [line for line in self.out.splitlines() if line.startswith("engine")]


Command = Callable[..., Told]


@pytest.fixture
def simkit_command(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> Command:
    """Runs the console script in a directory of its own, which holds small.yaml."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    Path("small.yaml").write_text(SMALL.replace("12 s", "3 s"), encoding="utf-8")
    Path("queue.yaml").write_text(
        SMALL.partition("  second:")[0]
        + "  second: |\n    sequenceDiagram\n      Client-)Queue: Put\n      Queue->>API: Ask\n"
        + "run: {horizon: 3 s, warm-up: 1 s, seed: 1}\n",
        encoding="utf-8",
    )

    def run(*arguments: str) -> Told:
        monkeypatch.setattr(sys, "argv", ["simkit", *arguments])
        capsys.readouterr()
        status: int | str | None = 0
        try:
            cli.main()
        except SystemExit as stop:
            status = stop.code or 0
        assert isinstance(status, int)
        return Told(status, *capsys.readouterr())

    return run


def test_run_says_which_engine_it_took(compiled: Compiled, simkit_command: Command) -> None:
    told = simkit_command("run", "small.yaml")
    lines = told.out.splitlines()
    assert lines[lines.index("Small") + 1 :][:3] == [
        "2 replications of 3 s, warm-up 1 s, seed 1",
        "± is half of the 95 % interval of the mean of the replications",
        f"engine: reference ({LOADING})",
    ]
    assert told.err == ""
    told = simkit_command("run", "small.yaml", "--engine", "reference")
    assert told.engines == ["engine: reference (asked for)"]


def test_each_design_has_its_line_where_they_differ(
    compiled: Compiled, simkit_command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(choosing, "LOADING", 0.0)
    assert simkit_command("run", "queue.yaml", "--replications", "1").engines == [
        "engine of first: reference (compiling the other one, about a minute, takes",
        "engine of second: reference (the other one does not run it: 'Queue' has",
    ]


def test_the_first_compilation_is_announced_once(
    compiled: Compiled, simkit_command: Command
) -> None:
    told = simkit_command("run", "small.yaml", "--engine", "compiled", "--out", "out")
    assert told.status == 0
    assert told.err == (
        "compiling the engine for this machine (asked for): about a minute, once; kept in kept\n"
    )
    assert told.engines == ["engine: compiled (asked for)"]
    assert compiled.did[:4] == ["asked", "asked", "prepared", "run"]
    again = simkit_command("run", "small.yaml", "--engine", "compiled")
    assert (again.err, compiled.did.count("prepared")) == ("", 1)
    provenance = Path("out/provenance.json").read_text(encoding="utf-8")
    assert '"engine": {\n    "first": "compiled",\n    "second": "compiled"\n  }' in provenance


def test_python_is_told_too(
    compiled: Compiled, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(choosing, "COMPILING", 0.0)
    monkeypatch.setattr(choosing, "LOADING", 0.0)
    call = "sequenceDiagram\nC->>A: ask\nA-->>C: yes"
    run = {"horizon": "3 s", "warm-up": "1 s"}
    study = sk.run(sk.scenario(call, load="poisson 300/s", run=run), jobs=1)
    assert capsys.readouterr().err == (
        "compiling the engine for this machine (runs like these take longer without it): about a "
        "minute, once; kept in kept\n"
    )
    assert "\nengine: compiled\n" in repr(study)
    assert "engine: compiled\n" in study._repr_html_()


def test_a_command_that_asks_for_too_much_does_nothing(
    compiled: Compiled, simkit_command: Command, tmp_path: Path
) -> None:
    before = sorted(tmp_path.iterdir())
    vary = ("--vary", "load.Client=20/s,40/s")
    for command in (("run", "queue.yaml"), ("sweep", "queue.yaml", *vary)):
        told = simkit_command(*command, "--engine", "compiled", "--out", "out")
        assert (told.status, told.out) == (2, "")
        assert told.err == (
            "--engine compiled: design 'second': 'Queue' has partitions; expected a design that it "
            "runs (the reference engine runs every one)\n"
        )
        told = simkit_command(*command, "--engine", "fastest")
        assert (told.status, told.out) == (2, "")
        assert told.err.startswith("--engine: found 'fastest'; expected 'auto', 'reference' or ")
    assert sorted(tmp_path.iterdir()) == before


def test_a_sweep_says_which_engine_it_took(compiled: Compiled, simkit_command: Command) -> None:
    vary = ("sweep", "queue.yaml", "--vary", "load.Client=20/s,40/s", "--jobs", "2")
    told = simkit_command(*vary, "--design", "first", "--engine", "compiled", "--out", "out")
    assert told.engines == ["engine: compiled (asked for)"]
    assert told.err.startswith("compiling the engine for this machine (asked for): about a minute")
    assert "engine" not in Path("out/sweep.txt").read_text(encoding="utf-8")  # the same for any
    assert simkit_command(*vary, "--engine", "auto").engines == [f"engine: reference ({LOADING})"]


def test_a_finished_sweep_compiles_nothing(compiled: Compiled, simkit_command: Command) -> None:
    vary = ("sweep", "small.yaml", "--vary", "load.Client=20/s,40/s", "--jobs", "1")
    assert simkit_command(*vary, "--engine", "reference", "--out", "out").status == 0
    again = simkit_command(*vary, "--engine", "compiled", "--out", "out")
    assert again.err == "2 of 2 points were finished before\n"
    assert "run" not in compiled.did
    assert "prepared" not in compiled.did


def test_explain_prints_the_program_of_each_design(
    compiled: Compiled, simkit_command: Command
) -> None:
    told = simkit_command("explain", "--program", "small.yaml")
    assert (told.status, told.err) == (0, "")
    assert told.out == (
        "design 'first'\n  0 Ask\n  1 Tell\n\ndesign 'second'\n  0 Ask\n  1 Ask\n  2 Tell\n"
    )
    one = simkit_command("explain", "--program", "queue.yaml", "--design", "first")
    assert one.out == "design 'first'\n  0 Ask\n  1 Tell\n"
    both = simkit_command("explain", "--program", "queue.yaml")
    assert (both.status, both.out) == (2, "")
    assert both.err.startswith("--program: design 'second': 'Queue' has partitions; expected a ")
    assert simkit_command("explain").status == 2


def test_the_program_of_the_compiled_engine_fits_into_80_columns(simkit_command: Command) -> None:
    told = simkit_command("explain", "--program", "small.yaml")
    assert (told.status, told.err) == (0, "")
    parts = told.out.split("\n\ndesign 'second'\n")
    assert parts[0].startswith("design 'first'\n")
    assert [part.count("Ask") > 0 for part in parts] == [True, True]
    assert max(len(line) for line in told.out.splitlines()) <= 80
