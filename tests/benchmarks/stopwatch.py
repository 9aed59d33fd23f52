"""How long the engines take within something larger."""

import sys
from collections.abc import Callable
from functools import wraps
from importlib import import_module
from time import process_time
from typing import Any

ENGINES = ("simkit.engine.reference", "simkit.engine.compiled")
USER = "simkit.engine.runner"


class Stopwatch:
    """The CPU time that runs of either engine take, in s; it starts at 0 again with `reset`.

    It stands in for the function `run` of both packages, so it must be there before anybody takes
    that function from them.
    """

    def __init__(self) -> None:
        assert USER not in sys.modules, f"{USER} already has its engines"
        self.reset()
        for name in ENGINES:
            try:
                engine: Any = import_module(name)
                engine.run = self.timed(engine.run, name.rpartition(".")[2])
            except (ImportError, AttributeError):
                continue  # the compiled engine is not there

    def reset(self) -> None:
        self.seconds, self.runs = 0.0, 0
        self.engines: set[str] = set()

    def timed(self, run: Callable[..., Any], engine: str) -> Callable[..., Any]:
        """The same function, with its time taken."""

        @wraps(run)
        def timed_run(*arguments: Any, **named: Any) -> Any:
            start = process_time()
            try:
                return run(*arguments, **named)
            finally:
                self.seconds += process_time() - start
                self.runs += 1
                self.engines.add(engine)

        return timed_run

    def words(self) -> str:
        """Who ran how often."""
        return f"{self.runs} runs by the {' and the '.join(sorted(self.engines)) or 'no'} engine"
