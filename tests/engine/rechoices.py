"""What blocks draw comes from addresses of its own; see `check_choices`."""

from collections.abc import Iterator
from dataclasses import dataclass

from numpy.typing import NDArray

from simkit.engine import Plan
from simkit.engine.sampling import Address, sample, uniforms
from simkit.engine.tables import Tables
from simkit.model.distribution import Uniform
from simkit.record.tables import OPEN, Again
from tests.engine.contract import Engine

# Choices in turns, in attempts, and in turns of what is delivered again.
CHOICES = """
    participants: {Q: {kind: broker, max-deliveries: 4}}
    messages:
      Get: {retry: 3}
      Save: {work: exponential 1 ms, fails: 40 %}
      Left: {work: exponential 1 ms}
      Put: {work: exponential 1 ms, fails: 40 %}
    load: poisson 100/s
    run: {horizon: 3 s, warm-up: 0 s, seed: 11}
    diagram: |
      sequenceDiagram
        C->>A: Ask
        loop 3 times
          alt 30 %
            A->>B: Left
            B-->>A: L
          else
            A->>B: Right
            B-->>A: R
          end
        end
        A->>V: Get
        alt new (40 %)
          V->>B: One
          B-->>V: 1
        else
          V->>B: Two
          B-->>V: 2
        end
        V->>X: Save
        X-->>V: Saved
        V-->>A: Got
        A-->>C: Tell
        A-)Q: Job
        Q->>W: Job
        loop 2 times
          opt 60 %
            W-)D: Note
          end
        end
        W->>Y: Put
        Y-->>W: Kept
"""
TURN, ATTEMPT, DELIVERY = int(Again.TURN), int(Again.ATTEMPT), int(Again.DELIVERY)
LETTER = {DELIVERY: "d", ATTEMPT: "a", TURN: "t"}
LOOP_OF_DELIVERIES = 3  # number of the section
CHOSEN_BY = {  # name of the draws, share and message of the first branch
    **dict.fromkeys(("Left", "Right"), ("alt 30 %", 0.3, "Left")),
    **dict.fromkeys(("One", "Two"), ("alt new (40 %)", 0.4, "One")),
    "Job": ("opt 60 %", 0.6, "Note"),
}
Place = tuple[int, int]  # row of the request, and path


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What was chosen in some place.

    Attributes:
        stream: Name of its draws.
        share: Of the first branch.
        request: Number of the request.
        path: In the address: depth and number of each repetition around it.
        taken: Whether the first branch was taken.
    """

    stream: str
    share: float
    request: int
    path: str
    taken: bool


def check_choices(engine: Engine, plan: Plan, replication: int) -> None:
    """Each choice is the draw of its own address: turn, attempt and delivery.

    What is done for the first time has the address of what is around it; the n-th repetition
    adds ``depth:letter n``, where the depth counts all that can be repeated around it.
    """
    tables = engine(plan, replication)
    luck: dict[tuple[str, str], NDArray] = {}  # type: ignore[type-arg]
    found = list(_choices(plan, tables))
    for one in found:
        if (one.stream, one.path) not in luck:
            address = Address(
                seed=plan.seed, replication=replication, stream=f"choice {one.stream}",
                client=plan.clients[0], journey="", path=one.path,
            )  # fmt: skip
            size = len(tables.requests["meant"])
            drawn = sample(Uniform(low=0, high=10**9), uniforms(address, 0, size))
            luck[one.stream, one.path] = drawn
        first = luck[one.stream, one.path][one.request] < one.share * 10**9
        where = f"'{one.stream}'{one.path} of request {one.request}"
        assert one.taken == first, f"{where}: the branch is not that drawn"
    deep = {one.path for one in found}
    assert {"", " 1:t2", " 1:a2", " 1:d1", " 2:t1", " 1:d2 2:t1"} <= deep, deep


def _choices(plan: Plan, tables: Tables) -> Iterator[Choice]:
    """Every choice that was made, with its place in the addresses of draws."""
    requests, visits = tables.requests["request"], tables.visits
    labels = [line.label for line in plan.lines]
    address, turns = _addresses(tables)
    sent: dict[Place, set[str]] = {}
    made = []
    for row, path, message, ended in zip(
        *(visits[name].tolist() for name in ("request", "path", "message", "ended")), strict=True
    ):
        sent.setdefault((row, path), set()).add(labels[message])
        made.append(((row, path), labels[message], ended < OPEN))
    for place, label, over in made:
        stream, share, first = CHOSEN_BY.get(label, ("", 0.0, ""))
        places = [place] if stream else []
        if label == "Job":  # its choices are made in each turn, if it gets to its end
            to_its_end = over and "Put" in sent[place]
            places = [place, *turns.get(place, [])] if to_its_end else []
        for row, path in places:
            yield Choice(
                stream=stream,
                share=share,
                request=int(requests[row]),
                path=address.get((row, path), ""),
                taken=first in sent.get((row, path), ()),
            )


def _addresses(tables: Tables) -> tuple[dict[Place, str], dict[Place, list[Place]]]:
    """The address of each path, and the further turns of the loop of each delivery."""
    address: dict[Place, str] = {}
    turns: dict[Place, list[Place]] = {}
    rows = zip(*(column.tolist() for column in tables.paths.values()), strict=True)
    for row, path, above, why, line, number in rows:
        inner = why == TURN and line == LOOP_OF_DELIVERIES
        address[row, path] = f"{address.get((row, above), '')} {1 + inner}:{LETTER[why]}{number}"
        if inner:
            turns.setdefault((row, above), []).append((row, path))
    return address, turns
