"""The runs of a sweep on a Dask cluster: the same numbers, made on other machines.

Scheduler and workers must have this very simkit. That is looked at before anything runs, and
again wherever a run begins, since workers come and go. What one of them had under way when it
went is begun again on another, and while there is none, the sweep waits.
"""

import asyncio
import logging
import pickle
from collections import Counter
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing, contextmanager
from functools import partial
from importlib.metadata import version
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from warnings import catch_warnings, filterwarnings

from simkit.errors import AuditError, Problem, ScenarioError, SimulationError
from simkit.experiment.origin import Origin, origin
from simkit.experiment.parallel import Elsewhere, Measured, Unit, Units, measured_unit, unit_name
from simkit.experiment.spread import outcome_of, until_failure
from simkit.experiment.sweep import Plan
from simkit.units import quoted

if TYPE_CHECKING:
    from distributed import Client, Future

Tell = Callable[[str], None]
Outcome = Measured | SimulationError | AuditError
WITHIN = 10.0  # s, in which a scheduler answers
LOOK = 1.0  # s, between looks whether there is a worker
MOST_DEATHS = 8  # of workers over one run, two rounds of Dask's own patience


@contextmanager
def connected(
    address: str | None, jobs: object, tell: Tell, within: float = WITHIN
) -> Iterator[Elsewhere | None]:
    """What runs a sweep on a cluster, as long as it is needed; None without an address.

    Args:
        address: Of its scheduler, such as ``tcp://127.0.0.1:8786``.
        jobs: What was said of processes of this machine; not both.
        tell: Called with a text when all workers are gone.
        within: Seconds in which the scheduler must answer.

    Raises:
        ScenarioError: If the address is none, nobody answers there, the package is missing, or
            another simkit runs there.
    """
    if address is None:
        yield None
        return
    if jobs is not None:
        problem = Problem(
            found="--dask: found --jobs too",
            expected="only one of them; how many processes a cluster has is said where it starts",
        )
        raise ScenarioError(problem)
    try:
        import distributed  # noqa: PLC0415 - slow to load, and an extra that may be missing
    except ImportError:
        problem = Problem(
            found="--dask: found no package 'distributed'",
            expected="it installed, as by: pip install 'simkit[dask]'",
        )
        raise ScenarioError(problem) from None
    with _quiet():
        _check_scheduler(address, within)
        client = distributed.Client(address, timeout=within, set_as_default=False)
        with closing(client):
            # It would print what became of coroutines that nobody waits for any more.
            loop: Any = client.loop
            loop.asyncio_loop.set_exception_handler(lambda *_: None)
            try:
                _check_origins(client)
            except OSError:
                raise _no_scheduler(address, ", which went away") from None
            yield _Cluster(client, address, tell).measured_units


class _Cluster:
    """A Dask cluster that has this simkit."""

    def __init__(self, client: "Client", address: str, tell: Tell) -> None:
        self._client, self._address, self._tell = client, address, tell
        self._waiting = False

    def measured_units(self, plan: Plan, units: Sequence[Unit]) -> Units:
        """Run replications of points, and give each as soon as it is there.

        Raises:
            SimulationError: If a model cannot go on, if workers die and die over the same run, or
                if the scheduler goes away.
            AuditError: If the books of a run do not balance.
            ScenarioError: If a worker turns up that has another simkit.
        """
        from distributed import CancelledError  # noqa: PLC0415 - see `connected`

        try:
            with closing(self._outcomes(plan, units)) as outcomes:
                yield from until_failure(units, outcomes)
        except (CancelledError, OSError) as error:
            raise SimulationError(
                f"the Dask scheduler at {self._address} went away, or has dropped the work; with "
                "--out DIR the same sweep goes on with the points that are missing"
            ) from error
        except ImportError as error:
            raise _other(f"a worker that cannot load simkit ({error})") from None

    def _outcomes(
        self, plan: Plan, units: Sequence[Unit]
    ) -> Generator[tuple[Unit, Outcome], None, None]:
        from distributed import KilledWorker  # noqa: PLC0415 - see `connected`

        under_way, deaths = _UnderWay(self._client, plan), Counter[Unit]()
        under_way.begin(units)
        while under_way.units:
            key = self._next(under_way)
            unit = under_way.units[key]
            try:
                outcome = under_way.futures[key].result(timeout=LOOK)
            except TimeoutError:  # its worker went before it could be fetched: it is run again
                under_way.over.put(key)
                self._look()
                continue
            except KilledWorker as killed:
                deaths[unit] += killed.allowed_failures + 1  # four, unless the cluster is told
                if deaths[unit] >= MOST_DEATHS:
                    raise SimulationError(
                        f"at {unit_name(plan, unit)}: {deaths[unit]} workers were killed over it; "
                        "memory may have run out"
                    ) from None
                under_way.begin([unit])
            else:
                yield unit, outcome
            under_way.forget(key)

    def _next(self, under_way: "_UnderWay") -> object:
        """What is over next."""
        while True:
            try:
                return under_way.over.get(timeout=LOOK)
            except Empty:
                self._look()

    def _look(self) -> None:
        """Say so once while nobody is there who could do the work."""
        try:
            waiting = not self._client.nthreads()
        except OSError:
            return  # what is under way will say that the scheduler is gone
        if waiting and not self._waiting:
            self._tell(f"no worker at {self._address}: waiting for one, Ctrl-C stops")
        self._waiting = waiting


