"""The commands: what they print, what they write, and the status they end with."""

import csv
import json
import os
import pty
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import matplotlib.image
import pytest

import simkit as sk
from simkit import cli
from simkit.views.terminal import uninterrupted

ROOT = Path(__file__).parents[1]
SMALL = """\
scenario: Small
participants:
  Client: {kind: client}
  API: {kind: api, workers: 2}
messages:
  Ask: {work: exponential 5 ms}
  Tell: {work: 0 s}
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
"""
HOLDING = "predict: [first.acknowledged.mean < 1 s]\n"
FAILING = "predict: [first.acknowledged.mean > 1 s, first.acknowledged.mean < 1 s]\n"
UNDECIDED = "predict: [first.acknowledged.p99.9 < 1 s, first.acknowledged.mean < 1 s]\n"


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
    monkeypatch.setenv("COLUMNS", "80")
    Path("small.yaml").write_text(SMALL, encoding="utf-8")

    def run(*arguments: str, text: str = "") -> Told:
        if text:
            Path("small.yaml").write_text(text, encoding="utf-8")
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


# ---------------------------------------------------------------------- exit status


@pytest.mark.parametrize(
    ("predictions", "status"), [("", 0), (HOLDING, 0), (FAILING, 1), (UNDECIDED, 3)]
)
def test_the_status_says_what_became_of_the_predictions(
    predictions: str, status: int, simkit: Command
) -> None:
    told = simkit("run", "small.yaml", text=SMALL + predictions)
    assert told.status == status
    assert told.err == ""
    answers = {0: "holds: ", 1: "fails: ", 3: "undecided: "}
    assert not predictions or answers[status] in told.out


def test_a_prediction_about_a_design_that_is_not_run_is_not_judged(simkit: Command) -> None:
    told = simkit("run", "small.yaml", "--design", "second", text=SMALL + HOLDING)
    assert told.status == 0
    assert re.search(r"^not judged: .*\(design 'first' was not run\)$", told.out, re.MULTILINE)


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (["run", "none.yaml"], "none.yaml: cannot be read (No such file or directory); expected"),
        (["run", "small.yaml", "--seed", "x"], "--seed x: run.seed: found 'x'; expected"),
        (["run", "small.yaml", "--replications", "0"], "run.replications: found 0; expected a"),
        (["run", "small.yaml", "--design", "frist"], "no design named 'frist'; expected one of "),
        (["run", "small.yaml", "--set", "run.seed"], "--set run.seed: found no '='; expected "),
        (["run", "small.yaml", "--set", "a=1"], "--set a=1: a: unknown key 'a'; expected one of"),
        (["run", "small.yaml", "--set", "scenario=\x1b"], "found the character '\\x1b'; expected"),
        (["run", "small.yaml", "--set", "scenario=\udcff"], "found the character '\\udcff'; exp"),
        (["run", "small.yaml", "--bogus"], "'--bogus'"),
        (["run"], "Error: Missing argument 'FILE'."),
        (["rum", "small.yaml"], "Error: No such command 'rum'."),
        (["check", "small.yaml", "small.yaml"], "Error: Got unexpected extra argument"),
    ],
)
def test_a_wrong_command_line_ends_with_2_and_does_nothing(
    arguments: list[str], error: str, simkit: Command, tmp_path: Path
) -> None:
    told = simkit(*arguments)
    assert told.status == 2
    assert error in told.err
    assert told.out == ""
    assert [path.name for path in tmp_path.iterdir()] == ["small.yaml"]


def test_an_unknown_design_is_told_with_the_one_that_was_meant(simkit: Command) -> None:
    told = simkit("run", "small.yaml", "--design", "frist", "--out", "out")
    assert "no design named 'frist'; expected one of 'first', 'second'; did you mean 'first'?" in (
        told.err
    )
    assert not Path("out").exists()


def test_every_wrong_change_is_told_at_once(simkit: Command) -> None:
    told = simkit("check", "small.yaml", "--set", "run.sed=1", "--set", "netwrok=1 ms")
    assert told.status == 2
    assert [line.split(": ")[0] for line in told.err.splitlines()] == [
        "--set run.sed=1",
        "--set netwrok=1 ms",
    ]


