"""Replications of a scenario, one after the other or several at once."""

from collections import Counter
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from functools import partial

from simkit.analysis.audit import audit
from simkit.engine.choosing import expected_steps
from simkit.engine.planning import make_plan
from simkit.engine.runner import record
from simkit.errors import AuditError
from simkit.experiment.engines import BY_REFERENCE, Engines, compiled_alone, engine_of
from simkit.experiment.spread import processes, spread
from simkit.experiment.threads import threaded
from simkit.model.scenario import Scenario
from simkit.record.recording import Recording

Progress = Callable[[float], None]
Replication = tuple[int, str]  # its number, and a design
Work = Callable[[Replication, Progress | None], Recording]
Finished = Generator[tuple[Replication, Recording], None, None]
# A process takes a good second to start, in which the reference engine does some 150,000 steps.
WORTH_SPREADING = 1_000_000


def recordings(
    scenario: Scenario,
    designs: Sequence[str],
    numbers: Sequence[int],
    jobs: int | None = 1,
    progress: Progress | None = None,
    engines: Engines = BY_REFERENCE,
) -> Iterator[Recording]:
    r"""Run replications of every design, and audit each.

    All designs of a replication come before the next replication, so that what is finished
    when somebody stops can be compared. Neither order nor content depends on how many are run at
    once: by the compiled engine alone in threads, else in processes.

    Args:
        scenario: What to run.
        designs: Names of its designs.
        numbers: Of the replications, from 0.
        jobs: How many at once; None: as many as there are cores, if the runs are long enough for
            that to be worth it, or else 1.
        progress: Called now and then with the share that is done.
        engines: What runs each design.

    Raises:
        SimulationError: If a model cannot go on.
        AuditError: If the books of a run do not balance.

    >>> import simkit as sk
    >>> one = sk.scenario("sequenceDiagram\n C->>A: Ask\n A-->>C: Answer", load="every 10 ms")
    >>> [found.provenance.replication for found in recordings(one, ["design"], [2, 3])]
    [2, 3]
    """
    runs = [(number, name) for number in numbers for name in designs]
    in_threads = compiled_alone(engines, designs)
    if jobs is None:
        jobs = processes(None) if in_threads or is_worth_spreading(scenario, runs) else 1
    jobs = min(jobs, len(runs))
    work = partial(_audited, scenario, engines)
    if jobs <= 1:
        found = _here(work, runs, progress)
    elif in_threads:
        found = _in_order(runs, threaded(work, runs, jobs, progress))
    else:
        found = _in_order(runs, _in_processes(work, runs, jobs, progress))
    with closing(found):
        yield from found


def _here(
    work: Work, runs: Sequence[Replication], progress: Progress | None
) -> Generator[Recording, None, None]:
    for count, run in enumerate(runs):

        def report(share: float, count: int = count) -> None:
            if progress:
                progress((count + share) / len(runs))

        yield work(run, report)


def _in_processes(
    work: Work, runs: Sequence[Replication], jobs: int, progress: Progress | None
) -> Finished:
    with closing(spread(partial(_unreported, work), runs, jobs, _name)) as found:
        for count, (run, recording) in enumerate(found, 1):
            if progress:
                progress(count / len(runs))
            yield run, _frozen(recording)


def _unreported(work: Work, run: Replication) -> Recording:
    return work(run, None)


def _in_order(runs: Sequence[Replication], finished: Finished) -> Generator[Recording, None, None]:
    early: dict[Replication, Recording] = {}
    wanted = iter(runs)
    run = next(wanted)
    with closing(finished):
        for one, recording in finished:
            early[one] = recording
            while run in early:
                yield early.pop(run)
                run = next(wanted, run)


def _audited(
    scenario: Scenario, engines: Engines, run: Replication, progress: Progress | None
) -> Recording:
    number, name = run
    recording = record(scenario, name, number, progress, engine_of(engines, name))
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
    often = Counter(name for _, name in runs)
    plans = {name: make_plan(scenario, scenario.design(name)) for name in often}
    return sum(often[name] * expected_steps(plan) for name, plan in plans.items()) > WORTH_SPREADING
