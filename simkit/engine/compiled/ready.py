"""Whether the machine has been compiled for this computer, and its compilation.

Looking is cheap: nothing is loaded that a short run would not need.
"""

import os
import platform
from contextlib import suppress
from functools import lru_cache
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path

HERE = Path(__file__).parent
# What the machine is made of; numba itself looks at the file of the first function only.
PARTS = (HERE, HERE.parent / "order.py", HERE.parent.parent / "record" / "tables.py")


@lru_cache(maxsize=1)
def digest() -> int:
    """A number that differs whenever the machine does."""
    found = blake2b(version("numba").encode(), digest_size=7)
    for part in PARTS:
        for file in sorted(part.glob("*.py")) if part.is_dir() else (part,):
            found.update(file.read_bytes())
    return int.from_bytes(found.digest(), "little")


def kept_in() -> Path:
    """The folder in which machine code is kept."""
    own = os.environ.get("NUMBA_CACHE_DIR")
    return Path(own) if own else HERE / "__pycache__"


@lru_cache(maxsize=1)
def _processor() -> str:
    """What machine code depends on besides the sources: another processor has its own."""
    found = platform.machine() + platform.processor() + platform.python_version()
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        lines = []
    found += "".join(sorted({one for one in lines if one.startswith(("model name", "flags"))}))
    return blake2b(found.encode(), digest_size=4).hexdigest()


def _mark() -> Path:
    return kept_in() / f"machine-{digest():014x}-{_processor()}.ready"


def is_compiled() -> bool:
    """Whether the machine has been compiled for this computer."""
    return _mark().exists()


@lru_cache(maxsize=1)
def prepare() -> None:
    """Compile the machine, or load what was compiled before; once in a process."""
    from numba import config  # noqa: PLC0415 - numba is heavy

    from simkit.engine.compiled.machine import warm_up  # noqa: PLC0415

    if config.DISABLE_JIT:  # type: ignore[attr-defined]
        return
    warm_up()
    with suppress(OSError):  # numba keeps its code elsewhere then, where the next run finds it
        kept_in().mkdir(parents=True, exist_ok=True)
        _mark().touch()
