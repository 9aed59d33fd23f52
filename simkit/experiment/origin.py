"""What numbers depend on besides the scenario: the program and the machine that make them."""

import hashlib
import platform
from dataclasses import dataclass, fields
from functools import cache
from importlib.metadata import version
from pathlib import Path

from simkit.engine.sampling import Address, sample, uniforms
from simkit.model.words import parse_distribution


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where numbers come from. Two equal ones make the same numbers of the same scenario.

    Attributes:
        simkit: Its version.
        python: Major and minor version.
        code: Digest of the modules that make numbers; two copies of one version may differ.
        draws: Digest of draws of every family, which tells apart what numpy, scipy and the
            processor make of a logarithm, as far as it outlives rounding to nanoseconds.
    """

    simkit: str
    python: str
    code: str
    draws: str

    def difference(self, here: "Origin") -> str:
        """What it has that is not as here, in words; "" if all is.

        >>> here = origin()
        >>> Origin(simkit=here.simkit, python="2.7", code="", draws="").difference(here)
        'Python 2.7'
        """
        said = {
            "simkit": f"simkit {self.simkit}",
            "python": f"Python {self.python}",
            "code": f"simkit {self.simkit} with other code",
            "draws": "a numpy, scipy or processor that draws other numbers",
        }
        names = (field.name for field in fields(self))
        return next((said[n] for n in names if getattr(self, n) != getattr(here, n)), "")


@cache
def origin() -> Origin:
    """Where the numbers come from that this process makes."""
    major, minor, _ = platform.python_version_tuple()
    return Origin(simkit=version("simkit"), python=f"{major}.{minor}", code=_code(), draws=_draws())


_MAKE_NUMBERS = {"units.py", "model", "record", "engine", "analysis", "experiment"}


def _code() -> str:
    package = Path(__file__).parents[1]
    digest = hashlib.sha256()
    for path in sorted(package.rglob("*.py")):
        name = path.relative_to(package)
        if name.parts[0] in _MAKE_NUMBERS:
            digest.update(f"{name.as_posix()}\n".encode() + path.read_bytes())
    return digest.hexdigest()


_FAMILIES = (
    "exponential 5 ms",
    "erlang 5 ms k 3",
    "gamma 5 ms cv 2",
    "lognormal 5 ms cv 1",
    "percentiles p50 1.7 ms p99 3.4 ms",
    "uniform 5 ms to 9 ms",
    "weibull 5 ms shape 1.5",
    "pareto 5 ms shape 2.2",
    "hyperexponential 5 ms cv 3",
)


def _draws() -> str:
    address = Address(seed=1, replication=0, stream="origin", client="Client", journey="")
    numbers = uniforms(address, 0, 1_000)
    digest = hashlib.sha256(numbers.tobytes())
    for text in _FAMILIES:
        digest.update(sample(parse_distribution(text), numbers).tobytes())
    return digest.hexdigest()
