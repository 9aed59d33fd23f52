"""The scenario as a user writes it: what may be said, key by key.

These models only say what each value may be. What the values mean together (which message is
drawn where, who is the client) is decided in `simkit.model.resolve`.
"""

from typing import Annotated, Any

from pydantic import BeforeValidator, Field, PlainValidator, ValidationInfo

from simkit.errors import nearest
from simkit.model.diagram import Diagram
from simkit.model.form_calling import CallingForm
from simkit.model.form_faults import LEFT_OUT, Faults
from simkit.model.form_policy import PolicyForm
from simkit.model.form_serving import MOST_INSTANCES, ServingForm
from simkit.model.form_values import (
    MOST_WORKERS,
    UNLIMITED,
    Form,
    MaybeLaw,
    MaybeLawOrNever,
    MaybePositiveTime,
    MaybeShare,
    MaybeSize,
    MaybeText,
    MaybeTime,
    MaybeTimeOrAuto,
    MaybeTimeOrUnlimited,
    Text,
    one_of,
    read_text,
    refusal,
    share,
    shown,
    text,
    whole,
)
from simkit.model.graph import Graph
from simkit.model.kinds import KIND_WORDS, Kind
from simkit.model.load import Load
from simkit.model.load_words import parse_load
from simkit.model.policy_words import Keys, parse_keys
from simkit.units import BadValue

MOST_REPLICATIONS = 100_000
MOST_SEED = 2**63 - 1
MOST_PRIORITY = 1_000_000


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


def _kind(value: Any) -> Kind:
    return KIND_WORDS[one_of(*KIND_WORDS)(value)]


def _diagram(value: Any) -> Diagram | Graph:
    if not isinstance(value, Diagram | Graph):
        raise refusal(shown(value), "a Mermaid sequence diagram or graph")
    return value


def _loads(value: Any) -> Any:
    # A load without a client's name is that of whoever sends first.
    return value if isinstance(value, dict) else {FIRST_SENDER: value}


def _prediction(value: Any) -> str | None:
    return None if value is LEFT_OUT else text(value)


def _choice(value: Any) -> str:
    expected = "a share such as '50 %', or what has happened, such as 'Charge failed'"
    return str(read_text(value, expected, text))


def _keys(value: Any) -> Keys:
    found: Keys = read_text(value, "a number of keys such as '100 keys'", parse_keys)
    return found


def _share_or_rest(value: Any) -> float | str:
    if value == REST:
        return REST
    meant = nearest(value, [REST]) if isinstance(value, str) else ""
    if meant:
        raise refusal(shown(value), f"a share such as '5 %', or {REST}", meant)
    found = share(value)
    if not found:
        raise refusal(shown(value), "a share above 0 %")
    return found


REST = "rest"  # the share that the others leave
FIRST_SENDER = "\0"  # stands for a name, and no file can hold it

MaybeWorkers = Annotated[int | str | None, PlainValidator(whole(1, MOST_WORKERS, UNLIMITED))]
MaybeInstances = Annotated[int | None, PlainValidator(whole(1, MOST_INSTANCES))]
MaybeQueue = Annotated[int | str | None, PlainValidator(whole(0, MOST_WORKERS, UNLIMITED))]
MaybeDiagram = Annotated[Diagram | Graph | None, PlainValidator(_diagram)]
MaybeReading = Annotated[str | None, PlainValidator(one_of("strict", "document"))]
MaybeKind = Annotated[Kind | None, PlainValidator(_kind)]
MaybeAnswers = Annotated[str | None, PlainValidator(one_of("dashed", "solid"))]
MaybeShareOrRest = Annotated[float | str | None, PlainValidator(_share_or_rest)]
Waiting = Annotated[str, PlainValidator(one_of("holds", "releases"))]
Choice = Annotated[str, PlainValidator(_choice)]
OneLoad = Annotated[Load, PlainValidator(_one_load)]
Loads = Annotated[dict[Text, OneLoad], BeforeValidator(_loads)]


class ConsumerForm(Form):
    """Who takes from a broker what nobody drawn takes.

    Attributes:
        name: Of a participant that is not drawn.
        workers: Of each instance; a whole number, or ``unlimited``.
        instances: How many there are of it.
        work: What handling a message costs it.
        wait: Time that uses no worker; instead of ``work``.
    """

    name: Text
    workers: MaybeWorkers = None
    instances: MaybeInstances = None
    work: MaybeLaw = None
    wait: MaybeLaw = None


