"""Sweeps on a Dask cluster of real processes, which are killed now and then."""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from select import select

import pytest

import simkit as sk
from simkit.errors import ScenarioError
from simkit.experiment.cluster import connected
from tests.commands import POINTS, SMALL, VARY, Process, contents, ended, points, start, until

SWEEP = ("sweep", "small.yaml", *VARY)
HERE = f"simkit {version('simkit')} with Python {sys.version_info[0]}.{sys.version_info[1]}"
EXACTLY = f"expected {HERE} throughout, exactly as here\n"


class Cluster:
    """`dask scheduler` and any number of `dask worker`, each a process on 127.0.0.1."""

    def __init__(
        self, folder: Path, code: str, allowed_failures: int = 3, python: tuple[str, ...] = ()
    ) -> None:
        self.folder, self.code, self.last_worker = folder, code, ""
        self.environment = {"DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": str(allowed_failures)}
        self.workers: dict[int, subprocess.Popen[bytes]] = {}
        here = ("--host", "127.0.0.1", "--port", "0")
        self.scheduler = self._start("scheduler", *here, python=python)
        until((folder / "scheduler.json").exists)
        until(lambda: (folder / "scheduler.json").read_text().endswith("}"))
        self.address: str = json.loads((folder / "scheduler.json").read_text())["address"]

    def _start(
        self, what: str, *options: str, python: tuple[str, ...] = (), path: str | None = None
    ) -> "subprocess.Popen[bytes]":
        options += ("--no-dashboard", "--scheduler-file", str(self.folder / "scheduler.json"))
        number = len(list(self.folder.glob("*.log")))
        with (self.folder / f"{what}-{number}.log").open("wb") as log:
            return subprocess.Popen(
                [sys.executable, *python, "-m", "distributed.cli.dask_" + what, *options],
                stdout=log,
                stderr=log,
                cwd=self.folder,
                env={**os.environ, **self.environment, "PYTHONPATH": path or self.code},
            )

    def add_worker(
        self, *python: str, path: str | None = None, nanny: bool = False
    ) -> "subprocess.Popen[bytes]":
        """Start a worker, and wait until it is there."""
        here = ("--host", "127.0.0.1", "--local-directory", str(self.folder))
        alone = ("--nthreads", "1", "--nanny" if nanny else "--no-nanny")
        worker = self._start("worker", *here, *alone, python=python, path=path)
        self.workers[worker.pid] = worker
        log = max(self.folder.glob("worker-*.log"), key=lambda one: int(one.stem[7:]))
        until(lambda: "Registered to" in log.read_text())
        (self.last_worker,) = re.findall(r"Start worker at: *(tcp://\S+)", log.read_text())
        return worker

    def kill(self, worker: "subprocess.Popen[bytes]") -> None:
        """End a worker as a machine without power does."""
        worker.kill()
        worker.wait()
        del self.workers[worker.pid]

    def close(self) -> None:
        for process in (*self.workers.values(), self.scheduler):
            process.kill()
            process.wait()


