"""Arrows into and from a broker: puts, confirmations, deliveries, settlements, polls, replies.

* Into a broker goes a message; a dashed arrow of an execution that a delivery set in motion
  settles that delivery, one with a cross rejects it.
* A solid arrow from a broker delivers the stored message of the same label, else the latest.
* A dashed arrow from a broker confirms its receiver's latest message there. If somebody else's
  message was drawn into the broker since, it hands that one to the execution that waits: request
  and reply over queues. If its receiver has polled since, it is a delivery.
"""

from simkit.model.alternatives import stands_for
from simkit.model.calls import lose, said
from simkit.model.diagram import Arrow, Head, Stroke
from simkit.model.draft import Draft
from simkit.model.growing import Growing, Stored
from simkit.model.kinds import words
from simkit.model.script import LineKind, StepKind

# fmt: off
_POLLS = frozenset({
    "poll", "polls", "pull", "pulls", "fetch", "fetches", "receive", "receives", "consume",
    "consumes", "dequeue", "dequeues", "subscribe", "subscribes", "listen", "listens", "read",
    "reads", "get", "gets", "take", "takes", "pop", "pops",
})
_ACKNOWLEDGES = frozenset({
    "ack", "acks", "acked", "acknowledge", "acknowledges", "acknowledged", "acknowledgement",
    "acknowledgment", "commit", "commits",
})
# fmt: on


def read_put(draft: Draft, arrow: Arrow, sender: Growing | None) -> None:
    """Take an arrow into a broker.

    Args:
        draft: What has been read.
        arrow: The arrow.
        sender: The current execution of its sender; None if nothing has reached that.
    """
    if sender is None and _is_poll(draft, arrow, known=False):
        _poll(draft, arrow)
        return
    sender = sender or draft.start(arrow, arrow.sender)
    delivery = _open_delivery(draft, arrow, sender)
    if arrow.head is Head.CROSS:
        _crossed_into(draft, arrow, sender, delivery)
    elif arrow.stroke is Stroke.DASHED and arrow.head is Head.ARROW:
        _dashed_into(draft, arrow, sender, delivery)
    elif delivery >= 0 and _acknowledges(draft, arrow):
        text = (
            f"{said(arrow)}, drawn solid, settles the delivery to {draft.lines[delivery].receiver}"
        )
        draft.assume(arrow, text)
        _settle(draft, arrow, sender, delivery)
    elif _is_poll(draft, arrow, known=True):
        _poll(draft, arrow)
    else:
        stored = _put(draft, arrow, sender)
        if arrow.head is Head.BOTH:
            _confirm(draft, arrow, stored, LineKind.ANSWER, label="")


def read_delivery(draft: Draft, arrow: Arrow) -> None:
    """Take an arrow from a broker to a lifeline that is none."""
    if arrow.head is Head.CROSS and arrow.stroke is Stroke.DASHED:
        _refused_put(draft, arrow)
    elif arrow.head is Head.ARROW and arrow.stroke is Stroke.DASHED:
        _dashed_from(draft, arrow)
    else:
        deliver(draft, arrow)


def forward(draft: Draft, arrow: Arrow) -> None:
    """Take an arrow from one broker to another: it hands a message on, or confirms one."""
    plain = arrow.stroke is Stroke.DASHED and arrow.head is Head.ARROW
    own = _unconfirmed(draft, arrow) if plain else None
    if own is not None:
        _confirm(draft, arrow, own, LineKind.ANSWER)
        return
    if plain:
        _unconfirming(draft, arrow, "is handed on")
    message = _message_for(draft, arrow)
    keeper = _kept_by(draft, message)
    if arrow.head is Head.CROSS:
        _crossed_into(draft, arrow, keeper, -1)
        return
    handed_on = _put(draft, arrow, keeper, carries=keeper.started_by)
    message.taken_by.append(arrow.receiver)
    if arrow.head is Head.BOTH:
        _confirm(draft, arrow, handed_on, LineKind.ANSWER, label="")


