"""A directory that a sweep fills, point by point, and goes on from.

``sweep.json`` says what is swept: version, seed, scenario, axes, designs and metrics, so that a
directory is never filled from two sweeps. ``points/`` holds one small file a finished point, with
every replication's numbers. A file is there whole or not at all, so whatever stops a sweep costs
it the points under way and no more.
"""

import hashlib
import json
from collections.abc import Sequence
from importlib.metadata import version
from math import inf, isinf, isnan, nan
from pathlib import Path
from typing import Any

from simkit.analysis.estimate import Reading
from simkit.engine.runner import document_text
from simkit.errors import Problem, ScenarioError
from simkit.experiment.sweep import Plan, Readings, changes_at
from simkit.record.recording import write_whole

_ABOUT = "sweep.json"


class SweepFolder:
    """The directory of a sweep.

    Attributes:
        path: Where.
        done: The points that were finished before, by number.
    """

    def __init__(self, path: Path, plan: Plan) -> None:
        """Make the directory, or take up what an earlier run of the same sweep has left.

        Raises:
            ScenarioError: If it holds something else, or another sweep.
            OSError: If it cannot be read or written.
        """
        self.path, self._plan = path, plan
        about = _about(plan)
        text = json.dumps(about, indent=2, ensure_ascii=False) + "\n"
        self._digest = hashlib.sha256(text.encode()).hexdigest()
        _check(path, about)
        (path / "points").mkdir(parents=True, exist_ok=True)
        for unfinished in (*path.glob("*.part"), *path.glob("points/*.part")):
            unfinished.unlink()  # of a process that was killed while it wrote
        self.text(_ABOUT, text)
        self.done = {
            number: self._read(number)
            for number in range(len(plan.points))
            if self._file(number).exists()
        }

    def keep(self, number: int, readings: Readings) -> None:
        """Write a finished point."""
        plan = self._plan
        content = {
            "sweep": self._digest,
            "simkit": version("simkit"),
            "seed": plan.scenario_at(number).run.seed,
            "point": changes_at(plan.axes, plan.points[number]),
            "readings": {str(name): [_plain(r) for r in found] for name, found in readings.items()},
        }
        text = json.dumps(content, ensure_ascii=False) + "\n"
        write_whole(self._file(number), text.encode())

    def text(self, name: str, content: str) -> None:
        """Write a text file; one of this sweep that is there already is left as it is."""
        self.bytes(name, content.encode())

    def bytes(self, name: str, content: bytes) -> None:
        """Write a file, likewise."""
        if not (self.path / name).exists():
            write_whole(self.path / name, content)

    def _file(self, number: int) -> Path:
        width = len(str(len(self._plan.points)))
        return self.path / "points" / f"{number + 1:0{width}}.json"

    def _read(self, number: int) -> Readings:
        file = self._file(number)
        try:
            content = json.loads(file.read_text(encoding="utf-8"))
            if content["sweep"] != self._digest:
                raise ValueError("of another sweep")
            return {
                name: tuple(_reading(*one) for one in content["readings"][str(name)])
                for names in self._plan.metrics.values()
                for name in names
            }
        except (KeyError, TypeError, ValueError):
            found = f"--out: found '{file}', which is no point of this sweep"
            raise ScenarioError(Problem(found=found, expected="it whole, or not at all")) from None


def _about(plan: Plan) -> dict[str, Any]:
    """What makes a sweep this one and no other; in the order in which a difference is told."""
    return {
        "simkit": version("simkit"),
        "seed": plan.scenario.run.seed,
        "axes": {axis.path: list(axis.values) for axis in plan.axes},
        "designs": list(plan.designs),
        "metrics": [str(name) for names in plan.metrics.values() for name in names],
        "scenario": json.loads(document_text(plan.scenario)),
    }


_TOLD = {
    "simkit": "version of simkit",
    "seed": "seed",
    "axes": "values to vary",
    "designs": "designs",
    "metrics": "metrics",
    "scenario": "scenario",
}


def _check(path: Path, about: dict[str, Any]) -> None:
    """Refuse a directory that this sweep cannot go on with."""
    expected = "a new directory, or that of the same sweep"
    try:
        before = json.loads((path / _ABOUT).read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        if path.exists() and (not path.is_dir() or _holds_something(list(path.iterdir()))):
            found = f"--out: found something at '{path}' that is no sweep"
            raise ScenarioError(Problem(found=found, expected=expected)) from None
        return
    except ValueError:
        before = {}
    other = [_TOLD[key] for key in about if not _same(before, about, key)]
    if other:
        found = f"--out: found a sweep at '{path}' with another {other[0]}"
        if other[0] in ("seed", "version of simkit"):
            key = next(key for key, words in _TOLD.items() if words == other[0])
            found += f" ({before.get(key)}, here {about[key]})"
        raise ScenarioError(Problem(found=found, expected=expected))


def _same(before: object, about: dict[str, Any], key: str) -> bool:
    # As text: the order of axes and designs counts.
    return isinstance(before, dict) and json.dumps(before.get(key)) == json.dumps(about[key])


def _holds_something(entries: Sequence[Path]) -> bool:
    """Whether a directory holds more than what a process left that was killed at once."""
    return any(
        any(entry.iterdir()) if entry.name == "points" and entry.is_dir() else not _left(entry)
        for entry in entries
    )


def _left(entry: Path) -> bool:
    return entry.name.startswith(_ABOUT) and entry.suffix == ".part"


def _plain(reading: Reading) -> list[object]:
    """A reading as JSON, which knows neither infinity nor NaN."""
    value = None if isnan(reading.value) else "never" if isinf(reading.value) else reading.value
    return [value, reading.bound, reading.share, reading.reason]


def _reading(value: object, bound: bool, share: float, reason: str) -> Reading:
    number = nan if value is None else inf if value == "never" else float(str(value))
    return Reading(value=number, bound=bound, share=share, reason=reason)