class ParticipantForm(PolicyForm, ServingForm):
    """What may be said of a participant; of a broker or a pool, also how it does what it does.

    Attributes:
        kind: client, broker, or a pool of workers (pool, api, task, store).
        workers: Of each instance of a pool; a whole number, or ``unlimited``.
        instances: How many there are of a pool.
        detect_after: How long after one has died the others notice, or ``never``.
        queue: How many messages can wait for a worker of a pool; more are refused.
        waiting: ``holds`` keeps the worker while an execution waits for an answer (a thread a
            request), ``releases`` gives it to others meanwhile (an event loop).
        consumer: Who takes from a broker what nobody drawn takes.
    """

    kind: MaybeKind = None
    workers: MaybeWorkers = None
    instances: MaybeInstances = None
    detect_after: MaybeLawOrNever = None
    queue: MaybeQueue = None
    waiting: Waiting = "holds"
    consumer: ConsumerForm | None = None


class MessageForm(CallingForm):
    """What handling a message costs whom it reaches, and how it is called for.

    Attributes:
        work: Time of a worker.
        wait: Time that uses no worker; instead of ``work``.
        network: Time under way, instead of the scenario's.
        luck: Name of the stream of draws, instead of ``Receiver.Label``; messages that name
            the same luck draw the same numbers.
        fails: Share of its deliveries or calls that fail when their work is done.
        poison: Share of the messages that fail every time.
        priority: Of those that wait, the one with the highest number is next.
        idempotent: How long its receiver knows what it has done, or ``unlimited``.
        key: How many different keys there are, as in ``100 keys with 20 % hot``.
        size: What it is for a broker with a bandwidth.
    """

    work: MaybeLaw = None
    wait: MaybeLaw = None
    network: MaybeLaw = None
    luck: MaybeText = None
    fails: MaybeShare = None
    poison: MaybeShare = None
    priority: Annotated[int | None, PlainValidator(whole(0, MOST_PRIORITY))] = None
    idempotent: MaybeTimeOrUnlimited = None
    key: Annotated[Keys | None, PlainValidator(_keys)] = None
    size: MaybeSize = None


class RunForm(Form):
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


class JourneyForm(Form):
    """One of several diagrams that run at once in a design.

    Attributes:
        diagram: What happens for each request.
        load: How its own requests come.
        share: Instead, of its client's requests so many are of it, or ``rest``.
    """

    diagram: MaybeDiagram = None
    load: Loads = Field(default_factory=dict)
    share: MaybeShareOrRest = None


class DesignForm(Form):
    """One way of doing the work: its diagram, and what differs from the shared numbers.

    Attributes:
        diagram: What happens for each request.
        journeys: Instead of it, several diagrams that run at once, by name.
        choices: By the label of a branch how likely it is, or of a loop how often it is done, and
            the like, instead of the label itself.
        reading: ``document`` reads what half of the world draws otherwise as it is probably
            meant, and says so; ``strict`` refuses it.
        faults: What goes wrong, instead of what does in all designs.
    """

    diagram: MaybeDiagram = None
    journeys: dict[Text, JourneyForm] = Field(default_factory=dict)
    participants: dict[Text, ParticipantForm] = Field(default_factory=dict)
    messages: dict[Text, MessageForm] = Field(default_factory=dict)
    network: MaybeLaw = None
    load: Loads = Field(default_factory=dict)
    choices: dict[Text, Choice] = Field(default_factory=dict)
    answers: MaybeAnswers = None
    reading: MaybeReading = None
    acknowledged: MaybeText = None
    noticed: MaybeText = None
    faults: Faults | None = None


class ScenarioForm(Form):
    """A whole scenario file."""

    scenario: MaybeText = None
    question: MaybeText = None
    source: MaybeText = None
    participants: dict[Text, ParticipantForm] = Field(default_factory=dict)
    messages: dict[Text, MessageForm] = Field(default_factory=dict)
    network: MaybeLaw = None
    load: Loads = Field(default_factory=dict)
    choices: dict[Text, Choice] = Field(default_factory=dict)
    answers: MaybeAnswers = None
    reading: MaybeReading = None
    acknowledged: MaybeText = None
    noticed: MaybeText = None
    diagram: MaybeDiagram = None
    designs: dict[Text, DesignForm] = Field(default_factory=dict)
    faults: Faults | None = None
    run: RunForm = RunForm()
    predict: tuple[Annotated[str | None, PlainValidator(_prediction)], ...] = ()