def deliver_off_stage(draft: Draft, consumers: dict[str, str]) -> None:
    """Give what nobody drawn takes to the receivers that are not drawn."""
    for message in sorted((*draft.stored, *draft.aside), key=lambda one: one.line):
        name = consumers.get(message.broker)
        if name and not message.taken_by:
            line = draft.lines[message.line]
            draft.within = line.within
            arrow = Arrow(
                sender=message.broker,
                receiver=name,
                stroke=Stroke.SOLID,
                head=Head.ARROW,
                drawn="",
                label=message.label,
                at=line.at,
            )
            _hand_over(draft, arrow, message)
    draft.within = ()


def begin_message(draft: Draft, arrow: Arrow) -> None:
    """Have a broker set out by itself, if it sends what nobody has put there."""
    crossed = arrow.head is Head.CROSS
    if arrow.stroke is Stroke.SOLID or (not crossed and _unconfirmed(draft, arrow) is None):
        _message_for(draft, arrow)


def asks_for_messages(draft: Draft, arrow: Arrow) -> bool:
    """Whether an arrow into a broker is a poll: nobody's step."""
    known = arrow.sender in draft.current
    return arrow.receiver in draft.brokers and _is_poll(draft, arrow, known=known)


def deliver(draft: Draft, arrow: Arrow) -> None:
    """A broker hands a stored message to a receiver, which begins an execution."""
    message = _message_for(draft, arrow)
    draft.polls.pop((arrow.sender, arrow.receiver), None)
    if arrow.head is Head.CROSS:
        lose(draft, arrow, _kept_by(draft, message))
        return
    line = _hand_over(draft, arrow, message)
    if arrow.head is Head.BOTH:
        _settle(draft, arrow, draft.executions[draft.lines[line].starts], line, label="")


# ---------------------------------------------------------------------- into a broker


def _put(draft: Draft, arrow: Arrow, sender: Growing, *, carries: int = -1) -> Stored:
    line = draft.send(arrow, sender, LineKind.PUT, carries=carries)
    stored = Stored(line, sender.lifeline, arrow.receiver, arrow.label)
    draft.stored.append(stored)
    return stored


def _says(arrow: Arrow, known: frozenset[str]) -> bool:
    """Whether a label has one of these words; in a graph it is a name and says nothing."""
    return arrow.label != arrow.receiver and bool(known.intersection(words(arrow.label)))


def _acknowledges(draft: Draft, arrow: Arrow) -> bool:
    """Whether a solid arrow into a broker is meant to settle a delivery."""
    says = _says(arrow, _ACKNOWLEDGES) and not _carried_below(draft, arrow)
    return draft.lenient and says


def _poll(draft: Draft, arrow: Arrow) -> None:
    """Asking a broker for messages: what it answers is a delivery."""
    by = draft.current.get(arrow.sender) or draft.last
    assert by is not None
    line = draft.add(arrow, LineKind.POLL, by)
    draft.polls[arrow.receiver, arrow.sender] = line
    text = f"{said(arrow)} asks {arrow.receiver} for messages: the answer delivers one"
    draft.assume(arrow, text)


def _is_poll(draft: Draft, arrow: Arrow, *, known: bool) -> bool:
    """Whether a solid arrow into a broker asks for messages instead of bringing one.

    It does if an answer is drawn further down, and somebody else's message is there already
    that the answer names or that the arrow's own words ask for. A lifeline that nobody has
    called asks by its words alone: its message may be put while it waits. Where its words ask,
    the answer may be solid.
    """
    if arrow.stroke is Stroke.DASHED or arrow.head is not Head.ARROW:
        return False
    answer = _next_between(draft, arrow)
    if answer is None or answer.sender != arrow.receiver:
        return False
    asks = _says(arrow, _POLLS)
    if answer.stroke is Stroke.SOLID and (not asks or _carried_below(draft, arrow)):
        return False
    waiting = [
        one
        for one in draft.stored
        if one.broker == arrow.receiver
        and one.sender != arrow.sender
        and arrow.sender not in one.taken_by
    ]
    named = any(one.label and one.label == answer.label for one in waiting)
    return (bool(waiting) and (asks or named)) or (not known and asks)


