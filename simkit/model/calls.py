"""Arrows between lifelines that are no brokers: calls, messages, answers, steps.

* A solid arrow starts an execution where it ends, and that execution is now the current one
  of its lifeline.
* A dashed arrow answers the latest call that it can answer; whoever made that call waits for
  it there, and is current again.
"""

from simkit.model.diagram import Arrow, Head, Stroke
from simkit.model.draft import Draft
from simkit.model.growing import Growing
from simkit.model.script import LineKind, StepKind


def read_call(draft: Draft, arrow: Arrow, sender: Growing) -> None:
    """Take an arrow between two lifelines that are no brokers."""
    if arrow.head is Head.BOTH:
        ask = _ask(draft, arrow, sender)
        answerer = draft.current[arrow.receiver]
        draft.answer(arrow, answerer, sender, LineKind.ANSWER, asks=ask, label="")
    elif arrow.head is Head.OPEN:
        draft.send(arrow, sender, LineKind.MESSAGE)
    elif arrow.stroke is Stroke.DASHED:
        _dashed(draft, arrow, sender)
    elif arrow.head is Head.CROSS:
        _cross(draft, arrow, sender)
    else:
        _solid(draft, arrow, sender)


def read_step(draft: Draft, arrow: Arrow, execution: Growing) -> None:
    """An arrow from a lifeline to itself is work inside its execution."""
    if arrow.head in (Head.CROSS, Head.BOTH) or (
        arrow.stroke is Stroke.DASHED and not draft.lenient
    ):
        draft.refuse(
            arrow,
            f"found '{arrow.drawn}' from {arrow.sender} to itself",
            f"'{arrow.sender}->>{arrow.sender}' for work inside {arrow.sender}",
        )
        return
    if arrow.stroke is Stroke.DASHED:
        draft.assume(arrow, f"{said(arrow)} is work inside {arrow.sender}")
    line = draft.add(arrow, LineKind.STEP, execution)
    draft.step(execution, StepKind.WORK, line)
    draft.last = execution


def said(arrow: Arrow) -> str:
    """An arrow as people speak of it."""
    return f"'{arrow.label}'" if arrow.label else f"the arrow {arrow.drawn}"


def _ask(draft: Draft, arrow: Arrow, sender: Growing) -> int:
    line = draft.send(arrow, sender, LineKind.ASK)
    draft.unanswered.append(line)
    return line


def _solid(draft: Draft, arrow: Arrow, sender: Growing) -> None:
    """A solid arrow is a call or a message, or, where so agreed, an answer."""
    ask = _asked_back(draft, arrow, sender)
    if ask < 0:
        _ask(draft, arrow, sender)
        return
    if draft.solid is None:
        called = draft.lines[ask]
        what = f"'{called.label}'" if called.label else f"the arrow of line {called.at.line}"
        text = f"{said(arrow)}, drawn solid, answers {what} of {arrow.receiver}"
        draft.assume(arrow, text)
    elif not draft.solid:
        back = f"{arrow.sender} to {arrow.receiver}, which called it"
        draft.refuse(
            arrow,
            f"found a solid arrow back from {back}",
            f"'{arrow.sender}-->>{arrow.receiver}' if this is the answer "
            f"(or 'answers: solid' for the whole scenario), "
            f"'{arrow.sender}-){arrow.receiver}' if it is a message that nobody waits for",
        )
    _give_answer(draft, arrow, sender, ask, LineKind.ANSWER)


def _give_answer(draft: Draft, arrow: Arrow, sender: Growing, ask: int, kind: LineKind) -> None:
    asker = draft.playing(draft.lines[ask].by)
    draft.answer(arrow, sender, asker, kind, asks=ask)


def _dashed(draft: Draft, arrow: Arrow, sender: Growing) -> None:
    """A dashed arrow answers; crossed, it says no."""
    kind = LineKind.REFUSAL if arrow.head is Head.CROSS else LineKind.ANSWER
    ask = _open_ask(draft, arrow, sender)
    if ask >= 0:
        _give_answer(draft, arrow, sender, ask, kind)
        return
    if draft.lenient and kind is LineKind.ANSWER:
        _unasked(draft, arrow, sender)
        return
    draft.refuse(
        arrow,
        f"found '{arrow.drawn}' with nothing to answer: "
        f"{arrow.receiver} has no unanswered call that reached {arrow.sender}",
        f"'{arrow.sender}->>{arrow.receiver}' for a call, "
        f"'{arrow.sender}-){arrow.receiver}' for a message, "
        f"or a call '{arrow.receiver}->>{arrow.sender}' above",
    )
    # Go on as if it were a call, so that the rest is read too.
    _ask(draft, arrow, sender)


