"""How messages are called for: what is said of it, joined with what is drawn."""

from typing import Any

from simkit.model.calling import AT_ONCE, Backoff, Breaker, Budget, Calling, Limit
from simkit.model.calling_words import limit_text
from simkit.model.distribution import NEVER
from simkit.model.form_calling import NONE, REASONS, CallingForm, over
from simkit.model.form_values import UNLIMITED, Form, key_of
from simkit.model.said import Keys, Said
from simkit.model.script import Line, LineKind, Script

ITEMS = tuple(CallingForm.model_fields)
_SENT = (LineKind.ASK, LineKind.MESSAGE)
_PACED = (*_SENT, LineKind.PUT)
_NOTHING = (LineKind.LOST, LineKind.POLL)  # no numbers mean anything there
_WHY = {
    LineKind.MESSAGE: "nobody waits for an answer to it",
    LineKind.ANSWER: "it is an answer: say it of what is answered",
    LineKind.REFUSAL: "it is an answer: say it of what is answered",
    LineKind.STEP: "it is a step inside its lifeline",
    LineKind.PUT: "nobody waits for it to be confirmed",
    LineKind.SETTLEMENT: "it settles a delivery",
}


class Calls:
    """What is said of how the messages of a design are called for.

    Args:
        said: What is said of the design, to be told what has no meaning.
        script: What is drawn.
    """

    def __init__(self, said: Said, script: Script) -> None:
        self.said, self.script = said, script
        self._answered = {line.asks for line in script.lines}
        self._stated: list[dict[str, Any]] = [{} for _ in script.lines]
        self._where: list[dict[tuple[str, ...], Keys]] = [{} for _ in script.lines]
        self._torn: set[int] = set()  # lines of which something said could not be read

    def take(self, line: Line, form: CallingForm, keys: Keys) -> None:
        """Something is said of a line; what is said later wins.

        Args:
            line: The line.
            form: What is said of it.
            keys: Where.
        """
        stated, where = self._stated[line.index], self._where[line.index]
        if self.said.lost("messages", str(keys[-1])):
            self._torn.add(line.index)
        for item in [item for item in ITEMS if item in form.model_fields_set]:
            value = getattr(form, item)
            stated[item] = over(stated.get(item), value)
            where[(item,)] = (*keys, key_of(item))
            for inner in value.model_fields_set if isinstance(value, Form) else ():
                where[item, inner] = (*keys, key_of(item), key_of(inner))

    def calling(self, line: Line) -> Calling:
        """How a line is called for; what means nothing there is told."""
        stated, where = self._stated[line.index], self._where[line.index]
        if line.kind in _NOTHING:
            return Calling()
        kept = {item: stated[item] for item in ITEMS if item in stated}
        for item in list(kept):
            if self._weigh(line, (item,), self._why_idle(line, item, kept)):
                del kept[item]
        for path in [path for path in where if len(path) == 2 and path[0] in kept]:
            self._weigh(line, path, _why_idle_inside(path, kept))
        if line.index not in self._torn:
            self._check(line, kept)
        return _calling(kept)

    def _weigh(self, line: Line, path: tuple[str, ...], why: str) -> bool:
        """Whether something that is said of a line means nothing."""
        if line.index in self._torn:
            return False
        of = "".join(f" of '{key_of(item)}'" for item in path[:-1])
        found = f"found '{key_of(path[-1])}'{of} for '{line.label}'"
        self.said.weigh(bool(why), self._where[line.index][path], found, why)
        return bool(why)

    def _why_idle(self, line: Line, item: str, kept: dict[str, Any]) -> str:
        """Why something that is said of how a line is called for means nothing; or ""."""
        if line.kind is LineKind.DELIVERY:
            return f"{line.sender} delivers it: a broker has keys of its own"
        if item == "limit":
            return _why_unlimited(line)
        if item == "pace":
            return "" if line.kind in _PACED else _WHY[line.kind]
        if item == "scope":
            return _why_unscoped(kept) or ("" if line.kind in _PACED else _WHY[line.kind])
        return self._why_unawaited(line) or _why_without(item, kept)

    def _why_unawaited(self, line: Line) -> str:
        if line.kind is LineKind.ASK:
            return ""
        if line.kind is LineKind.PUT and line.index in self._answered:
            return ""
        return _WHY[line.kind]

    def _check(self, line: Line, kept: dict[str, Any]) -> None:
        """What is missing, or too large for something else."""
        where = self._where[line.index]
        if "retry" in kept and kept["retry"].attempts is None:
            expected = "how often it is sent at most, such as 'attempts: 3'"
            self.said.complain(where["retry",], "found no 'attempts'", expected)
        if "hedge" in kept and kept["hedge"].after is None:
            expected = "how long without an answer, such as 'after: 50 ms'"
            self.said.complain(where["hedge",], "found no 'after'", expected)
        pace = kept.get("pace")
        if isinstance(pace, Limit) and pace.at_once and self._why_unawaited(line):
            found = f"found '{limit_text(pace)}' for '{line.label}'"
            expected = "a rate such as '100/s': no answer is drawn that tells when it is over"
            self.said.complain(where["pace",], found, expected)
        breaker = kept.get("breaker")
        if breaker is not None and (breaker.at_least or 0) > (breaker.of or Breaker().window):
            path = ("breaker", "at_least") if ("breaker", "at_least") in where else ("breaker",)
            found = f"found {breaker.at_least:,} calls, of which it sees fewer"
            expected = f"at most those that it looks back on, {breaker.of or Breaker().window:,}"
            self.said.complain(where[path], found, expected)


