"""`simkit` as a process of its own, to be stopped in the middle."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

SMALL = """\
scenario: Small
participants:
  Client: {kind: client}
  API: {workers: 2}
messages:
  Ask: {work: lognormal 5 ms cv 2}
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
run: {horizon: 12 s, warm-up: 1 s, patience: 1 s, replications: 2, seed: 1}
"""
POINTS = 16
# By processes: the compiled engine would take threads where it is at hand.
REFERENCE = ("--engine", "reference")
VARY = (*REFERENCE, "--vary", f"load.Client=20/s..170/s:{POINTS}")
LIMIT = 60.0  # s, after which a test fails in place of waiting for ever

Process = subprocess.Popen[str]


def start(
    folder: Path,
    *arguments: str,
    python: tuple[str, ...] = (sys.executable,),
    path: str = os.environ.get("PYTHONPATH", ""),
) -> Process:
    """A command in a directory, which gets small.yaml, and in a process group of its own."""
    folder.mkdir(exist_ok=True)
    (folder / "small.yaml").write_text(SMALL, encoding="utf-8")
    return subprocess.Popen(
        [*python, "-m", "simkit", *arguments],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": path},
        start_new_session=True,
    )


def ended(process: Process) -> tuple[int, str, str]:
    """Exit status, output and errors of a process that is about to end."""
    out, err = process.communicate(timeout=2 * LIMIT)
    return process.returncode, out, err


def until(happened: Callable[[], bool], *processes: Process) -> None:
    """Wait for something that these processes bring about."""
    end = time.monotonic() + LIMIT
    while not happened():
        for process in processes:
            assert process.poll() is None, process.communicate()
        assert time.monotonic() < end, "nothing happened"
        time.sleep(0.005)


def points(folder: Path) -> dict[Path, int]:
    """The finished points of a sweep, and when each was written."""
    return {path: path.stat().st_mtime_ns for path in folder.glob("points/*.json")}


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of a directory, by its path in it."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }
