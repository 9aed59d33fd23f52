"""How long each visit keeps a worker, where that does not hang on the queues of other pools."""

from simkit.analysis.known.duration import without_queues
from simkit.analysis.known.law import Law, is_exponential
from simkit.analysis.known.path import Draw, waits
from simkit.analysis.known.timeline import Timeline, Visit
from simkit.analysis.known.value import Unknown
from simkit.units import SECOND


def stay(timeline: Timeline, visit: Visit) -> Law | Unknown:
    """How long a visit keeps a worker.

    Args:
        timeline: Of its design.
        visit: One of its visits.

    Returns:
        The law, with moments in any case, or why it is not the visit's own.
    """
    if visit.root in timeline.refusing:
        return Unknown("the drawing says no to some of the work")
    if visit.occupied is None:
        return Unknown(f"{visit.pool} holds workers for what something else sets off")
    others = waits(visit.occupied)
    if others:
        return Unknown(f"{visit.pool} holds its workers while it waits for {others[0].pool}")
    return without_queues(visit.occupied)


def exponential_mean(visits: tuple[Visit, ...]) -> float | None:
    """The mean in seconds if each visit is one exponential time, all with the same mean."""
    means = set()
    for visit in visits:
        parts = visit.occupied or ()
        if len(parts) != 1 or not isinstance(parts[0], Draw) or not is_exponential(parts[0].law):
            return None
        means.add(parts[0].law.mean)
    return means.pop() / SECOND if len(means) == 1 else None
