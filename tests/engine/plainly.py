"""The compiled engine as plain Python, with some of its text changed if a test wants it so.

Nothing is compiled to machine code: every module of the engine is read anew, in a package of its
own, and `jit` is replaced by functions that change nothing.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from importlib import import_module
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any, NamedTuple

from simkit.engine import Plan, compiled
from simkit.engine.tables import Tables

HERE = Path(compiled.__file__).parent
NAME, OWN = "simkit.engine.compiled", "plain_machine"
IDENTITIES = """
def pointer(memory):
    return memory
def expect(memory, place):
    pass
def machine(function):
    return function
def compiled(function):
    return function
"""
# What is compiled by itself, besides the machine.
NUMBA = ("from numba import njit\n", "@njit(cache=True, nogil=True)\n")


class Change(NamedTuple):
    """A passage of one file that reads otherwise; it must be there exactly once."""

    file: str
    old: str
    new: str


class Plainly:
    """An engine as plain Python.

    Attributes:
        changes: How it differs from the one that is tested.
    """

    def __init__(self, *changes: Change) -> None:
        self.changes = changes
        self.modules: dict[str, ModuleType] = {}

    def __call__(self, plan: Plan, replication: int) -> Tables:
        """Run one replication of a design."""
        with self.loaded():
            driver: Any = import_module(f"{OWN}.driver").Driver
            tables: Tables = driver(plan, replication).run()
            return tables

    def module(self, name: str) -> Any:
        """One of its modules, to look at or to change."""
        with self.loaded():
            return import_module(f"{OWN}.{name}")

    @contextmanager
    def loaded(self) -> Iterator[None]:
        """While its modules are the ones of that name."""
        finder = _Finder(self.changes)
        sys.meta_path.insert(0, finder)
        sys.modules.update(self.modules)
        try:
            yield
        finally:
            sys.meta_path.remove(finder)
            self.modules = {name: one for name, one in sys.modules.items() if _is_own(name)}
            for name in self.modules:
                del sys.modules[name]


def _is_own(name: str) -> bool:
    return name == OWN or name.startswith(f"{OWN}.")


class _Finder(MetaPathFinder, Loader):
    """Finds the modules, and loads them."""

    def __init__(self, changes: tuple[Change, ...]) -> None:
        self.changes = changes

    def find_spec(self, fullname: str, *_: object) -> ModuleSpec | None:
        if not _is_own(fullname):
            return None
        file = _file(fullname)
        spec = ModuleSpec(fullname, self, origin=str(file), is_package=fullname == OWN)
        return spec if file.exists() else None

    def exec_module(self, module: ModuleType) -> None:
        file = _file(module.__name__)
        module.__file__ = str(file)  # where `ready` looks for what the machine is made of
        changes = tuple(change for change in self.changes if change.file == file.name)
        exec(_code(file, changes), vars(module))


def _file(name: str) -> Path:
    return HERE / f"{name.removeprefix(OWN).removeprefix('.') or '__init__'}.py"


@lru_cache(maxsize=200)
def _code(file: Path, changes: tuple[Change, ...]) -> CodeType:
    text = IDENTITIES if file.name == "jit.py" else file.read_text()
    for change in changes:
        found = text.count(change.old)
        assert found == 1, f"{file.name} has it {found} times: {change.old}"
        text = text.replace(change.old, change.new)
    for words in NUMBA:
        text = text.replace(words, "")
    return compile(text.replace(NAME, OWN), str(file), "exec")
