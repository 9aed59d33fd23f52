"""Work on several processes: the same whatever happens to them."""

import os
import pickle
import signal
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from time import sleep

import psutil
import pytest
from hypothesis import given
from hypothesis import strategies as st

import simkit as sk
from simkit.errors import ScenarioError, SimulationError
from simkit.experiment import spread as module
from simkit.experiment.axes import axes_from_texts
from simkit.experiment.parallel import measured_unit
from simkit.experiment.replications import is_worth_spreading, recordings
from simkit.experiment.spread import processes, spread, until_failure
from simkit.experiment.sweep import make_plan
from simkit.model.scenario import Scenario
from simkit.record.recording import Recording
from tests.commands import POINTS, REFERENCE, VARY, contents, ended, points, start, until

PAIR = {
    "blocking": "sequenceDiagram\nC->>A: ask\nA->>B: work\nB-->>A: worked\nA-->>C: yes",
    "accepted": "sequenceDiagram\nC->>A: ask\nA-->>C: accepted\nA->>B: work",
}


def chance(**run: object) -> Scenario:
    return sk.scenario(
        PAIR,
        work={"ask": "exponential 5 ms", "work": "lognormal 50 ms cv 2"},
        load="poisson 40/s",
        workers={"A": 8, "B": 4},
        run={"horizon": "6 s", "warm-up": "1 s", "replications": 3, "seed": 3, **run},
    )


# ---------------------------------------------------------------------- processes


@pytest.mark.parametrize("jobs", [0, -1, "x", "1.5"])
def test_processes_are_counted_from_one(jobs: int | str) -> None:
    with pytest.raises(ScenarioError) as refused:
        processes(jobs)
    assert str(refused.value) == f"--jobs: found '{jobs}'; expected a whole number from 1"
    assert processes(None) >= 1


def test_ctrl_c_is_for_the_first_process_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_leave_with", lambda _: None)
    before = signal.getsignal(signal.SIGINT)
    try:
        assert module._in_a_process(abs, -1, os.getpid()) == (-1, 1)
        assert signal.getsignal(signal.SIGINT) is before
        assert module._in_a_process(abs, -1, os.getppid()) == (-1, 1)
        assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGINT, before)


def once(path: Path) -> bool:
    """Whether nobody has been here before, in whatever process."""
    try:
        path.touch(exist_ok=False)
    except FileExistsError:
        return False
    return True


def deadly(folder: Path, is_deadly: Callable[[int], bool]) -> Callable[[int], int]:
    """Squares, except that some of it kills the process it is done in."""

    # Not at the top level: the other processes cannot import the tests, and get it whole.
    def work(item: int) -> int:
        if is_deadly(item):
            while len(list(folder.glob("done-*"))) < 3:
                sleep(0.005)
            os.kill(os.getpid(), signal.SIGKILL)
        (folder / f"done-{item}").touch()
        return item * item

    return work


def test_a_killed_process_costs_nothing(tmp_path: Path) -> None:
    first = once
    work = deadly(tmp_path, lambda item: item in (3, 5) and first(tmp_path / f"died-{item}"))
    assert dict(spread(work, range(10), 2, str)) == {n: n * n for n in range(10)}
    assert (tmp_path / "died-3").exists()


def test_what_a_process_dies_of_again_and_again_is_named(tmp_path: Path) -> None:
    work = deadly(tmp_path, lambda item: item == 1)
    found: list[tuple[int, int]] = []
    with pytest.raises(SimulationError) as failed:
        found.extend(spread(work, range(4), 2, "number {}".format))
    assert sorted(found) == [(0, 0), (2, 4), (3, 9)]  # all others come first
    assert str(failed.value) == (
        "at number 1: 3 times in a row the process was killed before anything was finished; memory "
        "may have run out, and fewer processes at a time need less"
    )


def test_the_failure_told_is_that_of_the_earliest_item() -> None:
    def work(item: int) -> int:
        sleep(0.4 if item == 0 else 0)  # the later one fails first
        raise SimulationError(f"item {item}")

    with pytest.raises(SimulationError, match="item 0"):
        list(spread(work, range(6), 2, str))


@given(st.permutations(range(6)), st.sets(st.integers(0, 5)))
def test_a_failure_does_not_say_how_the_work_was_split(order: list[int], fails: set[int]) -> None:
    outcomes = [(n, SimulationError(str(n)) if n in fails else n) for n in order]
    found: list[tuple[int, int | SimulationError]] = []
    if not fails:
        found.extend(until_failure(range(6), outcomes))
        assert found == outcomes
        return
    with pytest.raises(SimulationError) as failed:
        found.extend(until_failure(range(6), outcomes))
    assert str(failed.value) == str(min(fails))
    assert {n for n, _ in found} >= set(range(min(fails)))


# ---------------------------------------------------------------------- replications


def test_replications_do_not_say_how_they_were_split() -> None:
    scenario = chance()
    designs = ("blocking", "accepted")
    alone = list(recordings(scenario, designs, range(1, 4)))
    shares: list[float] = []
    split = list(recordings(scenario, designs, range(1, 4), 2, shares.append))
    about = [(one.provenance.replication, one.provenance.design) for one in split]
    assert about == [(number, name) for number in (1, 2, 3) for name in designs]
    assert split == alone
    assert not any(array.flags.writeable for one in split for array in one.arrays().values())
    assert shares == [count / 6 for count in range(1, 7)]


