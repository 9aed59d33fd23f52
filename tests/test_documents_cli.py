"""Documents at the command line: run as they are, checked, and written as scenario files."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

CALL = "sequenceDiagram\n    C->>A: ask\n    A-->>C: yes"
EVENT = "sequenceDiagram\n    Client->>API: order\n    API-->>Client: ok\n    API-)Task: pack"
DOCUMENT = f"""\
# Shop

```mermaid
{EVENT}
```

## Ask

```mermaid
{CALL}
```

# Pie
```mermaid
pie
```
"""
BROKEN = f"""\
# One

```mermaid
{CALL}
    foo
```

- # Two

  > ```mermaid
  > sequenceDiagram
  >   actor U
  >   U->>A Ask
  > ```
"""
QUICK = ("--set", "run.horizon=2 s", "--set", "run.warm-up=0 s", "--set", "run.patience=1 s")


class Told:
    """What a command printed, and its exit status."""

    def __init__(self, done: subprocess.CompletedProcess[str]) -> None:
        self.status, self.out, self.err = done.returncode, done.stdout, done.stderr
        assert "Traceback" not in self.err


def simkit(*arguments: str) -> Told:
    command = [sys.executable, "-c", "from simkit.cli import main; main()", *arguments]
    environment = os.environ | {"COLUMNS": "80", "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, env=environment, encoding="utf-8"
    )
    return Told(done)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("doc.md").write_text(DOCUMENT)
    Path("broken.md").write_text(BROKEN)
    Path("ask.mmd").write_text(CALL)
    return tmp_path


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


BEFORE = ["ask.mmd", "broken.md", "doc.md"]


# ---------------------------------------------------------------------- run and check


def test_a_document_runs_as_it_is_and_says_what_it_assumes() -> None:
    told = simkit("run", "doc.md", "--replications", "2", *QUICK)
    assert (told.status, told.err) == (0, "")
    before, _, after = told.out.partition("\ndoc.md\n")
    assert (
        before
        == """\
a document has no numbers; where it says none:
  load of each client                        poisson 100/s
  network, one way                           1 ms
  work of a call, message or step in a pool  exponential 70 ms
  work of a message in a broker              1 ms
  work of an answer, or at a client          none
  who takes what nobody drawn takes          a consumer of the broker
  workers of a pool                          enough to be about 70 % busy
assumed: network: 1 ms (not stated)
assumed: diagram 3 (line 19) is no sequence diagram and no graph: left out
assumed: run.seed: 1 (not stated)
assumed in Shop:
  Client: poisson 100/s (not stated)
  API.order, Task.pack: work exponential 70 ms (not stated)
  Client: the client, because it sends first
  API: a pool of workers, by its name
  Task: a pool of workers, by its name
  ok: no work (not stated)
  API: 10 workers, to be about 70 % busy (not stated)
  Task: 10 workers, to be about 70 % busy (not stated)
