"""What is known of a design before a run: the closed forms whose conditions it meets.

A journey is read as a path of pools (`timeline`), each instant as what has to happen before it
(`path`). A pool that never runs out of workers is no queue (`room`); what is known of one that does
hangs on what comes to it: a Poisson stream stays one through networks, pools without queues and
pools in order of arrival whose work is exponential (`network`). A path with its queues adds up to a
time (`duration`), the clocks are such times (`clocks`), and the rest follows from them by Little's
law and the utilisation law (`flows`). Users who wait for their answers are a closed network
(`closed`). What does not fit is said with the condition that it does not meet (`Unknown`), first of
all what fails, is done again or is delivered in a way of its own (`beyond`).
"""

from simkit.analysis.known.clocks import Slower
from simkit.analysis.known.known import known, known_slower
from simkit.analysis.known.value import Known, Unknown

__all__ = ["Known", "Slower", "Unknown", "known", "known_slower"]
