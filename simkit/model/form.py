"""The scenario as a user writes it: what may be said, key by key.

These models only say what each value may be. What the values mean together (which message is
drawn where, who is the client) is decided in `simkit.model.resolve`.
"""

from collections.abc import Callable
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainValidator, ValidationInfo
from pydantic_core import PydanticCustomError

from simkit.errors import nearest
from simkit.model.diagram import Diagram
from simkit.model.distribution import Distribution
from simkit.model.graph import Graph
from simkit.model.kinds import KIND_WORDS, Kind
from simkit.model.load import Load
from simkit.model.words import parse_distribution, parse_load
from simkit.units import BadValue, parse_time, quoted

LONGEST_RUN = 3_650 * 86_400 * 10**9  # 10 years in ns: run, patience and sums stay within int64
MOST_WORKERS = 1_000_000_000
MOST_REPLICATIONS = 100_000
AUTO = "auto"  # where the evidence says
MOST_SEED = 2**63 - 1


def shown(value: object) -> str:  # noqa: PLR0911 - one for each kind of value
    """A value as an error shows it."""
    if isinstance(value, dict):
        return "found a mapping"
    if isinstance(value, (list, tuple)):
        return "found a list"
    if value is None:
        return "found nothing"
    if isinstance(value, bool):
        return f"found {str(value).lower()}"
    if isinstance(value, (int, float)):
        return f"found {value}"
    if isinstance(value, str):
        return f"found {quoted(value)}"
    return f"found a {type(value).__name__}"


def refusal(found: str, expected: str, meant: str = "") -> PydanticCustomError:
    """A validation error in our own words."""
    # Braces in a user's text would be taken for placeholders of the template.
    context = {"found": found, "expected": expected, "meant": meant}
    return PydanticCustomError("simkit", "{found}; expected {expected}", context)


def _one_load(value: Any, info: ValidationInfo) -> Any:
    if isinstance(value, Load):
        return value
    texts = value if isinstance(value, (list, tuple)) else [value]
    if not texts or not all(isinstance(text, str) for text in texts):
        raise refusal(shown(value), "a load such as 'poisson 80/s', or a list of phases")
    column = info.context.get("column") if info.context else None
    try:
        return parse_load(value, column)
    except BadValue as bad:
        raise refusal(bad.found, bad.expected, bad.meant) from None


def _cost(value: Any, info: ValidationInfo) -> Any:
    if isinstance(value, Distribution):
        return value
    if not isinstance(value, str):
        extra = ", a number without a unit" if type(value) in (int, float) else ""
        raise refusal(shown(value) + extra, "a time such as '5 ms' or 'exponential 5 ms'")
    column = info.context.get("column") if info.context else None
    try:
        return parse_distribution(value, column)
    except BadValue as bad:
        raise refusal(bad.found, bad.expected, bad.meant) from None


def _time(value: Any) -> int:
    if not isinstance(value, str):
        extra = ", a number without a unit" if type(value) in (int, float) else ""
        raise refusal(shown(value) + extra, "a time such as '2 min'")
    try:
        time = parse_time(value)
    except BadValue as bad:
        raise refusal(bad.found, bad.expected, bad.meant) from None
    if time > LONGEST_RUN:
        raise refusal(shown(value), "at most 3650 d")
    return time


def _time_or_auto(value: Any) -> int | str:
    if value == AUTO:
        return AUTO
    meant = nearest(str(value), [AUTO]) if isinstance(value, str) else ""
    if meant:
        raise refusal(shown(value), f"a time such as '2 min', or {AUTO}", meant)
    return _time(value)


def _positive_time(value: Any) -> int:
    time = _time(value)
    if time == 0:
        raise refusal(shown(value), "a time above 0 s")
    return time


def whole(lowest: int, highest: int, *words: str) -> Callable[[Any], int | str]:
    """A validator of whole numbers; ``words`` are accepted besides."""
    expected = f"a whole number from {lowest} to {highest:,}"
    if words:
        expected += " or " + " or ".join(words)

    def validate(value: Any) -> int | str:
        if isinstance(value, str) and value in words:
            return value
        if type(value) is not int or not lowest <= value <= highest:
            raise refusal(shown(value), expected, nearest(str(value), list(words)))
        return value

    return validate


def one_of(*words: str) -> Callable[[Any], str]:
    """A validator of a closed set of words."""

    def validate(value: Any) -> str:
        if value not in words or not isinstance(value, str):
            meant = nearest(str(value), list(words)) if isinstance(value, str) else ""
            raise refusal(shown(value), f"{', '.join(words[:-1])} or {words[-1]}", meant)
        return value

    return validate


def _kind(value: Any) -> Kind:
    return KIND_WORDS[one_of(*KIND_WORDS)(value)]


