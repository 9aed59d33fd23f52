"""Precision, overload and the warm-up as the command line tells them."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from simkit import cli

QUEUE = """\
scenario: One queue
participants: {A: {workers: 1}}
messages: {ask: {work: exponential 10 ms}}
load: {C: poisson RATE}
diagram: |
  sequenceDiagram
    C->>A: ask
    A-->>C: yes
run: {horizon: 20 s, warm-up: 2 s, replications: 5}
"""
Command = Callable[..., tuple[int, str, str]]


@pytest.fixture
def simkit(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> Command:
    """Runs the console script in a directory of its own; gives status, output and errors."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")

    def run(text: str, *arguments: str) -> tuple[int, str, str]:
        Path("one.yaml").write_text(text, encoding="utf-8")
        monkeypatch.setattr(sys, "argv", ["simkit", "run", "one.yaml", *arguments])
        capsys.readouterr()
        status: int | str | None = 0
        try:
            cli.main()
        except SystemExit as stop:
            status = stop.code or 0
        assert isinstance(status, int)
        return (status, *capsys.readouterr())

    return run


def test_a_precision_that_is_reached(simkit: Command) -> None:
    goal = "20 ms on design.acknowledged.mean"
    status, out, err = simkit(QUEUE.replace("RATE", "50/s"), "--precision", goal)
    assert (status, err) == (0, "")
    assert "20 replications of 20 s" in out
    assert f"known: {goal}   (" in out
    assert "the last ± allows for having looked: 95 % after stopping" in out


def test_a_budget_that_ends_leaves_it_undecided(simkit: Command) -> None:
    goal = "0.1 % on design.acknowledged.mean"
    text = QUEUE.replace("RATE", "50/s")
    status, out, _ = simkit(text, "--precision", goal, "--budget", "6")
    assert status == 3
    assert "6 replications of 20 s" in out
    assert f"not known: {goal}   (" in out
    assert "after the budget of 6 replications; about" in " ".join(out.split())


def test_a_failing_prediction_is_worse_than_an_unreached_precision(simkit: Command) -> None:
    text = QUEUE.replace("RATE", "50/s") + "predict: [design.acknowledged.mean > 1 s]\n"
    status, _, _ = simkit(text, "--precision", "0.1 % on design.acknowledged.mean", "--budget", "6")
    assert status == 1


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (
            ["--precision", "5 % of design.acknowledged.mean"],
            "--precision 5 % of design.acknowledged.mean: found '5 % of "
            "design.acknowledged.mean'; expected a precision such as "
            "'5 % on accepted.acknowledged.p99'\n",
        ),
        (["--budget", "7"], "--budget: found 7; expected a precision with it, or no budget\n"),
        (
            ["--precision", "5 % on design.acknowledged.mean", "--budget", "many"],
            "--budget: found 'many'; expected a whole number from 1\n",
        ),
    ],
)
def test_what_has_no_meaning_is_refused_before_anything_runs(
    arguments: list[str], error: str, simkit: Command
) -> None:
    assert simkit(QUEUE.replace("RATE", "50/s"), *arguments) == (2, "", error)


def test_an_overloaded_design_is_labelled_and_decides_nothing_it_cannot(simkit: Command) -> None:
    predicted = "predict: [design.acknowledged.p99 < 50 s, design.acknowledged.mean > 1 s]\n"
    status, out, _ = simkit(QUEUE.replace("RATE", "300/s") + predicted)
    assert status == 3
    lines = [" ".join(line.split()) for line in out.splitlines()]
    assert "state overloaded" in lines
    # Twice as many come as go: 200 messages a second stay.
    (why,) = [n for n, line in enumerate(lines) if line.startswith("design is overloaded")]
    reason = " ".join(lines[why : why + 2])
    assert "(the longer it runs, the slower it gets): A: its queue grows by " in reason
    assert 190 < float(reason.split("grows by ")[1].split(" messages/s")[0]) < 210
    # Percentiles among the open ones are lower bounds, and the share of these is shown.
    assert any(line.startswith("p99 > ") for line in lines)
    (still_open,) = [line for line in lines if line.startswith("nothing open ")]
    assert still_open.endswith("%)")
    answers = [line.split(":")[0] for line in lines if "design.acknowledged" in line]
    assert answers == ["undecided", "holds"]


def test_the_evidence_for_the_warm_up_stands_above_the_table(simkit: Command) -> None:
    text = QUEUE.replace("RATE", "50/s").replace("warm-up: 2 s, ", "")
    status, out, _ = simkit(text)
    assert status == 0
    words = " ".join(out.split())
    assert "5 replications of 20 s, warm-up " in words
    assert "(MSER-5 on pilot runs: design " in words
