"""What long work needs in a terminal: a bar, and a Ctrl-C that leaves files whole."""

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import Progress


@contextmanager
def progress() -> Iterator[Callable[[float], None]]:
    """A bar on the error stream, where that is a terminal; it is told the share that is done."""
    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("running", total=1.0)
        yield lambda share: bar.update(task, completed=share)


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Ctrl-C waits until what is being written is written whole."""
    came: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, _: came.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if came:
        raise KeyboardInterrupt
