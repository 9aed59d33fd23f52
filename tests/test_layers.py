"""The layers of the package import in one direction only, and heavy libraries stay apart."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "simkit"
LOW = {"errors", "units"}
MAY_IMPORT = {
    "errors": set(),
    "units": {"errors"},
    "model": LOW,
    "formats": LOW | {"model"},
    "record": {"errors", "model"},
    "engine": {"errors", "units", "model", "record"},
    "analysis": LOW | {"model", "record"},
    "experiment": LOW | {"model", "engine", "record", "analysis"},
    "views": LOW | {"model", "formats", "record", "analysis", "experiment"},
    "cli": LOW | {"model", "formats", "record", "engine", "analysis", "experiment", "views"},
    "__init__": LOW | {"model", "formats", "record", "engine", "analysis", "experiment", "views"},
    "__main__": {"cli"},
}
ONLY_IN = {
    "simpy": ("engine/reference/",),
    "numba": ("engine/compiled/",),
    "yaml": ("formats/",),
    "matplotlib": ("views/",),
    "lark": ("formats/", "model/"),
    "markdown_it": ("formats/",),
    "rich": ("views/", "cli.py"),
    "click": ("cli.py",),
    "pydantic": ("model/",),
    "networkx": ("model/",),
    "joblib": ("experiment/spread.py",),
    "dask": ("experiment/cluster.py",),
    "distributed": ("experiment/cluster.py",),
}


def imports(path: Path) -> list[tuple[int, str]]:
    """Every module that a file imports, with its line; also inside functions and for types."""
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found += [(node.lineno, alias.name) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: a relative import"
            found.append((node.lineno, node.module or ""))
            if node.module == "simkit":
                found += [(node.lineno, f"simkit.{alias.name}") for alias in node.names]
    return found


def layer(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def broken_rules(path: Path, found: list[tuple[int, str]]) -> list[str]:
    """What in the imports of a file breaks the rules."""
    here, name = layer(path), path.relative_to(PACKAGE).as_posix()
    broken = []
    for line, module in found:
        parts = module.split(".")
        if parts[0] == "simkit" and len(parts) > 1:
            if parts[1] != here and parts[1] not in MAY_IMPORT[here]:
                broken.append(f"{name}:{line}: {here} may not import {module}")
        elif parts[0] in ONLY_IN and not name.startswith(ONLY_IN[parts[0]]):
            broken.append(f"{name}:{line}: {parts[0]} belongs in {' and '.join(ONLY_IN[parts[0]])}")
    return broken


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=str)
def test_imports_go_one_way(path: Path) -> None:
    assert layer(path) in MAY_IMPORT, f"{path} stands in no layer"
    assert broken_rules(path, imports(path)) == []


def test_the_rules_can_be_broken() -> None:
    model = PACKAGE / "model" / "x.py"
    assert broken_rules(model, [(1, "simkit.engine.plan"), (2, "simpy"), (3, "simkit.units")]) == [
        "model/x.py:1: model may not import simkit.engine.plan",
        "model/x.py:2: simpy belongs in engine/reference/",
    ]


def test_importing_simkit_stays_light() -> None:
    heavy = ("simpy", "scipy", "matplotlib", "pandas", "numba", "rich", "joblib", "distributed")
    code = f"import simkit, sys; print([name for name in {heavy!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_short_run_loads_no_compiler() -> None:
    """Choosing its engine must not cost more than the run."""
    code = """
import sys
import simkit as sk
call = "sequenceDiagram\\nC->>A: Ask\\nA-->>C: Answer"
study = sk.run(sk.scenario(call, load="every 10 ms", run={"horizon": "1 s"}))
assert study.recordings["design"][0].provenance.engine == "reference"
print([name for name in ("numba", "llvmlite") if name in sys.modules])
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
