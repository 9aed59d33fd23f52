"""Where the time of `simkit run scenarios/accepted.yaml` goes, code compiled and files cached.

    python -m tests.benchmarks.command [ROUNDS]

Each round starts three processes: the plain command; one that takes the time of the engines and
calls the command twice, so that the second call has nothing to import; and one in which Python
reports its imports (time on the wall, as that of the whole command; the rest is CPU time). All
runs are in that process (`--jobs 1`). `simkit run` draws nothing unless it is told `--out`.
"""

import json
import subprocess
import sys
from collections.abc import Callable
from contextlib import redirect_stdout, suppress
from io import StringIO
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

ROOT = Path(__file__).parents[2]
ARGUMENTS = ("run", "scenarios/accepted.yaml", "--jobs", "1")
Phases = dict[str, float]


def inside() -> Phases:
    """The command in this process, with its phases; CPU time since the process began."""
    begun = process_time()
    from simkit.cli import main  # noqa: PLC0415 - this is timed

    imported = process_time()
    from tests.benchmarks.stopwatch import Stopwatch  # noqa: PLC0415

    watch = Stopwatch()
    loaded = process_time()
    first, simulated, engines = _call(main), watch.seconds, watch.words()
    watch.reset()
    again = _call(main) - watch.seconds
    print(engines, file=sys.stderr)
    return {
        "simulation": simulated,
        "outside simulation": loaded + first - simulated,
        "  Python itself": begun,
        "  import of simkit.cli": imported - begun,
        "  import of the engines": loaded - imported,
        "  all else, with further imports": first - simulated,
        "all else, a second time": again,
    }


def _call(main: Callable[[], object]) -> float:
    """How long the command takes; it ends with an exit."""
    sys.argv = ["simkit", *ARGUMENTS]
    start = process_time()
    with redirect_stdout(StringIO()), suppress(SystemExit):
        main()
    return process_time() - start


def once() -> tuple[str, Phases]:
    """One round, and who simulated."""
    start = perf_counter()
    _python("-m", "simkit", *ARGUMENTS)
    wall = perf_counter() - start
    found = _python("-m", "tests.benchmarks.command", "--inside")
    report = _python("-X", "importtime", "-m", "simkit", *ARGUMENTS).stderr
    lines = [line.split("|")[0] for line in report.splitlines() if line.startswith("import time:")]
    selves = [line.removeprefix("import time:").strip() for line in lines]
    imports = sum(int(own) for own in selves if own.isdigit()) / 1e6
    phases = {"the whole command, on the wall": wall, **json.loads(found.stdout)}
    return found.stderr.strip(), phases | {"all imports, as Python reports them": imports}


def _python(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr)
    return done


def main(rounds: int = 5) -> None:
    """Measure and print."""
    found = [once() for _ in range(rounds)]
    runs = [phases for _, phases in found]
    print(f"simkit {' '.join(ARGUMENTS)} ({found[0][0]}): CPU time, median of {rounds} processes")
    for phase in runs[0]:
        times = sorted(run[phase] for run in runs)
        print(f"  {phase:<36} {median(times):6.2f} s ({times[0]:.2f} to {times[-1]:.2f})")


if __name__ == "__main__":
    if "--inside" in sys.argv:
        print(json.dumps(inside()))
    else:
        main(*map(int, sys.argv[1:]))
