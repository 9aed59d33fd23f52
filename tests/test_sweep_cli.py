"""`simkit sweep`: what it prints and writes, and how it goes on after it was stopped."""

import csv
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

import simkit as sk
from simkit import cli
from simkit.model.scenario import Scenario

SMALL = """\
scenario: Small
participants:
  Client: {kind: client}
  API: {workers: 2}
messages:
  Ask: {work: exponential 5 ms}
network: 0.5 ms
load: {Client: poisson 80/s}
designs:
  first: |
    sequenceDiagram
      Client->>API: Ask
      API-->>Client: Tell
  second: |
    sequenceDiagram
      Client->>API: Ask
      API->>API: Ask
      API-->>Client: Tell
run: {horizon: 6 s, warm-up: 1 s, patience: 1 s, replications: 2, seed: 1}
predict: [first.acknowledged.mean > 1 s]
"""


class Told:
    """What a command printed, and its exit status."""

    def __init__(self, status: int, out: str, err: str) -> None:
        self.status, self.out, self.err = status, out, err


Command = Callable[..., Told]


@pytest.fixture
def simkit(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> Command:
    """Runs the console script in a directory of its own, which holds small.yaml."""
    monkeypatch.chdir(tmp_path)
    Path("small.yaml").write_text(SMALL, encoding="utf-8")

    def run(*arguments: str) -> Told:
        monkeypatch.setattr(sys, "argv", ["simkit", "sweep", "small.yaml", *arguments])
        capsys.readouterr()
        status: int | str | None = 0
        try:
            cli.main()
        except SystemExit as stop:
            status = stop.code or 0
        assert isinstance(status, int)
        return Told(status, *capsys.readouterr())

    return run


VARY = ("--vary", "load.Client=20/s..80/s:3")


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of a directory, by its path in it."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


# ---------------------------------------------------------------------- what is printed and written


def test_a_row_a_point_and_design_in_80_columns(simkit: Command) -> None:
    grid = ("--vary", "participants.API.workers=1,2", "--replications", "5", "--jobs", "1")
    told = simkit(*VARY, *grid)
    assert told.status == 0  # whatever the predictions say of one point
    assert told.err == ""
    lines = told.out.splitlines()
    assert all(len(line) <= 80 for line in lines)
    table = [line.split()[:3] for line in lines if re.match(r"\d+/s ", line)]
    assert table[:3] == [["20/s", "1", "first"], ["20/s", "2", "first"], ["50/s", "1", "first"]]
    assert sum(" second " in line for line in lines) >= 12
    assert "Small, over load.Client and participants.API.workers" in lines
    assert "along load.Client, participants.API.workers=1: second against first" in lines
    assert "  acknowledged.mean: first answers sooner from 20/s to 80/s" in told.out


def test_out_has_the_points_the_table_and_the_picture(simkit: Command) -> None:
    told = simkit(*VARY, "--jobs", "1", "--metric", "backlog.API.mean", "--out", "out")
    assert told.status == 0
    assert sorted(contents(Path("out"))) == [
        "curve.png",
        "points/1.json",
        "points/2.json",
        "points/3.json",
        "provenance.json",
        "sweep.csv",
        "sweep.json",
        "sweep.txt",
    ]
    assert Path("out/sweep.txt").read_text(encoding="utf-8") in told.out
    with Path("out/sweep.csv").open(newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert len({(row["load.Client"], row["design"], row["metric"]) for row in rows}) == len(rows)
    assert {row["load.Client"] for row in rows} == {"20.0", "50.0", "80.0"}
    assert [row["design"] for row in rows if row["metric"] == "backlog.API.mean"] == [
        "first",
        "second",
    ] * 3
    assert "backlog API mean" in " ".join(told.out.split())


def test_the_number_of_processes_changes_no_byte(simkit: Command) -> None:
    told = [simkit(*VARY, "--jobs", jobs, "--out", f"out{jobs}") for jobs in ("1", "2")]
    assert [one.status for one in told] == [0, 0]
    assert told[0].out.replace("out1", "out2") == told[1].out
    assert contents(Path("out1")) == contents(Path("out2"))


def test_a_finished_sweep_is_shown_again_and_nothing_runs(simkit: Command) -> None:
    first = simkit(*VARY, "--jobs", "1", "--out", "out")
    before = {path: path.stat().st_mtime_ns for path in Path("out").rglob("*.*")}
    again = simkit(*VARY, "--jobs", "2", "--out", "out")
    assert again.out == first.out
    assert again.err == "3 of 3 points were finished before\n"
    assert {path: path.stat().st_mtime_ns for path in Path("out").rglob("*.*")} == before


def test_the_readme_is_true(monkeypatch: pytest.MonkeyPatch, simkit: Command) -> None:
    root = Path(__file__).parents[1]
    readme = (root / "README.md").read_text(encoding="utf-8")
    section = readme.partition("## Sweeps\n")[2].partition("\n## ")[0]
    original = sk.load

    def short(path: str) -> Scenario:
        scenario = original(root / path)
        return scenario.change("run.horizon", "25 s").change("run.replications", 2)

    monkeypatch.setattr(sk, "load", short)
    (code,) = re.findall(r"^```python\n(.*?)^```$", section, re.MULTILINE | re.DOTALL)
    exec(compile(code, "README.md", "exec"), {})
    (command,) = re.findall(r"^    simkit sweep \S+ (.*)$", section, re.MULTILINE)
    arguments = command.replace("load.Client=10/s", "load.Client=50/s").split()
    assert simkit(*arguments, "--set", "run.horizon=2 s").status == 0
    written = set(re.findall(r"`(\w+\.\w+)`", section))
    assert written == {"sweep.csv", "sweep.txt", "curve.png"}
    assert written <= set(contents(Path("curve")))


# ---------------------------------------------------------------------- what is wrong


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ([], "Missing option '--vary'"),
        (["--vary", "load.Client"], "--vary load.Client: found no '='; expected PATH=VALUES"),
        (["--vary", "lod=1,2"], "--vary lod=1,2: lod: unknown key 'lod'; expected one of"),
        (
            ["--vary", "load.Client=5 ms..9 ms:3"],
            "--vary load.Client=5 ms..9 ms:3: load.Client: found '5 ms', which is a time; expected",
        ),
        ([*VARY, *VARY], "found 'load.Client' again; expected each path once"),
        ([*VARY, "--jobs", "0"], "--jobs: found '0'; expected a whole number from 1"),
        ([*VARY, "--design", "frist"], "no design named 'frist'; expected one of"),
        ([*VARY, "--metric", "backlog"], "--metric backlog: found no statistic; expected"),
        ([*VARY, "--seed", "x"], "--seed x: run.seed: found 'x'; expected"),
        ([*VARY, "--replications", "2000"], "found 3 points with 12,000 runs; expected at"),
        ([*VARY, "--out", "small.yaml"], "--out: found something at 'small.yaml' that is no sweep"),
    ],
)
def test_a_wrong_command_line_ends_with_2_and_does_nothing(
    arguments: list[str], error: str, simkit: Command, tmp_path: Path
) -> None:
    told = simkit(*arguments, "--out", "out") if "--out" not in arguments else simkit(*arguments)
    assert told.status == 2
    assert error in told.err
    assert told.out == ""
    assert [path.name for path in tmp_path.iterdir()] == ["small.yaml"]


