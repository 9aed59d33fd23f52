"""What is said of a message besides the time it takes, joined with what it means where it goes."""

from collections.abc import Mapping
from typing import Any

from simkit.model.form import MessageForm
from simkit.model.form_values import key_of
from simkit.model.kinds import Kind
from simkit.model.policy import Handling
from simkit.model.said import Keys, Said
from simkit.model.scenario import Participant
from simkit.model.script import Line, LineKind, Script

ITEMS = ("fails", "poison", "priority", "idempotent", "key", "size")
_OF_THE_MESSAGE = ("priority", "key")  # what a stored message takes along to who it is handed to
_NOTHING = (LineKind.LOST, LineKind.POLL)  # no numbers of these mean anything
_WORKLESS = (*_NOTHING, LineKind.REFUSAL, LineKind.SETTLEMENT)
_BEGINS = (LineKind.ASK, LineKind.MESSAGE, LineKind.DELIVERY)


def handling_of(stated: Mapping[str, Any]) -> Handling:
    """How a message is handled, from what is said of it."""
    keys = stated.get("key")
    return Handling(
        fails=stated.get("fails", 0.0),
        poison=stated.get("poison", 0.0),
        priority=stated.get("priority", 0),
        idempotent=stated.get("idempotent"),
        size=stated.get("size", 0),
        keys=keys.count if keys else None,
        hot=keys.hot if keys else 0.0,
    )


def hand_on(
    script: Script, participants: Mapping[str, Participant], stated: list[dict[str, Any]]
) -> None:
    """What is said of a message that is stored holds for whoever it is handed to.

    Unless something else is said there. Lines are in drawn order, so that a message handed on
    from broker to broker takes along what it has got. What means nothing where it got is dropped.
    """
    for line in script.lines:
        own = stated[line.index]
        if line.carries >= 0 and line.kind in (LineKind.DELIVERY, LineKind.PUT):
            for item in _OF_THE_MESSAGE:
                if item in stated[line.carries]:
                    own.setdefault(item, stated[line.carries][item])
    for line in script.lines:
        for item in ITEMS:
            if item in stated[line.index] and _why_idle(script, participants, line, item):
                del stated[line.index][item]


def check_handling(
    said: Said,
    script: Script,
    participants: Mapping[str, Participant],
    line: Line,
    form: MessageForm,
    keys: Keys,
) -> None:
    """Weigh what is said of how a message is handled."""
    for item in ITEMS:
        if item in form.model_fields_set and line.kind not in _NOTHING:
            name = key_of(item)
            why = _why_idle(script, participants, line, item)
            said.weigh(bool(why), (*keys, name), f"found '{name}' for '{line.label}'", why)


def _why_idle(
    script: Script, participants: Mapping[str, Participant], line: Line, item: str
) -> str:
    """Why something that is said of a message means nothing for a line of it; or ""."""
    if item == "size":
        return _why_weightless(participants, line)
    return _why_idle_there(script, participants, line, item)


def _why_weightless(participants: Mapping[str, Participant], line: Line) -> str:
    policy = participants[line.receiver].policy
    weighs = line.kind is LineKind.PUT and policy is not None and policy.bandwidth is not None
    return "" if weighs else "it goes into no broker with a 'bandwidth'"


def _why_idle_there(
    script: Script, participants: Mapping[str, Participant], line: Line, item: str
) -> str:
    if line.kind is LineKind.PUT:
        return _why_idle_stored(script, participants, line, item)
    if item in ("fails", "poison"):
        broker = participants[line.receiver].kind is Kind.BROKER
        return "no work is done upon it" if broker or line.kind in _WORKLESS else ""
    if line.kind not in _BEGINS:
        return "it is a step" if line.kind is LineKind.STEP else "it begins nothing"
    if item == "idempotent":
        return ""
    if participants[line.receiver].kind is Kind.CLIENT:
        return "nothing waits for a worker of a client"
    return _why_undivided(participants, [line], item)


def _why_idle_stored(
    script: Script, participants: Mapping[str, Participant], line: Line, item: str
) -> str:
    """The same of a message that a broker stores."""
    if item not in _OF_THE_MESSAGE:
        return f"{line.receiver} only stores it: say it of the delivery"
    found = _deliveries(script, line)
    if not found:
        return f"nobody takes it from {line.receiver}"
    return _why_undivided(participants, found, item)


def _deliveries(script: Script, line: Line) -> list[Line]:
    """How a stored message is delivered in the end, by the broker or by those it is handed to."""
    found: list[Line] = []
    for one in script.lines:
        if one.carries == line.index:
            found += [one] if one.kind is LineKind.DELIVERY else []
            found += _deliveries(script, one) if one.kind is LineKind.PUT else []
    return found


def _why_undivided(participants: Mapping[str, Participant], lines: list[Line], item: str) -> str:
    """A key is for partitions, and a priority for a queue without them."""
    policies = [participants[line.sender].policy for line in lines]
    divided = [policy is not None and policy.partitions is not None for policy in policies]
    if item == "key" and not any(divided):
        return "no broker on its way has partitions"
    if item == "priority" and all(divided):
        return "the messages of a partition are taken one after the other"
    return ""