def _next_between(draft: Draft, arrow: Arrow) -> Arrow | None:
    """The next arrow back, or solid and the same way again."""
    for below in draft.below(arrow):
        back = (below.sender, below.receiver) == (arrow.receiver, arrow.sender)
        again = (below.sender, below.receiver) == (arrow.sender, arrow.receiver)
        if back or (again and below.stroke is Stroke.SOLID):
            return below
    return None


def _dashed_into(draft: Draft, arrow: Arrow, sender: Growing, delivery: int) -> None:
    """A dashed arrow into a broker settles a delivery; else it is a message."""
    broker, handed_on = arrow.receiver, _carried_below(draft, arrow)
    if delivery >= 0 and not handed_on:
        _settle(draft, arrow, sender, delivery)
        return
    if delivery >= 0:
        text = f"{said(arrow)} is a message into {broker}, which hands it on, and settles nothing"
        draft.assume(arrow, text)
    elif draft.lenient:
        draft.assume(arrow, f"{said(arrow)} is a message into {broker}: it settles no delivery")
    else:
        draft.refuse(
            arrow,
            f"found '{arrow.drawn}' with nothing to settle: "
            f"no delivery from {broker} led to it, or that is settled already",
            f"'{arrow.sender}->>{broker}' for a message, "
            f"or a delivery '{broker}->>{arrow.sender}' above",
        )
    _put(draft, arrow, sender)


def _crossed_into(draft: Draft, arrow: Arrow, sender: Growing, delivery: int) -> None:
    """A dashed cross into a broker rejects a delivery; a solid one is a message that is lost."""
    broker = arrow.receiver
    if arrow.stroke is Stroke.SOLID:
        lose(draft, arrow, sender)
    elif delivery >= 0:
        _settle(draft, arrow, sender, delivery, rejects=True)
    else:
        expected = f"a delivery '{broker}->>{arrow.sender}' above"
        if arrow.sender in draft.brokers:
            expected = f"'{arrow.sender}-->>{broker}', as a broker takes what it is handed"
        draft.refuse(
            arrow,
            f"found '{arrow.drawn}' with nothing to reject: "
            f"no delivery from {broker} led to it, or that is settled already",
            expected,
        )


def _open_delivery(draft: Draft, arrow: Arrow, sender: Growing) -> int:
    """The delivery of a broker that led to an execution and is not settled, or -1."""
    for execution in draft.ancestors(sender):
        if execution.started_by < 0:
            continue
        line = draft.lines[execution.started_by]
        from_here = line.kind is LineKind.DELIVERY and line.sender == arrow.receiver
        if from_here and line.index not in draft.settled:
            return line.index
    return -1


def _carried_below(draft: Draft, arrow: Arrow) -> bool:
    """Whether the broker hands on further down what this arrow brings, by its label."""
    return bool(arrow.label) and any(
        below.sender == arrow.receiver
        and below.label == arrow.label
        and below.receiver != arrow.sender
        for below in draft.below(arrow)
    )


def _settle(
    draft: Draft,
    arrow: Arrow,
    sender: Growing,
    delivery: int,
    *,
    label: str | None = None,
    rejects: bool = False,
) -> None:
    """A receiver tells the broker that a delivery is dealt with, or that it does not take it."""
    line = draft.add(
        arrow,
        LineKind.SETTLEMENT,
        sender,
        receiver=draft.lines[delivery].sender,
        label=label,
        settles=delivery,
        rejects=rejects,
    )
    draft.step(sender, StepKind.SEND, line)
    draft.settled.add(delivery)
    draft.last = sender


# ---------------------------------------------------------------------- from a broker