def test_a_model_that_cannot_go_on_ends_with_4(simkit: Command) -> None:
    changes = ("--set", "load.Client=users 3 think 0 s", "--set", "messages.Ask.work=constant 0 s")
    told = simkit("run", "small.yaml", *changes, "--set", "network=0 s")
    assert told.status == 4
    assert re.fullmatch(
        r"the run failed: Client at 0 s: its 3 users have begun \d+ journeys at one instant; "
        r"let them think, or the journey take time\n",
        told.err,
    )


def test_books_that_do_not_balance_end_with_4(
    simkit: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("simkit.experiment.replications.audit", lambda *_: ["API, came: 3, not 4"])
    told = simkit("run", "small.yaml")
    assert told.status == 4
    assert told.out == ""
    assert told.err == (
        "the run failed: design 'first', replication 0: the books do not balance: "
        "API, came: 3, not 4\n"
    )


def test_a_place_that_cannot_be_written_ends_with_4(simkit: Command) -> None:
    Path("locked").write_text("", encoding="utf-8")
    told = simkit("run", "small.yaml", "--out", "locked/out")
    assert told.status == 4
    assert told.err.startswith("cannot write: ")
    assert told.out == ""


def interrupted(folder: Path, out: str | None) -> tuple[int, str, str]:
    """A run of many replications that gets Ctrl-C when two have been written, or after 8 s."""
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "simkit", "run", "small.yaml", "--engine", "reference"),
            *(["--out", out] if out else []),
        ],
        cwd=folder,
        env={**os.environ, "COLUMNS": "80", "PYTHONIOENCODING": "utf-8"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    end = time.monotonic() + (60 if out else 8)
    while time.monotonic() < end and len(list(folder.glob("out/recordings/*.npz"))) < 4:
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    told, error = process.communicate(timeout=60)
    return process.returncode, told, error


def test_ctrl_c_prints_and_keeps_what_is_finished(tmp_path: Path) -> None:
    text = SMALL.replace("replications: 2", "replications: 100000")
    (tmp_path / "small.yaml").write_text(text, encoding="utf-8")
    status, told, error = interrupted(tmp_path, "out")
    assert status == 130
    match = re.fullmatch(
        r"stopped after (\d+) of 100000 replications; the numbers above are of these\n", error
    )
    assert match, error
    finished = int(match[1])
    assert finished >= 2
    assert f"{finished} of 100000 replications of 6 s, warm-up 1 s, seed 1" in told
    assert "written to out" in told
    kept = list((tmp_path / "out" / "recordings").iterdir())
    assert len(kept) in (2 * finished, 2 * finished + 1)  # the last may lack its other design
    for path in kept:
        sk.load_recording(str(path))
    provenance = json.loads((tmp_path / "out" / "provenance.json").read_text("utf-8"))
    assert provenance["replications"] == finished


def test_ctrl_c_before_anything_is_finished_shows_nothing(tmp_path: Path) -> None:
    text = SMALL.replace("horizon: 6 s", "horizon: 3 h")
    (tmp_path / "small.yaml").write_text(text, encoding="utf-8")
    status, told, error = interrupted(tmp_path, None)
    assert status == 130
    assert told == ""
    assert error == "stopped before every design had run once: nothing to show\n"


# ---------------------------------------------------------------------- what is changed


def test_the_options_change_the_run(simkit: Command) -> None:
    text = simkit("run", "small.yaml", "--seed", "7", "--replications", "3").out
    assert "3 replications of 6 s, warm-up 1 s, seed 7" in text
    assert text != simkit("run", "small.yaml", "--replications", "3").out
    assert text == simkit("run", "small.yaml", "--set", "run.seed=7", "--replications", "3").out


def test_a_bare_quantity_keeps_the_shape(simkit: Command) -> None:
    changes = ("--set", 'messages."Ask".work=9 ms', "--set", "load.Client=40/s")
    told = simkit("check", "small.yaml", *changes)
    assert told.status == 0
    assert told.out.count("works exponential 9 ms") == 3
    assert told.out.count("Client, client, poisson 40/s:") == 2


def test_a_load_without_a_name_is_that_of_the_first_sender(simkit: Command) -> None:
    text = SMALL.replace("load: {Client: poisson 80/s}", "load: poisson 80/s")
    told = simkit("check", "small.yaml", "--set", "load.Client=40/s", text=text)
    assert told.out.count("Client, client, poisson 40/s:") == 2


def test_what_is_assumed_is_said_before_the_numbers(simkit: Command) -> None:
    told = simkit(
        "run", "small.yaml", text=SMALL.replace(", workers: 2", "").replace("seed: 1", "")
    )
    assert told.out.splitlines()[:3] == [
        "assumed: API: unlimited workers (not stated)",
        "assumed: run.seed: 1 (not stated)",
        "Small",
    ]


def test_the_reading_of_the_shipped_scenario_is_this(simkit: Command) -> None:
    assert simkit("check", str(ROOT / "scenarios" / "accepted.yaml")).out == READING


# ---------------------------------------------------------------------- what is written


def test_out_holds_tables_pictures_and_provenance(simkit: Command) -> None:
    told = simkit("run", "small.yaml", "--out", "results/new", text=SMALL + HOLDING)
    assert told.status == 0
    assert told.out.endswith("written to results/new\n")
    out = Path("results/new")
    recordings = [
        f"recordings/{n}-{name}-replication-{replication}.npz"
        for n, name in ((1, "first"), (2, "second"))
        for replication in (0, 1)
    ]
    files = ["comparison.txt", "latency.png", "metrics.csv", "provenance.json"]
    files += [*recordings, "scenario.json", "timeseries.png"]
    found = [str(path.relative_to(out)) for path in out.rglob("*") if path.is_file()]
    assert sorted(found) == sorted(files)
    printed = "\n".join(line.rstrip() for line in told.out.splitlines())
    assert (out / "comparison.txt").read_text("utf-8") in printed
    for name in ("latency.png", "timeseries.png"):
        height, width, _ = matplotlib.image.imread(out / name).shape
        assert min(height, width) > 100
    metrics = list(csv.DictReader((out / "metrics.csv").read_text("utf-8").splitlines()))
    assert {"metric", "value", "low", "high", "replications"} <= metrics[0].keys()
    assert metrics[0]["metric"] == "first.acknowledged.mean"
    provenance = json.loads((out / "provenance.json").read_text("utf-8"))
    assert (provenance["seed"], provenance["replications"]) == (1, 2)
    assert provenance["engine"].keys() == {"first", "second"}


def test_what_is_written_can_be_read_back_and_run_again(simkit: Command) -> None:
    simkit("run", "small.yaml", "--out", "out", "--set", "messages.Ask.work=7 ms")
    scenario = sk.load("out/scenario.json")
    study = sk.run(scenario)
    digests = json.loads(Path("out/provenance.json").read_text("utf-8"))["digests"]
    for design, number in (("first", 1), ("second", 2)):
        for replication, recording in enumerate(study.recordings[design]):
            path = f"out/recordings/{number}-{design}-replication-{replication}.npz"
            assert sk.load_recording(path) == recording
            assert digests[f"{design}, replication {replication}"] == recording.digest()


def test_an_existing_result_is_never_overwritten(simkit: Command) -> None:
    Path("out").mkdir()
    Path("out/mine.txt").write_text("keep me", encoding="utf-8")
    told = simkit("run", "small.yaml", "--out", "out")
    assert told.status == 2
    assert told.out == ""
    assert told.err == "--out: found something at 'out'; expected a new directory\n"
    assert [path.name for path in Path("out").iterdir()] == ["mine.txt"]
    assert simkit("run", "small.yaml", "--out", "small.yaml").status == 2


def test_an_empty_directory_may_be_filled(simkit: Command) -> None:
    Path("out").mkdir()
    assert simkit("run", "small.yaml", "--out", "out").status == 0


# ---------------------------------------------------------------------- what is printed


@pytest.mark.parametrize("count", [1, 2, 3, 5])
@pytest.mark.parametrize(
    "name", ["a design with a name of many words", "aDesignWhoseNameIsOneLongWordWithoutAnyEnd"]
)
def test_the_table_fits_into_80_columns(count: int, name: str, simkit: Command) -> None:
    head, tail = SMALL.split("designs:\n")
    drawing = (
        tail.split("  second: |")[0].partition("\n")[2].replace("API", "The Service Of Many Words")
    )
    designs = "".join(f"  {name} {n}: |\n{drawing}" for n in range(count))
    text = f"{head}designs:\n{designs}run: {{horizon: 4 s, replications: 2}}\n"
    text = text.replace("  API: {", "  The Service Of Many Words: {")
    told = simkit("run", "small.yaml", text=text)
    assert told.status == 0, told.err
    table = told.out[told.out.index("Small\n") :]
    assert max(len(line) for line in table.splitlines()) <= 80
    assert "…" not in table
    squeezed = re.sub(r"\s", "", table)
    assert all(squeezed.count(word) >= count for word in ("acknowledged", "mean"))


def test_the_module_is_the_command(tmp_path: Path) -> None:
    def told(*command: str) -> str:
        done = subprocess.run(command, capture_output=True, check=True, cwd=tmp_path)
        return done.stdout.decode()

    version = told(sys.executable, "-m", "simkit", "--version")
    assert re.fullmatch(
        r"simkit, version \d+\.\d+\.\d+\n", version.replace("python -m simkit", "simkit")
    )
    help_text = told(sys.executable, "-m", "simkit", "--help")
    assert "check" in help_text
    assert "run" in help_text


def test_help_explains_every_option(simkit: Command) -> None:
    told = simkit("run", "-h")
    assert told.status == 0
    for option in ("--design", "--seed", "--replications", "--set", "--engine", "--out"):
        assert option in told.out
    assert max(len(line) for line in told.out.splitlines()) <= 80


READING = """\
Accepted, then done in the background
  question: What does the client gain when the API answers first and works
      afterwards?
  source: seed document "Asynchronous Eventing in Microservice Architecture
      Design", first diagram

design blocking
  Client, client, poisson 80/s:
    1 sends 'Request' to API (network 500 µs)
    2 waits for 'Result'
    over
  API, 60 workers, held while waiting, on 'Request':
    1 works exponential 5 ms
    2 sends 'Trigger Event' to BackgroundTask (network 500 µs)
    3 waits for 'Completion Message', then works 1 ms
    4 answers Client: 'Result' (network 500 µs)
    worker free
  BackgroundTask, 50 workers, held while waiting, on 'Trigger Event':
    1 works exponential 500 ms
    2 answers API: 'Completion Message' (network 500 µs)
    worker free
  acknowledged: when 'Result' arrives, after all work is done
  noticed: when 'Result' arrives, after all work is done
  assumed: API: a pool of workers, by its name
  assumed: BackgroundTask: a pool of workers, by its name
  assumed: Result: no work (not stated)

design accepted
  Client, client, poisson 80/s:
    1 sends 'Request' to API (network 500 µs)
    2 waits for 'Accepted Message'
    over
  API, 60 workers, held while waiting, on 'Request':
    1 works exponential 5 ms
    2 answers Client: 'Accepted Message' (network 500 µs)
    3 sends 'Trigger Event' to BackgroundTask, not waited for (network 500 µs)
    worker free
  API, 60 workers, held while waiting, on 'Completion Message':
    1 works 1 ms
    worker free
  BackgroundTask, 50 workers, held while waiting, on 'Trigger Event':
    1 works exponential 500 ms
    2 sends 'Completion Message' to API, not waited for (network 500 µs)
    worker free
  acknowledged: when 'Accepted Message' arrives, before all work is done
  noticed: never
  assumed: API: a pool of workers, by its name
  assumed: BackgroundTask: a pool of workers, by its name
  assumed: Accepted Message: no work (not stated)
  note: nobody answers 'Trigger Event' (API->>BackgroundTask, line 4 of the
      diagram): API does not wait for it
  note: nobody answers 'Completion Message' (BackgroundTask->>API, line 5 of the
      diagram): BackgroundTask does not wait for it
  note: nothing tells Client that all is done: completion is never noticed

run: 10 replications of 2 min (warm-up 20 s, patience 2 min), seed 1
  assumed: run.patience: 2 min, as long as the horizon (not stated)
  same luck in every design: the arrivals, the work of 'API.Request', the work
      of 'BackgroundTask.Trigger Event'
predicted:
  accepted.acknowledged.p99 < 50 ms
  accepted.acknowledged.p99 < 0.2 * blocking.acknowledged.p99

capacity, by mean times and as if nobody queued
  arrivals: messages/s; each: how long one holds a worker; load: workers held;
      busy: share of them; full at: requests/s that hold them all;
      > at least, < at most, ~ about: queues and chance come on top

  blocking: poisson 80/s
                    arrivals      each          load      busy  full at
    API                 80/s  > 507 ms  > 40.6 of 60  > 67.6 %  < 118/s
    BackgroundTask      80/s    500 ms      40 of 50      80 %    100/s
    highest sustainable rate: 100 requests/s; bottleneck: BackgroundTask

  accepted: poisson 80/s
                    arrivals    each        load   busy   full at
    API                160/s    3 ms  0.48 of 60  0.8 %  10,000/s
    BackgroundTask      80/s  500 ms    40 of 50   80 %     100/s
    highest sustainable rate: 100 requests/s; bottleneck: BackgroundTask
"""


def test_what_is_said_twice_is_refused(simkit: Command) -> None:
    told = simkit("run", "small.yaml", "--set", "run.seed=1", "--seed", "2", text=SMALL)
    assert (told.status, told.out) == (2, "")
    assert told.err == "--seed 2: found 'run.seed' again; expected once\n"


def test_changes_are_said_together_whatever_their_order(simkit: Command) -> None:
    forth = ["--set", "run.horizon=2 s", "--set", "run.warm-up=0.5 s"]
    back = ["--set", "run.warm-up=0.5 s", "--set", "run.horizon=2 s"]
    small = SMALL.replace("warm-up: 1 s", "warm-up: 3 s")
    one, other = (simkit("run", "small.yaml", *order, text=small) for order in (forth, back))
    assert one.status == 0
    assert one.out == other.out


def test_what_is_being_written_is_written_whole_before_ctrl_c_stops() -> None:
    written = []

    def write() -> None:
        with uninterrupted():
            os.kill(os.getpid(), signal.SIGINT)
            time.sleep(0.01)
            written.append("whole")

    with pytest.raises(KeyboardInterrupt):
        write()
    assert written == ["whole"]


def test_a_terminal_without_the_signs_gets_other_ones(tmp_path: Path) -> None:
    (tmp_path / "small.yaml").write_text(SMALL, encoding="utf-8")
    terminal, end = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "simkit", "run", "small.yaml"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONIOENCODING": "ascii", "NO_COLOR": "1", "TERM": "dumb"},
        stdout=end,
        stderr=subprocess.PIPE,
    )
    os.close(end)
    told = b""
    while chunk := read_terminal(terminal):
        told += chunk
    os.close(terminal)
    _, error = process.communicate(timeout=60)
    assert (process.returncode, error) == (0, b"")
    assert b"? is half of the 95 % interval" in told


def read_terminal(terminal: int) -> bytes:
    """What a terminal shows next; nothing when its program is over."""
    try:
        return os.read(terminal, 4096)
    except OSError:  # how Linux says that nobody writes any more
        return b""


def test_designs_with_different_loads_get_one_line_and_no_verdict(simkit: Command) -> None:
    more = "--set", "designs.second.load=poisson 40/s"
    lines = simkit("run", "small.yaml", *more, text=SMALL).out.splitlines()
    assert lines[-2:] == ["second, against first", "no verdict: the two have different loads"]


def test_a_result_can_be_run_again_without_the_files_it_was_made_from(
    simkit: Command, tmp_path: Path
) -> None:
    (tmp_path / "times.csv").write_text("t\n0.001\n0.0123456789012\n", encoding="utf-8")
    text = SMALL.replace("exponential 5 ms", "empirical times.csv column t")
    assert simkit("run", "small.yaml", "--out", "one", text=text).status == 0
    (tmp_path / "times.csv").unlink()
    assert simkit("run", "one/scenario.json", "--out", "two").status == 0
    metrics = [(tmp_path / name / "metrics.csv").read_bytes() for name in ("one", "two")]
    assert metrics[0] == metrics[1]
