"""Replications of a scenario, one after the other or on several processes."""

from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from functools import partial

from simkit.analysis.audit import audit
from simkit.engine.runner import record
from simkit.errors import AuditError
from simkit.experiment.spread import processes, spread
from simkit.model.load import Users
from simkit.model.resolve import requests_before
from simkit.model.scenario import Design, Scenario, Source
from simkit.record.recording import Recording

Progress = Callable[[float], None]
Replication = tuple[int, str]  # its number, and a design
# A process takes a good second to start, in which the reference engine does some 150,000 steps.
WORTH_SPREADING = 1_000_000


def recordings(
    scenario: Scenario,
    designs: Sequence[str],
    numbers: Sequence[int],
    jobs: int | None = 1,
    progress: Progress | None = None,
) -> Iterator[Recording]:
    r"""Run replications of every design, and audit each.

    All designs of a replication come before the next replication, so that what is finished
    when somebody stops can be compared. Neither order nor content depends on the processes.

    Args:
        scenario: What to run.
        designs: Names of its designs.
        numbers: Of the replications, from 0.
        jobs: How many processes; 1: none besides this one; None: as many as there are cores, if
            the runs are long enough for that to be worth it, or else 1.
        progress: Called now and then with the share that is done.

    Raises:
        SimulationError: If a model cannot go on.
        AuditError: If the books of a run do not balance.

    >>> import simkit as sk
    >>> one = sk.scenario("sequenceDiagram\n C->>A: Ask\n A-->>C: Answer", load="every 10 ms")
    >>> [found.provenance.replication for found in recordings(one, ["design"], [2, 3])]
    [2, 3]
    """
    runs = [(number, name) for number in numbers for name in designs]
    if jobs is None:
        jobs = processes(None) if is_worth_spreading(scenario, runs) else 1
    jobs = min(jobs, len(runs))
    found = _spread(scenario, runs, jobs, progress) if jobs > 1 else _here(scenario, runs, progress)
    with closing(found):
        yield from found


def _here(
    scenario: Scenario, runs: Sequence[Replication], progress: Progress | None
) -> Generator[Recording, None, None]:
    for count, run in enumerate(runs):

        def report(share: float, count: int = count) -> None:
            if progress:
                progress((count + share) / len(runs))

        yield _audited(scenario, run, report)


def _spread(
    scenario: Scenario, runs: Sequence[Replication], jobs: int, progress: Progress | None
) -> Generator[Recording, None, None]:
    early: dict[Replication, Recording] = {}
    wanted = iter(runs)
    run = next(wanted)
    with closing(spread(partial(_audited, scenario), runs, jobs, _name)) as found:
        for count, (finished, recording) in enumerate(found, 1):
            if progress:
                progress(count / len(runs))
            early[finished] = recording
            while run in early:
                yield _frozen(early.pop(run))
                run = next(wanted, run)


def _audited(scenario: Scenario, run: Replication, progress: Progress | None = None) -> Recording:
    number, name = run
    recording = record(scenario, name, number, progress)
    wrong = audit(recording, scenario.design(name))
    if wrong:
        raise AuditError(f"{_name(run)}: the books do not balance: " + "; ".join(wrong))
    return recording


def _name(run: Replication) -> str:
    return f"design '{run[1]}', replication {run[0]}"


def _frozen(recording: Recording) -> Recording:
    for array in recording.arrays().values():
        array.flags.writeable = False  # as the engine gave it; on its way it has lost that
    return recording


def is_worth_spreading(scenario: Scenario, runs: Sequence[Replication]) -> bool:
    """Whether other processes save more time than it takes to start them."""
    return sum(_steps(scenario.design(name), scenario) for _, name in runs) > WORTH_SPREADING


def _steps(design: Design, scenario: Scenario) -> float:
    """About how many steps a run has: requests, times lines of the drawing."""
    requests = sum(_requests(source, scenario.run.horizon) for source in design.sources)
    return requests * len(design.script.lines)


def _requests(source: Source, horizon: int) -> float:
    if isinstance(source.load, Users):  # if every answer came at once
        return source.load.count * (1 + horizon / max(1.0, source.load.think.mean))
    return requests_before(source.load, horizon)