def test_a_directory_of_another_seed_ends_with_2(simkit: Command) -> None:
    simkit(*VARY, "--jobs", "1", "--out", "out")
    before = contents(Path("out"))
    told = simkit(*VARY, "--jobs", "1", "--out", "out", "--seed", "2")
    assert told.status == 2
    assert told.err == (
        "--out: found a sweep at 'out' with another seed (1, here 2); expected a new directory, "
        "or that of the same sweep\n"
    )
    assert contents(Path("out")) == before


def test_a_model_that_cannot_go_on_ends_with_4_and_keeps_what_is_finished(
    simkit: Command,
) -> None:
    Path("small.yaml").write_text(SMALL.replace("exponential 5 ms", "0 s").replace("0.5 ms", "0 s"))
    load = "load.Client=users 1 think 1 ms,users 1 think 0 s"
    told = simkit("--vary", load, "--jobs", "1", "--out", "out")
    assert told.status == 4
    assert told.err.startswith(
        "the run failed: at load.Client=users 1 think 0 s, design 'first', replication 0: Client "
    )
    assert sorted(contents(Path("out"))) == ["points/1.json", "sweep.json"]


# ---------------------------------------------------------------------- stopped and taken up


def start(folder: Path, jobs: str, out: str) -> "subprocess.Popen[str]":
    """A sweep of its own process group, with points enough to be stopped among them."""
    arguments = ["--vary", "load.Client=20/s..130/s:12", "--jobs", jobs, "--out", out]
    return subprocess.Popen(
        [sys.executable, "-m", "simkit", "sweep", "small.yaml", *arguments],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def wait_for_a_point(process: "subprocess.Popen[str]", folder: Path) -> None:
    """Until the first point is written, and not the last."""
    limit = time.monotonic() + 60
    while not list(folder.glob("points/*.json")):
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < limit
        time.sleep(0.005)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A directory with small.yaml and an uninterrupted sweep of it."""
    folder = tmp_path_factory.mktemp("whole")
    (folder / "small.yaml").write_text(SMALL, encoding="utf-8")
    process = start(folder, "1", "out")
    _, err = process.communicate(timeout=120)
    assert (process.returncode, err) == (0, "")
    return folder


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_killed_sweep_goes_on_and_ends_as_if_nothing_had_been(jobs: str, whole: Path) -> None:
    process = start(whole, jobs, f"killed{jobs}")
    folder = whole / f"killed{jobs}"
    wait_for_a_point(process, folder)
    process.kill()
    process.communicate(timeout=60)  # ends when the last of its processes has
    finished = len(list(folder.glob("points/*.json")))
    assert 1 <= finished < 12, finished
    assert not (folder / "sweep.csv").exists()
    again = start(whole, jobs, f"killed{jobs}")
    _, err = again.communicate(timeout=120)
    assert again.returncode == 0
    assert err == f"{finished} of 12 points were finished before\n"
    assert contents(folder) == contents(whole / "out")


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_ctrl_c_keeps_what_is_finished_and_says_how_to_go_on(jobs: str, whole: Path) -> None:
    name = f"stopped{jobs}"
    process = start(whole, jobs, name)
    wait_for_a_point(process, whole / name)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does, to every process
    out, err = process.communicate(timeout=60)
    assert process.returncode == 130, (out, err)
    finished = len(list((whole / name).glob("points/*.json")))
    assert 1 <= finished < 12
    assert err == (
        f"stopped after {finished} of 12 points; run the same again with --out {name} to go on\n"
    )
    assert f"{finished} of 12 points, 2 replications" in out
    assert not list((whole / name).rglob("*.part"))
    again = start(whole, "2", name)
    again.communicate(timeout=120)
    assert contents(whole / name) == contents(whole / "out")