assumed in Ask:
  C: poisson 100/s (not stated)
  A.ask: work exponential 70 ms (not stated)
  C: the client, because it sends first
  A: a pool of workers, as nothing says otherwise
  yes: no work (not stated)
  A: 10 workers, to be about 70 % busy (not stated)"""
    )
    assert after.startswith("2 replications of 2 s, warm-up 0 s, seed 1\n")
    assert "no verdict between Shop and Ask: they share no work by name\n" in after


@pytest.mark.parametrize(
    ("file", "design"),
    [("doc.md#ask", "Ask"), ("doc.md#2", "Ask"), ("doc.md#Shop", ""), ("ask.mmd", "ask")],
)
def test_one_diagram_is_checked_alone(file: str, design: str) -> None:
    told = simkit("check", file)
    if not design:
        assert (told.status, told.out) == (2, "")
        assert told.err == (
            "doc.md: found no diagram 'Shop'; expected 1 to 3, 'shop', 'ask' or 'pie'; did you "
            "mean 'shop'?\n"
        )
        return
    assert (told.status, told.err) == (0, "")
    assert re.findall(r"^design (.*)$", told.out, re.MULTILINE) == [design]
    assert f"{file.partition('#')[0]}\n" in told.out


def test_a_part_runs_alone() -> None:
    told = simkit("run", "doc.md#ask", "--replications", "1", *QUICK)
    assert (told.status, told.err) == (0, "")
    assert "Shop" not in told.out
    assert "verdict" not in told.out


WRONG = [
    (
        "broken.md",
        "broken.md:7:5: found 'foo'; expected a message such as A->>B: text, a participant, a note "
        "or an activation\n"
        "        foo\n"
        "        ^\n"
        "broken.md:15:16: found the end of the line; expected ':' and a text, such as A->>B: text\n"
        "      >   U->>A Ask\n"
        "                   ^\n",
    ),
    ("none.md", "none.md: cannot be read (No such file or directory); expected a document\n"),
    ("none.mmd#1", "none.mmd: cannot be read (No such file or directory); expected a document\n"),
    ("doc.md#9", "doc.md: found no diagram '9'; expected 1 to 3, 'shop', 'ask' or 'pie'\n"),
    (
        "doc.md#3",
        "doc.md:20:1: found 'pie'; expected 'sequenceDiagram' or 'graph': other kinds of diagram "
        "are not read\n    pie\n    ^\n",
    ),
]


@pytest.mark.parametrize(
    ("command", "file", "error"),
    [("run", *WRONG[0]), ("check", *WRONG[0]), *(("new", *wrong) for wrong in WRONG)],
)
def test_a_wrong_document_ends_with_2_and_nothing_is_written(
    command: str, file: str, error: str, folder: Path
) -> None:
    more = {"run": ("--out", "out"), "check": (), "new": ("-o", "new.yaml")}[command]
    told = simkit(command, file, *more)
    assert (told.status, told.out, told.err) == (2, "", error)
    assert files(folder) == BEFORE


def test_what_is_set_is_no_longer_assumed_and_pools_are_sized_anew() -> None:
    told = simkit(
        "check", "doc.md#shop", "--set", "load.Client=poisson 10/s", "--set", "network=0 s"
    )
    assert told.status == 0
    assert "poisson 100/s" not in told.out
    assert "network" not in told.out
    assert told.out.count("1 worker, to be about 70 % busy (not stated)") == 2


def test_a_saved_scenario_runs_again_without_its_document(folder: Path) -> None:
    told = simkit("run", "doc.md", "--replications", "1", "--out", "out", *QUICK)
    assert told.status == 0
    for path in folder.glob("*.m*"):
        path.unlink()
    again = simkit("run", "out/scenario.json")
    assert (again.status, again.err) == (0, "")
    table = told.out.partition("\ndoc.md\n")[2].removesuffix("written to out\n")
    assert again.out.partition("\ndoc.md\n")[2] == table


# ---------------------------------------------------------------------- new


def test_new_prints_or_writes_the_same_text() -> None:
    printed = simkit("new", "doc.md")
    written = simkit("new", "doc.md", "-o", "new.yaml")
    assert (printed.status, printed.err) == (0, "")
    assert (written.status, written.err) == (0, "")
    assert written.out == "written to new.yaml: change what it assumes, then run it\n"
    assert Path("new.yaml").read_text() == printed.out


def test_new_never_overwrites(folder: Path) -> None:
    Path("new.yaml").write_text("mine")
    for output in ("new.yaml", "doc.md"):
        told = simkit("new", "doc.md", "-o", output)
        assert (told.status, told.out) == (2, "")
        assert told.err == f"found '{output}', which exists already; expected a new file\n"
    assert Path("new.yaml").read_text() == "mine"
    assert Path("doc.md").read_text() == DOCUMENT
    assert files(folder) == sorted([*BEFORE, "new.yaml"])


def test_new_into_a_folder_that_is_not_there(folder: Path) -> None:
    told = simkit("new", "doc.md", "-o", "none/new.yaml")
    assert (told.status, told.out) == (4, "")
    assert told.err.startswith("cannot write: [Errno 2] No such file or directory: ")
    assert files(folder) == BEFORE


def test_new_of_a_scenario_file_is_refused(folder: Path) -> None:
    Path("s.yaml").write_text(f"load: every 1 s\ndiagram: |\n  {CALL}\n")
    told = simkit("new", "s.yaml", "-o", "new.yaml")
    assert (told.status, told.out) == (2, "")
    assert told.err == ("found 's.yaml'; expected a Markdown document (.md) or a drawing (.mmd)\n")
    assert files(folder) == sorted([*BEFORE, "s.yaml"])


def test_from_a_document_to_a_comparison_in_three_commands(folder: Path) -> None:
    Path("mine.md").write_text(f"# My shop\n\nText.\n\n```mermaid\n{EVENT}\n```\n")
    new = simkit("new", "mine.md", "-o", "mine.yaml")
    assert (new.status, new.err) == (0, "")
    check = simkit("check", "mine.yaml")
    assert (check.status, check.err) == (0, "")
    assert re.findall(r"^design (.*)$", check.out, re.MULTILINE) == ["My shop", "My shop, blocking"]
    assert re.findall(r"assumed: (.*not stated.*)$", check.out, re.MULTILINE) == [
        "ok: no work (not stated)",
        "Done, ok: no work (not stated)",
    ]
    assert "same luck in every design: the arrivals, the work of 'API.order'" in check.out
    run = simkit("run", "mine.yaml", "--replications", "3", *QUICK, "--out", "out")
    assert (run.status, run.err) == (0, "")
    lines = run.out.split("\n")
    verdicts = lines[lines.index("My shop, blocking, against My shop") + 1 :]
    assert verdicts[0].split() == ["ratio", "difference", "luck", "×"]
    # It waits for the packing.
    assert verdicts[1].split()[:3] == ["acknowledged", "mean", "worse"]
    assert Path("out/comparison.txt").exists()
    assert files(folder) == sorted([*BEFORE, "mine.md", "mine.yaml", "out"])