def _why_unlimited(line: Line) -> str:
    if line.kind is LineKind.PUT:
        return f"{line.receiver} only stores it: say 'capacity' of {line.receiver}"
    return "" if line.kind in _SENT else _WHY[line.kind]


def _why_unscoped(kept: dict[str, Any]) -> str:
    retry = kept.get("retry")
    budget = retry is not None and retry.budget is not None
    if budget or kept.keys() & {"breaker", "pace"}:
        return ""
    return "without 'breaker', 'pace' or a budget there is nothing to share"


def _why_without(item: str, kept: dict[str, Any]) -> str:
    if item == "cancel" and not kept.keys() & {"timeout", "deadline", "hedge"}:
        return "without 'timeout', 'deadline' or 'hedge' nobody gives up"
    return ""


def _why_idle_inside(path: tuple[str, ...], kept: dict[str, Any]) -> str:
    """Why a key of a mapping means nothing; or ""."""
    item, inner = path
    if item != "retry":
        return ""
    if inner in ("factor", "cap", "jitter") and kept["retry"].backoff is None:
        return "without 'backoff' it is sent again at once"
    if inner == "on" and kept["retry"].on == {"timeout"} and "timeout" not in kept:
        return "without 'timeout' it is never sent again"
    return ""


# ---------------------------------------------------------------------- values


def _calling(kept: dict[str, Any]) -> Calling:
    retry, hedge = kept.get("retry"), kept.get("hedge")
    shared = kept.get("scope") == "shared"
    timeout, deadline = kept.get("timeout"), kept.get("deadline")
    after = None if hedge is None or hedge.after == NEVER else hedge.after
    return Calling(
        timeout=None if timeout == NEVER else timeout,
        deadline=deadline if isinstance(deadline, int) else None,
        cancel=kept.get("cancel", NONE),
        attempts=(retry and retry.attempts) or 1,
        backoff=_backoff(retry),
        retry_on=(retry and retry.on) or frozenset(REASONS),
        budget=retry.budget if retry and isinstance(retry.budget, Budget) else None,
        breaker=_breaker(kept.get("breaker")),
        hedge=after,
        hedges=(hedge and hedge.copies) or 1,
        limit=_limit(kept.get("limit"), shared=True),
        pace=_limit(kept.get("pace"), shared=shared),
        shared=shared,
    )


def _backoff(retry: Any) -> Backoff:
    if retry is None or retry.backoff is None:
        return Backoff(base=AT_ONCE)
    return Backoff(
        base=retry.backoff,
        factor=1.0 if retry.factor is None else retry.factor,
        cap=retry.cap,
        jitter=retry.jitter or NONE,
    )


def _breaker(form: Any) -> Breaker | None:
    if form is None or form.failures == NONE:
        return None
    window = form.of or Breaker().window
    return Breaker(
        share=form.failures or Breaker().share,
        window=window,
        least=form.at_least or window,
        rest=form.rest or Breaker().rest,
        probes=form.probes or Breaker().probes,
    )


def _limit(limit: Any, *, shared: bool) -> Limit | None:
    if limit is None or limit == UNLIMITED:
        return None
    return Limit(at_once=limit.at_once, rate=limit.rate, burst=limit.burst, shared=shared)