@pytest.fixture(scope="module")
def code(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The simkit that is tested, where nobody edits it: a cluster must have the same throughout."""
    folder = tmp_path_factory.mktemp("code")
    source = Path(sk.__file__).parent
    shutil.copytree(source, folder / "simkit", ignore=shutil.ignore_patterns("__pycache__"))
    return str(folder)


@pytest.fixture(scope="module")
def lasting(tmp_path_factory: pytest.TempPathFactory, code: str) -> Iterator[Cluster]:
    cluster = Cluster(tmp_path_factory.mktemp("cluster"), code)
    yield cluster
    cluster.close()


@pytest.fixture
def cluster(lasting: Cluster) -> Cluster:
    """A cluster of two workers."""
    while len(lasting.workers) < 2:
        lasting.add_worker()
    return lasting


Alone = tuple[Path, tuple[int, str, str]]


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory, code: str) -> Alone:
    """What one process writes and prints."""
    folder = tmp_path_factory.mktemp("alone")
    return folder, ended(start(folder, *SWEEP, "--jobs", "1", "--out", "o", path=code))


def on(cluster: Cluster, folder: Path) -> Process:
    """The same sweep on the cluster, in another directory."""
    return start(folder, *SWEEP, "--dask", cluster.address, "--out", "o", path=cluster.code)


def until_some_are_finished(process: Process, folder: Path) -> dict[Path, int]:
    """The points that are finished when the first few are; not all of them."""
    until(lambda: len(points(folder / "o")) > 2, process)
    found = points(folder / "o")
    assert len(found) < POINTS
    return found


# ---------------------------------------------------------------------- the same table


def test_a_cluster_changes_no_byte(cluster: Cluster, tmp_path: Path, alone: Alone) -> None:
    assert (alone[1][0], alone[1][2]) == (0, "")
    assert ended(on(cluster, tmp_path)) == alone[1]
    assert len(points(tmp_path / "o")) == POINTS
    assert contents(tmp_path) == contents(alone[0])
    status, out, err = ended(on(cluster, tmp_path))  # nothing is left to do
    assert (status, out) == alone[1][:2]
    assert err == f"{POINTS} of {POINTS} points were finished before\n"


def test_a_killed_worker_costs_nothing(cluster: Cluster, tmp_path: Path, alone: Alone) -> None:
    process = on(cluster, tmp_path)
    finished = until_some_are_finished(process, tmp_path)
    cluster.kill(next(iter(cluster.workers.values())))
    assert ended(process) == alone[1]
    assert finished.items() <= points(tmp_path / "o").items()
    assert contents(tmp_path) == contents(alone[0])


def test_without_workers_a_sweep_waits(cluster: Cluster, tmp_path: Path, alone: Alone) -> None:
    process = on(cluster, tmp_path)
    finished = until_some_are_finished(process, tmp_path)
    for worker in list(cluster.workers.values()):
        cluster.kill(worker)
    assert process.stderr is not None
    pipe = process.stderr.fileno()
    until(lambda: bool(select([pipe], [], [], 0)[0]), process)
    said = process.stderr.readline()
    assert said == f"no worker at {cluster.address}: waiting for one, Ctrl-C stops\n"
    cluster.add_worker()
    assert ended(process) == alone[1]
    assert finished.items() <= points(tmp_path / "o").items()
    assert contents(tmp_path) == contents(alone[0])


def test_a_killed_sweep_goes_on(cluster: Cluster, tmp_path: Path, alone: Alone) -> None:
    process = on(cluster, tmp_path)
    until_some_are_finished(process, tmp_path)
    process.kill()
    assert ended(process)[0] == -signal.SIGKILL
    finished = points(tmp_path / "o")
    assert len(finished) < POINTS
    status, out, err = ended(on(cluster, tmp_path))
    assert (status, out) == alone[1][:2]
    assert err == f"{len(finished)} of {POINTS} points were finished before\n"
    assert finished.items() <= points(tmp_path / "o").items()  # no finished point is lost
    assert contents(tmp_path) == contents(alone[0])


def test_ctrl_c_keeps_what_is_finished(cluster: Cluster, tmp_path: Path, alone: Alone) -> None:
    process = on(cluster, tmp_path)
    until_some_are_finished(process, tmp_path)
    os.killpg(process.pid, signal.SIGINT)
    status, out, err = ended(process)
    finished = points(tmp_path / "o")
    assert (status, len(finished) < POINTS) == (130, True)
    assert err == (
        f"stopped after {len(finished)} of {POINTS} points; run the same again with --out o to go "
        "on\n"
    )
    assert f"{len(finished)} of {POINTS} points, 2 replications" in out
    # Here or there, it goes on.
    ended(start(tmp_path, *SWEEP, "--jobs", "1", "--out", "o", path=cluster.code))
    assert contents(tmp_path) == contents(alone[0])


FROM_PYTHON = """\
import sys
import simkit as sk
from simkit.views.sweep_output import csv_text
curve = sk.sweep(sk.load("small.yaml"), {"load.Client": ["20/s", "80/s"]}, **eval(sys.argv[1]))
print(csv_text(curve), curve)
"""


def test_from_python_it_is_the_same(cluster: Cluster, tmp_path: Path) -> None:
    (tmp_path / "small.yaml").write_text(SMALL)
    (tmp_path / "sweep.py").write_text(FROM_PYTHON)
    told = []
    for where in ({"jobs": 1}, {"dask": cluster.address}):
        told.append(
            subprocess.run(
                [sys.executable, "-W", "error", "sweep.py", repr(where)],
                cwd=tmp_path,
                env={**os.environ, "PYTHONPATH": cluster.code},
                capture_output=True,
                check=True,
            )
        )
    assert told[0].stdout == told[1].stdout
    assert told[0].stderr == told[1].stderr == b""


# ---------------------------------------------------------------------- what goes wrong


def test_a_model_that_cannot_go_on_says_the_same(cluster: Cluster, tmp_path: Path) -> None:
    users = "load.Client=users 1 think 1 ms,users 1 think 0 s"
    told = []
    for where in (["--jobs", "1"], ["--dask", cluster.address]):
        instant = ("--set", "messages.Ask.work=constant 0 s", "--set", "network=0 s")
        options = ("--vary", users, *instant, *where)
        told.append(ended(start(tmp_path, "sweep", "small.yaml", *options, path=cluster.code)))
    assert told[0] == told[1]
    assert told[0][0] == 4
    assert told[0][2].startswith(
        "the run failed: at load.Client=users 1 think 0 s, design 'first', replication 0: Client "
    )


def test_a_scheduler_that_goes_away_is_said_and_costs_no_finished_point(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, code: str
) -> None:
    cluster = Cluster(tmp_path_factory.mktemp("cluster"), code)
    try:
        cluster.add_worker()
        process = on(cluster, tmp_path)
        until_some_are_finished(process, tmp_path)
        cluster.scheduler.kill()
        status, _, err = ended(process)
    finally:
        cluster.close()
    assert status == 4
    assert err == (
        f"the run failed: the Dask scheduler at {cluster.address} went away, or has dropped the "
        "work; with --out DIR the same sweep goes on with the points that are missing\n"
    )
    assert 2 < len(points(tmp_path / "o")) < POINTS


def test_a_killed_worker_costs_nothing_where_it_is_blamed_on_the_run(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, code: str, alone: Alone
) -> None:
    cluster = Cluster(tmp_path_factory.mktemp("cluster"), code, allowed_failures=0)
    try:
        worker, _ = cluster.add_worker(), cluster.add_worker()
        process = on(cluster, tmp_path)
        until_some_are_finished(process, tmp_path)
        cluster.kill(worker)
        assert ended(process) == alone[1]
    finally:
        cluster.close()
    log = (cluster.folder / "scheduler-0.log").read_text(encoding="utf-8")
    assert "marked as failed because 1 workers died" in log
    assert contents(tmp_path) == contents(alone[0])


DEADLY = """

def _deadly(plan, unit, progress=None, harmless=measured_unit):
    import os
    if unit == (3, 0):
        os.kill(os.getpid(), 9)
    return harmless(plan, unit, progress)

measured_unit = _deadly
"""


def test_a_run_that_kills_its_workers_is_named(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, code: str
) -> None:
    shutil.copytree(code, tmp_path / "code")
    with (tmp_path / "code/simkit/experiment/parallel.py").open("a", encoding="utf-8") as file:
        file.write(DEADLY)
    cluster = Cluster(tmp_path_factory.mktemp("cluster"), str(tmp_path / "code"))
    try:
        for _ in range(2):
            cluster.add_worker(nanny=True)  # which starts another in its place
        status, _, err = ended(on(cluster, tmp_path / "here"))
    finally:
        cluster.close()
    waiting = f"no worker at {cluster.address}: waiting for one, Ctrl-C stops\n"
    assert (status, err.replace(waiting, "")) == (
        4,
        "the run failed: at load.Client=50/s, replication 0: 8 workers were killed over it; memory "
        "may have run out\n",
    )
    names = {path.stem for path in points(tmp_path / "here" / "o")}
    assert {"01", "02", "03"} <= names  # whatever comes before it is finished
    assert "04" not in names


def refused(address: str, jobs: object = None, within: float = 30) -> str:
    told: list[str] = []
    with pytest.raises(ScenarioError) as error, connected(address, jobs, told.append, within):
        pass
    assert told == []
    return str(error.value)


@pytest.mark.parametrize(
    "address", ["nonsense", "127.0.0.1:8786", "tcp://127.0.0.1", "http://a:1", "tcp://a:99999", ""]
)
def test_an_address_is_one_of_a_scheduler(address: str) -> None:
    found = f"'{address}'" if address else "nothing"
    assert refused(address) == (
        f"--dask: found {found}; expected the address of a Dask scheduler, such as "
        "'tcp://127.0.0.1:8786'"
    )


def test_somebody_must_answer_there(cluster: Cluster) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"tcp://127.0.0.1:{silent.getsockname()[1]}"
        nobody = f"--dask: found '{address}', where nobody answers within 1 s; expected the address"
        assert refused(address, within=1) == nobody + " of a Dask scheduler"
    assert (
        refused(address, within=1) == nobody + " of a Dask scheduler"
    )  # now nobody is there at all


def test_a_worker_is_no_scheduler(cluster: Cluster) -> None:
    cluster.add_worker()
    assert refused(cluster.last_worker) == (
        f"--dask: found '{cluster.last_worker}', which is a Dask worker; expected the address of "
        "a Dask scheduler"
    )


def test_processes_are_here_or_there() -> None:
    assert refused("tcp://127.0.0.1:1", 2) == (
        "--dask: found --jobs too; expected only one of them; how many processes a cluster has is "
        "said where it starts"
    )


def test_a_wrong_address_ends_with_2_and_writes_nothing(tmp_path: Path) -> None:
    told = ended(start(tmp_path, *SWEEP, "--dask", "nonsense", "--out", "o"))
    assert told[:2] == (2, "")
    assert told[2].startswith("--dask: found 'nonsense'; expected the address")
    assert [path.name for path in tmp_path.iterdir()] == ["small.yaml"]


# ---------------------------------------------------------------------- another simkit


def packages(folder: Path, *without: str) -> str:
    """A directory with the packages that are installed here but some; for ``python -S``."""
    folder.mkdir(exist_ok=True)
    for place in {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}:
        for one in Path(place).iterdir():
            if not any(name in one.name for name in without):
                (folder / one.name).symlink_to(one)
    return str(folder)


def edited(folder: Path, code: str) -> str:
    """A directory with the simkit that is tested, but for one line."""
    shutil.copytree(f"{code}/simkit", folder / "simkit")
    with (folder / "simkit" / "units.py").open("a", encoding="utf-8") as file:
        file.write("# another line\n")
    return str(folder)


def installed(folder: Path, name: str, number: str) -> str:
    """A directory that says that this version of a package is installed."""
    about = folder / f"{name}-{number}.dist-info"
    about.mkdir(parents=True)
    (about / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: {number}\n")
    return str(folder)


def test_a_scheduler_with_another_dask_is_refused(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    other = installed(tmp_path, "distributed", "2024.12.0")
    cluster = Cluster(tmp_path_factory.mktemp("cluster"), other)
    try:
        told = refused(cluster.address)
    finally:
        cluster.close()
    assert told == (
        "--dask: found distributed 2024.12.0 at the scheduler; expected distributed "
        f"{version('distributed')}, as here"
    )


def test_a_scheduler_without_simkit_is_refused(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    other = packages(tmp_path / "other", "simkit")
    cluster = Cluster(tmp_path_factory.mktemp("cluster"), other, python=("-S",))
    try:
        told = refused(cluster.address)
    finally:
        cluster.close()
    assert f"{told}\n" == f"--dask: found no simkit at the scheduler; {EXACTLY}"


def told_with(worker: "subprocess.Popen[bytes]", cluster: Cluster, folder: Path) -> str:
    """What a sweep says when a worker is there that should not be; it writes nothing."""
    status, out, err = ended(on(cluster, folder))
    cluster.kill(worker)
    assert (status, out) == (2, "")
    assert [path.name for path in folder.iterdir()] == ["small.yaml"]
    return err


def test_a_worker_with_other_code_is_refused(cluster: Cluster, tmp_path: Path) -> None:
    worker = cluster.add_worker(path=edited(tmp_path / "other", cluster.code))
    assert told_with(worker, cluster, tmp_path / "here") == (
        f"--dask: found simkit {version('simkit')} with other code at the worker "
        f"{cluster.last_worker}; {EXACTLY}"
    )


def test_a_worker_with_another_version_is_refused(cluster: Cluster, tmp_path: Path) -> None:
    other = installed(tmp_path / "other", "simkit", "0.0.7")
    worker = cluster.add_worker(path=other)
    assert told_with(worker, cluster, tmp_path / "here") == (
        f"--dask: found simkit 0.0.7 at the worker {cluster.last_worker}; {EXACTLY}"
    )


def test_a_worker_without_simkit_is_refused(cluster: Cluster, tmp_path: Path) -> None:
    worker = cluster.add_worker("-S", path=packages(tmp_path / "other", "simkit"))
    assert told_with(worker, cluster, tmp_path / "here") == (
        f"--dask: found no simkit at the worker {cluster.last_worker}; {EXACTLY}"
    )


def test_a_worker_that_comes_later_is_looked_at_too(cluster: Cluster, tmp_path: Path) -> None:
    other = edited(tmp_path / "other", cluster.code)
    process = on(cluster, tmp_path / "here")
    finished = until_some_are_finished(process, tmp_path / "here")
    for one in list(cluster.workers.values()):
        cluster.kill(one)
    worker = cluster.add_worker(path=other)
    status, _, err = ended(process)
    cluster.kill(worker)
    assert status == 2
    assert err.removeprefix(f"no worker at {cluster.address}: waiting for one, Ctrl-C stops\n") == (
        f"--dask: found simkit {version('simkit')} with other code at the worker "
        f"{cluster.last_worker}; {EXACTLY}"
    )
    assert finished.items() <= points(tmp_path / "here" / "o").items()


def test_without_dask_all_else_goes_on(tmp_path: Path, code: str, alone: Alone) -> None:
    path = f"{code}:{packages(tmp_path / 'packages', 'distributed', 'dask')}"
    here, folder = (sys.executable, "-S"), tmp_path / "sweep"
    told = ended(start(folder, *SWEEP, "--dask", "tcp://a:1", python=here, path=path))
    assert told == (
        2,
        "",
        "--dask: found no package 'distributed'; expected it installed, as by: pip install "
        "'simkit[dask]'\n",
    )
    told = ended(start(folder, *SWEEP, "--jobs", "1", "--out", "o", python=here, path=path))
    assert told == alone[1]
