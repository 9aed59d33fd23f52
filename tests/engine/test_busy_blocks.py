"""Blocks where much happens at once: all books balance, and no order of scheduling decides."""

import numpy as np
import pytest

from simkit.engine.reference.run import Run
from simkit.record.tables import OPEN, Again, GivenUp, Outcome, Settlement, Told
from tests.engine.contract import ENGINES, check_audit, digest, plan_of
from tests.engine.test_contract import shuffled

# Choices by chance and by what has happened, in loops, attempts and deliveries; loops with pauses,
# polls; gatherings of branches and of copies, until a deadline; critical blocks in each other,
# with several in them; breaks. Few different values: many things happen at one instant.
BUSY_BLOCKS = """
    participants:
      Q: {kind: broker, max-deliveries: 3, prefetch: 2, lease: 9 ms}
      A: {workers: 3, waiting: releases}
      B: {workers: 2, queue: 1}
      D: {workers: 2, instances: 2, detect-after: 2 ms}
      E: {workers: 2, waiting: releases}
      W: {workers: 2, instances: 2}
    messages:
      Ask: {work: empirical values 0 ms 1 ms 2 ms}
      Get: {work: empirical values 1 ms 2 ms, fails: 10 %, retry: 2}
      Read: {work: empirical values 1 ms 3 ms, timeout: 3 ms}
      Row: {work: empirical values 0 ms 1 ms}
      E.Copy: {work: empirical values 1 ms 2 ms 4 ms}
      Slow: {work: empirical values 1 ms 6 ms}
      A.sort: {work: empirical values 0 ms 1 ms 2 ms}
      rest: {wait: empirical values 0 ms 1 ms}
      Charge: {work: empirical values 1 ms 2 ms, fails: 30 %}
      Undo: {work: 1 ms, fails: 20 %}
      W.Job: {work: empirical values 1 ms 2 ms, fails: 10 %}
      Save: {work: empirical values 1 ms 2 ms, fails: 20 %}
      Status: {work: empirical values 0 ms 1 ms}
    network: empirical values 0 ms 0 ms 1 ms
    load: {C: every 4 ms, U: every 7 ms}
    faults:
      - {crash: D, every: empirical values 30 ms 40 ms, for: 4 ms}
      - {crash: W, instance: 2, at: [60 ms, 110 ms, 160 ms, 210 ms, 260 ms], for: 10 ms}
      - {kill: A, after: A.sort, chance: 3 %}
      - {kill: W, chance: 10 %}
      - {lose: Copied, chance: 5 %}
    run: {horizon: 300 ms, warm-up: 30 ms, seed: 7}
    diagram: |
      sequenceDiagram
        C->>A: Ask
        break 10 %
          A--xC: Bad request
        end
        A->>E: Open
        E-->>A: Opened
        loop 2 times
          alt 40 %
            A->>B: Get
            B-->>A: Got
            E->>E: sort
          else 30 %
            A->>A: sort
          end
        end
        critical outer
          critical inner
            A->>D: Read
            D-->>A: Row
            par 2 of 3
              A->>E: Copy
              E-->>A: Copied
            end
            E->>B: Slow
            B-->>E: Done
          option timeout
            A->>A: rest
            E-)B: Log
          end
          par first
            A->>D: Copy
            D-->>A: Copied
          and
            A->>B: Slow
            B-->>A: Done
            A->>A: sort
          end
          A->>B: Charge
          B-->>A: Charged
        option failure or refused
          opt Charge failed
            A->>D: Undo
            D-->>A: Undone
          end
          E-)D: Close
        end
        par until 3 ms
          A->>B: Slow
          B-->>A: Done
        and
          A->>A: rest
          A->>D: Copy
          D-->>A: Copied
        end
        A-->>C: Accepted
        A-)Q: Job
        Q->>W: Job
        loop 2 times
          opt 50 %
            W->>D: Save
            D-->>W: Saved
          end
        end
        opt 50 %
          W-->>Q: Ack
        end
        W->>E: Finished
        loop every 3 ms growing by 2 to 6 ms until "Finished", at most 5 times
          C->>A: Status
          alt Finished
            A-->>C: Result
          else
            A-->>C: Pending
          end
        end
        loop every 1 ms, 2 times
          U->>E: Look
          E-->>U: Seen
        end
"""


@pytest.mark.parametrize("engine", ENGINES)
def test_tables_and_witness_balance(engine: str) -> None:
    check_audit(ENGINES[engine], BUSY_BLOCKS)


@pytest.mark.parametrize("salt", [1, 2, 3])
def test_the_order_of_scheduling_decides_nothing(salt: int) -> None:
    plan = plan_of(BUSY_BLOCKS)
    assert digest(shuffled(plan, salt)) == digest(Run(plan, 0).run(None))


def test_it_is_busy() -> None:
    requests, visits, _, _, paths, given_up = Run(plan_of(BUSY_BLOCKS), 0).run(None)
    for outcome in (Outcome.WELL, Outcome.FAILED, Outcome.REFUSED, Outcome.DIED):
        assert (visits["outcome"] == outcome).sum() > 2, outcome
    for settlement in (Settlement.ACKNOWLEDGED, Settlement.REJECTED, Settlement.CUT_OFF):
        assert (visits["settlement"] == settlement).sum() > 0, settlement
    for why in (Again.DELIVERY, Again.ATTEMPT, Again.TURN, Again.COPY):
        assert (paths["why"] == why).sum() > 10, why
    for cause in GivenUp:
        assert (given_up["why"] == cause).sum() > 5, cause
    for told in (Told.ACCEPTED, Told.FAILED, Told.TIMED_OUT):
        assert (requests["told"] == told).sum() > 2, told
    assert (visits["requeued"] > 0).sum() > 20
    assert (visits["ended"] < OPEN).sum() > 1000
    instants = np.concatenate([visits["sent"], visits["ended"]])
    assert len(np.unique(instants)) < len(instants) / 3