def _unasked(draft: Draft, arrow: Arrow, sender: Growing) -> None:
    """A dashed arrow that answers nothing: who can wait for it does, else it is a message."""
    waiter = draft.current.get(arrow.receiver)
    if waiter is not None and waiter.root == sender.root:
        text = f"{said(arrow)} answers no call; {arrow.receiver} waits for it there"
        draft.assume(arrow, text)
        draft.answer(arrow, sender, waiter, LineKind.ANSWER)
    else:
        text = f"{said(arrow)} answers no call; it is a message that nobody waits for"
        draft.assume(arrow, text)
        draft.send(arrow, sender, LineKind.MESSAGE)


def _cross(draft: Draft, arrow: Arrow, sender: Growing) -> None:
    """A crossed solid arrow is lost, or says no to a caller that waits."""
    ask = _open_ask(draft, arrow, sender)
    if ask >= 0:
        _give_answer(draft, arrow, sender, ask, LineKind.REFUSAL)
    else:
        lose(draft, arrow, sender)


def lose(draft: Draft, arrow: Arrow, sender: Growing) -> None:
    """A message that never arrives."""
    line = draft.add(arrow, LineKind.LOST, sender)
    draft.step(sender, StepKind.SEND, line)
    draft.last = sender


# ---------------------------------------------------------------------- what is looked up


def _latest_ask(draft: Draft, asker: str, asked: str, calls: list[int]) -> int:
    """The latest of some calls from one lifeline to another, or -1."""
    for ask in reversed(calls):
        if (draft.lines[ask].sender, draft.lines[ask].receiver) == (asker, asked):
            return ask
    return -1


def _open_ask(draft: Draft, arrow: Arrow, answerer: Growing) -> int:
    """The call that a dashed arrow answers, or -1.

    The latest call between the two; else, for an answer that skips a hop, the nearest
    call of the receiver that led to the execution which now answers. Only then a call that is
    open just if no branch of an ``alt`` has been taken.
    """
    for calls in (draft.unanswered, draft.perhaps):
        direct = _latest_ask(draft, arrow.receiver, arrow.sender, calls)
        if direct >= 0:
            return direct
        for execution in draft.ancestors(answerer):
            started_by = execution.started_by
            if started_by in calls and draft.lines[started_by].sender == arrow.receiver:
                return started_by
    return -1


def _asked_back(draft: Draft, arrow: Arrow, sender: Growing) -> int:
    """The call that a solid arrow may be the answer to, or -1 when it is a message.

    It may be one if the execution that sends it was started by the receiver's latest
    call, that caller is the client or has yet to answer its own asker further below, and
    no dashed answer to the call follows.
    """
    ask = _latest_ask(draft, arrow.receiver, arrow.sender, draft.unanswered)
    began = {draft.executions[number].started_by for number in sender.members}
    if ask < 0 or ask not in began or _dashed_follows(draft, arrow):
        return -1
    caller = draft.playing(draft.lines[ask].by)
    own = caller.started_by
    if own < 0:
        return ask
    if own not in draft.unanswered:
        return -1
    asker = draft.lines[own].sender
    answers_below = any(
        below.sender == caller.lifeline and below.receiver == asker and below.head is not Head.OPEN
        for below in draft.below(arrow)
    )
    return ask if answers_below else -1


def _dashed_follows(draft: Draft, arrow: Arrow) -> bool:
    """Whether a dashed answer to the same call is drawn further below."""
    calls = 0  # calls made again in between take the answers that follow them
    for below in draft.below(arrow):
        ends = (below.sender, below.receiver)
        if ends == (arrow.receiver, arrow.sender) and below.stroke is Stroke.SOLID:
            calls += below.head is Head.ARROW
        elif ends == (arrow.sender, arrow.receiver) and below.stroke is Stroke.DASHED:
            if below.head is not Head.OPEN and calls == 0:
                return True
            calls -= 1
    return False
