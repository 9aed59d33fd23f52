"""What ``--out`` writes: tables, pictures and provenance, into a directory of its own."""

import csv
import json
import platform
import re
from importlib.metadata import version
from io import StringIO
from pathlib import Path

from simkit.errors import Problem, ScenarioError
from simkit.experiment.results import Results
from simkit.model.scenario import Scenario
from simkit.record.recording import Recording, write_whole
from simkit.views.study import study_of
from simkit.views.table import as_text, cell, comparison, metric_of, rows

LIBRARIES = ("numpy", "scipy", "simpy", "networkx", "pydantic", "matplotlib")


class Output:
    """A new directory that fills up while a scenario runs.

    Attributes:
        folder: Where.
    """

    def __init__(self, folder: Path, scenario: Scenario) -> None:
        """Make the directory.

        Raises:
            ScenarioError: If it exists and holds something: a result is never overwritten.
        """
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise ScenarioError(
                Problem(found=f"--out: found something at '{folder}'", expected="a new directory")
            )
        (folder / "recordings").mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.names = {
            design.name: f"{number}-{re.sub(r'[^A-Za-z0-9]+', '-', design.name).strip('-')}"
            for number, design in enumerate(scenario.designs, 1)
        }

    def keep(self, recording: Recording) -> None:
        """Write a finished recording."""
        about = recording.provenance
        name = f"{self.names[about.design]}-replication-{about.replication}.npz"
        recording.save(self.folder / "recordings" / name)

    def finish(self, results: Results) -> None:
        """Write what the recordings give together."""
        study = study_of(results)
        first = next(iter(results.recordings.values()))[0]
        self.text("scenario.json", first.provenance.scenario)
        self.text("comparison.txt", as_text(comparison(results)) + "\n")
        self.text("metrics.csv", _metrics(results))
        self.text("provenance.json", json.dumps(_provenance(results), indent=2) + "\n")
        study.plot.latency().save(self.folder / "latency.png")
        study.plot.timeseries().save(self.folder / "timeseries.png")

    def text(self, name: str, content: str) -> None:
        """Write a text file."""
        write_whole(self.folder / name, content.encode())


def _metrics(results: Results) -> str:
    """Every number of the table, unrounded: seconds, per second, or plain."""
    stream = StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(
        ["metric", "value", "low", "high", "replications", "lower bound", "share", "reason"]
    )
    for design in results.recordings:
        for row in rows(results):
            found = cell(results, design, row)[1]
            if found is not None:
                name = metric_of(results, design, row)
                writer.writerow(
                    [
                        str(name),
                        found.value,
                        found.low,
                        found.high,
                        found.replications,
                        found.bound,
                        found.share,
                        found.reason,
                    ]
                )
    return stream.getvalue()


def _provenance(results: Results) -> dict[str, object]:
    engines = {name: found[0].provenance.engine for name, found in results.recordings.items()}
    return {
        "simkit": version("simkit"),
        "python": platform.python_version(),
        "machine": platform.machine(),
        "libraries": {name: version(name) for name in LIBRARIES},
        "engine": engines,
        "seed": results.scenario.run.seed,
        "replications": results.replications,
        "digests": {
            f"{design}, replication {one.provenance.replication}": one.digest()
            for design, found in results.recordings.items()
            for one in found
        },
    }
