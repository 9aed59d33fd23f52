"""The names of what a run answers: a quantity of a design, of a part of it, and a statistic.

`predict:` lines, the terminal table and `Study.estimate` all take their names from here; what
there is to be named stands in `simkit.model.quantities`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from simkit.errors import Problem, ScenarioError, nearest, path_text
from simkit.model.quantities import DONE, METRICS, TOLD, Dimension, Metric, Part

__all__ = [
    "DONE",
    "METRICS",
    "TOLD",
    "Dimension",
    "Journeys",
    "Metric",
    "MetricName",
    "Part",
    "Participants",
    "is_percentile",
    "read_metric",
    "split_path",
]

# The participants of each design, by its name; None where nobody knows them.
Participants = Mapping[str, tuple[str, ...] | None]
# The journeys of each design that has several; a design that is not there has one.
Journeys = Mapping[str, tuple[str, ...]]
_ONE_JOURNEY: Journeys = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricName:
    """One number of a study: ``[design.][journey.]metric[.part].statistic``.

    Attributes:
        design: Name of the design.
        journey: Name of one of its journeys, or "" for all of them.
        metric: A key of ``METRICS``.
        part: Name of a participant or an outcome, or "".
        statistic: mean, share, peak, or a percentile such as p99.
    """

    design: str
    metric: str
    part: str
    statistic: str
    journey: str = ""

    def __str__(self) -> str:
        keys = [self.design, self.journey, self.metric, self.part]
        return path_text(tuple(key for key in keys if key)) + f".{self.statistic}"

    @property
    def dimension(self) -> Dimension:
        """What the number measures."""
        return METRICS[self.metric].dimension_of(self.statistic)

    @property
    def percentile(self) -> float | None:
        """50 for p50; None for the other statistics."""
        return float(self.statistic[1:]) if is_percentile(self.statistic) else None


def is_percentile(statistic: str) -> bool:
    """Whether a statistic is a percentile above 0 and below 100.

    >>> is_percentile("p99.9"), is_percentile("p100"), is_percentile("peak")
    (True, False, False)
    """
    return bool(re.fullmatch(r"p\d{1,2}(\.\d{1,6})?", statistic)) and float(statistic[1:]) > 0


def split_path(text: str) -> list[str]:
    """The keys of a dotted path; names with spaces or dots stand in double quotes.

    >>> split_path('messages."Trigger Event".work')
    ['messages', 'Trigger Event', 'work']
    """
    keys = re.findall(r'"([^"]*)"|([^."]+)', text)
    rebuilt = ".".join(f'"{quoted}"' if quoted or not bare else bare for quoted, bare in keys)
    if not keys or rebuilt != text:
        raise ScenarioError(
            Problem(found=f"found '{text}'", expected="names with dots between them")
        )
    names = [quoted or bare for quoted, bare in keys]
    if len(names) > 1 and is_percentile(f"{names[-2]}.{names[-1]}"):
        names[-2:] = [f"{names[-2]}.{names[-1]}"]
    return names


def read_metric(
    text: str, designs: Participants, design: str = "", journeys: Journeys = _ONE_JOURNEY
) -> MetricName:
    """The metric that a dotted name means.

    Args:
        text: ``[design.][journey.]metric[.part].statistic``.
        designs: The participants of each design, by its name; None where nobody knows them.
        design: The design meant where the text names none.
        journeys: The journeys of each design that has several.

    Raises:
        ScenarioError: If a name in it is unknown.

    >>> str(read_metric("a.acknowledged.p99", {"a": ("Client", "API"), "b": ()}))
    'a.acknowledged.p99'
    """
    keys = split_path(text)
    named = keys[0] in designs and (
        (len(keys) > 1 and (keys[1] in METRICS or keys[1] in journeys.get(keys[0], ())))
        or keys[0] not in METRICS
    )
    if named:
        design, keys = keys[0], keys[1:]
    elif not design:
        design = _only_design(text, keys[0], designs, journeys)
    journey = ""
    if keys and keys[0] in journeys.get(design, ()) and (keys[0] not in METRICS or len(keys) > 2):
        journey, keys = keys[0], keys[1:]
    if not keys or keys[0] not in METRICS:
        raise _unknown("metric", keys[0] if keys else "", list(METRICS))
    metric = METRICS[keys[0]]
    part = ".".join(keys[1:-1])
    _check_part(metric, part, designs[design])
    if journey and metric.part is not Part.NOTHING and part in (designs[design] or ()):
        found = f"found '{metric.name}' of '{part}' in the journey '{journey}'"
        raise ScenarioError(Problem(found=found, expected="it without a journey"))
    statistic = keys[-1] if len(keys) > 1 else ""
    _check_statistic(metric, statistic)
    return MetricName(
        design=design, journey=journey, metric=metric.name, part=part, statistic=statistic
    )


def _only_design(text: str, key: str, designs: Participants, journeys: Journeys) -> str:
    """The design meant where none is named."""
    known = [name for names in journeys.values() for name in names]
    if key not in METRICS and key not in known:
        raise _unknown("design or metric", key, [*designs, *METRICS])
    if len(designs) > 1:
        names = ", ".join(path_text((name,)) for name in designs)
        found = f"found '{text}' without a design"
        raise ScenarioError(Problem(found=found, expected=f"one of {names} before it"))
    return next(iter(designs))


def _check_part(metric: Metric, part: str, participants: tuple[str, ...] | None) -> None:
    of_participants = metric.part in (Part.PARTICIPANT, Part.MUST_PARTICIPANT)
    if part and participants is None and of_participants:
        return
    participants = participants or ()
    known = {
        Part.NOTHING: (),
        Part.PARTICIPANT: participants,
        Part.MUST_PARTICIPANT: participants,
        Part.TOLD: TOLD,
        Part.DONE: DONE,
    }[metric.part]
    optional = metric.part in (Part.NOTHING, Part.PARTICIPANT)
    if (part and part not in known) or (not part and not optional):
        if metric.part is Part.NOTHING:
            raise ScenarioError(
                Problem(
                    found=f"found '{metric.name}' of '{part}'",
                    expected=f"{metric.name} of a whole design",
                )
            )
        raise _unknown("part", part, list(known), metric.name)


def _check_statistic(metric: Metric, statistic: str) -> None:
    if statistic in metric.statistics and statistic != "percentile":
        return
    if is_percentile(statistic) and "percentile" in metric.statistics:
        return
    names = [name for name in metric.statistics if name != "percentile"]
    if "percentile" in metric.statistics:
        names += ["p50", "p95", "p99"]
    raise _unknown("statistic", statistic, names, metric.name)


def _unknown(what: str, word: str, known: list[str], before: str = "") -> ScenarioError:
    found = f"unknown {what} '{word}'" if word else f"found no {what}"
    lead = (before,) if before else ()
    expected = "one of " + ", ".join(path_text((*lead, name)) for name in known)
    return ScenarioError(Problem(found=found, expected=expected, meant=nearest(word, known)))
