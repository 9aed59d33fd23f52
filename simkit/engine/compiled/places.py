"""All places by name, for those who write a program or read the memory."""

from simkit.engine.compiled.layout import *  # noqa: F403
from simkit.engine.compiled.records import *  # noqa: F403
