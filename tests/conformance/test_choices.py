"""Choices by chance: each comes from an address of its own, and as often as it is said."""

from functools import cache
from math import sqrt

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import stats

from simkit.engine import Plan
from simkit.engine.tables import Tables
from simkit.record.tables import NEVER
from tests.engine.contract import ENGINES, check_audit, plan_of
from tests.engine.rechoices import CHOICES, check_choices

FALSE_ALARM = 1e-6  # of each test below, if all is well
SURE = float(stats.norm.isf(FALSE_ALARM / 2))
every_engine = pytest.mark.parametrize("engine", ENGINES)

# One choice of three branches, and one in each of two turns, in two designs.
SHARES = """
    load: every 1 ms
    run: {horizon: 2 s, warm-up: 0 s, seed: 5}
    designs:
      plain: |
        sequenceDiagram
          C->>A: Ask
          alt hit 20 %
            A-)B: One
          else 30 %
            A-)B: Two
          else
            A-)B: Three
          end
          loop 2 times
            opt again (40 %)
              A-)B: Again
            end
          end
          A-->>C: Tell
      queued: |
        sequenceDiagram
          C->>A: Ask
          A-->>C: Accepted
          A-)Q: Job
          Q->>W: Job
          alt hit 20 %
            W->>B: One
            B-->>W: Done
          else 30 %
            W->>W: Two
          else
            W-)B: Three
          end
          loop 2 times
            opt again (40 %)
              W-)B: Again
            end
          end
"""


@cache
def run(engine: str, design: str) -> tuple[Plan, Tables]:
    """A run of one of the two designs."""
    plan = plan_of(SHARES, design)
    return plan, ENGINES[engine](plan, 0)


def taken(engine: str, design: str, label: str) -> NDArray[np.bool_]:
    """By request and path, whether a message was sent; paths are 0 and that of the second turn."""
    plan, (requests, visits, *_) = run(engine, design)
    begun = int((requests["meant"] < plan.horizon).sum())
    found = np.zeros((begun, 2), dtype=bool)
    line = [one.label for one in plan.lines].index(label)
    here = (visits["message"] == line) & (visits["sent"] < NEVER)
    rows = requests["request"][visits["request"][here]]
    inside = rows < begun
    found[rows[inside], np.minimum(visits["path"][here][inside], 1)] = True
    return found


@every_engine
@pytest.mark.parametrize("replication", [0, 1])
def test_every_choice_is_drawn_at_its_own_address(engine: str, replication: int) -> None:
    check_choices(ENGINES[engine], plan_of(CHOICES), replication)


@every_engine
def test_its_books_balance(engine: str) -> None:
    check_audit(ENGINES[engine], CHOICES)


@every_engine
@pytest.mark.parametrize(("label", "share"), [("One", 0.2), ("Two", 0.3), ("Three", 0.5)])
def test_a_branch_is_taken_as_often_as_it_says(engine: str, label: str, share: float) -> None:
    found = taken(engine, "plain", label)[:, 0]
    spread = sqrt(share * (1 - share) / len(found))
    assert len(found) == 2000
    assert abs(found.mean() - share) < SURE * spread


@every_engine
def test_each_turn_has_a_draw_of_its_own(engine: str) -> None:
    first, second = taken(engine, "plain", "Again").T
    for found, share in ((first, 0.4), (second, 0.4), (first & second, 0.16)):
        assert abs(found.mean() - share) < SURE * sqrt(share * (1 - share) / len(found))


@every_engine
def test_a_request_takes_the_same_branch_in_every_design(engine: str) -> None:
    for label in ("One", "Three", "Again"):
        plain, queued = taken(engine, "plain", label), taken(engine, "queued", label)
        assert np.array_equal(plain, queued), label


@every_engine
def test_pauses_are_drawn_anew_for_each_turn(engine: str) -> None:
    plan = plan_of("""
        load: every 1 ms
        run: {horizon: 2 s, warm-up: 0 s, seed: 5}
        diagram: |
          sequenceDiagram
            C->>A: Ask
            loop every exponential 5 ms, 3 times
              A-)B: Look
            end
    """)
    requests, visits, *_ = ENGINES[engine](plan, 0)
    looks = (visits["message"] == 1) & (visits["request"] < 2000)
    order = np.lexsort([visits["path"][looks], visits["request"][looks]])
    sent = visits["sent"][looks][order].reshape(-1, 3) / 1e6
    meant = requests["meant"][:2000] / 1e6
    pauses = np.diff(np.column_stack([meant, sent]), axis=1)
    assert abs(pauses.mean() - 5) < SURE * 5 / sqrt(pauses.size)
    for one, other in ((0, 1), (0, 2), (1, 2)):
        between = np.corrcoef(pauses[:, one], pauses[:, other])[0, 1]
        assert abs(between) < SURE / sqrt(len(pauses))