def _text(value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise refusal(shown(value), "a text")
    return value


def _diagram(value: Any) -> Diagram | Graph:
    if not isinstance(value, Diagram | Graph):
        raise refusal(shown(value), "a Mermaid sequence diagram or graph")
    return value


def _loads(value: Any) -> Any:
    # A load without a client's name is that of whoever sends first.
    return value if isinstance(value, dict) else {FIRST_SENDER: value}


def _prediction(value: Any) -> str | None:
    return None if value is LEFT_OUT else _text(value)


FIRST_SENDER = "\0"  # stands for a name, and no file can hold it
LEFT_OUT = object()  # stands in a list for what was wrong there

Text = Annotated[str, PlainValidator(_text)]
MaybeText = Annotated[str | None, PlainValidator(_text)]
MaybeCost = Annotated[Distribution | None, PlainValidator(_cost)]
MaybeTime = Annotated[int | None, PlainValidator(_time)]
MaybeTimeOrAuto = Annotated[int | str | None, PlainValidator(_time_or_auto)]
MaybePositiveTime = Annotated[int | None, PlainValidator(_positive_time)]
MaybeWorkers = Annotated[int | str | None, PlainValidator(whole(1, MOST_WORKERS, "unlimited"))]
MaybeQueue = Annotated[int | str | None, PlainValidator(whole(0, MOST_WORKERS, "unlimited"))]
MaybeDiagram = Annotated[Diagram | Graph | None, PlainValidator(_diagram)]
MaybeReading = Annotated[str | None, PlainValidator(one_of("strict", "document"))]
MaybeKind = Annotated[Kind | None, PlainValidator(_kind)]
MaybeAnswers = Annotated[str | None, PlainValidator(one_of("dashed", "solid"))]
Waiting = Annotated[str, PlainValidator(one_of("holds", "releases"))]
OneLoad = Annotated[Load, PlainValidator(_one_load)]
Loads = Annotated[dict[Text, OneLoad], BeforeValidator(_loads)]


class _Form(BaseModel):
    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        arbitrary_types_allowed=True,
        alias_generator=lambda name: name.replace("_", "-"),
    )


class ConsumerForm(_Form):
    """Who takes from a broker what nobody drawn takes.

    Attributes:
        name: Of a participant that is not drawn.
        workers: Its workers; a whole number, or ``unlimited``.
        work: What handling a message costs it.
        wait: Time that uses no worker; instead of ``work``.
    """

    name: Text
    workers: MaybeWorkers = None
    work: MaybeCost = None
    wait: MaybeCost = None


class ParticipantForm(_Form):
    """What may be said of a participant.

    Attributes:
        kind: client, broker, or a pool of workers (pool, api, task, store).
        workers: Of a pool; a whole number, or ``unlimited``.
        queue: How many messages can wait for a worker of a pool; more are refused.
        waiting: ``holds`` keeps the worker while an execution waits for an answer (a thread a
            request), ``releases`` gives it to others meanwhile (an event loop).
        consumer: Who takes from a broker what nobody drawn takes.
    """

    kind: MaybeKind = None
    workers: MaybeWorkers = None
    queue: MaybeQueue = None
    waiting: Waiting = "holds"
    consumer: ConsumerForm | None = None


class MessageForm(_Form):
    """What handling a message costs whom it reaches.

    Attributes:
        work: Time of a worker.
        wait: Time that uses no worker; instead of ``work``.
        network: Time under way, instead of the scenario's.
        luck: Name of the stream of draws, instead of ``Receiver.Label``; messages that name
            the same luck draw the same numbers.
    """

    work: MaybeCost = None
    wait: MaybeCost = None
    network: MaybeCost = None
    luck: MaybeText = None


class RunForm(_Form):
    """How long, how often, from which seed.

    Attributes:
        horizon: Journeys that start before it are measured.
        warm_up: Journeys that start before it are not; or ``auto``.
        patience: How long after the horizon to wait for those that are still open.
        replications: Independent repetitions.
        seed: Of all draws.
    """

    horizon: MaybePositiveTime = None
    warm_up: MaybeTimeOrAuto = None
    patience: MaybeTime = None
    replications: Annotated[int | None, PlainValidator(whole(1, MOST_REPLICATIONS))] = None
    seed: Annotated[int | None, PlainValidator(whole(0, MOST_SEED))] = None


class JourneyForm(_Form):
    """One of several diagrams that run at once in a design."""

    diagram: MaybeDiagram = None
    load: Loads = Field(default_factory=dict)


class DesignForm(_Form):
    """One way of doing the work: its diagram, and what differs from the shared numbers.

    Attributes:
        diagram: What happens for each request.
        journeys: Instead of it, several diagrams that run at once, by name.
        reading: ``document`` reads what half of the world draws otherwise as it is probably
            meant, and says so; ``strict`` refuses it.
    """

    diagram: MaybeDiagram = None
    journeys: dict[Text, JourneyForm] = Field(default_factory=dict)
    participants: dict[Text, ParticipantForm] = Field(default_factory=dict)
    messages: dict[Text, MessageForm] = Field(default_factory=dict)
    network: MaybeCost = None
    load: Loads = Field(default_factory=dict)
    answers: MaybeAnswers = None
    reading: MaybeReading = None
    acknowledged: MaybeText = None
    noticed: MaybeText = None


class ScenarioForm(_Form):
    """A whole scenario file."""

    scenario: MaybeText = None
    question: MaybeText = None
    source: MaybeText = None
    participants: dict[Text, ParticipantForm] = Field(default_factory=dict)
    messages: dict[Text, MessageForm] = Field(default_factory=dict)
    network: MaybeCost = None
    load: Loads = Field(default_factory=dict)
    answers: MaybeAnswers = None
    reading: MaybeReading = None
    acknowledged: MaybeText = None
    noticed: MaybeText = None
    diagram: MaybeDiagram = None
    designs: dict[Text, DesignForm] = Field(default_factory=dict)
    run: RunForm = RunForm()
    predict: tuple[Annotated[str | None, PlainValidator(_prediction)], ...] = ()
