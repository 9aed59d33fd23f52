"""The commands. They print and exit; everything else is decided elsewhere.

Exit status: 0 predictions hold (or there are none), 1 one fails, 2 the command line or the
scenario is wrong, 3 one is undecided or a precision is not reached, 4 the run itself failed, 130
stopped with Ctrl-C.
"""

import gc
import sys
import traceback
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from simkit.errors import AuditError, Problem, ScenarioError, SimulationError
from simkit.formats.scenario_file import change_from_texts, load
from simkit.model.scenario import Scenario
from simkit.views.reading import assumed, reading, table_of_defaults, wrapped

if TYPE_CHECKING:
    from simkit.experiment.parallel import Elsewhere
    from simkit.experiment.results import Results
    from simkit.experiment.sequential import Sequential
    from simkit.experiment.sweep import Plan
    from simkit.experiment.sweep_folder import SweepFolder
    from simkit.record.recording import Recording

HOLDS, FAILS, WRONG, UNDECIDED, FAILED, STOPPED = 0, 1, 2, 3, 4, 130
RARELY = 50_000  # objects between two searches for garbage; what is imported would be searched too
FILE = click.argument("file", type=click.Path(path_type=Path))
SET = click.option(
    "--set",
    "changes",
    multiple=True,
    metavar="PATH=VALUE",
    help="Say one thing of the scenario differently, as in participants.API.workers=16.",
)
DESIGN = click.option(
    "--design",
    "designs",
    multiple=True,
    metavar="NAME",
    help="This design only; can be given again. All designs otherwise.",
)
SEED = click.option("--seed", metavar="N", help="Seed of all draws, instead of the file's.")
ENGINE = click.option(
    "--engine",
    default="auto",
    metavar="NAME",
    help="Run by 'reference' or 'compiled', or by whichever is done sooner ('auto', the default). "
    "The numbers are the same.",
)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 80})
@click.version_option(package_name="simkit")
def cli() -> None:
    """Run the blocking and the asynchronous way of the same work, and compare them."""


@cli.command()
@FILE
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="NEW",
    help="Write to this new file instead of printing.",
)
def new(file: Path, output: Path | None) -> None:
    """Write a scenario file for a Markdown document or a Mermaid drawing FILE.

    Every number that 'simkit run FILE' would assume is written out, ready to be edited, and
    beside each asynchronous diagram stands its blocking twin: the same work, with every event
    answered and the client's answer last.
    """
    from simkit.formats.new import new_scenario  # noqa: PLC0415 - the other commands need it not

    text = new_scenario(file)
    if output is None:
        click.echo(text, nl=False)
        return
    from simkit.record.recording import write_whole  # noqa: PLC0415 - loads numpy

    try:
        write_whole(output, text.encode())
    except FileExistsError:
        problem = Problem(found=f"found '{output}', which exists already", expected="a new file")
        raise ScenarioError(problem) from None
    click.echo(f"written to {output}: change what it assumes, then run it")


@cli.command()
@FILE
@SET
def check(file: Path, changes: tuple[str, ...]) -> None:
    """Say in plain words what FILE means, with everything that is assumed.

    FILE is a scenario file, a Markdown document or a Mermaid drawing.
    """
    click.echo(reading(_scenario(file, changes)))


@cli.command()
@FILE
@DESIGN
@SEED
@click.option("--replications", metavar="N", help="Runs of each design, instead of the file's.")
@click.option(
    "--precision",
    "precisions",
    multiple=True,
    metavar="GOAL",
    help="Run until this is known, as in '5 % on accepted.acknowledged.p99' or '10 ms on "
    "a.completed.mean - b.completed.mean'; with several, until all are.",
)
@click.option(
    "--budget",
    metavar="N",
    help="Replications at most with --precision; as many as fit into a gigabyte otherwise.",
)
@SET
@ENGINE
@click.option("--jobs", metavar="N", help="How many runs at once; else all cores in long runs.")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Write tables, pictures and provenance to this new directory.",
)
def run(
    file: Path,
    *,
    designs: tuple[str, ...],
    seed: str | None,
    replications: str | None,
    precisions: tuple[str, ...],
    budget: str | None,
    changes: tuple[str, ...],
    engine: str,
    jobs: str | None,
    out: Path | None,
) -> None:
    """Run every design of FILE under the same load and the same luck, and compare them.

    FILE is a scenario file; or a Markdown document (DOC.md, DOC.md#heading, DOC.md#2) or a
    Mermaid drawing (DIAGRAM.mmd), run as it is with every number assumed.
    """
    scenario = _scenario(file, changes, {"seed": seed, "replications": replications})
    # Engines, tables and plots are slow to load, and a wrong file needs none of them.
    from simkit.engine.choosing import read_engine  # noqa: PLC0415
    from simkit.experiment.precision import read_budget, read_precisions  # noqa: PLC0415
    from simkit.experiment.results import chosen_designs  # noqa: PLC0415
    from simkit.experiment.sequential import Sequential  # noqa: PLC0415
    from simkit.experiment.spread import processes  # noqa: PLC0415
    from simkit.views.output import Output  # noqa: PLC0415

    chosen = chosen_designs(scenario, designs)
    goals = read_precisions(precisions, scenario, chosen)
    count = None if jobs is None else processes(jobs)
    most, asked = read_budget(budget, goals), read_engine(engine)
    runs = Sequential(scenario, chosen, goals, most, count, asked)
    output = Output(out, scenario) if out else None
    for line in (*table_of_defaults(scenario), *assumed(scenario, chosen)):
        click.echo(wrapped(line))
    results = _run(runs, output)
    sys.exit(_status(results))


