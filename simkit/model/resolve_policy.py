"""How a broker deals with its messages: what is said of it, joined with what it means there."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from simkit.model.form_policy import PolicyForm
from simkit.model.form_values import UNLIMITED, key_of
from simkit.model.policy import Policy
from simkit.model.said import Keys, Said
from simkit.model.script import LineKind, Script
from simkit.units import time_text

ITEMS = tuple(PolicyForm.model_fields)
_OF_DELIVERIES = (
    *("prefetch", "fetch", "dispatch", "poll", "ack", "lease", "extend_every", "late_ack"),
    *("requeue", "on_failure", "on_reject", "max_deliveries", "retry_delay", "partitions"),
    *("rebalance_pause", "batch", "linger"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Broker:
    """What is known of a broker while its policy is read.

    Attributes:
        name: Its id.
        kept: What is said of it and means something, by item.
        delivers: Whether anybody takes what it stores.
        undrawn: Whether any of its deliveries is settled by no line of the drawing.
        rejected: Whether the drawing says no to any of them.
    """

    name: str
    kept: dict[str, Any]
    delivers: bool
    undrawn: bool
    rejected: bool


def policy_of(
    said: Said, name: str, stated: dict[str, Any], where: dict[str, Keys], script: Script
) -> Policy:
    """How a broker deals with its messages.

    Args:
        said: What is said of the design, to be told what has no meaning.
        name: Id of the broker.
        stated: What is said of it, by item.
        where: Paths of that.
        script: What is drawn.
    """
    broker = _broker(name, {item: stated[item] for item in ITEMS if item in stated}, script)
    # What could not be read may be what another key needs.
    unread = any(said.lost("participants", str(keys[-2])) for keys in where.values())
    for item in list(broker.kept):
        found = f"found '{key_of(item)}' for {name}"
        why = "" if unread else _why_idle(broker, item)
        said.weigh(bool(why), where[item], found, why)
        if why:
            del broker.kept[item]
    _check_extension(said, broker.kept, where)
    return _policy(broker.kept)


def _broker(name: str, stated: dict[str, Any], script: Script) -> _Broker:
    deliveries = [
        line for line in script.lines if line.sender == name and line.kind is LineKind.DELIVERY
    ]
    settled = {line.settles: line for line in script.lines if line.settles >= 0}
    # An item is judged after those that it hangs on.
    kept = {item: stated[item] for item in _IN_ORDER if item in stated}
    return _Broker(
        name=name,
        kept=kept,
        delivers=bool(deliveries),
        undrawn=any(line.index not in settled for line in deliveries),
        rejected=any(line.index in settled and settled[line.index].rejects for line in deliveries),
    )


def _why_idle(broker: _Broker, item: str) -> str:
    """Why something that is said of a broker means nothing there; or ""."""
    if item in _OF_DELIVERIES and not broker.delivers:
        return f"nobody takes anything from {broker.name}"
    return next((why for idle, why in _REASONS.get(item, ()) if idle(broker)), "")


def _without(item: str) -> Callable[[_Broker], bool]:
    return lambda broker: broker.kept.get(item, UNLIMITED) == UNLIMITED


def _is_partitioned(broker: _Broker) -> bool:
    return "partitions" in broker.kept


_ONE_BY_ONE = "the messages of a partition are taken one after the other"
_NO_PREFETCH = "without 'prefetch' a worker takes a message when it is free"
_REASONS: dict[str, tuple[tuple[Callable[[_Broker], bool], str], ...]] = {
    "ack": ((lambda b: not b.undrawn, "the drawing shows when its deliveries are settled"),),
    "on_reject": ((lambda b: not b.rejected, "nobody is drawn who says no to a delivery"),),
    "prefetch": ((_is_partitioned, _ONE_BY_ONE),),
    "poll": ((_is_partitioned, _ONE_BY_ONE),),
    "batch": ((_is_partitioned, _ONE_BY_ONE),),
    "linger": ((_is_partitioned, _ONE_BY_ONE),),
    "requeue": ((lambda b: _is_partitioned(b) and b.kept["requeue"] != "original", _ONE_BY_ONE),),
    "fetch": ((_without("prefetch"), _NO_PREFETCH),),
    "dispatch": (
        (_without("prefetch"), _NO_PREFETCH),
        (lambda b: "poll" in b.kept, "with 'poll' whoever asks has the next message"),
    ),
    "when_full": ((_without("capacity"), "without 'capacity' it is never full"),),
    "late_ack": ((_without("lease"), "without 'lease' no settlement is late"),),
    "extend_every": ((_without("lease"), "without 'lease' there is nothing to extend"),),
    "redrive_after": (
        (lambda b: b.kept.get("dead_letter") == "drop", "'dead-letter: drop' keeps none"),
    ),
    "rebalance_pause": ((_without("partitions"), "without 'partitions' nobody owns any"),),
}
_IN_ORDER = (
    *("partitions", "prefetch", "poll", "capacity", "lease", "dead_letter"),
    *(item for item in ITEMS if item in _REASONS and item != "prefetch"),
    *(item for item in ITEMS if item not in _REASONS),
)


def _check_extension(said: Said, kept: dict[str, Any], where: dict[str, Keys]) -> None:
    """A lease that is over before it is extended is not extended."""
    lease, extend = kept.get("lease"), kept.get("extend_every")
    if lease is not None and extend is not None and extend >= lease:
        expected = f"less than the lease, {time_text(lease)}"
        said.complain(where["extend_every"], f"found {time_text(extend)}", expected)


def _policy(kept: dict[str, Any]) -> Policy:
    return Policy(**dict(_fields(kept)))


def _fields(kept: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    for item, value in kept.items():
        if item == "ack":
            yield "ack", value.mode
            yield "ack_count", value.count
            yield "ack_interval", value.interval
        else:
            yield item, None if value == UNLIMITED else value
