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
    requests, visits, paths = tables.requests, tables.visits, tables.paths
    labels = [line.label for line in plan.lines]
    turns: dict[tuple[int, int, int], list[int]] = {}  # by request, path around and section
    address: dict[tuple[int, int], str] = {}
    for row, path, above, why, line, number in zip(*paths.values(), strict=True):
        depth = 2 if why == TURN and line == 3 else 1
        outer = address.get((row, above), "")
        address[row, path] = f"{outer} {depth}:{LETTER[why]}{number}"
        if why == TURN:
            turns.setdefault((row, above, line), []).append(path)
    rows: dict[tuple[int, int], set[str]] = {}
    made = []
    for row, path, message, ended in zip(
        *(visits[name] for name in ("request", "path", "message", "ended")), strict=True
    ):
        rows.setdefault((row, path), set()).add(labels[message])
        made.append((int(row), int(path), labels[message], ended < OPEN))
    for row, path, label, over in made:
        request = int(requests["request"][row])
        places = []
        if label in ("Left", "Right"):
            places = [("alt 30 %", 0.3, path, "Left")]
        elif label in ("One", "Two"):
            places = [("alt new (40 %)", 0.4, path, "One")]
        elif label == "Job" and over and "Put" in rows[row, path]:  # a delivery, to its end
            scopes = [path, *turns.get((row, path, 3), [])]
            places = [("opt 60 %", 0.6, scope, "Note") for scope in scopes]
        for stream, share, scope, first in places:
            yield Choice(
                stream=stream,
                share=share,
                request=request,
                path=address.get((row, scope), ""),
                taken=first in rows.get((row, scope), ()),
            )