def _dashed_from(draft: Draft, arrow: Arrow) -> None:
    """A dashed arrow from a broker: confirmation, reply, or delivery."""
    broker, receiver = arrow.sender, arrow.receiver
    own = _unconfirmed(draft, arrow)
    poll = draft.polls.get((broker, receiver), -1)
    if poll >= 0 and (own is None or own.line < poll):
        deliver(draft, arrow)
    elif own is not None:
        here = [one for one in draft.stored if one.broker == broker and one.line > own.line]
        since = [one for one in here if one.sender != receiver]
        same = [one for one in since if one.label == arrow.label]
        if since:
            _reply(draft, arrow, own, (same or since)[-1])
        else:
            _confirm(draft, arrow, own, LineKind.ANSWER)
    else:
        _unconfirming(draft, arrow, "is a delivery")
        deliver(draft, arrow)


def _unconfirmed(draft: Draft, arrow: Arrow) -> Stored | None:
    """The latest message that an arrow from a broker can confirm to its receiver."""
    for one in reversed(draft.stored):
        if (one.broker, one.sender, one.confirmed) == (arrow.sender, arrow.receiver, False):
            return one
    return None


def _unconfirming(draft: Draft, arrow: Arrow, means: str) -> None:
    """A dashed arrow from a broker that confirms nothing is told, or refused."""
    broker, receiver = arrow.sender, arrow.receiver
    if draft.lenient:
        draft.assume(arrow, f"{said(arrow)} {means}: it confirms no message of {receiver}")
        return
    draft.refuse(
        arrow,
        f"found '{arrow.drawn}' with nothing to confirm: "
        f"{receiver} has no unconfirmed message in {broker}",
        f"'{broker}->>{receiver}' for a delivery, or a message '{receiver}->>{broker}' above",
    )


def _refused_put(draft: Draft, arrow: Arrow) -> None:
    """A broker says no to a message."""
    broker, receiver = arrow.sender, arrow.receiver
    own = _unconfirmed(draft, arrow)
    if own is not None:
        _confirm(draft, arrow, own, LineKind.REFUSAL)
        draft.stored.remove(own)
        return
    draft.refuse(
        arrow,
        f"found '{arrow.drawn}' with nothing to refuse: "
        f"{receiver} has no unconfirmed message in {broker}",
        f"a message '{receiver}->>{broker}' above",
    )


def _confirm(
    draft: Draft, arrow: Arrow, message: Stored, kind: LineKind, label: str | None = None
) -> None:
    """The broker tells the sender of a message that it is durable, or is not taken."""
    message.confirmed = True
    asker = draft.playing(draft.lines[message.line].by)
    draft.answer(arrow, _kept_by(draft, message), asker, kind, asks=message.line, label=label)


def _reply(draft: Draft, arrow: Arrow, own: Stored, message: Stored) -> None:
    """The broker hands somebody's message to the execution that waits for it."""
    own.confirmed = True
    message.taken_by.append(arrow.receiver)
    asker = draft.playing(draft.lines[own.line].by)
    keeper = _kept_by(draft, message)
    put = keeper.started_by
    draft.answer(arrow, keeper, asker, LineKind.ANSWER, asks=own.line, carries=put)


def _hand_over(draft: Draft, arrow: Arrow, message: Stored) -> int:
    keeper = _kept_by(draft, message)
    put = keeper.started_by
    message.taken_by.append(arrow.receiver)
    return draft.send(arrow, keeper, LineKind.DELIVERY, carries=put, paths=message.paths)


def _kept_by(draft: Draft, message: Stored) -> Growing:
    """The broker's own execution for a message, or the one that stands for it."""
    return draft.playing(draft.lines[message.line].starts)


def _message_for(draft: Draft, arrow: Arrow) -> Stored:
    """The message that an arrow from a broker carries."""
    here = [one for one in draft.stored if one.broker == arrow.sender]
    named = [one for one in here if one.label == arrow.label]
    for choice in (named, here):
        new = [one for one in choice if arrow.receiver not in one.taken_by]
        if new:
            return stands_for(draft, new[-1], choice)
    if named or here:
        return stands_for(draft, (named or here)[-1], named or here)
    # Nobody has put anything there: the broker sets out by itself.
    execution = draft.start(arrow, arrow.sender)
    stored = Stored(execution.started_by, arrow.sender, arrow.sender, arrow.label)
    draft.stored.append(stored)
    return stored
