"""What ``simkit sweep --out`` writes besides the points: the tables, the picture, provenance."""

import csv
import json
import platform
from importlib.metadata import version
from io import StringIO

from simkit.experiment.sweep import Sweep
from simkit.experiment.sweep_folder import SweepFolder
from simkit.experiment.sweep_table import header, table_rows
from simkit.views.curve import Curve
from simkit.views.output import LIBRARIES


def finish(folder: SweepFolder, curve: Curve) -> None:
    """Write what the points of a finished sweep give together."""
    folder.text("sweep.csv", csv_text(curve))
    folder.text("sweep.txt", f"{curve!r}\n")
    folder.bytes("curve.png", curve.plot()._repr_png_())
    about = {
        "simkit": version("simkit"),
        "python": platform.python_version(),
        "machine": platform.machine(),
        "libraries": {name: version(name) for name in (*LIBRARIES, "joblib")},
    }
    folder.text("provenance.json", json.dumps(about, indent=2) + "\n")


def csv_text(sweep: Sweep) -> str:
    """A row a point, design and metric, unrounded: seconds, per second, or plain."""
    stream = StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(header(sweep))
    writer.writerows(table_rows(sweep))
    return stream.getvalue()
