"""What each line of a design costs."""

from dataclasses import dataclass, replace
from typing import Any

from simkit.model.defaults import NETWORK, works_of
from simkit.model.distribution import Constant, Distribution
from simkit.model.form import ConsumerForm, MessageForm
from simkit.model.resolve_calling import ITEMS as CALLING
from simkit.model.resolve_calling import Calls
from simkit.model.resolve_handling import ITEMS, check_handling, hand_on, handling_of
from simkit.model.said import Keys, Said
from simkit.model.scenario import Cost, Participant
from simkit.model.script import Line, LineKind, Script

NOTHING = Constant(value=0)
_NO_TRAVEL = (LineKind.STEP, LineKind.START, LineKind.POLL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Costs:
    """The costs of a design.

    Attributes:
        costs: Of each line.
        stated: For each line, what was said of it, or is assumed of a bare document.
        assumed: What had to be decided, in words.
    """

    costs: tuple[Cost, ...]
    stated: list[dict[str, Any]]
    assumed: list[str]


def costs_of(
    said: Said,
    script: Script,
    consumers: dict[str, ConsumerForm],
    participants: dict[str, Participant],
) -> Costs:
    """The cost of each line.

    Args:
        said: What is said of the design.
        script: Its script.
        consumers: Those that are not drawn, by the broker that they take from.
        participants: Everyone, by id.
    """
    stated: list[dict[str, Any]] = [{} for _ in script.lines]
    for line in script.lines:
        if line.sender in consumers and not line.drawn and line.kind is LineKind.DELIVERY:
            _say(stated[line.index], consumers[line.sender])
    calls = Calls(said, script)
    _collect(said, script, stated, participants, calls)
    hand_on(script, participants, stated)
    network = said.form.network or said.shared.network
    assumed = []
    if said.lenient:
        assumed = _defaults(script, stated, participants)
        if network is None:
            assumed.append(f"network: {NETWORK} (not stated)")
    network = network or (NETWORK if said.lenient else NOTHING)
    costs = tuple(
        replace(_cost(line, stated[line.index], network), calling=calls.calling(line))
        for line in script.lines
    )
    return Costs(costs=costs, stated=stated, assumed=assumed)


def _collect(
    said: Said,
    script: Script,
    stated: list[dict[str, Any]],
    participants: dict[str, Participant],
    calls: Calls,
) -> None:
    """What is said of each message, by its label."""
    named: dict[tuple[int, int], str] = {}
    for layer, (keys, forms) in enumerate(said.layers("messages")):
        for key, form in forms.items():
            for line in lines_named(said, script, key, (*keys, key)):
                other = named.setdefault((line.index, layer), key)
                if other != key:
                    found = f"found '{key}' beside '{other}'"
                    expected = "one of them: both name the same message"
                    said.complain((*keys, key), found, expected, at_key=True)
                _check(said, line, form, (*keys, key))
                check_handling(said, script, participants, line, form, (*keys, key))
                calls.take(line, form, (*keys, key))
                _say(stated[line.index], form)


def _defaults(
    script: Script, stated: list[dict[str, Any]], participants: dict[str, Participant]
) -> list[str]:
    """The work of what says none, as in a bare document."""
    kinds = {name: participant.kind for name, participant in participants.items()}
    of: dict[str, dict[str, None]] = {}
    for line, work in zip(script.lines, works_of(script, kinds), strict=True):
        if work and not stated[line.index].keys() & {"work", "wait"}:
            stated[line.index]["work"] = work
            plain = line.label in ("", line.receiver)  # in a graph a message is its receiver
            name = line.receiver if plain else f"{line.receiver}.{line.label}"
            of.setdefault(f"work {work}", {})[name] = None
    return [f"{', '.join(names)}: {work} (not stated)" for work, names in of.items()]


def _say(stated: dict[str, Any], form: MessageForm | ConsumerForm) -> None:
    items = form.model_fields_set - {"name", "workers", "instances"}
    if items & {"work", "wait"}:
        stated.pop("work", None)
        stated.pop("wait", None)
    stated.update((item, getattr(form, item)) for item in items)


def _cost(line: Line, stated: dict[str, Any], network: Distribution) -> Cost:
    travels = line.kind not in _NO_TRAVEL
    return Cost(
        time=stated.get("work") or stated.get("wait") or NOTHING,
        works="wait" not in stated,
        network=(stated.get("network") or network) if travels else NOTHING,
        stream=stated.get("luck") or line.stream,
        handling=handling_of(stated),
    )


def lines_named(said: Said, script: Script, key: str, keys: Keys) -> list[Line]:
    """The lines that a key of ``messages`` names, which go to one receiver."""
    lines = named_lines(script, key)
    receivers = sorted({line.receiver for line in lines})
    if len(receivers) > 1:
        names = [f"{receiver}.{key}" for receiver in receivers]
        said.complain(
            keys,
            f"'{key}' goes to {' and to '.join(receivers)}",
            " or ".join(f"'{name}'" for name in names),
            at_key=True,
        )
        return []
    return lines


def named_lines(script: Script, name: str) -> list[Line]:
    """The lines of a name: a label; else ``Receiver.Label``, the receiver by id or as shown.

    A receiver in double quotes (``"shop.api".Ask``) is meant by its id.
    """
    shown = {line.id: line.label for line in script.diagram.lifelines}
    found = [line for line in script.lines if line.label == name and line.drawn]
    found = found or [
        line for line in script.lines if name in (line.stream, f'"{line.receiver}".{line.label}')
    ]
    found = found or [
        line
        for line in script.lines
        if name in (f"{line.receiver}.{line.label}", f"{shown[line.receiver]}.{line.label}")
    ]
    # What settles or asks has no numbers that could be meant by a name it shares.
    return [line for line in found if line.kind not in _SILENT] or found


_SILENT = (LineKind.SETTLEMENT, LineKind.POLL)


def _check(said: Said, line: Line, form: MessageForm, keys: Keys) -> None:
    if form.work is not None and form.wait is not None:
        said.complain(keys, "found both 'work' and 'wait'", "one of them")
    nothing = {
        LineKind.LOST: "it is drawn as lost on the way",
        LineKind.POLL: "a poll takes no time of its own: whoever is free has the message",
    }.get(line.kind, "")
    found = f"found numbers for '{line.label}'"
    if form.model_fields_set:
        said.weigh(bool(nothing), keys, found, nothing)
    idle = {
        LineKind.REFUSAL: "whoever is told no stops there",
        LineKind.SETTLEMENT: "it settles a delivery, which takes a broker no time",
    }.get(line.kind, "")
    for item in form.model_fields_set - {"luck", *ITEMS, *CALLING}:
        found = f"found '{item}' for '{line.label}'"
        if item == "network":
            useless = line.kind is LineKind.STEP
            said.weigh(useless, (*keys, item), found, "it is a step inside its lifeline")
        elif not nothing:
            said.weigh(bool(idle), (*keys, item), found, idle)