def test_a_study_does_not_say_how_it_was_split() -> None:
    alone, split = (sk.run(chance(), jobs=jobs) for jobs in (1, 2))
    assert repr(split) == repr(alone)
    assert split.recordings == alone.recordings


def test_a_model_that_cannot_go_on_ends_a_split_run_alike() -> None:
    scenario = (
        chance().change("load.C", "users 1 think 0 s").change("messages.ask.work", "constant 0 s")
    )
    texts = []
    for jobs in (1, 2):
        found: list[Recording] = []
        with pytest.raises(SimulationError) as failed:
            found.extend(recordings(scenario, ["accepted"], range(3), jobs))
        texts.append((str(failed.value), len(found)))
    assert texts[0] == texts[1]
    assert texts[0][0].startswith("C at 0 s: its 1 users have begun")


@pytest.mark.parametrize(
    ("load", "horizon", "runs"),
    [
        ("every 1 ms", "10 s", 50),  # 10,000 requests, of two lines
        ("poisson 100/s", "100 s", 50),  # 10,000 on average
        ("users 10 think 1 s", "9 s", 5_000),  # 10 each at most
    ],
)
def test_a_million_steps_are_worth_other_processes(load: str, horizon: str, runs: int) -> None:
    call = "sequenceDiagram\nC->>A: ask\nA-->>C: yes"
    scenario = sk.scenario(call, load=load, run={"horizon": horizon})
    units = [(number, "design") for number in range(runs + 1)]
    assert not is_worth_spreading(scenario, units[:-1])
    assert is_worth_spreading(scenario, units)


# ---------------------------------------------------------------------- sweeps


def test_a_plan_travels_whole() -> None:
    scenario = chance().change("messages.work.work", "empirical values 1 ms 2 ms 30 ms")
    plan = make_plan(scenario, axes_from_texts(["load.C=20/s,40/s", "network=1 ms,2 ms"]))
    again = pickle.loads(pickle.dumps(plan))
    assert again == plan
    assert again.scenario.document == scenario.document
    assert repr(measured_unit(again, (3, 1))) == repr(measured_unit(plan, (3, 1)))


def test_threads_do_not_disturb_each_other() -> None:
    """As on a Dask worker of several threads."""
    plan = make_plan(chance(), axes_from_texts(["load.C=20/s,40/s"]))
    units = [(number, replication) for number in (0, 1) for replication in range(3)]
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(partial(measured_unit, plan), units))
    assert repr(found) == repr([measured_unit(plan, unit) for unit in units])


def working(process: psutil.Process) -> list[psutil.Process]:
    """The processes that another one has started to share its work."""
    return [one for one in process.children() if "loky.backend.popen" in " ".join(one.cmdline())]


def test_a_sweep_outlives_a_killed_process(tmp_path: Path) -> None:
    alone = ended(
        start(tmp_path / "alone", "sweep", "small.yaml", *VARY, "--jobs", "1", "--out", "o")
    )
    assert (alone[0], alone[2]) == (0, "")
    process = start(tmp_path / "split", "sweep", "small.yaml", *VARY, "--jobs", "2", "--out", "o")
    until(lambda: bool(points(tmp_path / "split" / "o")), process)
    working(psutil.Process(process.pid))[0].kill()
    finished = points(tmp_path / "split" / "o")
    assert len(finished) < POINTS
    assert ended(process) == alone
    assert finished.items() <= points(tmp_path / "split" / "o").items()  # none was run again
    assert contents(tmp_path / "split") == contents(tmp_path / "alone")


# ---------------------------------------------------------------------- the command 'run'


def test_run_on_two_processes_changes_no_byte(tmp_path: Path) -> None:
    found = []
    for jobs in ("1", "2"):
        folder = tmp_path / jobs
        found.append(
            ended(start(folder, "run", "small.yaml", *REFERENCE, "--jobs", jobs, "--out", "o"))
        )
    assert found[0][0] == 0
    assert found[0] == found[1]
    assert len(contents(tmp_path / "1" / "o" / "recordings")) == 4
    assert contents(tmp_path / "1") == contents(tmp_path / "2")


def test_ctrl_c_keeps_the_replications_of_a_split_run(tmp_path: Path) -> None:
    more = (*REFERENCE, "--replications", "200", "--jobs", "2", "--out", "o")
    process = start(tmp_path, "run", "small.yaml", *more)
    until(lambda: len(list(tmp_path.glob("o/recordings/*"))) > 4, process)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does, to every process
    status, out, err = ended(process)
    assert status == 130, err
    assert "stopped after" in err
    assert err.endswith(" of 200 replications; the numbers above are of these\n")
    kept = len(list((tmp_path / "o" / "recordings").iterdir()))
    assert int(err.split()[2]) == kept // 2 >= 2
    assert out.endswith("written to o\n")


def test_run_refuses_no_process(tmp_path: Path) -> None:
    told = ended(start(tmp_path, "run", "small.yaml", "--jobs", "0", "--out", "o"))
    assert told == (2, "", "--jobs: found '0'; expected a whole number from 1\n")
    assert not (tmp_path / "o").exists()