@cli.command()
@FILE
@click.option(
    "--vary",
    "vary",
    multiple=True,
    required=True,
    metavar="PATH=VALUES",
    help="Values with commas between them, or LOW..HIGH:POINTS, both ends included, as in "
    "load.Client=10/s..150/s:12; several make a grid.",
)
@DESIGN
@SEED
@click.option("--replications", metavar="N", help="Runs of each design and point.")
@SET
@click.option(
    "--metric",
    "metrics",
    multiple=True,
    metavar="NAME",
    help="Keep and show this metric too, as in backlog.API.mean.",
)
@ENGINE
@click.option("--jobs", metavar="N", help="How many runs at once; as many as cores otherwise.")
@click.option("--dask", metavar="ADDRESS", help="Run on the cluster of this Dask scheduler.")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Write each finished point to this directory; the same sweep goes on from there.",
)
def sweep(
    file: Path,
    *,
    vary: tuple[str, ...],
    designs: tuple[str, ...],
    seed: str | None,
    replications: str | None,
    changes: tuple[str, ...],
    metrics: tuple[str, ...],
    engine: str,
    jobs: str | None,
    dask: str | None,
    out: Path | None,
) -> None:
    """Run every design of FILE at many points, and say who is better where.

    The numbers of a point are those that 'simkit run' gives for it. Predictions are not judged.
    """
    from simkit.engine.choosing import read_engine  # noqa: PLC0415 - engines load slowly
    from simkit.experiment.axes import axes_from_texts  # noqa: PLC0415
    from simkit.experiment.cluster import connected  # noqa: PLC0415
    from simkit.experiment.engines import engine_lines  # noqa: PLC0415
    from simkit.experiment.spread import processes  # noqa: PLC0415
    from simkit.experiment.sweep import make_plan  # noqa: PLC0415
    from simkit.experiment.sweep_folder import SweepFolder  # noqa: PLC0415

    axes = axes_from_texts(vary)
    scenario = _scenario(file, changes, {"seed": seed, "replications": replications})
    plan = make_plan(scenario, axes, designs, metrics, read_engine(engine))
    count = processes(jobs)
    with connected(dask, jobs, _tell) as elsewhere:
        folder = SweepFolder(out, plan) if out else None
        told = (*table_of_defaults(scenario), *assumed(scenario, plan.designs))
        for line in (*told, *engine_lines(plan.engines)):
            click.echo(wrapped(line))
        _sweep(plan, metrics, folder, count, elsewhere)


def _sweep(
    plan: "Plan",
    metrics: tuple[str, ...],
    folder: "SweepFolder | None",
    jobs: int,
    elsewhere: "Elsewhere | None",
) -> None:
    from simkit.experiment.parallel import finished_points  # noqa: PLC0415
    from simkit.experiment.sweep import Sweep  # noqa: PLC0415
    from simkit.views.curve import curve_of  # noqa: PLC0415
    from simkit.views.sweep_output import finish  # noqa: PLC0415
    from simkit.views.terminal import progress, uninterrupted  # noqa: PLC0415

    readings = dict(folder.done) if folder else {}
    whole = len(plan.points)
    if readings:
        click.echo(f"{len(readings)} of {whole} points were finished before", err=True)
    missing = [number for number in range(whole) if number not in readings]
    try:
        with progress() as report:
            for number, found in finished_points(plan, missing, jobs, report, elsewhere, _tell):
                readings[number] = found
                if folder:
                    with uninterrupted():
                        folder.keep(number, found)
    except KeyboardInterrupt:
        if not readings:
            click.echo("stopped before a point was finished: nothing to show", err=True)
            sys.exit(STOPPED)
    curve = curve_of(Sweep(plan=plan, readings=readings), metrics)
    click.echo(repr(curve))
    if len(readings) < whole:
        how = f"run the same again with --out {folder.path} to go on" if folder else _NOT_KEPT
        click.echo(f"stopped after {len(readings)} of {whole} points; {how}", err=True)
        sys.exit(STOPPED)
    if folder:
        with uninterrupted():
            finish(folder, curve)
        click.echo(f"written to {folder.path}")


