"""What a lifeline is: client, broker or a pool of workers.

A scenario file can say it (``kind``). Where it does not, mermaid's own type decides, then the
name, then the position: whoever sends first is the client. A word that names what works
("Order Queue Consumer") is stronger than a word that names what stores.
"""

import re
from enum import Enum
from itertools import pairwise

from simkit.model.diagram import Lifeline


class Kind(Enum):
    """What a participant is to the simulation."""

    CLIENT = "client"
    BROKER = "broker"
    POOL = "pool"


# Words for people and pictures that all mean a pool of workers.
KIND_WORDS = {
    "client": Kind.CLIENT,
    "broker": Kind.BROKER,
    "pool": Kind.POOL,
    "api": Kind.POOL,
    "task": Kind.POOL,
    "store": Kind.POOL,
}
_TYPES = {
    "actor": Kind.CLIENT,
    "queue": Kind.BROKER,
    "database": Kind.POOL,
    "collections": Kind.POOL,
    "boundary": Kind.POOL,
    "control": Kind.POOL,
    "entity": Kind.POOL,
}
# fmt: off
_WORKS = frozenset({
    "api", "service", "svc", "server", "gateway", "manager", "controller", "worker", "consumer",
    "processor", "producer", "subscriber", "listener", "handler", "task", "job", "scheduler",
    "poller", "engine", "proxy", "router",
})
_STORES_MESSAGES = frozenset({
    "broker", "kafka", "rabbit", "rabbitmq", "activemq", "mq", "rmq", "mqtt", "queue", "sqs",
    "sns", "topic", "bus", "eventbus", "messagebus", "kinesis", "nats", "pulsar", "eventhub",
    "eventbridge", "pubsub", "messagesystem",
})
# fmt: on
_ASKS = frozenset(
    ("client", "user", "customer", "browser", "actor", "caller", "visitor", "frontend")
)


def words(name: str) -> list[str]:
    """The words of a name, in lower case.

    >>> words("MessageSystem"), words("Order API 2"), words("SQSQueue")
    (['message', 'system'], ['order', 'api', '2'], ['sqs', 'queue'])
    """
    return [w.lower() for w in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[^\W\d_A-Z]+|\d+", name)]


def guess_kind(lifeline: Lifeline) -> tuple[Kind, str]:
    """The likeliest kind of a lifeline that is not the first sender, and why.

    >>> from simkit.model.diagram import Position
    >>> at = Position(line=1, column=1)
    >>> guess_kind(Lifeline(id="Q", label="Order Queue", type="participant", at=at))
    (<Kind.BROKER: 'broker'>, 'by its name')
    >>> guess_kind(Lifeline(id="Q", label="Queue Worker", type="participant", at=at))
    (<Kind.POOL: 'pool'>, 'by its name')
    """
    if lifeline.type in _TYPES:
        return _TYPES[lifeline.type], f"by its type, {lifeline.type}"
    named = words(lifeline.label)
    pairs = {"".join(pair) for pair in pairwise(named)}
    if _WORKS.intersection(named):
        return Kind.POOL, "by its name"
    if _STORES_MESSAGES.intersection(named) or pairs & _STORES_MESSAGES:
        return Kind.BROKER, "by its name"
    if named and named[-1] in _ASKS:  # a user database is no user
        return Kind.CLIENT, "by its name"
    return Kind.POOL, "as nothing says otherwise"
