"""A recording: all that one run of one design left behind."""

import hashlib
import io
import json
import os
import zipfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simkit.record.tables import (
    CHANGES,
    GIVEN_UP,
    PATHS,
    REQUESTS,
    VISITS,
    WITNESS,
    Column,
)

Table = Mapping[str, NDArray[np.integer]]
FORMAT = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """What a recording was made from; enough to make it again.

    Attributes:
        scenario: The scenario as text.
        design: Name of the design.
        seed: Seed of all draws.
        replication: Number of the replication, from 0.
        engine: Name of the engine.
        version: Version of simkit.
    """

    scenario: str
    design: str
    seed: int
    replication: int
    engine: str
    version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Witness:
    """What the parts themselves counted, apart from the tables (the second witness).

    Attributes:
        marks: When they were read, in ns: at the end of the warm-up, at the horizon, at the
            end of the run; shape (3,).
        parts: By column of ``WITNESS``: int64, (marks, participants).
        begun: Journeys begun before each mark; int64, (marks,).
        open: Journeys begun and not settled at each mark, counted one by one; int64, (marks,).
    """

    marks: NDArray[np.int64]
    parts: Table
    begun: NDArray[np.int64]
    open: NDArray[np.int64]


def _none(columns: tuple[Column, ...]) -> Table:
    return {column.name: np.zeros(0, dtype=column.dtype) for column in columns}


@dataclass(frozen=True, kw_only=True, eq=False)
class Recording:
    """The tables of one run.

    Attributes:
        requests: Columns of ``REQUESTS``, a row a journey, in order of the intended start.
        visits: Columns of ``VISITS``, in order of request, line and path.
        witness: The second witness.
        participants: Their names, in the order of the numbers in ``visits``.
        messages: The labels of the lines, in the order of the numbers in ``visits``.
        journeys: Client and name of each journey, in the order of the numbers in ``requests``.
        provenance: What it was made from.
        changes: Columns of ``CHANGES``, in order of time; empty where nothing changed.
        paths: Columns of ``PATHS``, in order of request and path; what is done again.
        given_up: Columns of ``GIVEN_UP``, in order of request, line and path.
    """

    requests: Table
    visits: Table
    witness: Witness
    participants: tuple[str, ...]
    messages: tuple[str, ...]
    journeys: tuple[tuple[str, str], ...]
    provenance: Provenance
    changes: Table = field(default_factory=lambda: _none(CHANGES))
    paths: Table = field(default_factory=lambda: _none(PATHS))
    given_up: Table = field(default_factory=lambda: _none(GIVEN_UP))

    @property
    def warm_up(self) -> int:
        """End of the warm-up, in ns."""
        return int(self.witness.marks[0])

    @property
    def horizon(self) -> int:
        """End of the measured window, in ns."""
        return int(self.witness.marks[1])

    @property
    def end(self) -> int:
        """End of the run, in ns."""
        return int(self.witness.marks[2])

    @property
    def measured(self) -> NDArray[np.bool_]:
        """Which requests are measured: those meant to start in the window; bool, (requests,)."""
        meant = self.requests["meant"]
        return (meant >= self.warm_up) & (meant < self.horizon)

    @property
    def nbytes(self) -> int:
        """Memory that its tables take, in bytes."""
        return sum(array.nbytes for array in self.arrays().values())

    def arrays(self) -> dict[str, NDArray[np.integer]]:
        """Every array by a name of its own, in a fixed order."""
        found: dict[str, NDArray[np.integer]] = {}
        for prefix, table in (
            ("requests", self.requests),
            ("visits", self.visits),
            ("changes", self.changes),
            ("paths", self.paths),
            ("given_up", self.given_up),
            ("witness", self.witness.parts),
        ):
            found.update((f"{prefix}.{name}", column) for name, column in table.items())
        found["witness.marks"] = self.witness.marks
        found["witness.begun"] = self.witness.begun
        found["witness.open"] = self.witness.open
        return found

    def digest(self) -> str:
        """A fingerprint of every byte of the tables and of the witness (SHA-256)."""
        digest = hashlib.sha256()
        for name, column in self.arrays().items():
            digest.update(f"{name} {column.dtype} {column.shape} ".encode())
            digest.update(np.ascontiguousarray(column).tobytes())
        return digest.hexdigest()

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Recording):
            return NotImplemented
        return self.digest() == other.digest() and (
            self.participants,
            self.messages,
            self.journeys,
            self.provenance,
        ) == (other.participants, other.messages, other.journeys, other.provenance)

    __hash__ = None  # type: ignore[assignment]

    def save(self, path: str | Path) -> None:
        """Write the recording to a file: whole, or not at all.

        The file is a zip of plain NumPy arrays and one JSON text (``.npz``); nothing in it
        is ever executed. It can be opened with ``numpy.load`` too.

        Raises:
            FileExistsError: If the file exists already.
            OSError: If it cannot be written.
        """
        path = Path(path)
        if path.exists():
            raise FileExistsError(f"{path} exists already")
        about = {
            "format": FORMAT,
            "participants": self.participants,
            "messages": self.messages,
            "journeys": self.journeys,
            "provenance": asdict(self.provenance),
        }
        text = np.frombuffer(json.dumps(about).encode(), dtype=np.uint8)
        buffer = io.BytesIO()
        arrays: dict[str, Any] = {"about": text, **self.arrays()}
        np.savez_compressed(buffer, **arrays)
        write_whole(path, buffer.getvalue())