_NOT_KEPT = "nothing is kept: with --out DIR it could go on from there"


@cli.command()
@click.option(
    "--program",
    "file",
    type=click.Path(path_type=Path),
    metavar="FILE",
    required=True,
    help="Print the instructions that the compiled engine follows when it runs FILE.",
)
@DESIGN
@SET
def explain(file: Path, designs: tuple[str, ...], changes: tuple[str, ...]) -> None:
    """Say how simkit does what it does."""
    from simkit.experiment.engines import program_lines  # noqa: PLC0415 - loads numpy
    from simkit.experiment.results import chosen_designs  # noqa: PLC0415

    scenario = _scenario(file, changes)
    for line in program_lines(scenario, chosen_designs(scenario, designs)):
        click.echo(line)


def _tell(text: str) -> None:
    click.echo(text, err=True)


def _scenario(
    file: Path, changes: tuple[str, ...], options: dict[str, str | None] | None = None
) -> Scenario:
    """What a file says, with the changes of ``--set`` and of options for keys of ``run``."""
    said = {name: n for name, n in (options or {}).items() if n is not None}
    short = {f"run.{name}={n}": f"--{name} {n}" for name, n in said.items()}
    scenario, changes = load(file), (*changes, *short)
    return change_from_texts(scenario, changes, short) if changes else scenario


def _run(runs: "Sequential", output: Any) -> "Results":
    from rich.console import Console  # noqa: PLC0415

    from simkit.views.table import as_text, comparison  # noqa: PLC0415
    from simkit.views.terminal import progress, uninterrupted  # noqa: PLC0415

    recordings: list[Recording] = []
    stopped = False
    try:
        with progress() as report:
            for recording in runs.recordings(report, _tell):
                recordings.append(recording)
                if output:
                    with uninterrupted():
                        output.keep(recording)
    except KeyboardInterrupt:
        stopped = True
        if len(recordings) < len(runs.designs):
            click.echo("stopped before every design had run once: nothing to show", err=True)
            sys.exit(STOPPED)
    results = runs.collect(recordings)
    console = Console(highlight=False)
    if console.is_terminal:
        console.print(comparison(results))
    else:
        click.echo(as_text(comparison(results), console.width))
    if output:
        with uninterrupted():
            output.finish(results)
        click.echo(f"written to {output.folder}")
    if stopped:
        click.echo(f"stopped after {runs.done(results)}; the numbers above are of these", err=True)
        sys.exit(STOPPED)
    return results


def _status(results: "Results") -> int:
    answers = {judgement.answer for judgement in results.judgements}
    if "fails" in answers:
        return FAILS
    known = all(one.reached for one in results.attained)
    return HOLDS if known and "undecided" not in answers else UNDECIDED


def main() -> None:
    """The console script."""
    gc.set_threshold(RARELY)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal without ± gets a ?
    try:
        cli.main(standalone_mode=False)
    except (KeyboardInterrupt, click.Abort):
        click.echo("stopped", err=True)
        sys.exit(STOPPED)
    except Exception as error:
        sys.exit(_explain(error))


def _explain(error: Exception) -> int:
    """Say what went wrong; the exit status."""
    match error:
        case ScenarioError():
            click.echo(str(error), err=True)
            return WRONG
        case click.ClickException():
            error.show()
            return WRONG
        case SimulationError() | AuditError():
            click.echo(f"the run failed: {error}", err=True)
        case OSError():
            click.echo(f"cannot write: {error}", err=True)
        case _:
            # Python's own status for this is 1, which here says that a prediction fails.
            traceback.print_exception(error)
            click.echo("this is a mistake of simkit itself; please report it", err=True)
    return FAILED