class _UnderWay:
    """The runs that a cluster has still to make."""

    def __init__(self, client: "Client", plan: Plan) -> None:
        self._client, self._text = client, pickle.dumps(plan)
        self._plan = self._sent()
        self.units: dict[object, Unit] = {}
        self.futures: dict[object, Future[Outcome]] = {}
        self.over: SimpleQueue[object] = SimpleQueue()

    def _sent(self) -> "Future[Plan]":
        # A task of its own, so that it travels once, and is made anew where its worker is gone.
        return self._client.submit(pickle.loads, self._text, pure=False)

    def begin(self, units: Sequence[Unit]) -> None:
        if self._plan.status == "error":  # it was under way itself when workers were killed
            self._plan = self._sent()
        work = partial(_on_a_worker, origin())
        futures = self._client.map(work, units, plan=self._plan, pure=False)
        for unit, future in zip(units, futures, strict=True):
            self.units[future.key], self.futures[future.key] = unit, future
            future.add_done_callback(lambda done: self.over.put(done.key))

    def forget(self, key: object) -> None:
        del self.units[key]
        # Kept, but released here: while its own destructor did that, a Ctrl-C would be lost.
        self.futures[key].release()


def _on_a_worker(here: Origin, unit: Unit, plan: Plan) -> Outcome:
    from distributed import get_worker  # noqa: PLC0415

    difference = origin().difference(here)
    if difference:
        raise _other(f"{difference} at the worker {get_worker().address}")
    return outcome_of(partial(measured_unit, plan), unit)


def _check_origins(client: "Client") -> None:
    """Refuse a cluster that makes other numbers, before it makes any.

    Raises:
        ScenarioError: Naming the first such part of it.
    """
    # A function of simkit's own could not even be asked for where there is none.
    found = {"the scheduler": _answer(lambda: client.run_on_scheduler(version, "simkit"))}
    workers = client.run(version, "simkit", on_error="return")
    found |= {f"the worker {worker}": said for worker, said in workers.items()}
    for where, said in found.items():
        if isinstance(said, ImportError):
            raise _other(f"no simkit at {where}")
        if isinstance(said, str) and said != version("simkit"):
            raise _other(f"simkit {said} at {where}")
    for worker, said in client.run(origin, on_error="return").items():
        difference = said.difference(origin()) if isinstance(said, Origin) else ""
        if difference:  # whoever cannot answer is gone, or says so when there is work
            raise _other(f"{difference} at the worker {worker}")


def _answer(ask: Callable[[], object]) -> object:
    try:
        return ask()
    except ImportError as error:
        return error


def _other(found: str) -> ScenarioError:
    here = origin()
    expected = f"simkit {here.simkit} with Python {here.python} throughout, exactly as here"
    return ScenarioError(Problem(found=f"--dask: found {found}", expected=expected))


def _check_scheduler(address: str, within: float) -> None:
    """Refuse an address at which no scheduler answers that Dask's client can talk to.

    Raises:
        ScenarioError: Saying who answers in its place.
    """
    from distributed.utils import LoopRunner  # noqa: PLC0415

    if not _is_address(address):
        raise _no_scheduler(address)
    try:
        # In a loop of its own, whether or not one runs here already, as in a notebook.
        what, its = LoopRunner(asynchronous=False).run_sync(_answering, address, within)
    except OSError:
        raise _no_scheduler(address, f", where nobody answers within {within:g} s") from None
    except Exception as error:  # whatever the bytes of somebody else are read as
        said = f", where something else answers ({type(error).__name__})"
        raise _no_scheduler(address, said) from None
    if what != "Scheduler":
        raise _no_scheduler(address, f", which is a Dask {what.lower()}")
    here = version("distributed")
    if its != here:
        found = f"--dask: found distributed {its} at the scheduler"
        raise ScenarioError(Problem(found=found, expected=f"distributed {here}, as here"))


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        return parts.scheme in ("tcp", "tls") and bool(parts.hostname and parts.port)
    except ValueError:  # a port beyond 65,535
        return False


def _no_scheduler(address: str, but: str = "") -> ScenarioError:
    expected = "the address of a Dask scheduler"
    expected += "" if but else ", such as 'tcp://127.0.0.1:8786'"
    return ScenarioError(Problem(found=f"--dask: found {quoted(address)}{but}", expected=expected))


async def _answering(address: str, within: float) -> tuple[str, str]:
    """What answers at an address, and its version of distributed.

    Dask's own client waits for ever for somebody who takes a connection and says nothing, and
    breaks where the versions differ much.
    """
    from distributed import Security  # noqa: PLC0415
    from distributed.comm.core import connect  # noqa: PLC0415

    async def ask() -> tuple[str, str]:
        how = Security().get_connection_args("client")
        comm = await connect(address, timeout=within, **how)
        try:
            await comm.write({"op": "identity", "reply": True})
            what = (await comm.read())["type"]
            await comm.write({"op": "versions", "reply": True})
            return what, (await comm.read())["packages"]["distributed"]
        finally:
            comm.abort()

    return await asyncio.wait_for(ask(), within)


@contextmanager
def _quiet() -> Iterator[None]:
    """Without what distributed says of itself; what matters of it is said as an error."""
    from distributed.versions import VersionMismatchWarning  # noqa: PLC0415

    loggers = [
        logging.getLogger(name)
        for name in ("distributed", "distributed.client", "tornado.application")
    ]
    levels = [logger.level for logger in loggers]
    with catch_warnings():
        filterwarnings("ignore", category=VersionMismatchWarning)
        filterwarnings("ignore", message="Sending large graph")
        for logger in loggers:
            logger.setLevel(logging.CRITICAL + 1)
        try:
            yield
        finally:
            for logger, level in zip(loggers, levels, strict=True):
                logger.setLevel(level)