def write_whole(path: Path, content: bytes) -> None:
    """Write a file whole or not at all, and never over another.

    Raises:
        FileExistsError: If the file exists already.
        OSError: If it cannot be written.
    """
    with NamedTemporaryFile(
        dir=path.parent, prefix=path.name, suffix=".part", delete=False
    ) as file:
        unfinished = Path(file.name)
        file.write(content)
    try:
        unfinished.chmod(0o644)
        try:
            os.link(unfinished, path)  # fails where the file exists, which renaming would not
        except FileExistsError:
            raise
        except OSError:  # a file system without links
            if path.exists():
                raise FileExistsError(f"{path} exists already") from None
            unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def load_recording(path: str | Path) -> Recording:
    """A recording from a file written by `Recording.save`.

    Raises:
        ValueError: If the file is no recording, or one of another version.
        OSError: If it cannot be read.
    """
    try:
        with np.load(Path(path), allow_pickle=False) as file:
            arrays = {name: file[name] for name in file.files}
        about = json.loads(arrays.pop("about").tobytes())
        if about["format"] != FORMAT:
            raise ValueError(f"format {about['format']}; this version reads {FORMAT}")
        return _recording(arrays, about)
    except (AttributeError, EOFError, KeyError, TypeError, ValueError, zipfile.BadZipFile) as error:
        raise ValueError(f"{path} holds no recording ({error})") from None


def _recording(arrays: dict[str, NDArray[Any]], about: dict[str, Any]) -> Recording:
    def table(prefix: str, columns: tuple[Column, ...]) -> Table:
        return {column.name: arrays[f"{prefix}.{column.name}"] for column in columns}

    return Recording(
        requests=table("requests", REQUESTS),
        visits=table("visits", VISITS),
        changes=table("changes", CHANGES),
        paths=table("paths", PATHS),
        given_up=table("given_up", GIVEN_UP),
        witness=Witness(
            marks=arrays["witness.marks"],
            parts=table("witness", WITNESS),
            begun=arrays["witness.begun"],
            open=arrays["witness.open"],
        ),
        participants=tuple(about["participants"]),
        messages=tuple(about["messages"]),
        journeys=tuple((client, name) for client, name in about["journeys"]),
        provenance=Provenance(**about["provenance"]),
    )
