"""Every notebook runs, and shows what it was committed with.

Notebooks are kept with their outputs. When those are no longer what a notebook gives,
``python tests/test_notebooks.py`` runs them all and writes their outputs anew.
"""

import os
import re
from base64 import b64decode
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import matplotlib.font_manager  # noqa: F401 - builds its cache here; in a cell it might say so
import nbformat
import numpy as np
import pytest
from matplotlib.image import imread
from nbclient import NotebookClient
from nbformat import NotebookNode
from numpy.typing import NDArray

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def read(path: Path) -> NotebookNode:
    notebook: NotebookNode = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    return notebook


def execute(path: Path) -> NotebookNode:
    """A notebook with the outputs of a fresh run in its own folder; the file stays as it is."""
    notebook = read(path)
    for cell in code(notebook):
        cell.outputs, cell.execution_count = [], None
    # Timing would make a different file of every run, and a user's own IPython other outputs.
    client = NotebookClient(
        notebook, timeout=300, record_timing=False, resources={"metadata": {"path": str(FOLDER)}}
    )
    with TemporaryDirectory() as settings:
        client.execute(env=os.environ | {"IPYTHONDIR": settings})
    notebook.metadata = nbformat.from_dict(METADATA)  # type: ignore[no-untyped-call]
    return notebook


def code(notebook: NotebookNode) -> list[NotebookNode]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def shown(notebook: NotebookNode) -> Iterator[tuple[str, str, str]]:
    """Each output: the id of its cell, its kind, and its text, a picture's in base 64."""
    for cell in code(notebook):
        for output in cell.outputs:
            if output.output_type == "stream":
                yield cell.id, output.name, output.text
            elif output.output_type == "error":
                yield cell.id, "error", f"{output.ename}: {output.evalue}"
            else:
                yield from ((cell.id, kind, output.data[kind]) for kind in sorted(output.data))


# Which engine is the faster one depends on whether it has been compiled on this machine.
ENGINE = re.compile(r"\nengine[ :][^\n<]*(?:\n {2,6}\S[^\n<]*)*")


def words(notebook: NotebookNode) -> list[tuple[str, str, str]]:
    found = (output for output in shown(notebook) if output[1] != "image/png")
    return [(cell, kind, ENGINE.sub("", text)) for cell, kind, text in found]


def pictures(notebook: NotebookNode) -> dict[str, NDArray[np.float32]]:
    """The pictures by the id of their cell, as pixels from 0 to 1."""
    found = (output for output in shown(notebook) if output[1] == "image/png")
    return {cell: imread(BytesIO(b64decode(text))) for cell, _, text in found}


@pytest.fixture(scope="module", params=NOTEBOOKS, ids=lambda path: path.stem)
def path(request: pytest.FixtureRequest) -> Path:
    found: Path = request.param
    return found


@pytest.fixture(scope="module")
def committed(path: Path) -> NotebookNode:
    return read(path)


@pytest.fixture(scope="module")
def fresh(path: Path) -> NotebookNode:
    return execute(path)


def test_there_are_notebooks() -> None:
    assert NOTEBOOKS


def test_every_cell_runs_and_nothing_complains(fresh: NotebookNode) -> None:
    assert not [output for output in words(fresh) if output[1] in ("error", "stderr")]


def test_it_was_committed_with_the_words_of_a_fresh_run(
    committed: NotebookNode, fresh: NotebookNode
) -> None:
    assert words(committed)
    assert words(committed) == words(fresh)


def test_it_was_committed_with_the_pictures_of_a_fresh_run(
    committed: NotebookNode, fresh: NotebookNode
) -> None:
    # Not byte by byte: how the edge of a letter is smoothed depends on the machine.
    old, new = pictures(committed), pictures(fresh)
    assert old.keys() == new.keys()
    for cell, pixels in old.items():
        assert pixels.std() > 0.05, f"{cell}: nothing is drawn"
        assert pixels.shape == new[cell].shape, cell
        assert np.abs(pixels - new[cell]).mean() < 0.01, cell


def test_it_was_run_from_top_to_bottom(committed: NotebookNode) -> None:
    counts = [cell.execution_count for cell in code(committed)]
    assert counts == list(range(1, len(counts) + 1))


def test_it_asks_for_a_guess_before_anything_runs(committed: NotebookNode) -> None:
    first, *others = code(committed)
    assert "my_guess" in first.source
    assert "simkit" not in first.source
    assert any("my_guess" in cell.source for cell in others)  # and comes back to it


def test_it_finds_its_files_from_the_root_too(
    committed: NotebookNode, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    names: dict[str, object] = {}
    for cell in code(committed):
        if "sk.run(" in cell.source:
            break
        exec(compile(cell.source, cell.id, "exec"), names)
    assert "sk" in names


def test_it_says_nothing_of_the_machine_that_ran_it(path: Path, committed: NotebookNode) -> None:
    machine = re.compile(
        r"(?<![\w.])/(home|root|Users|tmp|work|usr|opt|var)/| at 0x|\d\d:\d\d:\d\d"
    )
    texts = [text for _, _, text in words(committed)] + [cell.source for cell in committed.cells]
    assert not [text for text in texts if machine.search(text)]
    assert committed.metadata == METADATA
    assert not [cell.id for cell in committed.cells if cell.metadata]
    assert path.stat().st_size < 1_500_000


if __name__ == "__main__":
    for one in NOTEBOOKS:
        nbformat.write(execute(one), one)  # type: ignore[no-untyped-call]
